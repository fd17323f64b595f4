"""What moderators tell each other about a comment or an author; it never leaves the house, and can be erased."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from sqlalchemy import ColumnElement, Connection, insert, or_, select

from moderation.errors import StaleItem
from moderation.store.answers import Person
from moderation.store.schema import authors, comments, notes, people, remarks
from moderation.store.subjects.authors import Author, author_of_row, author_row

if TYPE_CHECKING:
    from moderation.store.store import Store


@dataclass(frozen=True, slots=True)
class Remark:
    """A note of the house; `text` is None where it was erased, `author` too where the author was."""

    id: int
    about: Literal["item", "author"]
    item: int | None
    author: Author | None
    by: str
    at: str
    text: str | None


_EVERY: Final = select(
    remarks,
    notes.c.text.label("words"),
    people.c.name.label("person_name"),
    people.c.subject.label("person_subject"),
    authors.c.source,
    authors.c.author_id,
    authors.c.name.label("author_name"),
    authors.c.key.label("author_key"),
).select_from(
    remarks.join(notes, notes.c.id == remarks.c.note)
    .join(people, people.c.id == remarks.c.person_id)
    .outerjoin(authors, authors.c.id == remarks.c.author)
)


def _remark_from(row: Any) -> Remark:
    return Remark(
        id=row.id,
        about="author" if row.item is None else "item",
        item=row.item,
        author=author_of_row(row),
        by=row.person_name or row.person_subject or f"person:{row.person_id}",
        at=row.at,
        text=row.words,
    )


def _found(store: Store, *conditions: ColumnElement[bool]) -> tuple[Remark, ...]:
    query = _EVERY.where(*conditions).order_by(remarks.c.id)
    return store.read(lambda connection: tuple(_remark_from(row) for row in connection.execute(query)))


def of_items(store: Store, items: Sequence[int]) -> Mapping[int, tuple[Remark, ...]]:
    """Return for each comment what was noted about it and about its author, oldest first, in two queries for all."""
    whose = (
        select(comments.c.id, authors.c.identity)
        .select_from(comments.outerjoin(authors, authors.c.id == comments.c.author))
        .where(comments.c.id.in_(items))
    )

    def work(connection: Connection) -> Mapping[int, tuple[Remark, ...]]:
        identities = {row.id: row.identity for row in connection.execute(whose)}
        known = {identity for identity in identities.values() if identity is not None}
        noted = _EVERY.where(or_(remarks.c.item.in_(items), remarks.c.identity.in_(known))).order_by(remarks.c.id)
        rows = [(row, _remark_from(row)) for row in connection.execute(noted)]
        return {
            item: tuple(
                remark
                for row, remark in rows
                if row.item == item or (row.identity is not None and row.identity == identities.get(item))
            )
            for item in items
        }

    return store.read(work)


def of_item(store: Store, item: int) -> tuple[Remark, ...]:
    """Return what was noted about a comment and about its author, oldest first."""
    return of_items(store, [item])[item]


def of_author(store: Store, author: Author) -> tuple[Remark, ...]:
    """Return what was noted about an author, oldest first."""
    return _found(store, remarks.c.identity == author.identity)


def latest(store: Store, limit: int = 50) -> tuple[Remark, ...]:
    """Return the latest notes, newest first."""
    query = _EVERY.order_by(remarks.c.id.desc()).limit(limit)
    return store.read(lambda connection: tuple(_remark_from(row) for row in connection.execute(query)))


def write(store: Store, person: Person, text: str, *, item: int | None = None, author: Author | None = None) -> Remark:
    """Write a note about one comment or one author; StaleItem where there is no such comment any more."""

    def work(connection: Connection) -> int:
        if item is not None and not _is_there(connection, item):
            raise StaleItem(f"there is no comment {item} to write about", mend="look it up in the history")
        note = insert(notes).values(text=text, at=store.now).returning(notes.c.id)
        row = {
            "item": item,
            "author": None if author is None else author_row(connection, author),
            "identity": None if author is None else author.identity,
            "person_id": person.id,
            "at": store.now,
            "note": connection.execute(note).scalar_one(),
        }
        return int(connection.execute(insert(remarks).values(**row).returning(remarks.c.id)).scalar_one())

    number = store.write(work)
    return _found(store, remarks.c.id == number)[0]


def _is_there(connection: Connection, item: int) -> bool:
    query = select(comments.c.id).where(comments.c.id == item, comments.c.erased_at.is_(None))
    return connection.execute(query).first() is not None
