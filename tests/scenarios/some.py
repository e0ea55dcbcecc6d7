"""Scenarios by hand, and a small map that they are about."""

from datetime import UTC, date, datetime

from changes.graphs import everything_stored

from analyzer.changes.editing import carry_out
from analyzer.exchange.changing import change_of
from analyzer.rules.files import built_in
from analyzer.scenarios.conflicts import conflicts
from analyzer.scenarios.editing import Decision, Saying, save
from analyzer.scenarios.opening import opened

TODAY = date(2026, 1, 1)
NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
ADA = Decision("Ada", NOW, TODAY)
RULES = built_in()

PLAN = {
    "alignment": 1,
    "effort_unit": "days",
    "periods": [{"key": "p/1", "starts": "2026-01-01", "ends": "2026-03-31"}, {"key": "p 2"}],
    "people": [{"key": "ada"}, {"key": "bo"}],
    "teams": [{"key": "t", "capacity": {"p/1": 3}}, {"key": "u", "part_of": "t", "capacity": {"p/1": 0.3}}],
    "goals": [
        {"key": "top", "title": "Top", "level": "corporate", "due": "2026-03-31"},
        {"key": "other top", "title": "Other", "level": "corporate"},
        {"key": "a/b", "title": "A", "level": "team", "team": "t", "owner": "ada", "period": "p/1", "due": "2026-02-28",
         "measures": [{"name": "m", "baseline": 0, "target": 10}],
         "contributes_to": [{"goal": "top", "share": 0.6, "confidence": 0.5}],
         "commitments": [{"team": "t", "period": "p/1", "effort": 2.5, "promised_to": "u"}]},
        {"key": "目标", "title": "B", "level": "team", "team": "u", "due": "2026-01-31",
         "contributes_to": [{"goal": "top"}, {"goal": "other top", "share": 1}],
         "commitments": [{"team": "t", "period": "p/1", "effort": 0.5}, {"team": "u", "period": "p/1", "effort": 0.3}]},
        {"key": 'say "so"', "title": "C", "level": "team", "depends_on": [{"goal": "a/b", "needs": "it"}],
         "contributes_to": [{"goal": "目标"}]},
        {"key": "apart", "title": "D", "standalone": "On purpose"},
    ],
}  # fmt: skip


def made(*changes):
    """Changes, each as the name and the fields."""
    return [change_of(name, fields, name) for name, fields in changes]


def keep(tx, key, *changes, **said):
    """Save a scenario."""
    options = {name: said.pop(name) for name in ("append", "version") if name in said}
    return save(tx, key, Saying(made(*changes), **said), ADA, **options)


def edit(tx, *changes):
    """Change the map meanwhile."""
    carry_out(tx, made(*changes), (), TODAY)


def in_the_way(tx, key):
    """Conflicts as lines, errors marked."""
    return [
        f"{'! ' if one.severity == 'error' else ''}{one.place}: {one.message}"
        for one in conflicts(tx, opened(tx, key), TODAY)
    ]


def the_map(tx):
    """All that is stored besides scenarios and who edited it when."""
    nodes, links = everything_stored(tx)
    return [one for one in nodes if not one[0].startswith(("(['Scenario']", "(['Revision']"))], [
        one for one in links if one[1] != "STANDS_ON"
    ]
