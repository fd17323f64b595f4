"""Signs that show letters, one or several at a time: `m0r0n`, `$h!t`, `|<unt`, `f*ck`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from moderation.normalise.runs import squeezed
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
# The same sign between each two letters, of those that elsewhere show one: `i@d@i@o@t`.
_BETWEEN: Final = re.compile(r"[^\W_]([@$!])[^\W_](?:\1[^\W_])+")
_DIGIT: Final = re.compile(r"\d")
# How a token begins tells of most that they are no word, but not where strokes draw a letter.
_HEAD: Final = 6
_TAIL: Final = 6
_READ: Final = 8  # signs that are looked at for a head or a tail
_UNTOLD: Final = re.compile(r"[|/\\()\[\]{}<>]|13|0_|\^\^")
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


def between(token: str, at: int) -> tuple[Option, ...]:
    """Return the letters that stand at a place, and nothing for the sign between each two letters."""
    return (_NONE,) if at % 2 else letters(token, at)


def ways(token: str) -> Iterator[tuple[Options, Via]]:
    """Yield the ways to read a token that may give something new, likelier ones first, and what each is called."""
    yield letters, "leet"
    if _BETWEEN.fullmatch(token):
        yield between, "spaced"
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


def _likened() -> dict[int, str]:
    """Return for every sign and letter one that stands for all that may show the same letters as it.

    So do two letters that draw a third: in a row, as `rn` and `m`, they stand there once.
    """
    shown = (
        *SIGNS.items(),
        *_TAKEN_FOR.items(),
        *((drawn[0], drawn[1:] + DRAWN[drawn]) for drawn in DRAWN if _is_plain(drawn)),
    )
    groups: dict[str, set[str]] = {}
    for sign, letters in shown:
        joined = {sign, *letters}.union(*(groups.get(one, ()) for one in (sign, *letters)))
        groups.update(dict.fromkeys(joined, joined))
    return {ord(sign): min(group) for sign, group in groups.items()}


def _is_plain(drawn: str) -> bool:
    return drawn.isalpha() or len(drawn) == 1


_LIKENED: Final = _likened()


def head(token: str) -> str:
    """Return how a word must begin, in `heads`, to be what a token may be read as in one of the `ways`; or nothing.

    Signs that may show the same letter are one there, and stand once where they stand in a row.
    """
    blot = _BLOT.search(token, 1)
    end = min(_READ, blot.start() if blot else _READ)
    if token.startswith(_STAR) or _UNTOLD.search(token, 0, end + 1):
        return ""
    return _once(token[:end].translate(_LIKENED))[:_HEAD]


def tail(token: str) -> str:
    """Return how a word must end, in `tails`, in the same way; or nothing."""
    if token.endswith(_STAR) or _UNTOLD.search(token, max(0, len(token) - _READ - 1)):
        return ""
    behind = _BLOT.split(token[:-1])[-1] + token[-1]  # at the end only a star blots out
    return _once(behind[-_READ:].translate(_LIKENED))[-_TAIL:]


def heads(words: Iterable[str]) -> frozenset[str]:
    """Return how words begin, as `head` tells it."""
    whole = _once("\n".join([word[:_READ] for word in words]).translate(_LIKENED)).split("\n")
    return frozenset([word[:size] for word in set(whole) for size in range(1, _HEAD + 1)])


def tails(words: Iterable[str]) -> frozenset[str]:
    """Return how words end, as `tail` tells it."""
    whole = _once("\n".join([word[-_READ:] for word in words]).translate(_LIKENED)).split("\n")
    return frozenset([word[-size:] for word in set(whole) for size in range(1, _TAIL + 1)])


def _once(text: str) -> str:
    return squeezed(text) if _DOUBLED.search(text) else text


def resolved(token: str) -> str:
    """Return the token with digits and signs within it read as the likeliest letters, or nothing if it is no word."""
    if not _WITHIN.fullmatch(token) or len(_SHOWN.findall(token)) < FEWEST_LETTERS:
        return ""
    return token.translate(_PLAIN)
