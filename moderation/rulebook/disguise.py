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
_LETTERS: Final = re.compile(r"[^\W\d_]{3,}")
MOST_READINGS: Final = 8
_JOINT: Final = re.compile(r"[\W_]+")


class Unit(NamedTuple):  # a tuple, because thousands are made a second: a third of a frozen dataclass's cost
    """One word as it is read, the range of the folded text it stands in, and how it was read."""

    word: str
    start: int
    end: int
    via: Via


def reread(program: Program, text: str, kinds: int) -> list[list[Unit]]:
    """Return readings of `text`: in each, the disguised words that the rules know, in order and apart.

    There are several where one place has several readings (`f*ck`) or readings overlap: what one rule finds may
    not hang on the words of another. `kinds` says which disguises the text's marks betray.
    """
    places = [units for kind, finder in _FINDERS if kinds & kind for units in finder(program, text)]
    if not places:
        return []
    # A place's first reading is its likeliest; sorting keeps that order.
    places.sort(key=lambda units: units[0].start)
    readings: list[list[list[Unit]]] = []
    for units in places:
        free = next((one for one in readings if one[-1][-1].end <= units[0].start), None)
        if free is not None:
            free.append(units)
        elif len(readings) < MOST_READINGS:
            readings.append([units])
    return [_filled(one, readings[0]) for one in readings]


def _filled(reading: Sequence[list[Unit]], first: Sequence[list[Unit]]) -> list[Unit]:
    """Return the units of a reading, and of the first reading what lies apart from them."""
    own = [unit for units in reading for unit in units]
    if reading is first:
        return own
    taken = bytearray(own[-1].end)
    for unit in own:
        taken[unit.start : unit.end] = b"\1" * (unit.end - unit.start)
    others = [unit for units in first for unit in units if 1 not in taken[unit.start : unit.end]]
    return sorted([*own, *others], key=lambda unit: unit.start)


def instead(plain: Sequence[Unit], taken: Sequence[Unit]) -> list[Unit]:
    """Return all words, with those in `taken` in place of what stands there."""
    starts = [unit.start for unit in taken]

    def covered(unit: Unit) -> bool:
        at = bisect_right(starts, unit.end - 1) - 1
        return at >= 0 and taken[at].end > unit.start

    return sorted([*(unit for unit in plain if not covered(unit)), *taken], key=lambda unit: unit.start)


def _known(program: Program, token: str) -> Iterator[tuple[str, Via]]:
    """Yield the readings of a token that the rules know, and how they came about; the token itself is `exact`."""
    if token in program.vocabulary:
        yield token, "exact"
    for form in runs.readings(token):
        if form in program.vocabulary:
            yield form, "repeat"
    for form in leet.readings(token):
        if form in program.vocabulary:
            yield form, "leet"
        for shorter in runs.readings(form):
            if shorter in program.vocabulary:
                yield shorter, worst(("leet", "repeat"))


def _spelled(program: Program, text: str) -> Iterator[list[Unit]]:
    for run in spaced.spelled(text):
        if len(run) < 2:
            continue
        letters = "".join(letter for _, letter in run)
        for start, end, words, via in _words_of_run(program, letters):
            yield [Unit(word, run[start][0], run[end - 1][0] + 1, via) for word in words]


def _words_of_run(program: Program, letters: str) -> Iterator[tuple[int, int, tuple[str, ...], Via]]:
    """Yield what the rules know of a spelled-out run: the whole in any reading, then words inside, longest first."""
    for start, end in spaced.whole(letters):
        token = letters[start:end]
        if token in program.joined:
            yield start, end, program.joined[token], "spaced"
        for word, via in _known(program, token):
            yield start, end, (word,), worst(("spaced", via))
    plain = "".join(leet.LEET.get(letter, letter)[0] for letter in letters)
    for start, end in spaced.inside(len(letters)):
        token = plain[start:end]
        if token in program.vocabulary:
            yield start, end, (token,), "spaced"
        if token in program.joined:
            yield start, end, program.joined[token], "spaced"


def _split(program: Program, text: str) -> Iterator[list[Unit]]:
    for found in spaced.SPLIT.finditer(text):
        token = _JOINT.sub("", found.group())
        if len(token) > 2:
            for word, via in _known(program, token):
                yield [Unit(word, found.start(), found.end(), worst(("spaced", via)))]


def _masked(program: Program, text: str) -> Iterator[list[Unit]]:
    for found in masks.MASKED.finditer(text):
        token = found.group()
        for word in masks.fitting(token, program.by_length.get((token[0], len(token)), ())):
            yield [Unit(word, found.start(), found.end(), "mask")]


def _leet(program: Program, text: str) -> Iterator[list[Unit]]:
    for found in _LEET_TOKEN.finditer(text):
        token = found.group()
        # Signs at the ends are mostly what they look like: "great!", "(you".
        for shape in dict.fromkeys((token, token.rstrip("!|+("), token.strip("!|+("), token.strip("!|+(@$"))):
            start = found.start() + token.index(shape)
            if len(shape) > 1 and not shape.isalpha():
                for word, via in _known(program, shape):
                    yield [Unit(word, start, start + len(shape), via)]


def _stretched(program: Program, text: str) -> Iterator[list[Unit]]:
    for found in _LETTERS.finditer(text):
        for form in runs.readings(found.group()):
            if form in program.vocabulary:
                yield [Unit(form, found.start(), found.end(), "repeat")]


def _cut(program: Program, text: str) -> Iterator[list[Unit]]:
    """Find words cut in two by a blank, one part of it without a vowel: `f uck`, `sl ut`, `bit ch`."""
    for pattern in (spaced.CUT_FIRST, spaced.CUT_LAST):
        for found in pattern.finditer(text):
            word = found.group(1) + found.group(2)
            if word in program.vocabulary:
                yield [Unit(word, found.start(), found.end(), "spaced")]


Finder = Callable[[Program, str], Iterator[list[Unit]]]
# Likelier readings first.
_FINDERS: Final[tuple[tuple[int, Finder], ...]] = (
    (marks.SPELLED, _spelled),
    (marks.SPLIT, _split),
    (marks.MASKED, _masked),
    (marks.LEET, _leet),
    (marks.STRETCHED, _stretched),
    (marks.CUT, _cut),
)
