"""Second readings of the words of one comment, taken only where the rules know the word that comes out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from moderation.normalise import leet, masks, runs, spaced
from moderation.rulebook import marks
from moderation.rulebook.compile import Program
from moderation.rulebook.outcome import worst
from moderation.taxonomy import Via

_LEET_TOKEN: Final = re.compile(r"[a-z0-9@$!|+(€£¢¥]{2,}")
_JOINT: Final = re.compile(r"[\W_]+")


class Unit(NamedTuple):  # a tuple, because thousands are made a second: a third of a frozen dataclass's cost
    """One word as it is read, the range of the folded text it stands in, and how it was read."""

    word: str
    start: int
    end: int
    via: Via


def reread(program: Program, text: str, kinds: int) -> list[Unit]:
    """Return the disguised words of `text` that the rules know, in text order, none over another.

    `kinds` says which disguises the text's marks betray; the others are not looked for.
    """
    taken: list[Unit] = []
    for kind, finder in _FINDERS:
        if not kinds & kind:
            continue
        for units in finder(program, text):
            if not any(unit.start < other.end and other.start < unit.end for unit in units for other in taken):
                taken += units
    return sorted(taken, key=lambda unit: unit.start)


def instead(plain: Sequence[Unit], taken: Sequence[Unit]) -> list[Unit]:
    """Return all words, with those in `taken` in place of what stands there."""
    starts = [unit.start for unit in taken]

    def covered(unit: Unit) -> bool:
        at = bisect_right(starts, unit.end - 1) - 1
        return at >= 0 and taken[at].end > unit.start

    return sorted([*(unit for unit in plain if not covered(unit)), *taken], key=lambda unit: unit.start)


def _known(program: Program, token: str) -> tuple[str, Via] | None:
    """Return the first reading of a token that the rules know, and how it came about."""
    if token in program.vocabulary:
        return token, "exact"
    for form in runs.readings(token):
        if form in program.vocabulary:
            return form, "repeat"
    for form in leet.readings(token):
        if form in program.vocabulary:
            return form, "leet"
        for shorter in runs.readings(form):
            if shorter in program.vocabulary:
                return shorter, worst(("leet", "repeat"))
    return None


def _spelled(program: Program, text: str) -> Iterator[list[Unit]]:
    for run in spaced.spelled(text):
        if len(run) < 2:
            continue
        letters = "".join(letter for _, letter in run)
        done = [False] * len(run)
        for start, end in spaced.windows(letters):
            if any(done[start:end]):
                continue
            token = letters[start:end]
            known = _known(program, token)
            words = (known[0],) if known else program.joined.get(token)
            if words is None:
                continue
            via = worst(("spaced", known[1])) if known else "spaced"
            done[start:end] = [True] * (end - start)
            yield [Unit(word, run[start][0], run[end - 1][0] + 1, via) for word in words]


def _split(program: Program, text: str) -> Iterator[list[Unit]]:
    for found in spaced.SPLIT.finditer(text):
        token = _JOINT.sub("", found.group())
        known = _known(program, token) if len(token) > 2 else None
        if known:
            yield [Unit(known[0], found.start(), found.end(), worst(("spaced", known[1])))]


def _masked(program: Program, text: str) -> Iterator[list[Unit]]:
    for found in masks.MASKED.finditer(text):
        token = found.group()
        options = program.by_length.get((token[0], len(token)), ())
        fitting = masks.fitting(token, options)
        if fitting:
            yield [Unit(fitting[0], found.start(), found.end(), "mask")]


def _leet(program: Program, text: str) -> Iterator[list[Unit]]:
    for found in _LEET_TOKEN.finditer(text):
        token = found.group()
        # Signs at the ends are mostly what they look like: "great!", "(you".
        for shape in dict.fromkeys((token, token.rstrip("!|+("), token.strip("!|+("), token.strip("!|+(@$"))):
            if shape.isalpha() or len(shape) < 2:
                continue
            known = _known(program, shape)
            if known:
                start = found.start() + token.index(shape)
                yield [Unit(known[0], start, start + len(shape), known[1])]
                break


def _stretched(program: Program, text: str) -> Iterator[list[Unit]]:
    for found in re.finditer(r"[^\W\d_]{3,}", text):
        if found.group() in program.vocabulary:
            continue
        for form in runs.readings(found.group()):
            if form in program.vocabulary:
                yield [Unit(form, found.start(), found.end(), "repeat")]
                break


def _cut(program: Program, text: str) -> Iterator[list[Unit]]:
    """Find words cut in two by a blank, one part of it without a vowel: `f uck`, `sl ut`, `bit ch`."""
    for pattern in (spaced.CUT_FIRST, spaced.CUT_LAST):
        for found in pattern.finditer(text):
            word = found.group(1) + found.group(2)
            if word in program.vocabulary:
                yield [Unit(word, found.start(), found.end(), "spaced")]


Finder = Callable[[Program, str], Iterator[list[Unit]]]
# Wider readings first: a spelled-out word is not also one of its letters.
_FINDERS: Final[tuple[tuple[int, Finder], ...]] = (
    (marks.SPELLED, _spelled),
    (marks.SPLIT, _split),
    (marks.MASKED, _masked),
    (marks.LEET, _leet),
    (marks.STRETCHED, _stretched),
    (marks.CUT, _cut),
)
