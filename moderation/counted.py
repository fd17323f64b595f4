"""Numbers of things in words: `1 comment`, `2,500 comments`, `3 replies`."""

from __future__ import annotations

_VOWELS = "aeiou"


def counted(number: int, one: str) -> str:
    """Return how many of something there are, thousands parted; `one` is the word for a single one."""
    return f"{number:,} {noun(number, one)}"


def noun(number: int, one: str) -> str:
    """Return the word for so many, which has a regular plural."""
    if number == 1:
        return one
    return f"{one[:-1]}ies" if one.endswith("y") and one[-2:-1] not in _VOWELS else f"{one}s"
