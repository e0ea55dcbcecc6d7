"""The chain of assumptions that explains best how one goal reaches another."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush

from analyzer.impact.links import Link


@dataclass(frozen=True, slots=True, eq=False)
class Chain:
    """A chain of links, held as its last step and the chain before it: all chains of a map fit into memory."""

    key: str
    link: Link | None = None
    """The last link; None where the chain starts."""
    before: "Chain | None" = field(default=None, repr=False)
    length: int = 0
    jump: "Chain | None" = field(default=None, repr=False)
    """A chain further back, such that any chain back is a few jumps and steps away."""
    weakest: Link | None = None
    """The link believed in least, the first of several."""

    def then(self, link: Link) -> "Chain":
        """Make this chain one link longer."""
        far = self.jump.jump if self.jump else None
        even = self.jump and far and self.length - self.jump.length == self.jump.length - far.length
        weaker = self.weakest is None or link.weight < self.weakest.weight
        return Chain(
            key=link.target,
            link=link,
            before=self,
            length=self.length + 1,
            jump=far if even else self,
            weakest=link if weaker else self.weakest,
        )

    def links(self) -> list[Link]:
        """All links, from the start on."""
        links = []
        chain: Chain | None = self
        while chain and chain.link:
            links.append(chain.link)
            chain = chain.before
        return links[::-1]

    def keys(self) -> list[str]:
        """All goals on the way, from the start on."""
        keys = []
        chain: Chain | None = self
        while chain:
            keys.append(chain.key)
            chain = chain.before
        return keys[::-1]

    def precedes(self, other: "Chain") -> bool:
        """Whether the keys of this chain come before those of another one of the same length."""
        one, two = self, other
        while one.before is not two.before:
            if one.jump is not two.jump:
                one, two = one.jump or one, two.jump or two
            else:
                one, two = one.before or one, two.before or two
        return one.key < two.key


def cheapest(
    starts: Iterable[Link], outgoing: Mapping[str, Sequence[Link]], cost: Callable[[Link], int | None]
) -> dict[str, Chain]:
    """Find the chain of least cost to each goal, of those the shortest, of those the first in key order.

    A chain begins with one of the starting links; a cost of None forbids a link.
    """
    roots: dict[str, Chain] = {}
    found: dict[str, Chain] = {}
    reached: dict[str, tuple[int, int, Chain, Link]] = {}
    heap: list[tuple[int, int, str]] = []

    def extend(chain: Chain, spent: int, links: Iterable[Link]) -> None:
        length = chain.length + 1
        for link in links:
            more = cost(link)
            if more is None or link.target in found:
                continue
            total = spent + more
            known = reached.get(link.target)
            if known is None or (total, length) < known[:2]:
                heappush(heap, (total, length, link.target))
            elif (total, length) != known[:2] or not chain.precedes(known[2]):
                continue
            reached[link.target] = (total, length, chain, link)

    for link in starts:
        extend(roots.setdefault(link.source, Chain(link.source)), 0, [link])
    while heap:
        spent, _, key = heappop(heap)
        if key not in found:
            *_, chain, link = reached[key]
            found[key] = chain.then(link)
            extend(found[key], spent, outgoing.get(key, ()))
    return found


def strongest(starts: Collection[Link], outgoing: Mapping[str, Sequence[Link]]) -> dict[str, Chain]:
    """Find the chain of the largest product to every goal reached; of chains that amount to nothing, the shortest."""
    believed = cheapest(starts, outgoing, lambda link: link.doubt)
    if all(link.doubt is not None for links in outgoing.values() for link in links):
        return believed
    return cheapest(starts, outgoing, lambda _: 0) | believed
