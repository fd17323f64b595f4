"""Which of many unknown words may be words of the rules in disguise, asked of all of them at once.

Most are names, tags and other words that no trick makes anything of. To try each trick on each of them takes some 20
microseconds a word; what they share with the words of the rules is worked out for all of them together in a few. What
is found here may be too much, never too little: the lexicon's own readings decide.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence, Set
from itertools import compress
from typing import Final

from moderation.normalise import respelt, runs
from moderation.normalise.glued import GLUE, parts
from moderation.rulebook.program.indexes import Index

_END: Final = 3  # letters of the shortest word that is glued to another
_LEAST: Final = 6  # letters of the shortest word that is mistyped or has an ending hung on it
Pair = Callable[[str, str], bool]
# A first look at how a token begins and ends, how it may, and what tells for certain.
Edges = tuple[Set[str], Set[str]]
Teller = tuple[Callable[[str, Set[str], Set[str]], bool], Edges, Callable[[str], Sequence[object]]]


class Suspects:
    """Looks among new words for those that share something with words of the rules; the indexes are the lexicon's."""

    def __init__(
        self,
        squeezed: Index,
        tricks: Sequence[Index],
        strong: Set[str],
        others: Sequence[Set[str]],
        tellers: Sequence[Teller],
    ) -> None:
        shared = ((runs.squeezed, _any_pair), *respelt.TRICKS)
        self._tricks = [(*trick, index) for trick, index in zip(shared, (squeezed, *tricks), strict=True)]
        self._strong, self._others, self._tellers = strong, others, tellers
        self._openings = frozenset(word[:_END] for word in strong | GLUE)
        self._ends = frozenset(word[-_END:] for word in strong | GLUE)

    def among(self, tokens: Set[str]) -> set[str]:
        """Return those of `tokens`, none of them a known word, that the lexicon may have something to say of."""
        openings, ends = self._openings, self._ends
        found = {token for token in tokens if "x" in token or not token.isalpha()}
        glued = [token for token in tokens if token[:_END] in openings and token[-_END:] in ends]
        found.update(token for token in glued if parts(token, self._strong))
        found.update(*(others & tokens for others in self._others))
        order = list(tokens)
        for key, holds, index in self._tricks:
            found.update(_paired(order, key, holds, index))
        left = [token for token in tokens - found if len(token) >= _LEAST]
        for may_be, (heads, tails), tells in self._tellers:
            found.update([token for token in left if may_be(token, heads, tails) and tells(token)])
        return found


def _paired(tokens: Collection[str], key: Callable[[str], str], holds: Pair, index: Index) -> Iterator[str]:
    """Yield the tokens that share a key with a word and make a pair with it."""
    keys = list(respelt.keys(key, tokens))
    for token, shared in compress(zip(tokens, keys, strict=True), map(index.__contains__, keys)):
        if any(holds(token, word) for word in index[shared] if word != token):
            yield token


def _any_pair(token: str, word: str) -> bool:  # noqa: ARG001
    return True
