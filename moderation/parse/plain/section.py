"""Where the comments of a page are, and where each begins and ends: at the members of the best repeating pattern."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Final

from moderation.parse.plain.headings import closes, heading_of
from moderation.parse.plain.lines import Line
from moderation.parse.plain.patterns import Pattern, Sheet, counted_names, evidence, name_line, patterns_of, sheet_of
from moderation.parse.plain.names import name_confidence, without_address

# Set on one half of 966 pages: lower, and bylines pass as comments.
_ENOUGH: Final = 1.2
_DOUBTFUL: Final = 0.4
_MOSTLY: Final = 0.6
_DOUBTFUL_EDGE: Final = 0.6


@dataclass(frozen=True, slots=True)
class Slot:
    """One comment as indices of lines: its text is `lines[first:last]`; `head` is where its header begins."""

    head: int
    first: int
    last: int
    author: str | None
    author_confidence: float
    boundary: float
    indent: int


@dataclass(frozen=True, slots=True)
class Section:
    """The comment part of a page: `lines[start:stop]`; what stands before is the article, after it furniture.

    `empty` counts the headers whose text the copy has lost.
    """

    start: int
    stop: int
    slots: tuple[Slot, ...]
    heading: int | None = None
    declared: int | None = None
    empty: int = 0


def find_section(lines: Sequence[Line]) -> Section | None:
    """Return the comment section of a page given as its non-blank lines, or None when there is none."""
    sheet = sheet_of(lines)
    candidates = patterns_of(sheet)
    scored = _believed(sheet, candidates) or _believed(sheet, counted_names(sheet))
    if not scored:
        return None
    _, best = max(scored, key=lambda pair: (pair[0], -pair[1].members[0]))
    section = _cut(sheet, best, candidates)
    return section if section.slots else None


def _believed(sheet: Sheet, patterns: Sequence[Pattern]) -> list[tuple[float, Pattern]]:
    return [(score, pattern) for pattern in patterns if (score := evidence(sheet, pattern)) >= _ENOUGH]


def _cut(sheet: Sheet, best: Pattern, candidates: Sequence[Pattern]) -> Section:
    """Cut the lines at the pattern's members into slots."""
    stop = _stop(sheet, best)
    edges = _edges(sheet, best, candidates, stop)
    loose = best.above and _mostly_loose(sheet, best)
    heads = [_head(sheet, index, best, edges, loose=loose) for index in best.members]
    earlier = [index for index in sheet.headings if index < heads[0][0]]
    heading = earlier[-1] if earlier else None
    if best.below:
        slots = _slots_below(sheet, best, heads, edges, heading)
    else:
        slots = _slots_above(sheet, best, heads, edges, stop)
    filled = [slot for slot in slots if slot.first < slot.last]
    start = min([slot.head for slot in filled] + [heads[0][0]])
    if heading is not None and _belongs(sheet, heading, start):
        start = heading
    declared = heading_of(sheet.lines[heading].text) if heading is not None else None
    return Section(
        start, stop, tuple(filled), heading, declared.declared if declared else None, len(slots) - len(filled)
    )


def _stop(sheet: Sheet, best: Pattern) -> int:
    last = best.members[-1]
    return next((i for i in range(last + 1, len(sheet)) if closes(sheet.lines[i].text)), len(sheet))


def _edges(sheet: Sheet, best: Pattern, candidates: Sequence[Pattern], stop: int) -> frozenset[int]:
    """Return the lines at the edges of texts that are no text: those of the page's repeating patterns."""
    begin = best.members[0]
    found: set[int] = set()
    enough = max(2, len(best.members) // 3)
    for pattern in candidates:
        inside = [index for index in pattern.members if begin - 3 <= index < stop]
        strong = bool(inside) and sheet.marks[inside[0]] is not None and pattern.strength >= 0.7
        if strong or (pattern.shape != "bare" and len(inside) >= enough):
            found.update(inside)
    return frozenset(found - set(best.members))


def _mostly_loose(sheet: Sheet, best: Pattern) -> bool:
    """Tell whether a blank line stands between name and header on this page as a rule."""
    tight = sum(name_line(sheet, member, loose=False) is not None for member in best.members)
    return tight < 0.4 * len(best.members)


def _head(sheet: Sheet, index: int, best: Pattern, edges: frozenset[int], *, loose: bool) -> tuple[int, int]:
    """Return the first line of the header whose member is `index`, and `index`."""
    first = index
    if best.above:
        above = name_line(sheet, index, loose=loose)
        first = index if above is None else above
    while not best.below and first - 1 in edges and sheet.lines[first].gap == 0:
        first -= 1
    return first, index


def _author(sheet: Sheet, first: int, index: int, best: Pattern) -> tuple[str | None, float]:
    """Return the author in the header `lines[first : index + 1]` and how sure that is; None rather than a guess."""
    mark = sheet.marks[index]
    if best.shape == "bare":
        return without_address(sheet.lines[index].text), 0.7
    if mark is not None and mark.name is not None and not best.shape.startswith("="):
        return mark.name, 0.95 if mark.says or mark.shape.startswith("by") else 0.85
    for above in range(first, index):
        other = sheet.marks[above]
        if other is not None and other.name is not None:
            return other.name, 0.9
    if best.above and first < index and (named := _name_between(sheet, first, index)):
        return named, name_confidence(named)
    if best.under and index + 1 < len(sheet) and sheet.names[index + 1]:
        name = without_address(sheet.lines[index + 1].text)
        return name, 0.7 * name_confidence(name)
    return None, 0.0


def _name_between(sheet: Sheet, first: int, index: int) -> str | None:
    for line in range(index - 1, first - 1, -1):
        if sheet.marks[line] is None and sheet.names[line]:
            return without_address(sheet.lines[line].text)
    return None


def _trim(sheet: Sheet, first: int, last: int, edges: frozenset[int]) -> tuple[int, int]:
    """Take lines off both ends that are no text.

    Lines that only repeat, and buttons, go where a text is left: `+1` is a comment too, and so is a `No.` that half
    the page wrote. What is both a button and repeated is no text even alone.
    """

    def button(index: int) -> bool:
        return sheet.buttons[index]

    inner = _without(first, last, lambda index: index in edges or button(index))
    if inner[0] < inner[1]:
        return inner
    return _without(first, last, lambda index: index in edges and (sheet.marks[index] is not None or button(index)))


def _without(first: int, last: int, unwanted: Callable[[int], bool]) -> tuple[int, int]:
    while first < last and unwanted(first):
        first += 1
    while first < last and unwanted(last - 1):
        last -= 1
    return first, last


def _slots_above(
    sheet: Sheet, best: Pattern, heads: Sequence[tuple[int, int]], edges: frozenset[int], stop: int
) -> list[Slot]:
    ends = [*(first for first, _ in heads[1:]), stop]
    boundary = round(min(0.95, best.strength + 0.25), 2)
    slots: list[Slot] = []
    for (head, index), end in zip(heads, ends, strict=True):
        under = best.under and index + 2 < end and sheet.names[index + 1]
        first, last = _trim(sheet, index + 1 + under, end, edges)
        author, sure = _author(sheet, head, index, best)
        if slots and best.above and author and sure <= _DOUBTFUL:  # the line may be the end of the text above
            slots[-1] = replace(slots[-1], boundary=_DOUBTFUL_EDGE)
        if slots and author and _repeats(sheet, slots[-1], author):
            slots[-1] = replace(slots[-1], last=slots[-1].last - 1)
        slots.append(Slot(head, first, last, author, round(sure, 2), boundary, sheet.lines[head].indent))
    return slots


def _repeats(sheet: Sheet, slot: Slot, author: str) -> bool:
    """Tell whether a slot ends in the next one's author: sites with portraits print the name once more above it."""
    last = sheet.lines[slot.last - 1].text
    return slot.last - slot.first > 1 and last.startswith(author) and len(last) <= len(author) + len("'s picture")


def _slots_below(
    sheet: Sheet, best: Pattern, heads: Sequence[tuple[int, int]], edges: frozenset[int], heading: int | None
) -> list[Slot]:
    begins = [_first_begin(sheet, best, heading), *(index + 1 for _, index in heads[:-1])]
    boundary = round(min(0.9, best.strength + 0.15), 2)
    slots = []
    for number, (begin, (head, index)) in enumerate(zip(begins, heads, strict=True)):
        first, last = _trim(sheet, begin, head, edges)
        author, sure = _author(sheet, head, index, best)
        if author and first < last - 1 and re.sub(r"\W", "", sheet.lines[first].text) == re.sub(r"\W", "", author):
            first += 1
        sure_of_edge = boundary if number else round(boundary / 2, 2)  # where the first text begins is a guess
        slots.append(Slot(begin, first, last, author, round(sure, 2), sure_of_edge, sheet.lines[begin].indent))
    return _named_by_first_line(sheet, slots)


def _named_by_first_line(sheet: Sheet, slots: list[Slot]) -> list[Slot]:
    """Take the first lines of texts for authors where most are names, and the lines below the texts name nobody."""
    named = [slot for slot in slots if slot.last - slot.first > 1 and sheet.names[slot.first]]
    if any(slot.author for slot in slots) or len(slots) < 2 or len(named) < _MOSTLY * len(slots):
        return slots
    return [_renamed(sheet, slot) if slot in named else slot for slot in slots]


def _renamed(sheet: Sheet, slot: Slot) -> Slot:
    name = without_address(sheet.lines[slot.first].text)
    return replace(slot, first=slot.first + 1, author=name, author_confidence=round(0.8 * name_confidence(name), 2))


def _first_begin(sheet: Sheet, best: Pattern, heading: int | None) -> int:
    """Guess where the first text begins when headers stand below: as many lines up as the others have."""
    first = best.members[0]
    sizes = [b - a - 1 for a, b in pairwise(best.members)]
    begin = max(0, first - max(1, round(median(sizes)) if sizes else 1))
    if heading is None:
        return begin
    near = first - heading <= 3 * (first - begin) or _belongs(sheet, heading, begin)
    return heading + 1 if near else max(begin, heading + 1)


def _belongs(sheet: Sheet, heading: int, start: int) -> bool:
    """Tell whether the heading is that of the section and not a counter above the article."""
    return start - heading <= 6 and all(len(line.text) < 160 for line in sheet.lines[heading + 1 : start])
