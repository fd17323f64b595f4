"""Headers of three lines: a name, a rank or a place below it, a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Final

from moderation.parse.plain.comment.slots import Head
from moderation.parse.plain.comment.tails import shared_joints
from moderation.parse.plain.line.buttons import is_aside
from moderation.parse.plain.line.names import are_hardly_names, are_plainly_names, is_portrait
from moderation.parse.plain.sheet import Sheet, name_line

_MOSTLY: Final = 0.6
_NEARLY: Final = 0.8
_LONGEST_PROFILE: Final = 12
_LONGEST_MONOGRAM: Final = 3
_PLACES: Final = 0.3
_FEWEST_FROM_ONE: Final = 3
_LONGEST_LEAD: Final = 20
_FEWEST_RECURRING: Final = 3


def ranked(sheet: Sheet, heads: Sequence[Head], *, loose: bool) -> list[Head]:
    """Return the headers with the upper of two lines as the name, where the page shows that the lower is none."""
    lowers = [name_line(sheet, head.member, loose=loose) for head in heads]
    return _ranked(sheet, _led(sheet, heads, lowers), lowers)


def _ranked(sheet: Sheet, heads: Sequence[Head], lowers: Sequence[int | None]) -> list[Head]:
    """Return the headers with the upper of two lines as the name, where all have two.

    It shows so where somebody comes back with the same lower line, or is addressed by the upper one; a title above a
    name changes from one comment of a person to the next.
    """
    heads = _answering(sheet, heads, lowers)
    uppers = [_upper(sheet, lower) for lower in lowers]
    found = [upper for upper in uppers if upper is not None]
    if len(found) < 2 or len(found) < _MOSTLY * len(heads) or not _are_names(sheet, found):
        return list(heads)
    return [
        head if upper is None or head.addressee is not None else head._replace(first=min(head.first, upper), name=upper)
        for head, upper in zip(heads, uppers, strict=True)
    ]


def _led(sheet: Sheet, heads: Sequence[Head], lowers: Sequence[int | None]) -> list[Head]:
    """Return the headers with the first of two lines as the name, where buttons or the heading lead to each name.

    Nothing stands between a row of buttons and the next comment but its header: where most names follow such a row at
    once, a line above one is no text. What is called so elsewhere on the page is the name; else it is the upper line,
    and the lower one tells who that is: `Ann Lee`, `THE COURIER`.
    """
    direct = [
        lower is not None and lower > 0 and (sheet.buttons[lower - 1] or lower - 1 in sheet.headings)
        for lower in lowers
    ]
    uppers = [None if at_once else _led_upper(sheet, lower) for lower, at_once in zip(lowers, direct, strict=True)]
    odd = sum(upper is not None for upper in uppers)
    if not odd or sum(direct) < max(2, odd):
        return list(heads)
    known = {
        sheet.lines[lower].text
        for lower, upper in zip(lowers, uppers, strict=True)
        if lower is not None and upper is None
    }
    return [
        head
        if upper is None or lower is None or sheet.lines[lower].text in known
        else head._replace(first=min(head.first, upper), name=upper)
        for head, lower, upper in zip(heads, lowers, uppers, strict=True)
    ]


def _led_upper(sheet: Sheet, lower: int | None) -> int | None:
    """Return the line above the supposed name when it can be one and a row of buttons leads to it."""
    if lower is None or lower < 2 or sheet.lines[lower].gap or not sheet.buttons[lower - 2]:
        return None
    index = lower - 1
    plain = sheet.marks[index] is None and not sheet.badges[index] and not sheet.buttons[index]
    return (
        index
        if plain and sheet.is_name(index) and not is_portrait(sheet.lines[index].text, sheet.lines[lower].text)
        else None
    )


def profiled(sheet: Sheet, heads: Sequence[Head], edges: frozenset[int]) -> list[Head]:
    """Return the headers with the names that stand above a profile: lines that come back on every comment.

    Only where nobody is named nearer, and above profiles of more than one line.
    """
    if any((mark := sheet.marks[head.member]) is not None and mark.name is not None for head in heads):
        return list(heads)
    names = [_above_profile(sheet, head.member, edges) for head in heads]
    found = [name for name in names if name is not None]
    if len(found) < max(2, _NEARLY * len(heads)) or len({sheet.lines[name].text for name in found}) < 2:
        return list(heads)
    return [
        head if name is None else head._replace(first=min(head.first, name), name=name)
        for head, name in zip(heads, names, strict=True)
    ]


def _above_profile(sheet: Sheet, member: int, edges: frozenset[int]) -> int | None:
    """Return the line above the run of repeating lines that ends at a header, when it can be a name."""
    index = member - 1
    while index > 0 and member - index <= _LONGEST_PROFILE and (index in edges or sheet.buttons[index]):
        index -= 1
    run = member - 1 - index
    lines = sum(index < line and not sheet.buttons[line] for line in range(index + 1, member))
    named = run > 1 and lines > 1 and index not in edges and sheet.marks[index] is None and sheet.is_name(index)
    return index if named else None


def _answering(sheet: Sheet, heads: Sequence[Head], lowers: Sequence[int | None]) -> list[Head]:
    """Take the lower of two names for the one answered, where somebody of that name has written above.

    Where every header has two lines, the lower is a rank or a place: `ranked` tells.
    """
    known: set[str] = set()
    found = []
    for head, lower in zip(heads, lowers, strict=True):
        upper = _upper(sheet, lower)
        if upper is not None and not sheet.buttons[upper - 1]:
            upper = None  # a signature that ends the text above
        answers = upper is not None and lower is not None and sheet.lines[lower].text in known
        told = upper if answers else lower
        known.update([sheet.lines[told].text] if told is not None else [])
        found.append(
            head._replace(first=min(head.first, told), name=told, addressee=lower)
            if answers and told is not None
            else head
        )
    return found


def _upper(sheet: Sheet, lower: int | None) -> int | None:
    """Return the line right above the supposed name when it can be a name and nothing stands right above it."""
    if lower is None or lower < 2 or sheet.lines[lower].gap:
        return None
    index = lower - 1
    text = sheet.lines[index].text
    above = sheet.lines[index - 1].text
    alone = sheet.lines[index].gap > 0 or sheet.buttons[index - 1] or index - 1 in sheet.headings
    alone = alone or is_portrait(above, text)
    alone = alone or (text in above and len(above) <= len(text) + _LONGEST_LEAD)  # `View Ann Lee’s profile`
    alone = alone or is_aside(sheet.lines[lower + 1].text)  # a rank above `Posts: 214`
    portrait = (len(text) <= _LONGEST_MONOGRAM and text.isupper()) or is_portrait(text, sheet.lines[lower].text)
    plain = sheet.marks[index] is None and not sheet.badges[index]
    return index if alone and plain and sheet.is_name(index) and not portrait else None


def _are_names(sheet: Sheet, uppers: Sequence[int]) -> bool:
    below: dict[str, list[str]] = defaultdict(list)
    for index in uppers:
        below[sheet.lines[index].text].append(sheet.lines[index + 1].text)
    lowers = [text for texts in below.values() for text in texts]
    if len(below) >= _FEWEST_RECURRING and are_plainly_names(below) and are_hardly_names(lowers):
        return True
    if len(below) < 2 or any(len(set(texts)) > 1 for texts in below.values()):
        return False
    if _are_places(lowers, len(below)) or _recur(lowers, below):
        return True
    again = any(len(texts) > 1 for texts in below.values())
    return again or any(line.text.startswith("@") and _addressed(line.text, below) for line in sheet.lines)


def _are_places(texts: Sequence[str], people: int) -> bool:
    """Tell whether lines below names say where people are from: `Duluth, MN`, or one and the same below them all."""
    with_comma = sum("," in text for text in texts)
    return with_comma >= _PLACES * len(texts) or (people >= _FEWEST_FROM_ONE and len(set(texts)) == 1)


def _recur(texts: Sequence[str], people: Collection[str]) -> bool:
    """Tell whether the lines below plain names come back below others, as ranks and places do, or are put together.

    `Gold member · Ashby`, `Teacher at Oakham School`.
    """
    if len(people) < _FEWEST_RECURRING or not are_plainly_names(people):
        return False
    return len(set(texts)) < len(people) or bool(shared_joints(texts))


def _addressed(text: str, names: dict[str, list[str]]) -> bool:
    return any(text[1:].startswith(name) for name in names)
