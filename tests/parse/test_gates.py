"""What is asked first, to spare the costlier question, changes no answer: with and without it, pages read the same."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from unittest.mock import patch

import pytest

from moderation.parse import times, worded
from moderation.parse.plain import buttons, marks, names, stamps
from moderation.parse.plain.inline import parted
from moderation.parse.plain.lines import lines_of
from moderation.parse.plain.page import parse_page
from moderation.parse.plain.patterns import _alike
from moderation.parse.plain.sheet import Sheet, sheet_of
from moderation.records import Page

EVERYTHING = re.compile("")
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
    return tuple(sheet_of(parted(page, lines_of(page))) for page in pages())


def parsed() -> list[Page]:
    """Return all pages as records, nothing remembered from before."""
    for remembers in (names.looks_like_name, marks._beside, buttons._all_buttons):
        remembers.cache_clear()
    return [parse_page(page, source="plain", thread_id="t") for page in pages()]


def test_a_page_reads_the_same_without_what_spares_work_on_names_and_buttons() -> None:
    gated = parsed()
    with patch.object(names, "_MAY_TRAIL", EVERYTHING), patch.object(buttons, "_may_be_buttons", return_value=True):
        assert parsed() == gated
    assert sum(len(page.comments) for page in gated) > 500


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
        plain = [mark is None and not button for mark, button in zip(sheet.marks, sheet.buttons, strict=True)]
        for begin, end in ((0, len(plain)), (3, 9), (5, 5), (7, 2)):
            assert sheet.contents(begin, min(end, len(plain))) == sum(plain[begin:end])


@pytest.mark.parametrize("order", [None, "day first", "month first"])
def test_a_date_is_asked_for_numbers_alone_only_where_it_can_have_them(order: worded.Order | None) -> None:
    dates = tuple(mutated(DATES, 2_000))
    gated = [times.utc(date, order=order) for date in dates]
    with patch.object(worded, "_MAY_BE_NUMERIC", EVERYTHING):
        assert [times.utc(date, order=order) for date in dates] == gated
    assert sum(each is not None for each in gated) > 100
