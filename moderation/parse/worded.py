"""Dates as people and sites write them, in words or with slashes, in sixteen languages."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from typing import Final, Literal

from moderation.parse.months import DATED_MONTHS, MONTHS, WEEKDAYS, any_of

Order = Literal["day first", "month first"]

_MONTH: Final = rf"(?P<month>{any_of(MONTHS)})\b\.?"
_DATED_MONTH: Final = rf"(?P<month>{any_of(DATED_MONTHS)})\b\.?"
_NUMERIC: Final = (
    re.compile(r"(?<!\d)(?P<year>\d{4})[-/.](?P<number>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<year>\d{4})\s?[年년]\s?(?P<number>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日일]"),
    re.compile(r"(?<!\d)(?P<first>\d{1,2})(?P<sign>[-/.])(?P<second>\d{1,2})(?P=sign)(?P<year>\d{4}|\d\d)(?!\d)"),
)
# What each of those has in it: a sign between two numbers.
_MAY_BE_NUMERIC: Final = re.compile(r"\d\s?[-/.年년]\s?\d")
_NAMED: Final = (
    re.compile(
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?[\s-]+(?:of\s+|de\s+)?{_DATED_MONTH}[,\s-]+(?:de\s+|del\s+)?"
        r"(?P<year>\d{4}|'?\d\d(?![\d:.h]))"
    ),
    re.compile(rf"{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})"),
)
# `Mon May 6 10:11:12 2024` has its year behind the time.
_CTIME: Final = re.compile(rf"{_MONTH}\s+(?P<day>\d{{1,2}})\s+(?=\d\d:\d\d:\d\d\s+(?P<year>\d{{4}})$)")
_YEAR_LAST: Final = re.compile(r":\d\d\s+\d{4}$")
_CLOCK: Final = re.compile(
    r"(?<![\d:.])(?P<hour>\d{1,2})(?:[:.]|\s?h\s?)(?P<minute>\d\d)(?:[:.](?P<second>\d\d))?(?:\s?min\b)?"
    r"(?:\s*(?P<half>[ap])\.?m\b\.?)?(?![\d:])"
)
_HOUR: Final = re.compile(
    r"(?<![\d:.])(?P<hour>\d{1,2})\s*(?P<half>[ap])\.?m\b\.?|(?<![\d:.])(?P<full>\d{1,2})\s?uhr\b"
)
# Hours east of Greenwich; names that mean two zones, such as IST, are left out.
_ZONES: Final = {
    "utc": 0,
    "gmt": 0,
    "z": 0,
    "bst": 1,
    "cet": 1,
    "cest": 2,
    "mez": 1,
    "mesz": 2,
    "est": -5,
    "edt": -4,
    "cdt": -5,
    "mst": -7,
    "mdt": -6,
    "pst": -8,
    "pdt": -7,
}
_OFFSETS: Final = {name: timezone(timedelta(hours=hours)) for name, hours in _ZONES.items()}
_ZONE: Final = re.compile(
    rf"\b({'|'.join(_ZONES)})\b(?:\s*([+-])(\d{{1,2}})(?::?(\d\d))?)?|(?<=\d)\s?([+-])(\d\d):?(\d\d)\b"
)
_FILLER: Final = re.compile(
    rf"\b(?:{any_of(WEEKDAYS)})\b\.?|\b(?:at|on|um|uhr|à|a las?|alle|om|às|le|el|il|the|den|am|posted|date|datum"
    rf"|fecha|kl|klo|h|hs|hrs|o|r|v|в|о|г|saat)\b\.?"
    r"|[\s,;|@()·•–—-]+"
)


# What most pages print: `may 3, 2024 at` a time of day, with the zone at the end.
_USUAL: Final = re.compile(
    rf"({any_of(MONTHS)}) ([0-9]{{1,2}})(?:st|nd|rd|th)?,? ((?:19|20)[0-9][0-9])"
    r"(?: ([0-9]{1,2}):([0-9][0-9])(?::([0-9][0-9]))?(?: ?([ap])m\.?)?)?"
    rf"(?: ({'|'.join(_ZONES)}))?"
)


def usual_moment(text: str) -> datetime | None:
    """Return what `moment_in` does where `text` opens with a month and has the form that most pages print, else None.

    Asked first, for it takes a fifth of the time.
    """
    match = _USUAL.fullmatch(text.lower())
    if match is None:
        return None
    month, day, year, hour, minute, second, half, zone = match.groups()
    of_day = int(hour or 0)
    if half:
        of_day = of_day % 12 + (12 if half == "p" else 0)
    try:
        moment = datetime(int(year), MONTHS[month], int(day), of_day, int(minute or 0), int(second or 0))
    except ValueError:
        return None
    return moment.replace(tzinfo=_OFFSETS[zone]) if zone else moment


def moment_in(text: str, order: Order | None) -> datetime | None:
    """Return the time that `text` is, all of it, or None; without a zone in it the time has none."""
    low = text.lower()
    found = _date(low, order)
    if found is None:
        return None
    moment, rest = found
    moment, rest = _timed(moment, rest)
    if not (rest := rest.strip(" ,")):
        return moment
    moment, rest = _zoned(moment, rest)
    return None if _FILLER.sub("", rest) else moment


def _date(low: str, order: Order | None) -> tuple[datetime, str] | None:
    for pattern in _patterns(low):
        match = pattern.search(low)
        if match is None:
            continue
        parts = _day_and_month(match, order)
        if parts is None:
            return None
        day, month = parts
        year = int(match["year"].lstrip("'"))
        try:
            moment = datetime(year + 2000 if year < 70 else year + 1900 if year < 100 else year, month, day)
        except ValueError:
            return None
        rest = low[: match.start()] + " " + low[match.end() :]
        return moment, rest.removesuffix(match["year"]) if pattern is _CTIME else rest
    return None


def _patterns(low: str) -> tuple[re.Pattern[str], ...]:
    """Return the forms of dates that can be in `low`, in the order in which they are tried."""
    first = (_CTIME,) if _YEAR_LAST.search(low) else ()
    return (*first, *_NUMERIC, *_NAMED) if _MAY_BE_NUMERIC.search(low) else (*first, *_NAMED)


def _day_and_month(match: re.Match[str], order: Order | None) -> tuple[int, int] | None:
    named = match.re.groupindex
    if "month" in named:
        return int(match["day"]), DATED_MONTHS[match["month"]]
    if "number" in named:
        return int(match["day"]), int(match["number"])
    first, second = int(match["first"]), int(match["second"])
    if match["sign"] == "." or order == "day first":  # with dots the day comes first everywhere
        return first, second
    return (second, first) if order == "month first" else None


def _timed(moment: datetime, rest: str) -> tuple[datetime, str]:
    match = _CLOCK.search(rest) or _HOUR.search(rest)
    if match is None:
        return moment, rest
    parts = match.groupdict()
    hour = int(parts["hour"] or parts["full"])
    if parts["half"]:
        hour = hour % 12 + (12 if parts["half"] == "p" else 0)
    try:
        moment = moment.replace(hour=hour, minute=int(parts.get("minute") or 0), second=int(parts.get("second") or 0))
    except ValueError:
        return moment, rest
    return moment, rest[: match.start()] + " " + rest[match.end() :]


def _zoned(moment: datetime, rest: str) -> tuple[datetime, str]:
    match = _ZONE.search(rest)
    if match is None:
        return moment, rest
    hours, minutes = int(match[3] or match[6] or 0), int(match[4] or match[7] or 0)
    east = timedelta(hours=hours, minutes=minutes) * (-1 if (match[2] or match[5]) == "-" else 1)
    east += timedelta(hours=_ZONES[match[1]] if match[1] else 0)
    if abs(east) >= timedelta(hours=24):
        return moment, rest
    return moment.replace(tzinfo=timezone(east)), rest[: match.start()] + " " + rest[match.end() :]
