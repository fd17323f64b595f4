"""The disguises that the rules are tried with."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.normalise import fold
from moderation.rulebook.examples.evasion import TRANSFORMS, disguised
from moderation.rulebook.program.lexicon import arranged
from moderation.rulebook.terms import variants


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


@given(st.text("aidot", max_size=40), st.integers(0, 30))
def test_words_within_a_row_of_letters_are_those_of_every_range(letters: str, at: int) -> None:
    """A row that begins like no word is not looked at, and nothing is lost by it."""
    terms = ("idiot", "idiotdad", "toad did", "ad", "daddio")
    literals = [literal for term in terms for literal in variants(term)]
    lexicon = arranged(literals, literals, frozenset())
    row = f"{letters[:at]}toaddid{letters[at:]}idiotdad"

    ranges = [(start, start + size) for size in range(5, 21) for start in range(len(row) - size + 1)]
    every = {(start, words) for start, end in ranges for words in lexicon.plainly(row[start:end])}
    found = list(lexicon.inside(row))

    assert sorted(found) == sorted(every)
    assert {words for _, words in found} >= {("idiot",), ("idiotdad",), ("toad", "did")}
