"""Scenarios on the terminal: the list, one with its conflicts, several side by side."""

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from rich.table import Table
from rich.text import Text

from analyzer.changes.kinds.change import written
from analyzer.cli.present import COLOURS, as_json, clean, console, findings
from analyzer.cli.present_changes import done as changed
from analyzer.cli.present_impact import COLOURS as OUTCOMES
from analyzer.exchange.exporting import plain_number, to_yaml
from analyzer.exchange.reports.telling import plural, points
from analyzer.rules.finding import Finding
from analyzer.rules.rule import Severity
from analyzer.scenarios.comparing import Comparison, Effect, Hit, Load, Side
from analyzer.scenarios.conflicts import Conflict, said
from analyzer.scenarios.editing import Adopted
from analyzer.scenarios.scenario import Scenario

ABREAST = 4
"""Scenarios in one table; further ones stand in tables below."""


def listed(kept: Sequence[Scenario], shown: str) -> None:
    """List scenarios."""
    if shown == "json":
        as_json([one.document() for one in kept])
        return
    out = console()
    for one in kept:
        parts = [f"version {one.version}", plural(len(one.changes), "change", "changes")]
        parts += [f"on {', '.join(map(clean, one.on))}"] if one.on else []
        parts += [f"adopted {one.adopted.at:%Y-%m-%d}"] if one.adopted else []
        told = f"  {', '.join(parts)}  by {clean(one.by)} on {one.at:%Y-%m-%d}"
        out.print(Text(clean(one.key), "bold") + Text(told) + Text(f"  {clean(one.why or '')}", "dim"), soft_wrap=True)
    if not kept:
        out.print("No scenario was saved yet; `alignment scenario save NAME --drop KEY` saves one.")


def shown(one: Scenario, conflicts: Sequence[Conflict], shown: str) -> None:
    """Show a scenario and what is in its way."""
    if shown == "json":
        as_json(one.document() | {"conflicts": [found.document() for found in conflicts]})
        return
    listed([one], shown)
    out = console()
    if one.changes:
        out.print(Text(clean_lines(to_yaml({"changes": [written(change) for change in one.changes]}))), soft_wrap=True)
    for found in conflicts:
        out.print(
            Text(f"{found.severity.value:<7}  ", COLOURS[found.severity.value]) + Text(clean(said(found, one.key))),
            soft_wrap=True,
        )
    if not conflicts and not one.adopted:
        out.print("Nothing that happened meanwhile is in its way.")


def clean_lines(text: str) -> str:
    """Replace in each line what could command a terminal."""
    return "\n".join(map(clean, text.splitlines()))


def adopted(made: Adopted, shown: str, *, dry_run: bool) -> None:
    """Say what was adopted, and what that changed."""
    if shown == "table":
        names = ", ".join(clean(one.key) for one in made.scenarios)
        console().print(f"Would adopt {names}; nothing was kept." if dry_run else f"Adopted {names}.", soft_wrap=True)
        if dry_run:
            if made.done.findings:
                findings(console(), made.done.findings)
            return
    changed(made.done, shown)


def compared(found: Comparison, shown: str) -> None:
    """Print scenarios side by side, what differs from the map as it is."""
    if shown == "json":
        as_json(found.document())
        return
    out = console()
    for start in range(0, len(found.sides), ABREAST):
        some = found.sides[start : start + ABREAST]
        table = Table("", "as it is", *(clean(one.scenario.key) for one in some), box=None, header_style="bold")
        for row in _rows(found, some):
            table.add_row(*row)
        out.print(table)
        out.print()
    for side in found.sides:
        for one in side.conflicts:
            out.print(
                Text(f"{clean(side.scenario.key)}  ", "bold")
                + Text(f"{one.severity.value}  ", COLOURS[one.severity.value])
                + Text(clean(said(one, side.scenario.key))),
                soft_wrap=True,
            )


def _rows(found: Comparison, sides: Sequence[Side]) -> Iterator[list[Text]]:
    effects = [side.effect for side in sides]
    for goal in found.goals:
        hits = [{hit.goal: hit for hit in effect.goals}.get(goal.goal) if effect else None for effect in effects]
        yield [Text(clean(goal.goal), "bold"), Text(), *map(_hit, hits)]
    yield [
        Text("score"),
        Text(points(found.score)),
        *(Text("can't be made", "red") if one is None else _score(one.score, found.score) for one in effects),
    ]
    for title, part in (("new findings", "new"), ("findings resolved", "resolved")):
        yield [Text(title), Text(), *(Text(_counts(getattr(one.findings, part)) if one else "") for one in effects)]
    yield [Text("stranded goals"), Text(), *(Text(str(len(one.stranded) or "") if one else "") for one in effects)]
    pairs = sorted({(load.team, load.period) for one in effects if one for load in one.loads})
    for pair in pairs:
        loads = [_load(one, pair) for one in effects]
        before = next(load for load in loads if load)
        yield [
            Text(f"{clean(pair[0])} in {clean(pair[1])}"),
            Text(_filled(before, after=False)),
            *(Text(_filled(load, after=True) if load else "") for load in loads),
        ]


def _hit(hit: Hit | None) -> Text:
    if hit is None:
        return Text()
    words = [hit.outcome.value if hit.outcome else "changed itself"]
    words += [f"{hit.kept:.0%} kept"] if hit.kept < 1 else []
    words += [f"{hit.days_late} days late"] if hit.days_late else []
    return Text(", ".join(words), OUTCOMES[hit.outcome.value] if hit.outcome else "")


def _score(now: Fraction, before: Fraction) -> Text:
    return Text(points(now), "green" if now > before else "red" if now < before else "")


def _counts(some: Sequence[Finding]) -> str:
    """Count by severity, the worst first; those of none are left out."""
    counted = Counter(one.severity for one in some)
    return ", ".join(plural(counted[one], one.value, f"{one.value}s") for one in Severity if counted[one])


def _load(effect: Effect | None, pair: tuple[str, str]) -> Load | None:
    return next((one for one in effect.loads if (one.team, one.period) == pair), None) if effect else None


def _filled(load: Load, *, after: bool) -> str:
    amount, capacity = (load.load_after, load.capacity_after) if after else (load.load_before, load.capacity_before)
    return f"{plain_number(amount)}" + (f" of {plain_number(capacity)}" if capacity is not None else "")
