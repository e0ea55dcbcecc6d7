"""A document that was read, and how what is wrong in it is told: by file, line and path."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analyzer.errors import BadModel
from analyzer.exchange.document import lines_of
from analyzer.plan.place import Path, spelled
from analyzer.plan.records import Plan


@dataclass(frozen=True)
class Source:
    """One document: where it came from, its text if it was text, and what it says.

    What is `wrong` in it, place by place, is left out of its plan.
    """

    name: str
    plan: Plan
    text: str | None = None
    wrong: tuple[tuple[Path, str], ...] = ()

    def lines(self, paths: Iterable[Path]) -> dict[Path, int]:
        """Find the lines of places, when it was text."""
        asked = set(paths)
        return lines_of(self.text, asked) if self.text and asked else {}

    def place(self, path: Path, line: int | None) -> str:
        """Spell a place with the file and, when it was text, the line."""
        return f"{self.name}{f':{line}' if line else ''}: {spelled(path)}"


@dataclass(frozen=True)
class Flaw:
    """What is wrong: in which source, by number, at which place, and what it contradicts."""

    source: int
    path: Path
    problem: str
    first: tuple[int, Path] | None = None
    remedy: str = ""


def told(sources: Sequence[Source], found: Sequence[Flaw]) -> list[list[str]]:
    """Spell every flaw with its place, for each source those that are in it, in the order of lines."""
    lines = [
        source.lines({flaw.path for flaw in found if flaw.source == number} | _firsts(found, number))
        for number, source in enumerate(sources)
    ]

    def place(number: int, path: Path) -> str:
        return sources[number].place(path, lines[number].get(path))

    spelled_out: list[list[str]] = [[] for _ in sources]
    for flaw in sorted(found, key=lambda flaw: lines[flaw.source].get(flaw.path, 0)):
        first = f" {place(*flaw.first)}" if flaw.first else ""
        spelled_out[flaw.source].append(f"{place(flaw.source, flaw.path)}: {flaw.problem}{first}{flaw.remedy}")
    return spelled_out


def refuse(sources: Sequence[Source], found: Sequence[Flaw]) -> None:
    """Raise BadModel with every flaw, if there is any."""
    if found:
        raise BadModel([problem for problems in told(sources, found) for problem in problems])


def _firsts(found: Iterable[Flaw], number: int) -> set[Path]:
    return {flaw.first[1] for flaw in found if flaw.first and flaw.first[0] == number}
