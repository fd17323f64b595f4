"""What a rule looks for, in words."""

from __future__ import annotations

import pytest

from moderation.rulebook import load, rule
from moderation.rulebook.in_words import looked_for
from moderation.rulebook.rule import AllOf, AnyOf, Condition, Not, walk
from moderation.shipped import shipped

WORDS = tuple(f"word{number}" for number in range(10))


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (rule.Terms(("idiot(s)", "moron")), "one of: idiot(s), moron"),
        (rule.Terms(WORDS), "one of: word0, word1, word2, word3, word4, word5, word6, word7 and 2 more"),
        (rule.Near(("you",), ("fool",), words=3), "at most 3 words apart: you + fool"),
        (rule.Near(("you",), ("fool",), words=1, within="sentence"), "side by side, in one sentence: you + fool"),
        (rule.Count(("always", "never"), 4), "at least 4 of: always, never"),
        (rule.Regex(r"\d{3} dollars", ("dollars",)), r"a pattern around dollars: \d{3} dollars"),
        (rule.Regex("x" * 100, ("x",)), f"a pattern around x: {'x' * 80}…"),
        (rule.Links(), "at least 1 link"),
        (rule.Links(0, 0), "0 links"),
        (rule.Links(2, 4, ("a.example",)), "2 to 4 links to a.example"),
        (rule.Caps(0.7, 20), "70% capitals or more of at least 20 letters"),
        (rule.Repeat(char=5, word=3), "one character 5 times in a row or one word 3 times"),
        (rule.Length(max=1, words=True), "at most 1 word"),
        (rule.Length(min=600), "at least 600 characters"),
        (rule.Author("comments", max=0), "no comments of the author's"),
        (rule.Author("age_days", max=1), "at most 1 day since the author came"),
        (rule.Article("section", ("politics",)), "the section of the article's address is one of: politics"),
        (rule.Thread("reply", 1, 1), "a reply"),
        (rule.Thread("reply", 0, 0), "no reply"),
        (rule.Thread("position", 1, 3), "place in its thread: 1 to 3"),
        (rule.Copied("authors", min=4), "at least 4 authors of nearly the same words"),
        (rule.Written(("de", "fr")), "the comment's language is one of: de, fr"),
        (rule.Disguised(("leet", "mask")), "the rule's words disguised as one of: leet, mask"),
    ],
)
def test_every_condition_is_a_line_in_words(condition: Condition, words: str) -> None:
    """Long lists are cut and counted, bounds read as people say them."""
    assert looked_for(condition) == [words]


def test_what_stands_below_a_condition_is_indented() -> None:
    """`not` takes the line of what it denies."""
    either = AnyOf((rule.Terms(("a",)), rule.Links()))
    assert looked_for(AllOf((either, Not(either), Not(rule.Terms(("b",)))))) == [
        "all of these:",
        "  any of these:",
        "    one of: a",
        "    at least 1 link",
        "  not any of these:",
        "    one of: a",
        "    at least 1 link",
        "  not one of: b",
    ]


def test_the_rules_that_come_along_have_a_line_for_every_condition() -> None:
    """`not` shares its line with what it denies, everything else has its own."""
    for one in load(shipped("rules")).rules:
        conditions = [part for part in walk(one.match) if not isinstance(part, Not)]
        assert len(looked_for(one.match)) == len(conditions), one.id
