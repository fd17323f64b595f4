"""The words that rules look for, arranged: what is made quickly is what is said of it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from moderation.rulebook.program.indexes import LONGEST_PIECE
from moderation.rulebook.program.lexicon import Lexicon, arranged
from moderation.rulebook.terms import Literal

TERMS = st.lists(st.lists(st.text("abé1", min_size=1, max_size=8), min_size=1, max_size=3), max_size=8)


def _lexicon(terms: list[list[str]]) -> Lexicon:
    literals = [Literal(tuple(words), None, " ".join(words)) for words in terms]
    return arranged(literals, literals[::2], frozenset({"aaaa"}))


def _inside(word: str) -> set[str]:
    return {word[start:end] for start in range(len(word)) for end in range(start + 1, len(word) + 1)} - {word}


@given(TERMS)
def test_pieces_are_beginnings_ends_and_short_ones_from_the_middle(terms: list[list[str]]) -> None:
    """A piece of some length is a beginning or an end; one from the middle has four letters at most."""
    lexicon = _lexicon(terms)

    assert lexicon.pieces == {
        piece
        for word in lexicon.long
        for piece in _inside(word)
        if len(piece) <= LONGEST_PIECE or word.startswith(piece) or word.endswith(piece)
    }


@given(TERMS)
def test_an_inner_letter_may_be_left_out(terms: list[list[str]]) -> None:
    """Words that lack one come in the order of the alphabet, so that the same rules give the same readings."""
    lexicon = _lexicon(terms)
    cut = {(word[:at], word[at + 1 :]) for word in lexicon.long for at in range(1, len(word) - 1)}

    for before, after in [*cut, ("ab", "ab"), ("a", ""), ("", "b")]:
        assert list(lexicon.with_a_gap(before, after)) == [
            word
            for word in sorted(lexicon.long)
            if len(word) == len(before + after) + 1 and word.startswith(before) and word.endswith(after)
            if before and after
        ]


@given(TERMS)
def test_strong_words_make_a_term_alone(terms: list[list[str]]) -> None:
    """Four plain letters or more, everyday ones left out."""
    alone = {words[0] for words in terms[::2] if len(words) == 1}

    assert _lexicon(terms).strong == {word for word in alone if len(word) > 3 and word.isalpha() and word.isascii()} - {
        "aaaa"
    }
