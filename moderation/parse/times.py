"""Times as they stand in exports and on pages, to ISO 8601 in UTC."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Final, Literal

from moderation.parse.worded import Order, moment_in, usual_moment

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
# 1973 to 2286: below, a bare number is a year, a day count or an id rather than seconds.
_FIRST_SECOND: Final = 1e8
_LAST_SECOND: Final = 1e10
_NUMBER: Final = re.compile(r"\d{9,17}(?:\.\d+)?")
# Spreadsheets count days from 30 December 1899; these are 1970 to 2100.
_DAY_ZERO: Final = datetime(1899, 12, 30, tzinfo=UTC)
_FIRST_DAY: Final = 25_569
_LAST_DAY: Final = 73_051
# Times that come in as they go out, as in most dumps: checked, and not rendered anew.
_CANONICAL: Final = re.compile(r"(?:19[7-9]|20\d)\d-\d\d-\d\dT(?:[01]\d|2[0-3]):\d\d:\d\dZ")
_DAYS: Final = re.compile(r"\d{5}(?:[.,]\d{1,12})?")
_ISO: Final = re.compile(r"\d{4}-\d\d|\d{8}T\d{4}")
_MAIL: Final = re.compile(
    r"(?:[A-Za-z]{3},\s*)?\d{1,2} [A-Za-z]{3} \d{4} \d\d:\d\d(?::\d\d)?(?: (?:[+-]\d{4}"
    r"|(?![AP]M\b)[A-Z]{1,4})(?: \(\w+\))?)?"
)
_LAST_YEAR: Final = 2100
_LONGEST: Final = 80
_DOT_NET: Final = re.compile(r"\\?/Date\((\d{9,16})(?:[+-]\d{4})?\)\\?/")
# Chinese, Japanese and Korean dates have the unit behind each number, and some the day of the week in brackets.
_EAST_ASIAN: Final = re.compile(
    r"^(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일](?:\s?\([月火水木金土日월화수목금토일]\))?\s*"
)
# `Wed May 01 10:00:00 +0000 2024` of Twitter's API, `Wed May 01 2024 10:00:00 GMT+0200 (CEST)` of JavaScript.
_YEAR_LAST: Final = re.compile(
    r"^(?:[A-Z][a-z]{2} )?(?P<month>[A-Z][a-z]{2}) (?P<day>\d{1,2})"
    r" (?P<clock>\d\d:\d\d:\d\d) (?P<zone>[+-]\d{4}) (?P<year>\d{4})$"
)
_YEAR_THIRD: Final = re.compile(
    r"^[A-Z][a-z]{2} (?P<month>[A-Z][a-z]{2}) (?P<day>\d{1,2}) (?P<year>\d{4})"
    r" (?P<clock>\d\d:\d\d:\d\d) GMT(?P<zone>[+-]\d{4})(?: \(.*\))?$"
)
_SLASHED: Final = re.compile(r"\s*(\d{1,2})([/.-])(\d{1,2})\2(?:\d{4}|\d\d)\b")

Told = Literal["day first", "month first", "open", "none"]


def utc(value: Any, *, order: Order | None = None, days: bool = False) -> str | None:
    """Return `value` as `YYYY-MM-DDTHH:MM:SSZ`, with fractions where it has some, or None when it is no clear time.

    Reads ISO 8601, RFC 2822, seconds, milliseconds and microseconds since 1970, and dates in words of many languages.
    `order` tells day and month of `03/04/2024` apart, which stays unread without; `days` reads a number of five digits
    as the day count of a spreadsheet. A time without a zone is taken as UTC: exports that mean local time seldom say
    which.
    """
    if isinstance(value, str):
        return _unchanged(value) or _from_text(value.strip(), order, days=days)
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, date):
        return _render(value if isinstance(value, datetime) else datetime(value.year, value.month, value.day))
    if isinstance(value, int | float):
        return _from_number(float(value), days=days)
    return _from_text(str(value).strip(), order, days=days)


def _from_text(text: str, order: Order | None, *, days: bool) -> str | None:
    if not text or len(text) > _LONGEST:
        return None
    if text[0].isalpha():  # `may 3, 2024`, of which a page has dozens: none of these forms opens with a letter
        usual = usual_moment(text)
        return _reread(text, order) if usual is None else _render(usual)
    if (wrapped := _DOT_NET.fullmatch(text)) is not None:
        return _from_number(float(wrapped[1]), days=False)
    if _NUMBER.fullmatch(text) or (days and _DAYS.fullmatch(text)):
        return _from_number(float(text.replace(",", ".")), days=days)
    return _unchanged(text) or _reread(text, order)


def _unchanged(text: str) -> str | None:
    try:
        return text if _CANONICAL.fullmatch(text) and datetime.fromisoformat(text) else None
    except ValueError:
        return None


def _reread(text: str, order: Order | None) -> str | None:
    text = _usual(text)
    moment = _iso(text) or _mail(text) or moment_in(text, order)
    return _render(moment) if moment else None


def _usual(text: str) -> str:
    """Return `text` with its parts in an order that is read, where a system or a language has one of its own."""
    # `sub` would work its template out anew for each text, matched or not: half the time that reading a date takes.
    if text[0].isdigit() and (match := _EAST_ASIAN.match(text)):
        return match.expand(r"\1-\2-\3 ") + text[match.end() :]
    if text[0].isupper() and (match := _YEAR_LAST.match(text) or _YEAR_THIRD.match(text)):
        return match.expand(r"\g<day> \g<month> \g<year> \g<clock> \g<zone>") + text[match.end() :]
    return text


def order_of(values: Iterable[Any]) -> Told:
    """Tell from a whole column in which order day and month stand in its `03/04/2024`.

    `open` when no value decides or two contradict each other, `none` when there is no such value.
    """
    seen = day_first = month_first = False
    for value in values:
        match = _SLASHED.match(value) if isinstance(value, str) else None
        if match is None or match[2] == ".":
            continue
        seen = True
        day_first |= int(match[1]) > 12 >= int(match[3])
        month_first |= int(match[3]) > 12 >= int(match[1])
    if not seen:
        return "none"
    if day_first == month_first:
        return "open"
    return "day first" if day_first else "month first"


def _from_number(number: float, *, days: bool) -> str | None:
    if not math.isfinite(number):
        return None
    if days and _FIRST_DAY <= number < _LAST_DAY:
        return _render(_DAY_ZERO + timedelta(seconds=round(number * 86_400)))
    for scale in (1.0, 1e3, 1e6):
        seconds = number / scale
        if _FIRST_SECOND <= seconds < _LAST_SECOND:
            return _render(_EPOCH + timedelta(seconds=seconds))
    return None


def _iso(text: str) -> datetime | None:
    if not _ISO.match(text):  # `fromisoformat` also takes 20240301, which may be an id
        return None
    text = re.sub(r"\s([+-]\d{4}) (?:[A-Z]{3,5}|[+-]\d{2,4})$", r"\1", text)  # Go names the zone twice
    text = re.sub(r"\s*(?:UTC|GMT)$", "Z", text)
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _mail(text: str) -> datetime | None:
    if not _MAIL.fullmatch(text):
        return None
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None


def _render(moment: datetime) -> str | None:
    try:
        moment = moment if moment.tzinfo is None else moment.astimezone(UTC).replace(tzinfo=None)
    except OverflowError:
        return None
    # 0001-01-01 and 1900-01-00 are how systems write "never"; 2567 and 5784 are years of other calendars.
    if not 1970 <= moment.year <= _LAST_YEAR:
        return None
    return moment.isoformat() + "Z"
