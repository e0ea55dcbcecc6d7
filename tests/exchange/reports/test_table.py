"""CSV that no spreadsheet runs, and that reads back."""

import csv
import io

import pytest
from exchange.reports.standings import HOSTILE, audit_of, found, hostile, standing_of
from hypothesis import given
from hypothesis import strategies as st

from analyzer.exchange.reports.table import COLUMNS, FORMULA, to_csv
from analyzer.rules.finding import Subject
from analyzer.rules.score import Place


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def text_of(cell):
    """Without the apostrophe that makes it harmless."""
    return cell[1:] if FORMULA.search(cell.removeprefix("'")) else cell


def test_a_row_a_finding_with_all_that_is_known_of_it(example):
    rows = rows_of(to_csv(example))
    assert [row["fingerprint"] for row in rows] == [one.fingerprint for one in example.audit.findings]
    assert [row["message"] for row in rows] == [one.message for one in example.audit.findings]
    assert {row["state"] for row in rows} == {"new", "open", "reappeared"}
    told = [row for row in rows if row["accepted"]]
    assert {row["fingerprint"] for row in told} == set(example.accepted)
    assert {row["accepted"] for row in told} == {"Until the round in January"}
    assert {row["accepted_by"] for row in told} == {"Ingrid Solberg"}
    assert {row["accepted_until"] for row in told} == {"", "2027-01-31"}
    (slipping,) = (row for row in rows if (row["rule"], row["key"]) == ("support/unsupported_goal", "cost-reduction"))
    assert (slipping["team"], slipping["owner"], slipping["corporate_goals"]) == (
        "board",
        "aisha",
        '["cost-reduction"]',
    )


def test_an_audit_without_a_history_says_nothing_of_it(plain):
    rows = rows_of(to_csv(plain))
    assert {row["state"] + row["accepted"] + row["accepted_by"] + row["accepted_until"] for row in rows} == {""}


def test_nothing_found_is_a_header():
    assert to_csv(standing_of(audit_of([]))) == ",".join(COLUMNS) + "\r\n"


@pytest.mark.parametrize(
    "text",
    ["=1", "+1", "-1", "@x", "\t=1", "\r=1", "\n+1", " =1", "\u3000\uff1d1", "\uff0b1", "\uff0d1", "\uff20x", "\t"],
)
def test_what_could_be_a_formula_begins_with_an_apostrophe(text):
    place = {Subject("Goal", text): Place(text, text, ())}
    (row,) = rows_of(to_csv(standing_of(audit_of([found("structure/orphan_goal", text, text)]), place)))
    assert [row[column] for column in ("key", "message", "team", "owner")] == [f"'{text}"] * 4


def test_hostile_text_reads_back():
    standing = hostile()
    rows = rows_of(to_csv(standing))
    assert [text_of(row["message"]) for row in rows] == [one.message for one in standing.audit.findings]
    assert {text_of(row["key"]) for row in rows} == set(HOSTILE)
    assert all(None not in row and None not in row.values() for row in rows)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_no_cell_begins_as_a_formula(text):
    (row,) = rows_of(to_csv(standing_of(audit_of([found("structure/orphan_goal", text, text)]))))
    assert row["message"] in (text, f"'{text}")
    assert row["message"].strip()[:1] not in ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
