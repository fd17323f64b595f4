"""Who belongs to the team, with which role; an admin always stays."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select, update

from moderation.errors import StoreError, UsageError
from moderation.store.answers import Person
from moderation.store.ruling import leases
from moderation.store.schema import people
from moderation.store.subjects import team_record
from moderation.taxonomy import Role


def person(connection: Connection, subject: str) -> Person | None:
    """Return the person with this subject, None where there is none."""
    row = connection.execute(select(people).where(people.c.subject == subject)).one_or_none()
    return None if row is None else Person(row.id, row.subject, row.name, row.role, row.removed_at)


def enrol(connection: Connection, subject: str, role: Role | None, name: str | None, now: str) -> Person:
    """Return the person with this subject, added where new (as a moderator); `role` and `name` are updated.

    Whoever sits down at a queue without a login lets themselves in, and the team's record says so: with the login that
    comes later, the same row opens the door.
    """
    before = person(connection, subject)
    _put(connection, before, subject, role, name, now)
    return _recorded(connection, before, subject, _there(connection, subject), now)


def _put(  # one after the other, as `enrol` has them
    connection: Connection, known: Person | None, subject: str, role: Role | None, name: str | None, now: str
) -> None:
    values = {key: value for key, value in (("role", role), ("name", name)) if value is not None}
    if known is None:
        row = {"subject": subject, "added_at": now, "role": "moderator", **values}
        connection.execute(insert(people).values(**row))
    elif any(getattr(known, key) != value for key, value in values.items()):
        if values.get("role", "admin") != "admin":
            _keep_an_admin(connection, known)
        connection.execute(update(people).where(people.c.id == known.id).values(**values))


def welcome(  # one after the other, as the store hands them on
    connection: Connection, subject: str, role: Role, name: str | None, by: Person | None, now: str
) -> Person:
    """Make somebody one of the team, or one again, with this role; the team's record says that `by` did it."""
    before = person(connection, subject)
    _put(connection, before, subject, role, name, now)
    connection.execute(update(people).where(people.c.subject == subject).values(removed_at=None))
    return _recorded(connection, before, subject, by, now)


def dismiss(connection: Connection, subject: str, by: Person | None, now: str) -> Person:
    """Let somebody be one of the team no more, and give back what they hold; the team's record says who did it."""
    leaving = _there(connection, subject)
    _keep_an_admin(connection, leaving)
    here = update(people).where(people.c.id == leaving.id, people.c.removed_at.is_(None))
    connection.execute(here.values(removed_at=now))
    leases.release(connection, leaving)
    return _recorded(connection, leaving, subject, by, now)


def _recorded(connection: Connection, before: Person | None, subject: str, by: Person | None, now: str) -> Person:
    after = _there(connection, subject)
    team_record.write(connection, before, after, by, now)
    return after


def _there(connection: Connection, subject: str) -> Person:
    found = person(connection, subject)
    if found is None:
        raise StoreError("the person is not there", mend="try again")
    return found


def _keep_an_admin(connection: Connection, leaving: Person) -> None:
    """Raise UsageError where nobody would be left who can let others in.

    The admins' rows stay locked, so that whoever takes the role from another one at the same time waits, and then
    sees who is left. Not so strongly that the leases that name a person would wait, too.
    """
    admins = (
        select(people.c.id)
        .where(people.c.role == "admin", people.c.removed_at.is_(None), people.c.subject.is_not(None))
        .order_by(people.c.id)
        .with_for_update(key_share=True)
    )
    if list(connection.execute(admins).scalars()) == [leaving.id]:
        raise UsageError("the team needs an admin", mend="make somebody else an admin first")
