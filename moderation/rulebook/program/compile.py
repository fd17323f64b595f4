"""Rules -> what is looked for in every comment; one that opens no gate costs two passes and nothing more.

Two automata, because they read two things: the text as it stands for strings with marks of their own and the words
one after the other for terms. One over both was a third slower.
"""

from __future__ import annotations

import functools
import itertools
import operator
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import ahocorasick_rs

from moderation.normalise import fold
from moderation.rulebook.program.gates import (
    ALWAYS,
    FIRST_BIT,
    Bits,
    Masks,
    Ways,
    derive,
    key,
    lead_through,
    masks,
    ways,
)
from moderation.rulebook.program.lexicon import Lexicon, arranged
from moderation.rulebook.program.marks import standing_marks, worded_marks
from moderation.rulebook.rule import AllOf, AnyOf, Condition, Count, Near, Not, Rule, Terms, walk
from moderation.rulebook.terms import Literal, variants
from moderation.rulebook.words import COMMON, joined

AcHit = tuple[int, int, int]  # number of the string, start, end
MOST_KEPT: Final = 20_000  # sets of key bits with the rules that they give a chance
Chances = tuple[tuple[int, Ways], ...]  # rules, and what else a comment must have
Meaning = tuple[int, Literal]  # number of a list of terms, one of its terms


@dataclass(frozen=True, slots=True)
class Strings:
    """Strings that are looked for at once, and what the one with a number means.

    `bits` are those of gates and of the kinds of disguise that it betrays, `of_list` says for each list of terms which
    strings are its terms.
    """

    automaton: ahocorasick_rs.AhoCorasick
    bits: tuple[int, ...]
    finds: tuple[tuple[Meaning, ...], ...]
    of_list: Mapping[int, Mapping[int, Sequence[Literal]]]

    def find(self, text: str) -> list[AcHit]:
        """Return every place of every string in `text`."""
        found: list[AcHit] = self.automaton.find_matches_as_indexes(text, overlapping=True)
        return found

    def bits_of(self, found: Sequence[AcHit]) -> int:
        """Return the bits of all that was found."""
        bits, present = self.bits, 0
        for number, _, _ in found:
            present |= bits[number]
        return present


@dataclass(frozen=True, slots=True)
class Program:
    """What matching needs.

    `gates` are what the rules need, `needs` what each of their conditions needs, by its identity. `keys` names for each
    bit the rules that it gives a chance, `always` those that every text gives one. `groups` numbers the lists of terms;
    `1 << number` is a list's bit. `standing` are the strings looked for as they stand, `worded` those looked for word
    by word, `reach` the most words of a term.
    """

    rules: tuple[Rule, ...]
    gates: tuple[Ways, ...]
    needs: dict[int, Masks]
    keys: dict[int, tuple[int, ...]]
    key_bits: int
    always: tuple[int, ...]
    groups: dict[tuple[str, ...], int]
    rule_groups: tuple[frozenset[int], ...]
    standing: Strings
    worded: Strings
    reach: int
    lexicon: Lexicon
    _chances: dict[int, Chances] = field(default_factory=dict, init=False, repr=False)
    _within: dict[str, int] = field(default_factory=dict, init=False, repr=False)

    def bits_within(self, word: str) -> int:
        """Return the bits of what stands within a word of the rules, remembered: patterns may need it."""
        bits = self._within.get(word)
        if bits is None:
            bits = self._within[word] = self.standing.bits_of(self.standing.find(word))
        return bits

    def candidates(self, present: int) -> list[int]:
        """Return the rules whose gates a comment with the bits `present` opens, in their order."""
        keys = present & self.key_bits
        chances = self._chances.get(keys)
        if chances is None:
            chances = self._with_a_chance(keys)
        return [index for index, through in chances if not through or lead_through(through, present)]

    def _with_a_chance(self, keys: int) -> Chances:
        """Return the rules that some key bits give a chance; the few sets that come again and again are remembered."""
        if len(self._chances) >= MOST_KEPT:
            self._chances.clear()
        found = {*self.always, *(index for bit in _bits(keys) for index in self.keys[bit])}
        # Of a gate that these bits open by themselves nothing is left to ask.
        left = ((index, self.gates[index]) for index in sorted(found))
        self._chances[keys] = tuple((index, () if lead_through(through, keys) else through) for index, through in left)
        return self._chances[keys]


def compile_rules(rules: Sequence[Rule], *, gated: bool = True) -> Program:
    """Return the program of `rules`. Without gates every rule looks at every comment: the same hits, slower."""
    numbers = _Numbers()
    rule_groups = tuple(
        frozenset(numbers.group(terms) for part in walk(rule.match) for terms in term_lists(part)) for rule in rules
    )
    bits = Bits(numbers.word_bit, numbers.hint_bit)
    gates = [derive(rule.match, bits) if gated else ALWAYS for rule in rules]
    literals = {terms: _literals(terms) for terms in numbers.groups}
    within = replace(bits, whole=False)
    needs = {id(part): masks(derive(part, within)) for rule in rules for part in walk(rule.match)} if gated else {}
    key_of = [key(gate) for gate in gates]
    keys: dict[int, list[int]] = {}
    for at, one in enumerate(key_of):
        for bit in _bits(one.mask) if one else ():
            keys.setdefault(bit, []).append(at)
    return Program(
        rules=tuple(rules),
        gates=tuple(map(ways, gates)),
        needs=needs,
        keys={bit: tuple(rules_of) for bit, rules_of in keys.items()},
        key_bits=functools.reduce(operator.or_, keys, 0),
        always=tuple(at for at, one in enumerate(key_of) if one is None),
        groups=numbers.groups,
        rule_groups=rule_groups,
        standing=_standing(numbers, literals),
        worded=_worded(numbers, literals),
        reach=max((len(literal.words) for found in literals.values() for literal in found), default=0),
        lexicon=_lexicon(rules, literals),
    )


def _bits(mask: int) -> list[int]:
    found = []
    while mask:
        lowest = mask & -mask
        found.append(lowest)
        mask ^= lowest
    return found


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


Literals = Mapping[tuple[str, ...], tuple[Literal, ...]]
Spelled = Iterable[tuple[str, Literal]]  # the string to look for, and the literal that it is


def _literals(terms: tuple[str, ...]) -> tuple[Literal, ...]:
    """Return what a list of terms stands for; two of its terms may stand for the same."""
    return tuple(dict.fromkeys(itertools.chain.from_iterable(map(variants, terms))))


def _standing(numbers: _Numbers, literals: Literals) -> Strings:
    """Return terms with marks of their own, hints, and the marks of disguises."""
    raw = [(group, [(one.raw, one) for one in found if one.raw]) for group, found in _numbered(numbers, literals)]
    hints = ((fold(text).text, 1 << number) for texts, number in numbers.hints.items() for text in texts)
    return _strings(raw, [*hints, *standing_marks().items()], ahocorasick_rs.Implementation.DFA)


def _worded(numbers: _Numbers, literals: Literals) -> Strings:
    """Return terms by their words between separators, and single letters side by side."""
    named = _numbered(numbers, literals)
    words = ((group, [(joined(one.words), one) for one in found if not one.raw]) for group, found in named)
    # Three times the memory and five times the time to build make it no faster than that on few comments.
    return _strings(words, worded_marks().items(), ahocorasick_rs.Implementation.ContiguousNFA)


def _numbered(numbers: _Numbers, literals: Literals) -> Iterator[tuple[int, tuple[Literal, ...]]]:
    yield from ((numbers.groups[terms], found) for terms, found in literals.items())


def _strings(
    lists: Iterable[tuple[int, Spelled]], others: Iterable[tuple[str, int]], how: ahocorasick_rs.Implementation
) -> Strings:
    bits: dict[str, int] = {}
    finds: dict[str, list[Meaning]] = {}
    for group, spelled in lists:
        bit = 1 << group
        for text, literal in spelled:
            bits[text] = bits.get(text, 0) | bit
            finds.setdefault(text, []).append((group, literal))
    for text, bit in others:
        bits[text] = bits.get(text, 0) | bit
    automaton = ahocorasick_rs.AhoCorasick(list(bits), implementation=how, store_patterns=False)
    meanings = tuple(tuple(finds.get(text, ())) for text in bits)
    return Strings(automaton, tuple(bits.values()), meanings, _of_list(meanings))


def _of_list(meanings: Iterable[tuple[Meaning, ...]]) -> dict[int, dict[int, tuple[Literal, ...]]]:
    of_list: dict[int, dict[int, tuple[Literal, ...]]] = {}
    for number, meant in enumerate(meanings):
        for group, literal in meant:
            strings = of_list.setdefault(group, {})
            strings[number] = (*strings.get(number, ()), literal)
    return of_list


def _lexicon(rules: Iterable[Rule], literals: Literals) -> Lexicon:
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
