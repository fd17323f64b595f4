"""A failing example shows the text with carets and what each condition found."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from moderation.records import Span
from moderation.rulebook.examples.carets import underlined
from moderation.rulebook.examples.testing import run
from moderation.rulebook.rule import Rule

FILE = """format: 1
rules:
- id: tox.one
  title: Calls another commenter a fool
  category: toxicity
  score: 0.5
  match:
    near: {of: [fool], to: [you], words: 3}
    not: {terms: [dear]}
  tests:
    match: [%s]
    no_match: [%s]
"""
CASES = {
    "a word is missing": ("a fool", "x"),
    "too far apart": ("you are a very very very old fool", "x"),
    "an exemption": ("you dear fool", "x"),
    "a disguise that matches": ("you fool", '"> quoted\\nyou ｆｏｏｌ, 你好 and y o u f0ol"'),
    "a wrong span": ("{text: you fool, span: your}", "x"),
    "nothing at all": ("fine weather", "x"),
}


@pytest.mark.parametrize(("match", "no_match"), CASES.values(), ids=CASES)
def test_failure(
    rules_of: Callable[[str], list[Rule]], golden: Callable[[str], None], match: str, no_match: str
) -> None:
    """The rule's title, the text with carets under what matched or did not, and which condition decided."""
    (message,) = (result.problem.message for result in run(rules_of(FILE % (match, no_match))) if result.problem)
    golden(message)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("you were a good and an old hand, fool", "8 words apart, not 3 or fewer"),
        ("I like you. My fool left.", "a sentence ends between them"),
        ("what an old fool", "one stands in the other"),
        ("So he wrote: <you fool>", "`skip` passes over `you`, `fool`"),
    ],
)
def test_why_words_that_are_there_do_not_count(rules_of: Callable[[str], list[Rule]], text: str, told: str) -> None:
    """Of the reasons that a `near` may fail for the one: how far, a sentence, the same words, what is skipped."""
    near = "near: {of: [you, old fool], to: [fool], words: 3, within: sentence}"
    file = FILE.replace("near: {of: [fool], to: [you], words: 3}", near).replace(
        "  tests:", "  skip: [quote]\n  tests:"
    )
    quoted = text.replace("<", '"').replace(">", '"')

    (problem,) = (result.problem for result in run(rules_of(file % (f"'{quoted}'", "x"))) if result.problem)

    assert told in problem.message


@pytest.mark.parametrize(
    ("condition", "text", "told"),
    [
        ("regex: {pattern: 'fo{2,4}l', hint: [fo]}", '"fool" he wrote', "pattern: `fool`, `skip` passes over `fool`"),
        ("regex: {pattern: 'fo{2,4}l', hint: [fo]}", "fine", "pattern: nothing"),
        ("links: {min: 2}", "see www.example.org", "links: `www.example.org`"),
        ("links: {min: 1}", "> www.example.org", "links: `www.example.org`, `skip` passes over `www.example.org`"),
        ("terms: [fool]", '"fool" he wrote', "terms: `fool`, `skip` passes over `fool`"),
    ],
)
def test_what_is_there_and_does_not_count(
    rules_of: Callable[[str], list[Rule]], condition: str, text: str, told: str
) -> None:
    """Of patterns, links and terms: what stands there, and what of it `skip` passes over."""
    match = "near: {of: [fool], to: [you], words: 3}\n    not: {terms: [dear]}"
    file = FILE.replace(match, condition).replace("  tests:", "  skip: [quote]\n  tests:")

    (problem,) = (result.problem for result in run(rules_of(file % (f"'{text}'", "x"))) if result.problem)

    assert problem.message.splitlines()[-1].endswith(told)


@pytest.mark.parametrize(
    ("text", "span", "lines"),
    [
        ("one two", Span(4, 7), ["one two", "    ^^^"]),
        ("one\n\ttwo", Span(5, 8), ["one  two", "     ^^^"]),
        ("你好 two", Span(3, 6), ["你好 two", "     ^^^"]),
        ("e\u0301 two", Span(3, 6), ["e\u0301 two", "  ^^^"]),
        ("\x1b[2J two", Span(5, 8), ["<001B>[2J two", "          ^^^"]),
        ("x" * 200 + " two", Span(201, 204), ["…" + "x" * 29 + " two", " " * 31 + "^^^"]),
        ("none", Span(0, 0), ["none"]),
    ],
    ids=["plain", "blanks", "wide", "combining", "controls", "far behind", "nothing"],
)
def test_carets_stand_under_the_text(text: str, span: Span, lines: list[str]) -> None:
    """Wide, combining and hidden characters take the columns that a terminal gives them; none moves its cursor."""
    assert underlined(text, [span]) == lines


def test_a_long_text_is_cut() -> None:
    """No line is longer than a terminal."""
    assert [len(line) for line in underlined("word " * 500, [Span(1000, 1004)])] == [96, 35]
