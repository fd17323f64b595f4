"""The database dies, imports run, and the way back is cut: what was acknowledged is there, in order, once."""

from __future__ import annotations

import gc
import json
import random
import subprocess
import sys
import threading
import time
from collections import defaultdict
from contextlib import ExitStack, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import psutil
import pytest

from moderation.records import Filter
from moderation.review import Desk, apply, preview, undo_bulk
from moderation.store import Selection, open_store, outbox, targets
from tests.conftest import own_postgres

pytestmark = pytest.mark.soak

# A moderator who tries again while the database is away, with the same token for the same press.
PATIENT = """
import sys, time, uuid
from moderation.errors import StaleItem, StoreError
from moderation.records import Filter
from moderation.review import Desk
from moderation.store import open_store

def patiently(work):
    while True:
        try:
            return work()
        except StoreError:
            time.sleep(0.1)

store = open_store(sys.argv[1])
desk = Desk(store, sys.argv[2])
while items := patiently(lambda: desk.claim(Filter(), 8, lease_seconds=600)):
    for item in items:
        token = uuid.uuid4().hex
        try:
            event = patiently(lambda: desk.approve(item.id, item.revision, item.version, token=token))
        except StaleItem as error:
            print(f"stale {item.id} {error}", flush=True)
            continue
        print(f"{event.number} {event.item}", flush=True)
        time.sleep(0.005)  # so that there is work left, however late the next kill comes
"""

# A moderator who takes a moment for each comment.
THINKING = """
import sys, time
from moderation.records import Filter
from moderation.review import Desk
from moderation.store import open_store

desk = Desk(open_store(sys.argv[1]), sys.argv[2])
print("ready", flush=True)
while not desk.store.find("wire", "t1", "the last"):
    for item in desk.claim(Filter(), 1):
        event = desk.approve(item.id, item.revision, item.version)
        print(f"{event.number} {event.item}", flush=True)
    time.sleep(0.2)
"""


def _process(script, *arguments, **options):
    return subprocess.Popen([sys.executable, "-c", script, *map(str, arguments)], text=True, **options)


def _told(path):
    lines = [line.split() for line in path.read_text().splitlines()]
    return {int(line[0]): int(line[1]) for line in lines if len(line) == 2}


@pytest.fixture
def own_server():
    """A PostgreSQL server that a test may kill, with its writes as safe as they come."""
    with own_postgres() as server:
        yield server


def _kill_whole(pid):
    first = psutil.Process(pid)
    first.suspend()  # so that it starts no more of them meanwhile
    family = [first, *first.children(recursive=True)]
    for process in family:
        with suppress(psutil.NoSuchProcess):  # those that see the first one gone end by themselves
            process.kill()
    psutil.wait_procs(family, timeout=10)


def test_a_killed_database_loses_no_acknowledged_decision(own_server, scored, tmp_path):
    """kill -9 of all of PostgreSQL, five times, while four moderators decide: every told decision is there, once."""
    url = own_server.get_uri()
    with open_store(url) as store:
        store.add([scored(number) for number in range(4_000)])
    paths = [tmp_path / f"out{number}" for number in range(4)]
    dice = random.Random(5)
    with ExitStack() as files:
        outs = [files.enter_context(path.open("w")) for path in paths]
        running = [_process(PATIENT, url, f"m{number}", stdout=out) for number, out in enumerate(outs)]
        for _ in range(5):
            before = sum(path.stat().st_size for path in paths)
            while sum(path.stat().st_size for path in paths) < before + 1_000:
                assert any(process.poll() is None for process in running)
                time.sleep(0.02)
            time.sleep(dice.uniform(0, 0.2))
            _kill_whole(own_server.get_pid())
            time.sleep(dice.uniform(0, 0.5))
            own_server.ensure_postgres_running()
        assert [process.wait(300) for process in running] == [0] * 4

    told: dict[int, int] = {}
    for path in paths:
        assert not set(told) & set(_told(path))
        told |= _told(path)
    with open_store(url) as store:
        written = {ruling.event.number: ruling.event.item for ruling in store.history()}
        assert told.items() <= written.items()
        assert len(set(written.values())) == len(written)
        assert store.count(Filter()) + len(written) == 4_000
        assert store.verify() == []
        assert store.rebuild().corrected == 0


IMPORTED = 30_000


def test_an_import_lets_the_moderators_work(database_url, scored, tmp_path):
    """30,000 comments come in while eight moderators decide: nothing is lost, and nobody's wait is long.

    Others wait for as long as one transaction of the import has the database. Its processor time is what is bounded
    here: under half a second, whatever else the machine does.
    """
    paths = [tmp_path / f"out{number}" for number in range(8)]
    with ExitStack() as files, open_store(database_url) as store:
        store.add([scored(number, verdict={"priority": 0.9}) for number in range(5_000)])
        outs = [files.enter_context(path.open("w")) for path in paths]
        running = [_process(THINKING, database_url, f"m{n}", stdout=out) for n, out in enumerate(outs)]
        while any(path.stat().st_size == 0 for path in paths):
            assert [process.poll() for process in running] == [None] * 8
            time.sleep(0.05)
        longest = 0.0
        gc.freeze()  # what other tests left in this process is not the import's to look through
        for first in range(5_000, 5_000 + IMPORTED, 250):  # as many as one transaction takes
            batch = [scored(n, f"comment {n}", route="approve") for n in range(first, first + 250)]
            begin = time.thread_time()
            store.add(batch)
            longest = max(longest, time.thread_time() - begin)
        gc.unfreeze()
        store.add([scored(0, id="the last", route="approve")])
        assert [process.wait(300) for process in running] == [0] * 8
        told: dict[int, int] = {}
        for path in paths:
            told |= _told(path)
        assert longest < 0.5
        assert len(told) > 40
        assert {ruling.event.number: ruling.event.item for ruling in store.history()} == told
        assert store.stats().comments == 5_001 + IMPORTED
        assert store.verify() == []
        assert store.rebuild().corrected == 0


class _Ledger(BaseHTTPRequestHandler):
    """Keeps the order in which rulings arrive, a repetition as nothing; now and then it fails."""

    got: dict[str, list[tuple[int, str]]]
    dice = random.Random(11)
    lock = threading.Lock()

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with self.lock:
            fails = self.dice.random() < 0.1
            known = self.got[body["id"]]
            if not fails and (body["event"], body["status"]) not in known:
                known.append((body["event"], body["status"]))
        self.send_response(500 if fails else 204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def test_killed_workers_deliver_every_ruling_in_order(database_url, scored, monkeypatch, tmp_path):
    """Two workers, killed again and again, and a receiver that fails: each ruling arrives, in order for its comment."""
    from moderation.review import delivery

    _Ledger.got = defaultdict(list)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Ledger)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    monkeypatch.setenv("HOOK", "secret")
    worker = (
        "import sys, threading\nfrom moderation.review import delivery\nfrom moderation.store import open_store\n"
        "delivery._FIRST_WAIT, delivery._LONGEST_WAIT, delivery._HELD, delivery._PAUSE = 0.05, 0.2, 2.0, 0.05\n"
        "delivery.deliver(open_store(sys.argv[1]), threading.Event())\n"
    )
    with open_store(database_url) as store:
        targets.add_target(store, "blog", url=f"http://127.0.0.1:{server.server_port}/", words="generic", secret="HOOK")
        store.add([scored(number) for number in range(300)])
        desk = Desk(store, "chief", "senior")
        everything = Selection(items=tuple(range(1, 301)))
        workers = [_process(worker, database_url) for _ in range(2)]
        for turn in range(4):
            done = apply(desk, preview(desk, everything, "reject"), reason="abusive")
            time.sleep(0.7)
            workers[turn % 2].kill()
            workers[turn % 2].wait()
            undo_bulk(desk, done.id)
            workers[turn % 2] = _process(worker, database_url)
        deadline = time.monotonic() + 240
        while outbox.tallies(store)["waiting"] and time.monotonic() < deadline:
            time.sleep(0.2)
        for process in workers:
            process.kill()
            process.wait()
        server.shutdown()
        server.server_close()

        assert outbox.tallies(store) == {"waiting": 0, "sent": 2_400, "failed": 0, "superseded": 0}
    assert len(_Ledger.got) == 300
    for rulings in _Ledger.got.values():
        assert rulings == sorted(rulings)
        assert [status for _, status in rulings] == ["rejected", "pending"] * 4
    assert delivery.ATTEMPTS == 12
