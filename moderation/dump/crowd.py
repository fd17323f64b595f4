"""The index of a dump on disk: four numbers for each comment, in the order of the dump."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import orjson

from moderation.errors import InputError
from moderation.records import Comment, Context, Record

FACTS: Final = np.dtype([("cluster", "<i8"), ("copies", "<i4"), ("authors", "<i4"), ("threads", "<i4")])
_AT_ONCE: Final = 4096

Placed = tuple[Record, Context | None]


@dataclass(frozen=True, slots=True)
class Crowd:
    """What `gather` found; `digest` is the SHA-256 of all of it, `comments` how many it speaks of."""

    folder: Path
    digest: str
    comments: int

    @classmethod
    def opened(cls, folder: Path, made_from: object) -> Crowd | None:
        """Return the index that lies in the folder, None where there is none or it was made from something else."""
        try:
            found = orjson.loads((folder / "index.json").read_bytes())
        except (OSError, orjson.JSONDecodeError):
            return None
        same = found.get("made_from") == orjson.loads(orjson.dumps(made_from))
        return cls(folder, found["digest"], found["comments"]) if same else None

    def place(self, placed: Iterable[Placed]) -> Iterator[Placed]:
        """Yield every record of the same dump with its context, into which the facts of comments are written.

        Raises InputError where there are more or fewer comments than in the first reading.
        """
        facts, read = self._facts(), 0
        for record, context in placed:
            if not isinstance(record, Comment):
                yield record, context
                continue
            fact = next(facts, None)
            if fact is None:
                raise self._changed()
            read += 1
            yield record, replace(context or Context(), **_as_known(fact))
        if read != self.comments:
            raise self._changed()

    def _facts(self) -> Iterator[tuple[int, ...]]:
        if not self.comments:
            return
        facts = np.memmap(self.folder / "facts", FACTS, "r")
        for at in range(0, len(facts), _AT_ONCE):
            yield from facts[at : at + _AT_ONCE].tolist()

    def _changed(self) -> InputError:
        return InputError(
            f"the input has not the {self.comments:,} comments that the first reading found",
            mend="score it again when nothing writes to it any more",
        )


def _as_known(fact: tuple[int, ...]) -> dict[str, Any]:
    cluster, copies, authors, threads = fact
    return {
        "cluster": cluster if copies > 1 else None,
        "copied_times": copies or None,
        "copied_authors": authors or None,
        "author_threads": threads or None,
    }
