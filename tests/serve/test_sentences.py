"""Sentences, windows, and offsets as JavaScript counts them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.serve.sentences import MOST_SENTENCES, as_utf16, sentences, windows

TEXTS = st.text(st.characters(codec="utf-8"), max_size=200) | st.text(alphabet=".!? ab\n\U0001f600", max_size=200)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("  Padded.  ", ["Padded."]),
        ("Version 2.5 is out. Good.", ["Version 2.5 is out.", "Good."]),
        ('He said "go away." Then he left.', ['He said "go away."', "Then he left."]),
        ("a line\nanother line", ["a line", "another line"]),
        ("no end", ["no end"]),
        (" \n ", []),
    ],
)
def test_a_text_is_cut_at_its_sentences(text: str, found: list[str]) -> None:
    """Full stops, marks and line breaks end a sentence; a dot in a number does not."""
    assert [text[span.start : span.end] for span in sentences(text)] == found


@given(TEXTS)
def test_sentences_hold_every_letter_once(text: str) -> None:
    """In order, apart, and nothing but white space between them."""
    spans = sentences(text)
    inside = "".join(text[span.start : span.end] for span in spans)

    assert "".join(inside.split()) == "".join(text.split())
    assert all(a.end <= b.start for a, b in pairwise(spans))


@given(TEXTS)
def test_utf16_offsets_cut_the_same_sentences(text: str) -> None:
    """What the units cut is what the code points cut."""
    spans = sentences(text)
    units = text.encode("utf-16-le")

    cut = [units[2 * span.start : 2 * span.end].decode("utf-16-le") for span in as_utf16(text, spans)]
    assert cut == [text[span.start : span.end] for span in spans]


def test_endless_short_sentences_are_few_pieces() -> None:
    """The hundredth piece holds what is left."""
    spans = sentences("a. " * 5_000)

    assert (len(spans), spans[-1].end) == (MOST_SENTENCES, 14_999)


@given(TEXTS, st.integers(1, 50))
def test_windows_add_up_to_the_text(text: str, most: int) -> None:
    """No window is longer than asked for, and none is lost."""
    parts = windows(text, most)

    assert "".join(parts) == text
    assert all(len(part) <= most for part in parts)
