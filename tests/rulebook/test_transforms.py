"""The disguises that the rules are tried with."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.normalise import fold
from moderation.rulebook.evasion import TRANSFORMS, disguised


@pytest.mark.parametrize("name", sorted(TRANSFORMS))
@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12), st.integers(0, 99))
def test_a_transform_takes_any_word_and_its_chance_alone_decides(name: str, word: str, seed: int) -> None:
    """One letter or twelve: no error, and the same lot gives the same disguise."""
    first = TRANSFORMS[name](word, random.Random(seed))

    assert first
    assert first == TRANSFORMS[name](word, random.Random(seed))


@pytest.mark.parametrize("name", sorted(TRANSFORMS.keys() - {"plain"}))
def test_a_transform_changes_the_word(name: str) -> None:
    """A disguise that leaves the word as it is would count as seen through."""
    assert TRANSFORMS[name]("stinker", random.Random(1)) != "stinker"


def test_only_whole_words_are_disguised() -> None:
    """`ass` is not disguised in `class`, and what is not named stays."""
    assert disguised("The class has an Ass.", ["ass"], "spaced", 0) == "The class has an A s s."


def test_words_of_a_phrase_are_disguised_one_by_one() -> None:
    """A phrase that a rule has marked is made of words."""
    assert disguised("you big fool", ["big fool"], "upper", 0) == "you BIG FOOL"


@pytest.mark.parametrize("name", ["full-width", "bold", "circled", "zero-width", "soft-hyphen", "accents", "zalgo"])
def test_what_folding_alone_undoes_folds_to_the_word(name: str) -> None:
    """These need no second reading."""
    assert fold(TRANSFORMS[name]("stinker", random.Random(3))).text == "stinker"
