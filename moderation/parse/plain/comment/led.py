"""Lines right above headers that are the same on nearly all of a page: `Submission 3`, `View Ann’s profile`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from moderation.parse.plain.comment.slots import Head
from moderation.parse.plain.sheet import Sheet

_MOSTLY: Final = 0.8
_FEWEST: Final = 3
_LONGEST: Final = 60
_MOST_LINES: Final = 3
_NAME: Final = "\0"
_NUMBER: Final = re.compile(r"\d+")


def led(sheet: Sheet, heads: Sequence[Head]) -> list[Head]:
    """Return the headers with the lines right above them that are the same but for a number or the name in them."""
    found = list(heads)
    for _ in range(_MOST_LINES):
        keys = [_key(sheet, before, head) for before, head in zip([None, *found], found, strict=False)]
        told = Counter(key for key in keys if key is not None)
        often = {key for key, times in told.items() if times >= max(_FEWEST, _MOSTLY * len(found))}
        if not often:
            break
        found = [
            head._replace(first=head.first - 1) if key in often else head for head, key in zip(found, keys, strict=True)
        ]
    return found


def _key(sheet: Sheet, before: Head | None, head: Head) -> str | None:
    """Return what the line right above a header has in common with the others, None where it may be a text."""
    index = head.first - 1
    if index < 0 or sheet.lines[head.first].gap or (before is not None and index <= before.member + 1):
        return None
    text = sheet.lines[index].text
    dated = sheet.marks[index]
    if len(text) > _LONGEST or sheet.buttons[index] or (dated is not None and (dated.dated or dated.timed)):
        return None
    named = sheet.lines[head.name].text if head.name is not None else None
    mark = sheet.marks[head.member]
    name = mark.name if named is None and mark is not None else named
    key = text.replace(name, _NAME, 1) if name else text
    return _NUMBER.sub("9", key) if key != _NAME else None
