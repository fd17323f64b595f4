"""Where sentences end in a folded text: a phrase does not run over a full stop.

Kept on purpose: dots in a row ("you ... idiot") are a pause; a full stop after an abbreviation, a single letter or
letters with dots between them ("e.u.", "f.u.c.k. y.o.u.") ends nothing; and a sentence of one word belongs to its
neighbours ("You. Are. An. Idiot.", "Are you blind? Idiot.").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from moderation.rulebook.words import WORD, listed

_END: Final = re.compile(r"(?:[!?]+|(?<![.])[.](?![.])|[。！？])[!?.\"')\]]*(?=\s)|\n[^\S\n]*\n")
_SIGN: Final = re.compile(r"[.!?。！？\n]")
_LAST: Final = re.compile(r"[^\W_]+(?:[.'][^\W_]+)*\Z")
_LETTERS: Final = re.compile(r"[^\W_](?:\.[^\W_])*")
_SHORT: Final = frozenset(
    listed("mr mrs ms dr prof st sr jr vs etc eg ie nr approx gen sen rep gov capt lt col sgt bzw")
)
_REACH: Final = 24


def may_end(text: str, start: int, end: int) -> bool:
    """Tell whether any sign stands between two offsets that could end a sentence: cheap, and mostly the answer."""
    return _SIGN.search(text, start, end) is not None


def sentence_ends(text: str) -> list[int]:
    """Return the offsets at which a sentence of two words or more has ended and another one begins."""
    found = [end.end() for end in _END.finditer(text) if not _is_abbreviated(text, end)]
    if not found:
        return []
    edges = [0, *found, len(text)]
    short = [_is_one_word(text, start, end) for start, end in pairwise(edges)]
    return [end for at, end in enumerate(found) if not short[at] and not short[at + 1]]


def _is_abbreviated(text: str, end: re.Match[str]) -> bool:
    if not end.group().startswith("."):
        return False
    last = _LAST.search(text[max(0, end.start() - _REACH) : end.start()])
    return last is not None and (last.group() in _SHORT or _LETTERS.fullmatch(last.group()) is not None)


def _is_one_word(text: str, start: int, end: int) -> bool:
    words: Sequence[str] = WORD.findall(text, start, min(end, start + 80))
    return len(words) < 2
