"""From a path or `-` to a stream of bytes: compression taken off, problems said in words."""

from __future__ import annotations

import gzip
import io
import stat
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any, BinaryIO, Final, cast

from moderation.errors import InputError, Location, suggest
from moderation.records import Notice

HEAD: Final = 1 << 16
STDIN: Final = "-"
_GZIP: Final = b"\x1f\x8b"
_ZSTD: Final = b"\x28\xb5\x2f\xfd"
_GZIP_DAMAGE: Final = (gzip.BadGzipFile, zlib.error, EOFError)
_DAMAGE: Final = (InputError, *_GZIP_DAMAGE)
# Reddit's dumps are written with a 2 GiB window; the library's default refuses anything over 128 MiB.
_WINDOW: Final = 2**31


@contextmanager
def opened(
    source: str | Path, told: Callable[[BinaryIO], None] | None = None, notices: list[Notice] | None = None
) -> Iterator[tuple[bytes, BinaryIO]]:
    """Yield the first bytes of `source`, decompressed, and a stream that begins with them.

    `-` is standard input. `told` is handed the file before compression is taken off. Compression is told by its magic
    bytes. A missing file, a folder, an unreadable or damaged file is an InputError. Where damage shows only while
    reading, the stream ends there, so that readers yield what they have; it is then added to `notices`, an InputError
    without them.
    """
    name = shown(source)
    try:
        raw = opened_raw(source)
        if told is not None:
            told(raw)
        try:
            stream = _decompressed(raw, name)
            head = _read_head(stream)
            whole = _UpToDamage(head, stream)
            yield head, io.BufferedReader(whole, HEAD)
            if whole.damage is not None and notices is None:
                raise whole.damage
            if whole.damage is not None and notices is not None:
                notices.append(Notice(f"{_in_words(whole.damage)}; what stood after is missing"))
        finally:
            if str(source) != STDIN:
                raw.close()
    except _GZIP_DAMAGE as error:
        raise InputError(_in_words(error), at=Location(name), mend="fetch the file again") from error
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or type(error).__name__}", at=Location(name)) from error


def _in_words(damage: BaseException) -> str:
    kind = "zstd" if isinstance(damage, InputError) else "gzip"
    return f"the {kind} data is damaged or cut off"


def shown(source: str | Path) -> str:
    """Return the name of `source` for messages."""
    return "standard input" if str(source) == STDIN else str(source)


def stem(source: str | Path) -> str:
    """Return the file's name without folder, compression ending and ending; `stdin` for standard input."""
    if str(source) == STDIN:
        return "stdin"
    path = Path(source)
    if path.suffix.casefold() in (".gz", ".zst"):
        path = path.with_suffix("")
    return path.stem or path.name


def is_read_once(source: str | Path) -> bool:
    """Tell whether an input is gone once it is read: standard input, a pipe such as `<(zcat dump.gz)`, a device."""
    if str(source) == STDIN:
        return True
    try:
        mode = Path(source).stat().st_mode
    except (OSError, ValueError):  # whoever opens it says what is wrong
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def opened_raw(source: str | Path) -> BinaryIO:
    """Open a file as it lies there; raises InputError with the nearest name for what is none."""
    if str(source) == STDIN:
        return cast(BinaryIO, sys.stdin.buffer)
    path = Path(source)
    if path.is_dir():
        raise InputError(
            "is a folder, expected a file", at=Location(str(source)), mend=f"name one file, e.g. `{_inside(path)}`"
        )
    if not path.exists():
        near = suggest(path.name, _neighbours(path))
        raise InputError(
            "there is no such file", at=Location(str(source)), mend=near if near.startswith("did") else "check the path"
        )
    return path.open("rb")


def _inside(folder: Path) -> str:
    first = next((entry for entry in sorted(folder.iterdir()) if entry.is_file()), folder / "comments.csv")
    return str(first)


def _neighbours(path: Path) -> list[str]:
    return [entry.name for entry in path.parent.iterdir()] if path.parent.is_dir() else []


def _decompressed(raw: BinaryIO, name: str) -> BinaryIO:
    head = raw.read(4)
    joined = io.BufferedReader(_Joined(head, raw), HEAD)
    if head.startswith(_GZIP):
        return cast(BinaryIO, gzip.GzipFile(fileobj=joined))
    if head == _ZSTD:
        return _zstandard(cast(BinaryIO, joined), name)
    return cast(BinaryIO, joined)


def _zstandard(raw: BinaryIO, name: str) -> BinaryIO:
    try:
        import zstandard
    except ImportError as error:
        raise InputError(
            "is compressed with zstd, and the library for it is not installed",
            at=Location(name),
            mend="pip install zstandard",
        ) from error
    return cast(BinaryIO, io.BufferedReader(_Unpacked(raw, name, zstandard), HEAD))


def _read_head(stream: BinaryIO) -> bytes:
    """Read the first bytes; damage behind some of them is not raised yet, the next read finds it again."""
    parts, size = [], 0
    try:
        while size < HEAD and (part := _some(stream, HEAD - size)):
            parts.append(part)
            size += len(part)
    except _DAMAGE:
        if not parts:
            raise
    return b"".join(parts)


def _some(stream: BinaryIO, size: int) -> bytes:
    """Read what one look at the stream gives: a read that waits for more loses it where the next look finds damage."""
    one_look: Callable[[int], bytes] = getattr(stream, "read1", stream.read)
    return one_look(size)


class _Joined(io.RawIOBase):
    """Bytes already read, then the rest of the stream."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        super().__init__()
        self._head = memoryview(head)
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data: bytes | memoryview = self._head[: len(buffer)] or _some(self._rest, len(buffer))
        self._head = self._head[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)


class _UpToDamage(_Joined):
    """Ends where damage begins, and keeps the error."""

    damage: BaseException | None = None

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            return super().readinto(buffer)
        except _DAMAGE as error:
            self.damage = error
            return 0


class _Unpacked(io.RawIOBase):
    """A zstd stream of one or more frames; damage, and an end in the middle of a frame, are InputErrors.

    The library's own stream reader ends a cut frame without a word. A block of 128 KiB can come from 4 bytes, so the
    input is taken in small bites: the worst case stays at 64 MiB.
    """

    _BITE: Final = 2048

    def __init__(self, raw: BinaryIO, name: str, library: ModuleType) -> None:
        super().__init__()
        self._raw, self._name, self._library = raw, name, library
        self._frame = self._new_frame()
        self._inside = False
        self._ready = memoryview(b"")
        self._is_damaged = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._ready:
            bite = b"" if self._is_damaged else self._raw.read(self._BITE)
            if not bite:
                if self._inside or self._is_damaged:
                    raise self._damaged()
                return 0
            self._ready = memoryview(self._unpack(bite))
        data, self._ready = self._ready[: len(buffer)], self._ready[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)

    def _unpack(self, bite: bytes) -> bytes:
        parts = []
        while bite:
            try:
                parts.append(self._frame.decompress(bite))
            except self._library.ZstdError:
                self._is_damaged = True
                break
            self._inside, bite = not self._frame.eof, self._frame.unused_data
            if not self._inside:
                self._frame = self._new_frame()
        return b"".join(parts)

    def _new_frame(self) -> Any:
        return self._library.ZstdDecompressor(max_window_size=_WINDOW).decompressobj()

    def _damaged(self) -> InputError:
        return InputError("the zstd data is damaged or cut off", at=Location(self._name), mend="fetch the file again")
