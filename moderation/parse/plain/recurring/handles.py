"""Headers of posts as networks print them: a name, `@name` or how near one is to its owner, and a date, a line each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from moderation.parse.plain.line.answered import answered_in
from moderation.parse.plain.line.names import is_handle
from moderation.parse.plain.recurring.orientation import pattern_of
from moderation.parse.plain.sheet import HANDLED, Pattern, Sheet, name_line

# Nothing but a post is headed so, whatever the date looks like, `May 1`, `3h`: more than any other pattern has.
_STRENGTH: Final = 1.6
_FEWEST: Final = 2
# LinkedIn's: ` • 3rd+`, `2nd degree connection`; what one does for a living stands between it and the date.
_DEGREE: Final = re.compile(
    r"[•·\s]*(?:(?:1st|2nd|3rd\+?)(?: degree connection)?|out of network)|[•·]\s*[1-3]\.\+?", re.IGNORECASE
)
_MOST_BELOW: Final = 2  # lines between the degree and the date, and the degree once more


def handled(sheet: Sheet) -> list[Pattern]:
    """Return the pattern of dates below a name and its handle, or nothing."""
    dated = [index for index, mark in enumerate(sheet.marks) if mark is not None and mark.name is None]
    named = {index: name for index in dated if (name := name_of_handle(sheet, index)) is not None}
    if len(named) < _FEWEST or _are_one(sheet, [*named.values()]):
        return []
    return [pattern_of(sheet, HANDLED, [*named], _STRENGTH)]


def _are_one(sheet: Sheet, names: Sequence[int]) -> bool:
    """Tell whether one name stands above the handles of many: it is a button, and the handles are the names."""
    return 2 * len({sheet.lines[name].text for name in names}) <= len({sheet.lines[name + 1].text for name in names})


def name_of_handle(sheet: Sheet, index: int) -> int | None:
    """Return the line of the name above the handle or the degree that stands above a date, or None."""
    handle = name_line(sheet, index, loose=True)
    if handle is None or not is_handle(sheet.lines[handle].text):
        handle = _degree(sheet, index)
    if not handle or answered_in(sheet.lines[handle - 1].text) is not None:
        return None
    return handle - 1 if sheet.is_name(handle - 1) else None


def _degree(sheet: Sheet, index: int) -> int | None:
    """Return the first line above a date, three at most, that says how near one is, or None."""
    near = range(max(0, index - 1 - _MOST_BELOW), index)
    return next((line for line in near if _DEGREE.fullmatch(sheet.lines[line].text)), None)
