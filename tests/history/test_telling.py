"""What changed, in the language of those who plan."""

from datetime import UTC, date, datetime, timedelta

import pytest

from analyzer.changes.editing import carry_out
from analyzer.changes.revisions import Author, read_revisions, span
from analyzer.errors import BadModel, InputError, NotFound
from analyzer.exchange.changing import change_of
from analyzer.history.cadence import last_event, mark, read_events, unmark
from analyzer.history.churn import churn
from analyzer.history.kinds import CadenceKind
from analyzer.history.moments import Moment, days_of, moment_of
from analyzer.history.since import between, changed_since, during_days, since_last
from analyzer.history.telling import told

TODAY = date(2026, 8, 1)
PLAN = {
    "alignment": 1,
    "effort_unit": "days",
    "periods": [{"key": "p", "starts": "2026-04-01", "ends": "2026-06-30"}, {"key": "q"}],
    "people": [{"key": "ada"}, {"key": "bo"}],
    "teams": [{"key": "t", "capacity": {"p": 10}}],
    "goals": [
        {"key": "us-market", "title": "US"},
        {"key": "cloud", "title": "C", "due": "2026-06-30", "period": "p", "contributes_to": [{"goal": "us-market"}]},
        {"key": "sales", "title": "S", "period": "p", "owner": "ada", "depends_on": [{"goal": "cloud"}]},
        {"key": "spare", "title": "X", "period": "p", "commitments": [{"team": "t", "period": "p", "effort": 2.5}]},
    ],
}  # fmt: skip
SAID = [
    ([("drop", {"goal": "cloud"}), ("drop", {"goal": "sales"})], ["2 goals dropped: cloud and sales"]),
    ([("postpone", {"goal": "cloud", "to": "2026-07-02"})], ["goal postponed: cloud by 2 days"]),
    ([("postpone", {"goal": "cloud", "to": "2026-06-29"})], ["goal brought forward: cloud by 1 day"]),
    ([("cut_contribution", {"goal": "cloud", "to": "us-market"})], ["us-market lost the support of cloud"]),
    ([("cut_dependency", {"goal": "sales", "on": "cloud"})], ["sales no longer needs cloud"]),
    ([("decline_dependency", {"goal": "sales", "on": "cloud"})], ["dependency declined: cloud → sales"]),
    ([("assign_owner", {"goal": "sales", "owner": "bo"})], ["owner of goal changed: sales to bo"]),
    ([("assign_period", {"goal": "sales", "period": None})], ["period of goal changed: sales to none"]),
    ([("rename_goal", {"key": "cloud", "to": "sky"})], ["goal renamed: cloud to sky"]),
    ([("merge_goals", {"goal": "spare", "into": "sales"})], ["goal merged: spare into sales", "commitment made: t 2.5 to sales in p", "commitment withdrawn: t 2.5 to spare in p"]),
    ([("set_capacity", {"team": "t", "period": "p", "amount": 7.5})], ["capacity changed: t in p 7.5 instead of 10"]),
    ([("commit", {"goal": "spare", "team": "t", "period": "p", "effort": 1})], ["commitment changed: t 1 to spare in p"]),
    ([("edit_goal", {"key": "sales", "title": "Sell", "priority": 1})], ["priority of goal changed: sales from nothing to 1", "title of goal changed: sales from S to Sell"]),
    ([("create_goal", {"key": f"g{n}", "title": "G"}) for n in range(7)], ["7 goals created: g0, g1, g2, g3, g4 and 2 more"]),
    ([("drop", {"goal": "cloud"}), ("cut_contribution", {"goal": "cloud", "to": "us-market"})], ["goal dropped: cloud", "us-market lost the support of cloud"]),
]  # fmt: skip


def carried(tx, *set_, at=None):
    made = [change_of(one, fields, one) for one, fields in set_]
    return carry_out(tx, made, (), TODAY, author=Author("ada", at or datetime.now(UTC)))


@pytest.mark.parametrize("case", SAID, ids=lambda case: case[1][0])
def test_a_difference_is_told(on_map, case):
    set_, sentences = case
    assert on_map(PLAN, lambda tx: told(carried(tx, *set_).difference)) == sentences


def test_what_was_changed_and_changed_back_is_not_told(on_map):
    def work(tx):
        begin = span(tx)[1]
        carried(tx, ("drop", {"goal": "cloud"}))
        carried(tx, ("set_status", {"goal": "cloud", "status": None}))
        carried(tx, ("postpone", {"goal": "cloud", "to": "2026-07-10"}))
        return changed_since(tx, begin, None, "since")

    found = on_map(PLAN, work)
    assert found.sentences == ("goal postponed: cloud by 10 days",)
    assert len(found.edits) == 3


def test_merges_and_renamings_are_put_together(on_map):
    """By the keys of before and of now, however many steps led there."""

    def work(tx):
        begin = span(tx)[1]
        carried(tx, ("rename_goal", {"key": "spare", "to": "second"}))
        carried(tx, ("merge_goals", {"goal": "second", "into": "sales"}))
        carried(tx, ("rename_goal", {"key": "sales", "to": "selling"}))
        return changed_since(tx, begin, None, "since").sentences

    found = on_map(PLAN, work)
    assert "goal merged: spare into selling" in found
    assert "goal renamed: sales to selling" in found
    assert not any("deleted" in one for one in found)


def moment(day, month=4):
    return datetime(2026, month, day, 12, tzinfo=UTC)


def test_moments_are_days_revisions_and_events(on_map):
    def work(tx):
        begin = span(tx)[1]
        carried(tx, ("drop", {"goal": "cloud"}), at=moment(1))
        event = mark(tx, "Kick-off Q2/π", CadenceKind.PLANNING, Author("ada", moment(2)))
        carried(tx, ("drop", {"goal": "sales"}), at=moment(3))
        mark(tx, "Check", CadenceKind.CHECK_IN, Author("ada", moment(4)))
        late = mark(tx, "Looking back", CadenceKind.REVIEW, Author("ada", moment(5)), date(2026, 4, 1))
        assert (event.seq, late.seq) == (begin + 1, begin + 1)
        assert [one.name for one in read_events(tx)] == ["Check", "Kick-off Q2/π", "Looking back"]
        assert last_event(tx, CadenceKind.PLANNING) == event
        assert moment_of(tx, "2026-04-02", TODAY) == Moment(begin + 1, date(2026, 4, 2))
        assert moment_of(tx, str(begin + 2), TODAY) == Moment(begin + 2, date(2026, 4, 3))
        assert moment_of(tx, TODAY.isoformat(), TODAY) == Moment(begin + 2, TODAY)
        assert moment_of(tx, "Kick-off Q2/π", TODAY) == Moment(begin + 1, date(2026, 4, 2))
        assert since_last(tx, CadenceKind.PLANNING).sentences == ("goal dropped: sales",)
        assert since_last(tx).sentences == ()
        assert between(tx, "Looking back", "2026-04-03", TODAY).sentences == ("goal dropped: sales",)
        assert during_days(tx, "2026-Q2").sentences == ("2 goals dropped: cloud and sales",)
        for text, kind in (
            ("nope", NotFound),
            ("2026-02-30", InputError),
            ((TODAY + timedelta(days=1)).isoformat(), InputError),
            ("2026-03-01", NotFound),
            ("999999999999999999999", NotFound),
        ):
            with pytest.raises(kind):
                moment_of(tx, text, TODAY)
        with pytest.raises(InputError, match="the other way round"):
            between(tx, str(begin + 2), str(begin), TODAY)
        for name, on, words in (
            ("Check", None, "already"),
            ("2026 plan", None, "begins like a date"),
            ("", None, "name ''"),
            ("Soon", TODAY, "still to come"),
        ):
            with pytest.raises(BadModel, match=words):
                mark(tx, name, CadenceKind.REVIEW, Author("ada", moment(5)), on)
        unmark(tx, "Check")
        with pytest.raises(NotFound, match="there are Kick-off Q2/π, Looking back"):
            unmark(tx, "Check")

    on_map(PLAN, work)


@pytest.mark.parametrize(
    ("text", "days"),
    {
        "2026": (date(2026, 1, 1), date(2026, 12, 31)),
        "2026-Q1": (date(2026, 1, 1), date(2026, 3, 31)),
        "2024Q4": (date(2024, 10, 1), date(2024, 12, 31)),
        "9999": (date(9999, 1, 1), date(9999, 12, 31)),
    }.items(),
)
def test_years_and_quarters(text, days):
    assert days_of(text) == days


@pytest.mark.parametrize("text", ["26", "2026-Q5", "2026-01", "0000", "2026-Q1 "])
def test_what_is_neither_a_year_nor_a_quarter(text):
    with pytest.raises(InputError, match="write 2026 or 2026-Q3"):
        days_of(text)


def test_churn_counts_what_was_reprioritised_inside_the_period(on_map):
    def work(tx):
        carried(
            tx,
            ("edit_goal", {"key": "us-market", "period": "p"}),
            ("edit_goal", {"key": "sales", "priority": 3}),
            at=moment(31, 3),
        )
        carried(tx, ("postpone", {"goal": "cloud", "to": "2026-09-30"}), at=moment(1))
        carried(tx, ("create_goal", {"key": "new", "title": "N", "period": "p"}), at=moment(2))
        carried(tx, ("rename_goal", {"key": "cloud", "to": "sky"}), at=moment(3))
        carried(tx, ("drop", {"goal": "sky"}), ("edit_goal", {"key": "us-market", "title": "Else"}), at=moment(4))
        carried(tx, ("assign_period", {"goal": "spare", "period": "q"}), at=moment(30, 6))
        carried(tx, ("drop", {"goal": "sales"}), ("assign_period", {"goal": "sales", "period": "q"}), at=moment(1, 7))
        with pytest.raises(NotFound, match="no period 'x'"):
            churn(tx, TODAY, ["x"])
        assert churn(tx, date(2026, 3, 31)) == []
        return churn(tx, TODAY, ["p"]) + churn(tx, TODAY)

    first, second = on_map(PLAN, work)
    assert first == second
    assert first.reprioritised == {"sky": ("dropped", "moved"), "spare": ("taken out",)}
    assert first.goals == 5
    assert first.share == 0.4


def test_churn_follows_a_period_with_another_key(on_map):
    def work(tx):
        carried(
            tx,
            ("assign_period", {"goal": "us-market", "period": "p"}),
            ("assign_period", {"goal": "spare", "period": None}),
            at=moment(5),
        )
        carried(tx, ("rename_period", {"key": "p", "to": "spring"}), at=moment(6))
        carried(tx, ("drop", {"goal": "sales"}), at=moment(7))
        return churn(tx, TODAY)

    (found,) = on_map(PLAN, work)
    assert (found.period, found.goals) == ("spring", 4)
    assert found.reprioritised == {"sales": ("dropped",), "spare": ("taken out",), "us-market": ("put in",)}


def test_edits_are_listed_newest_first_and_page_by_page(on_map):
    def work(tx):
        for number in range(5):
            carried(tx, ("edit_goal", {"key": "cloud", "title": f"T{number}"}), at=moment(1) + timedelta(hours=number))
        listed = read_revisions(tx, 2)
        return listed, read_revisions(tx, 2, before=listed[-1].seq), span(tx)[1]

    first, second, newest = on_map(PLAN, work)
    assert [one.seq for one in (*first, *second)] == [newest, newest - 1, newest - 2, newest - 3]
