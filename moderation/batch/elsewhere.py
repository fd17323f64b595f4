"""Chunks that an engine judges, and those that an earlier run has judged, in one order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from moderation.batch.judging import Chunk, Part
from moderation.batch.shelf import Shelf


def judged_elsewhere(
    judge: Callable[[Iterable[Chunk]], Iterator[Part]],
    chunks: Iterable[Chunk],
    known: Callable[[Chunk], Part | None],
    shelf: Shelf | None,
) -> Iterator[Part]:
    """Yield a part for every chunk, in order; what `known` has is not sent.

    With a shelf, parts lie there once they are back, since other machines cannot reach it, and their rows are not
    repeated.
    """
    order: deque[Part | None] = deque()  # None stands for the next answer

    def unknown() -> Iterator[Chunk]:
        for chunk in chunks:
            part = known(chunk)
            order.append(part)
            if part is None:
                yield chunk

    for answer in judge(unknown()):
        while (earlier := order.popleft()) is not None:
            yield earlier
        if shelf is not None:
            shelf.keep(answer)
            yield replace(answer, rows=b"", rejects=b"")
        else:
            yield answer
    yield from (part for part in order if part is not None)
