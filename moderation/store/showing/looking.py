"""The reading half of the store: what pages ask for; nothing here writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from moderation.errors import StoreError
from moderation.records import Article, Filter, Item
from moderation.store.answers import Around, DayOfWork, LabelBins, Latest, Placed, RuleRecord, Ruling, Tally
from moderation.store.arriving.intake_rows import author_identity, thread_key
from moderation.store.clock import Clock, stamp, utc_now
from moderation.store.showing import around, finding, insights, offering, reading, record
from moderation.store.showing.record import Narrowed
from moderation.store.subjects import preferences
from moderation.taxonomy import ItemState, Label


class Looking:
    """An open database, to be looked at."""

    def __init__(self, engine: Engine, clock: Clock = utc_now) -> None:
        self._engine = engine
        self.clock = clock

    @property
    def url(self) -> str:
        """The database's URL, without its password."""
        return self._engine.url.render_as_string(hide_password=True)

    def _now(self) -> str:
        return stamp(self.clock())

    @contextmanager
    def _reading(self, engine: Engine | None = None) -> Iterator[Any]:
        try:
            # Committed, though nothing is written: at a rollback psycopg forgets which statements it has prepared.
            with (engine or self._engine).begin() as connection:
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

    # --- the queue -------------------------------------------------------------------------------------------------

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

    def items(self, chosen: Filter, limit: int = 50, offset: int = 0) -> list[Item]:
        """Return what a filter shows, in its order, without leasing anything."""
        with self._reading() as connection:
            return reading.items(connection, finding.numbers(connection, chosen, limit, offset))

    def count(self, chosen: Filter, at_most: int | None = None) -> int:
        """Return how many items a filter shows; `at_most` where it is more, which ends the counting."""
        with self._reading() as connection:
            return finding.count(connection, chosen, at_most)

    def score_bins(self, chosen: Filter, label: Label, parts: int) -> list[int]:
        """Return how many items of a filter fall into each of `parts` equal ranges of a label's score."""
        with self._reading() as connection:
            return finding.bins(connection, chosen, label, parts)

    def queues(self) -> Mapping[str, int]:
        """Return how many items stand in each state, how many wait `reported`, and how many are `unmoderated`."""
        with self._reading() as connection:
            return offering.queues(connection)

    def languages(self, state: ItemState = "pending") -> tuple[Tally, ...]:
        """Return the languages of the items in `state` with their counts, the most frequent first."""
        with self._reading() as connection:
            return offering.languages(connection, state)

    def sites(self, state: ItemState = "pending") -> tuple[Tally, ...]:
        """Return the sites of the items in `state` with their counts, the fullest first."""
        with self._reading() as connection:
            return offering.sites_of(connection, state)

    # --- what stands around an item --------------------------------------------------------------------------------

    def around(self, numbers: Sequence[int]) -> Mapping[int, Around]:
        """Return what each item answers, what answers it, and where the same text stands elsewhere."""
        with self._reading() as connection:
            return around.around(connection, numbers)

    def article(self, source: str, thread_id: str) -> Article | None:
        """Return the article above a thread, None where there is none."""
        with self._reading() as connection:
            return reading.article(connection, source, thread_id)

    def comments_of(self, source: str, thread_id: str, limit: int = 500) -> list[Placed]:
        """Return the comments of a thread, oldest first, at most `limit`."""
        with self._reading() as connection:
            return around.thread(connection, thread_key(source, thread_id), limit)

    def comments_by(self, author: tuple[str, str | None, str | None], limit: int = 200) -> list[Placed]:
        """Return what an author, (source, author_id, name), wrote, newest first, at most `limit`."""
        with self._reading() as connection:
            return around.by_author(connection, author_identity(*author), limit)

    def placed(self, chosen: Filter, limit: int = 100, offset: int = 0) -> list[Placed]:
        """Return what a filter shows, in its order, as comments with their place and without what surrounds them."""
        with self._reading() as connection:
            return around.placed(connection, finding.numbers(connection, chosen, limit, offset))

    # --- the record ------------------------------------------------------------------------------------------------

    def rulings(self, wanted: Narrowed, limit: int = 50, *, folded: bool = False) -> list[Ruling]:
        """Return the rulings that a filter names, newest first, at most `limit`; `folded`: one of each change."""
        with self._reading() as connection:
            return (record.look_folded if folded else record.look)(connection, wanted, limit)

    def taken_back(self, numbers: Sequence[int]) -> Mapping[int, int]:
        """Return for each of these events that was taken back the event that did so."""
        with self._reading() as connection:
            return record.taken_back(connection, numbers)

    # --- figures ---------------------------------------------------------------------------------------------------

    def ages(self, edges: tuple[str, ...]) -> tuple[int, ...]:
        """Return how many pending items were written since each of `edges`, newest first, and how many before."""
        with self._reading() as connection:
            return insights.ages(connection, edges)

    def work(self, since: str) -> tuple[DayOfWork, ...]:
        """Return what persons decided on each day from `since` on."""
        with self._reading() as connection:
            return insights.work(connection, since)

    def outcomes(self) -> tuple[int, int]:
        """Return how many comments that the policy held persons approved, and how many they rejected."""
        with self._reading() as connection:
            return insights.outcomes(connection)

    def label_bins(self, label: Label, parts: int = 100) -> LabelBins:
        """Return over ranges of a label's score how many comments there are, and how persons ruled on them."""
        with self._reading() as connection:
            return insights.label_bins(connection, label, parts)

    def rule_records(self, last: int) -> tuple[RuleRecord, ...]:
        """Return what came of every rule that fired on one of the `last` comments that came in, most hits first."""
        with self._reading() as connection:
            return insights.rule_records(connection, last)

    def recent(self, last: int) -> int:
        """Return how many comments the `last` ones that came in are: fewer where fewer did."""
        with self._reading() as connection:
            return insights.recent(connection, last)

    def latest(self, last: int) -> list[Latest]:
        """Return the `last` comments that came in, newest first, without those whose text was erased."""
        with self._reading() as connection:
            return insights.latest(connection, last)

    # --- what people have set --------------------------------------------------------------------------------------

    def preferences(self, person: int) -> Mapping[str, Any]:
        """Return what a person has set for the pages, by name."""
        with self._reading() as connection:
            return preferences.preferences_of(connection, person)
