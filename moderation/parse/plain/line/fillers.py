"""The words and signs that sites print around a name: `on`, `posted`, `|`, the number of a comment."""

from __future__ import annotations

import re
from typing import Final

_FILLER_WORDS: Final = (
    r"(?:on|at|in|the|and|posted|commented|comment(?: by)?|written|submitted|date|time|um|am|le|à|el|a las|il|alle|op"
    r"|permalink|link|reply|edited|says?|said|wrote|writes|via|from|uhr|utc|gmt|om|em|às|dnia|dne|napisano|dodano|bearbeitet|modifié|editado|modificato)"
)
FILLER_SIGNS: Final = '-–—−|•·∙,:：;./#([)]@»«<>›‹~*"…+✓✔ \u00a0'
_LAST_SIGNS: Final = FILLER_SIGNS.replace(")", "").replace(".", "")  # `Ann (Oslo)` and `Ann L.` keep them
# At the beginning of a name articles stay: `The Copper Kettle`, `Le Goff`.
_OPENERS: Final = (
    r"(?:on|at|in|and|posted|commented|comment(?: by)?|written|submitted|date|time|um|à|às"
    r"|permalink|link|reply|edited|says?|said|wrote|writes|via|from|uhr|utc|gmt|napisano|dodano|bearbeitet|modifié|editado|modificato)"
)
_OPENER: Final = re.compile(rf"{_OPENERS}(?!\w)", re.IGNORECASE)
_ENDER: Final = re.compile(rf"(?<!\w){_FILLER_WORDS}$", re.IGNORECASE)
_LONGEST_FILLER: Final = 10
_FILLERS: Final = frozenset(re.sub(r"[?:()]", "", _FILLER_WORDS).replace(" ", "|").split("|"))
_NO_WORD: Final = re.compile(r"\W")
_NUMBER: Final = re.compile(
    r"^(?:[+-]?\d{1,4}\s+#\d{1,5}[.):]?\s+|\d{6,10}\s+(?=[^\W\d])|#?\d{1,5}[.):]?(?:\s+|$)|[+-]\d{1,4}\s+)"
)


def bare(text: str) -> str:
    """Return `text` without the filler words and signs at both ends."""
    text = text.strip()
    while text and _may_open_or_end(text):
        before, text = text, _trimmed(text)
        if before == text:
            break
    return text


def without_number(text: str) -> str:
    """Return `text` without the number that it opens with."""
    number = None if text[:1].isalpha() else _NUMBER.match(text)
    return text[number.end() :] if number else text


def _trimmed(text: str) -> str:
    """Take one filler off either end; each end is looked at alone, as a search from end to end costs ten times this."""
    opener = _OPENER.match(text) if text[0].isalpha() else None
    text = text[opener.end() :] if opener else text.lstrip(FILLER_SIGNS)
    if text[-1:] in _LAST_SIGNS:
        return text.rstrip(_LAST_SIGNS).strip()
    ender = _ENDER.search(text, max(0, len(text) - _LONGEST_FILLER)) if text[-1].isalpha() else None
    return (text[: ender.start()] if ender else text).strip()


def _may_open_or_end(text: str) -> bool:
    """Tell whether a filler can stand at an end of `text`: asking costs a fifth of trying."""
    if not (text[0].isalnum() and text[-1].isalnum()):
        return True
    words = text.casefold().split()
    first, last = words[0], words[-1]
    return (last if last.isalnum() else _NO_WORD.split(last)[-1]) in _FILLERS or (
        first if first.isalnum() else _NO_WORD.split(first, maxsplit=1)[0]
    ) in _FILLERS
