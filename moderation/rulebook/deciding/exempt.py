"""What a comment says with somebody else's words: ranges in which a rule that asks for it does not look."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final, Protocol, TypeVar

from moderation.normalise import fold
from moderation.rulebook.comment.view import View
from moderation.rulebook.deciding.frames import others_words
from moderation.rulebook.rule import Skip
from moderation.rulebook.words import split_words


class Placed(Protocol):
    """Something that stands somewhere in the folded text."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it ends."""


Thing = TypeVar("Thing", bound=Placed)
Range = tuple[int, int]
LEAST_QUOTED_WORDS: Final = 4

# `>` begins a quoted line; `>>123` and `>:(` do not.
_QUOTED_LINE: Final = re.compile(r"^[ \t]*>(?!>?\d|:).*$", re.MULTILINE)
# After the fold every double quotation mark is `"`; a quotation does not run over an empty line.
_IN_MARKS: Final = re.compile(r'"(?:[^"\n]|\n(?!\s*\n)){1,600}"')
# Single ones need a blank or the like outside and none inside; an apostrophe within a word ends nothing. The mark comes
# first, then the look back: a pattern that begins with a character is only tried where that stands.
_IN_SINGLE_MARKS: Final = re.compile(r"'(?<![\w']')(?=[^\s'])(?:[^'\n]|(?<=\w)'(?=\w)){2,400}(?<=\S)'(?![\w'])")
# The mark that begins it, and how often that stands in a text with one.
_QUOTED: Final = ((">", 1, _QUOTED_LINE), ('"', 2, _IN_MARKS), ("'", 2, _IN_SINGLE_MARKS))


def _quotes(view: View) -> list[Range]:
    text, quotes = view.text, view.context.quotes
    found = [view.fold_range(span) for span in quotes] if quotes else []
    for mark, least, quoted in _QUOTED:
        if text.count(mark) >= least:
            found += [m.span() for m in quoted.finditer(text)]
    return found


def _article_quotes(view: View) -> list[Range]:
    """Return runs of four words or more that stand in the article in the same order."""
    if not view.context.article_text:
        return []
    known = _runs_of_article(view.context.article_text)
    places = view.places
    words = tuple(places.words)
    begins = (at for at in range(len(words) - LEAST_QUOTED_WORDS + 1) if words[at : at + LEAST_QUOTED_WORDS] in known)
    return [(places.starts[at], places.end(at + LEAST_QUOTED_WORDS - 1)) for at in begins]


@lru_cache(maxsize=32)
def _runs_of_article(text: str) -> frozenset[tuple[str, ...]]:
    words = split_words(fold(text).text)
    return frozenset(tuple(words[at : at + LEAST_QUOTED_WORDS]) for at in range(len(words) - LEAST_QUOTED_WORDS + 1))


FINDERS: Final[dict[Skip, Callable[[View], list[Range]]]] = {
    "quote": _quotes,
    "reported": lambda view: list(others_words(view)),
    "article_quote": _article_quotes,
}


def _exempt(view: View, skips: tuple[Skip, ...]) -> list[Range]:
    """Return the ranges of the folded text in which a rule with `skips` finds nothing, in order and apart."""
    found: list[Range] = []
    for skip in skips:
        found += _skipped(view, skip)
    return _merged(found) if len(found) > 1 else found


def _skipped(view: View, skip: Skip) -> list[Range]:
    """Return what one kind of exemption covers, looked for once for all rules that have it."""
    known = view.skipped.get(skip)
    if known is None:
        known = view.skipped[skip] = FINDERS[skip](view)
    return known


def _merged(found: list[Range]) -> list[Range]:
    merged: list[Range] = []
    for start, end in sorted(found):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def outside(view: View, skips: tuple[Skip, ...], things: Sequence[Thing]) -> Sequence[Thing]:
    """Return the things that stand outside the ranges that a rule with `skips` skips."""
    if not skips or not things:
        return things
    exempt = view.exempt.get(skips)
    if exempt is None:
        exempt = view.exempt[skips] = _exempt(view, skips)
    return [one for one in things if not is_inside(exempt, one.start, one.end)] if exempt else things


def is_inside(ranges: list[Range], start: int, end: int) -> bool:
    """Tell whether `[start, end)` lies in one of `ranges`, which are in order and apart."""
    at = bisect_right(ranges, (start, sys.maxsize)) - 1
    return at >= 0 and end <= ranges[at][1]
