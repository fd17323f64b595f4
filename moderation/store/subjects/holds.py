"""Holds: what somebody wants looked at before it stands, whatever the policy says of it.

A hold speaks for comments that come in after it, and for new texts of old ones. What it has sent to a person stays
there until a person has ruled, also when the hold is over.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from sqlalchemy import ColumnElement, Connection, insert, or_, select, update

from moderation.errors import StaleItem, UsageError
from moderation.store.answers import Person
from moderation.store.arriving.intake import row_ids
from moderation.store.arriving.intake_rows import thread_key
from moderation.store.connect import take_turn
from moderation.store.schema import articles, authors, holds, notes, people, threads
from moderation.store.subjects.authors import Author, author_of_row, author_row

if TYPE_CHECKING:
    from moderation.store.store import Store

HoldKind = Literal["article", "author", "term"]
Effect = Literal["hold", "premoderate", "suspend", "ban"]
EFFECTS: Final[tuple[Effect, ...]] = get_args(Effect)


@dataclass(frozen=True, slots=True)
class Order:
    """A hold before it is set; exactly one of `thread` (source, id), `author` and `term` is given."""

    effect: Effect
    thread: tuple[str, str] | None = None
    author: Author | None = None
    term: str | None = None
    until: str | None = None
    note: str | None = None

    @property
    def kind(self) -> HoldKind:
        """What the hold goes by."""
        if self.thread is not None:
            return "article"
        return "author" if self.author is not None else "term"


@dataclass(frozen=True, slots=True)
class Hold:
    """A hold as it stands; `author` is None where the author was erased, `term` where it was purged."""

    id: int
    kind: HoldKind
    effect: Effect
    source: str | None
    thread_id: str | None
    title: str | None
    author: Author | None
    identity: str | None
    term: str | None
    person: int
    by: str
    at: str
    until: str | None
    note: str | None
    lifted_at: str | None
    lifted_by: str | None

    @property
    def reason(self) -> str:
        """The reason code that comments carry which this hold sends to a person."""
        return {"suspend": "hold:author-suspended", "ban": "hold:author-banned"}.get(self.effect, f"hold:{self.kind}")


_LIFTER: Final = people.alias("lifter")
_EVERY: Final = select(
    holds,
    threads.c.source.label("thread_source"),
    threads.c.thread,
    articles.c.title,
    authors.c.source,
    authors.c.author_id,
    authors.c.name.label("author_name"),
    authors.c.key.label("author_key"),
    people.c.name.label("person_name"),
    people.c.subject.label("person_subject"),
    _LIFTER.c.name.label("lifter_name"),
    _LIFTER.c.subject.label("lifter_subject"),
    notes.c.text.label("words"),
).select_from(
    holds.join(people, people.c.id == holds.c.person_id)
    .outerjoin(_LIFTER, _LIFTER.c.id == holds.c.lifted_by)
    .outerjoin(threads, threads.c.id == holds.c.thread_id)
    .outerjoin(articles, articles.c.thread_id == holds.c.thread_id)
    .outerjoin(authors, authors.c.id == holds.c.author)
    .outerjoin(notes, notes.c.id == holds.c.note)
)


def _hold_from(row: Any) -> Hold:
    lifter = None if row.lifted_by is None else row.lifter_name or row.lifter_subject or f"person:{row.lifted_by}"
    return Hold(
        id=row.id,
        kind=row.kind,
        effect=row.effect,
        source=row.thread_source or row.source,
        thread_id=row.thread,
        title=row.title,
        author=author_of_row(row),
        identity=row.identity,
        term=row.term,
        person=row.person_id,
        by=row.person_name or row.person_subject or f"person:{row.person_id}",
        at=row.at,
        until=row.until,
        note=row.words,
        lifted_at=row.lifted_at,
        lifted_by=lifter,
    )


def _is_active(now: str) -> ColumnElement[bool]:
    return holds.c.lifted_at.is_(None) & or_(holds.c.until.is_(None), holds.c.until > now)


def active(store: Store) -> tuple[Hold, ...]:
    """Return the holds that are in force, oldest first."""
    query = _EVERY.where(_is_active(store.now)).order_by(holds.c.id)
    return store.read(lambda connection: tuple(_hold_from(row) for row in connection.execute(query)))


def all_holds(store: Store, limit: int = 200) -> tuple[Hold, ...]:
    """Return the latest holds, those that are over too, newest first."""
    query = _EVERY.order_by(holds.c.id.desc()).limit(limit)
    return store.read(lambda connection: tuple(_hold_from(row) for row in connection.execute(query)))


def hold(store: Store, number: int) -> Hold:
    """Return one hold; StaleItem where there is none."""
    query = _EVERY.where(holds.c.id == number)
    row = store.read(lambda connection: connection.execute(query).one_or_none())
    if row is None:
        raise StaleItem(f"there is no hold {number}", mend="look at the list again")
    return _hold_from(row)


# --- setting and lifting -------------------------------------------------------------------------------------------


def place(store: Store, person: Person, order: Order, *, is_senior: bool) -> Hold:
    """Set a hold; the same one again replaces the first, so that its end and its effect can be changed.

    To replace a hold ends it, and what somebody else holds only a senior ends: UsageError for everybody else.
    """

    def work(connection: Connection) -> int:
        take_turn(connection)
        row = {
            "kind": order.kind,
            "effect": order.effect,
            "thread_id": _thread(connection, order),
            "author": None if order.author is None else author_row(connection, order.author),
            "identity": None if order.author is None else order.author.identity,
            "term": order.term,
            "person_id": person.id,
            "at": store.now,
            "until": order.until,
            "note": _note(connection, order.note, store.now),
        }
        if not is_senior:
            _refuse_others(connection, _same(row), person, store.now)
        _lift(connection, _same(row), person, store.now)
        return int(connection.execute(insert(holds).values(**row).returning(holds.c.id)).scalar_one())

    return hold(store, store.write(work))


def _thread(connection: Connection, order: Order) -> int | None:
    if order.thread is None:
        return None
    source, thread = order.thread
    key = thread_key(source, thread)
    return row_ids(connection, threads, {key: {"source": source, "thread": thread}})[key]


def _note(connection: Connection, text: str | None, now: str) -> int | None:
    if not text:
        return None
    return int(connection.execute(insert(notes).values(text=text, at=now).returning(notes.c.id)).scalar_one())


def _same(row: dict[str, Any]) -> ColumnElement[bool]:
    parts = [holds.c[name].is_not_distinct_from(row[name]) for name in ("thread_id", "identity", "term")]
    return parts[0] & parts[1] & parts[2]


def _refuse_others(connection: Connection, which: ColumnElement[bool], person: Person, now: str) -> None:
    theirs = _EVERY.where(which, _is_active(now), holds.c.person_id != person.id).limit(1)
    row = connection.execute(theirs).one_or_none()
    if row is not None:
        found = _hold_from(row)
        raise UsageError(f"that is held already, by {found.by}", mend="ask a senior moderator to change it")


def _lift(connection: Connection, which: ColumnElement[bool], person: Person, now: str) -> int:
    lifted = update(holds).where(which, _is_active(now)).values(lifted_at=now, lifted_by=person.id)
    return connection.execute(lifted).rowcount


def lift(store: Store, person: Person, number: int) -> Hold:
    """End a hold now; StaleItem where it is over already."""
    if not store.write(lambda connection: _lift(connection, holds.c.id == number, person, store.now)):
        raise StaleItem(f"hold {number} is over already", mend="look at the list again")
    return hold(store, number)
