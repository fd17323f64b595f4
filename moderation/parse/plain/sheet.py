"""A page as its non-blank lines, each judged alone, and what stands above a line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

from moderation.parse.plain.line.aged import with_ages
from moderation.parse.plain.line.answered import answered_in
from moderation.parse.plain.line.badges import is_badge, is_rating
from moderation.parse.plain.line.buttons import is_aside, is_buttons
from moderation.parse.plain.line.elsewhere import leads_elsewhere
from moderation.parse.plain.line.headings import LONGEST_HEADING, Heading, closes, heading_of
from moderation.parse.plain.line.lines import Line
from moderation.parse.plain.line.marks import LONGEST_HEADER, Mark, marks_of
from moderation.parse.plain.line.names import is_handle, is_monogram, looks_like_name
from moderation.parse.plain.line.openings import Opening, openings_of
from moderation.parse.plain.line.stamps import Stamp, stamps_of

_SIGNS: Final = frozenset("•·|∙-–—")
_ONLY_SIGNS: Final = re.compile(r"(?:[^\w\s.!?)]\s?){1,3}")
_BRACKETED: Final = re.compile(r"\([^()]{1,40}\)|\[[^\[\]]{1,40}\]")
# `from Ashby`, below a name
_FROM: Final = re.compile(
    r"(?:writes |commenting |posting )?(?:from|aus|desde|depuis|uit|från|fra)\s[^\W\d_a-zß-ÿ][^.!?]{1,40}"
)
_ANSWER: Final = re.compile(r"(?:re|aw|antw|sv|odp)\s?:\s", re.IGNORECASE)  # the title of an answer
_RECENT: Final = re.compile(r"recent (?:comments|responses)", re.IGNORECASE)
_NOBODY: Final = re.compile(
    r"be the first\b|no (?:comments|replies|responses) (?:yet|so far)|there are (?:currently )?no comments"
    r"|noch keine (?:kommentare|antworten)|sei(?:en sie)? der erste|aucun commentaire|soyez le premier"
    r"|(?:todavía|aún) no hay comentarios|sé el primero|sin comentarios|nessun commento|sii il primo|nog geen reacties"
    r"|wees de eerste|ainda não há|seja o primeiro|inga kommentarer|brak komentarzy|bądź pierwsz"
    r"|(?:пока )?нет комментариев|コメントはまだ|暂无(?:评论|跟贴)|还没有(?:人)?评论|目前没有(?:评论|跟贴)",
    re.IGNORECASE,
)
_COUNTER: Final = re.compile(r"\d[\d.,]*\s[^\W\d_]+")
_FEWEST_COUNTERS: Final = 3
_MOST_BETWEEN: Final = 5
_FEWEST_SPACED: Final = 12
_SPACED: Final = 0.9


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as its non-blank lines, each judged alone: header-like, nothing but buttons, a badge.

    `headed` holds what lines say that are worded as headings of comments, `headings` the indices of those that head
    some; `said[i]` counts the lines above line `i` that are neither header-like nor buttons nor titles of answers.
    `spaced`: a blank line stands above nearly every line, as in copies of paragraphs; the gaps of `lines` are what is
    left without it, since it parts nothing. `openings` tell what else a line can be. Lines longer than any header have
    no `stamps` and no `headed`.
    """

    lines: tuple[Line, ...]
    marks: tuple[Mark | None, ...]
    buttons: tuple[bool, ...]
    badges: tuple[bool, ...]
    headings: tuple[int, ...]
    said: tuple[int, ...]
    spaced: bool
    headed: tuple[Heading | None, ...]
    stamps: tuple[tuple[Stamp, ...], ...]
    openings: Sequence[Opening]

    def __len__(self) -> int:
        return len(self.lines)

    def contents(self, begin: int, end: int) -> int:
        """Count the lines of `lines[begin:end]` that are neither header-like nor buttons nor titles of answers."""
        return self.said[end] - self.said[begin] if begin < end else 0

    def is_name(self, index: int) -> bool:
        """Tell whether a line can be a name; told when asked, as few lines stand where a name could."""
        return looks_like_name(self.lines[index].text)

    def ends(self, index: int) -> bool:
        """Tell whether a line stands below the last comment, or announces other articles."""
        opening, text = self.openings[index], self.lines[index].text
        return (opening.closing and closes(text)) or (opening.elsewhere and leads_elsewhere(text))


VERBATIM: Final = "="  # opens the shapes of lines that repeat word for word
BARE: Final = "bare"  # the shape of names without dates
HANDLED: Final = "handle"  # of dates below a name and `@name`
NUMBERED: Final = "#"  # of numbers without names


class Pattern(NamedTuple):
    """A repeating line: its members as indices of lines, how header-like it is, and where text and name stand.

    `below`: the text stands above the member. `above`, `under`: the name stands on the line above or below it;
    `placed`: what the member itself names is a place; `crowded`: many different names stand above members.
    """

    shape: str
    strength: float
    members: tuple[int, ...]
    below: bool = False
    above: bool = False
    under: bool = False
    placed: bool = False
    crowded: bool = False


def headings_of(lines: Sequence[Line], openings: Sequence[Opening]) -> list[Heading | None]:
    """Return what each line of a page says that is worded as the heading of a comment section."""
    return [
        heading_of(line.text) if opening.heading and len(line.text) <= LONGEST_HEADING else None
        for line, opening in zip(lines, openings, strict=True)
    ]


def sheet_of(
    lines: Sequence[Line], openings: Sequence[Opening] | None = None, headed: Sequence[Heading | None] | None = None
) -> Sheet:
    """Return `lines` with each line judged alone; `openings` and `headed` are theirs, where they are known already."""
    if openings is None or headed is None:
        openings = openings_of(lines)
        headed = headings_of(lines, openings)
    # No header, heading, row of buttons or badge is longer.
    texts = [line.text if len(line.text) <= LONGEST_HEADER else "" for line in lines]
    stamps = stamps_of(texts)
    marks = with_ages(texts, marks_of(texts, stamps, openings))
    asked = [*zip(texts, openings, strict=True)]
    buttons = tuple([opening.buttons and text != "" and is_buttons(text) for text, opening in asked])
    badges = tuple([opening.badge and text != "" and is_badge(text) for text, opening in asked])
    spaced = _is_spaced(lines)
    if spaced:
        lines = [line._replace(gap=line.gap - 1) if line.gap else line for line in lines]
    texted = [not (is_answer(text) or button) for text, button in zip(texts, buttons, strict=True)]
    said = accumulate([mark is None and text for mark, text in zip(marks, texted, strict=True)], initial=0)
    headings = _headings([line.text for line in lines], headed, buttons)
    return Sheet(
        tuple(lines),
        tuple(marks),
        buttons,
        badges,
        headings,
        tuple(said),
        spaced,
        tuple(headed),
        tuple(stamps),
        openings,
    )


def _headings(texts: Sequence[str], headed: Sequence[Heading | None], buttons: Sequence[bool]) -> tuple[int, ...]:
    """Return which of the lines worded as headings head comments."""
    # "0 comments" heads nothing, whatever repeats below it.
    headings = [i for i, heading in enumerate(headed) if heading is not None and heading.declared != 0]
    headings = [i for i in headings if not _is_for_none(texts[i], texts[i + 1 : i + 2])]
    if len(headings) >= _FEWEST_COUNTERS:
        headings = _without_numbered(headed, _without_counters(texts, headings))
    # `2 replies`, `Antworten`: a button where a heading stands above it, or where it comes back.
    return tuple(i for i in headings if not buttons[i] or (i == headings[0] and texts.count(texts[i]) == 1))


def _without_counters(texts: Sequence[str], headings: Sequence[int]) -> list[int]:
    """Return the headings without the counters of a list of articles, `12 comments` and `4 comments` at even distances.

    Entries of a list have as many lines each; that of the comments below stands out of the row.
    """
    counters = [index for index in headings if _COUNTER.fullmatch(texts[index])]
    rows = [(b, c) for a, b, c in zip(counters, counters[1:], counters[2:], strict=False) if b - a == c - b > 1]
    listed = {index for b, c in rows for index in (2 * b - c, b, c)}
    return [index for index in headings if index not in listed]


def _without_numbered(headed: Sequence[Heading | None], headings: Sequence[int]) -> list[int]:
    """Return the headings without the numbers of comments: `Kommentar 1`, `Kommentar 2`, `Kommentar 3`."""
    declared = [None if (heading := headed[index]) is None else heading.declared for index in headings]
    numbers = [number for number in declared if number is not None]
    steps = {b - a for a, b in pairwise(numbers)}
    if len(numbers) < _FEWEST_COUNTERS or not steps <= {1, -1} or len(steps) > 1:
        return list(headings)
    return [index for index, number in zip(headings, declared, strict=True) if number is None]


def _is_for_none(heading: str, following: Sequence[str]) -> bool:
    """Tell whether a heading says itself that nobody has commented, or heads the comments of other pages."""
    return _RECENT.match(heading) is not None or any(map(is_nobody, following))


def is_nobody(text: str) -> bool:
    """Tell whether a line says that nobody has commented: `Be the first to comment`."""
    return _NOBODY.match(text) is not None


def _is_spaced(lines: Sequence[Line]) -> bool:
    return len(lines) >= _FEWEST_SPACED and sum([line.gap > 0 for line in lines]) >= _SPACED * len(lines)


def name_line(sheet: Sheet, index: int, *, loose: bool) -> int | None:
    """Return the index of the line above `index` that holds a name, or None; `loose` allows a blank line between.

    Badges and lone signs between the two are passed over, unless no name is above them: somebody may be `Admin`.
    """
    if index == 0 or sheet.lines[index].gap > int(loose):
        return None
    above = index - 1
    while above and _is_between(sheet, above, loose=loose) and index - above <= _MOST_BETWEEN:
        above -= 1
    if _may_be_name(sheet, above):
        return _chained(sheet, above)
    if above == index - 1:
        return None
    # Of several badges the first: `Moderator`, `Team`.
    passed = (line for line in range(above + 1, index) if sheet.badges[line] or line == index - 1)
    return next((line for line in passed if _may_be_name(sheet, line)), None)


def _chained(sheet: Sheet, name: int) -> int:
    """Return the first line of `Ann`, `•`, `Oldtown`, `•` above a time, of which the first is a name; else `name`."""
    chained = name > 1 and sheet.lines[name - 1].text in _SIGNS and sheet.lines[name + 1].text in _SIGNS
    tight = chained and not any(line.gap for line in sheet.lines[name - 1 : name + 1])
    return name - 2 if tight and _may_be_name(sheet, name - 2) else name


def _is_between(sheet: Sheet, index: int, *, loose: bool) -> bool:
    """Tell whether a line only stands between a name right above it and its time."""
    line = sheet.lines[index]
    text = line.text
    return line.gap <= int(loose) and (
        sheet.badges[index]
        or text in _SIGNS
        or _ONLY_SIGNS.fullmatch(text) is not None  # `− ⚑`
        or (text[0] in "([" and _BRACKETED.fullmatch(text) is not None)  # `(Ashby)`
        or (index > 0 and is_monogram(text, sheet.lines[index - 1].text))
        or (sheet.buttons[index] and text[0].isdigit())  # `12 points`
        or answered_in(text) is not None
        or is_aside(text)
        or is_answer(text)
        or (text[0] in "acdfpuw" and _FROM.fullmatch(text) is not None)
    )


def _may_be_name(sheet: Sheet, index: int) -> bool:
    text = sheet.lines[index].text
    if sheet.marks[index] is not None or not (sheet.is_name(index) or is_handle(text)):
        return False
    if text[0] in "acdfpuw" and _FROM.fullmatch(text) is not None:
        return False
    return not (is_rating(text) or answered_in(text) is not None or is_answer(text))


def is_answer(text: str) -> bool:
    """Tell whether a line is the title of an answer: `Re: The gates`."""
    return ":" in text and _ANSWER.match(text) is not None


def mostly_named(present: Sequence[Mark], members: Sequence[int]) -> bool:
    """Tell whether a name stands in half of the members themselves."""
    return sum(mark.name is not None for mark in present) >= 0.5 * len(members)
