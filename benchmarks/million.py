"""A million items in the queue: what the desk asks of the database, on SQLite and on PostgreSQL.

10,000 comments are put in as an import does it, and copied inside the database, each copy with its own ids and threads.
All copies are by the same 900 authors: every author has written a thousand comments, more than in any real archive.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, insert, literal, literal_column, select, text

from benchmarks.store import _batch, on_postgres, on_sqlite
from benchmarks.table import show
from benchmarks.texts import comments as comments_of
from moderation.records import Filter
from moderation.review import Desk
from moderation.store import Scored, Store, open_store, watch
from moderation.store.schema import comments, item_reasons, queue_items, revisions, scores, texts, threads

SEED = 10_000
TURNS = 5
# On a desk that has been open for a while PostgreSQL has its plans.
WARM = 20
# What is an id, or points at one, and what must not come twice.
MOVED = {"id", "comment_id", "item_id", "thread_id", "score_id"}
UNIQUE = {"key", "text_digest"}


def run(_data: Path | None = None, items: int = 1_000_000) -> None:
    """Fill both databases and print what each question takes."""
    rows = []
    for name, database in (("SQLite", on_sqlite), ("PostgreSQL", on_postgres)):
        with database() as url, open_store(url) as store:
            _fill(store, items)
            rows += _at_the_desk(name, store)
            for what, ask in _questions(store).items():
                rows.append([name, what, *_timed(ask)])
    show(["database", f"of {items:,} items", "median ms", "worst ms"], rows)


def _fill(store: Store, items: int) -> None:
    for start in range(0, SEED, 1_000):
        store.add(_worded(_batch(start, 1_000), start))
    for copy in range(1, items // SEED):
        store.write(partial(_copy, copy))
    with store.engine.connect() as connection:
        connection.execute(text("ANALYZE"))
        connection.commit()


def _worded(batch: list[Scored], seed: int) -> list[Scored]:
    """Give comments words that are as frequent and as rare as in comments: a search is planned by that."""
    said = comments_of(len(batch), seed=seed)
    return [
        replace(scored, comment=replace(scored.comment, text=words)) for scored, words in zip(batch, said, strict=True)
    ]


def _copy(copy: int, connection: Connection) -> None:
    for table in (threads, comments, revisions, texts, scores, queue_items, item_reasons):
        connection.execute(_copied(table, copy))


def _copied(table: Table, copy: int) -> Any:
    first = table.c[next(name for name in ("id", "comment_id", "item_id") if name in table.c)]
    return insert(table).from_select(
        [column.name for column in table.c],
        select(*(_moved(column, copy) for column in table.c)).where(first <= SEED),
    )


def _moved(column: Any, copy: int) -> Any:
    if column.name in MOVED:
        return column + literal_column(str(copy * SEED))
    if column.name in UNIQUE:
        return column + literal(f".{copy}")
    return column


def _questions(store: Store) -> dict[str, Callable[[], object]]:
    desk = Desk(store, "al")
    return {
        "claim: a language that nothing has": lambda: desk.claim(Filter(language="de"), 8),
        "claim: a site that nothing has": lambda: desk.claim(Filter(site="nowhere"), 8),
        "claim: a day on which nothing was written": lambda: desk.claim(Filter(since="2027-12-01T00:00:00Z"), 8),
        "counts of the tabs": store.queues,
        "count of the watch": lambda: watch.waiting(store),
        "list of a tab": lambda: store.items(Filter(), 9),
        "search for a frequent word": lambda: store.items(Filter(words="council"), 9),
        "search for a rare word": lambda: store.items(Filter(words="hack"), 9),
        "search for a word that is not there": lambda: store.items(Filter(words="zebra"), 9),
        "histogram": lambda: store.score_bins(Filter(), "toxicity", 50),
        "filter: reasons": store.reasons,
        "filter: labels": store.labels,
        "filter: languages": store.languages,
        "filter: sites": store.sites,
        "filter: threads": store.threads,
    }


def _at_the_desk(name: str, store: Store) -> list[list[str]]:
    """Return what it takes to decide and to have what comes next, at first and once the desk has been open a while.

    The panel holds eight and asks for what is missing; whoever holds one asks for the next.
    """
    rows = []
    for person, held in (("al", 8), ("bo", 1)):
        desk = Desk(store, person)
        for when, before in (("", 0), (f", {WARM} decisions later", WARM)):
            _turns(desk, before, held)
            decided, claimed = _turns(desk, TURNS, held)
            rows.append([name, f"decide, holding {held}{when}", *_shown(decided)])
            rows.append([name, f"next item, holding {held}{when}", *_shown(claimed)])
    return rows


def _turns(desk: Desk, turns: int, held: int) -> tuple[list[float], list[float]]:
    """Return the milliseconds of deciding one of those held, and of claiming what then comes."""
    decided, claimed = [], []
    items = desk.claim(Filter(), held)
    for _ in range(turns):
        item = items[0]
        decided.append(_milliseconds(partial(desk.approve, item.id, item.revision, item.version)))
        start = time.perf_counter()
        items = desk.claim(Filter(), held)
        claimed.append((time.perf_counter() - start) * 1000)
    return decided, claimed


def _timed(ask: Callable[[], object]) -> list[str]:
    return _shown([_milliseconds(ask) for _ in range(TURNS)])


def _milliseconds(ask: Callable[[], object]) -> float:
    start = time.perf_counter()
    ask()
    return (time.perf_counter() - start) * 1000


def _shown(times: list[float]) -> list[str]:
    times = sorted(times)
    return [f"{times[len(times) // 2]:.1f}", f"{times[-1]:.1f}"]


if __name__ == "__main__":
    run(items=int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
