"""The first reading of a dump: comments to an index on disk, in memory that does not grow with the dump."""

from __future__ import annotations

import errno
import hashlib
import shutil
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final

import numpy as np
import orjson
from numpy.typing import NDArray

from moderation.dump.crowd import FACTS, Crowd
from moderation.dump.similar import LEAST_WORDS, Clusters, signatures
from moderation.dump.spill import Spill, mapped, runs
from moderation.normalise import fold
from moderation.records import Comment, Record

Numbers = NDArray[np.uint64]

# How far back an author's other threads count as "at once".
WINDOW_SECONDS: Final = 600
NOBODY: Final = 0
_AT_ONCE: Final = 4096
_BLOCK: Final = 1 << 20
# A full disk, a full share of it, and a limit on the length of a file.
_NO_ROOM: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def gather(
    records: Iterable[Record], folder: Path, made_from: object, told: Callable[[int], object] = lambda _: None
) -> Crowd:
    """Read a dump once and leave its index in the folder; an index of the same `made_from` is taken as it is.

    While it works it takes half a kilobyte of disk for each comment, afterwards 20 bytes; in memory a 256th of the
    former, and 8 bytes a comment. `told` hears of every finished stretch.
    """
    if (found := Crowd.opened(folder, made_from)) is not None:
        return found
    shutil.rmtree(folder, ignore_errors=True)
    work = folder / "work"
    work.mkdir(parents=True)
    try:
        reading = _Reading(work)
        for comments in _stretches(records):
            reading.see(comments)
            told(len(comments))
        digest = reading.write(folder / "facts")
    except OSError as error:
        if error.errno in _NO_ROOM and error.filename is None:
            error.filename = str(folder)
        raise
    finally:  # nothing of it can be used again, and on a full disk it is in everyone's way
        shutil.rmtree(work, ignore_errors=True)
    document = {"made_from": made_from, "digest": digest, "comments": reading.comments}
    (folder / "index.json").write_bytes(orjson.dumps(document, option=orjson.OPT_INDENT_2))
    return Crowd(folder, digest, reading.comments)


def _stretches(records: Iterable[Record]) -> Iterator[list[Comment]]:
    comments = (record for record in records if isinstance(record, Comment))
    while stretch := list(islice(comments, _AT_ONCE)):
        yield stretch


class _Reading:
    """What the first reading has spilled to disk so far."""

    def __init__(self, work: Path) -> None:
        self._work, self.comments = work, 0
        self._clusters = Clusters(work)
        # Of each text that was compared: its place in the dump and its author.
        self._compared = (work / "compared").open("wb")
        self._times = Spill(work / "times", ("author", "second", "place", "thread"))

    def see(self, comments: list[Comment]) -> None:
        """Take in the next comments of the dump."""
        places = np.arange(self.comments, self.comments + len(comments), dtype=np.uint64)
        self.comments += len(comments)
        authors = np.array([_author(comment) for comment in comments], np.uint64)
        threads = np.array([_number(comment.source, comment.thread_id) for comment in comments], np.uint64)
        seconds = np.array([_second(comment.created_at) for comment in comments], np.uint64)
        timed = (authors != NOBODY) & (seconds != 0)
        self._times.add(authors[timed], seconds[timed], places[timed], threads[timed])
        words = [fold(comment.text).text.split() for comment in comments]
        long = np.array([len(found) >= LEAST_WORDS for found in words], bool)
        if long.any():
            self._clusters.add(signatures([found for found in words if len(found) >= LEAST_WORDS]))
            self._compared.write(np.column_stack([places[long], authors[long]]).tobytes())

    def write(self, path: Path) -> str:
        """Write the facts and return their digest."""
        self._compared.close()
        if not self.comments:
            path.touch()
            return hashlib.sha256().hexdigest()
        facts = mapped(path, FACTS, self.comments)
        self._write_clusters(facts)
        for bucket in self._times.read():
            facts["threads"][bucket["place"]] = list(_threads_at_once(bucket))
        facts.flush()
        return _digest(path)

    def _write_clusters(self, facts: Any) -> None:
        first = self._clusters.find()
        if not len(first):
            return
        compared = np.memmap(self._work / "compared", np.uint64, "r").reshape(-1, 2)
        members = Spill(self._work / "members", ("cluster", "author", "place"))
        for at in range(0, len(first), _BLOCK):
            block = compared[at : at + _BLOCK]
            members.add(compared[first[at : at + _BLOCK], 0], block[:, 1], block[:, 0])
        for bucket in members.read():
            starts, lengths = runs(bucket["cluster"])
            new = np.concatenate([[True], (bucket["author"][1:] != bucket["author"][:-1])])
            new[starts] = True
            authors = np.add.reduceat(new & (bucket["author"] != NOBODY), starts, dtype=np.int64)
            places = bucket["place"]
            facts["cluster"][places] = bucket["cluster"]
            facts["copies"][places] = np.repeat(lengths, lengths)
            facts["authors"][places] = np.repeat(authors, lengths)


def _threads_at_once(bucket: Any) -> Iterator[int]:
    """Yield for each row, sorted by author and time, how many threads its author wrote under in the window it ends."""
    recent: deque[tuple[int, int]] = deque()
    threads: Counter[int] = Counter()
    writing = NOBODY
    columns = (bucket[name].tolist() for name in ("author", "second", "thread"))
    for author, second, thread in zip(*columns, strict=True):
        if author != writing:
            writing = author
            recent.clear()
            threads.clear()
        recent.append((second, thread))
        threads[thread] += 1
        while recent[0][0] < second - WINDOW_SECONDS:
            _, gone = recent.popleft()
            threads[gone] -= 1
            if not threads[gone]:
                del threads[gone]
        yield len(threads)


def _author(comment: Comment) -> int:
    name = comment.author_id or comment.author
    return _number(comment.source, name) if name else NOBODY


def _number(*names: str) -> int:
    """Return 64 bits that stand for names; in ten million of them the chance of two alike is 1 in 370,000."""
    joined = "\0".join(names).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(joined, digest_size=8).digest(), "little") or 1


def _second(moment: str | None) -> int:
    return max(0, int(datetime.fromisoformat(moment).timestamp())) if moment else 0


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
