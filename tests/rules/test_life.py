"""What became of findings between audits, beside an oracle that reads whole histories."""

from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracles import life as oracle
from strategies import examples

from analyzer.errors import InputError, NotFound
from analyzer.rules.audit import Asked, Audit
from analyzer.rules.files import built_in
from analyzer.rules.finding import Finding, Subject, fingerprint
from analyzer.rules.life import life, read_life, read_past
from analyzer.rules.records import read_gone, read_known, read_records, read_revision, record
from analyzer.rules.renamings import Renaming, moves, read_renamings
from analyzer.rules.rule import Severity
from analyzer.rules.score import score

TODAY = date(2026, 1, 1)
AT = datetime(2026, 1, 1, 9, 30, 15, 123456, tzinfo=UTC)
RULES = built_in()[:2]
KEYS = ("a", "b", "c", "d")
keys = st.sampled_from(KEYS)
FINDINGS = st.tuples(
    st.sampled_from([rule.id for rule in RULES]),
    st.sampled_from(["Goal", "Goal", "Team"]),
    keys,
    st.sampled_from([(), ("a",), ("b",), ("c",), ("a", "b"), ("b", "b"), (7, "a"), (None,), (["a"],), ("x",)]),
)
FOUND = st.lists(FINDINGS, max_size=6, unique_by=repr)
STEPS = st.lists(
    st.one_of(FOUND, st.tuples(st.just("rename"), keys, keys).filter(lambda step: step[1] != step[2])),
    min_size=1,
    max_size=8,
)


def finding(rule, label, key, identity=(), message="It is so"):
    name = fingerprint(rule, label, key, identity)
    return Finding(rule, Severity.ERROR, Subject(label, key), message, {"seen": 1}, tuple(identity), name)


def audit_of(found, rules=RULES, revision=0):
    findings = tuple(sorted((finding(*one) for one in found), key=lambda one: one.order))
    asked = tuple(Asked(rule, 10, sum(one.rule == rule.id for one in findings)) for rule in rules)
    return Audit(findings, asked, {"Goal": 10, "Team": 10, "Person": 0}, TODAY, revision)


def keep(tx, found, **given):
    audit = audit_of(found, **given, revision=read_revision(tx))
    return record(tx, audit, score(audit, {}), "ada", AT)


def rename(tx, old, new, label="Goal"):
    tx.ask("writes/revision")
    tx.ask("writes/rename/note", rows=[{"label": label, "old": old, "new": new}])


def names(life):
    return {part: {one.fingerprint for one in getattr(life, part)} for part in ("new", "open", "fixed", "reappeared")}


@examples(60)
@given(steps=STEPS, now=FOUND)
def test_life_is_that_of_the_oracle(on_map, steps, now):
    """Between any two kept audits, and between any kept one and now, with goals renamed in between."""

    def ask(tx):
        history = []
        for step in steps:
            if step and step[0] == "rename":
                rename(tx, *step[1:])
            else:
                history.append((keep(tx, step).revision, step))
        renamings = tx.ask("reads/renamings")
        told, expected = [], []
        for number, _ in enumerate(history):
            past = read_past(tx, number + 1)
            told.append(names(life(past, audit_of(now).findings, {rule.id for rule in RULES})))
            expected.append(oracle.life(history, renamings, number, now, read_revision(tx)))
            for later in {number, len(history) - 1}:
                revision, found = history[later]
                told.append(names(read_life(tx, number + 1, later + 1)))
                expected.append(oracle.life(history, renamings, number, found, revision))
        return told, expected

    told, expected = on_map({"alignment": 1}, ask)
    assert told == expected


@examples(300)
@given(
    st.lists(st.tuples(keys, keys).filter(lambda pair: pair[0] != pair[1]), max_size=12),
    st.integers(0, 12),
    st.integers(0, 12),
)
def test_moves_are_renamings_one_after_the_other(pairs, since, until):
    renamings = [Renaming("Goal", *pair, number) for number, pair in enumerate(pairs, 1)]
    ends = {}
    for start in KEYS:
        key = start
        for one in renamings[since:until]:
            key = one.new if key == one.old else key
        if key != start:
            ends[start] = key
    assert moves(renamings, since, until).get("Goal", {}) == ends


def test_what_a_rule_found_that_is_not_asked_for_a_while_is_open_when_it_is_asked_again(on_map):
    """It was neither fixed nor is it back, and what is fixed meanwhile is told when the rule is asked again."""
    first, second = (rule.id for rule in RULES[:2])
    found = [(first, "Goal", "a", ()), (second, "Goal", "a", ()), (second, "Goal", "b", ())]

    def ask(tx):
        keep(tx, found)
        keep(tx, found[:1], rules=RULES[:1])
        rename(tx, "a", "z")
        keep(tx, [(first, "Goal", "z", ())], rules=RULES[:1])
        keep(tx, [(first, "Goal", "z", ()), (second, "Goal", "z", ())])
        return read_life(tx, 1, 2), read_life(tx, 2, 3), read_life(tx, 3, 4), read_life(tx, 1, 4)

    for life_of, is_open, fixed in zip(
        on_map({"alignment": 1}, ask),
        ({(first, "a")}, {(first, "z")}, {(first, "z"), (second, "z")}, {(first, "z"), (second, "z")}),
        (set(), set(), {(second, "b")}, {(second, "b")}),
        strict=True,
    ):
        assert {(one.rule, one.subject.key) for one in life_of.open} == is_open
        assert {(one.rule, one.subject.key) for one in life_of.fixed} == fixed
        assert life_of.new == life_of.reappeared == ()


def test_a_chain_a_swap_and_a_key_that_is_taken_again(on_map):
    rule = RULES[0].id

    def ask(tx):
        keep(tx, [(rule, "Goal", "a", ()), (rule, "Goal", "b", ()), (rule, "Team", "a", ())])
        for old, new in (("a", "c"), ("b", "a"), ("c", "b")):
            rename(tx, old, new)
        keep(tx, [(rule, "Goal", "a", ()), (rule, "Team", "a", ())])  # what was b
        rename(tx, "a", "z")
        keep(tx, [(rule, "Goal", "a", ()), (rule, "Goal", "z", ())])  # another goal has taken a
        return [read_life(tx, 1, 2), read_life(tx, 2, 3), read_life(tx, 1, 3)]

    swapped, taken, both = on_map({"alignment": 1}, ask)
    assert {one.subject for one in swapped.open} == {("Goal", "a"), ("Team", "a")}
    assert [one.subject for one in swapped.fixed] == [("Goal", "b")]
    assert [one.subject.key for one in taken.new] == ["a"]
    assert [one.subject.key for one in taken.open] == ["z"]
    assert [one.subject for one in taken.fixed] == [("Team", "a")]
    assert {one.subject for one in both.fixed} == {("Goal", "b"), ("Team", "a")}


def test_what_was_fixed_and_is_back_has_reappeared(on_map):
    one = (RULES[0].id, "Goal", "a", ("x",))

    def ask(tx):
        for found in ([one], [], [], [one], [one]):
            keep(tx, found)
        return names(read_life(tx, 3, 4)), names(read_life(tx, 1, 4)), names(read_life(tx, 4, 5))

    back, as_ever, still = on_map({"alignment": 1}, ask)
    name = {fingerprint(*one)}
    assert back == {"new": set(), "open": set(), "fixed": set(), "reappeared": name}
    assert as_ever == still == {"new": set(), "open": name, "fixed": set(), "reappeared": set()}


def test_what_only_a_rule_found_that_was_not_asked_again_is_not_fixed(on_map):
    found = [(rule.id, "Goal", "a", ()) for rule in RULES]

    def ask(tx):
        keep(tx, found)
        keep(tx, [], rules=RULES[:1])
        return read_life(tx, 1, 2), life(read_past(tx, 1), (), {RULES[1].id})

    kept, now = on_map({"alignment": 1}, ask)
    assert [one.rule for one in kept.fixed] == [RULES[0].id]
    assert [one.rule for one in now.fixed] == [RULES[1].id]


def test_a_record_is_read_as_it_was_kept(on_map):
    found = [(RULES[0].id, "Goal", key, ("x", 0.1, None)) for key in ("目标", "it's\u2028", "A")]

    def ask(tx):
        audit = audit_of(found, revision=read_revision(tx))
        points = score(audit, {})
        noon = datetime(2026, 1, 2, 12, tzinfo=timezone(timedelta(hours=2)))
        kept = [
            record(tx, audit, points, "Zoë", noon),
            record(tx, audit_of([]), score(audit_of([]), {}), "ada", AT),
        ]
        return kept, read_records(tx), read_records(tx, 1), read_known(tx, 1), audit

    kept, all_of_them, last, known, audit = on_map({"alignment": 1}, ask)
    assert all_of_them == tuple(kept)
    assert last == tuple(kept[1:])
    assert [one.number for one in kept] == [1, 2]
    assert kept[0].at == datetime(2026, 1, 2, 10, tzinfo=UTC)
    assert kept[0].score == 100 - Fraction(
        300 * 5, 10 * sum({"error": 5, "warning": 2, "info": 0}[r.severity] for r in RULES)
    )
    assert kept[0].counts == {Severity.ERROR: 3, Severity.WARNING: 0, Severity.INFO: 0}
    assert kept[0].by_rule == {RULES[0].id: 3, RULES[1].id: 0}
    assert sorted(known, key=lambda one: one.fingerprint) == list(known)
    assert {(one.fingerprint, one.subject, one.identity, one.message) for one in known} == {
        (one.fingerprint, one.subject, one.identity, one.message) for one in audit.findings
    }


def test_only_what_is_gone_is_kept_again(on_map):
    some = [(RULES[0].id, "Goal", key, ()) for key in KEYS]

    def ask(tx):
        for found in (some, some[:3], some[:3], some[1:3]):
            keep(tx, found)
        return [[one.subject.key for one in gone] for _, gone in read_gone(tx, 4)]

    assert on_map({"alignment": 1}, ask) == [["d"], [], ["a"]]


def test_an_audit_that_was_not_kept_is_named(on_map):
    def ask(tx):
        start = read_revision(tx)
        with pytest.raises(NotFound, match="none was kept yet; `alignment audit --record` keeps one"):
            read_known(tx, 1)
        for _ in range(2):
            keep(tx, [])
        for read in (read_known, read_past):
            with pytest.raises(NotFound, match="no audit 3; kept were 1, 2"):
                read(tx, 3)
        with pytest.raises(InputError, match="audit 2 came after audit 1; name the earlier one first"):
            read_life(tx, 2, 1)
        for _ in range(20):
            keep(tx, [])
        with pytest.raises(NotFound, match="no audit 99; kept were 1 to 22"):
            read_known(tx, 99)
        return read_renamings(tx), read_revision(tx) - start

    assert on_map({"alignment": 1}, ask) == ((), 0)


def test_two_that_keep_audits_at_once_get_two_numbers(store):
    from concurrent.futures import ThreadPoolExecutor

    from maps import do

    try:
        with ThreadPoolExecutor(4) as pool:
            kept = list(pool.map(lambda _: store.write(lambda tx: keep(tx, [])).number, range(12)))
        assert sorted(kept) == list(range(1, 13))
    finally:
        do(store, "MATCH (audit:Audit) DELETE audit")
