"""When a comment was written, as the values that the forms of dates are filled with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from random import Random
from typing import Any, Final

YEARS: Final = (2009, 2013, 2017, 2021, 2024)
NO_WEEKDAYS: Final = ("",) * 7
ENDINGS: Final = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd"}


def moment(chance: Random, months: Sequence[str], weekdays: Sequence[str] = NO_WEEKDAYS) -> dict[str, Any]:
    """Return one moment: `{day}`, `{month:02}`, `{month_name}`, `{hour12}:{minute}`, `{age} hours ago` and more."""
    day, month, year = chance.randint(1, 28), chance.randint(1, 12), chance.choice(YEARS)
    hour, minute, second = chance.randint(0, 23), chance.randint(0, 59), chance.randint(0, 59)
    when = datetime(year, month, day, hour, minute, second)
    words = {"month_name": months[month - 1], "mon": months[month - 1][:3]}
    words |= {"weekday": weekdays[when.weekday()], "wd": weekdays[when.weekday()][:3], "th": ENDINGS.get(day, "th")}
    words |= {"half": "am" if hour < 12 else "pm", "HALF": "AM" if hour < 12 else "PM", "iso": f"{when.isoformat()}Z"}
    digits = {"minute": f"{minute:02}", "second": f"{second:02}", "yy": f"{year % 100:02}"}
    numbers = {"day": day, "month": month, "year": year, "hour": hour, "hour12": hour % 12 or 12}
    return {**words, **digits, **numbers, "age": chance.randint(2, 11)}
