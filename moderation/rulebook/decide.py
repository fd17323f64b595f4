"""Conditions decided on one comment.

Three values: a condition that needs a fact nobody knows is neither true nor false, `not` leaves it so, and at the top
unknown counts as false.
"""

from __future__ import annotations

from moderation.rulebook.look import LOOKS, Look
from moderation.rulebook.outcome import NO, UNKNOWN, Outcome, Trace, best, held, said, worst
from moderation.rulebook.rule import KEYS, AllOf, AnyOf, Condition, Not


def decide(look: Look, condition: Condition, trace: Trace | None = None, path: str = "") -> Outcome:
    """Return the outcome of a condition, and tell `trace` of every part that was decided, from the inside out.

    `path` names the condition in the trace: `all.not.any[0].terms`.
    """
    if trace:
        path = path or KEYS[type(condition)]
    elif not look.view.may_hold(condition):
        return NO
    if isinstance(condition, AllOf):
        outcome = _all(look, condition, trace, path)
    elif isinstance(condition, AnyOf):
        outcome = _any(look, condition, trace, path)
    elif isinstance(condition, Not):
        outcome = _not(look, condition, trace, path)
    else:
        outcome = LOOKS[type(condition)](look, condition)
    if trace:
        trace(path, outcome)
    return outcome


def _below(trace: Trace | None, path: str, part: Condition) -> str:
    """Return the path of a part; nobody reads it where nobody listens."""
    return f"{path}.{KEYS[type(part)]}" if trace else ""


def _all(look: Look, condition: AllOf, trace: Trace | None, path: str) -> Outcome:
    outcomes: list[Outcome] = []
    for part in condition.parts:
        outcomes.append(decide(look, part, trace, _below(trace, path, part)))
        if outcomes[-1].truth is False:
            return NO
    if any(outcome.truth is None for outcome in outcomes):
        return UNKNOWN
    vias = [outcome.via for outcome in outcomes if outcome.via]
    return held((found for outcome in outcomes for found in outcome.ranges), worst(vias) if vias else None)


def _any(look: Look, condition: AnyOf, trace: Trace | None, path: str) -> Outcome:
    parts = enumerate(condition.parts)
    outcomes = [decide(look, part, trace, _below(trace, f"{path}[{at}]", part)) for at, part in parts]
    true = [outcome for outcome in outcomes if outcome.truth]
    if not true:
        return UNKNOWN if any(outcome.truth is None for outcome in outcomes) else NO
    vias = [outcome.via for outcome in true if outcome.via]
    # A part that holds by no words (capitals, say) needs no reading to be trusted.
    via = best(vias) if len(vias) == len(true) else None
    return held((found for outcome in true for found in outcome.ranges), via)


def _not(look: Look, condition: Not, trace: Trace | None, path: str) -> Outcome:
    inside = decide(look.anywhere(), condition.part, trace, _below(trace, path, condition.part))
    return UNKNOWN if inside.truth is None else said(not inside.truth)
