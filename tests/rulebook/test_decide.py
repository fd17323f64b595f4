"""The order in which the parts of a condition are decided, and what it may not change."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from moderation.normalise import fold
from moderation.records import Context, Hit, Language
from moderation.rulebook import Rulebook, patterns
from moderation.rulebook.rule import Rule

RULES = """format: 1
rules:
- {id: spam.a, title: A, category: spam, score: 0.5, status: stable,
   match: {%s},
   tests: {match: [earn $5], no_match: [x]}}
"""


EARN = "regex: {pattern: 'earn \\$\\d+', hint: [earn]}"


def _searched(rules: list[Rule], text: str, monkeypatch: pytest.MonkeyPatch) -> tuple[list[Hit], int]:
    """Return the hits on a text, and how many searches for a pattern that took."""
    tried: list[str] = []
    search = patterns.search
    monkeypatch.setattr(patterns, "search", lambda pattern, text: tried.append(pattern) or search(pattern, text))
    found, _ = Rulebook.of(rules).match([fold(text)], [Context()], [Language("und", 0.0)])
    return found, len(tried)


@pytest.mark.parametrize("cheaper", ["length: {max: 5}", "author: {comments: {max: 0}}"])
def test_no_search_where_something_cheaper_says_no(
    rules_of: Callable[[str], list[Rule]], monkeypatch: pytest.MonkeyPatch, cheaper: str
) -> None:
    """A pattern that stands first in the file waits until what is cheap has held; an unknown fact is as good as no."""
    rules = rules_of(RULES % f"{EARN}, {cheaper}")

    assert _searched(rules, "you earn $500", monkeypatch) == ([], 0)


@pytest.mark.parametrize(("text", "fires"), [("you earn well", True), ("you earn $500", False)])
def test_under_not_an_unknown_fact_ends_nothing(
    rules_of: Callable[[str], list[Rule]], monkeypatch: pytest.MonkeyPatch, text: str, fires: bool
) -> None:
    """There, a pattern that does not match makes the whole false, whatever nobody knows, and the rule fires."""
    rules = rules_of(RULES % f"terms: [you], not: {{{EARN}, author: {{comments: {{max: 0}}}}}}")

    found, searches = _searched(rules, text, monkeypatch)

    assert (bool(found), searches) == (fires, 1)


def test_the_trace_tells_the_parts_in_the_order_of_the_file(rules_of: Callable[[str], list[Rule]]) -> None:
    """Who reads why a rule fires reads it as it is written."""
    told: list[str] = []
    book = Rulebook.of(rules_of(RULES % f"{EARN}, length: {{min: 1}}"))

    book.trace(fold("earn $500"), (Context(), "en"), 0, lambda path, _: told.append(path))

    assert told == ["all.regex", "all.length", "all"]


def test_readings_of_equal_trust_are_told_in_the_order_of_the_file(hits: Callable[..., list[Hit]]) -> None:
    """A hit by a masked and by a respelt word is as little to be trusted as the one that the file names first."""
    near = "near: {of: [moron], to: [you], words: 3}"
    (first,) = hits(f"{{{near}, terms: [wanker]}}", "you m*ron, wnaker")
    (second,) = hits(f"{{terms: [wanker], {near}}}", "you m*ron, wnaker")

    assert (first.via, second.via) == ("mask", "respelt")
