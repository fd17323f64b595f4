"""The readings that guess: leet, stretched, masked and spaced words."""

from __future__ import annotations

import pytest
from moderation.normalise.masks import fitting

from moderation.normalise import resolve_leet
from moderation.normalise.leet import readings as leet_readings
from moderation.normalise.runs import readings as run_readings
from moderation.normalise.spaced import SPLIT, spelled

LEET = {
    "digits": ("m0r0n", "moron"),
    "one as i": ("1d1ot", "idiot"),
    "one as l": ("assho1e", "asshole"),
    "dollars": ("a$$", "ass"),
    "at sign": ("b@stard", "bastard"),
    "exclamation mark": ("sh!t", "shit"),
    "four and five": ("4ss", "ass"),
    "all but one": ("1d107", "idiot"),
}


@pytest.mark.parametrize(("token", "word"), LEET.values(), ids=LEET)
def test_digits_and_signs_read_as_letters(token: str, word: str) -> None:
    """A leet word reads as the word."""
    assert word in leet_readings(token)


@pytest.mark.parametrize(
    "token", ["42", "2024", "500", "1,000", "idiot", "$500", "x1234567890", "a1b2c3d4e5f6a7b8c9d0e1"]
)
def test_numbers_and_plain_words_are_not_leet(token: str) -> None:
    """Numbers, amounts and plain words have no second reading."""
    assert leet_readings(token) == []


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
    """A stretched word reads as the word."""
    assert word in run_readings(token)


@pytest.mark.parametrize(
    "token",
    ["class", "good", "assess", "cookies", "address", "mississippi", "success", "committed", "bass", "glass", "shoot"],
)
def test_known_words_are_never_collapsed(token: str) -> None:
    """Words that English doubles letters in stay what they are."""
    assert run_readings(token) == []


@pytest.mark.parametrize(
    ("token", "expected"),
    [("id*ot", ["idiot"]), ("i**ot", ["idiot"]), ("s***", []), ("sh*t", ["shit"]), ("idiot", []), ("id*otic", [])],
)
def test_a_mask_is_one_letter(token: str, expected: list[str]) -> None:
    """A mask stands for one letter, and two letters must show."""
    assert expected == fitting(token, ["idiot", "shit", "slut"])


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
