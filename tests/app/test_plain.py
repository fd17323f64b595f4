"""Strangers' text on its way to the screen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.app.plain import isolated, mark_for, marks_in, one_line, safe_link, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("naïve café", "naïve café"),
        ("a\u202eb\u202c", "a[RLO]b[PDF]"),
        ("ze\u200bro", "ze[ZWSP]ro"),
        ("soft\u00adhyphen", "soft[SHY]hyphen"),
        ("bell\x07", "bell[U+0007]"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("saved\r\nunder Windows", "saved\r\nunder Windows"),
        ("family \U0001f468\u200d\U0001f469", "family \U0001f468\u200d\U0001f469"),
        ("سلام\u200cها", "سلام\u200cها"),
    ],
    ids=[
        "ascii",
        "accents",
        "override",
        "zero-width",
        "soft-hyphen",
        "control",
        "layout",
        "windows",
        "emoji-joiner",
        "persian",
    ],
)
def test_what_hides_or_reorders_is_named(text, shown):
    """Overrides, controls and invisible spaces get a name; what writing systems need stays."""
    assert visible(text) == shown


@given(st.text())
def test_visible_text_hides_nothing(text):
    """Nothing that hides or reorders is left, and what is visible stays so."""
    shown = visible(text)

    assert not any(mark_for(character) for character in shown)
    assert visible(shown) == shown


@given(st.text())
def test_every_place_of_a_hiding_character_is_known(text):
    """The quick look at the whole text passes none by."""
    assert marks_in(text) == {place: mark_for(one) for place, one in enumerate(text) if mark_for(one)}


def test_no_hiding_character_counts_as_printable():
    """Of all that Unicode has: the quick look rests on it."""
    assert [one for one in map(chr, range(0x110000)) if mark_for(one) and one.isprintable()] == []


@given(st.text(), st.integers(min_value=1, max_value=50))
def test_one_line_is_one_short_line(text, limit):
    """Never a line break, never over the limit."""
    line = one_line(text, limit)

    assert len(line) <= limit
    assert "\n" not in line


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://wire.example/a?b=c#d", "https://wire.example/a?b=c#d"),
        (" HTTP://wire.example ", "HTTP://wire.example"),
        ("javascript:alert(1)", None),
        ("java\tscript:alert(1)", None),
        ("https:wire.example", None),
        ("//wire.example/a", None),
        ("/a", None),
        ("data:text/html,x", None),
        ("https://wire.example/\u202egpj.exe", None),
        ("https://[broken", None),
        ("", None),
        (None, None),
    ],
)
def test_only_web_addresses_are_links(url, link):
    """An absolute http or https address, and nothing else."""
    assert safe_link(url) == link


def test_a_title_read_from_the_right_moves_nothing_beside_it():
    """Without the marks the number that follows stands before the title, and its word behind."""
    assert [isolated("Bridge"), isolated("نتائج (1)")] == ["Bridge", "\u2068نتائج (1)\u2069"]
