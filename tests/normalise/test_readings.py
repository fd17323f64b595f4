"""The readings that guess: signs, stretched, spaced, respelt, glued and dressed-up words."""

from __future__ import annotations

import pytest

from moderation.normalise import alphabets, resolve_leet, respelt, runs, signs, walk
from moderation.normalise.glued import parts
from moderation.normalise.known import everyday_words, known_words
from moderation.normalise.spaced import SPLIT, spelled

WORDS = frozenset(
    ("moron", "idiot", "asshole", "ass", "bastard", "shit", "slut", "cunt", "kill", "fag", "bitch", "fuck", "fucking",
     "retard", "cock", "whore", "nigger", "asylum")
)  # fmt: skip
BEGINNINGS = frozenset(word[:size] for word in WORDS for size in range(1, len(word) + 1))


def _read(token: str, options: walk.Options) -> list[str]:
    return list(walk.read(token, options, BEGINNINGS, WORDS))


LEET = {
    "digits": ("m0r0n", "moron"),
    "one as i": ("1d1ot", "idiot"),
    "one as l": ("assho1e", "asshole"),
    "dollars": ("a$$", "ass"),
    "at sign": ("b@stard", "bastard"),
    "exclamation mark": ("sh!t", "shit"),
    "four and five": ("4ss", "ass"),
    "all but one": ("1d107", "idiot"),
    "bracket and plus": ("(un+", "cunt"),
    "drawn with strokes": ("|<i||", "kill"),
    "drawn slopes": ("f/\\g", "fag"),
    "drawn bars": ("s|-|it", "shit"),
    "round brackets": ("c()ck", "cock"),
    "capital i for l": ("as$hoie", "asshole"),
}


@pytest.mark.parametrize(("token", "word"), LEET.values(), ids=LEET)
def test_digits_and_signs_read_as_letters(token: str, word: str) -> None:
    """A word in signs reads as the word."""
    assert signs.is_legible(token)
    assert word in _read(token, signs.letters)


@pytest.mark.parametrize(
    "token", ["42", "2024", "500", "1,000", "idiot", "$500", "x1234567890", "a1b2c3d4e5f6a7b8c9d0e1"]
)
def test_numbers_and_plain_words_are_not_leet(token: str) -> None:
    """Numbers, amounts and codes have no second reading, plain words only themselves."""
    assert token == "idiot" or not signs.is_legible(token) or _read(token, signs.letters) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("you m0r0n", "you moron"),
        ("id1ot", "idiot"),
        ("b00bs", "boobs"),
        ("covid19 and mp3 and 5k", "covid19 and mp3 and 5k"),
        ("b2b and h1n1", "b2b and h1n1"),
        ("see https://a.org/x1y2z", "see https://a.org/x1y2z"),
        ("mail me at b0b@site.org", "mail me at b0b@site.org"),
        ("cost $500 or 3x", "cost $500 or 3x"),
        ("@user1name", "@user1name"),
    ],
)
def test_resolving_leet_keeps_the_length(text: str, expected: str) -> None:
    """Models get a text of the same length, with digits inside words as letters and all else as it was."""
    assert expected == resolve_leet(text)
    assert len(text) == len(expected)


@pytest.mark.parametrize(
    ("token", "word"),
    [
        ("idiooooot", "idiot"),
        ("rreettaarrdd", "retard"),
        ("fuuck", "fuck"),
        ("asssshole", "asshole"),
        ("biiitch", "bitch"),
    ],
)
def test_stretched_words_read_short(token: str, word: str) -> None:
    """A stretched word is the word with letters repeated."""
    assert runs.squeezed(token) == runs.squeezed(word)
    assert runs.is_stretched(token, word)


@pytest.mark.parametrize(
    ("token", "word"),
    [("coool", "col"), ("goood", "god"), ("shot", "shoot"), ("sheeet", "shet"), ("bas", "bass")],
)
def test_everyday_words_stretched_are_themselves(token: str, word: str) -> None:
    """`coool` is cool and no col; a word with fewer letters than another is not that one stretched."""
    assert runs.squeezed(token) == runs.squeezed(word)
    assert not runs.is_stretched(token, word)


@pytest.mark.parametrize(
    ("token", "expected"),
    [("id*ot", ["idiot"]), ("i**ot", ["idiot"]), ("s***", []), ("sh*t", ["shit"]), ("id*otic", []), ("*uck", ["fuck"]),
     ("m&s", []), ("f^ck", ["fuck"]), ("?hit", []), ("b****h", [])],
)  # fmt: skip
def test_a_mask_is_one_letter(token: str, expected: list[str]) -> None:
    """A mask stands for one letter, two letters must show, and at the ends only a star is one."""
    assert expected == [word for word in _read(token, signs.masked) if signs.shows_enough(token, word)]


RESPELT = {
    "inner pair swapped": ("fcuk", "fuck"),
    "last pair swapped": ("shti", "shit"),
    "ph": ("phuck", "fuck"),
    "v": ("fvck", "fuck"),
    "q": ("fuq", "fuck"),
    "zz": ("azzhole", "asshole"),
    "long i": ("biatch", "bitch"),
    "glide in a long i": ("beyotch", "bitch"),
    "k for c": ("kunt", "cunt"),
    "vowels left out": ("btch", "bitch"),
    "a vowel left out": ("fcking", "fucking"),
    "q for g": ("niqqer", "nigger"),
    "rn for m": ("rnoron", "moron"),
    "l for i": ("ldiot", "idiot"),
    "vv for w": ("vvhore", "whore"),
    "backwards": ("toidi", "idiot"),
}


@pytest.mark.parametrize(("token", "word"), RESPELT.values(), ids=RESPELT)
def test_a_word_spelt_another_way_shares_a_key(token: str, word: str) -> None:
    """One of the tricks leads from the form to the word."""
    assert any(key(token) == key(word) and holds(token, word) for key, holds in respelt.TRICKS)


@pytest.mark.parametrize(
    ("token", "expected"),
    [("f**ck", ["fuck"]), ("**diot", ["idiot"]), ("sh##t", ["shit"]), ("f**k", ["fuck"]), ("b****tch", ["bitch"]),
     ("f***ck", ["fuck"]), ("s****t", []), ("f@@ck", [])],
)  # fmt: skip
def test_several_blots_may_be_one_letter(token: str, expected: list[str]) -> None:
    """Usual blots stand for one letter or more than one, where all letters but one are shown."""
    assert expected == [word for word in _read(token, signs.blotted) if signs.shows_enough(token, word)]


@pytest.mark.parametrize(
    ("token", "word"),
    [("st00pid", "stoopid"), ("b1atch", "biatch"), ("fu$$er", "fusser"), ("1diot", ""), ("c3p0", ""), ("it!i", "")],
)
def test_signs_within_a_word_are_resolved(token: str, word: str) -> None:
    """The likeliest letters of signs that letters surround, three letters at least; `!` is none of them."""
    assert signs.resolved(token) == word


@pytest.mark.parametrize(
    ("token", "word"),
    [("cant", "cunt"), ("shot", "shit"), ("dyk", "dick"), ("batch", "bitch"), ("fact", "fuck"), ("coke", "cock"),
     ("shift", "shit"), ("idea", "idiot"), ("slot", "slut"), ("tht", "thot"), ("mr", "moron")],
)  # fmt: skip
def test_another_word_shares_none(token: str, word: str) -> None:
    """Words that only resemble a rude one have no trick in common with it, or are known."""
    alike = any(key(token) == key(word) and holds(token, word) for key, holds in respelt.TRICKS)

    assert not alike or token in known_words()


@pytest.mark.parametrize(
    ("token", "expected"),
    [
        ("youidiot", ("you", "idiot")),
        ("fuckingmoron", ("fucking", "moron")),
        ("idiotyou", ("idiot", "you")),
        ("superidiot", ("super", "idiot")),
        ("youareanidiot", ("you", "arean", "idiot")),
        ("youidiotlol", ("you", "idiot", "lol")),
        ("paridiot", ()),
        ("penistone", ()),
        ("youare", ()),
        ("idiot", ()),
        ("so" * 40, ()),
    ],
)
def test_glued_words_come_apart_whole(token: str, expected: tuple[str, ...]) -> None:
    """All of a token is words that people glue, and one of them is looked for."""
    assert parts(token, frozenset({"idiot", "moron", "penis"})) == expected


DRESSED = {
    "canadian syllabics": ("ᖴᑌᑕK", "fuck"),
    "drawn in han and kana": ("千ㄩ匚Ҝ", "fuck"),
    "armenian": ("ɖɨօt", None),
    "thai": ("Ŧยςк", "fuck"),
    "turned, in order": ("ᴉpᴉoʇ", "idiot"),
    "turned and turned round": ("ʇoᴉpᴉ", "idiot"),
    "hooks and ogoneks": ("ʄųƈƙ", "fuck"),
    "stylised cyrillic": ("шнфяэ", "whore"),
    "hooks and curls": ("ʂɦɪʈ", "shit"),
}


@pytest.mark.parametrize(("token", "word"), DRESSED.values(), ids=DRESSED)
def test_dressed_up_letters_show_latin_ones(token: str, word: str | None) -> None:
    """Alphabets that look Latin, and letters on their heads, show the word."""
    assert alphabets.SIGN.search(token)
    assert (word in [found for shown, options in alphabets.readings(token) for found in _read(shown, options)]) is (
        word is not None
    )


def test_the_walk_ends_on_hostile_tokens() -> None:
    """Signs that may be anything cost no more than the steps allowed."""
    assert _read("*" * 200, signs.masked) == []
    assert _read("|" * 200, signs.letters) == []


def test_known_words_are_many_and_no_pieces() -> None:
    """The list protects names and everyday words, and holds no pieces of censored ones."""
    assert {"shirt", "scunthorpe", "class", "dickens", "shiitake", "the", "a"} <= known_words()
    assert not {"fcuk", "uck", "btch", "fking", "soooo"} & known_words()
    assert len(everyday_words()) < 5000
    assert len(known_words()) > 100_000
    assert "you" in everyday_words() <= known_words()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("i d i o t", ["idiot"]),
        ("i.d.i.o.t", ["idiot"]),
        ("i-d_i-o-t", ["idiot"]),
        ("i😀d😀i😀o😀t", ["idiot"]),
        ("y o u   i d i o t", ["you", "idiot"]),
        ("it's a b", []),
        ("plan a or b", []),
        ("I am a man", []),
    ],
)
def test_spelled_out_words_are_joined(text: str, expected: list[str]) -> None:
    """Runs of single letters are words; a wider gap parts them."""
    assert expected == ["".join(letter for _, letter in run) for run in spelled(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("id-iot", ["id-iot"]), ("id.iot", ["id.iot"]), ("https://id.iot/x", []), ("a - b", []), ("me@id.iot", [])],
)
def test_split_words_stand_without_blanks(text: str, expected: list[str]) -> None:
    """A word may be cut by dots and hyphens; addresses are not words."""
    assert expected == [found.group() for found in SPLIT.finditer(text)]
