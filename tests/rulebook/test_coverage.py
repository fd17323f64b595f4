"""What examples decide of a rule, and terms that stand in for a neighbour."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from moderation.rulebook.examples import coverage
from moderation.rulebook.examples.carets import placed
from moderation.rulebook.examples.coverage import KINDS, cover
from moderation.rulebook.rule import Rule

HEAD = "format: 1\nrules:\n- id: tox.one\n  title: One\n  category: toxicity\n  score: 0.5\n"
CASES = {
    "a neighbour's place": ("{terms: [fool, dolt]}", "[you fool]", "[you]", []),
    "an example of its own": ("{terms: [fool, dolt]}", "[you fool, you dolt]", "[you]", []),
    "found by a shorter one": ("{terms: [fool, old fool]}", "[you fool]", "[you]", ["old fool"]),
    "swallowed by an exemption": (
        "{terms: [fool, april fool], not: {terms: [april]}}", "[you fool]", "[the april fool, april]", ["april fool"],
    ),
    "two lists": ("{near: {of: [fool, dolt], to: [you, u], words: 3}}", "[you fool]", "[you]", []),
    "inflected": ("{terms: [fool, dolt(s)]}", "[you fool]", "[you]", []),
    "under not": ("{terms: [fool], not: {terms: [no, never]}}", "[a fool]", "[no fool]", []),
    "nothing to stand in for": (
        "{any: [{terms: [fool, dolt]}, {length: {min: 3}}]}", "[a fool]", "[a]", ["fool", "dolt"],
    ),
    "alone in its list": ("{terms: [fool]}", "[you fool]", "[you]", []),
    "alone beside what holds anyway": (
        "{count: {of: [fool], min: 2}}", "['fool, fool, fool']", "[you]", [],
    ),
    "alone where an exemption swallows it": (
        "{terms: [fool], not: {terms: [fool, dear]}}", "[you fool]", "[you]", ["fool", "dear"],
    ),
    "spelled with marks": ("{terms: [fool, 't.me']}", "[a fool]", "[a]", []),
}  # fmt: skip


@pytest.mark.parametrize(("condition", "match", "no_match", "undecided"), CASES.values(), ids=CASES)
def test_terms(
    rules_of: Callable[[str], list[Rule]], condition: str, match: str, no_match: str, undecided: list[str]
) -> None:
    """A term that works where a neighbour does is decided; one that can never work is told."""
    rules = rules_of(f"{HEAD}  match: {condition}\n  tests: {{match: {match}, no_match: {no_match}}}\n")

    (found,) = cover(rules)

    assert [part.term for part in found.undecided if part.kind == "term"] == undecided


def test_the_only_term_is_a_part(rules_of: Callable[[str], list[Rule]]) -> None:
    """A rule with one term has one term to decide, on both sides of `near`, too."""
    near, any_of = "{near: {of: [fool], to: [you]}}", "{any: [terms: [fool], terms: [dolt]], not: {terms: [dear]}}"
    tests = "tests: {match: [you fool], no_match: [you]}"
    rules = [rules_of(f"{HEAD}  match: {match}\n  {tests}\n")[0] for match in ("{terms: [fool]}", near, any_of)]

    found = list(cover(rules))

    assert [(one.by_kind["term"], one.decided) for one in found] == [(1, 1), (2, 2), (0, 1)]
    # A branch of one term is one part, and told once.
    assert [str(part) for part in found[2].undecided] == ["branch at `all.any[1].terms`", "exemption at `all.not`"]


def test_some_kinds_alone(rules_of: Callable[[str], list[Rule]]) -> None:
    """Parts of the kinds that are asked for count, and no others; where none is named, all do."""
    match = "{any: [terms: [fool, old fool], terms: [dolt]], not: {terms: [dear, dearest]}}"
    rules = rules_of(f"{HEAD}  skip: [quote]\n  match: {match}\n  tests: {{match: [you fool], no_match: [you]}}\n")

    told = {kinds: next(cover(rules, kinds)) for kinds in (*((kind,) for kind in KINDS), ("branch", "exemption"))}
    (whole,) = cover(rules)

    assert {kinds: dict(one.by_kind) for kinds, one in told.items()} == {
        ("term",): {"term": 4},
        ("branch",): {"branch": 2},
        ("exemption",): {"exemption": 1},
        ("skip",): {"skip": 1},
        ("branch", "exemption"): {"branch": 2, "exemption": 1},
    }
    assert {part for kind in KINDS for part in told[kind,].undecided} == set(whole.undecided)
    assert [str(part) for part in told["branch", "exemption"].undecided] == [
        "branch at `all.any[1].terms`",
        "exemption at `all.not`",
    ]


SKIPS = {
    "freed once quoted": ("[quote]", "[you fool]", []),
    "reported, and out of the article": ("[reported, article_quote]", "[you are the fool here]", []),
    "nothing that could be an article's run of words": ("[article_quote]", "[a fool]", ["skip.article_quote"]),
    "an example of its own": ("[quote]", "[you fool]", []),
}


@pytest.mark.parametrize(("skip", "match", "undecided"), SKIPS.values(), ids=SKIPS)
def test_skips(rules_of: Callable[[str], list[Rule]], skip: str, match: str, undecided: list[str]) -> None:
    """What a rule skips is a part of it, decided by an example as it stands or in others' words, or told."""
    tests = f"{{match: {match}, no_match: ['He wrote \"the fool\"']}}"
    rules = rules_of(f"{HEAD}  skip: {skip}\n  match: {{terms: [fool, old fool]}}\n  tests: {tests}\n")

    (found,) = cover(rules)

    assert found.by_kind["skip"] == len(skip.split(","))
    assert [part.path for part in found.undecided if part.kind == "skip"] == undecided


def test_two_conditions_of_one_kind(rules_of: Callable[[str], list[Rule]]) -> None:
    """An `any` of one part beside a condition of its kind has a path, and words, of its own."""
    condition = "{near: {of: [i will], to: [hit, kick], words: 2}, any: [near: {of: [hit, kick], to: [him], words: 2}]}"
    tests = "{match: [I will hit him], no_match: [I will see him]}"
    rules = rules_of(f"{HEAD}  match: {condition}\n  tests: {tests}\n")

    (found,) = cover(rules)

    assert found.undecided == ()
    assert [path for path, _ in placed(rules[0].match)] == ["all", "all.near", "all.near[1]"]


def test_only_terms_of_examples_are_taken_away(
    rules_of: Callable[[str], list[Rule]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hundreds of terms that stand in no example cost no rule of their own each, and are told as before."""
    made: list[int] = []
    outcomes = coverage._outcomes
    monkeypatch.setattr(
        coverage, "_outcomes", lambda tests, changed: made.append(len(changed)) or outcomes(tests, changed)
    )
    words = ", ".join(["fool", "dolt", *(f"fool number{chr(97 + at // 26)}{chr(97 + at % 26)}" for at in range(300))])
    rules = rules_of(f"{HEAD}  match: {{terms: [{words}]}}\n  tests: {{match: [you fool], no_match: [you]}}\n")

    (found,) = cover(rules)

    assert sum(made) < 10
    assert len(found.undecided) == 300
    assert (found.by_kind["term"], found.stood_in) == (302, 1)
