"""One word written thousands of times: the same answers, without asking the same again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.normalise import fold
from moderation.records import Context, Language
from moderation.rulebook import Rulebook
from moderation.rulebook.comment import oddities
from moderation.rulebook.rule import Rule
from moderation.rulebook.words import SEPARATOR, WordCount, joined

HEAD = "format: 1\nrules:\n- id: tox.one\n  title: One\n  category: toxicity\n  score: 0.5\n"
TESTS = "  tests: {match: [you zwonk], no_match: [you]}\n"


@given(st.lists(st.text("ab", min_size=1, max_size=4), max_size=12), st.lists(st.integers(0, 60), max_size=20))
def test_words_are_counted_from_anywhere(words: list[str], places: list[int]) -> None:
    """In any order of the places, as often as asked."""
    run = joined(words)
    counted = WordCount(run)

    assert [counted.before(at) for at in places] == [run.count(SEPARATOR, 0, at) for at in places]


@given(st.lists(st.sampled_from(["id", "i", "ot", "dio", "gy", "po", "gypo", "you", "fo", "ol"]), max_size=12))
def test_what_was_told_of_neighbours_holds_wherever_they_stand_again(words: list[str]) -> None:
    """Also at both ends of a comment, where there are fewer of them."""
    lexicon = Rulebook.of([], every_status=True)._program.lexicon
    lexicon = type(lexicon)(
        **{name: getattr(lexicon, name) for name in ("strong", "openings", "phrases")},
        vocabulary=frozenset({"idiot", "gypo", "fool"}), long=frozenset({"idiot", "gypo", "fool"}),
        beginnings=frozenset(word[:size] for word in ("idiot", "gypo", "fool") for size in range(1, 6)),
    )  # fmt: skip
    seen: oddities._Seen = {}

    for at in [*range(len(words)), *range(len(words))]:
        again = list(oddities._beside(lexicon, words, at, seen))
        assert again == list(oddities._with_neighbours(lexicon, words, at))


def test_a_flood_asks_for_its_neighbours_once(
    rules_of: Callable[[str], list[Rule]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same word hundreds of times among the same ones, and every one of them is found."""
    book = Rulebook.of(rules_of(f"{HEAD}  match: {{terms: [zwonk]}}\n{TESTS}"), every_status=True)
    asked: list[int] = []
    look = oddities._with_neighbours
    monkeypatch.setattr(oddities, "_with_neighbours", lambda *given: asked.append(given[2]) or look(*given))
    found = [
        book.match([fold("you zw onk there " * times)], [Context()], [Language("en", 1.0)])[0] for times in (3, 500)
    ]

    assert 0 < len(asked) <= 20
    assert [len(hit.spans) for hits in found for hit in hits] == [3, 500]
