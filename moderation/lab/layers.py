"""Files of columns kept beside a corpus: one record batch a chunk, and in words what the columns hang on.

A layer is there whole or not at all. It is Arrow's own file format: read through a memory map, and never a pickle, for
a cache that came out of somebody's continuous integration must not be able to run code.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

_FACTS: Final = b"moderation"
SUFFIX: Final = ".arrow"
UNFINISHED: Final = ".tmp"
# A chunk takes seconds; what nobody has written to for so long, nobody is writing.
ABANDONED_SECONDS: Final = 3600


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
        with pa.OSFile(str(unfinished), "wb") as out, pa.ipc.new_file(out, told) as writer:
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
    """Return the layers of one kind that were made with `key`, the newest first."""
    paths = sorted(folder.glob(f"{kind}-*{SUFFIX}"), key=lambda path: (-path.stat().st_mtime_ns, path.name))
    found = (read_layer(path) for path in paths)
    return [layer for layer in found if layer is not None and layer.facts.get("key") == key]


def forget(folder: Path, kind: str, key: str, *, keep: int) -> None:
    """Remove what was made with another key, all but the newest `keep` layers of one kind, and what a run that was
    killed left half written."""
    kept = {layer.path for layer in layers_in(folder, kind, key)[:keep]}
    for path in folder.glob(f"{kind}-*{SUFFIX}"):
        if path not in kept:
            path.unlink(missing_ok=True)
    for path in folder.glob(f"{kind}-*{SUFFIX}.*{UNFINISHED}"):
        if time.time() - _last_written(path) > ABANDONED_SECONDS:
            path.unlink(missing_ok=True)


def _last_written(path: Path) -> float:
    """Return when a file was last written; one that another run has just finished or removed is none of ours."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return time.time()
