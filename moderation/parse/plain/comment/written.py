"""When the comments of a page were written: the dates in their headers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from moderation.parse.plain.comment.slots import Slot
from moderation.parse.plain.line.lines import Line
from moderation.parse.plain.line.marks import Mark
from moderation.parse.times import order_of, utc
from moderation.parse.worded import Order

# `3 May 2024 7.21`: a dot is a time only right behind a date.
_DOTTED: Final = re.compile(r",?\s+\d{1,2}\.\d\d(?![\d.])")
_BLANKS: Final = re.compile(r"(?<=\d)\.\s(?=\d)")  # `3. 5. 2024`
_DAY_OF_WEEK: Final = re.compile(r"\s?[(（][日月火水木金土][)）]")
_FOREIGN: Final = re.compile("[àâäáãåæçéèêëíîïñóôöõøœúûüßÀÄÉÖÜ]")
_FOREIGN_SHARE: Final = 0.004


def times_written(lines: Sequence[Line], marks: Sequence[Mark | None], slots: Sequence[Slot]) -> list[str | None]:
    """Return for each slot the time in its header or below its text, None where there is none or only an age.

    The order of day and month in `03/04/2024` is told by all headers together, else by the language: only English
    puts the month first.
    """
    dates = [_date_of(lines, marks, slot) for slot in slots]
    told = order_of(date for date in dates if date)
    order: Order | None = None
    if told in ("day first", "month first"):
        order = told
    elif told == "open" and _is_foreign(lines, slots):
        order = "day first"
    return [utc(date, order=order) if date else None for date in dates]


def _date_of(lines: Sequence[Line], marks: Sequence[Mark | None], slot: Slot) -> str | None:
    """Return the date and time in the lines of a slot that are no text, as they are written."""
    clock = None
    for index in (*range(slot.head, slot.first), *range(slot.last, slot.stop)):
        mark = marks[index]
        if mark is None:
            continue
        clock = mark.clock or clock
        if mark.date is not None:
            text = lines[index].text
            if clock is None and (dotted := _DOTTED.match(text, text.lower().find(mark.date) + len(mark.date))):
                clock = dotted.group().strip(" ,")
            date = mark.date
            if ". " in date:
                date = _BLANKS.sub(".", date)
            elif not date.isascii():
                date = _DAY_OF_WEEK.sub("", date)
            return f"{date} {clock}" if clock else date
    return None


def _is_foreign(lines: Sequence[Line], slots: Sequence[Slot]) -> bool:
    text = " ".join(line.text for line in lines[: slots[-1].stop])
    return len(_FOREIGN.findall(text)) > _FOREIGN_SHARE * len(text)
