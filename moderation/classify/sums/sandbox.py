"""The sums by the compiled kernel, kernel.wasm, in a WebAssembly sandbox; kernel.c is its source."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
import wasmtime
from numpy.typing import NDArray

from moderation.classify.sums.contract import Summed, Weights

KERNEL: Final = Path(__file__).resolve().parent / "kernel.wasm"
_LANES: Final = 8  # labels that one call sums
_PAGE: Final = 65_536
# 64 MiB of addresses in place of 4 GiB and two more as a guard: works under `ulimit -v`, for 15 % of the speed.
_RESERVED: Final = 1 << 26

# Job, Result and Token as kernel.c has them.
_FIELDS: Final = (
    *("table", "bits", "first_order", "last_order", "window", "texts"),
    *("lengths", "codes", "results", "seen", "slots", "half", "ring", "stamp"),
)
_JOB: Final = np.dtype([(name, "<u4") for name in _FIELDS])
_RESULT: Final = np.dtype(
    [
        *[(name, "<i4", _LANES) for name in ("tokens", "pairs", "strongest")],
        *[("distinct", "<i4"), ("unused", "<i4", _LANES - 1)],
    ]
)
_TOKEN: Final = np.dtype([("codes", "<u4", 4), ("own", "<i4", _LANES)])
_SUMS: Final = np.dtype(("<i4", _LANES))
_SLOT: Final = np.dtype(("<u4", 2))


class Unavailable(Exception):
    """This machine does not let us run the kernel."""


class Sandbox:
    """The sums over `weights`; one call at a time, of microseconds."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._lock = threading.Lock()
        try:
            self._memory, self._job_at, self._kernel = _instance(self)
            self._ring_at = self._memory.place(_SUMS, weights.window)
            self._tables = [
                self._keep(weights.table[:, start : start + _LANES])
                for start in range(0, weights.table.shape[1], _LANES)
            ]
            self._scratch = self._memory.end
            self._lay_out(_Room())
        except wasmtime.WasmtimeError as error:
            raise Unavailable(str(error)) from error

    def sum(self, texts: Sequence[str]) -> Summed:
        """Return the sums of a chunk of texts."""
        lengths = np.fromiter(map(len, texts), np.uint32, len(texts))
        codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), "<u4")
        with self._lock:
            room = self._room.with_room_for(len(texts), len(codes), int(lengths.max(initial=0)))
            if room != self._room:
                self._lay_out(room)
            self._lengths[: len(texts)], self._codes[: len(codes)] = lengths, codes
            groups = [self._summed(at, labels, len(texts)) for at, labels in self._tables]
        if len(groups) == 1:
            return groups[0]
        return Summed(
            np.hstack([group.totals for group in groups]),
            np.hstack([group.strongest for group in groups]),
            groups[0].distinct,
        )

    def _summed(self, table: int, labels: int, texts: int) -> Summed:
        """Run the kernel over the texts that lie ready, for one group of labels."""
        self._job["table"], self._job["texts"] = table, texts
        self._kernel()
        found = self._results[:texts]
        totals = found["tokens"].astype(np.int64) + found["pairs"]
        return Summed(totals[:, :labels], found["strongest"][:, :labels].copy(), found["distinct"].astype(np.int64))

    def _keep(self, labels: NDArray[np.int8]) -> tuple[int, int]:
        """Put the weights of up to eight labels into the memory; return where, and how many labels they are."""
        row = np.dtype((np.int8, _LANES))
        at = self._memory.place(row, len(labels))
        self._memory.grow()
        self._memory.view(at, row, len(labels))[:, : labels.shape[1]] = labels
        return at, labels.shape[1]

    def _lay_out(self, room: _Room) -> None:
        """Give everything that depends on the texts its place, and write the job anew."""
        memory, weights = self._memory, self._weights
        half = 2 * room.longest
        memory.end = self._scratch
        lengths, codes = memory.place(np.dtype("<u4"), room.texts), memory.place(np.dtype("<u4"), room.characters)
        results, seen = memory.place(_RESULT, room.texts), memory.place(_TOKEN, room.longest)
        slots = memory.place(_SLOT, 2 * half)
        memory.grow()  # once, and before any view: it may move the memory, and where it fails nothing has changed
        memory.view(slots, _SLOT, 2 * half)[:] = 0
        self._lengths = memory.view(lengths, np.dtype("<u4"), room.texts)
        self._codes = memory.view(codes, np.dtype("<u4"), room.characters)
        self._results = memory.view(results, _RESULT, room.texts)
        self._job = memory.view(self._job_at, _JOB, 1)
        fixed = (0, weights.bits, *weights.orders, weights.window, 0)
        self._job[0] = (*fixed, lengths, codes, results, seen, slots, 2 * half, self._ring_at, 0)
        self._room = room


@dataclass(frozen=True, slots=True)
class _Room:
    """How many texts, characters in all, and characters in one text there is room for; powers of two."""

    texts: int = 1 << 9
    characters: int = 1 << 18
    longest: int = 1 << 12

    def with_room_for(self, texts: int, characters: int, longest: int) -> _Room:
        """Return this, doubled where it is too small."""
        return _Room(
            max(self.texts, _power_of_two(texts)),
            max(self.characters, _power_of_two(characters)),
            max(self.longest, _power_of_two(longest)),
        )


def _power_of_two(least: int) -> int:
    return 1 << max(0, least - 1).bit_length()


class _Memory:
    """The sandbox's memory, given away from its beginning on; `end` is where the next place begins."""

    def __init__(self, store: wasmtime.Store, memory: wasmtime.Memory, end: int) -> None:
        self._store, self._memory, self.end = store, memory, end

    def place(self, dtype: np.dtype[Any], count: int = 1) -> int:
        """Return the offset of room for `count` items."""
        at = -(-self.end // 64) * 64
        self.end = at + dtype.itemsize * count
        return at

    def grow(self) -> None:
        """Make the memory large enough for all places; raises WasmtimeError where it cannot be."""
        missing = -(-self.end // _PAGE) - self._memory.size(self._store)
        if missing > 0:
            self._memory.grow(self._store, missing)

    def view(self, at: int, dtype: np.dtype[Any], count: int) -> NDArray[Any]:
        """Return the items there, valid until the memory grows."""
        return np.frombuffer(memoryview(self._memory.get_buffer_ptr(self._store)), dtype, count, at)


def _instance(owner: Sandbox) -> tuple[_Memory, int, Callable[[], None]]:
    """Return a new instance of the kernel for `owner`: its memory, where in it the job lies, and what does the job."""
    config = wasmtime.Config()
    config.memory_reservation, config.memory_guard_size = _RESERVED, _PAGE
    engine = wasmtime.Engine(config)
    store = wasmtime.Store(engine)
    # Before Python takes its modules apart at the end: wasmtime's own clean-up then finds half of itself gone.
    weakref.finalize(owner, _close, store, engine)
    exports: Any = wasmtime.Instance(store, wasmtime.Module(engine, KERNEL.read_bytes()), []).exports(store)
    memory = _Memory(store, exports["memory"], exports["__heap_base"].value(store))
    return memory, exports["job"](store), partial(exports["sum"], store)


def _close(*parts: wasmtime.Store | wasmtime.Engine) -> None:
    for part in parts:
        part.close()
