"""Words with a letter wrong, endings of one's own, and sentences run together."""

from __future__ import annotations

import pytest

from moderation.normalise import mistyped
from moderation.normalise.glued import sentence

WORDS = frozenset(("bastard", "dickhead", "imbecile", "scumbags", "moron", "idiot", "wanker", "slut"))
INDEX = mistyped.index_of(WORDS)
MEANT = {
    "a letter too many": ("bahstard", "bastard"),
    "a letter too few": ("dickhed", "dickhead"),
    "the last one gone": ("bastar", "bastard"),
    "another letter": ("bastatd", "bastard"),
    "another at the end": ("imbecilr", "imbecile"),
}


@pytest.mark.parametrize(("token", "word"), MEANT.values(), ids=MEANT)
def test_one_letter_wrong(token: str, word: str) -> None:
    """A longer word is found, and what is looked at before does not hide it."""
    assert list(mistyped.meant(token, WORDS, INDEX)) == [word]
    assert mistyped.may_be_meant(token, *mistyped.edges(WORDS))


@pytest.mark.parametrize("token", ["mustard", "bastion", "marons", "morons", "idios", "astard", "dikhed", "b", ""])
def test_others_are_left_alone(token: str) -> None:
    """Shorter words, another first letter and two letters wrong make no pair."""
    assert list(mistyped.meant(token, WORDS, INDEX)) == []


@pytest.mark.parametrize(
    ("token", "word"),
    [
        ("moronish", "moron"),
        ("idiotbag", "idiot"),
        ("wankeres", "wanker"),
        ("idiot4life", "idiot"),
        ("xxidiotxx", "idiot"),
        ("slutish", ""),
        ("fish", ""),
        ("xx", ""),
        ("xidiot", ""),
    ],
)
def test_what_is_hung_on_a_word(token: str, word: str) -> None:
    """An ending behind a word of five letters, and crosses on both sides of one."""
    assert mistyped.dressed_up(token, WORDS) == word


VOCABULARY = frozenset(("jews", "are", "vermin", "hate", "muslims", "disabled", "people", "cock", "burn", "able"))
BEGINNINGS = frozenset(word[:size] for word in VOCABULARY for size in range(1, len(word) + 1)) | frozenset("ai")


@pytest.mark.parametrize(
    ("token", "words"),
    [
        ("jewsarevermin", ("jews", "are", "vermin")),
        ("ihatedisabledpeople", ("i", "hate", "disabled", "people")),
        ("cockburn", ()),  # two words
        ("jewsarevermi", ()),
        ("jewsarex", ()),
        ("iaiaiaia", ()),  # words too short
        ("ihate", ()),
    ],
)
def test_a_sentence_run_together(token: str, words: tuple[str, ...]) -> None:
    """It is cut into words, three or more, all of them known to the rules."""
    assert sentence(token, VOCABULARY, BEGINNINGS) == words
