"""By how many days a postponement makes other goals late."""

from collections.abc import Mapping, Sequence
from heapq import heapify, heappop, heappush

from analyzer.impact.facts import Changes
from analyzer.impact.links import Link


def days_late(changes: Changes, outgoing: Mapping[str, Sequence[Link]]) -> dict[str, int]:
    """Find the days by which each goal comes late, over the counting links.

    A link lets through what exceeds its slack, never more than the slip itself: days only ever get fewer along a chain,
    so that the largest slip is settled first and no circle can add to it.
    """
    slips = {key: days for key, days in changes.slips.items() if days > 0 and not changes.gone(key)}
    late: dict[str, int] = {}
    heap = [(-days, key) for key, days in slips.items()]
    heapify(heap)
    while heap:
        negative, key = heappop(heap)
        if -negative < slips[key]:
            continue
        for link in outgoing.get(key, ()):
            if link.slack is None or link.left == 0 or changes.gone(link.target):
                continue
            days = -negative - link.slack
            late[link.target] = max(days, late.get(link.target, 0))
            if days > slips.get(link.target, 0):
                slips[link.target] = days
                heappush(heap, (-days, link.target))
    return late
