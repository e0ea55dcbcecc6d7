"""Ways out of over-commitments, on the terminal: who, then each way with what it does and what it costs."""

import sys

from rich.console import Console
from rich.text import Text

from analyzer.capacity import Remedies, Remedy
from analyzer.capacity.remedies import Hit
from analyzer.cli.common import fail
from analyzer.cli.present import as_json, clean, console
from analyzer.cli.present_impact import COLOURS
from analyzer.exchange.exporting import changes_to_yaml, plain_number
from analyzer.exchange.reports.telling import plural
from analyzer.model import amount

NONE = "No team has promised more than it can do."


def remedies(found: Remedies, shown: str) -> None:
    """Print who promised too much, and the ways out."""
    if shown == "json":
        as_json(found.document())
        return
    out = console()
    if not found.over:
        out.print(Text(NONE, "green"))
        return
    unit = f", in {clean(found.situation.effort_unit)}" if found.situation.effort_unit else ""
    out.print(Text(f"Promised more than can be done{unit}:", "bold"))
    for one in found.over:
        load, capacity, excess = (plain_number(amount(each)) for each in (one.load, one.capacity, one.excess))
        told = f"  {clean(one.team)} in {clean(one.period)}: {load} promised, {capacity} can be done, {excess} too much"
        out.print(Text(told), soft_wrap=True)
    for number, way in enumerate(found.ways, 1):
        out.print()
        _way(out, number, way)
    out.print()
    out.print(
        "What else a way does: alignment remedies --changes-of WAY | alignment impact --changes -", soft_wrap=True
    )


def changes(found: Remedies) -> None:
    """Print the changes of the one way that was asked for."""
    if not found.ways:
        fail("there is nothing to change: no team has promised more than it can do")
    (way,) = found.ways
    if not way.changes:
        fail(f"there is nothing that can be changed in this way: {clean(way.left[0].sentence)}")
    sys.stdout.write(changes_to_yaml(way.changes))


def _way(out: Console, number: int, way: Remedy) -> None:
    verdict = Text("enough", "green") if way.enough else Text("not enough", "bold red")
    name = Text(f"  {way.way.value}", "dim")
    out.print(Text(f"{number}. {way.title}: ", "bold") + verdict + name, soft_wrap=True)
    for move in way.moves:
        out.print(Text(f"   {clean(move.sentence)}"), soft_wrap=True)
    for one in way.left:
        out.print(Text(f"   {clean(one.sentence)}", "red"), soft_wrap=True)
    if way.moves:
        out.print(Text("   Costs ", "bold") + Text(_costs(way)), soft_wrap=True)
    for hit in way.hits:
        outcome = Text(f"     {hit.outcome.value:<9}", COLOURS[hit.outcome.value])
        out.print(outcome + Text(f"{clean(hit.goal)}  ", "bold") + Text(_hit(hit)), soft_wrap=True)
    if way.gap:
        out.print(Text(f"   {way.gap.sentence[:1].upper()}{way.gap.sentence[1:]}.", "yellow"), soft_wrap=True)


def _costs(way: Remedy) -> str:
    if way.capacity:
        return f"{plain_number(way.capacity)} more capacity; no goal and no promise is touched."
    lost = f"{way.support:.1%} of a corporate goal's support" if way.support else "no support of corporate goals"
    broken = plural(way.promises, "promise", "promises") if way.promises else "no promise"
    return f"{lost}, {broken} to others broken, {plural(len(way.moves), 'goal moved', 'goals moved')}."


def _hit(hit: Hit) -> str:
    late = f"{plural(hit.days_late, 'day', 'days')} late" if hit.days_late else ""
    left = f"{hit.kept:.0%} of its support is left" if hit.kept < 1 else ""
    return ", ".join(said for said in (left, late) if said) or "loses nothing itself"
