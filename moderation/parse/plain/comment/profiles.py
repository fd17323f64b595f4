"""Profiles that boards print between the date of a post and its text: a name, a rank, `Posts: 214`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from moderation.parse.plain.line.buttons import is_aside
from moderation.parse.plain.sheet import Sheet

_MOSTLY: Final = 0.8
_LONGEST: Final = 8
_MOST_RANKS: Final = 2


def profiles_below(sheet: Sheet, members: Sequence[int]) -> dict[int, range]:
    """Return for each header the lines of the profile below it, the name first; nothing unless most have one.

    A text that happens to hold such a line has it on its own.
    """
    if any((mark := sheet.marks[index]) is not None and mark.name is not None for index in members):
        return {}
    found = {index: lines for index in members if (lines := _profile(sheet, index)) is not None}
    names = {sheet.lines[lines.start].text for lines in found.values()}
    return found if len(names) > 1 and len(found) >= _MOSTLY * len(members) else {}


def _profile(sheet: Sheet, member: int) -> range | None:
    begin = member + 1
    end = min(begin + _LONGEST, len(sheet))
    while begin < end and not any(map(str.isalpha, sheet.lines[begin].text)):  # `#3`
        begin += 1
    asides = [index for index in range(begin, end) if is_aside(sheet.lines[index].text)]
    if not asides or not 0 < asides[0] - begin <= 1 + _MOST_RANKS or not sheet.is_name(begin):
        return None
    last = asides[0]
    while last + 1 in asides:
        last += 1
    return range(begin, last + 1)
