"""The desk: one moderator's verbs. It says who may do what; the store writes it, or refuses, in one transaction."""

from __future__ import annotations

import dataclasses
from contextlib import suppress
from typing import Final

from moderation.errors import Problem, StaleItem, UsageError, suggest
from moderation.records import Event, Filter, Item
from moderation.store import Clock, Move, Person, Rebuilt, Store, stamp
from moderation.taxonomy import REASONS_BY_CODE, EventKind, ItemState, Role

LEASE_SECONDS: Final = 180
_LONGEST_TOKEN: Final = 200
_SENIOR: Final[frozenset[Role]] = frozenset({"senior", "admin"})
_MAY_DECIDE: Final[frozenset[Role]] = frozenset({"moderator", "senior", "admin"})
_DECIDED: Final[frozenset[ItemState]] = frozenset({"approved", "rejected", "escalated"})


class Desk:
    """What one moderator does: claim, decide, skip, escalate, undo, reopen.

    `actor` is the moderator's subject, as the login gives it; events carry `Desk.person.actor` instead of it.
    A `token` names one call: repeated, it gives the first event again and writes nothing.
    Raises UsageError where the role does not allow the verb, StaleItem where the item has moved on.
    """

    def __init__(self, store: Store, actor: str, role: Role = "moderator", *, clock: Clock | None = None) -> None:
        self._store = store
        self._clock = clock or store.clock
        self.role: Role = role
        # The role is for this desk alone: sitting down changes nobody's role in the store.
        self.person: Person = store.person(actor) or store.enrol(actor, role=role)

    # --- leases ----------------------------------------------------------------------------------------------------

    def claim(self, filter: Filter, count: int = 8, *, lease_seconds: int = LEASE_SECONDS) -> list[Item]:  # noqa: A002
        """Lease up to `count` items for `lease_seconds`: those already held first, then by priority and age.

        Nobody else gets them until the lease runs out. What this moderator skipped stays away until its text changes.
        """
        self._may("claim items", _SENIOR if filter.state == "escalated" else _MAY_DECIDE)
        if filter.state not in self._open_states():
            raise UsageError(f"`{filter.state}` items are not waiting for a decision", mend="reopen the item first")
        now = self._clock()
        until = stamp(now, plus_seconds=lease_seconds)
        return self._store.claim(self.person, filter, count, now=stamp(now), until=until)

    def release(self) -> int:
        """Give back every lease of this moderator; return how many there were."""
        return self._store.release(self.person)

    # --- decisions -------------------------------------------------------------------------------------------------

    def approve(self, item: int, revision: int, version: int, *, token: str | None = None) -> Event:
        """Approve an item that this moderator holds, as it stood at `revision` and `version`."""
        return self._decide("approve", item, revision, version, token=token)

    def reject(
        self, item: int, revision: int, version: int, *, reason: str, note: str | None = None, token: str | None = None
    ) -> Event:
        """Reject an item with a reason code of `taxonomy.REASON_CODES`; the note may carry a line `clause: ...`."""
        if reason not in REASONS_BY_CODE:
            raise UsageError(f"unknown reason code `{reason}`", mend=suggest(reason, REASONS_BY_CODE))
        return self._decide("reject", item, revision, version, reason=reason, note=note, token=token)

    def skip(self, item: int, revision: int, version: int, *, token: str | None = None) -> Event:
        """Leave an item to the others; it does not come back to this moderator until its text changes."""
        return self._decide("skip", item, revision, version, token=token)

    def escalate(
        self, item: int, revision: int, version: int, *, note: str | None = None, token: str | None = None
    ) -> Event:
        """Hand an item to the senior moderators."""
        return self._decide("escalate", item, revision, version, note=note, token=token)

    def undo(self, event: int | None = None, *, token: str | None = None, lease_seconds: int = LEASE_SECONDS) -> Event:
        """Take an event back (None: this moderator's last one), so that its item stands as before, leased to this desk.

        A moderator takes back what is their own, a senior what is anybody's. Only the event that the item's state
        rests on can go: StaleItem where a later one has come.
        """
        self._may("undo", _MAY_DECIDE)
        until = stamp(self._clock(), plus_seconds=lease_seconds)
        move = self._move("undo", 0, _DECIDED, token)
        return self._store.undo(event, move, until=until, is_senior=self.role in _SENIOR)

    def reopen(self, item: int, *, token: str | None = None) -> Event:
        """Put a decided item back into the queue: one's own, an automatic one, or as a senior anybody's."""
        self._may("reopen items", _MAY_DECIDE)
        _, behind = self._store.standing(item)
        is_others = behind is not None and behind.role != "policy" and behind.actor != self.person.actor
        if is_others:
            self._may("reopen what somebody else decided", _SENIOR)
        # What was checked is what is reopened: somebody may decide in between.
        move = self._move("reopen", item, _DECIDED, token)
        return self._store.make(dataclasses.replace(move, standing=behind.number if behind else 0))

    def decided_by(self, rule: str, since: str) -> list[int]:
        """Return the decided items on which `rule` fired and whose ruling was made at `since` or later."""
        return self._store.decided_by(f"rule:{rule}", since)

    # --- within ----------------------------------------------------------------------------------------------------

    def _decide(
        self,
        kind: EventKind,
        item: int,
        revision: int,
        version: int,
        *,
        reason: str | None = None,
        note: str | None = None,
        token: str | None = None,
    ) -> Event:
        self._may(kind, _MAY_DECIDE)
        move = self._move(kind, item, self._open_states(), token)
        seen = dataclasses.replace(move, revision=revision, version=version, is_leased=True, reason=reason, note=note)
        return self._store.make(seen)

    def _move(self, kind: EventKind, item: int, states: frozenset[ItemState], token: str | None) -> Move:
        if token is not None and len(token) > _LONGEST_TOKEN:
            raise UsageError(f"a token has at most {_LONGEST_TOKEN} characters", mend="use a UUID")
        return Move(item, kind, self.person, self.role, stamp(self._clock()), states, token=token)

    def _open_states(self) -> frozenset[ItemState]:
        return frozenset({"pending", "escalated"}) if self.role in _SENIOR else frozenset({"pending"})

    def _may(self, what: str, roles: frozenset[Role]) -> None:
        if self.role not in roles:
            raise UsageError(f"a {self.role} may not {what}", mend="ask an admin for the role that may")


def reopen_rule(desk: Desk, rule: str, since: str) -> list[Event]:
    """Put back what was decided since `since` (a time as the store writes it) on items where `rule` fired.

    Items that somebody else moves meanwhile are left as they are.
    """
    events = []
    for item in desk.decided_by(rule, since):
        with suppress(StaleItem):
            events.append(desk.reopen(item))
    return events


def rebuild(store: Store) -> Rebuilt:
    """Make the queue anew from scores and events; return how many items had to be corrected."""
    return store.rebuild()


def verify(store: Store) -> list[Problem]:
    """Check the hash chains of the record; return what does not fit, nothing where all is well."""
    return store.verify()
