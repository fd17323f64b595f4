"""Characters that nobody sees: format and control characters, lone surrogates, fillers, direction overrides."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from moderation.normalise.draft import Draft, rewrite

# Text between RLO and PDF (or the end of the line) is shown backwards: `<RLO>toidi<PDF>` reads "idiot".
OVERRIDDEN: Final = re.compile("\u202e([^\u202a-\u202e\n]*)\u202c?")
# Letters by category, yet blank on screen: Hangul fillers, Khmer inherent vowels, combining grapheme joiner.
_BLANK: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
_KEPT: Final = frozenset("\t\n\r")
_NOT_SEEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]|[^\x00-\x7e]")  # some of these are seen


@lru_cache(maxsize=65536)
def is_invisible(char: str) -> bool:
    """Tell whether a reader cannot see the character and it separates nothing."""
    if char in _KEPT or char in "\x85\u2028\u2029":
        return False
    return char in _BLANK or unicodedata.category(char) in {"Cf", "Cc", "Cs"} or "\ufe00" <= char <= "\ufe0f"


def turn_overrides(draft: Draft) -> Draft:
    """Put text that a right-to-left override shows backwards into the order in which it is read.

    Each turned character comes from the whole turned range: offsets must rise.
    """
    if "\u202e" not in draft.text:
        return draft
    return rewrite(draft, ((m.start(), m.end(), m.group(1)[::-1]) for m in OVERRIDDEN.finditer(draft.text)))


def step(draft: Draft) -> Draft:
    """Drop what nobody sees."""
    text = draft.text
    unseen = {char for char in _NOT_SEEN.findall(text) if is_invisible(char)}
    if not unseen:  # most texts: then nobody need know where its other characters stand
        return draft
    return rewrite(draft, ((at, at + 1, "") for at, char in enumerate(text) if char in unseen))
