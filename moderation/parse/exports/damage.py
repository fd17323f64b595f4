"""What stands behind damage in a JSON document: the next item that looks like those before it, and all that follows."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from moderation.parse.utf8 import Utf8

# Python and data frames write these for numbers that are none; JSON has no word for them.
_NO_NUMBER: Final = re.compile(rb"(?:(?<=[:\[,\s])|\A)(?:NaN|-?Infinity)(?=\s*[,\]}])")
# A piece of the stream must not end within one, nor between a backslash and what it escapes.
_UNFINISHED: Final = re.compile(rb"(?:[-\w]{1,9}[ \t\r\n]{0,64}|[ \t\r\n]{1,64})\Z")
_LONGEST_UNFINISHED: Final = 80
# So much must stand behind an object that cannot be read before it is given up for damaged rather than unfinished.
_ENOUGH: Final = 1 << 20
_UNFINISHED_VALUE: Final = -1
_DAMAGED_VALUE: Final = -2
_PART: Final = 1 << 18
# Where one item is damaged many may be: what is looked through for the next is then to be little.
_BITE: Final = 1 << 13
_LONGEST_RAW: Final = 10_000
_BETWEEN: Final = " \t\r\n,"
_DECODER: Final = json.JSONDecoder(parse_constant=lambda _: None)


class Resumable:
    """A JSON document as UTF-8 that keeps what was read since the last whole item began, to go on behind damage.

    NaN and Infinity, which are no JSON, become null on the way.
    """

    def __init__(self, source: Utf8) -> None:
        self._source = source
        self._parts: deque[bytes] = deque()
        self._passed = 0
        self._needed: int | None = None
        self._opening = b""
        self._held = b""
        self._is_quoted = False
        self._again, self._done = b"", 0

    def read(self, size: int = -1) -> bytes:
        """Return some bytes, none only at the end; with `size` 0 none, which tells a caller that they are bytes."""
        if not size:
            return b""
        if self._opening:
            opening, self._opening = self._opening, b""
            return opening
        part = self._undivided(size if self._done == len(self._again) else _BITE)
        while self._parts and (self._needed is None or self._passed < self._needed):
            self._parts.popleft()
            self._passed += 1
        self._parts.append(part)
        before = self._is_quoted
        self._is_quoted ^= _quotes(part)
        return _without_nan(part, quoted=before) if b"NaN" in part or b"Infinity" in part else part

    @property
    def at(self) -> int:
        """The number of the piece that was read last."""
        return self._passed + len(self._parts) - 1

    def keep(self, first: int) -> None:
        """Keep the pieces from number `first` on: an item begins there."""
        self._needed = first

    def resume(self, opening: bytes, last: Any, begun: Any) -> tuple[bool, str]:
        """Go on with the next item behind the damage; return whether there is one, and what is passed over for it.

        `opening` opens what the items stand in; `last` is the last item that was read, or None, `begun` what is known
        of the one that the damage is in. Without an item to go on with, what is passed over is all that is left.
        """
        keys = last if isinstance(last, Mapping) else begun if isinstance(begun, Mapping) else {}
        text = b"".join(self._parts).decode("utf-8", "replace")
        if not keys:
            return False, text
        search = _Search(text, self._further(), last if isinstance(last, Mapping) else None, keys)
        found = search.next()
        skipped = search.skipped
        if found:
            self._again = search.rest.encode("utf-8", "replace") + self._held + self._again[self._done :]
            self._done = 0
            self._parts.clear()
            self._passed, self._needed, self._held, self._is_quoted = 0, None, b"", False
            self._opening = opening
        return found, skipped

    def _further(self) -> Iterator[str]:
        while part := self._undivided(_PART):
            yield part.decode("utf-8", "replace")

    def _taken(self, size: int) -> bytes:
        if self._done == len(self._again):
            return self._source.read(size)
        part = self._again[self._done : self._done + size]
        self._done += len(part)
        return part

    def _undivided(self, size: int) -> bytes:
        """Return what comes next, as it stands in the file, up to where no number and no escape may be cut in two."""
        part = b"?"
        content = b""
        while not content and part:
            part = self._taken(size)
            content, self._held = self._held + part, b""
            if part and (tail := _unfinished(content)):
                content, self._held = content[:-tail], content[-tail:]
        return content


def _without_nan(content: bytes, *, quoted: bool) -> bytes:
    """Return `content`, which begins inside a text where `quoted`, with null for what is no number outside texts."""
    parts, at = list[bytes](), 0
    for match in _NO_NUMBER.finditer(content):
        before = content[at : match.start()]
        quoted ^= _quotes(before)
        parts += (before, match[0] if quoted else b"null")
        at = match.end()
    return b"".join((*parts, content[at:]))


def _unfinished(content: bytes) -> int:
    """Return the length of the end that only the next piece can decide on."""
    if content.endswith(b"\\"):
        return len(content) - len(content.rstrip(b"\\"))
    tail = _UNFINISHED.search(content[-_LONGEST_UNFINISHED:])
    return len(tail[0]) if tail else 0


def _quotes(content: bytes) -> bool:
    """Tell whether a quotation that is open before `content` is closed behind it, and the other way round."""
    # A quote with a backslash before it ends nothing, unless that stands behind another.
    bare = content.replace(b"\\\\", b"").replace(b'\\"', b"") if b"\\" in content else content
    return bool(bare.count(b'"') & 1)


def opening_of(path: str) -> bytes:
    """Return what opens the containers of the items at `path`: `{"comments":[` for `comments.item`."""
    parts = path.split(".") if path else []
    return b"".join(b"[" if part == "item" else b"{" + json.dumps(part).encode() + b":" for part in parts)


class _Search:
    """Looks behind damage for an object with the keys of an item."""

    def __init__(
        self, text: str, further: Iterator[str], last: Mapping[str, Any] | None, keys: Collection[str]
    ) -> None:
        self.rest = text
        self._further = further
        self._last = last
        self._keys = frozenset(keys)
        first = re.escape(json.dumps(next(iter(keys)), ensure_ascii=False))
        self._beginning = re.compile(r"\{\s*" + first + r"\s*:")
        self._is_behind = last is None
        self._skipped = ""

    @property
    def skipped(self) -> str:
        """What stands between the last whole item and where reading goes on, its first ten thousand characters."""
        return self._skipped.strip(_BETWEEN)

    def next(self) -> bool:
        """Move `rest` to the next item behind the damage; return whether there is one."""
        at = 0
        while True:
            match = self._beginning.search(self.rest, at)
            if match is None:
                # The key of the next item may have begun at the end of what is here.
                if not self._read_on(max(at, len(self.rest) - 200)):
                    self._pass_over(len(self.rest))
                    return False
                at = 0
                continue
            start = match.start()
            value, end = self._value(start)
            if end == _UNFINISHED_VALUE and len(self.rest) - start < _ENOUGH and self._read_on(start):
                at = 0
            elif end < 0:
                # All before the damage could be read, so this is it.
                self._is_behind = True
                at = match.end()
            elif not self._is_alike(value):
                at = match.end()
            elif self._is_behind:
                self._pass_over(start)
                return True
            else:
                self._is_behind = value == self._last
                self.rest, at = self.rest[end:], 0

    def _value(self, start: int) -> tuple[Any, int]:
        """Return the value that begins at `start` and where it ends, or less than 0."""
        try:
            return _DECODER.raw_decode(self.rest, start)
        except json.JSONDecodeError as error:
            is_unfinished = error.msg.startswith("Unterminated") or error.pos > len(self.rest) - _LONGEST_UNFINISHED
            return None, _UNFINISHED_VALUE if is_unfinished else _DAMAGED_VALUE
        except (ValueError, RecursionError):
            return None, _DAMAGED_VALUE

    def _is_alike(self, value: Mapping[str, Any]) -> bool:
        return 2 * len(self._keys & value.keys()) >= len(self._keys)

    def _read_on(self, start: int) -> bool:
        """Read one more piece, forgetting what stands before `start`; return whether there is one."""
        more = next(self._further, "")
        if more:
            self._pass_over(start)
            self.rest += more
        return bool(more)

    def _pass_over(self, end: int) -> None:
        if self._is_behind and len(self._skipped) < _LONGEST_RAW:
            self._skipped += self.rest[: min(end, _LONGEST_RAW)]
        self.rest = self.rest[end:]
