"""A plan into the map: whole or not at all, and nothing that is there already is written again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from analyzer.changes.difference import Difference, apply, compare
from analyzer.errors import BadModel
from analyzer.exchange.document import Path
from analyzer.exchange.merging import merge
from analyzer.exchange.pause import collector_paused
from analyzer.exchange.plan import Plan
from analyzer.exchange.reading import Source
from analyzer.graph.contents import NODES, Contents, Kind, read_contents
from analyzer.graph.schema import check_ours, prepare
from analyzer.graph.store import Store, Transaction
from analyzer.progress import Progress, quiet

WHOLE = 100_000
"""Plans of up to so many goals are written in one transaction."""

BATCH = 20_000
"""Rows a transaction beyond that."""

LABELS = {kind.declared_by: kind for kind in NODES}


@dataclass(frozen=True)
class Imported:
    """What an import did, or would do: rows per kind."""

    created: dict[str, int] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    deleted: dict[str, int] = field(default_factory=dict)
    batches: int = 1

    @property
    def nothing(self) -> bool:
        """Whether the map already was as the plan says."""
        return not (self.created or self.changed or self.deleted)


@collector_paused()
def import_plan(  # noqa: PLR0913 - all but two have a default
    store: Store,
    sources: Sequence[Source],
    *,
    replace: bool = False,
    dry_run: bool = False,
    progress: Progress = quiet,
    whole: int = WHOLE,
    rows: int = BATCH,
) -> Imported:
    """Bring plan documents into the map of a store, merging or replacing what is there.

    Raises BadModel for references that nothing has, ForeignDatabase, StoreTooSmall. A plan of up to `whole` goals is
    written whole or not at all; a larger one `rows` at a time, in an order in which every link finds its ends, and
    the same import again continues where it was broken off.
    """
    plan = combined(sources)
    if dry_run:
        return _counts(store.read(lambda tx: (check_ours(tx), _difference(tx, sources, plan, replace=replace))[1]))
    prepare(store)
    if len(plan.goals or ()) <= whole:
        return store.write(lambda tx: write_plan(tx, sources, replace=replace, progress=progress))
    difference = store.read(lambda tx: _difference(tx, sources, plan, replace=replace))
    store.write(lambda tx: tx.ask("writes/importing", importing=" ".join(source.name for source in sources)))
    done, batches, total = 0, 0, len(difference)
    for part in difference.parts(rows):
        store.write(lambda tx, part=part: apply(tx, part))  # type: ignore[misc]  # mypy can't see the default's type
        done, batches = done + len(part), batches + 1
        progress("Writing", done, total)
    store.write(lambda tx: tx.ask("writes/importing", importing=None))
    return _counts(difference, batches)


def write_plan(
    tx: Transaction, sources: Sequence[Source], *, replace: bool = False, progress: Progress = quiet
) -> Imported:
    """Bring plan documents into the map within one transaction, which the caller keeps or not."""
    plan = combined(sources)
    tx.ask("writes/lock/schema")
    for kind, keys in _named(plan).items():
        tx.ask(f"writes/lock/{kind.name}", keys=sorted(keys))
    difference = _difference(tx, sources, plan, replace=replace)
    apply(tx, difference, progress)
    return _counts(difference)


def combined(sources: Sequence[Source]) -> Plan:
    """Read several documents as one."""
    if len(sources) == 1:
        return sources[0].plan
    written = {name for source in sources for name in source.plan.model_fields_set}
    return Plan.model_construct(
        written,
        alignment=1,
        effort_unit=next((s.plan.effort_unit for s in sources if s.plan.effort_unit is not None), None),
        **{
            name: tuple(record for source in sources for record in getattr(source.plan, name) or ())
            for name in ("periods", "people", "teams", "goals")
        },
    )


def _difference(tx: Transaction, sources: Sequence[Source], plan: Plan, *, replace: bool) -> Difference:
    if replace:
        return compare(read_contents(tx), _on_nothing(sources, plan))
    named = _named(plan)
    _check_references(sources, named, tx)
    there = {
        kind.declared_by: tx.ask_among(f"reads/keys/{kind.name}", among=sorted(keys)) for kind, keys in named.items()
    }
    current = read_contents(tx, there)
    return compare(current, merge(current, plan))


def _on_nothing(sources: Sequence[Source], plan: Plan) -> Contents:
    _check_references(sources, _named(plan), None)
    return merge(Contents(), plan)


def _named(plan: Plan) -> dict[Kind, set[str]]:
    lists = {"Period": plan.periods, "Person": plan.people, "Team": plan.teams, "Goal": plan.goals}
    return {kind: {record.key for record in lists[label] or ()} for label, kind in LABELS.items()}


def _check_references(sources: Sequence[Source], named: dict[Kind, set[str]], tx: Transaction | None) -> None:
    """Raise BadModel for every reference that neither the documents nor the map resolve."""
    missing: dict[str, set[str]] = {}
    for source in sources:
        for label, key, _ in _references(source.plan):
            if key not in named[LABELS[label]]:
                missing.setdefault(label, set()).add(key)
    if tx is not None:
        for label, keys in missing.items():
            keys -= set(tx.ask_among(f"reads/keys/{LABELS[label].name}", among=sorted(keys)))
    if any(missing.values()):
        raise BadModel(
            [
                problem
                for source in sources
                for problem in source.say(
                    (path, f"there is no {label.lower()} {key!r}; add it or correct the key")
                    for label, key, path in _references(source.plan)
                    if key in missing.get(label, ())
                )
            ]
        )


def _references(plan: Plan) -> Iterator[tuple[str, str, Path]]:  # noqa: C901 - one loop a list
    """Every key that a plan names without declaring it, with its label and place."""
    for index, person in enumerate(plan.people or ()):
        for position, key in enumerate(person.teams or ()):
            yield "Team", key, ("people", index, "teams", position)
    for index, team in enumerate(plan.teams or ()):
        if team.part_of is not None:
            yield "Team", team.part_of, ("teams", index, "part_of")
        for key in team.capacity or {}:
            yield "Period", key, ("teams", index, "capacity", key)
    for index, goal in enumerate(plan.goals or ()):
        here = ("goals", index)
        for label, name in (("Team", "team"), ("Person", "owner"), ("Period", "period")):
            if (named := getattr(goal, name)) is not None:
                yield label, named, (*here, name)
        for name in ("contributes_to", "depends_on"):
            for position, link in enumerate(getattr(goal, name) or ()):
                yield "Goal", link.goal, (*here, name, position, "goal")
        for position, made in enumerate(goal.commitments or ()):
            yield "Team", made.team, (*here, "commitments", position, "team")
            yield "Period", made.period, (*here, "commitments", position, "period")


def _counts(difference: Difference, batches: int = 1) -> Imported:
    return Imported(
        {kind.name: len(rows) for kind, rows in difference.created.items()},
        {kind.name: len(rows) for kind, rows in difference.changed.items()}
        | ({"effort_unit": 1} if difference.effort_unit else {}),
        {kind.name: len(rows) for kind, rows in difference.deleted.items()},
        batches,
    )
