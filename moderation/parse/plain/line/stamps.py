"""Dates, times and ages in a line, and their shapes.

Lines are reduced to shapes (`Posted by Ann, 3 May 2024 at 7:12 pm` -> `by 9 m 9 9:9 a`), because a site prints the
same shape above every comment, whatever its words are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from moderation.parse.months import DATED_MONTHS, MONTHS, WEEKDAYS, any_of
from moderation.parse.plain.line.buttons import ANSWER_WORDS
from moderation.parse.plain.line.lines import lowered

# All patterns here are for lower case. They are tried at every place of every short line of a page, so each opens with
# what a place must hold: a digit, or the beginning of a word.
_MONTH: Final = rf"{any_of(MONTHS)}\b\.?"
_DATED_MONTH: Final = rf"{any_of(DATED_MONTHS)}\b\.?"
_WEEKDAY: Final = rf"{any_of(WEEKDAYS)}\b\.?"
_YEAR: Final = r"(?:19|20)\d\d"
_MONTH_FIRST: Final = rf"{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?!\d)(?:,?\s+{_YEAR}|,?\s'\d\d(?!\d))?"
_DIGIT_FIRST: Final = (
    rf"(?<!\w)(?<!\d[.,])\d{{1,2}}(?:st|nd|rd|th|er|º|\.)?\s+(?:of\s+|de\s+)?(?!out\s+of\b){_MONTH},?"
    rf"(?:\s+(?:de\s+|del\s+)?{_YEAR}(?:\s[rг]\.)?|\s+'?\d\d(?![\d.:h]|,\s+{_YEAR}))?(?!\s+\d{{1,2}},\s+{_YEAR})"
    rf"|(?<!\d){_YEAR}[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?:\s?[(（][日月火水木金土][)）])?|(?<!\d)\d{{1,2}}(?P<SEP>[-/.])\d{{1,2}}(?P=SEP)(?:{_YEAR}"
    rf"|\d\d)(?!\d)"
    rf"|(?<!\d)\d{{1,2}}\.\s\d{{1,2}}\.\s{_YEAR}(?!\d)"
    rf"|(?<!\w)\d{{1,2}}\.?\s+(?:de\s+)?{_DATED_MONTH},?\s+(?:de\s+|del\s+)?{_YEAR}"
    rf"|(?<!\d)\d{{1,2}}-{_DATED_MONTH}-(?:{_YEAR}|\d\d)"
    rf"|(?<!\d){_YEAR}\s?[年년]\s?\d{{1,2}}\s?[月월]\s?\d{{1,2}}\s?[日일](?:\s?[(（][日月火水木金土][)）])?"
)
_ZONE: Final = (
    r"(?:\s*\(?(?:\b(?:utc|gmt|[ecmp][sd]?t|bst|cest|cet|ist|uhr)|(?<=\d)z)\b(?:\s*[+-]\d{1,2}(?::?\d\d)?)?\)?)?"
)
_TIME: Final = (
    r"(?<![\d:])(?:\d{1,2}(?:[:.]\d\d(?:[:.]\d\d)?\s*[ap]\.?m\b\.?"
    r"|:\d\d(?::\d\d)?(?!\d|:\d)(?:\s?h(?:r?s)?\b\.?)?|\s?h\s?\d\d(?:\s?min)?\b|[.]\d\d(?=\s*(?:uhr|bst|gmt|utc)\b)"
    r"|(?:(?<=kl \d)|(?<=kl \d\d)|(?<=kl\. \d)|(?<=kl\. \d\d)|(?<=klo \d)|(?<=klo \d\d))[.]\d\d(?![\d.]))"
    rf"|(?<!\w)\d{{1,2}}\s?[ap]\.?m\b\.?){_ZONE}"  # not in `ann42 am 3. Mai`
)
_UNIT: Final = r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|wks?|months?|years?|yrs?)"
_AGO: Final = rf"\s*(?:{_UNIT}|[smhdwy]|mo)\b\.?(?:,?\s+(?:and\s+)?\d{{1,2}}\s+{_UNIT})?\s+ago\b"
_AGE_IN_LETTERS: Final = r"\d{1,3}\s?(?:[smhdwyj]|min|mo|hrs?|yrs?|std|sem|wk?s)"
_AGE_IN_DIGITS: Final = (
    rf"(?<!\w)\d{{1,3}}(?:{_AGO}"
    r"|\s+(?:minuten|stunden?|tage?|wochen?|monate?|jahre?) her\b"
    r"|\s+(?:minuti|minuto|or[ae]|giorn[oi]|settiman[ae]|mes[ei]|ann[oi])\s+fa\b"
    r"|\s+(?:minuten|uur|dagen|dag|weken|week|maanden|maand|jaar)\s+geleden\b"
    r"|\s+[^\W\d_]+\.?\s+(?:sedan|siden|sitten|temu|önce|назад|тому|ezelőtt|zuvor)\b"
    r"|\s?(?:秒|分|分钟|分鐘|時間|小时|小時|日|天|週間|周|か月|ヶ月|カ月|个月|個月|月|年)前"
    r"|\s?(?:초|분|시간|일|주|개월|달|년)\s?전)"
    # `Ann · 3d`, or `3d` on a line of its own
    rf"|(?:^|(?<=[·•|∙] )){_AGE_IN_LETTERS}\b\.?(?=\s*(?:[·•|∙(]|$))"
    # `3d Like Reply`, `5w12 likesReply`: an age that opens a row of buttons
    rf"|^{_AGE_IN_LETTERS}\.?(?=\s*(?:\d[\d.,]*k?\s?)?{ANSWER_WORDS})"
)
_AGE_IN_WORDS: Final = (
    rf"(?:(?:about|over|almost)\s+(?:\d{{1,3}}|an?|one|two)|an?|one|two){_AGO}"
    r"|last (?:week|month|year)$|(?:just now|moments ago|gerade eben|à l['’]instant|ahora mismo)\b"
    r"|vor\s+(?:(?:etwa|circa|ca\.|rund|über|fast)\s+)?(?:\d+|eine[mnr]?)\s+"
    r"(?:sekunden?|sek|minuten?|min|stunden?|std|tag(?:en)?|wochen?|monat(?:en)?|jahr(?:en)?)\b\.?"
    r"|il y a\s+(?:(?:environ|près de|plus de|presque)\s+)?(?:\d+|une?)\s+"
    r"(?:secondes?|sec|minutes?|min|heures?|h|jours?|j|semaines?|mois|ans?|années?)\b"
    r"|hace\s+(?:(?:unos|unas|cerca de|más de|casi)\s+)?(?:\d+|una?)\s+"
    r"(?:segundos?|minutos?|min|horas?|h|días?|d|semanas?|mes(?:es)?|años?)\b"
    r"|f[öo]r\s+\d{1,3}\s+[^\W\d_]+\s+(?:sedan|siden)\b"
    r"|před\s+\d{1,3}\s+(?:sekundami|minutami|hodinami|dny|týdny|měsíci|lety)\b"
    r"|há\s+\d+\s+(?:minutos?|horas?|dias?|semanas?|meses|mês|anos?)\b"
    r"|(?:yesterday|today|gestern|heute|hier|aujourd['’]hui|ayer|hoy)(?=,?\s+(?:at |um |à |a las |-\s)?\s*\d{1,2}[:.h])"
)
_STAMP: Final = re.compile(
    rf"(?=\d)(?:(?P<ago>{_AGE_IN_DIGITS})|(?P<date>{_DIGIT_FIRST.replace('SEP', 'sep')})|(?P<time>{_TIME}))"
    rf"|(?=[a-zß-žа-яё])(?<![^\W\d_])(?:(?P<ago_words>{_AGE_IN_WORDS})"
    rf"|(?P<date_words>{_WEEKDAY},?\s+(?:the\s+|den\s+|le\s+)?(?:{_MONTH_FIRST}"
    rf"|{_DIGIT_FIRST.replace('SEP', 'sep_again')})|{_MONTH_FIRST}"
    rf"|(?<=\w\s){_MONTH}\s+{_YEAR}$))"  # `annlee May 2024`
)
# A stamp begins at a number or one of these words in a line that says no `ago` and has no letters but Latin ones.
_AGE_OPENERS: Final = tuple(
    "last just gerade vor il hace for yesterday today gestern heute hier aujourd ayer hoy ahora".split()  # noqa: SIM905
)
_OPENERS: Final = any_of(word for word in (*MONTHS, *WEEKDAYS, *_AGE_OPENERS) if word.isascii())
_FOREIGN: Final = re.compile("[^\x00-\x7f\u00a0·•–—‘’“”…]")
# All up to the next such place: other words and signs, and numbers that neither a sign nor a word follows.
_PASSED: Final = re.compile(
    rf"(?:[^a-z0-9]++|(?!{_OPENERS}(?![a-z]))[a-z]++|(?![0-9]++(?:[-/.:][0-9a-z\s]|\s*[a-z]))[0-9]++)*+(?=.)", re.DOTALL
)
# `AnnMay 3, 2024`: the copy has glued name and date.
_GLUED: Final = re.compile(
    r"[A-Z\d](?<=[^\W\d_].)(?:"
    r"(?<=[A-Z])(?=[a-zä]{2,8}\.? \d{1,2},? \d{4})"
    r"|(?<=\d)(?=\d?\.? (?:de )?[^\W\d_]{3,9}\.?,? (?:de )?(?:19|20)\d\d"  # `Ann6. Mai 2019`
    r"|\d? (?:minute|hour|day|week|month|year)s? ago))"
)
_GLUED_EAST: Final = re.compile(
    r"\d(?<=[^\W\d_].)\d? ?(?:秒|分|分钟|分鐘|時間|小时|小時|日|天|周|月|年|个月|個月)前"  # `磨坊主3 年前`
)
_DIGIT: Final = re.compile(r"[0-9]")
_DAYS_ALONE: Final = any_of(
    day for day in WEEKDAYS if len(day) > 4 or day in {"mon", "tue", "tues", "wed", "thu", "fri"}
)
_DAY_ALONE: Final = re.compile(rf"\b{_DAYS_ALONE}\b(?=,?\s*$|,?\s+at\b|\s*[-|@])")
# What ages without a digit have in them.
_AGES: Final = (
    "ago", "just now", "gerade eben", "l'instant", "l’instant", "vor eine", "il y a un", "hace un", "ahora mismo",
    "last week", "last month", "last year",
)  # fmt: skip
DAY_FIRST: Final = re.compile(rf"({any_of(WEEKDAYS)})\b[\s.,:|·•–-]*", re.IGNORECASE)
_HAS_YEAR: Final = re.compile(rf"{_YEAR}|[-/.]\d\d$|'\d\d$")
_NUMBER: Final = re.compile(r"\d+")
_SHAPES: Final = (
    (re.compile(rf"\b{_WEEKDAY},?"), "w"),
    (re.compile(_DATED_MONTH), "m"),
    (re.compile(r"(?<=\d)(?:st|nd|rd|th|er|º)\b"), ""),
    (re.compile(r"(?<=9)\s*[ap]\.?m\b\.?"), "a"),
    (re.compile(r"\s+"), " "),
)

_BETWEEN: Final = "\0"  # two stamps of a line, none of which has it in it
_KINDS: Final = {"ago": "ago", "ago_words": "ago", "date": "date", "date_words": "date", "time": "time", None: "day"}

Stamp = re.Match[str]


@lru_cache(maxsize=1024)
def stamps_in(text: str) -> tuple[Stamp, ...]:
    """Return the dates, times and ages of a line."""
    low = lowered(text)
    return _stamps(text, low) if _DIGIT.search(low) else _ages(low, _AGES)


def stamps_of(texts: Sequence[str]) -> list[tuple[Stamp, ...]]:
    """Return the dates, times and ages of each line of a page."""
    lows = [lowered(text) for text in texts]
    numbered = [*map(_DIGIT.search, lows)]
    # Six lines in ten have no digit in them, and most pages have no age without one.
    rest = "\n".join([low for low, digit in zip(lows, numbered, strict=True) if digit is None])
    ages = [words for words in _AGES if words in rest]
    return [
        _stamps(text, low) if digit else _ages(low, ages) if ages else ()
        for text, low, digit in zip(texts, lows, numbered, strict=True)
    ]


def _stamps(text: str, low: str) -> tuple[Stamp, ...]:
    """Return the stamps of a line with a digit in it; `low` is the same in lower case."""
    if glue := _GLUED.search(text) or (text[-1] == "前" and _GLUED_EAST.search(text)):
        low = f"{low[: glue.start() - 1]} {low[glue.start() :]}"
    found = _found(low)
    if not found and (day := _DAY_ALONE.search(low)):
        return (day,)
    return found


def _found(low: str) -> tuple[Stamp, ...]:
    """Return the dates, times and ages in `low`; looked for at the few places where one can begin."""
    if "ago" in low or not (low.isascii() or _FOREIGN.search(low) is None):
        return tuple(_STAMP.finditer(low))
    found, end = [], 0
    while passed := _PASSED.match(low, end):
        begin = passed.end()
        if stamp := _STAMP.match(low, begin):
            found.append(stamp)
            end = stamp.end()
        else:
            end = begin + 1
    return tuple(found)


def _ages(low: str, ages: Sequence[str]) -> tuple[Stamp, ...]:
    """Return the stamps of a line without a digit in it, where one of `ages` is: `just now`, `an hour ago`."""
    for words in ages:
        if words in low:
            return tuple(_STAMP.finditer(low))
    return ()


def kind_of(stamp: Stamp) -> str:
    """Return `ago`, `date`, `time`, or `day` for a weekday alone."""
    return _KINDS[stamp.lastgroup]


def has_year(stamp: Stamp) -> bool:
    """Tell whether a date names its year."""
    return bool(_HAS_YEAR.search(stamp.group()))


class Form(NamedTuple):
    """What the stamps of a line are, whatever their numbers: `shape` has a sign for each number and name.

    `date` and `time` are the places of the first of that kind, -1 where there is none.
    """

    shape: str
    ago: bool
    date: int
    time: int


def form_of(stamps: Sequence[Stamp]) -> Form:
    """Return what the stamps of a line are: the same for the headers of a page, whose names and numbers differ."""
    written = _NUMBER.sub("9", _BETWEEN.join([stamp.group() for stamp in stamps]))
    return _form(tuple([stamp.lastgroup for stamp in stamps]), written)


@lru_cache(maxsize=1024)
def _form(groups: tuple[str | None, ...], written: str) -> Form:
    kinds = [_KINDS[group] for group in groups]
    shapes = [
        "ago" if kind == "ago" else _signs(part) for kind, part in zip(kinds, written.split(_BETWEEN), strict=False)
    ]
    date, time = (kinds.index(kind) if kind in kinds else -1 for kind in ("date", "time"))
    return Form(" ".join(shapes), "ago" in kinds, date, time)


@lru_cache(maxsize=1024)
def _signs(shape: str) -> str:
    """Return the shape of a stamp whose numbers are signs already."""
    for pattern, sign in _SHAPES:
        shape = pattern.sub(sign, shape)
    return shape
