"""Comments and body of saved pages, ours beside article extractors, on snippets that somebody took from each page.

The data is a folder with `gold.json`, a list of `{"file", "comment_gold_in_dom", "body_gold_with",
"boilerplate_gold_without"}`, and the pages in `pages/` (or in `parser/html_pages` below it). A snippet counts when it
stands, blanks aside, in one comment, or in the article's text.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from benchmarks.environments import measure
from benchmarks.table import show
from moderation.parse.encoding import decode
from moderation.parse.html.body import take_out
from moderation.parse.html.document.tree import tree_of
from moderation.parse.html.page import find_thread, parse_html
from moderation.parse.html.page_facts import facts_of

INSIDE = Path("parser", "html_pages")
PEERS = {
    "trafilatura": ["trafilatura", "lxml_html_clean"],
    "resiliparse": ["resiliparse"],
    "readability_lxml": ["readability-lxml", "lxml_html_clean"],
    "newspaper4k": ["newspaper4k", "lxml_html_clean"],
}
BODIES = ("trafilatura", "resiliparse")
ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Counts:
    """Snippets found where they belong, and where they do not, of all snippets of their kind."""

    comments: int
    inside: int
    leaked: int
    body: int
    kept: int
    boilerplate: int
    let_in: int

    def row(self, name: str, pages: int, seconds: float) -> list[object]:
        """Return the counts as a line of the table."""
        return [
            name,
            f"{self.inside / max(1, self.comments):.1%}",
            f"{self.leaked / max(1, self.comments):.1%}",
            f"{self.kept / max(1, self.body):.1%}",
            f"{self.let_in / max(1, self.boilerplate):.1%}",
            pages / max(1e-9, seconds),
        ]


def run(data: Path | None) -> None:
    """Print the table; `data` names the folder."""
    if data is None:
        raise SystemExit("name the folder with --data")
    folder = next((path for path in (data / "data" / INSIDE, data / INSIDE) if path.is_dir()), data)
    gold = marked_pages(folder)
    pages = [(folder / "pages" / entry["file"]).read_bytes() for entry in gold]
    bodies, comments, seconds = ours(pages)
    rows = [count(gold, bodies, comments).row("ours", len(gold), seconds)]
    texts = [decode(page).text for page in pages]
    cut = [without_comments(page) for page in pages]
    for peer, packages in PEERS.items():
        rows.append(_peer(gold, peer, packages, texts, peer))
    for peer in BODIES:
        rows.append(_peer(gold, peer, PEERS[peer], cut, f"{peer}, our comments cut out"))
    show(["", "comments found", "in the body", "body kept", "boilerplate in it", "pages/s of one core"], rows)
    print(f"\n{len(gold)} pages. trafilatura gives the comments as one text, without authors; the others give none.")


def without_comments(page: bytes) -> str:
    """Return a page without the comments that we find in it: what an extractor of bodies is given."""
    tree = tree_of(page)
    if tree is None:
        return ""
    thread = find_thread(tree, facts_of(tree))
    take_out(thread.nodes() if thread else [])
    return str(etree.tostring(tree.root, encoding="unicode", method="html"))


def _peer(
    gold: Sequence[dict[str, Any]], peer: str, packages: Sequence[str], pages: Sequence[str], name: str
) -> list[object]:
    found = measure(peer, packages, pages)
    if isinstance(found, str):
        return [name, found, "", "", "", ""]
    return count(gold, found["bodies"], found["comments"]).row(name, len(gold), found["seconds"])


def marked_pages(folder: Path) -> list[dict[str, Any]]:
    """Return the gold of `folder`."""
    if not (folder / "gold.json").exists():
        raise SystemExit(f"no gold.json in {folder}")
    gold: list[dict[str, Any]] = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    return gold


def ours(pages: Sequence[bytes]) -> tuple[list[str], list[list[str]], float]:
    """Return the bodies, the comments and the seconds of processor time, the best of some rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        begin = time.process_time()
        parsed = [parse_html(page, source=None, thread_id="page") for page in pages]
        best = min(best, time.process_time() - begin)
    bodies = [page.article.text if page else "" for page in parsed]
    return bodies, [[comment.text for comment in page.comments] if page else [] for page in parsed], best


def count(gold: Sequence[dict[str, Any]], bodies: Sequence[str], comments: Sequence[Sequence[str]]) -> Counts:
    """Compare what was found with the snippets."""
    totals = [0] * 7
    for entry, body, found in zip(gold, map(_plain, bodies), comments, strict=True):
        said = [_plain(text) for text in found]
        wanted = [_plain(snippet) for snippet in entry["comment_gold_in_dom"]]
        inside = [snippet for snippet in wanted if any(snippet in text for text in said)]
        leaked = [snippet for snippet in wanted if snippet in body]
        kept = [snippet for snippet in map(_plain, entry["body_gold_with"]) if snippet in body]
        let_in = [snippet for snippet in map(_plain, entry["boilerplate_gold_without"]) if snippet in body]
        parts = (wanted, inside, leaked, entry["body_gold_with"], kept)
        for place, part in enumerate((*parts, entry["boilerplate_gold_without"], let_in)):
            totals[place] += len(part)
    return Counts(*totals)


def _plain(text: str) -> str:
    return " ".join(text.split())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="a folder of marked pages")
    run(parser.parse_args().data)
