"""Longer words with one letter too many, too few or wrong, and with endings of one's own: `bahstard`, `bastar`.

A word and its mistyped form share what is left of each when one letter is taken away. Shorter words are mistyped like
too many others, so that seven letters are asked for, and the first of them stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Final

FEWEST: Final = 7
LONGEST: Final = 20
_HEAD: Final = 4
_TAIL: Final = 3
Index = Mapping[str, tuple[str, ...]]

# Endings that people hang on an insult: `moronish`, `idiotbag`. The word in front of one has five letters or more.
_ENDINGS: Final = (
    "ish",
    "bag",
    "bags",
    "fest",
    "boi",
    "lord",
    "ville",
    "hood",
    "ness",
    "es",
    "z",
    "zz",
    "o",
    "ie",
    "4life",
)
_FEWEST_BEFORE: Final = 5


def index_of(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the longer `words` by what is left of them without one letter, but for the first."""
    index: dict[str, tuple[str, ...]] = {}
    for word in words:
        if len(word) >= FEWEST:
            for rest in dict.fromkeys(word[:at] + word[at + 1 :] for at in range(1, len(word))):
                index[rest] = (*index.get(rest, ()), word)
    return index


def edges(words: Iterable[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Return how the longer `words` begin and how they end: one of the two is as it was in a mistyped form."""
    longer = [word for word in words if len(word) >= FEWEST]
    return frozenset([word[:_HEAD] for word in longer]), frozenset([word[-_TAIL:] for word in longer])


def may_be_meant(token: str, heads: Set[str], tails: Set[str]) -> bool:
    """Tell whether a token begins or ends like a longer word: most do not, and need no second look."""
    return len(token) >= FEWEST - 1 and (token[:_HEAD] in heads or token[-_TAIL:] in tails)


def may_be(token: str, heads: Set[str], tails: Set[str]) -> bool:
    """Tell the same, or whether something may be hung on a word."""
    return may_be_meant(token, heads, tails) or token.endswith(_ENDINGS) or token[0] == token[-1] == "x"


def meant(token: str, words: frozenset[str], index: Index) -> Iterator[str]:
    """Yield the `words` that a token may be with one letter too few, too many or wrong; the first letter stays."""
    if len(token) > LONGEST:
        return
    yield from index.get(token, ())
    rests = [token[:at] + token[at + 1 :] for at in range(1, len(token))]
    if index.keys().isdisjoint(rests) and words.isdisjoint(rests):  # most are no word of ours
        return
    for rest in dict.fromkeys(rests):
        if len(rest) >= FEWEST and rest in words:
            yield rest
        for word in index.get(rest, ()):
            if len(word) == len(token) and sum(a != b for a, b in zip(word, token, strict=True)) == 1:
                yield word


def dressed_up(token: str, words: Set[str]) -> str:
    """Return the word that an ending is hung on, `idiotbag`, or that `x` stands around, `xxidiotxx`; or nothing."""
    if token.endswith(_ENDINGS):
        return before_ending(token, words)
    if token[0] == token[-1] == "x":
        word = token.strip("x")
        return word if word in words else ""
    return ""


def before_ending(token: str, words: Set[str]) -> str:
    """Return the word that an ending is hung on, or nothing."""
    for ending in _ENDINGS:
        if token.endswith(ending) and len(token) - len(ending) >= _FEWEST_BEFORE:
            word = token[: -len(ending)]
            if word in words:
                return word
    return ""
