"""An import beside eight moderators who decide all the while: how long each of them has to wait, on both databases.

A moderator leases one comment, approves it, and looks at the screen for a fifth of a second; both verbs are timed. The
import is the command itself, with rules, classifier and evidence.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.batch import dump_of
from benchmarks.store import on_postgres, on_sqlite
from benchmarks.table import show

COUNT = 200_000
WAITING = 3_000  # in the queue when the import begins
MODERATORS = 8
_CODE = "import sys; from moderation.cli import main; sys.exit(main())"

# Prints the milliseconds of every verb, until there is a file of the name that it was told.
MODERATOR = """
import sys, time
from pathlib import Path
from moderation.errors import StaleItem
from moderation.records import Filter
from moderation.review import Desk
from moderation.store import open_store

desk, end = Desk(open_store(sys.argv[1]), sys.argv[2]), Path(sys.argv[3])

def timed(verb):
    start = time.perf_counter()
    try:
        return verb()
    except StaleItem:  # the import brought another text
        return None
    finally:
        print((time.perf_counter() - start) * 1000)

print("ready", flush=True)
while not end.exists():
    for item in timed(lambda: desk.claim(Filter(), 1)):
        timed(lambda: desk.approve(item.id, item.revision, item.version))
    time.sleep(0.2)
"""


def run(_data: Path | None = None, count: int = COUNT) -> None:
    """Print how long moderators waited while `count` comments were imported."""
    rows = []
    for name, database in (("SQLite", on_sqlite), ("PostgreSQL", on_postgres)):
        with database() as url, tempfile.TemporaryDirectory(prefix="import-") as scratch:
            rows.append([name, *_beside(url, Path(scratch), count)])
    head = [
        f"{count:,} imported, {MODERATORS} moderators",
        "comments/s",
        "verbs",
        "p50 ms",
        "p95 ms",
        "p99 ms",
        "max ms",
    ]
    show(head, rows)


def _beside(url: str, folder: Path, count: int) -> list[str]:
    _import(url, dump_of(folder / "waiting.jsonl", WAITING))
    dump, end = dump_of(folder / "dump.jsonl", count, seed=1), folder / "end"
    team = [_moderator(url, f"m{number}", end) for number in range(MODERATORS)]
    start = time.perf_counter()
    _import(url, dump)
    seconds = time.perf_counter() - start
    end.touch()
    waits = sorted(float(one) for process in team for one in process.communicate()[0].split())
    shown = (f"{waits[min(int(len(waits) * share), len(waits) - 1)]:.0f}" for share in (0.5, 0.95, 0.99, 1.0))
    return [f"{count / seconds:,.0f}", f"{len(waits):,}", *shown]


def _moderator(url: str, name: str, end: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", MODERATOR, url, name, str(end)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def _import(url: str, dump: Path) -> None:
    command = [sys.executable, "-c", _CODE, "import", str(dump), "--source", dump.stem, "--db", url]
    subprocess.run(command, check=True, capture_output=True)


if __name__ == "__main__":
    run(count=int(sys.argv[1]) if len(sys.argv) > 1 else COUNT)
