"""How much speaks for a repeating line being the header of comments, and not of news, steps or a programme."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate, compress, pairwise
from typing import Final

from moderation.parse.plain.line.elsewhere import leads_elsewhere
from moderation.parse.plain.line.marks import Mark
from moderation.parse.plain.line.names import has_word
from moderation.parse.plain.recurring.readers import are_answered, are_portrayed, hold_answers
from moderation.parse.plain.recurring.teasers import are_listed, are_teasers
from moderation.parse.plain.sheet import HANDLED, VERBATIM, Pattern, Sheet, mostly_named, name_line

# What adds to the strength of a pattern: a name on the line above or below, one that comes back, many names.
_NAMED: Final = 0.2
_COMES_BACK: Final = 0.1
CROWDED: Final = 0.3
# And rows of buttons to answer with, one to a member.
_ANSWERED: Final = 0.1
_BELOW_HEADING: Final = 0.6
_ROUNDING: Final = 1e-9
_HEADED: Final = 6  # so many lines at most
# Of a pattern seen once.
_LONE: Final = 1.42
_NAMED_ABOVE: Final = 0.15
_LEAST_ABOVE: Final = 250
# A timetable or a list of sources has header-like lines too, but little text between them.
FILLED: Final = 0.65
_NAME_WORDS: Final = 3
_LED_BY: Final = 4
_PAIR: Final = 2
_TOP: Final = 4
_TITLE_WORDS: Final = 5
_LONGEST_TITLE: Final = 90
_SENTENCE_ENDS: Final = '.!?…)"”»:;,'
_LEAST_ARTICLE: Final = 200
_COUNTED: Final = re.compile(r"([^\W\d_]\D*)\d+(?!\w)")
_MOSTLY: Final = 0.7
_NUMBER: Final = re.compile(r"\d+")


def may_be_believed(sheet: Sheet, pattern: Pattern, enough: float) -> bool:
    """Tell whether the evidence for a pattern may come to `enough`, before it is known where its texts and names stand.

    Most pages have but the article's own date, which is told by what stands before and after it.
    """
    strength, members = pattern.strength, pattern.members
    if not strength:
        return False
    heading = _is_headed(sheet, members) or are_portrayed(sheet, members)
    if len(members) == 1 and not heading:
        return (strength + _NAMED_ABOVE) * _LONE >= enough and _is_late(sheet, members[0])
    answered = _ANSWERED if True in sheet.buttons[members[0] :] else 0.0
    most = strength + _NAMED + _COMES_BACK + answered + (CROWDED if pattern.crowded else 0.0)
    return most * len(members).bit_length() + (_BELOW_HEADING if heading else 0.0) >= enough - _ROUNDING


def evidence(sheet: Sheet, pattern: Pattern) -> float:
    """Return how much speaks for `pattern` being the comments' header; from about 1.2 on it can be believed."""
    members = pattern.members
    if not pattern.strength or filled(sheet, pattern) < FILLED:
        return 0.0
    if pattern.shape == HANDLED:
        return pattern.strength * len(members).bit_length()
    present = [mark for index in members if (mark := sheet.marks[index])]
    if _is_elsewhere(sheet, pattern, present) or are_listed(sheet, pattern):
        return 0.0
    named = pattern.above or pattern.under or mostly_named(present, members)
    timed = any(mark.timed or mark.says or mark.ago for mark in present)
    heading = _is_headed(sheet, members) or are_portrayed(sheet, members)
    strength = pattern.strength + (_NAMED if pattern.above or pattern.under else 0.0)
    if pattern.above and _comes_back(sheet, members):
        strength += _COMES_BACK
    answered = are_answered(sheet, pattern)
    if answered:
        strength += _ANSWERED
    if not heading and _could_be_news(present):
        strength *= 0.5
    if present and not (named or timed or heading):
        strength *= 0.4
    pressed = heading or hold_answers(sheet, pattern)
    if not heading and (
        _is_list(sheet, pattern, present)
        or _is_chronicle(sheet, pattern, present)
        or (not (named or pressed) and _one_line_each(sheet, pattern))
        or (not (pressed or answered) and are_teasers(sheet, pattern))
    ):
        return 0.0
    if not (named or pressed) and _is_log(sheet, pattern, present):
        strength *= 0.4
    if len(members) == 1 and not heading:
        return _lone(sheet, pattern, named=named)
    return strength * len(members).bit_length() + (_BELOW_HEADING if heading else 0.0)


def _is_headed(sheet: Sheet, members: Sequence[int]) -> bool:
    """Tell whether a heading of comments stands right above; the page's title `Comments` is none of a lone line."""
    return any(
        0 < members[0] - index <= _HEADED
        for index in sheet.headings
        if index or len(members) > 1 or ((heading := sheet.headed[index]) is not None and heading.declared)
    )


def _is_elsewhere(sheet: Sheet, pattern: Pattern, present: Sequence[Mark]) -> bool:
    """Tell whether what repeats stands right below a line that announces other articles: `More on this story`.

    A copy may have lost those articles: a time of day, a verb of saying or a button in words is a reader's.
    """
    first = pattern.members[0]
    if any(mark.says or mark.timed for mark in present):
        return False
    if _button_rows(sheet, pattern) > 0.5 * (len(pattern.members) - 1):
        return False
    lead = max((index for index in sheet.headings if index < first), default=-1)
    # The article's own dateline may be of the same shape, and the first of the pattern.
    above = range(max(lead + 1, first - _LED_BY), max(first, min(pattern.members[1:2], default=first) - 1))
    return any(sheet.openings[index].elsewhere and leads_elsewhere(sheet.lines[index].text) for index in above)


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


def _is_list(sheet: Sheet, pattern: Pattern, present: Sequence[Mark]) -> bool:
    """Tell whether dates stand to the entries of a list that is all of the page: an archive, a programme, vacancies.

    Comments have an article above them, or a thread's times of day, or the buttons of readers. Where names would
    stand below their dates, titles do.
    """
    first = pattern.members[0]
    if pattern.below and len(pattern.members) == _PAIR and first < _TOP and not _button_rows(sheet, pattern):
        return True  # the date of the meeting and that of the next
    if not present or pattern.below or any(mark.says for mark in present) or _button_rows(sheet, pattern):
        return False
    dated = not any(mark.ago or mark.timed for mark in present) or _are_sentences(sheet, pattern)
    if any(size >= _LEAST_ARTICLE for size in accumulate(len(line.text) for line in sheet.lines[:first])):
        return dated and _are_titled(sheet, pattern)
    return pattern.under or dated


def _are_sentences(sheet: Sheet, pattern: Pattern) -> bool:
    """Tell whether most of what would have to be names above the dates has as many words as only a title has."""
    names = [name_line(sheet, member, loose=True) for member in pattern.members] if pattern.above else []
    long = sum(name is not None and len(sheet.lines[name].text.split()) >= _TITLE_WORDS for name in names)
    return long > 0.5 * len(pattern.members)


def _are_titled(sheet: Sheet, pattern: Pattern) -> bool:
    """Tell whether a title stands above every header: those are teasers of other articles.

    A line that is the same above most, but for its numbers, is a button: `17 people found this helpful`.
    """
    titles: Counter[str] = Counter()
    for member in pattern.members:
        name = name_line(sheet, member, loose=True) if pattern.above else None
        index = (member if name is None else name) - 1
        text = sheet.lines[index].text if index >= 0 else ""
        if (
            not 0 < len(text) <= _LONGEST_TITLE
            or text[-1] in _SENTENCE_ENDS
            or sheet.marks[index]
            or sheet.buttons[index]
        ):
            return False
        titles[_NUMBER.sub("9", text)] += 1
    return len(pattern.members) > 1 and max(titles.values()) < _MOSTLY * len(pattern.members)


def _button_rows(sheet: Sheet, pattern: Pattern) -> int:
    """Count the lines of buttons in words among the members; a wrapped line of text may be one by accident."""
    first, last = pattern.members[0], pattern.members[-1]
    return sum(has_word(sheet.lines[index].text) for index in compress(range(first, last), sheet.buttons[first:last]))


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
    """Tell whether what stands above the members opens with one word and another number: `Step 2`, `Episode 3: Fog`."""
    above = [name_line(sheet, index, loose=True) for index in members]
    texts = [sheet.lines[index].text for index in above if index is not None]
    numbers = [_COUNTED.match(text) for text in texts]
    counted = {number and number[1] for number in numbers}
    return len(texts) > 1 and len(counted) == 1 and None not in counted and len(set(texts)) == len(texts)


def _is_log(sheet: Sheet, pattern: Pattern, present: Sequence[Mark]) -> bool:
    """Tell whether times stand above entries without a name or a button in words near them: a list of news."""
    if pattern.below or not present or any(mark.says for mark in present):
        return False
    people = 0
    for a, b in pairwise([*pattern.members, len(sheet)]):
        signed = a > 0 and (above := sheet.marks[a - 1]) is not None and above.name is not None
        pressed = compress(sheet.lines[a + 1 : b], sheet.buttons[a + 1 : b])
        people += signed or any(has_word(line.text) for line in pressed)
    return people < 0.5 * len(pattern.members)


def _one_line_each(sheet: Sheet, pattern: Pattern) -> bool:
    """Tell whether nobody is named and one short line stands to nearly every date: other news, with their ages."""
    members = pattern.members
    if (
        len(members) < 2
        or pattern.shape.startswith(VERBATIM)
        or any(m and m.says for m in (sheet.marks[i] for i in members))
    ):
        return False
    texts = [
        [i for i in range(a + 1, b) if sheet.marks[i] is None and not sheet.buttons[i]] for a, b in pairwise(members)
    ]
    single = sum(len(inside) == 1 and len(sheet.lines[inside[0]].text) <= 100 for inside in texts)
    return single >= 0.6 * len(texts)


def _lone(sheet: Sheet, pattern: Pattern, *, named: bool) -> float:
    """Judge a pattern seen once: only `Ann says:` or a name with date and time, late in the page, text below."""
    index = pattern.members[0]
    if pattern.below or not named or not _is_late(sheet, index):
        return 0.0
    mark = sheet.marks[index]
    if mark is not None and mark.says and not (mark.dated or re.match(r"[#(\[]?\d", sheet.lines[index].text)):
        later = any(m and (m.dated or m.timed) for m in sheet.marks[index + 1 :])
        if not later:  # `As my aunt says:` ends a sentence; a copied header has its date somewhere
            return 0.0
    return (pattern.strength + (_NAMED_ABOVE if pattern.above else 0.0)) * _LONE


def _is_late(sheet: Sheet, index: int) -> bool:
    """Tell whether as much as an article stands above a line, and below it no more than comments on it."""
    before = sum([len(line.text) for line in sheet.lines[:index]])
    return before >= _LEAST_ABOVE and 0 < sum([len(line.text) for line in sheet.lines[index + 1 :]]) <= 1.5 * before


def filled(sheet: Sheet, pattern: Pattern) -> float:
    """Return the share of members with text to them, 0 to 1."""
    members = pattern.members
    edges = [-1, *members] if pattern.below else [*members, len(sheet)]
    filled = 0
    for a, b in pairwise(edges):
        filled += sheet.contents(a + 1, b - (1 if pattern.above and b < len(sheet) else 0)) > 0
    return filled / len(members)
