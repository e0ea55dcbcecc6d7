"""What dropping and postponing goals of a plan document does, straight from the definitions and slow on purpose.

An independent answer to compare the product with; it knows nothing of the product. Fractions throughout, one dense
linear system, delays by repetition, chains by listing every path: for maps of a dozen goals. Numbers may be int,
float, Decimal or text; dates may be dates or text; any field but a key may be missing or None. A link to a goal that
is not in the document is ignored.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

Node = dict[str, Any]

LIVE = ("draft", "proposed", "active")
COUNTING = (*LIVE, "achieved")
OUTCOMES = ("broken", "weakened", "delayed", "exposed", "relieved")
NOTHING = Fraction(1, 10**9)


class Link(NamedTuple):
    """A counting contribution or dependency."""

    source: str
    target: str
    share: Fraction | None  # None: a dependency
    confidence: Fraction
    essential: bool
    lag: int
    by: date | None

    @property
    def supports(self) -> bool:
        return self.share is not None and self.share >= 0

    @property
    def weight(self) -> Fraction:
        return Fraction(1) if self.share is None else abs(self.share) * self.confidence

    @property
    def vital(self) -> bool:
        return self.share is None or (self.essential and self.supports)


def impact_of(document: Node, drops: set[str], postponements: dict[str, str]) -> Node:
    """Everything `alignment impact --format json` says but the findings."""
    goals = {goal["key"]: goal for goal in document.get("goals") or []}
    dropped = {key for key in drops if status(goals[key]) in COUNTING}
    moved = {
        key: day(new)
        for key, new in postponements.items()
        if status(goals[key]) in COUNTING and day(new) != day(goals[key].get("due"))
    }
    links = list(counting_links(goals))
    affected = grade(goals, links, dropped, moved)
    return {"affected": affected, "freed": freed(goals, dropped), "stranded": stranded(goals, links, dropped)}


def grade(goals: dict[str, Node], links: list[Link], dropped: set[str], moved: dict[str, date]) -> list[Node]:
    changed = dropped | set(moved)
    kept = what_is_kept(goals, links, dropped)
    late = what_is_late(goals, links, dropped, moved)
    hit = what_is_hit(links, changed, late)
    chains = best_chains(links, changed)
    graded = []
    for key in set(chains) - changed:
        if status(goals[key]) not in LIVE:
            continue
        into = [link for link in links if link.target == key]
        left = sum(link.weight * kept[link.source] for link in into if link.supports)
        suffices = left >= 1 - NOTHING
        if kept[key] == 0:
            outcome = "broken"
        elif kept[key] < 1 and not suffices:
            outcome = "weakened"
        elif late[key] > 0:
            outcome = "delayed"
        elif kept[key] < 1 or key in hit:
            outcome = "exposed"
        elif any(link.share is not None and link.share < 0 and kept[link.source] == 0 for link in into):
            outcome = "relieved"
        else:
            outcome = "exposed"
        graded.append(
            {"goal": key, "outcome": outcome, "kept": kept[key], "days_late": late[key], "because": chains[key]}
        )
    graded.sort(
        key=lambda each: (
            goals[each["goal"]].get("level") != "corporate",
            OUTCOMES.index(each["outcome"]),
            each["kept"],
            each["goal"],
        )
    )
    return [each | {"kept": float(each["kept"])} for each in graded]


def what_is_kept(goals: dict[str, Node], links: list[Link], dropped: set[str]) -> dict[str, Fraction]:
    """Fix what is 0, solve for the rest as one system, until nothing more falls to 0."""
    zero = set(dropped)
    while True:
        while more := {link.target for link in links if link.vital and link.source in zero} - zero:
            zero |= more
        bearing = [link for link in links if link.supports and link.weight > 0]
        losing: set[str] = set()
        while more := {link.target for link in bearing if link.source in zero | losing} - zero - losing:
            losing |= more
        kept = dict.fromkeys(goals, Fraction(1)) | dict.fromkeys(zero, Fraction(0))
        kept |= solved(sorted(losing), bearing, kept)
        fallen = {key for key in losing if kept[key] < NOTHING}
        if not fallen:
            return kept
        zero |= fallen


def solved(unknown: list[str], bearing: list[Link], known: dict[str, Fraction]) -> dict[str, Fraction]:
    """Gauss and Jordan on kept(g)·Σ weight - Σ weight·kept(unknown source) = Σ weight·kept(known source)."""
    column = {key: place for place, key in enumerate(unknown)}
    rows = []
    for key in unknown:
        row = [Fraction(0)] * (len(unknown) + 1)
        for link in bearing:
            if link.target == key:
                row[column[key]] += link.weight
                if link.source in column:
                    row[column[link.source]] -= link.weight
                else:
                    row[-1] += link.weight * known[link.source]
        rows.append(row)
    for place in range(len(unknown)):
        pivot = next(row for row in rows[place:] if row[place] != 0)
        rows.remove(pivot)
        pivot = [number / pivot[place] for number in pivot]
        rows = [[a - row[place] * b for a, b in zip(row, pivot, strict=True)] if row[place] else row for row in rows]
        rows.insert(place, pivot)
    return {key: rows[place][-1] for key, place in column.items()}


def what_is_late(
    goals: dict[str, Node], links: list[Link], dropped: set[str], moved: dict[str, date]
) -> dict[str, int]:
    """The formula, over and over until nothing moves."""
    due = {key: day(goal.get("due")) for key, goal in goals.items()}
    own = {key: max(0, (new - due[key]).days) if due[key] else 0 for key, new in moved.items()}
    late = dict.fromkeys(goals, 0)
    while True:
        before = dict(late)
        for link in links:
            slip = max(own.get(link.source, 0), late[link.source])
            needed = link.by or due[link.target]
            if dropped & {link.source, link.target} or not slip or due[link.source] is None or needed is None:
                continue
            arrives = due[link.source] + timedelta(days=slip + link.lag)
            late[link.target] = max(late[link.target], min(slip, max(0, (arrives - needed).days)))
        if late == before:
            return late


def what_is_hit(links: list[Link], changed: set[str], late: dict[str, int]) -> set[str]:
    """Late, or resting on something changed, late or hit."""
    hit = {key for key, days in late.items() if days}
    while (
        more := {
            link.target for link in links if (link.share is None or link.supports) and link.source in hit | changed
        }
        - hit
    ):
        hit |= more
    return hit


def best_chains(links: list[Link], changed: set[str]) -> dict[str, list[str]]:
    """Of all paths from a changed goal, the best to each goal."""
    out: dict[str, list[Link]] = {}
    for link in links:
        out.setdefault(link.source, []).append(link)
    best: dict[str, tuple[Fraction, int, list[str]]] = {}

    def walk(path: list[str], product: Fraction) -> None:
        for link in out.get(path[-1], []):
            if link.target not in path:
                chain = [*path, link.target]
                found = (-product * link.weight, len(chain), chain)
                best[link.target] = min(best.get(link.target, found), found)
                walk(chain, product * link.weight)

    for key in changed:
        walk([key], Fraction(1))
    return {key: chain for key, (_, _, chain) in best.items()}


def freed(goals: dict[str, Node], dropped: set[str]) -> list[Node]:
    """The effort committed to dropped goals, exactly, as a plain number."""
    sums: dict[tuple[str, str], Decimal] = {}
    for key in dropped:
        for made in goals[key].get("commitments") or []:
            if made.get("effort") is not None:
                place = (made["team"], made["period"])
                sums[place] = sums.get(place, Decimal(0)) + Decimal(str(made["effort"]))
    return [
        {"team": team, "period": period, "effort": int(effort) if effort == int(effort) else float(effort)}
        for (team, period), effort in sorted(sums.items())
    ]


def stranded(goals: dict[str, Node], links: list[Link], dropped: set[str]) -> list[str]:
    """Live goals with a chain of supporting links to a live corporate goal before, and without one after."""

    def arrives(key: str, gone: set[str], passed: set[str]) -> bool:
        if goals[key].get("level") == "corporate" and status(goals[key]) in LIVE:
            return True
        onward = {link.target for link in links if link.source == key and link.supports} - gone - passed
        return any(arrives(target, gone, passed | {key}) for target in onward)

    live = {key for key, goal in goals.items() if status(goal) in LIVE} - dropped
    return sorted(key for key in live if arrives(key, set(), set()) and not arrives(key, dropped, set()))


def counting_links(goals: dict[str, Node]) -> Iterator[Link]:
    for source, goal in goals.items():
        for said in goal.get("contributes_to") or []:
            target = said["goal"]
            if target not in goals:
                continue
            counts = status(goals[target]) in LIVE and status(goal) in COUNTING
            if counts and said.get("status") not in ("declined", "refuted"):
                yield Link(
                    source=source,
                    target=target,
                    share=share_of(goals, said),
                    confidence=Fraction(1) if said.get("confidence") is None else number(said["confidence"]),
                    essential=said.get("essential") in (True, "true"),
                    lag=int(said.get("lag_days") or 0),
                    by=None,
                )
        for said in goal.get("depends_on") or []:
            if said["goal"] in goals and said.get("status") != "declined":
                yield Link(
                    source=said["goal"],
                    target=source,
                    share=None,
                    confidence=Fraction(1),
                    essential=False,
                    lag=0,
                    by=day(said.get("by")),
                )


def share_of(goals: dict[str, Node], link: Node) -> Fraction:
    """As stated, else an equal part of what the other incoming links leave, whatever their status."""
    if link.get("share") is not None:
        return number(link["share"])
    shares = [
        said.get("share")
        for goal in goals.values()
        for said in goal.get("contributes_to") or []
        if said["goal"] == link["goal"]
    ]
    stated = sum((max(Fraction(0), number(share)) for share in shares if share is not None), Fraction(0))
    return max(Fraction(0), 1 - stated) / shares.count(None)


def status(goal: Node) -> str:
    return goal.get("status") or "active"


def number(written: object) -> Fraction:
    return Fraction(str(written))


def day(written: object) -> date | None:
    return written if isinstance(written, date) or written is None else date.fromisoformat(str(written))
