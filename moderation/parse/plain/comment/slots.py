"""One comment as lines of a page, and which of those lines are its text and its author."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from moderation.parse.plain.comment.repeated import invites_answer
from moderation.parse.plain.line.answered import answered_in
from moderation.parse.plain.line.buttons import is_aside
from moderation.parse.plain.line.names import display_name, is_handle, name_confidence
from moderation.parse.plain.sheet import BARE, VERBATIM, Pattern, Sheet

MOSTLY: Final = 0.6
_RULERS: Final = "-*_="
_RULE: Final = re.compile(r"(?:[-*_=]\s?){3,}")
DOUBTFUL_EDGE: Final = 0.6


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


def belongs(sheet: Sheet, heading: int, start: int) -> bool:
    """Tell whether the heading is that of the section and not a counter above the article."""
    return start - heading <= 6 and all(len(line.text) < 160 for line in sheet.lines[heading + 1 : start])


def author_of(sheet: Sheet, head: Head, best: Pattern) -> tuple[str | None, float]:
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


def trimmed(sheet: Sheet, first: int, last: int, edges: frozenset[int], author: str | None = None) -> tuple[int, int]:
    """Take lines off both ends that are no text; `author` is whom a button to answer with may name.

    Lines that only repeat, and buttons, go where a text is left: `+1` is a comment too, and so is a `No.` that half
    the page wrote. What is both a button and repeated is no text even alone.
    """

    def printed(index: int) -> bool:
        text = sheet.lines[index].text
        if sheet.buttons[index] or sheet.badges[index] or (text[0] in _RULERS and _RULE.fullmatch(text) is not None):
            return True
        return author is not None and invites_answer(text, author)

    inner = _without(first, last, lambda index: index in edges or printed(index))
    if inner[0] < inner[1]:
        return inner
    said = _without(first, last, printed)
    if said[0] < said[1]:
        return said
    return _without(
        first, last, lambda index: index in edges and (sheet.marks[index] is not None or sheet.buttons[index])
    )


def _without(first: int, last: int, unwanted: Callable[[int], bool]) -> tuple[int, int]:
    while first < last and unwanted(first):
        first += 1
    while first < last and unwanted(last - 1):
        last -= 1
    return first, last
