"""Texts that say nearly the same, by MinHash and banding (Broder 1997; Leskovec, Rajaraman and Ullman, chapter 3)."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

from moderation.dump.spill import Spill, mapped, runs

Signatures = NDArray[np.uint32]

# Shorter texts say the same by chance: "I could not agree more" is nobody's campaign.
LEAST_WORDS: Final = 6
# 16 bands of 4 find 89 % of the texts that share 60 % of their word pairs, 99 % at 70 %, and 12 % at 30 %,
# which the comparison of whole signatures then takes out again.
BANDS: Final = 16
ROWS: Final = 4
HASHES: Final = BANDS * ROWS
# One word changed in twelve leaves 69 %, two in twenty 65 %.
SAME: Final = 0.6
SEED: Final = 20261126
_PAIRS_AT_ONCE: Final = 1 << 14
_PRIME: Final = np.uint64(0x100000001B3)  # of FNV-1a


def signatures(texts: Sequence[Sequence[str]]) -> Signatures:
    """Return the signatures of texts given as their words, texts x HASHES; what they share is pairs of words."""
    from rensa import RMinHash

    pairs = [[f"{one} {two}" for one, two in pairwise(words)] for words in texts]
    found = RMinHash.digests_from_token_sets(pairs, HASHES, SEED)
    return np.array(found, np.uint32).reshape(len(texts), HASHES)


class Clusters:
    """Finds clusters among items that are shown in order and numbered from 0; on disk, in bounded memory."""

    def __init__(self, folder: Path) -> None:
        self._folder, self.items = folder, 0
        self._bands = Spill(folder / "bands", ("key", "item"))
        self._file = (folder / "signatures").open("wb")

    def add(self, found: Signatures) -> None:
        """Show the signatures of further items."""
        self._file.write(found.tobytes())
        items = np.arange(self.items, self.items + len(found), dtype=np.uint64)
        self.items += len(found)
        for band in range(BANDS):
            self._bands.add(_key(found[:, band * ROWS : (band + 1) * ROWS], band), items)

    def find(self) -> NDArray[np.int64]:
        """Return for each item the first item of its cluster: its own number where nothing is like it."""
        self._file.close()
        if not self.items:
            return np.zeros(0, np.int64)
        first: NDArray[np.int64] = mapped(self._folder / "first", np.int64, self.items)
        first[:] = np.arange(self.items)
        with (self._folder / "signatures").open("rb") as kept:
            for bucket in self._bands.read():
                starts, lengths = runs(bucket["key"])
                one = np.repeat(bucket["item"][starts], lengths).astype(np.int64)
                two = bucket["item"].astype(np.int64)
                for at in range(0, len(one), _PAIRS_AT_ONCE):
                    _join_alike(first, kept, one[at : at + _PAIRS_AT_ONCE], two[at : at + _PAIRS_AT_ONCE])
        return _roots(first, np.arange(self.items))


def _key(rows: Signatures, band: int) -> NDArray[np.uint64]:
    key = np.full(len(rows), band + 1, np.uint64)
    for column in rows.T:
        key = (key ^ column.astype(np.uint64)) * _PRIME
        key ^= key >> np.uint64(29)
    return key


def _join_alike(first: NDArray[np.int64], kept: BinaryIO, one: NDArray[np.int64], two: NDArray[np.int64]) -> None:
    """Join the pairs that are alike; those that are together already are not compared again."""
    apart = _roots(first, one) != _roots(first, two)
    one, two = one[apart], two[apart]
    if len(one):
        alike = (_rows(kept, one) == _rows(kept, two)).mean(axis=1) >= SAME
        _join(first, one[alike], two[alike])


def _rows(kept: BinaryIO, items: NDArray[np.int64]) -> Signatures:
    """Read signatures one by one: mapped into memory, each would bring sixteen pages along, which then stay."""
    width = HASHES * np.dtype(np.uint32).itemsize
    read = b"".join([os.pread(kept.fileno(), width, item * width) for item in items.tolist()])
    return np.frombuffer(read, np.uint32).reshape(len(items), HASHES)


def _join(first: NDArray[np.int64], one: NDArray[np.int64], two: NDArray[np.int64]) -> None:
    """Union by the smallest number: each turn hangs roots under smaller ones until no pair is apart."""
    while True:
        one, two = _roots(first, one), _roots(first, two)
        apart = one != two
        if not apart.any():
            return
        one, two = np.minimum(one, two)[apart], np.maximum(one, two)[apart]
        np.minimum.at(first, two, one)


def _roots(first: NDArray[np.int64], items: NDArray[np.int64]) -> NDArray[np.int64]:
    roots = np.asarray(first[items])
    while (above := np.asarray(first[roots])).tobytes() != roots.tobytes():
        roots = above
    return roots
