"""Letters blotted out: `f*ck`, `id**t`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

MASKS: Final = "*#%"
MASKED: Final = re.compile(rf"(?<![\w{MASKS}])[^\W\d_][^\W_]*[{MASKS}][\w{MASKS}]*[^\W_](?![\w{MASKS}])")
FEWEST_LETTERS: Final = 2


def fitting(token: str, words: Iterable[str]) -> list[str]:
    """Return the `words` that a masked token may be: the same length, each mask one letter, all else the same.

    Begins with a letter and shows at least two: `s***` could be anything.
    """
    shown = [(at, char) for at, char in enumerate(token) if char not in MASKS]
    if len(shown) < FEWEST_LETTERS or len(shown) == len(token):
        return []
    return [word for word in words if len(word) == len(token) and all(word[at] == char for at, char in shown)]
