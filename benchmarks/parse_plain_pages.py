"""Comment-character F1 and false alarms of the plain page parser, on pages whose comments somebody has marked.

The data is a folder of texts in which a line `!@#$%^&*()  COMMENTS` stands between article and comments (or in
`parser/plain_pages` below it). The line is cut out, with the blank lines around it, before a page is parsed. Pages are
split by a hash of their names: one half may be looked at while the parser is changed, the other is only measured.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from benchmarks.table import show
from moderation.parse.encoding import decode
from moderation.parse.plain.page import parse_page
from moderation.records import Page

# Some of the lines were typed with variations: `!@#$%^&*() COMMENTS`, `!@#$%^&*   COMMENTS`, `... CORRECTED`.
SEPARATOR = re.compile(r"^!@.{0,2}\$%\^&\*.*$", re.MULTILINE)
SMALLEST = 20
INSIDE = Path("parser", "plain_pages")


class Marked(NamedTuple):
    """A page without its separator line, and where its comments begin; `cut` is the end when it has none."""

    name: str
    text: str
    cut: int


@dataclass(slots=True)
class Counts:
    """What was found on some pages; characters are those that are not blank."""

    pages: int = 0
    commented: int = 0
    detected: int = 0
    alarms: int = 0
    gold: int = 0
    region: int = 0
    region_right: int = 0
    texts: int = 0
    texts_right: int = 0
    seconds: float = 0.0

    def row(self, name: str) -> list[object]:
        """Return the counts as a line of the table."""
        clean = self.pages - self.commented
        return [
            name,
            self.pages,
            self.commented,
            self.detected,
            f"{self.alarms} ({self.alarms / max(1, clean):.1%})",
            f"{self.region_right / max(1, self.region):.3f}",
            f"{self.region_right / max(1, self.gold):.3f}",
            f"{_f1(self.region_right, self.region, self.gold):.3f}",
            f"{_f1(self.texts_right, self.texts, self.gold):.3f}",
            self.pages / max(1e-9, self.seconds),
        ]


def run(data: Path | None) -> None:
    """Print the table; `data` names the folder."""
    if data is None:
        raise SystemExit("name the folder with --data")
    folder = next((path for path in (data / "data" / INSIDE, data / INSIDE) if path.is_dir()), data)
    if not any(folder.glob("*.txt")):
        raise SystemExit(f"no marked pages (*.txt) in {folder}")
    halves = {"tuned on": Counts(), "held out": Counts()}
    for page in marked_pages(folder):
        half = "held out" if hashlib.sha256(page.name.encode()).digest()[0] % 2 else "tuned on"
        count(page, halves[half])
    header = ["pages", "n", "with comments", "detected", "false alarms", "P", "R", "F1", "F1 of texts", "pages/CPU s"]
    show(header, [counts.row(name) for name, counts in halves.items()])
    print(
        "\nP, R, F1: characters from the first comment's header to the last comment's end, against all after the line."
    )


def marked_pages(folder: Path) -> Iterator[Marked]:
    """Yield the pages of `folder` with the separator cut out."""
    for path in sorted(folder.glob("*.txt")):
        text = decode(path.read_bytes()).text.replace("\r\n", "\n")
        line = SEPARATOR.search(text)
        body, comments = (text[: line.start()], text[line.end() :]) if line else (text, "")
        if len(comments.strip()) < SMALLEST:
            comments = ""
        body = body.strip("\n")
        page = f"{body}\n\n{comments.strip(chr(10))}" if comments else body
        yield Marked(path.name, page, len(body))


def count(page: Marked, counts: Counts) -> None:
    """Parse one page and add what came of it."""
    begin = time.process_time()
    parsed = parse_page(page.text, source="plain", thread_id=page.name)
    counts.seconds += time.process_time() - begin
    commented = bool(page.text[page.cut :].strip())
    counts.pages += 1
    counts.commented += commented
    counts.detected += commented and bool(parsed.comments)
    counts.alarms += not commented and bool(parsed.comments)
    counts.gold += _solid(page.text[page.cut :])
    if parsed.comments:
        first, last = _region(parsed)
        counts.region += _solid(page.text[first:last])
        counts.region_right += _solid(page.text[max(first, page.cut) : last])
    for comment in parsed.comments:
        start, end = comment.start or 0, comment.end or 0
        counts.texts += _solid(page.text[start:end])
        counts.texts_right += _solid(page.text[max(start, page.cut) : end])


def _region(page: Page) -> tuple[int, int]:
    """Return where the comment part begins and ends: at the header that follows the last line of the article."""
    first = min(comment.start or 0 for comment in page.comments)
    last = max(comment.end or 0 for comment in page.comments)
    above = [block for block in page.article.blocks if (block.end or 0) <= first]
    while above and above[-1].kind == "furniture":
        first = above.pop().start or 0
    below = [block for block in page.article.blocks if (block.start or 0) >= last]
    while below and below[0].kind == "furniture":
        last = below.pop(0).end or 0
    return first, last


def _solid(text: str) -> int:
    return sum(not character.isspace() for character in text)


def _f1(right: int, found: int, gold: int) -> float:
    return 2 * right / max(1, found + gold)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="a folder of marked pages")
    run(parser.parse_args().data)
