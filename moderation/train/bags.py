"""Comments as bags of hashed n-grams, in the factored form that makes training cheap.

A comment is a set of tokens, a token a bag of n-grams: the product of the two incidence matrices is ten times as large
as both together. Offsets count occurrences, so that the strongest window of neighbouring tokens can be found again
after each round.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from moderation.classify import grams
from moderation.classify.grams import I64

F32 = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Bags:
    """A corpus: `tokens` are distinct; occurrence i is token `token[i]` of comment `row[i]`.

    `pair[i]` is the bucket of occurrence i and the one before it in the same comment, -1 for the first.
    `gram_token` and `gram_bucket` list the n-grams of the distinct tokens.
    """

    rows: int
    tokens: Sequence[str]
    token: I64
    row: I64
    pair: I64
    gram_token: I64
    gram_bucket: I64

    @classmethod
    def of(cls, texts: Sequence[str], *, orders: tuple[int, int], bits: int) -> Self:
        """Cut folded texts into tokens and hash them."""
        vocabulary: dict[str, int] = {}
        split = [[vocabulary.setdefault(t, len(vocabulary)) for t in grams.token().findall(text)] for text in texts]
        row = np.repeat(np.arange(len(split)), [len(ids) for ids in split])
        token = np.fromiter((one for ids in split for one in ids), np.int64, len(row))
        tokens = list(vocabulary)
        gram_token, gram_bucket, hashes = _grams(tokens, orders, bits)
        pair = np.full(len(row), -1, np.int64)
        h = hashes[token]
        pair[1:] = np.where(row[1:] == row[:-1], grams.pair_buckets(h[:-1], h[1:], bits).astype(np.int64), -1)
        return cls(len(split), tokens, token, row, pair, gram_token, gram_bucket)

    def distinct_tokens(self) -> tuple[I64, I64]:
        """Return (comment, token), each pair once, sorted."""
        return _unique_pairs(self.row, self.token)

    def distinct_pairs(self) -> tuple[I64, I64]:
        """Return (comment, bucket of neighbouring words), each once, sorted."""
        there = self.pair >= 0
        return _unique_pairs(self.row[there], self.pair[there])


def _grams(tokens: Sequence[str], orders: tuple[int, int], bits: int) -> tuple[I64, I64, grams.U32]:
    encoded = grams.encode(tokens)
    owner = np.repeat(np.arange(len(tokens)), encoded.ends - encoded.starts)
    hashes = grams.word_hashes(encoded)
    owners = [np.arange(len(tokens))]
    buckets = [grams.word_buckets(hashes, bits).astype(np.int64)]
    for found, fits in grams.character_grams(encoded, orders, bits):
        owners.append(owner[fits])
        buckets.append(found[fits].astype(np.int64))
    return np.concatenate(owners), np.concatenate(buckets), hashes


def _unique_pairs(left: I64, right: I64) -> tuple[I64, I64]:
    keys = np.unique((left << 32) | right)
    return keys >> 32, keys & 0xFFFFFFFF


class Incidence:
    """A sparse matrix of ones (an entry given twice counts twice) that multiplies from either side."""

    def __init__(self, left: I64, right: I64, shape: tuple[int, int]) -> None:
        self.shape = shape
        self._forward = _Segments.of(left, right)
        self._backward = _Segments.of(right, left)

    def dot(self, values: F32) -> F32:
        """Return this matrix times `values` (columns x k)."""
        return self._forward.sums(values, self.shape[0])

    def transposed_dot(self, values: F32) -> F32:
        """Return this matrix, transposed, times `values` (rows x k)."""
        return self._backward.sums(values, self.shape[1])


@dataclass(frozen=True, slots=True)
class _Segments:
    """Sums over runs: target `targets[i]` gets the sources from `starts[i]` to the next start."""

    sources: I64
    starts: I64
    targets: I64

    @classmethod
    def of(cls, targets: I64, sources: I64) -> Self:
        order = np.argsort(targets, kind="stable")
        sorted_targets = targets[order]
        change = np.ones(len(order), bool)
        np.not_equal(sorted_targets[1:], sorted_targets[:-1], out=change[1:])
        starts = np.flatnonzero(change)
        return cls(sources[order], starts, sorted_targets[starts])

    def sums(self, values: F32, size: int) -> F32:
        result = np.zeros((size, values.shape[1]), np.float32)
        if len(self.starts):
            for column in range(values.shape[1]):
                picked = np.ascontiguousarray(values[:, column])[self.sources]
                result[self.targets, column] = np.add.reduceat(picked, self.starts)
        return result
