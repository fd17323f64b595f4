"""The open store: one method for each thing that a screen, a command or a moderator needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final, TypeVar

from sqlalchemy import Connection, Engine, insert, select, update
from sqlalchemy.exc import IntegrityError, OperationalError

from moderation.errors import Problem, StoreError, UsageError
from moderation.records import Article, AuthorRecord, Comment, Event, Filter, Item
from moderation.store import counting, erase, intake, keeping, leases, moves, past, reading
from moderation.store.answers import (
    Added,
    Day,
    Erased,
    Person,
    Rebuilt,
    Ruling,
    Scored,
    Stats,
    Tally,
    Thread,
    ThreadTally,
)
from moderation.store.clock import Clock, stamp, utc_now
from moderation.store.connect import engine_for, prepare, snapshot_of, writer_of
from moderation.store.intake_rows import author_identity
from moderation.store.schema import events, people, queue_items
from moderation.taxonomy import ItemState, Role

Answer = TypeVar("Answer")

# A transaction of 1,000 comments keeps other writers waiting for about a third of a second on SQLite.
BATCH: Final = 1_000
# Under 16 processes SQLite's busy wait is unfair; a second and third turn cost nothing when nobody waits.
_TURNS: Final = 3
_LONGEST_NAME: Final = 255


def open_store(url: str, *, create: bool = True, clock: Clock = utc_now) -> Store:
    """Open the database that a SQLAlchemy URL names, and bring an empty one to the newest schema.

    `create=False` refuses a missing SQLite file. `clock` gives the time that events and leases carry.
    Raises StoreError where the database cannot be opened, is somebody else's, too new or too old.
    """
    engine = engine_for(url, create=create)
    try:
        prepare(engine)
    except StoreError:
        engine.dispose()
        raise
    return Store(engine, clock)


class Store:
    """An open database. Safe to share between threads; every process opens its own."""

    def __init__(self, engine: Engine, clock: Clock = utc_now) -> None:
        self._engine = engine
        self._writer = writer_of(engine)
        self.clock = clock

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    @property
    def url(self) -> str:
        """The database's URL, without its password."""
        return self._engine.url.render_as_string(hide_password=True)

    def _now(self) -> str:
        return stamp(self.clock())

    def _write(self, work: Callable[[Connection], Answer]) -> Answer:
        for turn in range(1, _TURNS + 1):
            try:
                with self._writer.begin() as connection:
                    return work(connection)
            except OperationalError as error:
                # Locked (SQLite) or a deadlock (PostgreSQL): the transaction was rolled back whole and may run again.
                if turn == _TURNS:
                    raise self._failed("written", error) from error
        raise AssertionError("unreachable")

    @contextmanager
    def _reading(self, engine: Engine | None = None) -> Iterator[Connection]:
        try:
            with (engine or self._engine).connect() as connection:
                yield connection
        except OperationalError as error:
            raise self._failed("read", error) from error

    def _failed(self, what: str, error: OperationalError) -> StoreError:
        # The first line alone: what PostgreSQL adds below it may quote a row.
        told = str(error.orig).strip().partition("\n")[0]
        return StoreError(
            f"`{self.url}` is in use or cannot be {what}: {told}",
            mend="try again; if it stays, look for a program that holds the database open",
        )

    # --- putting in ------------------------------------------------------------------------------------------------

    def add(self, batch: Sequence[Scored]) -> Added:
        """Put comments with their verdicts into the queue; twice adds nothing twice.

        One transaction for every 1,000: each is either wholly there or not at all.
        """
        total = Added()
        for start in range(0, len(batch), BATCH):
            total += self._add(batch[start : start + BATCH])
        return total

    def _add(self, part: Sequence[Scored]) -> Added:
        return self._write(lambda connection: intake.add(connection, part, self._now()))

    def add_article(self, article: Article) -> None:
        """Put an article over its thread; a second one replaces the first."""
        self._write(lambda connection: intake.add_article(connection, article))

    # --- looking ---------------------------------------------------------------------------------------------------

    def stats(self) -> Stats:
        """Return how the queue stands."""
        with self._reading() as connection:
            return counting.stats(connection, self._now())

    def days(self) -> tuple[Day, ...]:
        """Return how many comments each day brought and how many were held, in order, undated ones first."""
        with self._reading() as connection:
            return counting.days(connection)

    def reasons(self, state: ItemState = "pending") -> tuple[Tally, ...]:
        """Return the reason codes of the items in `state` with their counts, the most frequent first."""
        with self._reading() as connection:
            return counting.reasons(connection, state)

    def labels(self, state: ItemState = "pending") -> tuple[Tally, ...]:
        """Return the labels that verdicts in `state` speak of with their counts, in the order of LABELS."""
        with self._reading() as connection:
            return counting.labels(connection, state)

    def threads(self, state: ItemState = "pending") -> tuple[ThreadTally, ...]:
        """Return the threads that hold items in `state` with their counts, the fullest first."""
        with self._reading() as connection:
            return counting.thread_tallies(connection, state)

    def item(self, number: int) -> Item:
        """Return one item with article, parent and author record; StoreError where there is none."""
        found = self.items_by_number([number])
        if not found:
            raise StoreError(f"there is no item {number}", mend="look it up in the history")
        return found[0]

    def items_by_number(self, numbers: Sequence[int]) -> list[Item]:
        """Return the items with these numbers, in their order; unknown ones are left out."""
        with self._reading() as connection:
            return reading.items(connection, numbers)

    def items(self, chosen: Filter, limit: int = 50) -> list[Item]:
        """Return what a filter shows, by priority and age, without leasing anything."""
        order = (queue_items.c.priority.desc(), queue_items.c.id)
        query = select(queue_items.c.id).where(leases.wanted(chosen)).order_by(*order).limit(limit)
        with self._reading() as connection:
            return reading.items(connection, list(connection.execute(query).scalars()))

    def count(self, chosen: Filter) -> int:
        """Return how many items a filter shows."""
        with self._reading() as connection:
            return leases.count(connection, chosen)

    def find(self, source: str, thread_id: str, comment_id: str) -> int | None:
        """Return the number of a comment's item, None where it has none."""
        with self._reading() as connection:
            return reading.item_of(connection, source, thread_id, comment_id)

    def thread(self, number: int) -> Thread:
        """Return what stands around an item: article, parent and siblings."""
        with self._reading() as connection:
            return reading.thread_of(connection, number)

    def authors(self, who: Sequence[tuple[str, str | None, str | None]]) -> list[AuthorRecord | None]:
        """Return how authors fared so far, for each (source, author_id, name); None for one never seen."""
        identities = [author_identity(*author) for author in who]
        with self._reading() as connection:
            found = reading.author_records(connection, set(identities))
        return [found.get(identity) for identity in identities]

    def pasts(self, batch: Sequence[Comment]) -> list[AuthorRecord | None]:
        """Return how each comment's author fared here before it, None for a comment without an author."""
        with self._reading() as connection:
            return past.pasts(connection, batch)

    # --- the record ------------------------------------------------------------------------------------------------

    def events(
        self, limit: int = 50, *, before: int | None = None, actor: str | None = None, item: int | None = None
    ) -> list[Ruling]:
        """Return rulings, newest first; `before` is the number to go on from, `actor` a subject or an event's actor."""
        query = reading.all_rulings().order_by(events.c.number.desc()).limit(limit)
        if before is not None:
            query = query.where(events.c.number < before)
        if item is not None:
            query = query.where(events.c.item == item)
        with self._reading() as connection:
            if actor is not None:
                person = _person(connection, actor)
                query = query.where(events.c.actor == (person.actor if person else actor))
            return list(reading.rulings(connection, query))

    def history(self, page: int = 1_000) -> Iterator[Ruling]:
        """Yield every ruling, oldest first, reading `page` at a time so that nobody waits for a slow reader."""
        last = 0
        while True:
            query = reading.all_rulings().where(events.c.number > last).order_by(events.c.number).limit(page)
            with self._reading() as connection:
                rulings = list(reading.rulings(connection, query))
            if not rulings:
                return
            yield from rulings
            last = rulings[-1].event.number

    def verify(self) -> list[Problem]:
        """Check every chain of events and every text against its digest; return what does not fit.

        Looks at one moment, so that what moderators decide meanwhile is no fault.
        """
        with self._reading(snapshot_of(self._engine)) as connection:
            return keeping.verify(connection)

    def rebuild(self) -> Rebuilt:
        """Make queue, reasons and skips anew from scores and events; leases of correct items stay."""
        return self._write(keeping.rebuild)

    # --- people ----------------------------------------------------------------------------------------------------

    def enrol(self, subject: str, *, role: Role | None = None, name: str | None = None) -> Person:
        """Return the person with this subject, added where new (as a moderator); `role` and `name` are updated."""
        if not subject or len(subject) > _LONGEST_NAME:
            raise UsageError(f"a moderator's name has 1 to {_LONGEST_NAME} characters", mend="choose another name")
        try:
            return self._write(lambda connection: _enrol(connection, subject, role, name, self._now()))
        except IntegrityError:
            # Another process added the same person between our look and our insert.
            return self._write(lambda connection: _enrol(connection, subject, role, name, self._now()))

    def person(self, subject: str) -> Person | None:
        """Return the person with this subject, None where there is none."""
        with self._reading() as connection:
            return _person(connection, subject)

    def people(self) -> list[Person]:
        """Return all who ever decided."""
        with self._reading() as connection:
            return reading.everybody(connection)

    # --- for the desk ----------------------------------------------------------------------------------------------

    def claim(self, person: Person, chosen: Filter, count: int, *, now: str, until: str) -> list[Item]:
        """Lease up to `count` items to a person and return them; the desk checks who may."""
        numbers = self._write(lambda c: leases.claim(c, person, chosen, count, now=now, until=until))
        return self.items_by_number(numbers)

    def release(self, person: Person) -> int:
        """Give back every lease of a person; return how many."""
        return self._write(lambda connection: leases.release(connection, person))

    def make(self, move: moves.Move) -> Event:
        """Write a move and return its event; the desk checks who may."""
        return self._write(lambda connection: moves.make(connection, move))

    def undo(self, number: int | None, move: moves.Move, *, until: str, is_senior: bool) -> Event:
        """Take an event back (None: the person's last) and return the event that does so."""
        return self._write(lambda c: moves.undo(c, number, move, until=until, is_senior=is_senior))

    def standing(self, number: int) -> tuple[ItemState, Event | None]:
        """Return an item's state and the event behind it, None where the automatic route alone speaks."""
        with self._reading() as connection:
            return reading.standing(connection, number)

    def decided_by(self, reason: str, since: str) -> list[int]:
        """Return the decided items whose verdict gives `reason` and whose ruling was made at `since` or later."""
        with self._reading() as connection:
            return reading.decided_by(connection, reason, since)

    # --- erasing ---------------------------------------------------------------------------------------------------

    def erase_author(self, source: str, *, author_id: str | None = None, name: str | None = None) -> Erased:
        """Empty texts, names and notes of one author; events stay as they are and stay verifiable."""
        if (author_id is None) == (name is None):
            raise UsageError("expected either an author's id or a name", mend="give `author_id=` or `name=`")
        identity = author_identity(source, author_id, name)
        erased = self._write(lambda connection: erase.erase_author(connection, identity, self._now()))
        erase.sweep(self._engine)
        return erased

    def erase_person(self, subject: str) -> bool:
        """Forget a moderator's name; the events keep `person:<id>`. Tell whether there was one."""
        done = self._write(lambda connection: erase.erase_person(connection, subject))
        erase.sweep(self._engine)
        return done

    def purge(self, older_than: str) -> Erased:
        """Empty texts, names and notes of comments last changed before `older_than`, a time as the store writes it."""
        erased = self._write(lambda connection: erase.purge(connection, older_than, self._now()))
        erase.sweep(self._engine)
        return erased


def _person(connection: Connection, subject: str) -> Person | None:
    row = connection.execute(select(people).where(people.c.subject == subject)).one_or_none()
    return None if row is None else Person(row.id, row.subject, row.name, row.role)


def _enrol(connection: Connection, subject: str, role: Role | None, name: str | None, now: str) -> Person:
    values = {key: value for key, value in (("role", role), ("name", name)) if value is not None}
    known = _person(connection, subject)
    if known is None:
        row = {"subject": subject, "added_at": now, "role": "moderator", **values}
        connection.execute(insert(people).values(**row))
    elif any(getattr(known, key) != value for key, value in values.items()):
        connection.execute(update(people).where(people.c.id == known.id).values(**values))
    found = _person(connection, subject)
    if found is None:
        raise StoreError("the person could not be added", mend="try again")
    return found
