"""What stands to readers' comments alone beside what repeats: buttons to answer with, portraits."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress
from typing import Final

from moderation.parse.plain.line.buttons import holds_answer
from moderation.parse.plain.line.names import is_portrait
from moderation.parse.plain.sheet import VERBATIM, Pattern, Sheet, name_line

_MOSTLY: Final = 0.8
_TRIED: Final = 3  # members: where none of these has a portrait, the others are not asked


def are_answered(sheet: Sheet, pattern: Pattern) -> bool:
    """Tell whether a row of buttons to answer with stands to nearly each of several members."""
    members = pattern.members
    first, last = (0, members[-1]) if pattern.below else (members[0], len(sheet))
    rows = compress(sheet.lines[first:last], sheet.buttons[first:last])
    return sum(holds_answer(line.text) for line in rows) >= _MOSTLY * len(members) > 1


def hold_answers(sheet: Sheet, pattern: Pattern) -> bool:
    """Tell whether the dates themselves stand in such rows: `Like · Reply · 3d`, `3dLikeReply`."""
    if pattern.shape.startswith(VERBATIM):
        return False
    return sum(holds_answer(sheet.lines[index].text) for index in pattern.members) > 0.5 * len(pattern.members)


def are_portrayed(sheet: Sheet, members: Sequence[int]) -> bool:
    """Tell whether a portrait, or the letters in its place, stands above the name of nearly each of several members."""
    found = sum(_is_portrayed(sheet, index) for index in members[:_TRIED])
    if not found or len(members) < 2:
        return False
    return found + sum(_is_portrayed(sheet, index) for index in members[_TRIED:]) >= _MOSTLY * len(members)


def _is_portrayed(sheet: Sheet, index: int) -> bool:
    name = name_line(sheet, index, loose=False)
    return name is not None and name > 0 and is_portrait(sheet.lines[name - 1].text, sheet.lines[name].text)
