"""What words are looked up by: keys that they share with disguised forms, their pieces, phrases run together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Final

from moderation.normalise import respelt
from moderation.rulebook.terms import Literal

Index = Mapping[str, tuple[str, ...]]
LONGEST_PIECE: Final = 4  # of three or more
LEAST_JOINED: Final = 5


def index_of(key: Callable[[str], str], words: Iterable[str]) -> Index:
    """Return words by a key that each shares with its disguised forms, in the order of the alphabet."""
    index: dict[str, tuple[str, ...]] = {}
    order = sorted(words)
    for word, shared in zip(order, respelt.keys(key, order), strict=True):
        index[shared] = (*index.get(shared, ()), word)
    return index


def pieces_of(words: Collection[str]) -> frozenset[str]:
    """Return beginnings, ends, and shorter pieces from the middle; no word is a piece of itself."""
    pieces = {word[:at] for word in words for at in range(1, len(word))}
    pieces |= {word[at:] for word in words for at in range(1, len(word))}
    longer = [word for word in words if len(word) > LONGEST_PIECE]
    pieces |= {word[at : at + LONGEST_PIECE] for word in longer for at in range(len(word) - LONGEST_PIECE + 1)}
    # Shorter ones are what those leave: words share most of them, so that this is less than to cut each word.
    few = {piece for piece in pieces if len(piece) <= LONGEST_PIECE}
    while few:
        few = {part for piece in few for part in (piece[:-1], piece[1:]) if part}
        pieces |= few
    return frozenset(pieces)


def phrases_of(literals: Iterable[Literal]) -> dict[str, tuple[str, ...]]:
    """Return phrases by their letters run together: spelled-out ones show no blanks (`k y s e l f`)."""
    several = [literal.words for literal in literals if len(literal.words) > 1]
    return {letters: words for words in several if len(letters := "".join(words)) >= LEAST_JOINED}


def gaps_of(words: Iterable[str]) -> frozenset[str]:
    """Return words without one of their inner letters."""
    return frozenset(word[:at] + word[at + 1 :] for word in words for at in range(1, len(word) - 1))
