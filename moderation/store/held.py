"""What holds do to a comment that comes in: the policy's approval becomes a question to a person."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Final

from moderation.store.answers import Scored
from moderation.taxonomy import Route

_PREFIX: Final = "hold:"
# Somebody asked to see it, as a reader's report does; `triage` weighs one alike.
_PRIORITY: Final = 0.6


def held(scored: Scored) -> Scored:
    """Return the row as its holds leave it: a comment that the policy approves goes to a person."""
    return _with_reasons(scored, scored.holds)


def carried(scored: Scored, reasons: Sequence[str]) -> Scored:
    """Return a known text with the holds that it met when it was new, whatever holds now."""
    return _with_reasons(scored, tuple(reason for reason in reasons if reason.startswith(_PREFIX)))


def _with_reasons(scored: Scored, reasons: tuple[str, ...]) -> Scored:
    verdict = scored.verdict
    if not reasons or verdict.route is None:
        return scored
    route: Route = "review" if verdict.route == "approve" else verdict.route
    priority = max(verdict.priority, _PRIORITY)
    all_reasons = (*verdict.reasons, *(reason for reason in reasons if reason not in verdict.reasons))
    after = dataclasses.replace(verdict, route=route, priority=priority, reasons=all_reasons)
    return dataclasses.replace(scored, verdict=after)
