"""Digits and signs for letters: `m0r0n`, `a$$`, `1diot`."""

from __future__ import annotations

import itertools
import re
from typing import Final

# The first reading is the likelier one; the order is ours.
LEET: Final[dict[str, str]] = {
    "0": "o", "1": "il", "2": "z", "3": "e", "4": "a", "5": "s", "6": "g", "7": "t", "8": "b", "9": "g",
    "@": "a", "$": "s", "!": "il", "|": "li", "+": "t", "(": "c", "€": "e", "£": "l", "¢": "c", "¥": "y",
}  # fmt: skip
MOST_READINGS: Final = 16
LONGEST: Final = 20
_LETTER: Final = re.compile(r"[^\W\d_]")
_INSIDE: Final = re.compile(r"(?<=[a-z])([013457@$])\1?(?=[a-z])")
_WORD: Final = re.compile(r"(?<![\w@$.:/])[a-z0-9$][a-z0-9@$]{2,15}(?![\w@$]|[./:]\w)")


def readings(token: str) -> list[str]:
    """Return what a token reads as once its digits and signs are letters; nothing where no letter is left.

    A plain number or amount stays what it is. One letter must stand for every four digits and signs (`1d107`), and
    codes longer than a word are none.
    """
    doubtful = sum(char in LEET for char in token)
    sure = len(_LETTER.findall(token))
    if not doubtful or not sure or doubtful > 4 * sure or len(token) > LONGEST:
        return []
    choices = [LEET.get(char, char) for char in token]
    return ["".join(choice) for choice in itertools.islice(itertools.product(*choices), MOST_READINGS)]


def resolve_leet(text: str) -> str:
    """Return folded `text` with digits and signs inside words read as letters, of the same length.

    For models that see the whole text: only between letters, single or doubled, in short words away from addresses;
    `covid19`, `mp3`, `5k` and `b2b` stay.
    """
    return _WORD.sub(lambda found: _resolved(found.group()), text) if _INSIDE.search(text) else text


def _resolved(word: str) -> str:
    if sum(map(str.isalpha, word)) < 3:
        return word
    return _INSIDE.sub(lambda found: LEET[found.group(1)][0] * len(found.group()), word)
