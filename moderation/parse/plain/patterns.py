"""The lines of a page that keep coming back, and how much speaks for each being the header of a comment.

Two things come back on a page with comments: a line of the same words (a button, a warning) or a line of the same
shape (a name with a date). Nothing here knows a site's words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Final

from moderation.parse.plain.badges import is_badge
from moderation.parse.plain.buttons import button_key, is_buttons
from moderation.parse.plain.headings import closes, heading_of
from moderation.parse.plain.lines import Line
from moderation.parse.plain.marks import Mark, mark_of
from moderation.parse.plain.names import has_word, is_handle, looks_like_name

_LONGEST_MARKER: Final = 120
_ABOUT_COMMENTS: Final = re.compile(
    r"\b(?:comments?|reply|replies|spoilers?|(?:report|flag) (?:this|as|abuse)|kommentar|commentaire|comentario)\b",
    re.I,
)
# A timetable or a list of sources has header-like lines too, but little text between them.
_FILLED: Final = 0.65
_NAME_WORDS: Final = 3
_SIGNS: Final = frozenset("•·|∙-–—")
_MOST_BETWEEN: Final = 3
_NUMBER: Final = re.compile(r"\d+")
# So many lines below the heading at most does the first comment's header stand; in between are sorting and house rules.
_HEADED: Final = 8


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as its non-blank lines, each judged alone: header-like, nothing but buttons, a badge.

    `headings` are those of comment sections, as indices of lines.
    """

    lines: tuple[Line, ...]
    marks: tuple[Mark | None, ...]
    buttons: tuple[bool, ...]
    badges: tuple[bool, ...]
    headings: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.lines)

    def is_name(self, index: int) -> bool:
        """Tell whether a line can be a name; told when asked, as few lines stand where a name could."""
        return looks_like_name(self.lines[index].text)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A repeating line: its members as indices of lines, how header-like it is, and where text and name stand.

    `below`: the text stands above the member. `above`, `under`: the name stands on the line above or below it.
    """

    shape: str
    strength: float
    members: tuple[int, ...]
    below: bool = False
    above: bool = False
    under: bool = False


def sheet_of(lines: Sequence[Line]) -> Sheet:
    """Return `lines` with each line judged alone."""
    texts = [line.text for line in lines]
    marks = tuple(map(mark_of, texts))
    # "0 comments" heads nothing, whatever repeats below it.
    headings = [i for i, text in enumerate(texts) if (h := heading_of(text)) and h.declared != 0]
    buttons = tuple(map(is_buttons, texts))
    # `2 replies`, `Antworten`: a button where a heading stands above it, or where it comes back.
    headings = [i for i in headings if not buttons[i] or (i == headings[0] and texts.count(texts[i]) == 1)]
    return Sheet(tuple(lines), marks, buttons, tuple(map(is_badge, texts)), tuple(headings))


def patterns_of(sheet: Sheet) -> list[Pattern]:
    """Return every repeating pattern of the page, believable or not."""
    return [*_shaped(sheet), *_verbatim(sheet), *_bare_names(sheet)]


def evidence(sheet: Sheet, pattern: Pattern) -> float:
    """Return how much speaks for `pattern` being the comments' header; from about 1.2 on it can be believed."""
    members = pattern.members
    if not pattern.strength or _filled(sheet, pattern) < _FILLED:
        return 0.0
    present = [mark for index in members if (mark := sheet.marks[index])]
    named = pattern.above or pattern.under or _mostly_named(present, members)
    timed = any(mark.timed or mark.says or mark.ago for mark in present)
    heading = any(0 < members[0] - index <= 6 for index in sheet.headings)
    strength = pattern.strength + (0.2 if pattern.above or pattern.under else 0.0)
    if pattern.above and _comes_back(sheet, members):
        strength += 0.1
    if not heading and _could_be_news(present):
        strength *= 0.5
    if present and not (named or timed or heading):
        strength *= 0.4
    if not heading and (_is_chronicle(sheet, pattern, present) or (not named and _one_line_each(sheet, pattern))):
        return 0.0
    if not heading and _is_log(sheet, pattern, present) and not named:
        strength *= 0.4
    if len(members) == 1 and not heading:
        return _lone(sheet, pattern, named=named)
    return strength * len(members).bit_length() + (0.6 if heading else 0.0)


def _comes_back(sheet: Sheet, members: Sequence[int]) -> bool:
    """Tell whether a line above one member stands above a later one too, as people do and titles do not."""
    above = [name_line(sheet, index, loose=True) for index in members]
    names = [sheet.lines[index].text for index in above if index is not None]
    return len(set(names)) < len(names) and len(set(names)) > 1


def _could_be_news(present: Sequence[Mark]) -> bool:
    """Tell whether the headers could be a programme's (a time, no date) or datelines (`OSLO - 3 May 2024`)."""
    if not present or any(mark.says or mark.ago for mark in present):
        return False
    clock_only = all(mark.timed and not mark.dated for mark in present)
    return clock_only or all(mark.dated and not mark.timed and (mark.name or "").isupper() for mark in present)


def _is_chronicle(sheet: Sheet, pattern: Pattern, present: Sequence[Mark]) -> bool:
    """Tell whether the names are none: titles below the times of a live blog or a programme, numbers of steps."""
    if pattern.above:
        return _are_numbered(sheet, pattern.members)
    if not pattern.under or not present:
        return False
    clock_only = all(mark.timed and not mark.dated and not mark.name for mark in present)
    return clock_only or sum(_is_brief(sheet.lines[i + 1].text) for i in pattern.members) < 0.75 * len(pattern.members)


def _is_brief(text: str) -> bool:
    """Tell whether a line is as short as names are; a title of an entry seldom is."""
    return len(text.split()) <= _NAME_WORDS and "," not in text


def _are_numbered(sheet: Sheet, members: Sequence[int]) -> bool:
    """Tell whether above the members stands one word with a number that rises: `Step 2`, `Round 3`."""
    above = [name_line(sheet, index, loose=True) for index in members]
    texts = [sheet.lines[index].text for index in above if index is not None]
    counted = {_NUMBER.sub("9", text) for text in texts}
    return len(texts) > 1 and len(counted) == 1 and len(set(texts)) == len(texts)


def _is_log(sheet: Sheet, pattern: Pattern, present: Sequence[Mark]) -> bool:
    """Tell whether times stand above entries without a name or a button in words near them: a list of news."""
    if pattern.below or not present or any(mark.says for mark in present):
        return False
    people = 0
    for a, b in pairwise([*pattern.members, len(sheet)]):
        signed = a > 0 and (above := sheet.marks[a - 1]) is not None and above.name is not None
        people += signed or any(sheet.buttons[i] and has_word(sheet.lines[i].text) for i in range(a + 1, b))
    return people < 0.5 * len(pattern.members)


def _one_line_each(sheet: Sheet, pattern: Pattern) -> bool:
    """Tell whether nobody is named and one short line stands to nearly every date: other news, with their ages."""
    members = pattern.members
    if (
        len(members) < 2
        or pattern.shape.startswith("=")
        or any(m and m.says for m in (sheet.marks[i] for i in members))
    ):
        return False
    texts = [
        [i for i in range(a + 1, b) if sheet.marks[i] is None and not sheet.buttons[i]] for a, b in pairwise(members)
    ]
    single = sum(len(inside) == 1 and len(sheet.lines[inside[0]].text) <= 100 for inside in texts)
    return single >= 0.6 * len(texts)


def name_line(sheet: Sheet, index: int, *, loose: bool) -> int | None:
    """Return the index of the line above `index` that holds a name, or None; `loose` allows a blank line between.

    Badges and lone signs between the two are passed over, unless no name is above them: somebody may be `Admin`.
    """
    if index == 0 or sheet.lines[index].gap > int(loose):
        return None
    above = index - 1
    while above and _is_between(sheet, above) and index - above <= _MOST_BETWEEN:
        above -= 1
    return next((line for line in (above, index - 1) if _may_be_name(sheet, line)), None)


def _is_between(sheet: Sheet, index: int) -> bool:
    """Tell whether a line only stands between a name right above it and its time."""
    return sheet.lines[index].gap == 0 and (sheet.badges[index] or sheet.lines[index].text in _SIGNS)


def _may_be_name(sheet: Sheet, index: int) -> bool:
    return sheet.marks[index] is None and (sheet.is_name(index) or is_handle(sheet.lines[index].text))


def _lone(sheet: Sheet, pattern: Pattern, *, named: bool) -> float:
    """Judge a pattern seen once: only `Ann says:` or a name with date and time, late in the page, text below."""
    index = pattern.members[0]
    before = sum(len(line.text) for line in sheet.lines[:index])
    after = sum(len(line.text) for line in sheet.lines[index + 1 :])
    if pattern.below or not named or before < 250 or not 0 < after <= 1.5 * before:
        return 0.0
    mark = sheet.marks[index]
    if mark is not None and mark.says and not (mark.dated or re.match(r"[#(\[]?\d", sheet.lines[index].text)):
        later = any(m and (m.dated or m.timed) for m in sheet.marks[index + 1 :])
        if not later:  # `As my aunt says:` ends a sentence; a copied header has its date somewhere
            return 0.0
    return (pattern.strength + (0.15 if pattern.above else 0.0)) * 1.42


def _filled(sheet: Sheet, pattern: Pattern) -> float:
    """Return the share of members with text to them, 0 to 1."""
    members = pattern.members
    edges = [-1, *members] if pattern.below else [*members, len(sheet)]
    filled = 0
    for a, b in pairwise(edges):
        inside = range(a + 1, b - (1 if pattern.above and b < len(sheet) else 0))
        filled += any(sheet.marks[i] is None and not sheet.buttons[i] for i in inside)
    return filled / len(members)


def _shaped(sheet: Sheet) -> list[Pattern]:
    groups: dict[str, list[int]] = defaultdict(list)
    for index, mark in enumerate(sheet.marks):
        if mark is not None:
            groups[mark.shape].append(index)
    return [_oriented(sheet, shape, members) for shape, members in groups.items()]


def _verbatim(sheet: Sheet) -> list[Pattern]:
    """Return the lines that repeat word for word; below a heading two are enough, elsewhere they mean little."""
    groups: dict[str, list[int]] = defaultdict(list)
    for index in range(sheet.headings[0] + 1 if sheet.headings else 0, len(sheet)):
        if len(sheet.lines[index].text) <= _LONGEST_MARKER and index not in sheet.headings:
            groups[_same(sheet, index)].append(index)
    found = []
    fewest = 2 if sheet.headings else 3
    for text, members in groups.items():
        if len(members) < fewest or any(b - a < 2 for a, b in pairwise(members)):
            continue
        strength = 0.05 if not sheet.headings else 0.3 if sheet.buttons[members[0]] else 0.45
        strength += 0.25 if _ABOUT_COMMENTS.search(text) else 0.0
        if len({sheet.lines[index].text for index in members}) > 1 and not sheet.buttons[members[0]]:
            strength = 0.0  # `5 people like this` ends texts, but does not tell comments from a table of results
        pattern = _oriented(sheet, "=" + text, members, strength)
        if not sheet.headings and pattern.above and _under_many_names(sheet, members):
            pattern = replace(pattern, strength=strength + 0.3)
        found.append(pattern)
    return found


def _same(sheet: Sheet, index: int) -> str:
    """Return what a line has in common with its like: all of it, or of a row of buttons all but the counts."""
    text = sheet.lines[index].text
    if not sheet.buttons[index]:
        return _NUMBER.sub("9", text.casefold())
    key = button_key(text)
    return text if key == "9" else key


def _under_many_names(sheet: Sheet, members: Sequence[int]) -> bool:
    """Tell whether a line comes back below many different names, as no line of an article does."""
    above = [name_line(sheet, index, loose=False) for index in members]
    names = {sheet.lines[index].text for index in above if index is not None}
    return len(members) >= 5 and len(names) >= 0.5 * len(members)


def _oriented(sheet: Sheet, shape: str, members: list[int], strength: float | None = None) -> Pattern:
    """Return the pattern with where its texts and names stand."""
    members = _below_heading(sheet, _without_byline(sheet, members))
    present = [mark for index in members if (mark := sheet.marks[index])] if strength is None else []
    if strength is None:
        strength = median(mark.strength for mark in present)
    named, says = _mostly_named(present, members) if present else False, any(mark.says for mark in present)
    above = not named and sum(name_line(sheet, i, loose=True) is not None for i in members) >= 0.5 * len(members)
    if above and _filled(sheet, Pattern(shape, strength, tuple(members), above=True)) < _FILLED:
        above = False  # one-line comments look like names
    last = not (says or above) and (_ends_page(sheet, members[-1]) or _closed_by(sheet, members))
    under = not (named or above or says or last) and _names_under(sheet, members) >= 0.6 * len(members) >= 1.8
    return Pattern(shape, strength, tuple(members), last, above, under)


def _bare_names(sheet: Sheet) -> list[Pattern]:
    """Return the pattern of names without dates: an indented rest of the page in which names stand alone.

    Subheadings look the same, but they do not come back, and the text below them is not set deeper than the article.
    """
    lines = sheet.lines
    flush = (index for index in range(len(lines) - 1, -1, -1) if lines[index].indent == 0 and not sheet.is_name(index))
    begin = next(flush, len(lines) - 1) + 1
    if not 2 <= begin <= len(sheet) - 6:
        return []
    members = [
        index
        for index in range(begin, len(lines) - 1)
        if _stands_alone(sheet, index) and lines[index + 1].indent >= max(1, lines[index].indent)
    ]
    if len(members) < 3:
        return []
    names = [lines[index].text for index in members]
    again = 1 - len(set(names)) / len(names)
    linked = sum(name.startswith("http") for name in names) / len(names)
    return [Pattern("bare", 0.35 + 0.4 * min(1.0, 2 * (again + linked)), tuple(members))]


def counted_names(sheet: Sheet) -> list[Pattern]:
    """Return the pattern of names without dates below a heading that declares exactly as many comments.

    For pages without any other pattern: a heading that leaves out the replies can count the names by accident.
    """
    found = []
    for heading in sheet.headings:
        declared = heading_of(sheet.lines[heading].text)
        if not declared or not declared.declared or sum(len(line.text) for line in sheet.lines[:heading]) < 200:
            continue
        members = [index for index in range(heading + 1, len(sheet) - 1) if _stands_alone(sheet, index)]
        if len(members) == declared.declared and members[0] <= heading + 2:
            found.append(Pattern("bare", 0.7, tuple(members)))
    return found


def _stands_alone(sheet: Sheet, index: int) -> bool:
    line, following = sheet.lines[index], sheet.lines[index + 1]
    if sheet.marks[index] is not None or not sheet.is_name(index) or len(line.text.split()) > 5:
        return False
    return len(following.text) > len(line.text) and (following.gap > 0 or following.indent > line.indent)


def _without_byline(sheet: Sheet, members: list[int]) -> list[int]:
    """Drop a first member that is the article's own dateline: at the top, and far from the second."""
    mark = sheet.marks[members[0]]
    if len(members) < 2 or members[0] > 4 or (mark is not None and mark.says):
        return members
    gaps = [sheet.lines[b].start - sheet.lines[a].end for a, b in pairwise(members)]
    return members[1:] if gaps[0] > max(600, 2.5 * median(gaps[1:] or [0])) else members


def _below_heading(sheet: Sheet, members: list[int]) -> list[int]:
    """Drop the first one or two members where the heading of the comments stands below them: the article's dateline."""
    for heading in sheet.headings:
        below = [index for index in members if index > heading]
        above = len(members) - len(below)
        if 0 < above <= 2 and len(below) >= 2 * above and below[0] - heading <= _HEADED:
            return below
    return members


def _closed_by(sheet: Sheet, members: Sequence[int]) -> bool:
    """Tell whether members stand below their texts: below the heading comes a text, below the last member none."""
    heading = next((index for index in reversed(sheet.headings) if 0 < members[0] - index <= _HEADED), None)
    if heading is None or len(members) < 2:
        return False
    least = min(_contents(sheet, a, b) for a, b in pairwise(members))
    end = next((i for i in range(members[-1] + 1, len(sheet)) if closes(sheet.lines[i].text)), len(sheet))
    return _contents(sheet, heading, members[0]) >= least > _contents(sheet, members[-1], end)


def _contents(sheet: Sheet, begin: int, end: int) -> int:
    return sum(sheet.marks[index] is None and not sheet.buttons[index] for index in range(begin + 1, end))


def _mostly_named(present: Sequence[Mark], members: Sequence[int]) -> bool:
    return sum(mark.name is not None for mark in present) >= 0.5 * len(members)


def _names_under(sheet: Sheet, members: Sequence[int]) -> int:
    """Count the members with a name on the line below, and text below that."""
    last = len(sheet) - 2
    return sum(index < last and sheet.marks[index + 1] is None and sheet.is_name(index + 1) for index in members)


def _ends_page(sheet: Sheet, last: int) -> bool:
    for index in range(last + 1, len(sheet)):
        if closes(sheet.lines[index].text):
            return True
        if sheet.marks[index] is None and not sheet.buttons[index]:
            return False
    return True
