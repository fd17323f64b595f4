"""Stretched words: `idiooooot`, `rreettaarrdd`, `fuuck`."""

from __future__ import annotations

import re
from typing import Final

_RUN: Final = re.compile(r"([^\W\d_])\1+")
# Hardly an English word doubles these; `vacuum`, `skiing`, `savvy`, `bookkeeper` collapse into nothing rude.
RARELY_DOUBLED: Final = "aahhiijjkkqquuvvwwxxyy"
_RARE: Final = re.compile(r"aa|hh|ii|jj|kk|qq|uu|vv|ww|xx|yy")
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
    if long_to_two in DOUBLED and long_to_two != token:
        return [long_to_two]
    long_to_one = _RUN.sub(
        lambda m: m.group()[:1] if len(m.group()) > 2 or _RARE.match(m.group()) else m.group(), token
    )
    all_to_one = _RUN.sub(r"\1", token)
    return [form for form in dict.fromkeys((long_to_two, long_to_one, all_to_one)) if form != token]
