"""The open store: one method for each thing that a screen, a command or a moderator needs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError, OperationalError

from moderation.errors import Problem, StoreError, UsageError
from moderation.records import Article, AuthorRecord, Comment, Event, Filter, Item
from moderation.store.answers import (
    Added,
    Day,
    Erased,
    Person,
    Rebuilt,
    Ruling,
    Scored,
    Standing,
    Stats,
    Tally,
    ThreadTally,
)
from moderation.store.arriving import intake
from moderation.store.arriving.intake_rows import author_identity
from moderation.store.arriving.laid_out import lay_out
from moderation.store.clock import Clock, utc_now
from moderation.store.connect import engine_for, prepare, snapshot_of, writer_of
from moderation.store.lock import give_way
from moderation.store.ruling import leases, moves
from moderation.store.schema import events
from moderation.store.showing import counting, fared, foresee, past, reading
from moderation.store.showing.finding import INDEXED
from moderation.store.showing.looking import Looking
from moderation.store.subjects import preferences, team
from moderation.store.upkeep import checking, checkpoints, erase, keeping
from moderation.taxonomy import ItemState, Role

Answer = TypeVar("Answer")

# A transaction of 1,000 comments keeps other writers of SQLite waiting for a seventh of a second, so it is less: with
# 125 the whole of an import takes 3 % more processor time than with 250.
BATCH: Final = 125
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


class Store(Looking):
    """An open database. Safe to share between threads; every process opens its own."""

    def __init__(self, engine: Engine, clock: Clock = utc_now) -> None:
        super().__init__(engine, clock)
        self._writer = writer_of(engine)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    @property
    def engine(self) -> Engine:
        """The engine, for the store's own modules."""
        return self._engine

    @property
    def now(self) -> str:
        """The time that the next event would carry."""
        return self._now()

    def read(self, work: Callable[[Connection], Answer]) -> Answer:
        """Answer a question of one of the store's own modules."""
        with self._reading() as connection:
            return work(connection)

    def write(self, work: Callable[[Connection], Answer]) -> Answer:
        """Do the work of one of the store's own modules in one transaction, once more where it met another's lock."""
        return self._write(work)

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

    # --- putting in ------------------------------------------------------------------------------------------------

    def add(self, batch: Sequence[Scored]) -> Added:
        """Put comments with their verdicts into the queue; twice adds nothing twice.

        One transaction for every 125: each is either wholly there or not at all.
        """
        total = Added()
        for start in range(0, len(batch), BATCH):
            part = batch[start : start + BATCH]
            total += self._add(part)
            if len(part) == BATCH:  # more is to come
                give_way(self._engine.dialect.name)
        return total

    def _add(self, part: Sequence[Scored]) -> Added:
        laid = [lay_out(scored) for scored in part]
        return self._write(lambda connection: intake.add(connection, laid, self._now()))

    def add_article(self, article: Article) -> None:
        """Put an article over its thread; a second one replaces the first."""
        self._write(lambda connection: intake.add_article(connection, article))

    def tell_articles(self, told: Collection[Article]) -> None:
        """Put articles over their threads in one transaction; what one does not tell stays as it is there."""

        def tell(connection: Connection) -> None:
            for article in told:
                intake.add_article(connection, article, partly=True)

        self._write(tell)

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

    def threads(self, state: ItemState = "pending", at_most: int | None = None) -> tuple[ThreadTally, ...]:
        """Return the threads that hold items in `state` with their counts, the fullest first."""
        with self._reading() as connection:
            return counting.thread_tallies(connection, state, at_most)

    def find(self, source: str, thread_id: str, comment_id: str) -> int | None:
        """Return the number of a comment's item, None where it has none."""
        with self._reading() as connection:
            return reading.item_of(connection, source, thread_id, comment_id)

    def authors(self, who: Sequence[tuple[str, str | None, str | None]]) -> list[AuthorRecord | None]:
        """Return how authors fared so far, for each (source, author_id, name); None for one never seen."""
        identities = [author_identity(*author) for author in who]
        with self._reading() as connection:
            found = fared.author_records(connection, set(identities))
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
                person = team.person(connection, actor)
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

    def standings(self, page: int = 1_000) -> Iterator[Standing]:
        """Yield where every ruled comment stands now, but for those that went away upstream."""
        after = 0
        while True:
            with self._reading() as connection:
                found = reading.standings(connection, after, page)
            if not found:
                return
            yield from (one for _, one in found if one.state != "closed")
            after = found[-1][0]

    def verify(self, key: bytes | None = None, expected: str | None = None) -> list[Problem]:
        """Check every chain, every seal (with the `key` that made it) and every text; return what does not fit.

        `expected` is a seal that was kept elsewhere. Looks at one moment, so that what moderators decide meanwhile is
        no fault.
        """
        with self._reading(snapshot_of(self._engine)) as connection:
            return checking.verify(connection) + checkpoints.verify(connection, key, expected)

    def rebuild(self) -> Rebuilt:
        """Make queue, reasons and skips anew from scores and events; leases of correct items stay."""
        return self._write(keeping.rebuild)

    # --- people ----------------------------------------------------------------------------------------------------

    def enrol(self, subject: str, *, role: Role | None = None, name: str | None = None) -> Person:
        """Return the person with this subject, added where new (as a moderator); `role` and `name` are updated."""
        _check_name(subject)
        return self._set_person(lambda connection: team.enrol(connection, subject, role, name, self._now()))

    def welcome(self, subject: str, role: Role, name: str | None, by: Person | None = None) -> Person:
        """Make somebody one of the team, or one again, with this role; the team's record says that `by` did it.

        UsageError where no admin would be left.
        """
        _check_name(subject)
        return self._set_person(lambda connection: team.welcome(connection, subject, role, name, by, self._now()))

    def dismiss(self, subject: str, by: Person | None = None) -> Person:
        """Let somebody be one of the team no more, and give back what they hold; UsageError for the last admin.

        Events keep their number, and the number its name.
        """
        return self._set_person(lambda connection: team.dismiss(connection, subject, by, self._now()))

    def _set_person(self, work: Callable[[Connection], Person]) -> Person:
        try:
            return self._write(work)
        except IntegrityError:
            # Another process added the same person between our look and our insert.
            return self._write(work)

    def person(self, subject: str) -> Person | None:
        """Return the person with this subject, None where there is none."""
        with self._reading() as connection:
            return team.person(connection, subject)

    def people(self) -> list[Person]:
        """Return all who ever decided."""
        with self._reading() as connection:
            return reading.everybody(connection)

    def prefer(self, person: int, name: str, value: Any) -> None:
        """Keep what a person has set for the pages under `name`, any JSON value; None takes it away."""
        self._write(lambda connection: preferences.prefer(connection, person, name, value))

    # --- for the desk ----------------------------------------------------------------------------------------------

    def claim(
        self, person: Person, chosen: Filter, count: int, *, now: str, until: str, screen: leases.Screen = leases.ONLY
    ) -> list[Item]:
        """Lease up to `count` items to a person and return them; the desk checks who may."""
        turn = leases.Turn(person, count, now, until, screen, chosen.order)
        if chosen.order.sort not in INDEXED:
            with self._reading() as connection:
                turn = replace(turn, among=leases.foreseen(connection, turn, chosen))
        return self.items_by_number(self._write(lambda connection: leases.claim(connection, turn, chosen)))

    def leased(self, person: Person) -> frozenset[int]:
        """Return what is leased to a person, the leases that have run out included."""
        with self._reading() as connection:
            return leases.leased(connection, person)

    def release(self, person: Person, keep: frozenset[int] = frozenset()) -> int:
        """Give back every lease of a person but those on `keep`; return how many."""
        return self._write(lambda connection: leases.release(connection, person, keep))

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

    # --- erasing ---------------------------------------------------------------------------------------------------

    def erase_author(self, source: str, *, author_id: str | None = None, name: str | None = None) -> Erased:
        """Empty texts, names and notes of one author; events stay as they are and stay verifiable."""
        identity = _identity(source, author_id, name)
        erased = self._write(lambda connection: erase.erase_author(connection, identity, self._now()))
        erase.sweep(self._engine)
        return erased

    def foresee_author(self, source: str, *, author_id: str | None = None, name: str | None = None) -> Erased:
        """Return what `erase_author` would empty; its `authors` is 0 where the source has no such author."""
        identity = _identity(source, author_id, name)
        return self.read(lambda connection: foresee.author(connection, identity))

    def foresee_purge(self, older_than: str) -> Erased:
        """Return what `purge` would empty."""
        return self.read(lambda connection: foresee.purge(connection, older_than))

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


def _identity(source: str, author_id: str | None, name: str | None) -> str:
    if (author_id is None) == (name is None):
        raise UsageError("expected either an author's id or a name", mend="name the one or the other")
    return author_identity(source, author_id, name)


def _check_name(subject: str) -> None:
    if not subject or len(subject) > _LONGEST_NAME:
        raise UsageError(f"a moderator's name has 1 to {_LONGEST_NAME} characters", mend="choose another name")
