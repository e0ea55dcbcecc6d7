"""The outlook on the terminal: corporate goals by chance, then what to test next."""

from collections.abc import Sequence
from itertools import islice

from rich.console import Console
from rich.table import Table
from rich.text import Text

from analyzer.cli.present import as_json, clean, console
from analyzer.exchange.reports.telling import plural
from analyzer.outlook.chances import Assumption, Outlook, Prospect
from analyzer.outlook.rehearsal import Outlooks, Shift

NAMED = 3
"""Corporate goals that are named beside an assumption."""


def outlook(found: Outlook, shown: str) -> None:
    """Print how likely each corporate goal is met."""
    if shown == "json":
        as_json(found.document())
        return
    out = console()
    if not found.goals:
        _nothing(out)
        return
    table = _table("chance")
    for one in found.goals:
        table.add_row(Text(clean(one.goal), "bold"), _chance(one), _about(one))
    _goals(out, table, found)
    _assumptions(out, "Most worth testing next", found)


def outlooks(both: Outlooks, shown: str) -> None:
    """Print the same as it is and with changes."""
    if shown == "json":
        as_json(both.document())
        return
    out = console()
    if not both.named():
        _nothing(out)
        return
    before, then = ({one.goal: one for one in some.goals} for some in both)
    shifts = both.shifts()
    table = _table("as it is", "then", "difference")
    for key in both.named():
        now, later = before.get(key), then.get(key)
        about = _about(later) if later else Text("no live corporate goal then", "dim")
        table.add_row(Text(clean(key), "bold"), _chance(now), _chance(later), _shift(shifts.get(key)), about)
    _goals(out, table, both.then)
    _assumptions(out, "Most worth testing next, with these changes", both.then)


def _nothing(out: Console) -> None:
    out.print("There is no live corporate goal to look ahead to: say `level: corporate` of what the others are for.")


def _table(*numbers: str) -> Table:
    table = Table("goal", *numbers, "", box=None, header_style="bold", pad_edge=False)
    for column in table.columns[1:-1]:
        column.justify = "right"
        column.no_wrap = True
    return table


def _goals(out: Console, table: Table, found: Outlook) -> None:
    out.print(table)
    drawn = plural(found.asked.draws, "draw", "draws")
    out.print(Text(f"{drawn}, seed {found.asked.seed}; ± is the standard error.\n", "dim"))


def _chance(one: Prospect | None) -> Text:
    return Text("") if one is None else Text(f"{one.chance:.1%} ±{one.standard_error:.1%}")


def _shift(one: Shift | None) -> Text:
    if one is None:
        return Text("")
    colour = "red" if one.chance < 0 else "green" if one.chance > 0 else "dim"
    return Text(f"{one.chance:+.1%} ±{one.standard_error:.1%}", colour)


def _about(one: Prospect) -> Text:
    title = Text(clean(one.title or ""))
    if not one.attainable:
        return title + Text("  can't be met, even if every assumption holds", "red")
    return title if one.supported else title + Text("  nothing supports it: as it is forecast", "yellow")


def _assumptions(out: Console, title: str, found: Outlook) -> None:
    if not found.assumptions:
        if found.asked.top:
            out.print("No single assumption decides whether a corporate goal is met.")
        return
    out.print(Text(f"{title}:", "bold"))
    for one in found.assumptions:
        because = Text(f"  “{clean(' '.join(one.because.split()))}”", "dim") if one.because else Text()
        out.print(_assumption(one) + because, soft_wrap=True)
    if found.others_at_most is not None:
        out.print(f"There was too much to try all others; none of them is worth more than {found.others_at_most:.3f}.")


def _assumption(one: Assumption) -> Text:
    goals: Sequence[str] = [f"{clean(goal)} {worth:.3f}" for goal, worth in islice(one.by_goal.items(), NAMED)]
    more = f" and {len(one.by_goal) - NAMED:,} more" if len(one.by_goal) > NAMED else ""
    return (
        Text(f"  {one.worth:.3f}  ", "bold")
        + Text(f"{clean(one.source)} → {clean(one.target)}", "bold")
        + Text(f"  confidence {one.confidence:.0%}, decides about {', '.join(goals)}{more}")
    )
