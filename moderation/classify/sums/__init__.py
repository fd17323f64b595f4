"""Texts -> the integer sums that `ngram.v1` scores by, computed in one of two ways that agree bit for bit.

`sandbox.py` runs a compiled kernel in a WebAssembly sandbox and is what everybody gets. `arrays.py` is the same in
NumPy: the kernel is held to it by tests, and it stands in where a machine does not let a process make code at run time
or has no build of wasmtime. docs/decisions/0012-kernel.md has what else was measured.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from moderation.classify.sums.arrays import Arrays
from moderation.classify.sums.contract import Summed, Summing, Weights

__all__ = ["Arrays", "Summed", "Summing", "Weights", "chunks", "open_sums"]

_CHUNK_TEXTS: Final = 512
_CHUNK_CHARACTERS: Final = 262_144


def open_sums(weights: Weights) -> Summing:
    """Return the fastest way to sum over `weights` that this machine has."""
    try:
        from moderation.classify.sums.sandbox import Sandbox, Unavailable
    except (ImportError, OSError, RuntimeError):  # wasmtime raises all three where it has no build for the platform
        return Arrays(weights)
    try:
        return Sandbox(weights)
    except Unavailable:
        return Arrays(weights)


def chunks(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """Cut a batch so that its arrays stay small; a row does not depend on where the cut is."""
    start = size = 0
    for at, text in enumerate(texts):
        if at > start and (at - start >= _CHUNK_TEXTS or size + len(text) > _CHUNK_CHARACTERS):
            yield texts[start:at]
            start, size = at, 0
        size += len(text)
    if start < len(texts):
        yield texts[start:]
