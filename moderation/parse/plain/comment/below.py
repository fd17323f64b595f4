"""Comments whose headers stand below their texts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import Final

from moderation.parse.plain.comment.slots import MOSTLY, Head, Slot, author_of, belongs, trimmed
from moderation.parse.plain.line.block_words import FURNITURE
from moderation.parse.plain.line.names import display_name, is_handle, name_confidence
from moderation.parse.plain.sheet import Pattern, Sheet

_NO_WORD: Final = re.compile(r"\W")
_LONGEST_RANK: Final = 20


def slots_below(
    sheet: Sheet, best: Pattern, heads: Sequence[Head], edges: frozenset[int], heading: int | None
) -> list[Slot]:
    """Return the comments whose headers stand below their texts."""
    begin = _first_begin(sheet, best, heading)
    while begin < heads[0].first - 1 and FURNITURE.match(sheet.lines[begin].text.lower()):  # `Sort by oldest`
        begin += 1
    begins = [begin, *(head.member + 1 for head in heads[:-1])]
    boundary = round(min(0.9, best.strength + 0.15), 2)
    slots = []
    for number, (begin, head) in enumerate(zip(begins, heads, strict=True)):
        author, sure = author_of(sheet, head, best)
        first, last = trimmed(sheet, begin, head.first, edges, author)
        while author and first < last - 1 and _opens_with(sheet.lines[first].text, author):
            first += 1
        sure_of_edge = boundary if number else round(boundary / 2, 2)  # where the first text begins is a guess
        indent = sheet.lines[begin].indent
        slots.append(Slot(begin, -1, first, last, head.member + 1, author, round(sure, 2), sure_of_edge, indent))
    return _named_by_first_line(sheet, slots)


def _opens_with(text: str, author: str) -> bool:
    """Tell whether a line is the writer's name, with a rank glued to it at most: `Ann LeeActive Member`."""
    name = _NO_WORD.sub("", author)
    return _NO_WORD.sub("", text) == name or (
        bool(name) and text.startswith(author) and len(text) <= len(author) + _LONGEST_RANK
    )


def _named_by_first_line(sheet: Sheet, slots: list[Slot]) -> list[Slot]:
    """Take the first lines of texts for authors where most are names, and the lines below the texts name nobody."""
    named = [_renamed(sheet, _from_first_name(sheet, slots[0])), *(_renamed(sheet, slot) for slot in slots[1:])]
    found = sum(slot.author is not None for slot in named)
    # What the first names may be the app that it was written with.
    if any(slot.author for slot in slots[1:]) or found < MOSTLY * len(slots):
        return slots
    if len(slots) < 2 and _said_on(sheet, slots[0].first) is None:
        return slots
    return named


def _from_first_name(sheet: Sheet, slot: Slot) -> Slot:
    """Begin the first slot at its first name: without a heading, the end of the article may have got into it."""
    begin = next((index for index in range(slot.head, slot.last - 1) if _could_name(sheet, index)), slot.head)
    return slot._replace(head=begin, first=max(slot.first, begin))


def _could_name(sheet: Sheet, index: int) -> bool:
    named = sheet.is_name(index) or _said_on(sheet, index) is not None
    return named and not (sheet.buttons[index] or sheet.badges[index])


def _said_on(sheet: Sheet, index: int) -> str | None:
    """Return whom a line says that it is by, as `Comment from: Ann` does, without a date."""
    mark = sheet.marks[index]
    return None if mark is None or mark.dated or mark.timed else mark.name


def _renamed(sheet: Sheet, slot: Slot) -> Slot:
    """Take the first line of a slot for its author; one who wrote twice was taken for a line that only repeats."""
    line = slot.head
    while line < slot.last and (sheet.buttons[line] or sheet.badges[line]):
        line += 1
    if line + 1 >= slot.last or not _could_name(sheet, line):
        return slot
    name = _said_on(sheet, line) or display_name(sheet.lines[line].text)
    sure = round(0.8 * name_confidence(name), 2)
    line += 1
    while line + 1 < slot.last and (sheet.badges[line] or is_handle(sheet.lines[line].text)):
        line += 1
    return slot._replace(first=max(slot.first, line), author=name, author_confidence=sure)


def _first_begin(sheet: Sheet, best: Pattern, heading: int | None) -> int:
    """Guess where the first text begins when headers stand below: as many lines up as the others have."""
    first = best.members[0]
    sizes = [b - a - 1 - best.under for a, b in pairwise(best.members)]
    begin = max(0, first - max(1, round(median(sizes)) if sizes else 1))
    if heading is None:
        return begin
    near = first - heading <= 3 * (first - begin) or belongs(sheet, heading, begin)
    return heading + 1 if near else max(begin, heading + 1)
