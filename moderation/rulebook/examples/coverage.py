"""Which parts of a rule its own examples decide: take a part away, and see whether any example goes otherwise.

A term that none decides gets a second chance in the place of a neighbour (`stand_ins`), and a `skip` on the rule's own
examples as somebody else's words. Terms that stand in no example are left out beforehand: nearly all are such, and each
rule without one of its terms is made ready with a list of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, get_args

from moderation.normalise import fold
from moderation.rulebook.examples.stand_ins import StandIns
from moderation.rulebook.match import Rulebook
from moderation.rulebook.rule import (
    KEYS,
    AllOf,
    AnyOf,
    Condition,
    Count,
    Example,
    Near,
    Not,
    Rule,
    Skip,
    Terms,
    parts_of,
)

Kind = Literal["term", "branch", "exemption", "skip"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
# Rules without one part each that are matched in one go; each brings all the terms that are left.
AT_ONCE: Final = 40
_LISTS: Final[dict[type, tuple[str, ...]]] = {Terms: ("terms",), Near: ("of", "to"), Count: ("of",)}


@dataclass(frozen=True, slots=True)
class Part:
    """A term, a branch of `any`, an exemption under `not`, or a skip: its path in the rule, and the term itself."""

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

    `stood_in` of the decided ones are terms that no example has, but one decides with the term in a neighbour's place,
    and skips that free an example once it is quoted, reported or the article's.
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


def cover(rules: Iterable[Rule], kinds: Collection[Kind] = KINDS) -> Iterator[Coverage]:
    """Yield what the examples of each rule decide of its parts of these kinds; without terms it takes a tenth."""
    for rule in rules:
        stand_ins = StandIns(rule)
        parts = [part for part, _ in _each_without(rule, kinds)]
        decided = _decided(replace(rule, match=_met(rule.match, KEYS[type(rule.match)], stand_ins)), kinds)
        undecided = [part for part in parts if part not in decided]
        frees = _freed_by_skips(rule) if any(part.kind == "skip" for part in undecided) else frozenset()
        left = tuple(part for part in undecided if part.path not in frees and not _stands_in(stand_ins, part))
        yield Coverage(rule, Counter(part.kind for part in parts), left, len(undecided) - len(left))


def _decided(rule: Rule, kinds: Collection[Kind]) -> set[Part]:
    """Return the parts without which some example goes otherwise."""
    without, decided = list(_each_without(rule, kinds)), set()
    for start in range(0, len(without), AT_ONCE):
        some = without[start : start + AT_ONCE]
        usual, *outcomes = _outcomes(rule.tests, [rule, *(one for _, one in some)])
        decided |= {part for (part, _), found in zip(some, outcomes, strict=True) if found != usual}
    return decided


def _stands_in(stand_ins: StandIns, part: Part) -> bool:
    return part.term is not None and stand_ins.decides(part.path, part.term)


def _each_without(rule: Rule, kinds: Collection[Kind]) -> Iterator[tuple[Part, Rule]]:
    """Yield each part of these kinds with the rule that lacks it."""
    for part, condition in _without(rule.match, KEYS[type(rule.match)], rule.id, kinds):
        yield part, replace(rule, match=condition)
    for name in rule.skip if "skip" in kinds else ():
        yield Part(rule.id, "skip", f"skip.{name}"), _looking_at(rule, name)


def _looking_at(rule: Rule, name: Skip) -> Rule:
    """Return a rule that looks at what one of its skips passes over."""
    return replace(rule, skip=tuple(one for one in rule.skip if one != name))


Marks = frozenset[tuple[int, int]]


def _freed_by_skips(rule: Rule) -> frozenset[str]:
    """Return the paths of those of `skip` that free an example that matches once it is somebody else's words."""
    examples = rule.examples("match")
    tried = [_others_words(example, name) for name in rule.skip for example in examples]
    usual, *without = _outcomes(tried, [rule, *(_looking_at(rule, name) for name in rule.skip)])
    freed = set()
    for at, (name, found) in enumerate(zip(rule.skip, without, strict=True)):
        if any(at * len(examples) <= row < (at + 1) * len(examples) for row in found.keys() - usual.keys()):
            freed.add(f"skip.{name}")
    return frozenset(freed)


def _others_words(example: Example, skip: Skip) -> Example:
    """Return an example that says with somebody else's words what `example` says with its own."""
    line = " ".join(example.text.split())
    if skip == "article_quote":
        return replace(example, context=replace(example.context, article_text=example.text))
    return replace(example, text=f"> {line}" if skip == "quote" else f"They said {line}", span=None)


def _outcomes(tests: Sequence[Example], changed: Sequence[Rule]) -> list[dict[int, Marks | None]]:
    """Return which of a rule's examples each changed rule matches; what is marked where `span` asks."""
    book = Rulebook.of([replace(one, id=str(at)) for at, one in enumerate(changed)], every_status=True)
    hits, _ = book.match(
        [fold(example.text) for example in tests],
        [example.context for example in tests],
        [example.language for example in tests],
    )
    found: list[dict[int, Marks | None]] = [{} for _ in changed]
    for hit in hits:
        marks = frozenset((span.start, span.end) for span in hit.spans) if tests[hit.row].span is not None else None
        found[int(hit.rule)][hit.row] = marks
    return found


def _met(condition: Condition, path: str, stand_ins: StandIns) -> Condition:
    """Return the condition with those terms alone that stand in some example, and one more for each list that has one.

    The one more is what is left of a list where the only term that stands in an example is taken away.
    """
    if isinstance(condition, AllOf | AnyOf):
        return type(condition)(tuple(_met(part, below, stand_ins) for below, part in parts_of(condition, path)))
    if isinstance(condition, Not):
        return Not(_met(condition.part, _under(path, condition.part), stand_ins))
    left: dict[str, Any] = {}
    for name in _LISTS.get(type(condition), ()):
        terms = getattr(condition, name)
        met = [term for term in terms if stand_ins.meets(path if name == "terms" else f"{path}.{name}", term)]
        left[name] = (*met, *[term for term in terms if term not in met][:1])
    return replace(condition, **left) if left else condition


def _without(condition: Condition, path: str, rule: str, kinds: Collection[Kind]) -> Iterator[tuple[Part, Condition]]:
    """Yield the condition without each of its parts in turn; a list that loses its only term finds nothing."""
    for name in _LISTS.get(type(condition), ()) if "term" in kinds else ():
        terms = getattr(condition, name)
        for at, term in enumerate(terms):
            place = path if name == "terms" else f"{path}.{name}"
            left: dict[str, Any] = {name: (*terms[:at], *terms[at + 1 :])}
            yield Part(rule, "term", place, term), replace(condition, **left)
    if isinstance(condition, Not):
        inside = _without(condition.part, _under(path, condition.part), rule, kinds)
        yield from ((part, Not(inner)) for part, inner in inside)
    elif isinstance(condition, AllOf | AnyOf):
        yield from _without_one(condition, path, rule, kinds)


def _without_one(
    condition: AllOf | AnyOf, path: str, rule: str, kinds: Collection[Kind]
) -> Iterator[tuple[Part, Condition]]:
    parts = condition.parts
    for at, (below, part) in enumerate(parts_of(condition, path)):
        others = (*parts[:at], *parts[at + 1 :])
        if isinstance(condition, AnyOf) and "branch" in kinds:
            yield Part(rule, "branch", below), AnyOf(others)
        elif isinstance(condition, AllOf) and isinstance(part, Not) and "exemption" in kinds:
            yield Part(rule, "exemption", below), AllOf(others)
        # A branch or an exemption of one term is that term: one part, not two.
        inside = () if _is_one_term(part, condition) else _without(part, below, rule, kinds)
        yield from ((found, type(condition)((*parts[:at], inner, *parts[at + 1 :]))) for found, inner in inside)


def _is_one_term(part: Condition, within: AllOf | AnyOf) -> bool:
    """Tell whether a part is a branch or an exemption and a single term."""
    terms = part if isinstance(within, AnyOf) else part.part if isinstance(part, Not) else None
    return isinstance(terms, Terms) and len(terms.terms) == 1


def _under(path: str, part: Condition) -> str:
    return f"{path}.{KEYS[type(part)]}"
