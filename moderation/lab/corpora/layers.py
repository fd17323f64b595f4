"""Files of columns kept beside a corpus: one record batch a chunk, and in words what the columns hang on.

A layer is there whole or not at all. It is Arrow's own file format: read through a memory map, and never a pickle, for
a cache that came out of somebody's continuous integration must not be able to run code.

Runs over one corpus may overlap, each with layers that the others have no use for. None is removed while a run is at
work; the last one to leave tidies up.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

import pyarrow as pa

_FACTS: Final = b"moderation"
SUFFIX: Final = ".arrow"
# Comments take less than half the room, and a second of a million to read.
_COMPRESSED: Final = pa.ipc.IpcWriteOptions(compression="zstd")
UNFINISHED: Final = ".tmp"
LOCK: Final = "lock"
# So many corpora may share a folder, those used last; of each stays the one reading of it that was used last.
CORPORA: Final = 4
# So many layers of a kind stay for each of them, those used last; older ones are made again when they are wanted.
KEPT: Final[Mapping[str, int]] = {"hits": 12, "scores": 4}


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer's file and its facts."""

    path: Path
    facts: Mapping[str, Any]

    def size(self) -> tuple[int, int]:
        """Return how many rows and how many chunks it has."""
        with pa.memory_map(str(self.path)) as source:
            reader = pa.ipc.open_file(source)
            rows = sum(reader.get_batch(number).num_rows for number in range(reader.num_record_batches))
            return rows, reader.num_record_batches

    def chunk(self, number: int) -> pa.RecordBatch:
        """Return the columns of one chunk."""
        with pa.memory_map(str(self.path)) as source:
            return pa.ipc.open_file(source).get_batch(number)


def write_layer(path: Path, schema: pa.Schema, batches: Iterable[pa.RecordBatch], facts: Mapping[str, Any]) -> Layer:
    """Write a layer, one batch a chunk in order, in constant memory."""
    unfinished = path.with_name(f"{path.name}.{os.getpid()}{UNFINISHED}")  # two runs may keep the same
    told = schema.with_metadata({_FACTS: json.dumps(facts, sort_keys=True).encode()})
    try:
        with pa.OSFile(str(unfinished), "wb") as out, pa.ipc.new_file(out, told, options=_COMPRESSED) as writer:
            for batch in batches:
                writer.write_batch(batch)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return Layer(path, facts)


def read_layer(path: Path) -> Layer | None:
    """Return the layer in a file, None for a file that is none (cut off, or somebody else's)."""
    try:
        with pa.memory_map(str(path)) as source:
            told = pa.ipc.open_file(source).schema.metadata or {}
        facts = json.loads(told.get(_FACTS, b"null"))
    except (OSError, pa.ArrowInvalid, ValueError):
        return None
    return Layer(path, facts) if isinstance(facts, dict) else None


def layers_in(folder: Path, kind: str, key: str) -> list[Layer]:
    """Return the layers of one kind that were made with `key`, the one used last first."""
    return [layer for layer in _newest(folder, kind) if layer is not None and layer.facts.get("key") == key]


def mark_used(layer: Layer) -> None:
    """Let a layer count as used now: those that nobody has used for longest go first."""
    with suppress(OSError):  # a cache that may only be read is as good
        os.utime(layer.path)


@contextmanager
def in_use(folder: Path) -> Iterator[None]:
    """Hold a folder's layers, which no other run removes meanwhile; whoever leaves last removes what is stale."""
    if not os.access(folder, os.W_OK):  # nor can anything be removed there
        yield
        return
    with (folder / LOCK).open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        try:
            yield
        finally:
            # Let go first: two that leave together would each wait for the other.
            fcntl.flock(lock, fcntl.LOCK_UN)
            if _is_alone(lock):
                tidy(folder)


def _is_alone(lock: IO[bytes]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def tidy(folder: Path) -> None:
    """Remove what hangs on another corpus than those used last, all but so many layers of a kind of each, and what
    killed runs have left half written: nobody else may be at work here.
    """
    corpora = _used_last(folder)
    stay = {layer.path for layer in corpora}
    for kind, most in KEPT.items():
        layers = [layer for layer in _newest(folder, kind) if layer is not None]
        for corpus in corpora:
            mine = [layer.path for layer in layers if layer.facts.get("corpus") == corpus.facts["key"]]
            stay.update(mine[:most])
    for kind in ("comments", *KEPT):
        for path in {*folder.glob(f"{kind}-*{SUFFIX}")} - stay:
            path.unlink(missing_ok=True)
        for path in folder.glob(f"{kind}-*{SUFFIX}.*{UNFINISHED}"):
            path.unlink(missing_ok=True)


def _used_last(folder: Path) -> list[Layer]:
    """Return the comments that stay: of each file those used last, for what a file held before is of no use."""
    found: dict[object, Layer] = {}
    for layer in _newest(folder, "comments"):
        if layer is not None and "key" in layer.facts:
            found.setdefault(layer.facts.get("file"), layer)
    return list(found.values())[:CORPORA]


def _newest(folder: Path, kind: str) -> Iterator[Layer | None]:
    """Yield the layers of one kind, the one used last first, None for each file that is none."""
    paths = sorted(folder.glob(f"{kind}-*{SUFFIX}"), key=lambda path: (-path.stat().st_mtime_ns, path.name))
    return map(read_layer, paths)
