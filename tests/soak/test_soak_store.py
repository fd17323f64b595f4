"""The store at full size: many processes, and processes that die in the middle of a decision."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections import Counter
from contextlib import ExitStack

import pytest

from moderation.records import Filter
from moderation.review import Desk
from moderation.store import open_store

pytestmark = pytest.mark.soak

# A moderator as a process of its own: every decision that the store acknowledged is a line, `event item`.
MODERATOR = """
import sys
from moderation.errors import StaleItem
from moderation.records import Filter
from moderation.review import Desk
from moderation.store import open_store

url, name, lease = sys.argv[1:]
desk = Desk(open_store(url), name)
print("ready", flush=True)
while items := desk.claim(Filter(), 8, lease_seconds=int(lease)):
    for item in items:
        try:
            event = desk.approve(item.id, item.revision, item.version)
        except StaleItem:
            continue
        print(f"{event.number} {event.item}", flush=True)
"""


def _moderator(url, name, out, lease=180):
    command = [sys.executable, "-c", MODERATOR, url, name, str(lease)]
    return subprocess.Popen(command, stdout=out, stderr=subprocess.PIPE, text=True)


def _acknowledged(path):
    """Return the decisions that a process told of; a line that the kill cut off was not told."""
    lines = [line.split() for line in path.read_text().splitlines(keepends=True) if line.endswith("\n")]
    return {int(line[0]): int(line[1]) for line in lines if len(line) == 2}


@pytest.fixture
def filled(database_url, scored):
    """A function that fills the database and gives its URL."""

    def fill(count):
        with open_store(database_url) as store:
            store.add([scored(number, f"comment {number}") for number in range(count)])
        return database_url

    return fill


def test_sixteen_processes_lose_nothing_and_double_nothing(filled, tmp_path):
    """20,000 items, 16 processes: every item decided exactly once, every acknowledgement true."""
    url = filled(20_000)
    outs = [tmp_path / f"out{number}" for number in range(16)]
    files = [path.open("w") for path in outs]
    running = [_moderator(url, f"m{number}", file) for number, file in enumerate(files)]
    failures = [process.communicate()[1] for process in running]
    for file in files:
        file.close()

    assert failures == [""] * 16
    told = Counter(item for path in outs for item in _acknowledged(path).values())
    assert told == Counter(range(1, 20_001))
    with open_store(url) as store:
        assert store.stats().state("approved") == 20_000
        assert dict(store.stats().events)["approve"] == 20_000
        assert store.verify() == []
        assert store.rebuild().corrected == 0


def test_killed_moderators_lose_no_decision_and_no_item(filled, tmp_path):
    """kill -9 at any moment: what was acknowledged is there, and what was held comes back when the lease ends."""
    url = filled(6_000)
    dice = random.Random(7)
    told = {}
    lease = 2
    for turn in range(8):
        # A file each: in one file the lines of three processes can run into each other.
        paths = [tmp_path / f"out{turn}.{number}" for number in range(3)]
        with ExitStack() as files:
            outs = [files.enter_context(path.open("w")) for path in paths]
            running = [_moderator(url, f"m{turn}.{number}", out, lease) for number, out in enumerate(outs)]
            while sum(path.stat().st_size for path in paths) < 400:
                assert any(process.poll() is None for process in running)
                time.sleep(0.01)
            time.sleep(dice.uniform(0, 0.3))
            for process in running:
                process.kill()
                process.communicate()
        for path in paths:
            told |= _acknowledged(path)
    time.sleep(lease)

    with open_store(url) as store:
        written = {ruling.event.number: ruling.event.item for ruling in store.history()}
        assert told
        assert told.items() <= written.items()
        # At most the one decision of each killed process that was written and not yet told.
        assert len(written) - len(told) <= 24
        left = store.count(Filter())
        assert left == 6_000 - len(written)
        desk = Desk(store, "who comes after")
        again = 0
        while items := desk.claim(Filter(), 500):
            for item in items:
                desk.approve(item.id, item.revision, item.version)
            again += len(items)
        assert again == left
        assert Counter(ruling.event.item for ruling in store.history()) == Counter(range(1, 6_001))
        assert store.verify() == []
        assert store.rebuild().corrected == 0
