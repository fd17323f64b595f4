"""What makes a line look like the header of a comment: a date, a name that `says:`, `by` a name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from moderation.parse.plain.line.beside import beside, residue
from moderation.parse.plain.line.buttons import is_aside
from moderation.parse.plain.line.fillers import bare, without_number
from moderation.parse.plain.line.names import (
    CUT,
    LONGEST_NAME,
    by_in,
    is_label,
    is_short_name,
    may_say,
    name_in,
    says_in,
)
from moderation.parse.plain.line.openings import Opening, opening_of
from moderation.parse.plain.line.stamps import DAY_FIRST, Stamp, form_of, has_year, kind_of, stamps_in

LONGEST_HEADER: Final = 160
_FEWEST_KIN: Final = 2
_PUBLISHED: Final = 0.25
_PERIOD: Final = 2  # dates
_EDITED: Final = 2  # dates and times of the comment itself at most
# `von` and `par` open too many sentences to count without a date.
_ENGLISH_BY: Final = re.compile(
    r"(?:[#(\[]?\d+[.)\]:]?\s+)?(?:comment|posted|by|left|written|submitted)", re.IGNORECASE
)
_VERB_ENDS: Final = frozenset(":,…")
_VERB_SIGNS: Final = ":,.… \t\u00a0"
_VERB_LAST: Final = re.compile(r"(?::|,|\.\.\.|…)[\s.…:]*")
_SENTENCE_ENDS: Final = ".!?"
_SENTENCE_END: Final = re.compile(r"[^\W\d_]{2}[.!?]\s")
_FEWEST_WORDS: Final = 2
_NUMBER: Final = re.compile(r"\d+")
_LETTERS: Final = re.compile(r"[^\W\d]+")
# `3 May 2024 (edited 4 May 2024)`: the dates behind it are not those of the comment.
_CHANGED: Final = re.compile(
    r"[\s,;|·•(\[–-]*(?:last )?(?:edited|updated|modified|bearbeitet|geändert|modifié|editado|modificato|bewerkt)\b",
    re.IGNORECASE,
)
# What stands between a date and its time: `3 maj 2024 kl. 12:30`.
_JOINT: Final = re.compile(r"[\s,]*(?:kl\.?|klo|kello|saat|om|at|um|ob|o|v|в|о|t)?[\s,]*", re.IGNORECASE)
# `— Ann (@ann) May 3, 2024` signs a post of another site that an article shows.
_EMBEDDED: Final = re.compile(r"^[—–-]+\s?.{1,60}\(@\w+\)")


# `12 March 1931 - 3 May 2024`: a life, a fair, a season.
_UNTIL: Final = re.compile(r"\s*(?:[-–—]|to|until|bis|au|al|hasta|†)\s*", re.IGNORECASE)


class Mark(NamedTuple):
    """What makes a line header-like. `shape` groups lines of one kind; `strength` is 0 to 1; `name` is what is left.

    `date` and `clock` are as written, in lower case.
    """

    shape: str
    strength: float
    name: str | None
    says: bool = False
    dated: bool = False
    timed: bool = False
    ago: bool = False
    date: str | None = None
    clock: str | None = None


def mark_of(text: str) -> Mark | None:
    """Return what makes `text` look like the header of a comment, or None."""
    if len(text) > LONGEST_HEADER:
        return None
    stamps = stamps_in(text)
    return _dated(text, stamps, opening_of(text[:3])) if stamps else _undated(text)


def marks_of(texts: Sequence[str], stamps: Sequence[Sequence[Stamp]], openings: Sequence[Opening]) -> list[Mark | None]:
    """Return what makes the short lines of a page look like headers of comments, given the `stamps` of each.

    A line dated as headers of the page are is one as well, though its name looks like none.
    """
    marks = [
        _dated(text, found, opening)
        if found
        else _undated(text)
        if text and (opening.signed or _may_say_last(text))
        else None
        for text, found, opening in zip(texts, stamps, openings, strict=True)
    ]
    named = [mark for mark in marks if mark and mark.name]
    called = _often(mark.shape for mark in named if mark.dated or mark.ago)
    kin = _often(mark.shape for mark in named if mark.timed or mark.ago)
    if called:
        for index, (text, found) in enumerate(zip(texts, stamps, strict=True)):
            mark = marks[index]
            if found and (mark is None or mark.name is None):
                marks[index] = _called_as_a_day(text, found, called) or mark or _kin(text, found, kin)
    return marks


def _often(shapes: Iterable[str]) -> set[str]:
    return {shape for shape, times in Counter(shapes).items() if times >= _FEWEST_KIN}


def _dated(text: str, stamps: Sequence[Stamp], opening: Opening) -> Mark | None:
    if len(stamps) > _EDITED and (end := text.find("~")) > 0:  # `13.03.2019 23:47 ~ 14.03.2019 00:10`: changed then
        stamps = [stamp for stamp in stamps if stamp.start() < end] or stamps
        text = text[:end]
    if len(stamps) > 1:
        text, stamps = _unchanged(text, stamps)
    published = opening.label and is_label(text)
    if published and not by_in(text):
        return None
    if (
        (text[0] in "—–-" and _EMBEDDED.match(text))
        or (len(stamps) > 1 and _is_period(text, stamps))
        or (opening.aside and is_aside(text))
    ):
        return None
    rest = None if _goes_on(text, stamps) else beside(_without(text, stamps))
    if rest is None:
        return None
    mark = _mark(stamps, says=rest.says, by=rest.by, name=rest.name)
    # `Published by Ann on 3 May`: once it is an article's, and a comment's only where it comes back.
    return mark._replace(strength=round(mark.strength - _PUBLISHED, 2)) if published else mark


def _goes_on(text: str, stamps: Sequence[Stamp]) -> bool:
    """Tell whether a sentence goes on behind its date: `The council met on 3 May and nobody came.`."""
    behind = text[stamps[-1].end() :]
    if text[-1] not in _SENTENCE_ENDS and _SENTENCE_END.search(behind) is None:
        return False
    return sum(word[0].islower() for word in behind.split()) >= _FEWEST_WORDS


def _unchanged(text: str, stamps: Sequence[Stamp]) -> tuple[str, Sequence[Stamp]]:
    """Return a line, and its stamps, without what it says behind its date of a change to the comment."""
    for place, stamp in enumerate(stamps[:-1], 1):
        if _CHANGED.match(text, stamp.end()):
            return text[: stamp.end()], stamps[:place]
    return text, stamps


def _kin(text: str, stamps: Sequence[Stamp], shapes: Collection[str]) -> Mark | None:
    """Return the mark of a line that is dated as headers of the page are, whose name alone does not look like one.

    `shapes` are those of the page's headers: among them `Jo from the allotment` can only be a name.
    """
    name = bare(_without(text, stamps).split(CUT)[0])
    if not is_short_name(name) or is_label(text) or is_aside(text):
        return None
    for says in (False, True) if says_in(text) else (False,):
        mark = _mark(stamps, says=says, by=False, name=without_number(name))
        if mark.shape in shapes:
            return mark
    return None


def _called_as_a_day(text: str, stamps: Sequence[Stamp], shapes: Collection[str]) -> Mark | None:
    """Return the mark of `Sam 4/18/2009` where the page's other headers have a name in place of the day: his it is."""
    day = DAY_FIRST.match(stamps[0].group()) if stamps else None
    if day is None:
        return None
    begin = stamps[0].start()
    opening = by_in(text[:begin] + " ") is not None
    mark = _mark(stamps_in(text[begin + day.end() :]), says=False, by=opening, name=text[begin : begin + day.end(1)])
    return mark if mark.shape in shapes else None


def _may_say_last(text: str) -> bool:
    """Tell whether a line ends as one with a verb of saying does."""
    return (text[-1] in _VERB_ENDS or text.endswith("...")) and may_say(text.rstrip(_VERB_SIGNS))


def _undated(text: str) -> Mark | None:
    """`Ann says:`, or `by Ann (12)`: weak, good only as one of many."""
    if text.endswith((":", ",", "…", "...")) and len(text) <= LONGEST_NAME + 30:
        verb = says_in(text)
        if verb and _VERB_LAST.fullmatch(text[verb.end() :].strip()):
            name = name_in(text, says=True)
            return None if name is None and residue(text) else _mark([], says=True, by=bool(by_in(text)), name=name)
    opening = by_in(text) if _ENGLISH_BY.match(text) else None
    if opening is None or (name := name_in(text)) is None:
        return None
    signs = _NUMBER.sub("9", _LETTERS.sub("", text[opening.end() :]))
    return Mark(f"by {signs.strip()}", 0.35, name)


def _without(text: str, stamps: Sequence[Stamp]) -> str:
    """Return a line without its dates, `CUT` where they stood."""
    parts, last = [], 0
    for stamp in stamps:
        between = text[last : stamp.start()]
        if not (last and _JOINT.fullmatch(between)):
            parts.append(between)
        last = stamp.end()
    return CUT.join([*parts, text[last:]]).strip()


def _is_period(text: str, stamps: Sequence[Stamp]) -> bool:
    """Tell whether a line holds two dates, from one to the other."""
    if [kind_of(stamp) for stamp in stamps].count("date") < _PERIOD:
        return False
    return any(
        kind_of(a) == kind_of(b) == "date" and _UNTIL.fullmatch(text[a.end() : b.start()]) for a, b in pairwise(stamps)
    )


def _mark(stamps: Sequence[Stamp], *, says: bool, by: bool, name: str | None) -> Mark:
    form = form_of(stamps)
    shape, ago, dated, timed = form.shape, form.ago, form.date >= 0, form.time >= 0
    strength = 0.9 if says else 0.7 if ago else 0.35 if stamps else 0.0
    if dated:
        strength = max(strength, 0.75 if timed else 0.5 if any(map(has_year, stamps)) else 0.35)
    strength = min(1.0, strength + (0.1 if name else 0.0) + (0.1 if by else 0.0))
    if says or by:
        opening = "says by" if says and by else "says" if says else "by"
        shape = f"{opening} {shape}" if shape else opening
    date = stamps[form.date].group() if dated else None
    clock = stamps[form.time].group() if timed else None
    return Mark(shape, round(strength, 2), name, says, dated or ago, timed, ago, date, clock)
