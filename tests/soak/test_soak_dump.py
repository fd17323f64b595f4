"""The first reading of a large dump: memory that does not grow with it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.soak

# Every tenth comment belongs to one of a hundred campaigns; the others are their own.
PROGRAM = r"""
import random, re, sys
from pathlib import Path
from moderation.dump import gather
from moderation.records import Comment

words = [f"{a}{b}{c}" for a in "bdfgklmnprst" for b in "aeiou" for c in "lmnrst"]
appeals = [" ".join(random.Random(n).choices(words, k=30)) for n in range(100)]

def comments(count):
    chance = random.Random(12345)
    for n in range(count):
        text = appeals[n // 10 % 100] if n % 10 == 0 else " ".join(chance.choices(words, k=30))
        at = f"2024-03-{1 + n % 28:02d}T10:{n % 60:02d}:00Z"
        yield Comment(source="s", thread_id=f"t{n % 999}", id=str(n), text=text, author=f"a{n % 9973}", created_at=at)

count = int(sys.argv[1])
crowd = gather(comments(count), Path(sys.argv[2]), count)
copied = sum(c.copied_times > 1 for _, c in crowd.place((comment, None) for comment in comments(count)))
# Of this program alone: `getrusage` counts what the process that started it had, too.
print(copied, int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
"""
FEW, MANY = 50_000, 400_000
MOST_MORE = 45  # MiB; half of it are mapped pages that the system takes back when it wants them


def test_memory_stays_while_the_dump_grows(tmp_path: Path) -> None:
    """Eight times the comments: every campaign found whole, and the index takes 20 bytes a comment."""
    megabytes = []
    for count in (FEW, MANY):
        command = [sys.executable, "-c", PROGRAM, str(count), str(tmp_path / str(count))]
        copied, peak = map(int, subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())
        megabytes.append(peak)
        assert copied == count // 10
        assert sum(path.stat().st_size for path in (tmp_path / str(count)).iterdir()) < 20 * count + 1000

    assert megabytes[1] - megabytes[0] < MOST_MORE
