"""Erasing: texts, names and notes go, events and their chains stay."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Select, delete, or_, select, text, update

from moderation.store.answers import Erased
from moderation.store.arriving.revise import close_item
from moderation.store.connect import take_turn, writer_of
from moderation.store.ruling.ledger import ERASE_ACTOR
from moderation.store.schema import (
    authors,
    comments,
    events,
    holds,
    notes,
    particulars,
    people,
    queue_items,
    remarks,
    revisions,
    texts,
    threads,
)
from moderation.store.showing.searching import tidy

_AT_ONCE = 1_000
# A digest of what is known but for a name gives the name away to whoever tries.
_NO_DIGEST = ""


# --- what is to go -------------------------------------------------------------------------------------------------


def written_by(numbers: Sequence[int]) -> Select[Any]:
    """Return the query for the comments under these rows of `authors`, those that were erased left out."""
    mine = select(comments.c.id).where(comments.c.author.in_(numbers), comments.c.erased_at.is_(None))
    return mine.order_by(comments.c.id)


def unchanged_since(older_than: str) -> Select[Any]:
    """Return the query for the comments last changed before a time, those that were erased left out."""
    old = select(comments.c.id).where(comments.c.changed_at < older_than, comments.c.erased_at.is_(None))
    return old.order_by(comments.c.id)


def without_others(older_than: str) -> Select[Any]:
    """Return the query for the authors all of whose comments are older; a hold in force knows whom it is about."""
    alive = select(comments.c.author).where(
        comments.c.erased_at.is_(None), comments.c.changed_at >= older_than, comments.c.author.is_not(None)
    )
    held = select(holds.c.author).where(holds.c.lifted_at.is_(None), holds.c.author.is_not(None))
    return select(authors.c.id).where(authors.c.key.is_not(None), authors.c.id.not_in(alive), authors.c.id.not_in(held))


def over_by(older_than: str) -> ColumnElement[bool]:
    """Return the condition on `holds` that they were over before a time."""
    return or_(holds.c.lifted_at < older_than, holds.c.until < older_than)


# --- letting it go -------------------------------------------------------------------------------------------------


def erase_author(connection: Connection, identity: str, now: str) -> Erased:
    """Empty what one author wrote and is called, answers "to" the author included; open items are closed."""
    take_turn(connection)
    spellings = list(connection.execute(select(authors).where(authors.c.identity == identity)))
    numbers = [row.id for row in spellings]
    erased, lost = _empty(connection, list(connection.execute(written_by(numbers)).scalars()), now)
    for row in spellings:
        if row.name is not None:
            _forget_address(connection, row.source, row.name)
    for source in {row.source for row in spellings}:
        _forget_reporter(connection, source, {row.author_id for row in spellings} | {row.name for row in spellings})
    lost += _forget_remarks(connection, remarks.c.identity == identity)
    lost += _forget_holds(connection, holds.c.identity == identity, now)
    _forget_authors(connection, numbers)
    return Erased(erased, len(numbers), lost)


def _forget_remarks(connection: Connection, which: ColumnElement[bool]) -> int:
    """Empty notes of the house; return how many."""
    words = list(connection.execute(select(remarks.c.note).where(which)).scalars())
    connection.execute(update(remarks).where(which).values(identity=None))
    return _empty_notes(connection, words)


def _forget_holds(connection: Connection, which: ColumnElement[bool], now: str) -> int:
    """End holds that name a person or a word to be forgotten, and take the name out; return how many notes went."""
    words = list(connection.execute(select(holds.c.note).where(which, holds.c.note.is_not(None))).scalars())
    connection.execute(update(holds).where(which, holds.c.lifted_at.is_(None)).values(lifted_at=now))
    connection.execute(update(holds).where(which).values(identity=None, term=None))
    return _empty_notes(connection, words)


def _empty_notes(connection: Connection, numbers: list[int]) -> int:
    there = update(notes).where(notes.c.id.in_(numbers), notes.c.text.is_not(None))
    return connection.execute(there.values(text=None)).rowcount if numbers else 0


def _forget_address(connection: Connection, source: str, name: str) -> None:
    there = select(comments.c.id).select_from(comments.join(threads)).where(threads.c.source == source)
    named = update(particulars).where(particulars.c.reply_to == name, particulars.c.comment_id.in_(there))
    connection.execute(named.values(reply_to=None))


def _forget_reporter(connection: Connection, source: str, names: Collection[str | None]) -> None:
    """Take a name or an id out of the reports that its bearer made of others' comments; the reports stay."""
    there = comments.join(threads).join(particulars, particulars.c.comment_id == comments.c.id)
    query = select(particulars.c.comment_id, particulars.c.reports).select_from(there)
    for row in connection.execute(query.where(threads.c.source == source, particulars.c.reports != [])).all():
        kept = [[reason, None if by in names else by, at] for reason, by, at in row.reports]
        if kept != row.reports:
            here = update(particulars).where(particulars.c.comment_id == row.comment_id)
            connection.execute(here.values(reports=kept))


def _forget_authors(connection: Connection, numbers: Iterable[int]) -> None:
    for number in numbers:
        forgotten = {"key": None, "identity": f"erased:{number}", "author_id": None, "name": None}
        connection.execute(update(authors).where(authors.c.id == number).values(**forgotten))


def purge(connection: Connection, older_than: str, now: str) -> Erased:
    """Empty the comments last changed before `older_than`, and the authors who have no other."""
    take_turn(connection)
    numbers = list(connection.execute(without_others(older_than)).scalars())
    erased, lost = _empty(connection, list(connection.execute(unchanged_since(older_than)).scalars()), now)
    lost += _forget_remarks(connection, remarks.c.at < older_than)
    lost += _forget_holds(connection, over_by(older_than), now)
    _forget_authors(connection, numbers)
    return Erased(erased, len(numbers), lost)


def _empty(connection: Connection, numbers: list[int], now: str) -> tuple[int, int]:
    """Empty comments; return how many, and how many notes went with them."""
    lost = 0
    for start in range(0, len(numbers), _AT_ONCE):
        part = numbers[start : start + _AT_ONCE]
        connection.execute(update(texts).where(texts.c.comment_id.in_(part)).values(text="", quotes=[]))
        connection.execute(update(revisions).where(revisions.c.comment_id.in_(part)).values(text_digest=None))
        connection.execute(delete(particulars).where(particulars.c.comment_id.in_(part)))
        connection.execute(
            update(comments).where(comments.c.id.in_(part)).values(erased_at=now, facts_digest=_NO_DIGEST)
        )
        written = select(events.c.note).where(events.c.item.in_(part), events.c.note.is_not(None))
        lost += connection.execute(
            update(notes).where(notes.c.id.in_(written), notes.c.text.is_not(None)).values(text=None)
        ).rowcount
        lost += _forget_remarks(connection, remarks.c.item.in_(part))
        # All of them are locked, so that nobody takes a ruling back, and the item out of our sight, meanwhile.
        held = select(queue_items.c.id, queue_items.c.state).where(queue_items.c.id.in_(part))
        for item in connection.execute(held.order_by(queue_items.c.id).with_for_update()).all():
            if item.state in ("pending", "escalated"):
                close_item(connection, item.id, actor=ERASE_ACTOR, source="erase", now=now)
    return len(numbers), lost


def erase_person(connection: Connection, subject: str) -> bool:
    """Forget a moderator's subject and name; the row stays for the events that name it."""
    forgotten = update(people).where(people.c.subject == subject).values(subject=None, name=None)
    return connection.execute(forgotten).rowcount > 0


def sweep(engine: Engine) -> None:
    """Take what was erased out of the files: SQLite's log is emptied, PostgreSQL's dead rows are vacuumed."""
    if engine.dialect.name == "sqlite":
        with writer_of(engine).begin() as connection:
            tidy(connection)
        with engine.connect() as connection:
            raw = connection.connection.cursor()
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            raw.close()
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM texts, particulars, authors, notes, people, holds, remarks"))
        tidy(connection)
