"""Where texts and names stand to a line that repeats: above it, below it, in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import Final

from moderation.parse.plain.line.block_words import FURNITURE
from moderation.parse.plain.line.marks import Mark
from moderation.parse.plain.line.names import are_plainly_names, is_monogram
from moderation.parse.plain.recurring.evidence import CROWDED, FILLED, filled
from moderation.parse.plain.sheet import HANDLED, VERBATIM, Pattern, Sheet, mostly_named, name_line

# So many lines below the heading at most does the first comment's header stand; in between are sorting and house rules.
_HEADED: Final = 12
_GLUED: Final = 0.7
_DIGITS: Final = re.compile(r"\d+")
_FEWEST_ALIKE: Final = 3
_FEWEST_SIGNED: Final = 2
_FEWEST_UNDER: Final = 3


def pattern_of(sheet: Sheet, shape: str, members: list[int], strength: float | None = None) -> Pattern:
    """Return the pattern of `members` without the article's own dateline; where its texts stand is not told yet.

    Without `strength` it is that of the marks of its lines.
    """
    members = _without_byline(sheet, members)
    if shape != HANDLED:  # `2 reactions` below the first post heads nothing
        members = _below_heading(sheet, members)
    if strength is None:
        strength = median([mark.strength for index in members if (mark := sheet.marks[index])])
    return Pattern(shape, strength, tuple(members))


def oriented(sheet: Sheet, pattern: Pattern) -> Pattern:
    """Return the pattern with where its texts and names stand."""
    shape, strength, members = pattern[:3]
    verbatim = shape.startswith(VERBATIM)
    present = [] if verbatim else [mark for index in members if (mark := sheet.marks[index])]
    named = mostly_named(present, members) and not _is_one_word(present)
    says = any(mark.says for mark in present)
    above = not named and sum(name_line(sheet, i, loose=True) is not None for i in members) >= 0.5 * len(members)
    if above and filled(sheet, pattern._replace(above=True)) < FILLED:
        above = False  # one-line comments look like names
    if above and (_are_one_button(sheet, members) or (sheet.buttons[members[0]] and _are_counters(sheet, members))):
        above = False
    placed = (named and not says and (_under_portraits(sheet, members) or _under_names(sheet, members))) or (
        above and _is_one_word(present)
    )
    above = above or placed
    last = not says and _is_below(sheet, members, above=above)
    signed = not (named or above or says) and _is_signed_below(sheet, members)
    under = signed or (
        not (named or above or says or last)
        and len(members) >= _FEWEST_UNDER
        and _names_under(sheet, members) >= 0.6 * len(members)
    )
    last = last or signed
    if above and pattern.crowded:
        strength += CROWDED
    return Pattern(shape, strength, members, last, above, under, placed)


def _is_one_word(present: Sequence[Mark]) -> bool:
    """Tell whether what the headers name is one and the same, and so is the site's word: `Published on 3 May`."""
    names = [_DIGITS.sub("9", mark.name) for mark in present if mark.name is not None]
    return len(names) >= _FEWEST_ALIKE and len(set(names)) == 1


def _is_below(sheet: Sheet, members: Sequence[int], *, above: bool) -> bool:
    """Tell whether the members stand below their texts: a text stands right below the heading, or none at the end.

    Where a header follows the heading at once, headers stand above, though the last may have lost its text.
    """
    heading = _heading_of(sheet, members)
    if heading is not None and len(members) > 1:
        head = name_line(sheet, members[0], loose=True) if above else None
        between = range(heading + 1, members[0] if head is None else head)
        if not any(_is_content(sheet, index) for index in between):
            return False
        if any(_is_said(sheet, index) for index in between) and (
            _mostly_glued_up(sheet, members, above=above) or (above and _closed_by(sheet, members, names=1))
        ):
            return True
    return not above and (_ends_page(sheet, members[-1]) or _closed_by(sheet, members))


def _mostly_glued_up(sheet: Sheet, members: Sequence[int], *, above: bool) -> bool:
    """Tell whether most headers follow a text without a blank line, and a blank line follows them."""
    up = 0
    for index in members:
        name = name_line(sheet, index, loose=True) if above else None
        head = index if name is None else name
        text = sheet.lines[head].gap == 0 and _is_said(sheet, head - 1)
        up += text and (index + 1 == len(sheet) or sheet.lines[index + 1].gap > 0)
    return up >= _GLUED * len(members)


def _is_content(sheet: Sheet, index: int) -> bool:
    return (
        sheet.marks[index] is None
        and not sheet.buttons[index]
        and FURNITURE.match(sheet.lines[index].text.lower()) is None
    )


def _is_said(sheet: Sheet, index: int) -> bool:
    """Tell whether a line can only be a text: neither a header nor a name nor what sites print."""
    return _is_content(sheet, index) and not sheet.is_name(index)


def _heading_of(sheet: Sheet, members: Sequence[int]) -> int | None:
    """Return the nearest heading of comments that stands right above the first member, or None."""
    return next((index for index in reversed(sheet.headings) if 0 < members[0] - index <= _HEADED), None)


def _are_one_button(sheet: Sheet, members: Sequence[int]) -> bool:
    """Tell whether what stands above most members is one line, and below them are many names: no button we know."""
    above = [line for index in members if (line := name_line(sheet, index, loose=True)) is not None]
    _, often = Counter(sheet.lines[line].text for line in above).most_common(1)[0]
    below = {sheet.lines[index + 1].text for index in members if index + 1 < len(sheet)}
    return often > 1 and often >= 0.6 * len(above) and _names_under(sheet, members) >= 0.6 * len(members) <= len(below)


def _are_counters(sheet: Sheet, members: Sequence[int]) -> bool:
    """Tell whether the lines right above a button are one line but for the number in it: `Clap 4`, `Clap 90`."""
    above = [sheet.lines[index - 1].text for index in members if index]
    return (
        len(above) > 1 and len({_DIGITS.sub("9", text) for text in above}) == 1 and _DIGITS.search(above[0]) is not None
    )


def _under_portraits(sheet: Sheet, members: Sequence[int]) -> bool:
    """Tell whether above each member stands a name, and above that its first letters, where a portrait is missing.

    What the member itself names is then a place: `G`, `Greta Holm`, `Leeds May 3`.
    """
    found = sum(
        index > 1
        and sheet.lines[index].gap == 0
        and is_monogram(sheet.lines[index - 2].text, sheet.lines[index - 1].text)
        for index in members
    )
    return found > 1 and found >= _GLUED * len(members)


def _under_names(sheet: Sheet, members: Sequence[int]) -> bool:
    """Tell whether plain names stand above the members, and what those name comes back below others: a place, a rank.

    `Ann Lee`, `3 May in Leeds`.
    """
    if len(members) < _FEWEST_ALIKE:
        return False
    above = [index - 1 for index in members if index and _is_glued_name(sheet, index)]
    if len(above) < _GLUED * len(members):
        return False
    people = {sheet.lines[index].text for index in above}
    places = {mark.name for index in above if (mark := sheet.marks[index + 1]) is not None}
    return len(places) < len(people) >= _FEWEST_ALIKE and are_plainly_names(people)


def _is_glued_name(sheet: Sheet, index: int) -> bool:
    """Tell whether a name stands right above a line, and what is above the name is no part of the same block."""
    above = index - 1
    if sheet.lines[index].gap or sheet.marks[above] is not None or sheet.buttons[above] or not sheet.is_name(above):
        return False
    return above == 0 or sheet.lines[above].gap > 0 or sheet.buttons[above - 1] or above - 1 in sheet.headings


def _without_byline(sheet: Sheet, members: list[int]) -> list[int]:
    """Drop a first member that is the article's own dateline: at the top, and far from the second or without a name."""
    mark = sheet.marks[members[0]]
    if len(members) < 2 or members[0] > 4 or (mark is not None and mark.says):
        return members
    others = [other for index in members[1:] if (other := sheet.marks[index]) is not None]
    if mark is not None and mark.name is None and len(others) > 1 and all(other.name for other in others):
        return members[1:]
    gaps = [sheet.lines[b].start - sheet.lines[a].end for a, b in pairwise(members)]
    return members[1:] if gaps[0] > max(600, 2.5 * median(gaps[1:] or [0])) else members


def _below_heading(sheet: Sheet, members: list[int]) -> list[int]:
    """Drop the first one or two members where the heading of the comments stands below them: the article's dateline."""
    for heading in sheet.headings:
        below = [index for index in members if index > heading]
        above = len(members) - len(below)
        if 0 < above <= 2 and len(below) >= 2 * above and below[0] - heading <= _HEADED:
            return below
    return members


def _closed_by(sheet: Sheet, members: Sequence[int], *, names: int = 0) -> bool:
    """Tell whether members stand below their texts: below the heading comes a text, below the last member none.

    `names`: the lines of a name above each member.
    """
    heading = _heading_of(sheet, members)
    if heading is None or len(members) < 2:
        return False
    least = min(sheet.contents(a + 1, b) for a, b in pairwise(members)) - names
    end = next((i for i in range(members[-1] + 1, len(sheet)) if sheet.ends(i)), len(sheet))
    first = sheet.contents(heading + 1, members[0]) - names
    return first >= least > sheet.contents(members[-1] + 1, end)


def _names_under(sheet: Sheet, members: Sequence[int]) -> int:
    """Count the members with a name on the line below, and text below that."""
    last = len(sheet) - 2
    return sum(index < last and sheet.marks[index + 1] is None and sheet.is_name(index + 1) for index in members)


def _is_signed_below(sheet: Sheet, members: Sequence[int]) -> bool:
    """Tell whether below each text stand its date and, right below that, a name, and behind the last name no text."""
    if len(members) < _FEWEST_SIGNED or members[-1] + 1 >= len(sheet):
        return False
    for index in members:
        after = index + 2
        apart = sheet.lines[index].gap > 0 and (after >= len(sheet) or sheet.lines[after].gap > 0)
        tight = index + 1 < len(sheet) and sheet.lines[index + 1].gap == 0 and sheet.marks[index + 1] is None
        if not (apart and tight and sheet.is_name(index + 1) and _is_content(sheet, index - 1)):
            return False
    return _ends_page(sheet, members[-1] + 1)


def _ends_page(sheet: Sheet, last: int) -> bool:
    for index in range(last + 1, len(sheet)):
        if sheet.ends(index):
            return True
        if sheet.marks[index] is None and not sheet.buttons[index]:
            return False
    return True
