"""Where words stand, how they are numbered, and what is read anew around the doubtful ones."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.normalise import fold
from moderation.records import Context, Language
from moderation.rulebook import Rulebook
from moderation.rulebook.comment.finders import Unit
from moderation.rulebook.comment.places import Places
from moderation.rulebook.comment.windows import GAP, windows
from moderation.rulebook.program.gates import Needs, NeedsAll, NeedsAny, lead_through, masks, ways
from moderation.rulebook.words import SEPARATOR, split_words

TEXT = "you're a fool, aren't you? 'tis so"


def _places(text: str) -> Places:
    return Places(text, split_words(text))


def test_words_are_numbered_as_people_count_them() -> None:
    """What follows an apostrophe inside a word belongs to the word before it; a quotation mark ties nothing."""
    places = _places(TEXT)

    numbers = [places.number(start) for start in places.starts]

    assert list(zip(places.words, numbers, strict=True)) == [
        ("you", 0), ("re", 0), ("a", 1), ("fool", 2), ("aren", 3), ("t", 3), ("you", 4), ("tis", 5), ("so", 6),
    ]  # fmt: skip


@given(st.text(alphabet="ab'- .é\u0301𝐚\n", max_size=60))
def test_words_stand_where_they_are(text: str) -> None:
    """Every word is found again at its offset, in order, and covered by its own range alone."""
    places = _places(text)

    assert [text[start : places.end(at)] for at, start in enumerate(places.starts)] == places.words
    assert places.starts == sorted(set(places.starts))
    assert all(places.covered(start, places.end(at)) == (at, at + 1) for at, start in enumerate(places.starts))


@pytest.mark.parametrize(
    ("start", "end", "covered"), [(0, 3, (0, 1)), (1, 2, (0, 1)), (3, 4, (1, 1)), (3, 6, (1, 2)), (0, 9, (0, 3))]
)
def test_a_range_covers_the_words_that_it_touches(start: int, end: int, covered: tuple[int, int]) -> None:
    """A range between two words covers none, and says where it stands."""
    assert _places("one two six").covered(start, end) == covered


def test_only_what_a_term_can_reach_is_read_again() -> None:
    """Around each doubtful word stand as many plain ones as a term may have, and no two groups touch."""
    text = " ".join(f"w{number}" for number in range(30))
    places = _places(text)
    taken = [Unit("idiot", places.starts[at], places.end(at), "leet") for at in (0, 20)]

    read = windows(places, taken, 2)

    assert read.text.strip(SEPARATOR).split(SEPARATOR) == [
        "idiot", "w1", "w2", GAP, "w18", "w19", "idiot", "w21", "w22",
    ]  # fmt: skip


def test_only_ranges_with_a_disguised_word_are_told() -> None:
    """The others were read as they stand; the words of a range are told with where each of them stands."""
    places = _places("an 1diot and fools, fools")
    taken = [Unit("idiot", 3, 8, "leet"), Unit("fools", 13, 18, "exact")]

    read = windows(places, taken, 2)
    told = {
        phrase: read.is_disguised(start := read.text.index(f"{SEPARATOR}{phrase}{SEPARATOR}"), start + len(phrase) + 2)
        for phrase in ("an", "idiot", f"an{SEPARATOR}idiot", f"idiot{SEPARATOR}and", "and", f"and{SEPARATOR}fools")
    }
    start = read.text.index(f"{SEPARATOR}an{SEPARATOR}")

    assert [phrase for phrase, disguised in told.items() if disguised] == [
        "idiot", f"an{SEPARATOR}idiot", f"idiot{SEPARATOR}and",
    ]  # fmt: skip
    assert read.units(start, start + len("an idiot") + 2) == [Unit("an", 0, 2, "exact"), taken[0]]


RULE = """
format: 1
rules:
- {id: tox.a, title: A, category: toxicity, score: 0.5, match: {terms: [utter moron, clown]},
   tests: {match: [utter moron], no_match: [x]}}
"""


@pytest.mark.parametrize("between", [1, 5, 40])
def test_disguises_far_apart_are_found_alike(rules_of, between: int) -> None:
    """What lies between two disguised words changes neither, and makes no phrase of them."""
    middle = " ".join(["word"] * between)
    text = f"utt3r {middle} m0r0n cl0wn {middle} utter m0r0n"

    hits, _ = Rulebook.of(rules_of(RULE)).match([fold(text)], [Context()], [Language("und", 0.0)])

    assert [text[span.start : span.end] for hit in hits for span in hit.spans] == ["cl0wn", "utter m0r0n"]
    assert re.match("leet", hits[0].via)


def test_a_gate_is_the_same_in_masks() -> None:
    """Over all sets of five bits, a tree of needs and its masks agree; one too large lets more through, never less."""
    ors = [NeedsAny((NeedsAll((Needs(1), Needs(2))), NeedsAll((Needs(4), Needs(8))))), Needs(16)]
    gate = NeedsAll(tuple(ors))

    met = [bits for bits in range(32) if all(mask & bits for mask in masks(gate))]

    assert met == [bits for bits in range(32) if (bits & 3 == 3 or bits & 12 == 12) and bits & 16]
    huge = NeedsAny(tuple(NeedsAll((Needs(1 << at), Needs(2 << at))) for at in range(0, 20, 2)))
    assert all(mask & (3 << at) for mask in masks(huge) for at in range(0, 20, 2))


def test_a_large_gate_has_several_ways() -> None:
    """What would take too many masks as one is asked way by way, and lets the same texts through as its parts do."""
    pairs = [(1 << at, 2 << at) for at in range(0, 20, 2)]
    gate = NeedsAll((NeedsAny(tuple(NeedsAll((Needs(a), Needs(b))) for a, b in pairs)), Needs(1 << 20)))

    assert ways(Needs(4)) == ((4,),)
    assert len(ways(gate)) == len(pairs)
    for a, b in pairs:
        assert lead_through(ways(gate), a | b | 1 << 20)
        assert not lead_through(ways(gate), a | b)
    assert not lead_through(ways(gate), sum(a for a, _ in pairs) | 1 << 20)
