"""The watch at a desk: what the policy approved, judged by a person who does not see the scores."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

from moderation.records import Item, Verdict
from moderation.review.desk import LEASE_SECONDS, MAY_DECIDE, Desk
from moderation.store import ONLY, Screen, stamp, watch
from moderation.taxonomy import LABELS


def claim_watched(
    desk: Desk, count: int = 8, *, lease_seconds: int = LEASE_SECONDS, screen: Screen = ONLY
) -> list[Item]:
    """Lease up to `count` of the drawn comments, with nothing on them of what the machine thinks.

    Decide them with the desk's verbs and `watch=True`.
    """
    desk.may("claim items", MAY_DECIDE)
    moment = desk.store.clock()
    until = stamp(moment + timedelta(seconds=lease_seconds))
    items = watch.claim(desk.store, desk.person, count, now=stamp(moment), until=until, screen=screen)
    return [dataclasses.replace(item, verdict=blanked(item.verdict)) for item in items]


def blanked(verdict: Verdict) -> Verdict:
    """Return a verdict that says nothing: who sees a score judges the score."""
    nothing = (None,) * len(LABELS)
    return dataclasses.replace(verdict, scores=nothing, reasons=(), rules=(), evidence=None, priority=0.0)
