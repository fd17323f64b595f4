"""What is asked of many new words at once: never less than what each of them says alone."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.normalise import respelt, runs
from moderation.normalise.known import known_words
from moderation.rulebook import load
from moderation.rulebook.examples.evasion import TRANSFORMS
from moderation.rulebook.program.compile import compile_rules
from moderation.rulebook.program.lexicon import Lexicon
from moderation.rulebook.words import split_words
from moderation.shipped import shipped

KEYS = (runs.squeezed, *(key for key, _ in respelt.TRICKS))
WORDS = st.lists(st.text("aehiorstcky1x\u00e9", min_size=1, max_size=9), max_size=8)


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    """That of all shipped rules."""
    return compile_rules(load(shipped("rules")).rules).lexicon


def _misspelt(words: Iterable[str]) -> set[str]:
    """Return forms of words that each trick is for, and others that are nearly one."""
    chance = random.Random(11)
    forms: set[str] = set()
    for word in words:
        at = chance.randrange(1, len(word) - 1)
        forms |= {
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],  # swapped
            word[:at] + word[at] * 3 + word[at + 1 :],
            word[:at] + word[at + 1 :],
            word[:at] + "x" + word[at + 1 :],
            word[:at] + "1" + word[at:],
            f"1{word}23",
            "1".join(word),
            word[::-1],
            word.translate(str.maketrans("", "", "aeiou")),
            word.translate(str.maketrans("aeiou", "eioua")),
            word.replace("c", "k").replace("s", "z").replace("f", "ph"),
            word.replace("m", "rn").replace("i", "l"),
            f"you{word}",
            f"{word}{chance.choice(sorted(words))}",
            word[:at],
            word[at:],
        }
        forms.update(split_words(TRANSFORMS[chance.choice(sorted(TRANSFORMS))](word, chance)))
    return forms


def test_nothing_that_a_word_says_alone_is_missed_among_others(lexicon: Lexicon) -> None:
    """With the gate and without it there is the same to say of each."""
    tokens = _misspelt(sorted(lexicon.long)[::3]) - known_words()
    alone = {token for token in tokens if lexicon.of_token(token)}

    assert len(alone) > 5_000
    assert alone <= lexicon.suspects.among(tokens)
    assert lexicon.odd([sorted(tokens)]) == alone
    assert all(lexicon.odd([[token]]) == alone & {token} for token in tokens)


def test_most_words_are_let_go(lexicon: Lexicon) -> None:
    """Else nothing is won: names and made-up words share nothing with words of the rules."""
    chance = random.Random(12)
    tokens = {"".join(chance.choices("abcdefghijklmnopqrstuvw", k=8)) for _ in range(1_000)}

    assert len(lexicon.suspects.among(tokens)) < 50


@given(WORDS)
def test_keys_of_many_words_are_those_of_each(words: list[str]) -> None:
    """Whether they are worked out together or one by one."""
    assert all(list(respelt.keys(key, words)) == [key(word) for word in words] for key in KEYS)
