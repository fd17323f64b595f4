"""Conditions decided on one comment.

Three values: a condition that needs a fact nobody knows is neither true nor false, `not` leaves it so, and at the top
unknown counts as false.
"""

from __future__ import annotations

from dataclasses import replace

from moderation.rulebook.look import LOOKS, Look
from moderation.rulebook.outcome import NO, UNKNOWN, Outcome, Trace, best, held, said, silent, worst
from moderation.rulebook.rule import KEYS, AllOf, AnyOf, Condition, Not


def decide(look: Look, condition: Condition, path: str = "", trace: Trace = silent) -> Outcome:
    """Return the outcome of a condition, and tell `trace` of every part that was decided, from the inside out.

    `path` names the condition in the trace: `all.not.any[0].terms`.
    """
    path = path or KEYS[type(condition)]
    if isinstance(condition, AllOf):
        outcome = _all(look, condition, path, trace)
    elif isinstance(condition, AnyOf):
        outcome = _any(look, condition, path, trace)
    elif isinstance(condition, Not):
        outcome = _not(look, condition, path, trace)
    else:
        outcome = LOOKS[type(condition)](look, condition)
    trace(path, outcome)
    return outcome


def _all(look: Look, condition: AllOf, path: str, trace: Trace) -> Outcome:
    outcomes: list[Outcome] = []
    for part in condition.parts:
        outcomes.append(decide(look, part, f"{path}.{KEYS[type(part)]}", trace))
        if outcomes[-1].truth is False:
            return NO
    if any(outcome.truth is None for outcome in outcomes):
        return UNKNOWN
    vias = [outcome.via for outcome in outcomes if outcome.via]
    return held((found for outcome in outcomes for found in outcome.ranges), worst(vias) if vias else None)


def _any(look: Look, condition: AnyOf, path: str, trace: Trace) -> Outcome:
    parts = enumerate(condition.parts)
    outcomes = [decide(look, part, f"{path}[{at}].{KEYS[type(part)]}", trace) for at, part in parts]
    true = [outcome for outcome in outcomes if outcome.truth]
    if not true:
        return UNKNOWN if any(outcome.truth is None for outcome in outcomes) else NO
    vias = [outcome.via for outcome in true if outcome.via]
    # A part that holds by no words (capitals, say) needs no reading to be trusted.
    via = best(vias) if len(vias) == len(true) else None
    return held((found for outcome in true for found in outcome.ranges), via)


def _not(look: Look, condition: Not, path: str, trace: Trace) -> Outcome:
    inside = decide(replace(look, everywhere=True), condition.part, f"{path}.{KEYS[type(condition.part)]}", trace)
    return UNKNOWN if inside.truth is None else said(not inside.truth)
