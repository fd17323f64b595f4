"""Sentences end where a reader would say so, and a phrase ends with them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from moderation.normalise import fold
from moderation.records import Hit
from moderation.rulebook.comment.sentences import sentence_ends

PHRASES = {
    "in one sentence": ("you are such a fool today", True),
    "over a full stop": ("I like such things. A fool would not.", False),
    "over a question mark": ("Who likes such? A fool does.", False),
    "over an empty line": ("he likes such\n\na fool would not", False),
    "over the end of a line": ("you are such\na fool today", True),
    "over a pause": ("you are such... a fool today", True),
    "over a comma": ("you are such, a fool today", True),
    "word by word": ("You. Are. Such. A. Fool. Today.", True),
    "closed by a quotation mark": ('He said "I like such." A fool he is.', False),
}


@pytest.mark.parametrize(("text", "is_hit"), PHRASES.values(), ids=PHRASES)
def test_phrases(hits: Callable[..., list[Hit]], text: str, is_hit: bool) -> None:
    """Words of a phrase stand in one sentence."""
    assert bool(hits("{terms: [such a fool]}", text)) is is_hit


def test_disguised_phrases(hits: Callable[..., list[Hit]]) -> None:
    """A disguise changes nothing about where a sentence ends."""
    assert hits("{terms: [such a fool]}", "you are such a f00l today")
    assert not hits("{terms: [such a fool]}", "we like such. A f00l would not")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("ask mr. smith about the u.s. army and dr. who", 0),
        ("it was j. k. rowling who wrote it", 0),
        ("they were f.b.i. men in grey. nobody asked", 1),
        ("f.u.c.k. y.o.u.", 0),
        ("one of them. two of them", 1),
        ("see example.org for version 1.5 of it", 0),
        ("really?! yes it is. so be it", 1),
        ("idiot! you are wrong", 0),
        ("this is wrong. idiot.", 0),
        ("", 0),
    ],
)
def test_ends(text: str, number: int) -> None:
    """Abbreviations, initials, addresses and one-word sentences end nothing."""
    assert len(sentence_ends(fold(text).text)) == number


@pytest.mark.parametrize(("within", "is_hit"), [("", True), (", within: text", True), (", within: sentence", False)])
def test_near_may_ask_for_one_sentence(hits: Callable[..., list[Hit]], within: str, is_hit: bool) -> None:
    """`near` runs over the end of a sentence unless it says otherwise."""
    condition = f"{{near: {{of: [fool], to: [you], words: 4{within}}}}}"

    assert bool(hits(condition, "What an old fool. Do you agree?")) is is_hit
    assert hits(condition, "What a fool you are. Do we agree?")
