"""Rules -> one automaton over all their words, and for each rule the gate that its conditions imply.

A gate is derived, never written by hand: hand-written ones lost 18 of 63 hits in our trial. It says which words must
be there for the rule to have a chance; a comment that opens no gate costs one pass of the automaton and nothing more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import ahocorasick_rs

from moderation.normalise import fold
from moderation.rulebook import links
from moderation.rulebook.lint import walk
from moderation.rulebook.marks import disguise_marks
from moderation.rulebook.rule import All, Any_, Condition, Count, Links, Near, Regex, Rule, Terms
from moderation.rulebook.terms import Literal, variants
from moderation.rulebook.words import SEPARATOR

Gate = tuple[int, ...]  # bit masks; a text opens it when it has a bit of each
ALWAYS: Final[Gate] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """What a string of the automaton means: bits of gates, and the (group, literal) pairs it stands for."""

    bits: int
    finds: tuple[tuple[int, Literal], ...]
    mark: bool


@dataclass(frozen=True, slots=True)
class Program:
    """What matching needs. `groups` numbers the term lists; bit `g` of a mask belongs to group `g`."""

    rules: tuple[Rule, ...]
    gates: tuple[Gate, ...]
    groups: dict[tuple[str, ...], int]
    rule_groups: tuple[frozenset[int], ...]
    automaton: ahocorasick_rs.AhoCorasick
    entries: tuple[Entry, ...]
    vocabulary: frozenset[str]
    by_length: dict[tuple[str, int], tuple[str, ...]]  # (first letter, length) -> words, for masked ones
    joined: dict[str, tuple[str, ...]]


def compile_rules(rules: Sequence[Rule], *, gated: bool = True) -> Program:
    """Return the program of `rules`. Without gates every rule looks at every comment: the same hits, slower."""
    groups: dict[tuple[str, ...], int] = {}
    rule_groups: list[frozenset[int]] = []
    hints: dict[str, set[int]] = {}
    for rule in rules:
        lists = [terms for part in walk(rule.match) for terms in term_lists(part)]
        rule_groups.append(frozenset(groups.setdefault(terms, len(groups)) for terms in lists))
    literals = {terms: tuple(literal for term in terms for literal in variants(term)) for terms in groups}
    gates = [_gate(rule.match, groups, hints) for rule in rules]
    strings = _strings(groups, literals, hints)
    words = frozenset(word for found in literals.values() for literal in found for word in literal.words)
    return Program(
        rules=tuple(rules),
        gates=tuple(gates) if gated else (ALWAYS,) * len(rules),
        groups=groups,
        rule_groups=tuple(rule_groups),
        automaton=ahocorasick_rs.AhoCorasick(list(strings), store_patterns=False),
        entries=tuple(strings.values()),
        vocabulary=words,
        by_length=_by_length(words),
        joined=_joined(literals.values()),
    )


def term_lists(condition: Condition) -> tuple[tuple[str, ...], ...]:
    """Return the lists of terms that a condition itself looks for, without its parts'."""
    if isinstance(condition, Terms):
        return (condition.terms,)
    if isinstance(condition, Near):
        return (condition.of, condition.to)
    if isinstance(condition, Count):
        return (condition.of,)
    return ()


def _gate(condition: Condition, groups: dict[tuple[str, ...], int], hints: dict[str, set[int]]) -> Gate:
    """Return the masks that every text matching `condition` meets; ALWAYS where nothing is known."""
    if own := term_lists(condition):
        return tuple(1 << groups[terms] for terms in own)
    if isinstance(condition, Regex):
        return (_hint_bit(condition.hint, groups, hints),)
    if isinstance(condition, Links) and condition.min > 0:
        return (_hint_bit(condition.domain or links.HINTS, groups, hints),)
    if isinstance(condition, All):
        return tuple(mask for part in condition.parts for mask in _gate(part, groups, hints))
    if isinstance(condition, Any_):
        branches = [_gate(part, groups, hints) for part in condition.parts]
        if not all(branches):
            return ALWAYS
        union = 0
        for masks in branches:
            union |= masks[0]
        return (union,)
    return ALWAYS


def _hint_bit(texts: tuple[str, ...], groups: dict[tuple[str, ...], int], hints: dict[str, set[int]]) -> int:
    """Return the bit of a set of hints; hints number on where the term lists end, under a key no list can have."""
    number = groups.setdefault(("\0hint", *texts), len(groups))
    for text in texts:
        hints.setdefault(fold(text).text, set()).add(number)
    return 1 << number


def _strings(
    groups: dict[tuple[str, ...], int], literals: dict[tuple[str, ...], tuple[Literal, ...]], hints: dict[str, set[int]]
) -> dict[str, Entry]:
    finds: dict[str, list[tuple[int, Literal]]] = {}
    bits: dict[str, int] = {}
    for terms, found in literals.items():
        for literal in found:
            key = literal.raw or SEPARATOR + SEPARATOR.join(literal.words) + SEPARATOR
            finds.setdefault(key, []).append((groups[terms], literal))
            bits[key] = bits.get(key, 0) | 1 << groups[terms]
    for text, numbers in hints.items():
        for number in numbers:
            bits[text] = bits.get(text, 0) | 1 << number
    marks = dict.fromkeys(disguise_marks(), 0)
    return {
        text: Entry(mask, tuple(dict.fromkeys(finds.get(text, ()))), text in marks)
        for text, mask in {**marks, **bits}.items()
    }


def _by_length(words: Iterable[str]) -> dict[tuple[str, int], tuple[str, ...]]:
    table: dict[tuple[str, int], list[str]] = {}
    for word in sorted(words):
        table.setdefault((word[0], len(word)), []).append(word)
    return {key: tuple(found) for key, found in table.items()}


def _joined(literals: Iterable[tuple[Literal, ...]]) -> dict[str, tuple[str, ...]]:
    """Return phrases by their letters run together: spelled-out ones show no blanks (`k y s e l f`)."""
    phrases = (literal.words for found in literals for literal in found if len(literal.words) > 1)
    return {"".join(words): words for words in phrases if len("".join(words)) >= 5}
