"""A stream in any encoding as one of valid UTF-8, for the parsers that take bytes and stop at the first wrong one."""

from __future__ import annotations

import codecs
from operator import ne
from typing import BinaryIO, Final

from moderation.parse.encoding import bare_utf16, last_resort, marked
from moderation.records import Notice

_BLANKED: Final = bytes(32 if code < 32 and code not in (9, 10, 13) else code for code in range(256))
_LENIENT: Final = "windows_1252_bytes"
_EVERY_BYTE: Final = bytes(range(256))
_FIRST: Final = 1 << 16
_MOST_AT_ONCE: Final = 32 << 20
_BLANK: Final = b" \t\r\n"


class Utf8:
    """The stream decoded and encoded anew, with a blank for every control character that XML and JSON forbid.

    A byte order mark decides, then whether the beginning is UTF-8 with more than ASCII in it, then what the document
    itself has `declared`; without either a byte that is no UTF-8 is read as Windows-1252. `blanked` counts the control
    characters, `notices` tells of bytes that were no UTF-8.

    A parser holds a piece of text until it has all of it, so the stream ends, overrun, where the reader has not called
    `seen` for 32 MiB: with a text of 100 MB one reader had taken 400 MB, and another 38 seconds.
    """

    def __init__(self, stream: BinaryIO, declared: str | None = None) -> None:
        self.blanked = 0
        self.notices: list[Notice] = []
        self.is_overrun = False
        self._stream = stream
        self._line = 1
        self._since = 0
        first = _read(stream, _FIRST)
        mark, encoding = marked(first)
        self._waiting = first[len(mark) :]
        self._ready = b""
        encoding = encoding or bare_utf16(first) or (None if _is_utf8(first) else _known(declared)) or "utf-8"
        self._decoder = codecs.getincrementaldecoder(encoding)("strict" if encoding == "utf-8" else "replace")

    def read(self, size: int = -1) -> bytes:
        """Return some bytes, none only at the end; with `size` 0 none, which tells a caller that they are bytes."""
        if self._ready and size:
            content, self._ready = self._ready, b""
            return content
        while size:
            self.is_overrun = self._since > _MOST_AT_ONCE
            part = b"" if self.is_overrun else self._waiting or _read(self._stream, size)
            self._waiting = b""
            self._since += len(part)
            content = self._decoded(part)
            if content or not part:
                return content
        return b""

    def seen(self) -> None:
        """Say that something came out of what was read so far."""
        self._since = 0

    def give_back(self, content: bytes) -> None:
        """Take back what was read last, to be read again."""
        self._ready = content + self._ready

    def _decoded(self, part: bytes) -> bytes:
        is_last = not part
        before = self._decoder.getstate()
        try:
            text = self._decoder.decode(part, is_last)
        except UnicodeDecodeError as error:
            self._tell(self._line + error.object.count(b"\n", 0, error.start))
            lenient = codecs.getincrementaldecoder("utf-8")(_LENIENT)
            lenient.setstate(before)
            text = lenient.decode(part, is_last)
            self._decoder.setstate(lenient.getstate())
        self._line += text.count("\n")
        content = text.encode("utf-8", "replace")
        allowed = content.translate(_BLANKED)
        if allowed != content:
            self.blanked += sum(map(ne, allowed, content))
        return allowed

    def _tell(self, line: int) -> None:
        if not self.notices:
            self.notices.append(Notice("not UTF-8, read as cp1252 from here on where needed", line))


def beginning(head: bytes) -> bytes:
    """Return the first bytes of a text as UTF-8, without byte order mark and leading blanks."""
    mark, encoding = marked(head)
    encoding = encoding or bare_utf16(head)
    content = head[len(mark) :]
    if encoding not in (None, "utf-8"):
        content = content.decode(str(encoding), "replace").encode("utf-8", "replace")
    return content.lstrip(_BLANK)


def _is_utf8(data: bytes) -> bool:
    """Tell whether bytes are UTF-8 and could be nothing simpler; a character may be cut off at their end."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return False
    return not data.isascii()


def _known(declared: str | None) -> str | None:
    """Return a declared encoding that says more than UTF-8 does, can be read, and has its declaration in ASCII."""
    try:
        name = codecs.lookup(declared or "utf-8").name
        codecs.getincrementaldecoder(name)("replace").decode(_EVERY_BYTE, final=True)  # `idna` replaces nothing
        return name if name not in ("utf-8", "ascii") and "<?xml".encode(name) == b"<?xml" else None
    except (LookupError, UnicodeError, TypeError):
        return None


def _read(stream: BinaryIO, size: int) -> bytes:
    return stream.read(size) if size > 0 else stream.read()


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return last_resort(error.object[error.start : error.end]), error.end


codecs.register_error(_LENIENT, _as_windows)
