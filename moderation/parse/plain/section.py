"""Where the comments of a page are, and where each begins and ends: at the members of the best repeating pattern."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from moderation.parse.plain.comment.above import slots_above
from moderation.parse.plain.comment.addresses import addressed_slots
from moderation.parse.plain.comment.below import slots_below
from moderation.parse.plain.comment.cards import carded
from moderation.parse.plain.comment.labelled import labelled
from moderation.parse.plain.comment.led import led
from moderation.parse.plain.comment.ranks import profiled, ranked
from moderation.parse.plain.comment.slots import Head, Slot, belongs
from moderation.parse.plain.comment.titles import titled, without_opening
from moderation.parse.plain.line.badges import is_badge
from moderation.parse.plain.line.elsewhere import leads_elsewhere
from moderation.parse.plain.line.lines import Line
from moderation.parse.plain.line.marks import Mark
from moderation.parse.plain.line.names import is_portrait
from moderation.parse.plain.recurring.evidence import evidence, may_be_believed
from moderation.parse.plain.recurring.handles import name_of_handle
from moderation.parse.plain.recurring.orientation import oriented
from moderation.parse.plain.recurring.patterns import counted_names, patterns_of
from moderation.parse.plain.sheet import BARE, HANDLED, VERBATIM, Pattern, Sheet, mostly_named, name_line, sheet_of

# Set on one half of 966 pages: lower, and bylines pass as comments.
_ENOUGH: Final = 1.2
_MOSTLY: Final = 0.8
_STRONG: Final = 0.7


_RE_ALONE: Final = re.compile(r"^(?:(?:re|aw|antw)\s*:\s*)+", re.IGNORECASE)
_RATED: Final = re.compile(r"\s*\(score\s*:.*\)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Section:
    """The comment part of a page: `lines[start:stop]`; what stands before is the article, after it furniture.

    `marks` are those of all lines; `empty` counts the headers whose text the copy has lost.
    """

    start: int
    stop: int
    slots: tuple[Slot, ...]
    marks: tuple[Mark | None, ...]
    heading: int | None = None
    declared: int | None = None
    empty: int = 0


def find_section(lines: Sequence[Line]) -> Section | None:
    """Return the comment section of a page given as its non-blank lines, or None when there is none."""
    return section_of(sheet_of(lines))


def section_of(sheet: Sheet) -> Section | None:
    """Return the comment section of a page whose lines are judged, or None when there is none."""
    candidates = patterns_of(sheet)
    scored = _believed(sheet, candidates) or _believed(sheet, counted_names(sheet))
    if not scored:
        return None
    return section_at(sheet, _best(sheet, scored), candidates)


def section_at(sheet: Sheet, best: Pattern, candidates: Sequence[Pattern] = ()) -> Section | None:
    """Return the comment section whose headers are the members of `best`, or None when all have lost their texts."""
    section = _cut(sheet, best, candidates)
    return section if section.slots else None


def topic_of(lines: Sequence[Line], slot: Slot) -> str | None:
    """Return the title of a comment without `Re:` and rating, for finding the one that began the topic."""
    if slot.title is None:
        return None
    return _RATED.sub("", _RE_ALONE.sub("", lines[slot.title].text)).strip().casefold() or None


def _believed(sheet: Sheet, patterns: Sequence[Pattern]) -> list[tuple[float, Pattern]]:
    """Return the patterns that enough speaks for, oriented; those of bare names stand above their texts as it is."""
    likely = [pattern for pattern in patterns if may_be_believed(sheet, pattern, _ENOUGH)]
    told = [pattern if pattern.shape == BARE else oriented(sheet, pattern) for pattern in likely]
    return [(score, pattern) for pattern in told if (score := evidence(sheet, pattern)) >= _ENOUGH]


def _best(sheet: Sheet, scored: Sequence[tuple[float, Pattern]]) -> Pattern:
    """Return the pattern that most speaks for; of headers with names and a button or a quotation, the headers."""
    ranked = sorted(scored, key=lambda pair: (-pair[0], pair[1].members[0], -len(pair[1].members)))
    first, *others = (pattern for _, pattern in ranked)
    return next((pattern for pattern in others if _heads(sheet, pattern, first)), first)


def _heads(sheet: Sheet, pattern: Pattern, first: Pattern) -> bool:
    """Tell whether a pattern heads comments which a stronger one only ends with a button, or opens with a quotation."""
    if first.shape.startswith(VERBATIM) and sheet.buttons[first.members[0]]:
        return len(pattern.members) >= _MOSTLY * len(first.members) and _names_people(sheet, pattern)
    if _stands_below(sheet, pattern, first):
        return True
    if first.shape != "says" or pattern.shape.startswith((VERBATIM, "says")):
        return False
    known = _names(sheet, pattern)  # `Ann wrote:`, of an Ann who has written above
    return sum(name in known for name in _names(sheet, first)) >= _MOSTLY * len(first.members)


def _stands_below(sheet: Sheet, pattern: Pattern, first: Pattern) -> bool:
    """Tell whether the dates of a pattern end headers that a stronger one opens: `Comment by Ann.`, `Ann`, `3 May`."""
    if not first.shape.startswith("by") or first.below or _is_dated(sheet, first) or not _is_dated(sheet, pattern):
        return False
    tight = {
        index - 1 if (mark := sheet.marks[index - 1]) and mark.name else index - 2
        for index in pattern.members
        if index > 1 and not sheet.lines[index].gap
    }
    return sum(index in tight for index in first.members) >= _MOSTLY * len(first.members)


def _is_dated(sheet: Sheet, pattern: Pattern) -> bool:
    mark = sheet.marks[pattern.members[0]]
    return mark is not None and (mark.dated or mark.ago)


def _names(sheet: Sheet, pattern: Pattern) -> list[str]:
    marks = (sheet.marks[index] for index in pattern.members)
    return [mark.name.casefold() for mark in marks if mark is not None and mark.name is not None]


def _names_people(sheet: Sheet, pattern: Pattern) -> bool:
    """Tell whether a pattern of dates has a name to each."""
    if pattern.shape.startswith(VERBATIM):
        return False
    present = [mark for index in pattern.members if (mark := sheet.marks[index]) is not None]
    return pattern.above or pattern.under or mostly_named(present, pattern.members)


def _cut(sheet: Sheet, best: Pattern, candidates: Sequence[Pattern]) -> Section:
    """Cut the lines at the pattern's members into slots."""
    best = _before_others(sheet, best)
    stop = _stop(sheet, best)
    edges = _edges(sheet, best, candidates, stop)
    loose = best.above and _mostly_loose(sheet, best)
    above = edges - _ends_of_texts(sheet, best, edges, stop)
    heads = [_head(sheet, index, best, above, loose=loose) for index in best.members]
    if best.below and best.under:
        heads = [Head(index, index + 1, name=index + 1) for index in best.members]
    if best.above:
        heads = carded(sheet, ranked(sheet, heads, loose=loose))
    elif not (best.below or best.under):
        heads = profiled(sheet, heads, edges)
    if not best.below:
        heads = without_opening(sheet, titled(sheet, led(sheet, labelled(sheet, heads))))
    earlier = [index for index in sheet.headings if index < heads[0].first]
    heading = earlier[-1] if earlier else None
    if best.below:
        slots = slots_below(sheet, best, heads, edges, heading)
    else:
        slots = slots_above(sheet, best, heads, edges, stop)
    filled = addressed_slots(sheet, [slot for slot in slots if slot.first < slot.last])
    start = min([slot.head for slot in filled] + [heads[0].first])
    if heading is not None and belongs(sheet, heading, start):
        start = heading
    declared = sheet.headed[heading] if heading is not None else None
    return Section(
        start,
        stop,
        tuple(filled),
        sheet.marks,
        heading,
        declared.declared if declared else None,
        len(slots) - len(filled),
    )


def _before_others(sheet: Sheet, best: Pattern) -> Pattern:
    """Drop the last members where most stand above a line that announces other articles: those are dated, too."""
    members = best.members
    for index in range(members[len(members) // 2] + 1, members[-1]):
        if sheet.openings[index].elsewhere and not sheet.buttons[index] and leads_elsewhere(sheet.lines[index].text):
            above = bisect_right(members, index)
            if above > len(members) - above:
                return best._replace(members=members[:above])
    return best


def _stop(sheet: Sheet, best: Pattern) -> int:
    last = best.members[-1]
    return next((index for index in range(last + 1, len(sheet)) if sheet.ends(index)), len(sheet))


def _edges(sheet: Sheet, best: Pattern, candidates: Sequence[Pattern], stop: int) -> frozenset[int]:
    """Return the lines at the edges of texts that are no text: those of the page's repeating patterns."""
    begin = best.members[0]
    found: set[int] = set()
    members = len(best.members)
    for pattern in candidates:
        inside = [index for index in pattern.members if begin - 12 <= index < stop]
        mark = sheet.marks[inside[0]] if inside else None
        if not inside:
            continue
        # Half the people may write `Well said!`; what only a site says stands to more of them.
        known = mark is not None or sheet.buttons[inside[0]]
        enough = max(2, members // 3 if known else members // 2 + 1)
        often = pattern.shape != BARE and len(inside) >= enough
        strong = mark is not None and pattern.strength >= _STRONG
        if (strong or often) and not _are_texts(sheet, best, inside):
            found.update(inside)
    if best.shape not in ("says", "says *"):  # `Ann wrote:` opens a quotation
        found = {index for index in found if (mark := sheet.marks[index]) is None or mark.shape != "says"}
    return frozenset(found - set(best.members))


def _ends_of_texts(sheet: Sheet, best: Pattern, edges: frozenset[int], stop: int) -> frozenset[int]:
    """Return the dates right above headers that close the texts above: the first header has none, the last text has.

    `Ann said...`, a text, its date, and right below that `Bo said...`.
    """
    dates = frozenset(
        index for index in edges if (mark := sheet.marks[index]) is not None and (mark.dated or mark.timed)
    )
    first, *others = best.members
    after = [index for index in dates if best.members[-1] < index < stop]
    closing = sum(index - 1 in dates for index in others)
    closed = not best.below and after and first - 1 not in dates and 0 < closing >= _MOSTLY * len(others)
    return dates if closed else frozenset()


def _are_texts(sheet: Sheet, best: Pattern, inside: Sequence[int]) -> bool:
    """Tell whether lines that repeat are all that most of the comments say which they stand in: three people's `No.`"""
    if sheet.marks[inside[0]] is not None or sheet.buttons[inside[0]]:
        return False
    members = (*best.members, len(sheet))
    alone = 0
    for index in inside:
        place = bisect_right(best.members, index)
        begin, end = (members[place - 1] if place else -1), members[place]
        others = (i for i in range(begin + 1, end) if i != index and not (best.above and i == end - 1))
        alone += not any(sheet.marks[i] is None and not sheet.buttons[i] for i in others)
    return alone > 0.5 * len(inside)


def _mostly_loose(sheet: Sheet, best: Pattern) -> bool:
    """Tell whether a blank line stands between name and header on this page as a rule."""
    tight = sum(name_line(sheet, member, loose=False) is not None for member in best.members)
    return tight < 0.4 * len(best.members)


def _head(sheet: Sheet, index: int, best: Pattern, edges: frozenset[int], *, loose: bool) -> Head:
    """Return the header whose member is `index`."""
    first, above = index, None
    if best.shape == HANDLED and (name := name_of_handle(sheet, index)) is not None:
        return Head(name, index, name=name)
    if best.above:
        above = name_line(sheet, index, loose=loose)
        if above is None and not loose and (apart := name_line(sheet, index, loose=True)) and _is_led(sheet, apart):
            above = apart
        first = index if above is None else above
    elif not (best.below or best.under) and (above := _above_badge(sheet, index)) is not None:
        return Head(above, index, name=above)
    elif not (best.below or best.under) and _is_signed_above(sheet, index):
        return Head(index - 1, index, name=index - 1)
    while not best.below and first - 1 in edges and sheet.lines[first].gap == 0 and not sheet.buttons[first - 1]:
        first -= 1
    return Head(first, index, name=above)


def _is_signed_above(sheet: Sheet, index: int) -> bool:
    """Tell whether a date that names nobody stands below a line that says by whom: `Comment by Ann`, `Date: 3 May`."""
    mark, above = sheet.marks[index], sheet.marks[index - 1] if index else None
    nameless = mark is not None and mark.name is None
    return nameless and above is not None and above.name is not None and not (above.dated or above.timed)


def _above_badge(sheet: Sheet, index: int) -> int | None:
    """Return the line of the name above a header that names only its writer's badge: `Ann`, `Author 3 May 2024`."""
    mark = sheet.marks[index]
    if index == 0 or sheet.lines[index].gap or mark is None or mark.name is None or not is_badge(mark.name):
        return None
    above = name_line(sheet, index, loose=False)
    return above if above is not None and _is_led(sheet, above) else None


def _is_led(sheet: Sheet, index: int) -> bool:
    """Tell whether a row of buttons or a portrait's letters stand right above a name: no text ends there."""
    above = sheet.lines[index - 1].text
    return sheet.buttons[index - 1] or is_portrait(above, sheet.lines[index].text)
