"""Rules -> one automaton over all their words; a comment that opens no gate costs one pass of it and nothing more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import ahocorasick_rs

from moderation.normalise import fold
from moderation.rulebook.gates import ALWAYS, COMMON, FIRST_BIT, Bits, Gate, derive, key
from moderation.rulebook.lexicon import Lexicon, arranged
from moderation.rulebook.marks import disguise_marks
from moderation.rulebook.rule import AllOf, AnyOf, Condition, Count, Near, Not, Rule, Terms, walk
from moderation.rulebook.terms import Literal, variants
from moderation.rulebook.words import SEPARATOR


@dataclass(frozen=True, slots=True)
class Entry:
    """What a string of the automaton means: bits of gates, (group, literal) pairs, kinds of disguise it betrays."""

    bits: int
    finds: tuple[tuple[int, Literal], ...]
    mark: int


@dataclass(frozen=True, slots=True)
class Program:
    """What matching needs. `groups` numbers the lists of terms; `1 << number` is a list's bit.

    `keys` names for each bit the rules that it gives a chance, `always` those that every text gives one.
    """

    rules: tuple[Rule, ...]
    gates: tuple[Gate, ...]
    keys: dict[int, tuple[int, ...]]
    key_bits: int
    always: tuple[int, ...]
    groups: dict[tuple[str, ...], int]
    rule_groups: tuple[frozenset[int], ...]
    automaton: ahocorasick_rs.AhoCorasick
    entries: tuple[Entry, ...]
    lexicon: Lexicon


def compile_rules(rules: Sequence[Rule], *, gated: bool = True) -> Program:
    """Return the program of `rules`. Without gates every rule looks at every comment: the same hits, slower."""
    numbers = _Numbers()
    rule_groups = tuple(
        frozenset(numbers.group(terms) for part in walk(rule.match) for terms in term_lists(part)) for rule in rules
    )
    bits = Bits(numbers.word_bit, numbers.hint_bit)
    gates = [derive(rule.match, bits) if gated else ALWAYS for rule in rules]
    literals = {terms: tuple(literal for term in terms for literal in variants(term)) for terms in numbers.groups}
    strings = _strings(numbers, literals)
    key_of = [key(gate) for gate in gates]
    key_bits = 0
    for one in key_of:
        key_bits |= one.mask if one else 0
    return Program(
        rules=tuple(rules),
        gates=tuple(gates),
        keys={bit: tuple(at for at, one in enumerate(key_of) if one and one.mask & bit) for bit in _bits(key_bits)},
        key_bits=key_bits,
        always=tuple(at for at, one in enumerate(key_of) if one is None),
        groups=numbers.groups,
        rule_groups=rule_groups,
        automaton=ahocorasick_rs.AhoCorasick(list(strings), store_patterns=False),
        entries=tuple(strings.values()),
        lexicon=_lexicon(rules, literals),
    )


def _bits(mask: int) -> list[int]:
    return [1 << at for at in range(mask.bit_length()) if mask >> at & 1]


class _Numbers:
    """Hands out the bits of term lists and of sets of hints, the same bit for the same list."""

    def __init__(self) -> None:
        self.groups: dict[tuple[str, ...], int] = {}
        self.hints: dict[tuple[str, ...], int] = {}

    def group(self, terms: tuple[str, ...]) -> int:
        return self.groups.setdefault(terms, self._next())

    def word_bit(self, terms: tuple[str, ...]) -> int:
        return 1 << self.group(terms)

    def hint_bit(self, texts: tuple[str, ...]) -> int:
        return 1 << self.hints.setdefault(texts, self._next())

    def _next(self) -> int:
        return FIRST_BIT + len(self.groups) + len(self.hints)


def term_lists(condition: Condition) -> tuple[tuple[str, ...], ...]:
    """Return the lists of terms that a condition itself looks for, without its parts'."""
    if isinstance(condition, Terms):
        return (condition.terms,)
    if isinstance(condition, Near):
        return (condition.of, condition.to)
    if isinstance(condition, Count):
        return (condition.of,)
    return ()


def _strings(numbers: _Numbers, literals: dict[tuple[str, ...], tuple[Literal, ...]]) -> dict[str, Entry]:
    finds: dict[str, list[tuple[int, Literal]]] = {}
    bits: dict[str, int] = {}
    for terms, found in literals.items():
        for literal in found:
            string = literal.raw or SEPARATOR + SEPARATOR.join(literal.words) + SEPARATOR
            finds.setdefault(string, []).append((numbers.groups[terms], literal))
            bits[string] = bits.get(string, 0) | numbers.word_bit(terms)
    for texts, number in numbers.hints.items():
        for text in texts:
            hint = fold(text).text
            bits[hint] = bits.get(hint, 0) | 1 << number
    marks = disguise_marks()
    return {
        text: Entry(bits.get(text, 0), tuple(dict.fromkeys(finds.get(text, ()))), marks.get(text, 0))
        for text in {**marks, **bits}
    }


def _lexicon(rules: Iterable[Rule], literals: dict[tuple[str, ...], tuple[Literal, ...]]) -> Lexicon:
    lists = [terms for rule in rules for part in _asserted(rule.match) for terms in term_lists(part)[:1]]
    alone = (literal for terms in dict.fromkeys(lists) for literal in literals[terms])
    return arranged((literal for found in literals.values() for literal in found), alone, COMMON)


def _asserted(condition: Condition) -> Iterator[Condition]:
    """Yield the conditions that have no parts, without those of an exemption."""
    if isinstance(condition, AllOf | AnyOf):
        for part in condition.parts:
            yield from _asserted(part)
    elif not isinstance(condition, Not):
        yield condition
