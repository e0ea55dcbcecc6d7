"""The page beside a rule: what people read, and the cases that prove it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from analyzer.errors import BadFrontMatter

SECTIONS = ("What it finds", "Why it matters", "What to do", "Cases")
DAY = date(2026, 1, 1)
"""What `$today` is in a case that does not say so in its fence: ```yaml today=2026-02-28."""

_CASE = re.compile(
    r"\s*```yaml(?: today=(?P<today>\S+))?\n(?P<plan>.*?)^```\n\s*```text\n(?P<expected>.*?)^```\s*",
    re.DOTALL | re.MULTILINE,
)


@dataclass(frozen=True)
class Case:
    """A small plan, and exactly what the rule finds in it, each as `key: message`."""

    title: str
    plan: str
    expected: tuple[str, ...]
    today: date = DAY


@dataclass(frozen=True)
class Page:
    """What is said about a rule."""

    finds: str
    matters: str
    remedy: str
    cases: tuple[Case, ...]


def parse_page(text: str, place: str, title: str) -> Page:
    """Read a page of this anatomy: the rule's title, the four sections in order, cases with a plan and findings."""
    lines = text.splitlines()
    if not lines or lines[0] != f"# {title}":
        raise BadFrontMatter(f"{place}:1: a page begins with the title of its rule: # {title}")
    parts = dict(_cut(lines, "## "))
    if tuple(parts) != SECTIONS:
        raise BadFrontMatter(f"{place}: a page has these sections in this order: ## {', ## '.join(SECTIONS)}")
    finds, matters, remedy = ("\n".join(parts[name][1]).strip() for name in SECTIONS[:3])
    if empty := next((name for name, said in zip(SECTIONS, (finds, matters, remedy), strict=False) if not said), None):
        raise BadFrontMatter(f"{place}:{parts[empty][0]}: write something under ## {empty}")
    start, body = parts["Cases"]
    cases = tuple(_case(name, inside, f"{place}:{start + at}") for name, (at, inside) in _cut(body, "### "))
    if not any(case.expected for case in cases) or all(case.expected for case in cases):
        raise BadFrontMatter(f"{place}:{start}: give a case in which the rule finds something, and one in which not")
    return Page(finds, matters, remedy, cases)


def _cut(lines: list[str], mark: str) -> Iterator[tuple[str, tuple[int, list[str]]]]:
    """Give each heading with its line and what is below it, up to the next one."""
    starts = [number for number, line in enumerate(lines) if line.startswith(mark)]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield lines[start].removeprefix(mark).strip(), (start + 1, lines[start + 1 : end])


def _case(name: str, lines: list[str], place: str) -> Case:
    found = _CASE.fullmatch("\n".join(lines) + "\n")
    if not found:
        raise BadFrontMatter(
            f"{place}: the case {name!r} needs a ```yaml block, the plan, then a ```text block, findings"
        )
    try:
        today = date.fromisoformat(found["today"]) if found["today"] else DAY
    except ValueError:
        raise BadFrontMatter(
            f"{place}: the case {name!r}: today={found['today']} is no date; write today=YYYY-MM-DD"
        ) from None
    return Case(name, found["plan"], tuple(line for line in found["expected"].splitlines() if line.strip()), today)
