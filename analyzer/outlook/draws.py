"""Random draws that belong to what is drawn: a goal or link meets the same luck in every map that has it.

Each has a stream of its own: Philox, a generator that is keyed and counted (Salmon, Moraes, Dror and Shaw, 2011),
with the hash of the seed and of what is drawn as its key. So neither the order of reading nor goals elsewhere change a
draw, and two maps are compared on the same luck (common random numbers). Draws are bits, 64 to a word.
"""

from hashlib import blake2b
from typing import TypeAlias

import numpy as np
from numpy.random import Philox
from numpy.typing import NDArray

Words: TypeAlias = NDArray[np.uint64]
"""A bit a draw along the last axis; bits behind the last draw are 0."""

WORD = 64
LARGEST = 2**32
"""Chances are as fine as one in so many."""


class Dice:
    """Draws for one seed; so many each time."""

    def __init__(self, seed: int, draws: int) -> None:
        self.seed = seed
        self.draws = draws
        self.words = -(-draws // WORD)
        self.always = pack(np.arange(self.words * WORD) < draws)
        """Every draw."""
        self._philox = Philox(key=0)
        self._start = self._philox.state

    def of_goal(self, key: str, chance: float) -> Words:
        """Draw whether a goal that nothing supports is met."""
        return self._drawn(chance, "goal", key)

    def of_link(self, source: str, target: str, confidence: float) -> Words:
        """Draw whether a link holds."""
        return self._drawn(confidence, "link", source, target)

    def _drawn(self, chance: float, *what: str) -> Words:
        below = round(chance * LARGEST)
        if below >= LARGEST:
            return self.always
        if below <= 0:
            return np.zeros_like(self.always)
        name = "\0".join((str(self.seed), *what)).encode()  # no key holds a NUL
        self._start["state"]["key"] = np.frombuffer(blake2b(name, digest_size=16).digest(), "<u8")
        self._philox.state = self._start
        numbers = self._philox.random_raw(self.words * WORD // 2).astype("<u8", copy=False).view("<u4")
        return pack(numbers < below) & self.always


def pack(some: NDArray[np.bool_]) -> Words:
    """Write truth values, a multiple of 64 of them, as words."""
    return np.packbits(some, axis=-1, bitorder="little").view(np.uint64)


def unpack(words: Words) -> NDArray[np.uint8]:
    """Read words as zeros and ones."""
    return np.unpackbits(words.view(np.uint8), axis=-1, bitorder="little")


def count(words: Words) -> NDArray[np.int64]:
    """Count the draws along the last axis."""
    found: NDArray[np.int64] = np.bitwise_count(words).sum(axis=-1, dtype=np.int64)
    return found
