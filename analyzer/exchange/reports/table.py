"""Findings as CSV, for spreadsheets: a row a finding."""

import csv
import io
import re

import orjson

from analyzer.exchange.reports.telling import place_of, states
from analyzer.rules.standing import Standing

COLUMNS = (
    "rule",
    "severity",
    "label",
    "key",
    "message",
    "team",
    "owner",
    "corporate_goals",
    "state",
    "accepted",
    "accepted_by",
    "accepted_until",
    "evidence",
    "fingerprint",
)
FORMULA = re.compile(r"^[\s\x00-\x1f]*[=+\-@\uff0b\uff0d\uff1d\uff20]|^[\t\r\n]")
"""What a spreadsheet may take for a formula at the beginning of a cell, the full-width signs of CJK keyboards too."""


def to_csv(standing: Standing) -> str:
    """Write a header and a row a finding; cells that could be formulas begin with an apostrophe, as OWASP advises.

    Teams, owners and corporate goals are told by key, several of them as a JSON list: keys join with other tables.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    became = states(standing.since)
    for one in standing.audit.findings:
        place, accepted = place_of(standing.places, one.subject), standing.accepted.get(one.fingerprint)
        cells = (
            one.rule,
            one.severity.value,
            *one.subject,
            one.message,
            place.team or "",
            place.owner or "",
            _json(place.tops) if place.tops else "",
            became.get(one.fingerprint, ""),
            accepted.reason if accepted else "",
            accepted.by if accepted else "",
            accepted.until.isoformat() if accepted and accepted.until else "",
            _json(one.document()["evidence"]),
            one.fingerprint,
        )
        writer.writerow([_harmless(cell) for cell in cells])
    return out.getvalue()


def _json(value: object) -> str:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


def _harmless(cell: str) -> str:
    return f"'{cell}" if FORMULA.search(cell) else cell
