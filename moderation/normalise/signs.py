"""Signs that show letters, one or several at a time: `m0r0n`, `$h!t`, `|<unt`, `f*ck`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from moderation.normalise.walk import Option, Options
from moderation.taxonomy import Via

# The likelier letter comes first; the order is ours.
SIGNS: Final[dict[str, str]] = {
    "0": "o", "1": "il", "2": "zr", "3": "e", "4": "a", "5": "s", "6": "gb", "7": "t", "8": "b", "9": "g",
    "@": "a", "$": "s", "!": "il", "|": "li", "+": "t", "(": "c", "<": "c", "[": "c", "{": "c", "#": "h",
    "€": "e", "£": "l", "¢": "c", "¥": "y", "^": "a", "&": "a", "§": "s", "µ": "u", "μ": "u", "©": "c", "®": "r",
    "×": "x",
}  # fmt: skip
# `!` ends more sentences than it stands in words.
_PLAIN: Final = str.maketrans({sign: SIGNS[sign][0] for sign in "013457$@"})
_WITHIN: Final = re.compile(r"[a-z]+(?:[013457$@]{1,2}[a-z]+)+")
_TAKEN_FOR: Final = {"i": "l", "l": "i"}
# Letters drawn with several signs.
DRAWN: Final[dict[str, str]] = {
    "/\\": "a", "/-\\": "a", "/_\\": "a", "|3": "b", "13": "b", "|)": "d", "|]": "d", "[)": "d", "|>": "dp", "[-": "e",
    "|=": "f", "ph": "f", "|-|": "h", "]-[": "h", "}{": "hx", ")-(": "h", "/-/": "h", "#": "h", "_|": "j", "_/": "j",
    "|<": "k", "|{": "k", "|(": "k", "1<": "k", "|_": "l", "|\\/|": "m", "/\\/\\": "m", "|v|": "m", "/v\\": "m",
    "(v)": "m", "[v]": "m", "^^": "m", "|\\|": "n", "/\\/": "n", "()": "o", "[]": "o", "<>": "o", "{}": "o", "|*": "p",
    "|o": "p", "|0": "p", "(,)": "q", "0_": "q", "|2": "r", "|?": "r", "/2": "r", "|^": "r", "'|'": "t", "-|-": "t",
    "|_|": "u", "(_)": "u", "\\_/": "u", "\\_\\": "u", "/_/": "u", "\\/": "v", "|/": "v", "\\/\\/": "w", "vv": "w",
    "\\^/": "w", "uu": "w", "><": "x", ")(": "x", "`/": "y", "'/": "y", "\\|/": "y", "~/_": "z", "cl": "d", "rn": "m",
}  # fmt: skip
# How many signs the letters are drawn with that begin with one.
_SIZES: Final = {
    first: sorted({len(drawn) for drawn in DRAWN if drawn[0] == first}) for first in {drawn[0] for drawn in DRAWN}
}
MASKS: Final = "*#%?~^•·¤□■▪●○◦…_@$!+&="
_STAR: Final = "*"
_USUAL: Final = frozenset("*#%")
ANY: Final[tuple[Option, ...]] = tuple((1, letter) for letter in "abcdefghijklmnopqrstuvwxyz")
_NONE: Final[Option] = (1, "")
_DOUBLED: Final = re.compile(r"(.)\1")
_BLOTS: Final = re.compile(r"([*#%])\1")
_BLOT: Final = re.compile(f"[{re.escape(MASKS)}]")
_SHOWN: Final = re.compile(r"[^\W\d_]")
_DIGIT: Final = re.compile(r"\d")
FEWEST_SHOWN: Final = 2
FEWEST_LETTERS: Final = 3
LONGEST: Final = 24


def is_legible(token: str) -> bool:
    """Tell whether a token may be a word in signs and no amount, number, score or code."""
    shown = len(_SHOWN.findall(token))
    if not shown or len(token) > LONGEST:
        return False
    return not _DIGIT.search(token) or len(token) <= 5 * shown


@lru_cache(maxsize=4096)
def _alone(sign: str) -> tuple[Option, ...]:
    own = (sign, *_TAKEN_FOR.get(sign, "")) if sign.isalnum() else ()
    return tuple((1, letter) for letter in (*own, *SIGNS.get(sign, "")))


def letters(token: str, at: int) -> tuple[Option, ...]:
    """Return the letters that stand at a place or that signs there may show."""
    alone, most = _alone(token[at]), len(token) - at
    sizes = [size for size in _SIZES.get(token[at], ()) if size <= most]
    drawn = [(size, letter) for size in sizes for letter in DRAWN.get(token[at : at + size], "")]
    return (*alone, *drawn) if drawn else alone


def stretched(token: str, at: int) -> tuple[Option, ...]:
    """Return the same, and nothing for a sign that stands there again."""
    return (*letters(token, at), _NONE) if at and token[at] == token[at - 1] else letters(token, at)


def masked(token: str, at: int) -> tuple[Option, ...]:
    """Return the same, and any letter for a sign that blots one out; at the ends, only a star does."""
    blots = MASKS if 0 < at < len(token) - 1 else _STAR
    return (*letters(token, at), *ANY) if token[at] in blots else letters(token, at)


def blotted(token: str, at: int) -> tuple[Option, ...]:
    """Return the same, and nothing for a usual blot that stands there again: `f**ck`."""
    again = token[at] in _USUAL and at and token[at - 1] == token[at]
    return (*masked(token, at), _NONE) if again else masked(token, at)


def ways(token: str) -> Iterator[tuple[Options, Via]]:
    """Yield the ways to read a token that may give something new, likelier ones first, and what each is called."""
    yield letters, "leet"
    if _DOUBLED.search(token):
        yield stretched, "repeat"
    if _BLOT.search(token, 1, len(token) - 1) or _STAR in token:
        yield masked, "mask"
        if _BLOTS.search(token):
            yield blotted, "mask"


def shows_enough(token: str, word: str) -> bool:
    """Tell whether a token with blotted-out letters shows enough of `word`: two letters, more for unusual blots.

    All but one where there are more blots than letters.
    """
    shown = sum(map(str.isalpha, token))
    if len(word) < len(token) and shown < len(word) - 1:
        return False
    blots = {char for char in token if not char.isalnum()}
    return shown >= FEWEST_SHOWN and (blots <= _USUAL or (len(word) > 3 and 3 * shown > len(word)))


def shows_half(token: str) -> bool:
    """Tell whether half of a token with blotted-out letters is letters."""
    return 2 * sum(map(str.isalpha, token)) >= len(token)


def resolved(token: str) -> str:
    """Return the token with digits and signs within it read as the likeliest letters, or nothing if it is no word."""
    if not _WITHIN.fullmatch(token) or len(_SHOWN.findall(token)) < FEWEST_LETTERS:
        return ""
    return token.translate(_PLAIN)
