"""Stretched words: `idiooooot`, `rreettaarrdd`, `fuuck`."""

from __future__ import annotations

import re
from typing import Final

_RUN: Final = re.compile(r"([^\W\d_])\1+")
# Hardly an English word doubles these; `vacuum`, `skiing`, `savvy`, `bookkeeper` collapse into nothing rude.
RARELY_DOUBLED: Final = "aahhiijjkkqquuvvwwxxyy"
_RARE: Final = re.compile(r"aa|hh|ii|jj|kk|qq|uu|vv|ww|xx|yy")
_LONG: Final = re.compile(r"([^\W\d_])\1\1")
_ALL_DOUBLED: Final = re.compile(r"(?:([^\W\d_])\1+){2,}")


def is_stretched(token: str) -> bool:
    """Tell whether letters are repeated in a way that English words are not.

    `class`, `good`, `assess` and `cookies` are not stretched, so they never become another word.
    """
    return bool(_LONG.search(token) or _RARE.search(token) or _ALL_DOUBLED.fullmatch(token))


def readings(token: str) -> list[str]:
    """Return what a stretched token may have been, likelier first; nothing for a token that is not stretched."""
    if not is_stretched(token):
        return []
    long_to_two = _RUN.sub(lambda m: m.group()[:2], token)
    long_to_one = _RUN.sub(
        lambda m: m.group()[:1] if len(m.group()) > 2 or _RARE.match(m.group()) else m.group(), token
    )
    all_to_one = _RUN.sub(r"\1", token)
    return [form for form in dict.fromkeys((long_to_two, long_to_one, all_to_one)) if form != token]
