"""What is asked first, to spare the costlier question, changes no answer: with and without it, pages read the same."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from itertools import product
from pathlib import Path
from unittest.mock import MagicMock, patch

import pytest

from moderation.parse import times, worded
from moderation.parse.plain import section
from moderation.parse.plain.comment import addresses
from moderation.parse.plain.line import (
    answered,
    badges,
    beside,
    buttons,
    elsewhere,
    headings,
    marks,
    names,
    openings,
    stamps,
)
from moderation.parse.plain.line.headings import Heading
from moderation.parse.plain.line.inline import parted
from moderation.parse.plain.line.lines import Line, lines_of
from moderation.parse.plain.line.openings import openings_of
from moderation.parse.plain.page import parse_page
from moderation.parse.plain.recurring import patterns
from moderation.parse.plain.recurring.patterns import _alike
from moderation.parse.plain.sheet import Sheet, headings_of, is_answer, sheet_of
from moderation.records import Page

EVERYTHING = re.compile("")
ASKED_BY_OPENINGS = (answered, badges, buttons, elsewhere, headings, names, openings)
DATES = (
    *("3 may 2024", "may 3, 2024 at 12:30 pm", "friday, 3. mai 2024 12.30 uhr", "2024-05-03 12:30", "2024年5月3日"),
    *(
        "03/04/2024 7:05",
        "3.4.24",
        "12. 3 may 2024",
        "mon may 6 10:11:12 2024",
        "5 mai 2024 à 12h30",
        "9.59 am may 3 2024",
    ),
)
AGES = (
    *(
        "3 days ago",
        "about 2 hours ago",
        "last week",
        "vor 3 tagen",
        "il y a 2 heures",
        "hace 4 horas",
        "2 dagen geleden",
    ),
    *("for 2 timer siden", "yesterday at 7:05", "today, 7:05 pm", "gestern um 7:05", "heute, 17:05", "hier à 7h05"),
    *("aujourd'hui à 7h05", "ayer a las 7:05", "hoy 7:05", "3d", "• 3h", "12 min · reply", "12 points"),
)


def mutated(texts: tuple[str, ...], number: int) -> Iterator[str]:
    """Yield `number` texts made of pieces of `texts`: cut, joined, doubled, in other letters."""
    rng = random.Random(13)
    for _ in range(number):
        one, other = rng.choice(texts), rng.choice(texts)
        cut = rng.randrange(len(one) + 1)
        yield rng.choice((
            one[:cut] + other[rng.randrange(len(other) + 1) :],
            f"{one} {other}",
            one[:cut] + rng.choice("0123456789 .:/-年") + one[cut:],
            rng.choice((one.upper(), one.title(), one.swapcase())),
        ))  # fmt: skip


@cache
def pages() -> tuple[str, ...]:
    """Return our own pages, and others made of their lines: shuffled, cut, doubled, mixed."""
    rng = random.Random(13)
    own = [path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parent / "pages").glob("*.txt"))]
    made = []
    for _ in range(100):
        lines = rng.choice(own).split("\n")
        begin = rng.randrange(len(lines))
        part = lines[begin : begin + rng.randint(2, 30)]
        other = rng.choice(own).split("\n")[: rng.randint(1, 40)]
        lines[begin:begin] = rng.choice((part, rng.sample(part, len(part)), other, [*mutated(tuple(part), 8)]))
        made.append("\n".join(lines))
    return (*own, *made)


@cache
def sheets() -> tuple[Sheet, ...]:
    return tuple(sheet_of(parted(page, lines, headed)) for page, lines, headed in map(lined, pages()))


def lined(page: str) -> tuple[str, list[Line], list[Heading | None]]:
    lines = lines_of(page)
    return page, lines, headings_of(lines, openings_of(lines))


def parsed() -> list[Page]:
    """Return all pages as records, nothing remembered from before."""
    for remembers in (
        addresses._between,
        names.looks_like_name,
        beside.beside,
        buttons._all_buttons,
        answered._answered,
        stamps.stamps_in,
        headings.may_head,
        headings.may_close,
        elsewhere.may_lead,
        buttons.may_be_row,
        buttons.may_be_aside,
        names.may_be_label,
        names._may_be_by,
        answered.may_address,
        openings.opening_of,
    ):
        remembers.cache_clear()
    return [parse_page(page, source="plain", thread_id="t") for page in pages()]


def test_a_page_reads_the_same_without_what_spares_work_on_names_and_buttons() -> None:
    gated = parsed()
    with patch.object(names, "_MAY_TRAIL", EVERYTHING), patch.object(buttons, "_may_be_buttons", return_value=True):
        assert parsed() == gated
    assert sum(len(page.comments) for page in gated) > 500


def test_a_page_reads_the_same_where_no_line_is_ruled_out_by_how_it_opens_or_ends() -> None:
    gated = parsed()
    with ExitStack() as stack:
        for module in ASKED_BY_OPENINGS:
            stack.enter_context(patch.object(module, "opens_with", return_value=True))
        stack.enter_context(patch.object(openings, "_ANY", MagicMock(**{"__contains__.return_value": True})))
        stack.enter_context(patch.object(buttons, "_may_be_buttons", return_value=True))
        stack.enter_context(patch.object(marks, "_may_say_last", return_value=True))
        stack.enter_context(patch.object(section, "may_be_believed", return_value=True))
        stack.enter_context(patch.object(names, "may_say", return_value=True))
        stack.enter_context(patch.object(stamps, "_found", everywhere))
        stack.enter_context(patch.object(patterns, "_ABOUT", ("",)))
        stack.enter_context(patch.object(addresses, "_may_be_arrow", return_value=True))
        assert parsed() == gated


def everywhere(low: str) -> tuple[stamps.Stamp, ...]:
    """Return the stamps of a line as they are where each of its places is tried."""
    return tuple(stamps._STAMP.finditer(low))


def test_a_date_is_looked_for_wherever_one_can_begin() -> None:
    lines = {line.lower() for page in pages() for line in page.split("\n") if len(line) <= 160}
    lines |= {line.lower() for line in mutated((*DATES, *AGES), 5_000)}
    dated = 0
    for line in lines:
        found = [(stamp.span(), stamp.lastgroup) for stamp in stamps._found(line)]
        assert found == [(stamp.span(), stamp.lastgroup) for stamp in everywhere(line)]
        dated += bool(found)
    assert dated > 1_000


def test_a_line_has_the_same_dates_alone_and_on_its_page() -> None:
    for page in pages():
        lines = page.split("\n")
        assert [*map(spans, stamps.stamps_of(lines))] == [spans(stamps.stamps_in(line)) for line in lines]


def spans(found: tuple[stamps.Stamp, ...]) -> list[tuple[int, int]]:
    return [stamp.span() for stamp in found]


@pytest.mark.parametrize("age", [
    *("a day ago", "about an hour ago", "two weeks ago", "just now", "moments ago", "gerade eben", "vor einer stunde"),
    *("vor einem tag", "à l'instant", "à l’instant", "il y a une heure", "il y a un an", "hace una hora"),
    *("hace un mes", "ahora mismo"),
])  # fmt: skip
def test_an_age_without_a_number_is_looked_for_where_it_can_be(age: str) -> None:
    for line in (age, age.upper(), f"Ann Lee • {age}", f"Posted {age.capitalize()}"):
        assert [stamps.kind_of(stamp) for stamp in stamps.stamps_in(line)] == ["ago"]


def test_lines_compared_all_at_once_are_alike_as_they_are_one_by_one() -> None:
    for sheet in sheets():
        groups: dict[str, list[int]] = defaultdict(list)
        heading = sheet.headings[0] if sheet.headings else None
        for index in range(0 if heading is None else heading + 1, len(sheet)):
            text = sheet.lines[index].text
            if len(text) <= 120 and index not in sheet.headings:
                key = re.sub(r"\d+", "9", text.casefold())
                if sheet.buttons[index] and (key := buttons.button_key(text)) == "9":
                    key = text
                groups[key].append(index)
        for fewest in (2, 3):
            expected = {key: group for key, group in groups.items() if len(group) >= fewest}
            assert _alike(sheet, heading, fewest) == expected


def test_the_lines_between_two_are_counted_as_they_stand() -> None:
    for sheet in sheets():
        told = zip(sheet.marks, sheet.buttons, sheet.lines, strict=True)
        plain = [mark is None and not button and not is_answer(line.text) for mark, button, line in told]
        for begin, end in ((0, len(plain)), (3, 9), (5, 5), (7, 2)):
            assert sheet.contents(begin, min(end, len(plain))) == sum(plain[begin:end])


@pytest.mark.parametrize("order", [None, "day first", "month first"])
def test_a_date_is_asked_for_numbers_alone_only_where_it_can_have_them(order: worded.Order | None) -> None:
    dates = tuple(mutated(DATES, 2_000))
    gated = [times.utc(date, order=order) for date in dates]
    with patch.object(worded, "_MAY_BE_NUMERIC", EVERYTHING):
        assert [times.utc(date, order=order) for date in dates] == gated
    assert sum(each is not None for each in gated) > 100


@pytest.mark.parametrize("order", [None, "day first", "month first"])
def test_the_usual_form_of_a_date_reads_as_it_does_among_all_forms(order: worded.Order | None) -> None:
    parts = (
        ("may", "May", "DECEMBER", "sept", "mär", "9", "sat, may"),
        (" 3", " 31st", " 22nd,", "  9", ". 7", " 40"),
        (" 2024", ", 2024", ", 1969", " 24", " 0024"),
        ("", " 7:05", " 12:59 am", " 12:05 pm.", " 19:05:59PM", " at 7:05", " 24:00", " 7:61", " 7.05 pm", " 7:05."),
        ("", " est", " cest", " utc+2", " z", " ist"),
    )
    dates = ["".join(each) for each in product(*parts)]
    dates += mutated(tuple(dates), 2_000)
    usual = sum(worded.usual_moment(date) is not None for date in dates)
    quick = [times.utc(date, order=order) for date in dates]
    with patch.object(times, "usual_moment", return_value=None):
        assert [times.utc(date, order=order) for date in dates] == quick
    assert usual > 300
