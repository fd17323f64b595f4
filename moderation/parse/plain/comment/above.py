"""Comments whose headers stand above their texts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from moderation.parse.plain.comment.profiles import profiles_below
from moderation.parse.plain.comment.repeated import repeated_below, says_author
from moderation.parse.plain.comment.slots import DOUBTFUL_EDGE, MOSTLY, Head, Slot, author_of, trimmed
from moderation.parse.plain.comment.under import without_badges
from moderation.parse.plain.line.answered import answered_in
from moderation.parse.plain.line.buttons import button_key, is_aside
from moderation.parse.plain.line.names import display_name, is_portrait, name_confidence
from moderation.parse.plain.sheet import Pattern, Sheet

_DOUBTFUL: Final = 0.4
_LEVEL: Final = re.compile(r"(?:level|ebene|niveau|nivel) (\d{1,2})", re.IGNORECASE)
_LONGEST_LEVEL: Final = 9
_MOST_RANKS: Final = 2  # between the name in a profile and its counts


def slots_above(sheet: Sheet, best: Pattern, heads: Sequence[Head], edges: frozenset[int], stop: int) -> list[Slot]:
    """Return the comments whose headers stand above their texts; the last one ends before line `stop`."""
    ends = [*(head.first for head in heads[1:]), stop]
    boundary = round(min(0.95, best.strength + 0.25), 2)
    slots: list[Slot] = []
    members = [head.member for head in heads]
    profiles = profiles_below(sheet, members) if not (best.above or best.under) else {}
    repeated = repeated_below(sheet, members)
    for head, end in zip(heads, ends, strict=True):
        index = head.member
        under = best.under and index + 2 < end and sheet.is_name(index + 1)
        profile = profiles.get(index)
        begin = repeated.get(index, index + 1 + under) if profile is None else profile.stop
        author, sure = author_of(sheet, head, best)
        if profile is not None and author is None:
            author = display_name(sheet.lines[profile.start].text)
            sure = name_confidence(author)
        first, last = trimmed(sheet, begin, end, edges, author)
        if author and first + 1 < last and says_author(sheet.lines[first].text, author):
            first += 1
            while first + 1 < last and sheet.lines[first].text == ">":
                first += 1
        if slots and best.above and author and sure <= _DOUBTFUL:  # the line may be the end of the text above
            slots[-1] = slots[-1]._replace(boundary=DOUBTFUL_EDGE)
        if slots and author and _repeats(sheet, slots[-1], author):
            ended = trimmed(sheet, slots[-1].first, slots[-1].last - 1, edges, slots[-1].author)
            slots[-1] = slots[-1]._replace(first=ended[0], last=ended[1])
        indent = _level(sheet, head) or sheet.lines[head.first].indent
        to = _answered(sheet, head)
        slots.append(
            Slot(head.first, index + under, first, last, end, author, round(sure, 2), boundary, indent, head.title, to)
        )
    told = _ended_by_buttons(sheet, _turned(sheet, slots), edges)
    return without_badges(sheet, [_without_profile(sheet, slot) for slot in told])


def _level(sheet: Sheet, head: Head) -> int:
    """Return the depth that a header says, as `level 2` does, or 0."""
    for index in range(max(0, head.first - 1), head.member):
        text = sheet.lines[index].text
        if len(text) <= _LONGEST_LEVEL and text[-1].isdigit() and (level := _LEVEL.fullmatch(text)):
            return int(level[1])
    return 0


def _answered(sheet: Sheet, head: Head) -> str | None:
    """Return whom a header says that its comment answers."""
    if head.addressee is not None:
        return display_name(sheet.lines[head.addressee].text)
    named = (answered_in(sheet.lines[index].text) for index in range(head.first + 1, head.member))
    return next((name for name in named if name is not None), None)


def _turned(sheet: Sheet, slots: list[Slot]) -> list[Slot]:
    """Give a header without a text below it the text that it is glued under, where that is not all of the one above.

    On a page whose headers stand above, one of them may stand below: a pinned comment's, one of another system.
    """
    for place in range(1, len(slots)):
        slot, before = slots[place], slots[place - 1]
        if slot.first < slot.last or before.last != slot.head or sheet.lines[slot.head].gap:
            continue
        begin = next((line for line in range(before.last - 1, before.first, -1) if sheet.lines[line].gap), None)
        if begin is not None:
            slots[place - 1] = before._replace(last=begin, stop=begin)
            slots[place] = slot._replace(head=begin, member=-1, first=begin, last=slot.head, boundary=DOUBTFUL_EDGE)
    return slots


def _ended_by_buttons(sheet: Sheet, slots: list[Slot], edges: frozenset[int]) -> list[Slot]:
    """End the last text at the row of buttons that ends the others: what follows it is the rest of the page."""
    # A row may have gone to the header below it, where no blank line parts the two.
    rows = [_row(sheet, slot.last, max(slot.stop, below.member), edges) for slot, below in pairwise(slots)]
    found = [row for row in rows if row]
    if not found or len(found) < MOSTLY * len(rows):
        return slots
    *others, last = slots
    opening, closing = {row[0] for row in found}, {row[-1] for row in found}
    for index in range(last.first + 1, last.last):
        row = _row(sheet, index, last.stop, edges)
        if row and row[0] in opening and not closing.isdisjoint(row):
            return [*others, last._replace(last=index)]
    return slots


def _without_profile(sheet: Sheet, slot: Slot) -> Slot:
    """End a text above its author's profile, as forums print it below: the name again, a rank, `Posts: 214`."""
    if slot.last >= slot.stop or not is_aside(sheet.lines[slot.last].text):
        return slot
    for index in range(slot.last - 1, max(slot.first, slot.last - 2 - _MOST_RANKS), -1):
        if sheet.lines[index].text == slot.author:
            return slot._replace(last=index)
    return slot


def _row(sheet: Sheet, begin: int, end: int, edges: frozenset[int]) -> tuple[str, ...]:
    """Return the keys of the lines from `begin` on that are buttons, or repeat as buttons in other words do."""
    keys = []
    for index in range(begin, end):
        if not sheet.buttons[index] and (index not in edges or sheet.marks[index] is not None):
            break
        keys.append(button_key(sheet.lines[index].text))
    return tuple(keys)


def _repeats(sheet: Sheet, slot: Slot, author: str) -> bool:
    """Tell whether a slot ends in the next one's author, as sites with portraits print the name once more above it.

    Or in its letters: where there is no portrait, `AL` stands above `Ann Lee`, and `CY` above `Cyril`.
    """
    last = sheet.lines[slot.last - 1].text
    if slot.last - slot.first < 2:
        return False
    if last.startswith(author) and len(last) <= len(author) + len("'s picture"):
        return True
    return is_portrait(last, author)
