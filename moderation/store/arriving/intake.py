"""Comments with their verdicts into the tables: what is new, what changed, what went away, one transaction a batch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count, islice
from typing import Any, Final

from sqlalchemy import Connection, Table, and_, func, insert, select

from moderation.records import Article
from moderation.store.answers import Added, Scored
from moderation.store.arriving.drawn import is_due
from moderation.store.arriving.intake_rows import Row, is_gone, route_of, thread_key
from moderation.store.arriving.laid_out import LaidOut, Spelt, insert_spelt
from moderation.store.arriving.revise import Known, Work, policy_rejection, revise
from moderation.store.columns import digest
from moderation.store.connect import take_turn
from moderation.store.ruling.ledger import append
from moderation.store.ruling.projection import state_of_route
from moderation.store.schema import (
    articles,
    authors,
    comments,
    item_reasons,
    particulars,
    queue_items,
    revisions,
    scores,
    sites,
    texts,
    threads,
    watched,
)
from moderation.store.subjects.outbox import Ruled, post

# SQLite refuses a statement with more than 32,766 values, PostgreSQL one with more than 65,535.
_AT_ONCE: Final = 5_000


def add(connection: Connection, batch: Sequence[LaidOut], now: str) -> Added:
    """Put a batch into the tables; a comment that stands in it twice is taken in order, the later as a change."""
    # Imports take turns, so ids and look-ups need no second thought; decisions do not wait for it.
    take_turn(connection)
    total = Added()
    for unique in _rounds(batch):
        total += _add_unique(connection, unique, now)
    return total


def _rounds(batch: Sequence[LaidOut]) -> Iterator[dict[str, LaidOut]]:
    left = list(batch)
    while left:
        unique: dict[str, LaidOut] = {}
        again = []
        for laid in left:
            if laid.key in unique:
                again.append(laid)
            else:
                unique[laid.key] = laid
        yield unique
        left = again


def _add_unique(connection: Connection, batch: Mapping[str, LaidOut], now: str) -> Added:
    known = _known(connection, batch)
    # What was erased brings nothing back, its author's name included.
    erased = {key for key, row in known.items() if row.erased_at is not None}
    places = _places(connection, [laid for key, laid in batch.items() if key not in erased])
    fresh = [laid for key, laid in batch.items() if key not in known]
    _insert_new(connection, fresh, places, now)
    total = Added(new=len(fresh), unchanged=len(erased))
    work = Work(connection, now, count(first_free(connection, scores)))
    # In the order of ids, so that two writers who lock several rows never wait for each other.
    living = (row for row in known.values() if row.key not in erased)
    for row in sorted(living, key=lambda known_row: known_row.id):
        total += revise(work, row, batch[row.key], places.columns(batch[row.key]))
    return total


# --- what is there already -----------------------------------------------------------------------------------------


def _known(connection: Connection, keys: Iterable[str]) -> dict[str, Known]:
    joined = (
        comments.join(
            revisions, and_(revisions.c.comment_id == comments.c.id, revisions.c.number == comments.c.revision)
        )
        .outerjoin(queue_items, queue_items.c.id == comments.c.id)
        .outerjoin(scores, scores.c.id == queue_items.c.score_id)
    )
    columns = (
        comments.c.id,
        comments.c.key,
        comments.c.revision,
        comments.c.facts_digest,
        comments.c.erased_at,
        revisions.c.text_digest,
        queue_items.c.state,
        scores.c.digest.label("score_digest"),
        scores.c.reasons.label("score_reasons"),
    )
    found = {}
    for part in _parts(keys):
        for row in connection.execute(select(*columns).select_from(joined).where(comments.c.key.in_(part))):
            found[row.key] = Known(*row)
    return found


def _parts(values: Iterable[str]) -> Iterator[list[str]]:
    left = iter(values)
    while part := list(islice(left, _AT_ONCE)):
        yield part


# --- sites, threads, authors ---------------------------------------------------------------------------------------


class Places:
    """Where the comments of a batch belong: row ids of their threads, sites and authors."""

    __slots__ = ("_authors", "_sites", "_threads")

    def __init__(self, threads: Mapping[str, int], sites: Mapping[str, int], authors: Mapping[str, int]) -> None:
        self._threads = threads
        self._sites = sites
        self._authors = authors

    def columns(self, laid: LaidOut) -> Row:
        """Return the columns of `comments` that refer to thread, site and author."""
        return {
            "thread_id": self._threads[laid.thread],
            "site_id": None if laid.site is None else self._sites[laid.site],
            "author": None if laid.author is None else self._authors[laid.author],
        }


def _places(connection: Connection, batch: Sequence[LaidOut]) -> Places:
    named_threads: dict[str, Row] = {}
    named_sites: dict[str, Row] = {}
    named_authors: dict[str, Row] = {}
    for laid in batch:
        comment = laid.given.comment
        named_threads.setdefault(laid.thread, {"source": comment.source, "thread": comment.thread_id})
        if laid.site is not None:
            named_sites.setdefault(laid.site, {"name": comment.site})
        if laid.author is not None and laid.author not in named_authors:
            named_authors[laid.author] = {
                "identity": laid.identity,
                "source": comment.source,
                "author_id": comment.author_id,
                "name": comment.author,
            }
    return Places(
        row_ids(connection, threads, named_threads),
        row_ids(connection, sites, named_sites),
        row_ids(connection, authors, named_authors),
    )


def row_ids(connection: Connection, table: Table, wanted: Mapping[str, Row]) -> dict[str, int]:
    """Return the ids of rows by their `key`, adding the rows that are missing."""
    found: dict[str, int] = {}
    for part in _parts(wanted):
        rows = connection.execute(select(table.c.key, table.c.id).where(table.c.key.in_(part)))
        found.update((row.key, row.id) for row in rows)
    missing = [key for key in wanted if key not in found]
    if missing:
        first = first_free(connection, table)
        found.update((key, first + offset) for offset, key in enumerate(missing))
        connection.execute(insert(table), [{"id": found[key], "key": key, **wanted[key]} for key in missing])
    return found


def first_free(connection: Connection, table: Table) -> int:
    """Return the next id of a table that only imports write to; the caller holds the import's turn."""
    return int(connection.execute(select(func.max(table.c.id))).scalar() or 0) + 1


# --- new comments --------------------------------------------------------------------------------------------------


def _insert_new(connection: Connection, fresh: Sequence[LaidOut], places: Places, now: str) -> None:
    if not fresh:
        return
    first_comment, first_score = first_free(connection, comments), first_free(connection, scores)
    rows: dict[Table, list[Spelt]] = {
        table: [] for table in (comments, revisions, texts, particulars, scores, queue_items, item_reasons, watched)
    }
    rejected = []
    for number, laid in enumerate(fresh, first_comment):
        where = places.columns(laid)
        came = {"id": number, "revision": 1, "added_at": now, "changed_at": now, "erased_at": None}
        rows[comments].append(_with(laid.comment_row, **came, **where))
        rows[revisions].append(Spelt({"comment_id": number, "number": 1, "text_digest": laid.text_digest, "at": now}))
        rows[texts].append(_with(laid.text_row, comment_id=number))
        if laid.particulars_row is not None:
            rows[particulars].append(_with(laid.particulars_row, comment_id=number))
        # From here on it is what its holds make of it.
        scored = laid.scored
        if is_gone(scored.comment, scored.verdict):
            continue
        if is_due(scored):
            rows[watched].append(Spelt({"item": number, "revision": 1, "at": now}))
        score_id = first_score + len(rows[scores])
        rows[scores].append(_with(laid.score_row, id=score_id, comment_id=number, revision=1, at=now))
        rows[queue_items].append(_new_item(scored, number, where["thread_id"], score_id))
        rows[item_reasons].extend(_with(row, item_id=number) for row in laid.reason_rows)
        if scored.verdict.route == "reject":
            rejected.append((policy_rejection(scored, number, 1, now), ""))
    _write(connection, rows, rejected)


def _with(row: Spelt, **more: Any) -> Spelt:
    """Return a row with what the database gives; these are numbers and times, which need no spelling."""
    return Spelt({**row, **more})


def _write(connection: Connection, rows: Mapping[Table, list[Spelt]], rejected: Sequence[Any]) -> None:
    for table in (comments, revisions, texts, particulars, scores):
        insert_spelt(connection, table, rows[table])
    by_id = {row["id"]: row for row in rows[queue_items]}
    sealed = append(connection, rejected)
    for event in sealed:
        by_id[event.item].update(state="rejected", version=2, standing=event.number, head=event.hash)
    post(connection, [Ruled(event, "rejected", event.reason) for event in sealed])
    for table in (queue_items, item_reasons, watched):
        insert_spelt(connection, table, rows[table])


def _new_item(scored: Scored, comment_id: int, thread_id: int, score_id: int) -> Spelt:
    """Return the row of `queue_items` for a comment that the queue meets for the first time."""
    route = route_of(scored.verdict)
    return Spelt(
        {
            "id": comment_id,
            "thread_id": thread_id,
            "revision": 1,
            "score_id": score_id,
            "state": state_of_route(route),
            "route": route,
            "priority": float(scored.verdict.priority),
            "version": 1,
            "standing": None,
            "head": "",
        }
    )


# --- articles ------------------------------------------------------------------------------------------------------


def add_article(connection: Connection, article: Article, *, partly: bool = False) -> None:
    """Put an article over its thread, or replace the one that is there; `partly`, only what is told of it."""
    take_turn(connection)
    key = thread_key(article.source, article.thread_id)
    thread = row_ids(connection, threads, {key: {"source": article.source, "thread": article.thread_id}})[key]
    site = None
    if article.site is not None:
        site_key = digest([article.site])
        site = row_ids(connection, sites, {site_key: {"name": article.site}})[site_key]
    row = {
        "site_id": site,
        "title": article.title,
        "text": article.text,
        "url": article.url,
        "declared_comments": article.declared_comments,
        "embedded": article.embedded,
        "blocks": [(block.kind, block.text, block.start, block.end) for block in article.blocks],
    }
    # A text brings its own blocks, and be it that there are none.
    told = (
        {name: value for name, value in row.items() if value or (name == "blocks" and article.text)} if partly else row
    )
    done = connection.execute(articles.update().where(articles.c.thread_id == thread).values(**told))
    if not done.rowcount:
        connection.execute(insert(articles).values(thread_id=thread, **row))
