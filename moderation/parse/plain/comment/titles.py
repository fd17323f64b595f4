"""The titles that comments have of their own, above their headers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from typing import Final

from moderation.parse.plain.comment.slots import Head
from moderation.parse.plain.line.names import is_portrait
from moderation.parse.plain.sheet import Sheet

_MOSTLY: Final = 0.8
_SHARED: Final = 0.5
_LONGEST_TITLE: Final = 110
_TOP: Final = 4
_FEWEST: Final = 2
_MANY: Final = 8
_SENTENCE_ENDS: Final = ".!?…"
_RE: Final = re.compile(r"(?:re|aw|antw)\s*:|.{1,90}\(score\s*:\s*-?\d", re.IGNORECASE)


def titled(sheet: Sheet, heads: Sequence[Head]) -> list[Head]:
    """Take the titles that comments have of their own into the headers.

    A title stands right on its header and apart from what is above it, on nearly every comment; `Re: ...` always does.
    """
    # One that others have, too, is in the header already, as a line that repeats.
    inside = {head.first for head in heads if _holds_title(sheet, head)}
    held = _rare(sheet, inside, len(heads))
    found = [
        None if head.first in inside - held else _title(sheet, before.member if before else -1, head)
        for before, head in zip([None, *heads], heads, strict=False)
    ]
    titles = sum(title is not None or head.first in held for title, head in zip(found, heads, strict=True))
    replies = sum(title is not None and _RE.match(sheet.lines[title].text) is not None for title in found)
    pairs = zip(found[1:], heads, strict=False)
    texts = [sheet.contents(before.member + 1, title) for title, before in pairs if title is not None]
    untold = _first_is_untold(sheet, heads, found)
    mostly = titles >= _MOSTLY * (len(heads) - untold)
    if len(heads) < 2 or (replies < 1 and not (mostly and all(size > 0 for size in texts))):
        return list(heads)
    return [
        head if title is None or not (mostly or _RE.match(sheet.lines[title].text)) else Head(title, head.member, title)
        for head, title in zip(heads, found, strict=True)
    ]


def _first_is_untold(sheet: Sheet, heads: Sequence[Head], found: Sequence[int | None]) -> bool:
    """Tell whether the first title may stand on the heading, where it is not told from that, as the others say.

    Last paragraphs of texts end as sentences, and titles seldom do; but eight texts seldom end in a line alike.
    """
    titles = [sheet.lines[title].text for title in found[1:] if title is not None]
    ended = sum(text[-1] in _SENTENCE_ENDS for text in titles)
    enough = len(titles) >= min(_MANY, max(_FEWEST, 2 * ended + 1))
    return enough and found[0] is None and not _holds_title(sheet, heads[0])


def without_opening(sheet: Sheet, heads: Sequence[Head]) -> list[Head]:
    """Drop the header of a thread's first post: at the top, where all others are answers by their titles."""
    first, *rest = heads
    answers = len(rest) > 1 and all(_RE.match(sheet.lines[head.first].text) for head in rest)
    opens = answers and first.member <= _TOP and not _RE.match(sheet.lines[first.first].text)
    return rest if opens else list(heads)


def _title(sheet: Sheet, before: int, head: Head) -> int | None:
    """Return the line above a header when it can be its title; `before` is the header before it."""
    index = _first(sheet, head) - 1
    if index <= before + 1 or index in sheet.headings or sheet.marks[index] is not None or sheet.buttons[index]:
        return None
    line = sheet.lines[index]
    if len(line.text) > _LONGEST_TITLE or sheet.lines[index + 1].gap:
        return None
    return index if line.gap or (sheet.buttons[index - 1] and _is_named(sheet, head)) else None


def _first(sheet: Sheet, head: Head) -> int:
    """Return the first line of a header, that of the letters in place of a portrait where there are such."""
    above = head.first - 1
    if head.name != head.first or above < 0 or sheet.lines[head.first].gap:
        return head.first
    return above if is_portrait(sheet.lines[above].text, sheet.lines[head.first].text) else head.first


def _is_named(sheet: Sheet, head: Head) -> bool:
    """Tell whether a header names its writer: what stands between buttons and one that does not may be the name."""
    mark = sheet.marks[head.member]
    return head.name is not None or (mark is not None and mark.name is not None)


def _rare(sheet: Sheet, inside: Collection[int], count: int) -> set[int]:
    """Return which lines inside of `count` headers can be titles: one on most of them is a button that nobody knows."""
    often = Counter(sheet.lines[index].text for index in inside)
    return {
        index
        for index in inside
        if often[sheet.lines[index].text] <= _SHARED * count or _RE.match(sheet.lines[index].text)
    }


def _holds_title(sheet: Sheet, head: Head) -> bool:
    """Tell whether what stands above the name in a header can be a title, and is no portrait or badge."""
    first, named = head.first, head.member if head.name is None else head.name
    if first >= named or sheet.marks[first] is not None or sheet.buttons[first] or sheet.badges[first]:
        return False
    mark = sheet.marks[head.member]
    name = mark.name if head.name is None and mark is not None else sheet.lines[named].text
    return not is_portrait(sheet.lines[first].text, name or "")
