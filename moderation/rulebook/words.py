"""Where words begin and end, in any script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

SEPARATOR: Final = "\x1f"
# Letters, digits and the marks that belong to them; an underscore separates.
WORD: Final = re.compile(r"[^\W_]+")
# Scripts written without blanks: there a word has no visible edge.
_UNSPACED: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)


def listed(words: str) -> tuple[str, ...]:
    """Return the words of a list that is written as a text."""
    return tuple(words.split())


# A text that has one of these has told nothing yet.
COMMON: Final = frozenset(
    listed(
        """
    a all an and any are as at be been but by can do for from get go got had has have he her him his how i if in is
    it its just know like me my no not now of on one or our out people she so some than that the their them then
    there they this to too u up ur us was we were what when who why will with would yes you your youre
    """
    )
)


class _Blanks(dict[int, str]):
    """Maps each character to itself where it belongs to a word and to a blank where it does not; fills itself."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        kept = char if char.isalnum() or unicodedata.category(char)[0] == "M" else " "
        self[code] = kept
        return kept


_BLANKS: Final = _Blanks()
# Bytes are translated ten times faster than characters.
_ASCII_BLANKS: Final = bytes(code if chr(code).isalnum() and code < 128 else 32 for code in range(256))


def blank_marks(text: str) -> str:
    """Return `text` with a blank for every character that belongs to no word; offsets stay."""
    if text.isascii():
        return text.encode("ascii").translate(_ASCII_BLANKS).decode("ascii")
    return text.translate(_BLANKS)


def split_words(text: str) -> list[str]:
    """Return the words of a folded text."""
    return blank_marks(text).split()


def joined(words: Iterable[str]) -> str:
    """Return words with separators around each, the way the automaton reads them."""
    return f"{SEPARATOR}{SEPARATOR.join(words)}{SEPARATOR}"


class WordCount:
    """Counts the words before places of words between separators.

    From the place asked for last on, since most are asked for in order: from the beginning, each word of a flood would
    take a look at half of the flood.
    """

    def __init__(self, run: str) -> None:
        self._run = run
        self._at = self._count = 0

    def before(self, at: int) -> int:
        """Return how many separators stand before an offset."""
        if at < self._at:
            self._at = self._count = 0
        self._count += self._run.count(SEPARATOR, self._at, at)
        self._at = at
        return self._count


def has_unspaced(text: str) -> bool:
    """Tell whether the text has letters of a script that writes no blanks."""
    return _UNSPACED.search(text) is not None


def is_edge(text: str, at: int) -> bool:
    """Tell whether a word may begin or end between `text[at - 1]` and `text[at]`.

    Looks at both sides and takes neither, so that two hits may share one blank between them.
    """
    if at <= 0 or at >= len(text):
        return True
    before, after = text[at - 1], text[at]
    if _UNSPACED.match(before) or _UNSPACED.match(after):
        return True
    return blank_marks(before) == " " or blank_marks(after) == " "
