"""Bytes to text, with what was guessed on the way.

The order is that of evidence: a byte order mark, strict UTF-8, what the sender declared, and last Windows-1252 with a
notice. Statistical guessing is left out on purpose: on French text with curly quotes charset-normalizer 3.5 answers
cp1250 or cp1257.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import BinaryIO, Final

from moderation.records import Notice, Reject

# The four-byte marks first: the mark of UTF-16 is the beginning of that of UTF-32.
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")
_LONE_RETURN: Final = re.compile(r"(?<=\r)(?!\n|$)")
_LAST_RESORT: Final = "cp1252"
_CHUNK: Final = 1 << 16
_LONGEST_LINE: Final = 16 << 20
# Characters that tell UTF-16 without its mark: no more than `text`, for a stream is judged by its first line, and that
# of a table may be as short as `id,text`.
_LEAST_WIDE: Final = 4


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding it was read in, and what the reader should know about the guess."""

    text: str
    encoding: str
    notices: tuple[Notice, ...] = ()


def decode(data: bytes, *, declared: str | None = None) -> Decoded:
    """Return `data` as text; never fails and never drops a character.

    `declared` is what an HTTP header, a meta tag or an XML declaration claims; an unknown name is ignored.
    NUL and lone surrogates become U+FFFD, one for one, because no database and no UTF-8 writer takes them.
    """
    mark, encoding = marked(data)
    if encoding is None and (width := bare_utf16(data)):
        encoding = width
    if encoding is not None:
        return _seal(data[len(mark) :].decode(encoding, "replace"), encoding)
    for candidate in ("utf-8", declared):
        text = _strictly(data, candidate)
        if text is not None and candidate == "utf-8" and "\x00" not in text:
            return Decoded(text, candidate)  # strict UTF-8 holds no surrogates
        if text is not None and candidate is not None:
            return _seal(text, candidate)
    message = f"neither UTF-8 nor a byte order mark, read as {_LAST_RESORT}"
    return _seal(last_resort(data), _LAST_RESORT, Notice(message, line=_first_bad_line(data)))


def storable(text: str) -> str:
    """Return `text` with NUL and lone surrogates replaced by U+FFFD; the length stays, so offsets do."""
    if "\x00" not in text:
        if text.isascii():
            return text
        try:
            text.encode()  # five times as fast as the pattern, and nearly every text passes
        except UnicodeEncodeError:
            pass
        else:
            return text
    return _UNSTORABLE.sub("�", text)


def marked(data: bytes) -> tuple[bytes, str | None]:
    """Return the byte order mark that `data` opens with and the encoding it stands for, or (b"", None)."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return mark, encoding
    return b"", None


def last_resort(data: bytes) -> str:
    """Return `data` read as Windows-1252, its five holes as the C1 controls they are in the WHATWG table."""
    return data.decode(_LAST_RESORT, "windows_1252_holes")


def text_lines(stream: BinaryIO, notices: list[Notice | Reject]) -> Iterator[str]:
    """Yield the lines of `stream` as text, line ends kept, in memory of one line.

    UTF-8 is tried line by line, so that one bad line does not turn the whole file into Windows-1252; the first bad
    line leaves a notice in `notices`. A byte order mark of UTF-16 or UTF-32 decides for the whole stream. A line of
    more than 16 MiB comes empty and leaves a Reject there: nothing that long is a comment, and reading it takes six
    times as much memory.
    """
    rest = _fitting(stream, notices)
    first = next(rest, b"")
    mark, encoding = marked(first)
    encoding = encoding or bare_utf16(first)
    if encoding not in (None, "utf-8"):
        yield from _wide_lines(first[len(mark) :], stream, str(encoding))
        return
    for number, line in enumerate(chain((first[len(mark) :],), rest), 1):
        text = _line(line, number, notices)
        if "\x00" in text:  # decoded from bytes, it holds nothing else that cannot be stored
            text = storable(text)
        if "\r" in text:
            yield from _split(text)
        elif text:
            yield text


def _fitting(stream: BinaryIO, notices: list[Notice | Reject]) -> Iterator[bytes]:
    number = 0
    while line := stream.readline(_LONGEST_LINE):
        number += 1
        if len(line) < _LONGEST_LINE or line.endswith(b"\n"):
            yield line
            continue
        while (line := stream.readline(_LONGEST_LINE)) and not line.endswith(b"\n"):
            pass
        notices.append(Reject(number, f"a line of more than {_LONGEST_LINE >> 20} MiB is not read"))
        yield b"\n"


def _split(line: str) -> Iterator[str]:
    """Cut a line at lone carriage returns too, the line ends of old exports from Macs; ends are kept."""
    return iter(_LONE_RETURN.split(line)) if "\r" in line[:-2] else iter((line,))


def _line(line: bytes, number: int, notices: list[Notice | Reject]) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        if not any("not UTF-8" in str(notice) for notice in notices):
            notices.append(Notice(f"not UTF-8, read as {_LAST_RESORT} from here on where needed", line=number))
        return last_resort(line)


def _wide_lines(first: bytes, stream: BinaryIO, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    kept, chunk = "", first
    while chunk:
        *lines, kept = (kept + decoder.decode(chunk)).split("\n")
        for line in lines:
            yield from _split(storable(line) + "\n")
        chunk = stream.read(_CHUNK)
    kept += decoder.decode(b"", final=True)
    if kept:
        yield from _split(storable(kept))


def _strictly(data: bytes, encoding: str | None) -> str | None:
    try:
        return data.decode(encoding) if encoding else None
    except (UnicodeDecodeError, LookupError):
        return None


def bare_utf16(data: bytes) -> str | None:
    """Name UTF-16 without its mark: in Latin script every other byte is NUL, in prose as UTF-8 none is."""
    head = data[:2048]
    half = len(head) // 2
    if half < _LEAST_WIDE:
        return None
    for encoding, offset in (("utf-16-le", 1), ("utf-16-be", 0)):
        if head[offset::2].count(0) > 0.7 * half and head[1 - offset :: 2].count(0) < 0.1 * half:
            return encoding
    return None


def _first_bad_line(data: bytes) -> int:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return data.count(b"\n", 0, error.start) + 1
    return 1


def _seal(text: str, encoding: str, *notices: Notice) -> Decoded:
    clean = storable(text)
    if clean != text:
        count = len(_UNSTORABLE.findall(text))
        notices = (*notices, Notice(f"replaced {count} NUL or lone surrogate characters by U+FFFD"))
    return Decoded(clean, encoding, notices)


def _hole(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(chr(byte) for byte in error.object[error.start : error.end]), error.end


codecs.register_error("windows_1252_holes", _hole)
