"""The team's own record: who let whom in or out, or gave whom another role. It holds numbers and roles, no names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, insert, select

from moderation.store.answers import Person
from moderation.store.schema import people, team_changes
from moderation.taxonomy import Role

if TYPE_CHECKING:
    from moderation.store.store import Store

_DOER: Final = people.alias("doer")
_COLUMNS: Final = (
    team_changes,
    people.c.name,
    people.c.subject,
    _DOER.c.name.label("by_name"),
    _DOER.c.subject.label("by_subject"),
)


@dataclass(frozen=True, slots=True)
class TeamChange:
    """What became of one person: `was` is None where they were let in, `role` where they were let out.

    Both alike: the name to show is another one. `by` is None where nobody is known to have done it.
    """

    at: str
    person: str
    was: Role | None
    role: Role | None
    by: str | None


def write(connection: Connection, before: Person | None, after: Person, by: Person | None, now: str) -> None:
    """Write down what changed, nothing where nothing did."""
    if before == after:
        return
    row = {"at": now, "person_id": after.id, "was": _held(before), "role": _held(after)}
    connection.execute(insert(team_changes).values(**row, by_id=None if by is None else by.id))


def _held(person: Person | None) -> Role | None:
    return None if person is None or person.removed_at is not None else person.role


def changes(store: Store, limit: int = 50) -> tuple[TeamChange, ...]:
    """Return the latest changes of the team, newest first."""
    joined = team_changes.join(people, people.c.id == team_changes.c.person_id).outerjoin(
        _DOER, _DOER.c.id == team_changes.c.by_id
    )
    query = select(*_COLUMNS).select_from(joined).order_by(team_changes.c.id.desc()).limit(limit)
    return store.read(lambda connection: tuple(_change_from(row) for row in connection.execute(query)))


def _change_from(row: Any) -> TeamChange:
    by = None if row.by_id is None else row.by_name or row.by_subject or f"person:{row.by_id}"
    return TeamChange(row.at, row.name or row.subject or f"person:{row.person_id}", row.was, row.role, by)
