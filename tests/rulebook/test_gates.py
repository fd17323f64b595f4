"""Gates: derived from the conditions, never losing a hit."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from moderation.normalise import fold
from moderation.records import Context, Language
from moderation.rulebook import Rulebook
from moderation.rulebook.files.load import read_rules
from moderation.rulebook.program.gates import (
    ALWAYS,
    COPIES_COUNTED,
    IN_DISGUISE,
    Bits,
    Needs,
    derive,
    is_open,
    key,
    masks,
)
from moderation.rulebook.rule import (
    AllOf,
    AnyOf,
    Author,
    Condition,
    Copied,
    Disguised,
    Length,
    Near,
    Not,
    Regex,
    Repeat,
    Rule,
    Terms,
)
from moderation.shipped import shipped

A, B, COMMON = Terms(("alpha",)), Terms(("beta",)), Terms(("you",))
OF = {("alpha",): 1, ("beta",): 2, ("you",): 4, ("hint",): 8}
BITS = Bits(lambda terms: OF[terms], lambda texts: OF.get(texts, 16))

GATES: dict[str, tuple[Condition, list[int], list[int]]] = {
    # condition, bits that open the gate, bits that do not
    "terms": (A, [1, 3], [0, 2]),
    "near": (Near(("alpha",), ("beta",)), [3], [1, 2]),
    "and": (AllOf((A, B)), [3], [1, 2]),
    "or": (AnyOf((A, B)), [1, 2], [0, 4]),
    "or of ands": (AnyOf((AllOf((A, COMMON)), AllOf((B, COMMON)))), [5, 6], [3, 4]),
    "and with not": (AllOf((A, Not(B))), [1, 3], [2]),
    "or with no gate": (AnyOf((A, Length(max=3))), [0, 1], []),
    "regex": (Regex("x", ("hint",)), [8], [0]),
    "no promise": (Author("comments", max=0), [0], []),
    "repeat": (Repeat(char=8), [16], [0]),
    "copied": (Copied("times", min=9), [COPIES_COUNTED], [1]),
    "in disguise": (Disguised(("leet", "spaced")), [IN_DISGUISE], [0, 1]),
    "as it stands": (Disguised(("exact", "leet")), [0], []),
    "not copied": (Not(Copied("times", min=9)), [0], []),
}


@pytest.mark.parametrize(("condition", "opening", "closed"), GATES.values(), ids=GATES)
def test_derived(condition: Condition, opening: list[int], closed: list[int]) -> None:
    """A gate opens for what the condition needs, and its key never shuts out what it lets in."""
    gate = derive(condition, BITS)

    assert [True] * len(opening) == [is_open(masks(gate), bits) for bits in opening]
    assert [False] * len(closed) == [is_open(masks(gate), bits) for bits in closed]
    chosen = key(gate)
    assert chosen is None or all(chosen.mask & bits for bits in opening)


def test_the_rarest_part_is_the_key() -> None:
    """Everyday words make a poor key where others are at hand."""
    assert Needs(1) == key(derive(AllOf((COMMON, A)), BITS))
    assert key(ALWAYS) is None


def _shipped() -> tuple[Rule, ...]:
    return read_rules(shipped("rules")).rules


def test_gates_lose_nothing_on_any_example() -> None:
    """Over every example of the shipped rules, gates on and gates off give the same hits."""
    rules = _shipped()
    examples = [example for rule in rules for example in rule.tests]
    texts = [fold(example.text) for example in examples]
    contexts = [example.context for example in examples]
    languages = [Language("und", 0.0)] * len(texts)

    gated = Rulebook.of(rules, every_status=True).match(texts, contexts, languages)
    open_ = Rulebook.of(rules, every_status=True, gated=False).match(texts, contexts, languages)

    assert gated == open_
    assert gated[0]


def test_a_term_may_look_like_a_hint(rules_of: Callable[[str], list[Rule]]) -> None:
    """The same string as a term of one rule and a hint of another serves both."""
    rules = rules_of(
        "format: 1\nrules:\n"
        "- {id: tox.a, title: A, category: toxicity, score: 0.5, match: {terms: ['100%']}, "
        "tests: {match: [100% x], no_match: [x]}}\n"
        "- {id: tox.b, title: B, category: toxicity, score: 0.5, "
        "match: {regex: {pattern: '100% \\w', hint: ['100%']}}, "
        "tests: {match: [100% y], no_match: [y]}}\n"
    )

    hits, _ = Rulebook.of(rules).match([fold("a 100% b")], [Context()], [Language("und", 0.0)])

    assert [hit.rule for hit in hits] == ["tox.a", "tox.b"]
