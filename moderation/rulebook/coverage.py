"""Which parts of a rule its own examples decide: take a part away, and see whether any example goes otherwise.

A term that none decides gets a second chance in the place of a neighbour (`stand_ins`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from moderation.normalise import fold
from moderation.rulebook.match import Rulebook
from moderation.rulebook.rule import KEYS, AllOf, AnyOf, Condition, Count, Near, Not, Rule, Terms
from moderation.rulebook.stand_ins import StandIns

Kind = Literal["term", "branch", "exemption"]
# Rules without one part each that are matched in one go; each brings all the terms that are left.
AT_ONCE: Final = 40
_LISTS: Final[dict[type, tuple[str, ...]]] = {Terms: ("terms",), Near: ("of", "to"), Count: ("of",)}


@dataclass(frozen=True, slots=True)
class Part:
    """A term, a branch of `any`, or an exemption under `not`: its path in the rule, and the term itself."""

    rule: str
    kind: Kind
    path: str
    term: str | None = None

    def __str__(self) -> str:
        named = f" `{self.term}`" if self.term is not None else ""
        return f"{self.kind}{named} at `{self.path}`"


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many parts of each kind a rule has, and those that no example decides.

    `stood_in` of the decided ones are terms that no example has, but one decides with the term in a neighbour's place.
    """

    rule: Rule
    by_kind: Mapping[Kind, int]
    undecided: tuple[Part, ...]
    stood_in: int = 0

    @property
    def parts(self) -> int:
        """How many parts it has in all."""
        return sum(self.by_kind.values())

    @property
    def decided(self) -> int:
        """How many parts some example decides."""
        return self.parts - len(self.undecided)


def cover(rules: Iterable[Rule]) -> Iterator[Coverage]:
    """Yield what the examples of each rule decide."""
    for rule in rules:
        without = list(_without(rule.match, KEYS[type(rule.match)], rule.id))
        usual = _outcomes(rule, [rule.match])[0]
        undecided: list[Part] = []
        for start in range(0, len(without), AT_ONCE):
            some = without[start : start + AT_ONCE]
            outcomes = _outcomes(rule, [condition for _, condition in some])
            undecided += [part for (part, _), found in zip(some, outcomes, strict=True) if found == usual]
        stand_ins = StandIns(rule)
        left = tuple(part for part in undecided if not _stands_in(stand_ins, part))
        yield Coverage(rule, Counter(part.kind for part, _ in without), left, len(undecided) - len(left))


def _stands_in(stand_ins: StandIns, part: Part) -> bool:
    return part.term is not None and stand_ins.decides(part.path, part.term)


Marks = frozenset[tuple[int, int]]


def _outcomes(rule: Rule, conditions: Sequence[Condition]) -> list[dict[int, Marks | None]]:
    """Return for each condition in the rule's place which examples it matches; what is marked where `span` asks."""
    book = Rulebook.of([replace(rule, id=str(at), match=one) for at, one in enumerate(conditions)], every_status=True)
    tests = rule.tests
    hits, _ = book.match(
        [fold(example.text) for example in tests],
        [example.context for example in tests],
        [example.language for example in tests],
    )
    found: list[dict[int, Marks | None]] = [{} for _ in conditions]
    for hit in hits:
        marks = frozenset((span.start, span.end) for span in hit.spans) if tests[hit.row].span is not None else None
        found[int(hit.rule)][hit.row] = marks
    return found


def _without(condition: Condition, path: str, rule: str) -> Iterator[tuple[Part, Condition]]:
    """Yield the condition without each of its parts in turn; what would leave nothing is left out."""
    for name in _LISTS.get(type(condition), ()):
        terms = getattr(condition, name)
        for at, term in enumerate(terms if len(terms) > 1 else ()):
            place = path if name == "terms" else f"{path}.{name}"
            left: dict[str, Any] = {name: (*terms[:at], *terms[at + 1 :])}
            yield Part(rule, "term", place, term), replace(condition, **left)
    if isinstance(condition, Not):
        yield from ((part, Not(inner)) for part, inner in _without(condition.part, _under(path, condition.part), rule))
    elif isinstance(condition, AllOf | AnyOf):
        yield from _without_one(condition, path, rule)


def _without_one(condition: AllOf | AnyOf, path: str, rule: str) -> Iterator[tuple[Part, Condition]]:
    parts = condition.parts
    for at, part in enumerate(parts):
        place = f"{path}[{at}]" if isinstance(condition, AnyOf) else path
        below = _under(place, part)
        others = (*parts[:at], *parts[at + 1 :])
        if isinstance(condition, AnyOf):
            yield Part(rule, "branch", below), AnyOf(others)
        elif isinstance(part, Not):
            yield Part(rule, "exemption", below), AllOf(others)
        for found, inner in _without(part, below, rule):
            yield found, type(condition)((*parts[:at], inner, *parts[at + 1 :]))


def _under(path: str, part: Condition) -> str:
    return f"{path}.{KEYS[type(part)]}"
