"""What holds do to a comment that comes in: the policy's approval becomes a question to a person."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Final

from moderation.records import Verdict
from moderation.store.answers import Scored
from moderation.taxonomy import Route

_PREFIX: Final = "hold:"
# Somebody asked to see it, as a reader's report does; `triage` weighs one alike.
_PRIORITY: Final = 0.6


def held(scored: Scored) -> Scored:
    """Return the row as its holds leave it."""
    return _with(scored, scored.holds)


def carried(scored: Scored, reasons: Sequence[str]) -> Scored:
    """Return a known text with the holds that it met when it was new, whatever holds now."""
    return _with(scored, tuple(reason for reason in reasons if reason.startswith(_PREFIX)))


def _with(scored: Scored, reasons: Sequence[str]) -> Scored:
    return dataclasses.replace(scored, verdict=with_holds(scored.verdict, reasons)) if reasons else scored


def with_holds(verdict: Verdict, reasons: Sequence[str]) -> Verdict:
    """Return a verdict with the reason codes of holds: what the policy approves goes to a person."""
    if not reasons or verdict.route is None:
        return verdict
    route: Route = "review" if verdict.route == "approve" else verdict.route
    told = dict.fromkeys((*verdict.reasons, *reasons))
    return dataclasses.replace(verdict, route=route, priority=max(verdict.priority, _PRIORITY), reasons=tuple(told))
