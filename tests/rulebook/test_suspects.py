"""What is asked of many new words at once: never less than what each of them says alone."""

from __future__ import annotations

import random
from collections.abc import Iterable
from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.normalise import fold, respelt, runs, signs, walk
from moderation.normalise.known import known_words
from moderation.rulebook import load
from moderation.rulebook.comment.finders import FINDERS
from moderation.rulebook.comment.glance import LONGEST, narrowed
from moderation.rulebook.examples.evasion import TRANSFORMS
from moderation.rulebook.program import marks
from moderation.rulebook.program.compile import compile_rules
from moderation.rulebook.program.lexicon import Lexicon
from moderation.rulebook.words import split_words
from moderation.shipped import shipped

KEYS = (runs.squeezed, *(key for key, _ in respelt.TRICKS))
WORDS = st.lists(st.text("aehiorstcky1x\u00e9", min_size=1, max_size=9), max_size=8)


@lru_cache(maxsize=1)
def _lexicon() -> Lexicon:
    return compile_rules(load(shipped("rules")).rules).lexicon


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    """That of all shipped rules."""
    return _lexicon()


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
    """Whether they are worked out together or one by one, of many or of few."""
    many = words * 40
    assert all(list(respelt.keys(key, words)) == [key(word) for word in words] for key in KEYS)
    assert all(list(respelt.keys(key, many)) == [key(word) for word in words] * 40 for key in KEYS)


SIGNED = st.text("aceimnrlphuvwdfbg01368@$!|_*#+/\\()^<", min_size=1, max_size=10)


@given(SIGNED, st.lists(st.text("aceimnrlphuvwdfbg1", min_size=1, max_size=7), max_size=20))
def test_how_a_token_begins_hides_no_word_in_signs(token: str, words: list[str]) -> None:
    """What any way to read it makes of it begins as its head says and ends as its tail does."""
    vocabulary = set(words) | {token.translate(str.maketrans("01368@$!|*#+", "oiebgasilaht"))}
    beginnings = {word[:size] for word in vocabulary for size in range(1, len(word) + 1)}
    read = {word for options, _ in signs.ways(token) for word in walk.read(token, options, beginnings, vocabulary)}
    head, tail = signs.head(token), signs.tail(token)

    assert all(not head or head in signs.heads([word]) for word in read)
    assert all(not tail or tail in signs.tails([word]) for word in read)


def test_words_in_signs_are_read_whatever_their_head(lexicon: Lexicon, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the look at how they begin and without it; the names of the people addressed are let go."""
    chance = random.Random(13)
    kinds = ("leet-digits", "leet-signs", "masked-once", "masked-inside", "doubled", "stretched")
    words = sorted(lexicon.vocabulary)[::7]
    tokens = {TRANSFORMS["leet-digits"](TRANSFORMS[kind](word, chance), chance) for kind in kinds for word in words}
    tokens |= {f"@{word}{chance.choice('_1')}{chance.choice(words)}" for word in words}
    tokens |= {word.replace("m", "rn").replace("w", "vv").replace("d", "cl") + "1" for word in words}
    tokens |= {
        word.replace(letter, drawn)
        for drawn, letters in signs.DRAWN.items()
        for letter in letters
        for word in words[::4]
    }
    gated = {token: lexicon.of_signs(token) for token in tokens}
    monkeypatch.setattr(signs, "head", lambda _: "")
    monkeypatch.setattr(signs, "tail", lambda _: "")
    lexicon._shown.clear()

    assert gated == {token: lexicon.of_signs(token) for token in tokens}
    assert sum(map(bool, gated.values())) > 2_000


def test_a_block_of_names_shows_no_word_and_one_word_is_enough(lexicon: Lexicon) -> None:
    """A comment so long that it is not looked at may show one."""
    names = ["rt @somebody: hello #monday", "http://t.example/1Ab2 @first_last", ""]

    assert narrowed(lexicon, names, [marks.ALL] * 3) == [marks.ALL & ~(marks.SIGNED | marks.SPLIT)] * 3
    some = (
        "what a b!tch",
        "a pak!.",
        "you m0r()n",
        "what an id-iot",
        "you mor'on",
        "an id-\niot",
        "@somebody " * LONGEST,
    )
    for shown in some:
        kinds = narrowed(lexicon, [*names, shown], [marks.ALL] * 4)
        assert [one == marks.ALL for one in kinds] == [False, False, False, True], shown


CHUNKS = st.sampled_from(
    ("a b!tch", "b_i_t_c_h", "id-iot", "mor'on", "id-\niot", "f(u)ck", "fu<k", "pak!", "m0r()n", "()")
)


@given(
    st.lists(CHUNKS | st.text("bitchfukn!@$*#.,;:'\"()-_/\u00e9\u0438\u3000\r\n\t ", max_size=8), max_size=8),
    st.booleans(),
)
def test_what_the_finders_see_is_never_left_out(parts: list[str], apart: bool) -> None:
    """A comment in which they see words in signs or cut ones is worth a look, whatever stands around these."""
    text = (" " if apart else "").join(parts)
    folded, lexicon = fold(text), _lexicon()
    kinds = narrowed(lexicon, [folded.text, "@somebody"], [marks.ALL] * 2)[0]
    seen = [
        kind
        for kind, finder in FINDERS
        if kind & (marks.SIGNED | marks.SPLIT) and [*finder(lexicon, folded, folded.text)]
    ]

    assert all(kind & kinds for kind in seen)


@pytest.mark.parametrize("name", [name for name in TRANSFORMS if name != "plain"])
def test_no_disguise_is_left_out(lexicon: Lexicon, name: str) -> None:
    """Of hundreds of words in one disguise, asked about together."""
    chance = random.Random(14)
    words = sorted(lexicon.strong)[::9]
    texts = [fold(f'what, ({TRANSFORMS[name](word, chance)}), a "day"') for word in words]
    kinds = narrowed(lexicon, [folded.text for folded in texts], [marks.ALL] * len(texts))
    for folded, kept in zip(texts, kinds, strict=True):
        for kind, finder in FINDERS:
            assert kind & kept or not [*finder(lexicon, folded, folded.text)], folded.text
