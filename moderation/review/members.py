"""The team: who belongs to it, and with which role."""

from __future__ import annotations

from moderation.errors import UsageError
from moderation.review.desk import ADMIN, Desk
from moderation.store import Person, Store, TeamChange, team_record
from moderation.taxonomy import Role


def everybody(desk: Desk) -> list[Person]:
    """Return the team, and everybody else who ever decided."""
    desk.may("see the team", ADMIN)
    return desk.store.people()


def team_changes(desk: Desk, limit: int = 50) -> tuple[TeamChange, ...]:
    """Return who was let in or out or given another role, by whom, newest first."""
    desk.may("see the team", ADMIN)
    return team_record.changes(desk.store, limit)


def add_person(desk: Desk, subject: str, role: Role, name: str | None = None) -> Person:
    """Let somebody in; who was there before comes back under the same number."""
    desk.may("add people", ADMIN)
    return desk.store.welcome(subject, role, name, desk.person)


def set_role(desk: Desk, subject: str, role: Role) -> Person:
    """Give a member another role; it holds from their next verb on."""
    desk.may("change roles", ADMIN)
    _refuse_stranger(desk.store, subject)
    return desk.store.welcome(subject, role, None, desk.person)


def remove_person(desk: Desk, subject: str) -> Person:
    """Let somebody decide no more, and give back what they hold; what they decided stays, and so does the name."""
    desk.may("remove people", ADMIN)
    _refuse_stranger(desk.store, subject)
    return desk.store.dismiss(subject, desk.person)


def _refuse_stranger(store: Store, subject: str) -> None:
    person = store.person(subject)
    if person is None or person.removed_at is not None:
        raise UsageError(f"`{subject[:80]}` is not one of the team", mend="see `moderation people list`")
