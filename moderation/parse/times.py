"""Times as they stand in exports, to ISO 8601 in UTC."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Final

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
# 1973 to 2286: below, a bare number is a year, a day count or an id rather than seconds.
_FIRST_SECOND: Final = 1e8
_LAST_SECOND: Final = 1e10
_NUMBER: Final = re.compile(r"\d{9,17}(?:\.\d+)?")
# Only forms in which day and month cannot be mistaken for each other: 03/04/2024 stays unread.
_FORMS: Final = (
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%Y/%m/%d",
    "%d.%m.%Y %H:%M:%S",
    "%d.%m.%Y %H:%M",
    "%d.%m.%Y",
    "%d %B %Y %H:%M",
    "%d %b %Y %H:%M:%S",
    "%d %b %Y %H:%M",
    "%d %B %Y",
    "%d %b %Y",
    "%B %d, %Y %H:%M",
    "%B %d, %Y",
    "%b %d, %Y",
    "%a %b %d %H:%M:%S %Y",
)


def utc(value: Any) -> str | None:
    """Return `value` as `YYYY-MM-DDTHH:MM:SSZ`, with fractions where it has some, or None when it is no clear time.

    Reads ISO 8601, RFC 2822, seconds, milliseconds and microseconds since 1970, and dates written in one order only.
    A time without a zone is taken as UTC: exports that mean local time seldom say which.
    """
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return _from_number(float(value))
    text = str(value).strip()
    if not text or len(text) > 64:
        return None
    if _NUMBER.fullmatch(text):
        return _from_number(float(text))
    moment = _iso(text) or _mail(text) or _form(text)
    return _render(moment) if moment else None


def _from_number(number: float) -> str | None:
    if not math.isfinite(number):
        return None
    for scale in (1.0, 1e3, 1e6):
        seconds = number / scale
        if _FIRST_SECOND <= seconds < _LAST_SECOND:
            return _render(_EPOCH + timedelta(seconds=seconds))
    return None


def _iso(text: str) -> datetime | None:
    if not re.match(r"\d{4}-\d\d", text):  # `fromisoformat` also takes 20240301, which may be an id
        return None
    text = re.sub(r"\s*(?:UTC|GMT)$", "Z", text)
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _mail(text: str) -> datetime | None:
    if not re.match(r"(?:[A-Za-z]{3},\s*)?\d{1,2} [A-Za-z]{3} \d{4} \d", text):
        return None
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None


def _form(text: str) -> datetime | None:
    for form in _FORMS:
        try:
            return datetime.strptime(text, form)
        except ValueError:
            continue
    return None


def _render(moment: datetime) -> str | None:
    try:
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError:
        return None
    if moment.year < 1970:  # 0001-01-01 and 1900-01-00 are how systems write "never"
        return None
    return moment.replace(tzinfo=None).isoformat() + "Z"
