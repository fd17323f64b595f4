"""Conditions made ready to be decided, once for all comments: each becomes a function of the view of a comment.

Three values: a condition that needs a fact nobody knows is neither true nor false, `not` leaves it so, and at the top
unknown counts as false.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Final

from moderation.rulebook.comment.view import View
from moderation.rulebook.deciding.around import FACTS
from moderation.rulebook.deciding.look import LOOKS, Decide, Scope
from moderation.rulebook.outcome import NO, UNKNOWN, YES, Outcome, Trace, best, held, said, worst
from moderation.rulebook.program.compile import Program
from moderation.rulebook.program.gates import Masks, is_open
from moderation.rulebook.rule import (
    KEYS,
    AllOf,
    AnyOf,
    Caps,
    Condition,
    Count,
    Length,
    Links,
    Near,
    Not,
    Regex,
    Terms,
    parts_of,
)

# What deciding costs, roughly, in microseconds on a comment that has what the condition needs.
COSTS: Final[Mapping[type, int]] = {
    **dict.fromkeys((*FACTS, Length), 1), Terms: 4, Count: 4, Caps: 5, Near: 8, Links: 20, Regex: 20
}  # fmt: skip
USUAL_COST: Final = 10


def decider(program: Program, index: int, trace: Trace | None = None) -> Decide:
    """Return what decides the firing rule number `index`.

    With a trace it tells of every part that was decided, from the inside out and in the order of the file.
    """
    rule = program.rules[index]
    scope = Scope(program.groups, program.rule_groups[index], rule.skip)
    return _Compiler(scope, program.needs, trace).of(rule.match, KEYS[type(rule.match)])


@dataclass(frozen=True, slots=True)
class _Compiler:
    """Makes functions of conditions; paths name them in the trace: `all.not.any[0].terms`."""

    scope: Scope
    needs: Mapping[int, Masks]
    trace: Trace | None

    def of(self, condition: Condition, path: str) -> Decide:
        if isinstance(condition, AllOf):
            decide = self._all(condition, path)
        elif isinstance(condition, AnyOf):
            decide = self._any(condition, path)
        elif isinstance(condition, Not):
            decide = self._not(condition, path)
        else:
            decide = LOOKS[type(condition)](self.scope, condition)
        return _telling(decide, path, self.trace) if self.trace else decide

    def _needs(self, part: Condition) -> Masks:
        return () if self.trace else self.needs.get(id(part), ())

    def _all(self, condition: AllOf, path: str) -> Decide:
        """Return what decides that all parts hold, the cheapest first; gates of the whole are those of its parts."""
        steps = [
            (at, self._holds_without(part), self.of(part, below))
            for at, (below, part) in enumerate(parts_of(condition, path))
        ]
        if not self.trace:
            steps.sort(key=lambda step: _cost(condition.parts[step[0]]))
        # Where no `not` stands above, what nobody knows makes the rule as little true as what is false.
        waits = self.trace is not None or self.scope.exempts

        def decide(view: View) -> Outcome:
            telling: list[tuple[int, Outcome]] = []
            is_known = True
            for at, needed, part in steps:
                if needed and not is_open(needed, view.present):
                    continue
                outcome = part(view)
                if not outcome.truth:
                    if not waits or outcome.truth is False:
                        return NO
                    is_known = False
                elif outcome.ranges or outcome.via:
                    telling.append((at, outcome))
            return _both(telling) if is_known else UNKNOWN

        return decide

    def _holds_without(self, part: Condition) -> Masks:
        """Return what a comment must have for a part to be worth a look; a `not` holds where nothing can be found."""
        return self._needs(part.part) if isinstance(part, Not) else ()

    def _any(self, condition: AnyOf, path: str) -> Decide:
        """Return what decides that one part holds; most parts of most rules end at their gates."""
        parts = [(self._needs(part), self.of(part, below)) for below, part in parts_of(condition, path)]

        def decide(view: View) -> Outcome:
            present = view.present
            return _either([part(view) for needed, part in parts if is_open(needed, present)])

        return decide

    def _not(self, condition: Not, path: str) -> Decide:
        inside = replace(self, scope=self.scope.inside_not())
        needed, part = self._needs(condition.part), inside.of(condition.part, f"{path}.{KEYS[type(condition.part)]}")

        def decide(view: View) -> Outcome:
            if not is_open(needed, view.present):
                return YES
            outcome = part(view)
            return UNKNOWN if outcome.truth is None else said(not outcome.truth)

        return decide


def _cost(condition: Condition) -> int:
    if isinstance(condition, AllOf | AnyOf):
        return sum(map(_cost, condition.parts))
    return _cost(condition.part) if isinstance(condition, Not) else COSTS.get(type(condition), USUAL_COST)


def _telling(decide: Decide, path: str, trace: Trace) -> Decide:
    def decide_and_tell(view: View) -> Outcome:
        outcome = decide(view)
        trace(path, outcome)
        return outcome

    return decide_and_tell


def _both(telling: list[tuple[int, Outcome]]) -> Outcome:
    """Return the outcome of true parts, of those that say by what, with their numbers in the file."""
    if len(telling) == 1:
        return telling[0][1]
    outcomes = [outcome for _, outcome in sorted(telling, key=itemgetter(0))]
    vias = [outcome.via for outcome in outcomes if outcome.via]
    return held((found for outcome in outcomes for found in outcome.ranges), worst(vias) if vias else None)


def _either(outcomes: Sequence[Outcome]) -> Outcome:
    true = [outcome for outcome in outcomes if outcome.truth]
    if len(true) == 1:
        return true[0]
    if not true:
        return UNKNOWN if any(outcome.truth is None for outcome in outcomes) else NO
    vias = [outcome.via for outcome in true if outcome.via]
    # A part that holds by no words (capitals, say) needs no reading to be trusted.
    via = best(vias) if len(vias) == len(true) else None
    return held((found for outcome in true for found in outcome.ranges), via)
