"""Second readings of the words of one comment, taken only where the rules know the word that comes out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from moderation.records import Folded
from moderation.rulebook.comment.finders import FINDERS, Unit
from moderation.rulebook.program.lexicon import Lexicon

MOST_READINGS: Final = 8


def reread(lexicon: Lexicon, folded: Folded, text: str, kinds: int, others: Iterable[list[Unit]]) -> list[list[Unit]]:
    """Return readings of `text`: in each, the disguised words that the rules know, in order and apart.

    There are several where one place has several readings (`f*ck`) or readings overlap: what one rule finds may
    not hang on the words of another. `kinds` says which disguises the text's marks betray, `others` are readings of
    words that nobody knows.
    """
    places = [units for kind, finder in FINDERS if kinds & kind for units in finder(lexicon, folded, text)]
    places += others
    if not places:
        return []
    # The likelier way to the same word in the same place is told; the others are not.
    told = {tuple(unit[:3] for unit in units): units for units in reversed(places)}
    places = list(reversed(told.values()))
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
