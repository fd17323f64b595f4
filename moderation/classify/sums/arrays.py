"""The sums with NumPy alone: the reference, and the stand-in."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moderation.classify import grams
from moderation.classify.sums.contract import Summed, Weights

I32 = NDArray[np.int32]
I64 = NDArray[np.int64]


class Arrays:
    """The sums over `weights`; holds no state."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights

    def sum(self, texts: Sequence[str]) -> Summed:
        """Return the sums of a chunk of texts."""
        weights = self._weights
        split = [grams.token().findall(text) for text in texts]
        counts = np.fromiter(map(len, split), np.int64, len(split))
        row = np.repeat(np.arange(len(split)), counts)
        tokens = list(chain.from_iterable(split))
        places = {token: place for place, token in enumerate(dict.fromkeys(tokens))}
        weighed, hashes = weigh(weights, list(places))
        ids = np.fromiter(map(places.__getitem__, tokens), np.int64, len(tokens))
        own, hashes = weighed[ids], hashes[ids]
        distinct, distinct_row = _distinct(row, ids)
        totals = _sum_by_row(weighed[distinct], distinct_row, len(split))
        second = 1 + np.flatnonzero(row[:-1] == row[1:])
        buckets = grams.pair_buckets(hashes[second - 1], hashes[second], weights.bits).astype(np.int64)
        pairs, pair_row = _distinct(row[second], buckets)
        totals += _sum_by_row(weights.table[pairs], pair_row, len(split))
        own[second] += weights.table[buckets]
        return Summed(totals, strongest(own, counts, weights.window), np.bincount(distinct_row, minlength=len(split)))


def weigh(weights: Weights, tokens: Sequence[str]) -> tuple[I32, grams.U32]:
    """Return the sum of the n-gram weights of each token, tokens x labels, and its hash."""
    encoded = grams.encode(tokens)
    sums = np.zeros((len(encoded.codes), weights.table.shape[1]), np.int32)
    for buckets, fits in grams.character_grams(encoded, weights.orders, weights.bits):
        sums[fits] += weights.table[buckets[fits]]
    hashes = grams.word_hashes(encoded)
    own: I32 = np.add.reduceat(sums, encoded.starts, axis=0, dtype=np.int32)
    return own + weights.table[grams.word_buckets(hashes, weights.bits)], hashes


def _distinct(row: I64, values: I64) -> tuple[I64, I64]:
    """Return the distinct values of each row, and their rows, rows rising."""
    keys = (row << 32) | values
    keys.sort()  # np.unique takes ten times as long: it asks for hashing and masks that we do not need
    first = np.ones(len(keys), bool)
    np.not_equal(keys[1:], keys[:-1], out=first[1:])
    keys = keys[first]
    return keys & 0xFFFFFFFF, keys >> 32


def _sum_by_row(values: NDArray[Any], row: I64, rows: int) -> I64:
    """Add up `values` by row; `row` rises, and a row may be missing."""
    totals = np.zeros((rows, values.shape[1]), np.int64)
    if len(row):
        starts = np.flatnonzero(np.concatenate(([True], row[1:] != row[:-1])))
        totals[row[starts]] = np.add.reduceat(values, starts, axis=0, dtype=np.int32)
    return totals


def strongest(values: I32, counts: I64, window: int) -> I32:
    """Return, per run of `counts` rows of `values`, the largest sum over `window` neighbours; 0 for an empty run."""
    sums = np.zeros((len(values) + 1, values.shape[1]), np.int32)
    np.cumsum(values, axis=0, out=sums[1:])  # may wrap round; the differences are right all the same
    widths = np.minimum(counts, window)
    places = np.where(counts > 0, counts - widths + 1, 0)
    run = np.repeat(np.arange(len(counts)), places)
    skipped = np.cumsum(counts - places) - (counts - places)
    at = np.arange(len(run)) + skipped[run]
    result = np.zeros((len(counts), values.shape[1]), np.int32)
    if len(run):
        firsts = (np.cumsum(places) - places)[counts > 0]
        result[counts > 0] = np.maximum.reduceat(sums[at + widths[run]] - sums[at], firsts, axis=0)
    return result
