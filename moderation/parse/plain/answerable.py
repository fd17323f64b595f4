"""Buttons to answer with beside what repeats, as they stand to comments alone."""

from __future__ import annotations

from itertools import compress
from typing import Final

from moderation.parse.plain.buttons import holds_answer
from moderation.parse.plain.sheet import VERBATIM, Pattern, Sheet

_MOSTLY: Final = 0.8


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
