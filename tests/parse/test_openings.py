"""What a line is asked first, its first letters, rules out no line that the pattern asked for takes.

The beginnings of all that a pattern takes are worked out of its parse tree, and each must pass.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import product
from re import _constants as kinds  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest

from moderation.parse import times
from moderation.parse.plain.comment import above, addresses
from moderation.parse.plain.line import (
    answered,
    badges,
    block_words,
    buttons,
    elsewhere,
    fillers,
    headings,
    interludes,
    marks,
    names,
)
from moderation.parse.plain.line.lines import in_any_case, opens_with
from moderation.parse.plain.line.openings import opening_of
from moderation.parse.plain.recurring import patterns

ANYTHING = "aq9-é中"  # stands for a class of many characters
ALL = 40  # so long is nothing that is asked for from end to end
CASED = [chr(code) for code in range(0x20000) if chr(code).lower() != chr(code) or chr(code).upper() != chr(code)]
IGNORED = (kinds.ASSERT, kinds.ASSERT_NOT, kinds.AT)
CLASSES = (kinds.ANY, kinds.NOT_LITERAL, kinds.CATEGORY)


def beginnings(pattern: re.Pattern[str], size: int) -> set[str]:
    """Return the first `size` characters of all that `pattern` takes, and whole what is shorter."""
    return after({""}, parser.parse(pattern.pattern, pattern.flags), size)


def after(before: set[str], items: Iterable[tuple[Any, Any]], size: int) -> set[str]:
    """Return `before` with what the items of a sequence can add to each."""
    done: set[str] = set()
    for kind, value in items:
        done |= {text for text in before if len(text) >= size}
        before = with_one({text for text in before if len(text) < size}, kind, value, size)
    return done | before


def with_one(before: set[str], kind: Any, value: Any, size: int) -> set[str]:
    if kind is kinds.LITERAL or kind is kinds.IN or kind in CLASSES:
        signs = chr(value) if kind is kinds.LITERAL else ANYTHING if kind in CLASSES else [*members(value)]
        return {text + sign for text in before for sign in signs}
    if kind is kinds.BRANCH:
        return set().union(*(after(before, branch, size) for branch in value[1]))
    if kind is kinds.SUBPATTERN:
        return after(before, value[-1], size)
    if kind in (kinds.MAX_REPEAT, kinds.MIN_REPEAT):
        return repeated(before, *value, size)
    assert kind in IGNORED, kind
    return before


def repeated(before: set[str], least: int, most: int, items: Any, size: int) -> set[str]:
    found = set() if least else set(before)
    for times_taken in range(1, min(int(most), size) + 1):
        before = after(before, items, size)
        found |= before if times_taken >= min(least, size) else set()
    return found


def members(items: Iterable[tuple[Any, Any]]) -> Iterator[str]:
    for kind, value in items:
        if kind is kinds.LITERAL:
            yield chr(value)
        elif kind is kinds.RANGE and value[1] - value[0] < 300:
            yield from map(chr, range(value[0], value[1] + 1))
        elif kind is kinds.CATEGORY and value is kinds.CATEGORY_DIGIT:
            yield from "9٣"
        elif kind is kinds.CATEGORY and value is kinds.CATEGORY_SPACE:
            yield from " \t\u00a0\u2003"
        elif kind is kinds.CATEGORY and value is kinds.CATEGORY_NOT_WORD:
            yield from " (—"
        else:
            yield from ANYTHING


@cache
def cases(letter: str) -> tuple[str, ...]:
    """Return what `re.IGNORECASE` takes for a letter."""
    same = re.compile(re.escape(letter), re.IGNORECASE)
    return (letter, *(other for other in CASED if other != letter and same.fullmatch(other)))


def in_all_cases(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from map("".join, product(*map(cases, text)))


LOWER: dict[str, tuple[re.Pattern[str], frozenset[str]]] = {
    "heading": (headings._HEADING, headings.OPENINGS),
    "closing": (headings._CLOSING, headings.CLOSING_OPENINGS),
    "interlude": (interludes._INTERLUDE, interludes.INTERLUDE_OPENINGS),
    "elsewhere": (elsewhere._OTHER, elsewhere.OTHER_OPENINGS),
    **{
        name: (getattr(block_words, name), getattr(block_words, f"{name}_OPENINGS"))
        for name in ("CAPTION", "CREDIT", "PROMO", "FURNITURE")
    },
}


@pytest.mark.parametrize("name", LOWER)
def test_a_line_in_lower_case_is_asked_for_all_that_it_can_open_with(name: str) -> None:
    pattern, openings = LOWER[name]
    assert not pattern.flags & re.IGNORECASE
    found = beginnings(pattern, 3)
    assert len(found) > 30
    assert [text for text in found if not opens_with(text, openings)] == []


ANY_CASE: dict[str, tuple[re.Pattern[str], Callable[[str], bool]]] = {
    "byline": (block_words.BYLINE, lambda text: opens_with(text.lower(), block_words.BYLINE_OPENINGS)),
    "aside": (buttons._ASIDE, lambda text: opens_with(text.casefold(), buttons.ASIDE_OPENINGS)),
    "address": (answered._ADDRESS, lambda text: opens_with(text.casefold(), answered.ADDRESS_OPENINGS)),
    "label": (names._LABEL, lambda text: opens_with(text.casefold(), names.LABEL_OPENINGS)),
    "by": (names._BY, lambda text: opens_with(text.casefold(), names._BY_OPENINGS)),
    "english by": (marks._ENGLISH_BY, lambda text: opening_of(text).signed),
    "rating": (badges._RATING, badges.may_be_badge),
    "credit": (block_words.CREDIT, lambda text: not text[0].isdigit()),
    "promo": (block_words.PROMO, lambda text: not text[0].isdigit()),
    "caption": (block_words.CAPTION, lambda text: not text[0].isdigit()),
    "number before a name": (fillers._NUMBER, lambda text: not text[0].isalpha()),
    "handle": (names._HANDLE, lambda text: text[0] == "@"),
    "post of another site": (marks._EMBEDDED, lambda text: text[0] in "—–-"),
}


@pytest.mark.parametrize("name", ANY_CASE)
def test_a_line_in_any_case_is_asked_for_all_that_it_can_open_with(name: str) -> None:
    pattern, may_open = ANY_CASE[name]
    found = beginnings(pattern, 3)
    found = set(in_all_cases(found)) if pattern.flags & re.IGNORECASE else found
    assert [text for text in found if not may_open(text)] == []


def test_an_i_is_known_with_its_dot_and_without() -> None:
    openings = in_any_case("edi|pos")
    assert all(opens_with(text[:3].casefold(), openings) for text in ("Edited", "EDITED", "EDİTED", "edıted", "Poſted"))
    assert not opens_with("eda", openings)
    assert all(opens_with(text, openings) for text in ("7 posts", "", "édité", "@ann"))


def test_what_stands_between_comments_and_opens_with_a_number_ends_as_few_words_do() -> None:
    found = beginnings(re.compile(r"(?:anzeigen|einblenden|weergeven|tonen|bekijken|göster)"), ALL)
    assert {word[-1] for word in found} == set(interludes._LAST_OF_COUNTED)
    assert all(interludes.is_interlude(f"3 Antworten {word}") for word in found)


def test_a_verb_of_saying_is_known_by_its_last_two_letters() -> None:
    verbs = beginnings(names._SAYS_LAST, ALL)
    assert len(verbs) > 50
    assert [verb for verb in verbs if not names.may_say(verb)] == []


@pytest.mark.parametrize("line", [
    *("Ann says:", "Ann SAYS:", "Ann wrote...", "Ann says\u2003:", "Ann said…", "Ann escribió :"),
    *("by Ann", "By Ann (12)", "#3 by Ann", "٣ by Ann", "Posted by Ann"),
])  # fmt: skip
def test_a_header_without_a_date_is_looked_for_where_it_can_be(line: str) -> None:
    assert marks.mark_of(line) is not None
    assert opening_of(line.strip()[:3]).signed or marks._may_say_last(line.strip())


def test_a_badge_is_asked_for_by_how_it_opens() -> None:
    for badge in (*badges._BADGES, *(pinned + "Ann" for pinned in badges._PINNED), "✓", "★★★", "(OP)", "op ✓", "٣/5"):
        for text in (badge, badge.upper(), badge.title(), f"• {badge}"):
            assert not badges.is_badge(text) or badges.may_be_badge(text[:3])
        assert badges.is_badge(badge)


def test_lines_about_comments_have_one_of_few_parts_in_them() -> None:
    words = beginnings(patterns._ABOUT_COMMENTS, ALL)
    assert [word for word in words if not any(part in word for part in patterns._ABOUT)] == []
    assert not any("i" in part for part in patterns._ABOUT)  # whose cases casefolding does not bring together


def test_an_arrow_of_ascii_has_one_of_few_parts_in_it() -> None:
    arrows = re.compile(addresses._ARROW.pattern.removeprefix(r"\s*").removesuffix(r"\s*@?"))
    found = beginnings(arrows, ALL)
    assert len(found) > 15
    assert [
        arrow for arrow in found if not (addresses._may_be_arrow(arrow) and addresses._may_be_arrow(arrow.upper()))
    ] == []
    assert not addresses._may_be_arrow("Ann Lee")


@pytest.mark.parametrize(("pattern", "longest"), [
    (elsewhere._OTHER, elsewhere.LONGEST_OTHER), (above._LEVEL, above._LONGEST_LEVEL),
])  # fmt: skip
def test_no_line_longer_than_the_longest_is_taken(pattern: re.Pattern[str], longest: int) -> None:
    assert parser.parse(pattern.pattern, pattern.flags).getwidth()[1] <= longest


@pytest.mark.parametrize(("forms", "opens"), [
    ((times._DOT_NET, times._NUMBER, times._DAYS, times._CANONICAL), lambda text: not text[0].isalpha()),
    ((times._EAST_ASIAN,), lambda text: text[0].isdigit()),
    ((times._YEAR_LAST, times._YEAR_THIRD), lambda text: text[0].isupper()),
])  # fmt: skip
def test_a_form_of_dates_is_tried_wherever_it_can_be(
    forms: tuple[re.Pattern[str], ...], opens: Callable[[str], bool]
) -> None:
    assert [text for form in forms for text in beginnings(form, 1) if not opens(text)] == []
