"""Headers of posts as networks print them: a name, `@name` and a date, each on a line of its own."""

from __future__ import annotations

from typing import Final

from moderation.parse.plain.names import is_handle
from moderation.parse.plain.orientation import pattern_of
from moderation.parse.plain.sheet import HANDLED, Pattern, Sheet, name_line

# Nothing but a post is headed so, whatever the date looks like, `May 1`, `3h`: more than any other pattern has.
_STRENGTH: Final = 1.6
_FEWEST: Final = 2


def handled(sheet: Sheet) -> list[Pattern]:
    """Return the pattern of dates below a name and its handle, or nothing."""
    dated = [index for index, mark in enumerate(sheet.marks) if mark is not None and mark.name is None]
    members = [index for index in dated if name_of_handle(sheet, index) is not None]
    return [pattern_of(sheet, HANDLED, members, _STRENGTH)] if len(members) >= _FEWEST else []


def name_of_handle(sheet: Sheet, index: int) -> int | None:
    """Return the line of the name above the handle that stands above a date, or None."""
    handle = name_line(sheet, index, loose=True)
    if handle is None or handle == 0 or not is_handle(sheet.lines[handle].text):
        return None
    return handle - 1 if sheet.is_name(handle - 1) else None
