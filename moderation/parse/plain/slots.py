"""One comment as lines of a page, and which of those lines are its text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from statistics import median
from typing import Final, NamedTuple

from moderation.parse.plain.answered import answered_in
from moderation.parse.plain.block_words import FURNITURE
from moderation.parse.plain.buttons import button_key, is_aside
from moderation.parse.plain.names import display_name, is_handle, is_portrait, name_confidence
from moderation.parse.plain.profiles import profiles_below
from moderation.parse.plain.sheet import BARE, VERBATIM, Pattern, Sheet

_DOUBTFUL: Final = 0.4
_DOUBTFUL_EDGE: Final = 0.6
_MOSTLY: Final = 0.6
_LEVEL: Final = re.compile(r"(?:level|ebene|niveau|nivel) (\d{1,2})", re.IGNORECASE)
_LONGEST_LEVEL: Final = 9
_NO_WORD: Final = re.compile(r"\W")
_LONGEST_RANK: Final = 20
_MOST_RANKS: Final = 2  # between the name in a profile and its counts


class Slot(NamedTuple):
    """One comment as indices of lines: its text is `lines[first:last]`, its header and buttons are the rest of
    `lines[head:stop]`.

    `member` is the last line of the header where it stands above the text, else -1. `title` is the line of a title
    above the header; `addressee` is whom the site says that it answers.
    """

    head: int
    member: int
    first: int
    last: int
    stop: int
    author: str | None
    author_confidence: float
    boundary: float
    indent: int
    title: int | None = None
    addressee: str | None = None


class Head(NamedTuple):
    """The header of a comment as indices of lines: `lines[first : member + 1]`; `name` is the name's line, if told.

    `addressee` is the line with the name that the comment answers.
    """

    first: int
    member: int
    title: int | None = None
    name: int | None = None
    addressee: int | None = None


def slots_above(sheet: Sheet, best: Pattern, heads: Sequence[Head], edges: frozenset[int], stop: int) -> list[Slot]:
    """Return the comments whose headers stand above their texts; the last one ends before line `stop`."""
    ends = [*(head.first for head in heads[1:]), stop]
    boundary = round(min(0.95, best.strength + 0.25), 2)
    slots: list[Slot] = []
    profiles = profiles_below(sheet, [head.member for head in heads]) if not (best.above or best.under) else {}
    for head, end in zip(heads, ends, strict=True):
        index = head.member
        under = best.under and index + 2 < end and sheet.is_name(index + 1)
        profile = profiles.get(index)
        begin = index + 1 + under if profile is None else profile.stop
        first, last = _trim(sheet, begin, end, edges)
        author, sure = _author(sheet, head, best)
        if profile is not None and author is None:
            author = display_name(sheet.lines[profile.start].text)
            sure = name_confidence(author)
        if slots and best.above and author and sure <= _DOUBTFUL:  # the line may be the end of the text above
            slots[-1] = slots[-1]._replace(boundary=_DOUBTFUL_EDGE)
        if slots and author and _repeats(sheet, slots[-1], author):
            ended = _trim(sheet, slots[-1].first, slots[-1].last - 1, edges)
            slots[-1] = slots[-1]._replace(first=ended[0], last=ended[1])
        indent = _level(sheet, head) or sheet.lines[head.first].indent
        to = _answered(sheet, head)
        slots.append(
            Slot(head.first, index + under, first, last, end, author, round(sure, 2), boundary, indent, head.title, to)
        )
    return [_without_profile(sheet, slot) for slot in _ended_by_buttons(sheet, _turned(sheet, slots), edges)]


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
            slots[place] = slot._replace(head=begin, member=-1, first=begin, last=slot.head, boundary=_DOUBTFUL_EDGE)
    return slots


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
        first, last = _trim(sheet, begin, head.first, edges)
        author, sure = _author(sheet, head, best)
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


def belongs(sheet: Sheet, heading: int, start: int) -> bool:
    """Tell whether the heading is that of the section and not a counter above the article."""
    return start - heading <= 6 and all(len(line.text) < 160 for line in sheet.lines[heading + 1 : start])


def _author(sheet: Sheet, head: Head, best: Pattern) -> tuple[str | None, float]:
    """Return the author in a header and how sure that is; None rather than a guess."""
    index = head.member
    mark = None if head.name is not None and not best.above else sheet.marks[index]
    if best.shape == BARE:
        return display_name(sheet.lines[index].text), 0.7
    if mark is not None and mark.name is not None and not (best.placed or best.shape.startswith(VERBATIM)):
        return mark.name, 0.95 if mark.says or mark.shape.startswith("by") else 0.85
    for above in range(head.first, index):
        other = sheet.marks[above]
        if other is not None and other.name is not None:
            return other.name, 0.9
    if (best.above or head.name is not None) and head.first < index and (named := _name_above(sheet, head)):
        return named, name_confidence(named)
    if best.under and index + 1 < len(sheet) and sheet.is_name(index + 1):
        name = display_name(sheet.lines[index + 1].text)
        return name, 0.7 * name_confidence(name)
    return None, 0.0


def _name_above(sheet: Sheet, head: Head) -> str | None:
    if head.name is not None:
        return display_name(sheet.lines[head.name].text)
    for line in range(head.member - 1, head.first - 1, -1):
        text = sheet.lines[line].text
        if line > head.first and (sheet.badges[line] or answered_in(text) is not None or is_aside(text)):
            continue
        if sheet.marks[line] is None and (sheet.is_name(line) or is_handle(text)):
            return display_name(text)
    return None


def _trim(sheet: Sheet, first: int, last: int, edges: frozenset[int]) -> tuple[int, int]:
    """Take lines off both ends that are no text.

    Lines that only repeat, and buttons, go where a text is left: `+1` is a comment too, and so is a `No.` that half
    the page wrote. What is both a button and repeated is no text even alone.
    """
    inner = _without(first, last, lambda index: index in edges or sheet.buttons[index] or sheet.badges[index])
    if inner[0] < inner[1]:
        return inner
    return _without(
        first, last, lambda index: index in edges and (sheet.marks[index] is not None or sheet.buttons[index])
    )


def _without(first: int, last: int, unwanted: Callable[[int], bool]) -> tuple[int, int]:
    while first < last and unwanted(first):
        first += 1
    while first < last and unwanted(last - 1):
        last -= 1
    return first, last


def _ended_by_buttons(sheet: Sheet, slots: list[Slot], edges: frozenset[int]) -> list[Slot]:
    """End the last text at the row of buttons that ends the others: what follows it is the rest of the page."""
    # A row may have gone to the header below it, where no blank line parts the two.
    rows = [_row(sheet, slot.last, max(slot.stop, below.member), edges) for slot, below in pairwise(slots)]
    found = [row for row in rows if row]
    if not found or len(found) < _MOSTLY * len(rows):
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


def _named_by_first_line(sheet: Sheet, slots: list[Slot]) -> list[Slot]:
    """Take the first lines of texts for authors where most are names, and the lines below the texts name nobody."""
    named = [_renamed(sheet, _from_first_name(sheet, slots[0])), *(_renamed(sheet, slot) for slot in slots[1:])]
    found = sum(slot.author is not None for slot in named)
    # What the first names may be the app that it was written with.
    if any(slot.author for slot in slots[1:]) or len(slots) < 2 or found < _MOSTLY * len(slots):
        return slots
    return named


def _from_first_name(sheet: Sheet, slot: Slot) -> Slot:
    """Begin the first slot at its first name: without a heading, the end of the article may have got into it."""
    begin = next((index for index in range(slot.head, slot.last - 1) if _could_name(sheet, index)), slot.head)
    return slot._replace(head=begin, first=max(slot.first, begin))


def _could_name(sheet: Sheet, index: int) -> bool:
    return sheet.is_name(index) and not (sheet.buttons[index] or sheet.badges[index])


def _renamed(sheet: Sheet, slot: Slot) -> Slot:
    """Take the first line of a slot for its author; one who wrote twice was taken for a line that only repeats."""
    line = slot.head
    while line < slot.last and (sheet.buttons[line] or sheet.badges[line]):
        line += 1
    if line + 1 >= slot.last or not sheet.is_name(line):
        return slot
    name = display_name(sheet.lines[line].text)
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
