"""Findings that somebody lives with: said once each, until a day, and along when the goal is renamed."""

from datetime import UTC, date, datetime

import pytest
from maps import do, everything, versions
from rules.conftest import become

from analyzer.changes.editing import carry_out
from analyzer.errors import BadModel, InputError, NotFound
from analyzer.exchange.changing import change_of
from analyzer.graph.contents import read_contents
from analyzer.rules.acceptance import accept, read_acceptances, withdraw
from analyzer.rules.audit import audit
from analyzer.rules.files import built_in
from analyzer.rules.finding import Finding, Subject, fingerprint
from analyzer.rules.life import life, read_past
from analyzer.rules.records import read_revision, record
from analyzer.rules.rule import Severity
from analyzer.rules.score import score

TODAY = date(2026, 1, 1)
AT = datetime(2026, 1, 1, 23, 59, tzinfo=UTC)


def finding(key="a", *identity, rule="ours/rule", label="Goal"):
    name = fingerprint(rule, label, key, identity)
    return Finding(rule, Severity.ERROR, Subject(label, key), "It is so", {}, identity, name)


def test_accepting_again_replaces_what_was_said(on_map):
    some = [finding("a", "x", 1), finding("b")]

    def ask(tx):
        first = accept(tx, some, "  It is\nknown ", "ada", AT, date(2026, 1, 1))
        there = read_acceptances(tx)
        again = accept(tx, some[:1], "For good", "bob", AT)
        return first, there, again, read_acceptances(tx), read_acceptances(tx, date(2026, 1, 2))

    first, there, (again,), after, in_force = on_map({"alignment": 1}, ask)
    assert there == {one.fingerprint: one for one in first}
    assert first[0].reason == "It is\nknown"
    assert first[0].identity == ("x", 1)
    assert first[0].holds(TODAY)
    assert not first[0].holds(date(2026, 1, 2))
    assert after == {again.fingerprint: again, first[1].fingerprint: first[1]}
    assert in_force == {again.fingerprint: again}


@pytest.mark.parametrize(
    ("reason", "until", "told"),
    [
        ("", None, "blank"),
        (" \n", None, "blank"),
        ("x" * 2_001, None, "2,001 characters"),
        ("ok", date(2025, 12, 31), "name a day from 2026-01-01 on"),
    ],
)
def test_what_can_not_be_accepted(on_map, reason, until, told):
    def ask(tx):
        with pytest.raises(InputError, match=told):
            accept(tx, [finding()], reason, "ada", AT, until)
        accept(tx, [finding()], "x" * 2_000, "ada", AT, TODAY)
        return len(read_acceptances(tx))

    assert on_map({"alignment": 1}, ask) == 1


def test_what_was_found_before_an_edit_is_not_accepted(on_map):
    """A renaming in between gives the finding another name: the acceptance would be about nothing."""

    def ask(tx):
        then = read_revision(tx)
        accept(tx, [finding()], "Known", "ada", AT, revision=then)
        tx.ask("writes/revision")
        with pytest.raises(InputError, match="edited meanwhile"):
            accept(tx, [finding("b")], "Known", "ada", AT, revision=then)
        return [one.subject.key for one in read_acceptances(tx).values()]

    assert on_map({"alignment": 1}, ask) == ["a"]


def test_an_acceptance_is_withdrawn_once(on_map):
    def ask(tx):
        (one,) = accept(tx, [finding()], "Known", "ada", AT)
        withdraw(tx, [one.fingerprint])
        with pytest.raises(NotFound, match="alignment accept --list"):
            withdraw(tx, [one.fingerprint])
        return read_acceptances(tx)

    assert on_map({"alignment": 1}, ask) == {}


MAP = {
    "alignment": 1,
    "periods": [{"key": "q"}],
    "people": [{"key": "p"}],
    "teams": [{"key": "a"}, {"key": "t"}],
    "goals": [
        {
            "key": "a",
            "title": "A",
            "team": "t",
            "owner": "p",
            "period": "q",
            "measures": [{"name": "m", "target": 1}],
            "contributes_to": [{"goal": "top", "share": 0.2}],
            "depends_on": [{"goal": "other"}],
            "commitments": [{"team": "t", "period": "q", "effort": 1}],
        },
        {"key": "other", "title": "Other", "contributes_to": [{"goal": "a"}]},
        {"key": "top", "title": "Top", "level": "corporate"},
        {"key": "lonely", "title": "Alone"},
    ],
}


def renamed(value, old, new):
    """A document in which a goal is called otherwise wherever a goal is named."""
    if isinstance(value, list):
        return [renamed(item, old, new) for item in value]
    if isinstance(value, dict):
        return {
            name: new if item == old and name in ("key", "goal") else renamed(item, old, new)
            for name, item in value.items()
        }
    return value


def rename_goal(tx, old, new):
    carry_out(tx, [change_of("rename_goal", {"key": old, "to": new}, "it")], (), AT.date())
    return read_revision(tx)


def test_everything_about_a_renamed_goal_stays(on_map):
    wanted = {**MAP, "goals": renamed(MAP["goals"], "a", "ä/1")}
    after = on_map(MAP, lambda tx: (rename_goal(tx, "a", "a\u0308/1") - read_revision(tx), read_contents(tx)))
    expected = on_map(wanted, read_contents)
    assert after[0] == 0
    assert after[1].tables == expected.tables


def test_a_renaming_raises_versions_and_the_revision(store):
    store.write(lambda tx: become(tx, MAP))
    try:
        before = versions(store)
        start = store.read(read_revision)
        assert store.write(lambda tx: rename_goal(tx, "a", "z")) == start + 1
        assert store.read(read_revision) == start + 1
        # What the other goal declares names the new key.
        assert versions(store) == {
            (label, "z" if (label, key) == ("Goal", "a") else key): version
            + (label == "Goal" and key in ("a", "other"))
            for (label, key), version in before.items()
        }
        left = everything(store)
        for old, new, kind, told in (
            ("a", "b", NotFound, "no goal 'a'"),
            ("z", "other", InputError, "'other' is taken"),
            ("z", "z", InputError, "'z' is taken"),
            ("z", "", BadModel, "is empty"),
            ("z", "a\nb", BadModel, "can't be printed"),
            ("z", "x" * 201, BadModel, "201 characters"),
        ):
            with pytest.raises(kind, match=told):
                store.write(lambda tx, old=old, new=new: rename_goal(tx, old, new))
        assert everything(store) == left
    finally:
        do(store, "MATCH (renaming:Renaming) DELETE renaming")
        do(store, "MATCH (revision:Revision) DELETE revision")
        do(store, "MATCH (schema:AlignmentSchema) REMOVE schema.revision")
        store.write(lambda tx: become(tx, {"alignment": 1}))


def test_findings_of_a_renamed_goal_stay_open_and_accepted(on_map):
    """With the rules that ship: nothing is new and nothing fixed by a renaming, whatever names the goal."""

    def ask(tx):
        before = audit(tx, built_in(), today=TODAY)
        record(tx, before, score(before, {}), "ada", AT)
        accept(tx, before.findings, "All of it", "ada", AT)
        for old, new in (("a", "b"), ("top", "a"), ("b", "top"), ("other", "x")):
            rename_goal(tx, old, new)
        after = audit(tx, built_in(), today=TODAY)
        told = life(read_past(tx, 1), after.findings, {rule.id for rule in built_in()})
        return before, after, told, read_acceptances(tx)

    before, after, told, accepted = on_map(MAP, ask)
    assert len(told.open) == len(before.findings) == len(after.findings) > 5
    assert any(one.identity for one in after.findings)
    assert told.new == told.fixed == told.reappeared == ()
    assert {one.fingerprint for one in after.findings} <= accepted.keys()


def test_an_acceptance_follows_the_goal_and_nothing_else(on_map):
    """A text in an identity may name a team that is called so too: then both readings are kept."""

    def ask(tx):
        plain = {**MAP, "teams": [{"key": "t"}]}
        told = []
        for document in (plain, MAP):
            become(tx, document)
            some = [
                finding("a"),
                finding("x", "a", ["a"]),
                finding("a", label="Team"),
                finding("lonely", 1),
                finding("new"),
            ]
            accept(tx, some, "Known", "ada", AT)
            rename_goal(tx, "a", "new")
            there = read_acceptances(tx)
            assert all(
                name == fingerprint(one.rule, *one.subject, one.identity) and one.reason == "Known"
                for name, one in there.items()
            )
            told.append(sorted(((*one.subject, one.identity) for one in there.values()), key=repr))
            for name in there:
                withdraw(tx, [name])
        return told

    alone, shared = on_map({"alignment": 1}, ask)
    rest = [("Goal", "lonely", (1,)), ("Goal", "new", ()), ("Team", "a", ())]
    assert alone == sorted([*rest, ("Goal", "x", ("new", ["a"]))], key=repr)
    assert shared == sorted([*rest, ("Goal", "x", ("new", ["a"])), ("Goal", "x", ("a", ["a"]))], key=repr)
