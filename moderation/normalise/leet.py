"""Digits and signs for letters, for models that see the whole text: `m0r0n`, `a$$`, `1diot`."""

from __future__ import annotations

import re
from typing import Final

from moderation.normalise.signs import SIGNS

_INSIDE: Final = re.compile(r"(?<=[a-z])([013457@$])\1?(?=[a-z])")
_WORD: Final = re.compile(r"(?<![\w@$.:/])[a-z0-9$][a-z0-9@$]{2,15}(?![\w@$]|[./:]\w)")


def resolve_leet(text: str) -> str:
    """Return folded `text` with digits and signs inside words read as letters, of the same length.

    Only between letters, single or doubled, in short words away from addresses;
    `covid19`, `mp3`, `5k` and `b2b` stay.
    """
    return _WORD.sub(lambda found: _resolved(found.group()), text) if _INSIDE.search(text) else text


def _resolved(word: str) -> str:
    if sum(map(str.isalpha, word)) < 3:
        return word
    return _INSIDE.sub(lambda found: SIGNS[found.group(1)][0] * len(found.group()), word)
