"""Words that nobody knows: what the rules' words they may be, alone or together with their neighbours.

A comment without such a word, which is most comments, costs one look at each of its words and nothing more.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence, Set
from typing import Final, NamedTuple

from moderation.normalise.known import known_words
from moderation.rulebook.comment.finders import Unit
from moderation.rulebook.comment.places import Places
from moderation.rulebook.program.indexes import LONGEST_PIECE
from moderation.rulebook.program.lexicon import Lexicon
from moderation.taxonomy import Via

FOREIGN_WORDS: Final = 10
_MOST_PIECES: Final = 4
# What may cut a word: blanks, a line's end, up to three marks, a face with blanks around; never the end of a sentence.
_CUT: Final = re.compile(r"\s{1,3}|\s[·•|~*/_-]\s|[^\w\s]{1,3}|-\s{1,3}|_{1,3}|\s?[^\x00-\x7f\w\s]{1,3}\s?")
_ONE_SIGN: Final = re.compile(r"[^\w\s']|_{1,3}|\.{3}")  # an ellipsis is three dots after the fold


class Odd(NamedTuple):
    """Words number `first` to `last` of a comment may be `words`."""

    first: int
    last: int
    words: tuple[str, ...]
    via: Via


# What a word makes with its neighbours, by where it stands among them.
_Seen = dict[tuple[int, tuple[str, ...]], list[tuple[int, int, tuple[str, ...], Via]]]


def oddities(lexicon: Lexicon, words: Sequence[str], odd: Set[str]) -> list[Odd]:
    """Return what the words of a comment that are `odd` may be, before anybody looked at what stands between them."""
    if odd.isdisjoint(words):
        return []
    found: list[Odd] = []
    seen: _Seen = {}
    for at, token in [(at, token) for at, token in enumerate(words) if token in odd]:
        told = lexicon.of_token(token)
        if told:
            if told.readings and token in lexicon.vocabulary:  # what it is to one rule, it need not be to another
                found.append(Odd(at, at, (token,), "exact"))
            found += [Odd(at, at, read, via) for read, via in told.readings]
            if told.piece:
                found += _beside(lexicon, words, at, seen)
    if found and _is_foreign(words):
        return [odd for odd in found if odd.first == odd.last and odd.via != "respelt"]
    return found


def _is_foreign(words: Sequence[str]) -> bool:
    """Tell whether every other word of a longer text is unknown: then it is another language's."""
    return len(words) > FOREIGN_WORDS and 2 * sum(map(known_words().__contains__, words)) < len(words)


def _beside(lexicon: Lexicon, words: Sequence[str], at: int, seen: _Seen) -> Iterator[Odd]:
    """Yield what a piece of a word makes with its neighbours; where a flood has the same ones again, as before."""
    start = max(0, at - _MOST_PIECES + 1)
    around = at - start, tuple(words[start : at + _MOST_PIECES])
    if around not in seen:
        found = _with_neighbours(lexicon, words, at)
        seen[around] = [(first - at, last - at, read, via) for first, last, read, via in found]
    for first, last, read, via in seen[around]:
        yield Odd(at + first, at + last, read, via)


def _with_neighbours(lexicon: Lexicon, words: Sequence[str], at: int) -> Iterator[Odd]:
    for first in range(max(0, at - 1), min(at + 1, len(words) - 1)):
        both = words[first] + words[first + 1]
        if both in lexicon.long:
            yield Odd(first, first + 1, (both,), "spaced")
        if both in lexicon.gaps:
            masked = lexicon.with_a_gap(words[first], words[first + 1])
            yield from (Odd(first, first + 1, (word,), "mask") for word in masked)
    if len(words[at]) <= LONGEST_PIECE:
        yield from _several(lexicon, words, at)


def _several(lexicon: Lexicon, words: Sequence[str], at: int) -> Iterator[Odd]:
    """Yield the words that three or four short words make, the one numbered `at` among them."""
    earliest = at
    while earliest > max(0, at - _MOST_PIECES + 1) and len(words[earliest]) <= LONGEST_PIECE:
        earliest -= 1
    for first in range(earliest, at + 1):
        word = words[first]
        for last in range(first + 1, min(first + _MOST_PIECES, len(words))):
            if word not in lexicon.beginnings or len(words[last]) > LONGEST_PIECE:
                break
            word += words[last]
            if last >= max(at, first + 2) and word in lexicon.long:
                yield Odd(first, last, (word,), "spaced")


def placed(found: Iterable[Odd], places: Places) -> Iterator[list[Unit]]:
    """Yield the units of what was found, where what stands between its words lets them be one."""
    text, starts = places.text, places.starts
    for first, last, words, via in found:
        start, end = starts[first], places.end(last)
        if first == last and len(words) == 1:  # most are one word for another, and nothing stands between
            yield [Unit(words[0], start, end, via)]
            continue
        between = _ONE_SIGN if via == "mask" else _CUT
        if not all(between.fullmatch(text, places.end(at), starts[at + 1]) for at in range(first, last)):
            continue
        if sum(map(len, words)) == end - start:  # glued words stand one behind the other
            ends = list(itertools.accumulate(map(len, words), initial=start))
            yield [Unit(word, *place, via) for word, place in zip(words, itertools.pairwise(ends), strict=True)]
        else:
            yield [Unit(word, start, end, via) for word in words]
