"""Disguises are what they are called, the same for the same seed, and leave the rest of a text alone."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.rulebook.evasion import TRANSFORMS, disguised


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("capitals", "SCUMBAG"),
        ("leet digits", "5cum849"),
        ("full width", "ｓｃｕｍｂａｇ"),
        ("regional", "🇸🇨🇺🇲🇧🇦🇬"),
        ("spaced", "s c u m b a g"),
        ("all doubled", "ssccuummbbaagg"),
        ("override", "\u202egabmucs\u202c"),
    ],
)
def test_a_disguise_is_what_it_is_called(name: str, word: str) -> None:
    """Those that leave nothing to chance, letter by letter."""
    assert TRANSFORMS[name]("scumbag", random.Random(0)) == word


def test_there_are_29_of_them() -> None:
    """As many as the table that we are measured by."""
    assert len(TRANSFORMS) == 29


@pytest.mark.parametrize("name", TRANSFORMS)
@given(word=st.text("abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=12), seed=st.integers(0, 99))
def test_only_the_word_changes(name: str, word: str, seed: int) -> None:
    """The rest of the text stays as it is, and the same seed gives the same disguise."""
    text = f"... 12 {word} 34, {word}!"
    found = disguised(text, [word], name, seed)

    assert found.startswith("... 12 ")
    assert found.endswith("!")
    assert " 34, " in found
    assert found == disguised(text, [word], name, seed)


def test_short_words_and_other_words_stay() -> None:
    """A disguise of `u` is another word, and what no rule looks for is nobody's disguise."""
    assert disguised("u are such a fool", ["u", "fool"], "spaced", 0) == "u are such a f o o l"
