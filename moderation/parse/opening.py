"""From a path or `-` to a stream of bytes: compression taken off, problems said in words."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final, cast

from moderation.errors import InputError, Location, suggest

HEAD: Final = 1 << 16
STDIN: Final = "-"
_GZIP: Final = b"\x1f\x8b"
_ZSTD: Final = b"\x28\xb5\x2f\xfd"
# Reddit's dumps are written with a 2 GiB window; the library's default refuses anything over 128 MiB.
_WINDOW: Final = 2**31


@contextmanager
def opened(source: str | Path) -> Iterator[tuple[bytes, BinaryIO]]:
    """Yield the first bytes of `source`, decompressed, and a stream that begins with them.

    `-` is standard input. Compression is told by its magic bytes. A missing file, a folder, an unreadable or damaged
    file is an InputError, also when the damage shows only while reading.
    """
    name = shown(source)
    try:
        raw = _raw(source)
        try:
            stream = _decompressed(raw, name)
            head = _read_head(stream)
            yield head, io.BufferedReader(_Joined(head, stream), HEAD)
        finally:
            if str(source) != STDIN:
                raw.close()
    except (gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise InputError(
            "the gzip data is damaged or cut off", at=Location(name), mend="fetch the file again"
        ) from error
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or type(error).__name__}", at=Location(name)) from error


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


def _raw(source: str | Path) -> BinaryIO:
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
    reader = zstandard.ZstdDecompressor(max_window_size=_WINDOW).stream_reader(raw, read_across_frames=True)
    return cast(BinaryIO, io.BufferedReader(_Unpacked(reader, name, zstandard.ZstdError), HEAD))


def _read_head(stream: BinaryIO) -> bytes:
    parts, size = [], 0
    while size < HEAD and (part := stream.read(HEAD - size)):
        parts.append(part)
        size += len(part)
    return b"".join(parts)


class _Joined(io.RawIOBase):
    """Bytes already read, then the rest of the stream."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        super().__init__()
        self._head = memoryview(head)
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data: bytes | memoryview = self._head[: len(buffer)] or self._rest.read(len(buffer))
        self._head = self._head[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)


class _Unpacked(io.RawIOBase):
    """A zstd stream whose damage is an InputError."""

    def __init__(self, reader: BinaryIO, name: str, error: type[Exception]) -> None:
        super().__init__()
        self._reader, self._name, self._error = reader, name, error

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            data = self._reader.read(len(buffer))
        except self._error as error:
            raise InputError(
                "the zstd data is damaged or cut off", at=Location(self._name), mend="fetch the file again"
            ) from error
        buffer[: len(data)] = data
        return len(data)
