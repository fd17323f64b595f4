"""Words as everybody writes them: they are what they are, and never another word in disguise."""

from __future__ import annotations

import string
from functools import lru_cache
from pathlib import Path
from typing import Final

_EVERYDAY: Final = 4000


@lru_cache(maxsize=1)
def known_words() -> frozenset[str]:
    """Return some 134,000 lower-case words of English text and single letters; read when first asked for (40 ms).

    `known.txt` is made by .ci/known.py, `names.txt` is kept by hand.
    """
    names = (line for line in _lines("names.txt") if not line.startswith("#"))
    return frozenset((*_lines("known.txt"), *" ".join(names).split(), *string.ascii_lowercase))


def is_known(word: str) -> bool:
    """Tell whether English text has a word; of a few words, in a tenth of the time that the set of all takes."""
    return f"\n{word}\n" in _known_text()


@lru_cache(maxsize=1)
def _known_text() -> str:
    return f"\n{_path('known.txt').read_text(encoding='ascii')}\n"


@lru_cache(maxsize=1)
def everyday_words() -> frozenset[str]:
    """Return the most frequent of the known words, nine of ten in a text: a look at these few is the cheaper one."""
    return frozenset((*_lines("known.txt", _EVERYDAY)[:_EVERYDAY], *string.ascii_lowercase))


def _lines(name: str, most: int = -1) -> list[str]:
    """Return the lines of a list; behind the first `most` the rest stands as one."""
    return _path(name).read_text(encoding="ascii").split("\n", most)


def _path(name: str) -> Path:
    return Path(__file__).with_name(name)
