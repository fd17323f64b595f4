"""The desk: one moderator's verbs. It says who may do what; the store writes it, or refuses, in one transaction."""

from __future__ import annotations

import dataclasses
from typing import Final

from moderation.errors import Problem, UsageError, suggest
from moderation.records import Event, Filter, Item
from moderation.store import ONLY, WATCH, Clock, Move, Person, Rebuilt, Screen, Store, stamp
from moderation.taxonomy import REASONS_BY_CODE, EventKind, ItemState, Role

LEASE_SECONDS: Final = 180
_LONGEST_TOKEN: Final = 200
ADMIN: Final[frozenset[Role]] = frozenset({"admin"})
SENIOR: Final[frozenset[Role]] = frozenset({"senior", "admin"})
MAY_DECIDE: Final[frozenset[Role]] = frozenset({"moderator", "senior", "admin"})
_DECIDED: Final[frozenset[ItemState]] = frozenset({"approved", "rejected", "escalated"})


class Desk:
    """What one moderator does: claim, decide, skip, escalate, undo, reopen.

    `actor` is the moderator's subject, as the login gives it; events carry `Desk.person.actor` instead of it.
    With `role` None the desk belongs to a member of the team and has the role that the store says, asked anew at every
    verb; with another, to somebody who needs no login, such as whoever opens the database by hand.
    A `token` names one call: repeated, it gives the first event again and writes nothing.
    Raises UsageError where the role does not allow the verb, StaleItem where the item has moved on.
    """

    def __init__(
        self, store: Store, actor: str, role: Role | None = "moderator", *, clock: Clock | None = None
    ) -> None:
        self.store = store
        self._clock = clock or store.clock
        self._given = role
        # The role is for this desk alone: sitting down changes nobody's role in the store.
        self.person: Person = (
            member(store, actor) if role is None else store.person(actor) or store.enrol(actor, role=role)
        )

    @property
    def role(self) -> Role:
        """What this moderator may do, as far as it depends on the role."""
        return self._given or member(self.store, self.person.subject or "").role

    @property
    def is_senior(self) -> bool:
        """Whether this moderator may decide what others escalated and take back what others decided."""
        return self.role in SENIOR

    @property
    def now(self) -> str:
        """The time that this desk writes under its events."""
        return stamp(self._clock())

    # --- leases ----------------------------------------------------------------------------------------------------

    def claim(
        self,
        filter: Filter,  # noqa: A002
        count: int = 8,
        *,
        lease_seconds: int = LEASE_SECONDS,
        screen: Screen = ONLY,
    ) -> list[Item]:
        """Lease up to `count` items for `lease_seconds`: those already held first, then by priority and age.

        Nobody else gets them until the lease runs out. What this moderator skipped stays away until its text changes.
        `screen` says what each of this moderator's screens shows, so that no two show the same.
        """
        self.may("claim items", SENIOR if filter.state == "escalated" else MAY_DECIDE)
        if filter.state not in self._open_states():
            raise UsageError(f"`{filter.state}` items are not waiting for a decision", mend="reopen the item first")
        now = self._clock()
        until = stamp(now, plus_seconds=lease_seconds)
        return self.store.claim(self.person, filter, count, now=stamp(now), until=until, screen=screen)

    def leased(self) -> frozenset[int]:
        """Return what this moderator has leased, the leases that have run out included."""
        return self.store.leased(self.person)

    def release(self, keep: frozenset[int] = frozenset()) -> int:
        """Give back every lease of this moderator but those on `keep`; return how many there were."""
        return self.store.release(self.person, keep)

    # --- decisions -------------------------------------------------------------------------------------------------

    def approve(
        self,
        item: int,
        revision: int,
        version: int,
        *,
        note: str | None = None,
        token: str | None = None,
        watch: bool = False,
    ) -> Event:
        """Approve an item that this moderator holds, as it stood at `revision` and `version`.

        `watch` says, here and below, that the item is one of the watched, which the policy approved.
        """
        return self._decide("approve", item, revision, version, note=note, token=token, watch=watch)

    def reject(  # what a rejection says, by name
        self,
        item: int,
        revision: int,
        version: int,
        *,
        reason: str,
        note: str | None = None,
        token: str | None = None,
        watch: bool = False,
    ) -> Event:
        """Reject an item with a reason code of `taxonomy.REASON_CODES`; the note may carry a line `clause: ...`."""
        if reason not in REASONS_BY_CODE:
            raise UsageError(f"unknown reason code `{reason}`", mend=suggest(reason, REASONS_BY_CODE))
        return self._decide("reject", item, revision, version, reason=reason, note=note, token=token, watch=watch)

    def skip(
        self,
        item: int,
        revision: int,
        version: int,
        *,
        note: str | None = None,
        token: str | None = None,
        watch: bool = False,
    ) -> Event:
        """Leave an item to the others; it does not come back to this moderator until its text changes."""
        return self._decide("skip", item, revision, version, note=note, token=token, watch=watch)

    def escalate(
        self,
        item: int,
        revision: int,
        version: int,
        *,
        note: str | None = None,
        token: str | None = None,
        watch: bool = False,
    ) -> Event:
        """Hand an item to the senior moderators."""
        return self._decide("escalate", item, revision, version, note=note, token=token, watch=watch)

    def undo(self, event: int | None = None, *, token: str | None = None, lease_seconds: int = LEASE_SECONDS) -> Event:
        """Take an event back (None: this moderator's last one), so that its item stands as before, leased to this desk.

        A moderator takes back what is their own, a senior what is anybody's. Only the event that the item's state
        rests on can go: StaleItem where a later one has come.
        """
        self.may("undo", MAY_DECIDE)
        until = stamp(self._clock(), plus_seconds=lease_seconds)
        move = self._move("undo", 0, _DECIDED, token)
        return self.store.undo(event, move, until=until, is_senior=self.is_senior)

    def reopen(self, item: int, *, token: str | None = None) -> Event:
        """Put a decided item back into the queue: one's own, an automatic one, or as a senior anybody's."""
        self.may("reopen items", MAY_DECIDE)
        _, behind = self.store.standing(item)
        is_others = behind is not None and behind.role != "policy" and behind.actor != self.person.actor
        if is_others:
            self.may("reopen what somebody else decided", SENIOR)
        # What was checked is what is reopened: somebody may decide in between.
        move = self._move("reopen", item, _DECIDED, token)
        return self.store.make(dataclasses.replace(move, standing=behind.number if behind else 0))

    # --- within ----------------------------------------------------------------------------------------------------

    def _decide(  # noqa: PLR0913 # within: what the verbs above say
        self,
        kind: EventKind,
        item: int,
        revision: int,
        version: int,
        *,
        reason: str | None = None,
        note: str | None = None,
        token: str | None = None,
        watch: bool = False,
    ) -> Event:
        self.may(kind, MAY_DECIDE)
        move = self._move(kind, item, self._open_states(), token)
        seen = dataclasses.replace(move, revision=revision, version=version, is_leased=True, reason=reason, note=note)
        if watch:
            seen = dataclasses.replace(seen, states=frozenset({"approved"}), standing=0, source=WATCH)
        return self.store.make(seen)

    def _move(self, kind: EventKind, item: int, states: frozenset[ItemState], token: str | None) -> Move:
        if token is not None and len(token) > _LONGEST_TOKEN:
            raise UsageError(f"a token has at most {_LONGEST_TOKEN} characters", mend="use a UUID")
        return Move(item, kind, self.person, self.role, stamp(self._clock()), states, token=token)

    def _open_states(self) -> frozenset[ItemState]:
        return frozenset({"pending", "escalated"}) if self.role in SENIOR else frozenset({"pending"})

    def may(self, what: str, roles: frozenset[Role]) -> Role:
        """Return this moderator's role; raises UsageError where it is none of `roles`."""
        role = self.role
        if role not in roles:
            raise UsageError(f"a {role} may not {what}", mend="ask an admin for the role that may")
        return role


def member(store: Store, subject: str) -> Person:
    """Return the member of the team with this subject; raises UsageError where there is none."""
    person = store.person(subject)
    if person is None or person.removed_at is not None:
        raise UsageError("you are not one of this queue's team", mend="ask an admin: `moderation people add SUBJECT`")
    return person


def rebuild(store: Store) -> Rebuilt:
    """Make the queue anew from scores and events; return how many items had to be corrected."""
    return store.rebuild()


def verify(store: Store, key: bytes | None = None, expected: str | None = None) -> list[Problem]:
    """Check chains, seals and texts of the record; return what does not fit, nothing where all is well."""
    return store.verify(key, expected)
