"""What is wrong in documents beyond their syntax, and what they name without declaring it."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from analyzer.exchange.pause import collector_paused
from analyzer.exchange.salvage import NAMELESS
from analyzer.exchange.source import Flaw, Source
from analyzer.plan.place import Path
from analyzer.plan.references import LISTS, declared, identities, references, self_links


@collector_paused()
def flaws(sources: Sequence[Source]) -> list[Flaw]:
    """Find what is wrong in a record, written twice or linked with itself, and documents that contradict each other."""
    found = [Flaw(number, *wrong) for number, source in enumerate(sources) for wrong in source.wrong]
    seen: dict[tuple[object, ...], tuple[int, Path]] = {}
    fewest = 1 if _some_node_twice(sources) else 2
    for number, source in enumerate(sources):
        for identity, path in identities(source.plan, fewest):
            here = (number, path)
            if (first := seen.setdefault(identity, here)) is not here:
                found.append(Flaw(*here, f"{_named(identity)} is already at", first, "; keep one"))
    for number, source in enumerate(sources):
        found.extend(Flaw(number, path, problem) for path, problem in self_links(source.plan))
    found.extend(_other_units(sources))
    return found


@collector_paused()
def dangling(
    sources: Sequence[Source], known: Callable[[str, set[str]], Iterable[str]] = lambda _label, _keys: ()
) -> list[Flaw]:
    """Find every reference that the documents do not resolve, nor what else is known: which of some keys of a label."""
    named = [declared(source.plan) for source in sources]
    there = {label: set().union(*(one[label] for one in named)) for label in LISTS.values()}
    missing: dict[str, set[str]] = {}
    for source in sources:
        for label, key, _ in references(source.plan):
            if key not in there[label]:
                missing.setdefault(label, set()).add(key)
    for label, keys in missing.items():
        keys.difference_update(known(label, keys))
    if not any(missing.values()):
        return []
    return [
        Flaw(number, path, f"there is no {label.lower()} {key!r}; add it or correct the key")
        for number, source in enumerate(sources)
        for label, key, path in references(source.plan)
        if key in missing.get(label, ())
    ]


def _other_units(sources: Sequence[Source]) -> Iterator[Flaw]:
    path: Path = ("effort_unit",)
    units = [(number, source.plan.effort_unit) for number, source in enumerate(sources) if source.plan.effort_unit]
    for number, unit in units[1:]:
        first, expected = units[0]
        if unit != expected:
            yield Flaw(number, path, f"{unit!r} here, {expected!r} at", (first, path), "; use one unit")


def _some_node_twice(sources: Sequence[Source]) -> bool:
    """Tell whether any key is declared twice: only then can two lists contradict each other."""
    counts = (
        (sum(len(records) for records in lists), len({record.key for records in lists for record in records}))
        for name in LISTS
        for lists in [[getattr(source.plan, name) or () for source in sources]]
    )
    return any(written != different for written, different in counts)


def _named(identity: tuple[object, ...]) -> str:
    kind, *rest = identity
    noun = {
        "periods": "period",
        "people": "person",
        "teams": "team",
        "goals": "goal",
        "teams of": "membership",
        "measures": "measure",
        "contributes_to": "contribution",
        "depends_on": "dependency",
        "commitments": "commitment",
    }[str(kind)]
    named = [part for part in rest if part is not None and not str(part).startswith(NAMELESS)]
    return f"{noun} {' / '.join(map(repr, named))}"
