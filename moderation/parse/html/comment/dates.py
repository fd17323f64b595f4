"""Dates as pages print them, in several languages, to ISO 8601."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache
from typing import Final

from moderation.parse.months import MONTHS
from moderation.parse.times import utc

_MONTHS: Final = {
    stem: number
    for number, stems in enumerate(
        (
            "jan ene gen",
            "feb fev",
            "mar mrz maa mae",
            "apr avr abr",
            "may mai mag mei",
            "jun juin giu",
            "jul juil lug",
            "aug aou ago",
            "sep set",
            "oct okt ott out",
            "nov",
            "dec dez dic",
        ),
        start=1,
    )
    for stem in stems.split()
}
_LETTERS: Final = r"(?P<month>[^\W\d_]{3,11})\.?"
_YEAR: Final = r"(?P<year>(?:19|20)\d\d)"
_DAYS: Final = (
    re.compile(
        rf"(?<![\d.:])(?P<day>\d{{1,2}})(?:\.|st|nd|rd|th|er|º)?\s*(?:of |de |-)?\s*{_LETTERS}-?,?\s*(?:de )?{_YEAR}"
    ),
    re.compile(rf"\b{_LETTERS}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}"),
    re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)\s?[年년]\s?(?P<month>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日일]"),
    re.compile(
        r"(?<!\d)(?P<day>\d{1,2})(?P<sign>[./-])\s?(?P<month>\d{1,2})(?P=sign)\s?(?P<year>(?:19|20)\d\d|\d\d)(?!\d)"
    ),
)
_CLOCK: Final = re.compile(
    r"(?<![\d.])(?P<hour>[01]?\d|2[0-3])(?:[:h]|\s?h\s?|\.(?=\d\d\s*(?:uhr|[ap]m))| uhr )(?P<minute>[0-5]\d)"
    r"(?::(?P<second>[0-5]\d))?(?:\s*(?P<half>[ap])\.?m\b)?"
    r"(?:\s*\(?(?:UTC|GMT)\s?(?P<before>[+\-−])(?P<hours>1[0-4]|0?\d)(?::?(?P<minutes>[0-5]\d))?(?!\d))?",
    re.IGNORECASE,
)
# Languages that put the day first where only digits are printed; English on its own does not say.
DAY_FIRST: Final = "dm"  # the language of a page that has 21/04/2013 and no 04/21/2013
_DAY_FIRST: Final = frozenset(
    {DAY_FIRST, "de", "fr", "es", "it", "pt", "nl", "da", "no", "nb", "fi", "pl", "cs", "ru", "tr"}
)
# What machines write; the forms that `utc` tries one after another take as long as all else here together.
_EXACT: Final = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]|$)|\d{9,17}(?:\.\d+)?$|[A-Z][a-z]{2}, \d\d? [A-Z][a-z]{2} \d{4} ")
_LONGEST: Final = 200


@lru_cache(maxsize=4096)
def moment(text: str, language: str = "") -> str | None:
    """Return the time that `text` names, ISO 8601 in UTC, or None when it names none or it is not clear which.

    `language` is that of the page: 03/04/2024 is read in it, and is unclear without it. A time without a zone is
    taken as UTC, as everywhere.
    """
    text = " ".join(text[:_LONGEST].split())
    if not text or not any(sign.isdigit() for sign in text):
        return None
    if _EXACT.match(text) and (exact := utc(text)) is not None:
        return exact
    for form in _DAYS:
        # `2. Bo 2019/05/03`: what stands between two numbers need not be a month.
        if (match := form.search(text)) and (
            built := _built(match, text[match.end() :] or text[: match.start()], language)
        ):
            return built
    return None


def has_date(text: str) -> bool:
    """Tell whether a date with its year stands in `text`."""
    return len(text) <= _LONGEST and any(form.search(text) for form in _DAYS)


def _built(match: re.Match[str], around: str, language: str) -> str | None:
    part = match.groupdict()
    year, day = int(part["year"]), int(part["day"])
    month = int(part["month"]) if part["month"].isdigit() else _month(part["month"])
    sign = part.get("sign")
    if sign in ("/", "-") and day <= 12 and month is not None and month <= 12 and language[:2] not in _DAY_FIRST:
        return None  # the 3rd of April or the 4th of March
    if sign in ("/", "-") and month is not None and month > 12:
        day, month = month, day
    year += 2000 if year < 100 else 0
    try:
        return utc(datetime.combine(date(year, month or 0, day), _clock(around)).isoformat())
    except ValueError:
        return None


def _clock(text: str) -> time:
    match = _CLOCK.search(text)
    if match is None:
        return time()
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
    return time(hour, int(match["minute"]), int(match["second"] or 0), tzinfo=_zone(match))


def _zone(clock: re.Match[str]) -> timezone | None:
    if clock["hours"] is None:
        return None
    ahead = timedelta(hours=int(clock["hours"]), minutes=int(clock["minutes"] or 0))
    return timezone(ahead if clock["before"] == "+" else -ahead)


def _month(name: str) -> int | None:
    if (known := MONTHS.get(name.lower())) is not None:
        return known
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    return _MONTHS.get(plain[:4]) or _MONTHS.get(plain[:3])
