"""A map's constraints and indexes, and maps of earlier versions."""

from datetime import date

import pytest
from maps import do, everything

from analyzer.errors import ForeignDatabase
from analyzer.graph.schema import VERSION, check_ours, clear, prepare
from analyzer.graph.store import Store
from analyzer.rules.check import check
from analyzer.rules.files import built_in
from analyzer.rules.records import read_records

CONSTRAINTS = "SHOW CONSTRAINTS YIELD name WHERE name STARTS WITH 'alignment_' RETURN collect(name) AS names"
NEW = {"alignment_audit_number", "alignment_acceptance_fingerprint"}


@pytest.fixture
def first_version(address):
    """A map as the first version left it: without the constraints that came later."""
    with Store(address) as store:
        clear(store)
        for name in NEW:
            store.run_schema(f"DROP CONSTRAINT {name} IF EXISTS")
        do(store, "MATCH (schema:AlignmentSchema) SET schema.version = 1")
        do(store, "CREATE (:Goal {key: 'a', title: 'A  Goal'})")
        yield store
        do(store, "MATCH (schema:AlignmentSchema) SET schema.version = $version", version=VERSION)
        prepare(store)
        clear(store)


def names(store):
    return {*store.read(lambda tx: tx.rows(CONSTRAINTS, {}))[0]["names"]}


def test_whoever_writes_brings_a_map_up_to_date(first_version):
    assert not NEW & names(first_version)
    prepare(first_version)
    assert names(first_version) >= NEW
    assert first_version.read(lambda tx: tx.ask("reads/mark"))["version"] == VERSION
    assert first_version.read(lambda tx: tx.ask("reads/count")) == 1
    assert first_version.read(lambda tx: tx.ask("reads/titled", titles=["a goal"])) == ["a"]


def test_broken_off_it_is_done_again(first_version):
    first_version.run_schema(
        "CREATE CONSTRAINT alignment_audit_number FOR (audit:Audit) REQUIRE audit.number IS UNIQUE"
    )
    prepare(first_version)
    assert names(first_version) >= NEW


def test_whoever_reads_leaves_it_as_it_is(first_version):
    before = everything(first_version)
    assert first_version.read(check_ours)
    assert first_version.read(read_records) == ()
    assert everything(first_version) == before
    assert not NEW & names(first_version)


def test_goals_of_which_no_plain_title_is_kept_are_not_taken_for_duplicates(first_version):
    do(first_version, "CREATE (:Goal {key: 'b', title: 'A goal'}), (:Goal {key: 'c', title: 'Another'})")
    (rule,) = (rule for rule in built_in() if rule.id == "structure/duplicate_title")
    today = date(2026, 1, 1)
    assert first_version.read(lambda tx: check(tx, [rule], today=today)) == []
    prepare(first_version)
    assert [one.subject.key for one in first_version.read(lambda tx: check(tx, [rule], today=today))] == ["b"]


def test_a_map_of_a_later_version_is_refused(first_version):
    do(first_version, "MATCH (schema:AlignmentSchema) SET schema.version = $version", version=VERSION + 1)
    with pytest.raises(ForeignDatabase, match="newer version"):
        prepare(first_version)
    with pytest.raises(ForeignDatabase, match="newer version"):
        first_version.read(check_ours)


def test_a_mark_never_goes_back(first_version):
    do(first_version, "MATCH (schema:AlignmentSchema) SET schema.version = $version", version=VERSION + 1)
    first_version.write(lambda tx: tx.ask("writes/mark", version=VERSION))
    assert first_version.read(lambda tx: tx.ask("reads/mark"))["version"] == VERSION + 1
