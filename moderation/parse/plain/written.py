"""When the comments of a page were written: the dates in their headers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from moderation.parse.plain.lines import Line
from moderation.parse.plain.slots import Slot
from moderation.parse.plain.stamps import Stamp, lowered, stamps_in
from moderation.parse.times import order_of, utc
from moderation.parse.worded import Order

# `3 May 2024 7.21`: a dot is a time only right behind a date.
_DOTTED: Final = re.compile(r",?\s+\d{1,2}\.\d\d(?![\d.])")
_FOREIGN: Final = re.compile("[àâäáãåæçéèêëíîïñóôöõøœúûüßÀÄÉÖÜ]")
_FOREIGN_SHARE: Final = 0.004
_LONGEST: Final = 160


def times_written(lines: Sequence[Line], slots: Sequence[Slot]) -> list[str | None]:
    """Return for each slot the time in its header or below its text, None where there is none or only an age.

    The order of day and month in `03/04/2024` is told by all headers together, else by the language: only English
    puts the month first.
    """
    dates = [_date_of(lines, slot) for slot in slots]
    told = order_of(date for date in dates if date)
    order: Order | None = told if told in ("day first", "month first") else None  # type: ignore[assignment]
    if told == "open" and _is_foreign(lines, slots):
        order = "day first"
    return [utc(date, order=order) if date else None for date in dates]


def _date_of(lines: Sequence[Line], slot: Slot) -> str | None:
    """Return the date and time in the lines of a slot that are no text, as they are written."""
    clock = None
    for index in (*range(slot.head, slot.first), *range(slot.last, slot.stop)):
        text = lines[index].text
        if len(text) > _LONGEST:
            continue
        stamps = stamps_in(text, lowered(text))
        date = next((stamp for stamp in stamps if stamp.lastgroup == "date"), None)
        clock = next((stamp.group() for stamp in stamps if stamp.lastgroup == "time"), clock)
        if date is not None:
            return _joined(text, date, clock)
    return None


def _joined(text: str, date: Stamp, clock: str | None) -> str:
    if clock is None and (dotted := _DOTTED.match(text, date.end())):
        clock = dotted.group().strip(" ,")
    return f"{date.group()} {clock}" if clock else date.group()


def _is_foreign(lines: Sequence[Line], slots: Sequence[Slot]) -> bool:
    text = " ".join(line.text for line in lines[: slots[-1].stop])
    return len(_FOREIGN.findall(text)) > _FOREIGN_SHARE * len(text)
