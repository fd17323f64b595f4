"""Reason codes in words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.app.words import RuleWords, reason_in_words, reason_short, reason_title, reasons_in_words, shown

RULES = {"tox.a": RuleWords("Insult aimed at a person", "insult", "A noun that insults.", ("circus news",))}


@pytest.fixture
def verdict(scored):
    """A verdict in Italian by `constant.v1` with toxicity 0.9."""
    return replace(scored().verdict, language="it")


@pytest.mark.parametrize(
    ("code", "kind", "words"),
    [
        ("toxicity>=0.80", "score", "Toxicity 0.90, the policy asks for a look from 0.80."),
        (
            "misinformation_cue>=0.50",
            "score",
            "Misinformation cue, the policy asks for a look from 0.50.",
        ),
        ("rule:tox.a", "rule", "Insult aimed at a person."),
        ("rule:tox.gone", "rule", "Rule tox.gone."),
        ("scorer-failed:ngram.v1", "unjudged", "Not fully judged: ngram.v1 failed on this comment."),
        (
            "scorer-failed:rule:tox.a",
            "unjudged",
            "Not fully judged: the rule “Insult aimed at a person” failed on this comment.",
        ),
        ("scorer-failed:rule:tox.gone", "unjudged", "Not fully judged: the rule tox.gone failed on this comment."),
        ("language-not-covered", "unjudged", "Taken for Italian, so constant.v1 did not judge it."),
        ("too-long", "unjudged", "Longer than the limit: only its beginning was judged."),
        ("reported:1", "other", "Reported by a reader."),
        ("reported:3", "other", "Reported by 3 readers."),
        ("near-duplicate:42", "other", "One of 42 comments that say nearly the same."),
        ("upstream:spam", "other", "The site that it comes from has it as spam."),
        ("upstream:rejected", "other", "It was rejected on the site that it comes from."),
        ("hold:term", "other", "It has a word that a senior holds."),
        ("hold:author-suspended", "other", "Its author is suspended."),
        ("something-new", "other", "Something new."),
        ("{odd}", "other", "{odd}."),
    ],
)
def test_every_code_is_a_sentence(verdict, code, kind, words):
    """Each kind of code has its sentence; an unknown one is shown as it stands."""
    why = reason_in_words(code, verdict, RULES)

    assert (why.kind, why.text) == (kind, words)


def test_a_language_that_cannot_be_told_is_not_named(verdict):
    """Of a comment without a letter it is said that its language cannot be told."""
    why = reason_in_words("language-not-covered", replace(verdict, language="und"), RULES)

    assert why.text == "Its language cannot be told, so constant.v1 did not judge it."


@pytest.mark.parametrize(
    ("score", "limit", "words"),
    [
        (0.9, 0.5, "0.90"),
        (0.31, 0.309, "0.31"),
        (0.3089, 0.309, "0.3089"),
        (0.5999, 0.6, "0.5999"),
        (0.597, 0.6, "0.597"),
        (0.308999, 0.309, "0.308999"),
        (0.308, None, "0.31"),
    ],
)
def test_a_number_stands_on_its_own_side_of_the_threshold(score, limit, words):
    """A score is rounded no further than its threshold lets it be."""
    assert shown(score, limit) == words


@given(st.integers(0, 10**6), st.integers(1, 999))
def test_rounding_never_denies_a_decision(score, limit):
    """What is shown has reached the threshold exactly where the score itself has."""
    score, limit = score / 10**6, limit / 1000

    assert (float(shown(score, limit)) >= limit) == (score >= limit)


def test_a_rule_tells_where_it_is_known_to_be_wrong(verdict):
    """What the rule is about and its false alarms come along."""
    why = reason_in_words("rule:tox.a", verdict, RULES)

    assert (why.label, why.details, why.cautions) == ("insult", ("A noun that insults.",), ("circus news",))


def test_rules_that_only_boost_are_told_apart(verdict):
    """A rule that fired without holding the comment is named after the reasons, and says that it holds nothing."""
    whys = reasons_in_words(replace(verdict, rules=("tox.a",)), RULES)

    assert [why.kind for why in whys] == ["score", "boost"]


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("insult>=0.50", "Insult from 0.50"),
        ("rule:tox.a", "Insult aimed at a person"),
        ("rule:tox.gone", "tox.gone"),
        ("reported:2", "Reported by 2 readers"),
        ("reported:", "Reported by readers"),
        ("near-duplicate:", "Near duplicate"),
        ("too-long", "Too long"),
        ("upstream:spam", "Spam on the site"),
        ("hold:article", "Article is held"),
        ("something-new", "Something new"),
    ],
)
def test_every_code_has_a_short_title(code, title):
    """Filters and charts have a name for each code."""
    assert reason_title(code, RULES) == title


@pytest.mark.parametrize(
    ("code", "scores", "said"),
    [
        ("insult>=0.50", (None, None, None, None, 0.7, *[None] * 4), "Insult 0.70, held from 0.50"),
        ("insult>=0.50", (None,) * 9, "Insult from 0.50"),
        ("insult>=0.50", (), "Insult from 0.50"),
        ("rule:tox.a", (0.9,) * 9, "Insult aimed at a person"),
    ],
)
def test_beside_a_comment_a_reason_has_its_score(code, scores, said):
    """A list says how far over the threshold each comment is, where the score is known."""
    assert reason_short(code, scores, RULES) == said
