"""Stretched words: `idiooooot`, `rreettaarrdd`, `fuuck`."""

from __future__ import annotations

import re
from typing import Final

from moderation.normalise.known import known_words

_RUN: Final = re.compile(r"(.)\1+")
# What is put in the place of it is no group: Python 3.11 and older call Python for each place where it is one.
_AGAIN: Final = re.compile(r"(.)(?=\1)")
_LONG: Final = re.compile(r"(.)\1\1+")
# Everyday words with a doubled letter: stretched, they are themselves, never what is left without the double.
DOUBLED: Final = frozenset(
    """
    add all allow apple baby ball balloon been bee beer bell better bill bitter blood book boom boot boss bottle bull
    butter button buzz call cell class cliff coffee cool cookie cookies cook cross deep dinner door dress drill ee
    egg ell engineer error fall fee feed feel feet fell fill fool foot food free full funny funnily gee geese giggle
    glass gloom good goodbye goods goof grass green groom guess hall happy heel hello hill hood hook hoop hoot ill
    issue jeep kiss kitten knee lee less letter little look loop loose lottery mall matter meet mess middle mill
    miss missing moo mood moon moose muddle need noodle noon odd off offer pass pee pill pool poor press pretty
    proof pull puppy queen rabbit really roof room root roll run school see seed seek seem seen sell settle sheep
    sheet shoot sill silly sleep small smell smooth soon sorry spell spoon steel still stoop street stuff sunny
    sweet tall tee tell teeth tool too tooth tree troop vee wall wedding week well wheel will wool yeah
    yell yellow yummy zoo zoom
    """.split()  # noqa: SIM905
)


def is_doubled(token: str) -> bool:
    """Tell whether some letter stands twice in a row."""
    return _RUN.search(token) is not None


def squeezed(word: str) -> str:
    """Return the word with every letter that stands several times in a row standing once."""
    return _AGAIN.sub("", word)


def is_stretched(token: str, word: str) -> bool:
    """Tell whether `token` is `word` with letters repeated; both have the same squeezed form.

    `coool` is no `col`: it is an everyday word stretched.
    """
    if _LONG.sub(r"\1\1", token) in DOUBLED and word not in DOUBLED:
        return False
    return all(a >= b for a, b in zip(_lengths(token), _lengths(word), strict=True))


def is_itself(token: str) -> bool:
    """Tell whether a token is a known word with letters repeated: `jeeez` says nothing but `jeez`."""
    if not _LONG.search(token):
        return token in known_words()
    return _LONG.sub(r"\1\1", token) in known_words() or _LONG.sub(r"\1", token) in known_words()


def _lengths(word: str) -> list[int]:
    lengths: list[int] = []
    before = ""
    for letter in word:
        if letter == before:
            lengths[-1] += 1
        else:
            lengths.append(1)
        before = letter
    return lengths
