"""Numbers of things read as somebody would write them: `1 comments` makes one doubt the figures beside it."""

from __future__ import annotations

import pytest

from moderation.counted import counted


@pytest.mark.parametrize(
    ("number", "one", "said"),
    [
        (1, "comment", "1 comment"),
        (0, "comment", "0 comments"),
        (2_500, "comment", "2,500 comments"),
        (3, "reply", "3 replies"),
        (1, "reply", "1 reply"),
        (2, "day", "2 days"),
    ],
)
def test_one_and_many(number: int, one: str, said: str) -> None:
    """Regular plurals, thousands parted."""
    assert counted(number, one) == said
