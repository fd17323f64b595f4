"""Dumps far larger than memory should ever be: readers hold one record at a time."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.soak

MEGABYTES = 400
MOST = 200  # MiB of resident memory
BODY = "The bridge should stay open on Sundays, and whoever says otherwise has never waited for the ferry. " * 12
PROGRAM = r"""
import re, sys
from pathlib import Path
from moderation.parse import parse
from moderation.records import Comment
print(sum(isinstance(record, Comment) for record in parse(sys.argv[1])))
# Of this program alone: `getrusage` counts what the process that started it had, too.
print(int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
"""


def _wordpress(path: Path) -> int:
    head = '<?xml version="1.0"?><rss xmlns:wp="http://wordpress.org/export/1.2/"><channel>\n'
    written = number = 0
    with path.open("w") as out:
        out.write(head)
        while written < MEGABYTES << 20:
            out.write(f"<item><title>T</title><link>https://a.example/{number}</link><wp:post_id>{number}</wp:post_id>")
            for _ in range(500):
                number += 1
                written += out.write(
                    f"<wp:comment><wp:comment_id>{number}</wp:comment_id><wp:comment_author>Ann</wp:comment_author>"
                    f"<wp:comment_content><![CDATA[<p>{BODY}</p>]]></wp:comment_content>"
                    "<wp:comment_approved>1</wp:comment_approved></wp:comment>\n"
                )
            out.write("</item>\n")
        out.write("</channel></rss>")
    return number


def _reddit(path: Path) -> int:
    written = number = 0
    with path.open("w") as out:
        while written < MEGABYTES << 20:
            number += 1
            row = {
                "id": f"c{number}",
                "link_id": f"t3_{number // 100}",
                "parent_id": f"t3_{number // 100}",
                "body": BODY,
            }
            written += out.write(json.dumps({**row, "author": f"a{number % 999}", "created_utc": 1714557600}) + "\n")
    return number


@pytest.mark.parametrize("write", [_wordpress, _reddit], ids=["wordpress", "reddit"])
def test_a_dump_of_hundreds_of_megabytes_is_read_in_constant_memory(
    tmp_path: Path, write: Callable[[Path], int]
) -> None:
    """Every comment comes out, and memory stays under 200 MiB."""
    path = tmp_path / "dump"
    written = write(path)
    done = subprocess.run([sys.executable, "-c", PROGRAM, path], capture_output=True, text=True, check=True)
    path.unlink()
    read, megabytes = map(int, done.stdout.split())

    assert read == written
    assert megabytes < MOST
