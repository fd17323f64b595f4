"""What is asked first, to spare the costlier question, changes no answer: with and without it, pages read the same."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from unittest.mock import patch

import pytest

from moderation.parse import times, worded

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


@pytest.mark.parametrize("order", [None, "day first", "month first"])
def test_a_date_is_asked_for_numbers_alone_only_where_it_can_have_them(order: worded.Order | None) -> None:
    dates = tuple(mutated(DATES, 2_000))
    gated = [times.utc(date, order=order) for date in dates]
    with patch.object(worded, "_MAY_BE_NUMERIC", EVERYTHING):
        assert [times.utc(date, order=order) for date in dates] == gated
    assert sum(each is not None for each in gated) > 100
