"""Comments as records on pages of our own: where each begins and ends, who wrote it, what it answers.

No public gold has that. The pages stand in `tests/parse/pages` (plain text) and `tests/parse/html/pages`; beside each
`NAME.txt` or `NAME.html` stands `NAME.json`:

    {"comments": [{"text", "author", "parent": index or null, "created_at": ISO 8601 or null}],
     "body_contains": [...], "body_lacks": [...]}

A comment is found when its text is that of the gold, blanks aside. Of the comments found, authors, parents and times
are counted where gold or parser name one. `python -m benchmarks.parse_own_pages -v` lists what is wrong, page by page.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.table import show
from moderation.parse import parse
from moderation.records import Article, Comment

TESTS = Path(__file__).resolve().parent.parent / "tests" / "parse"
FOLDERS = {"plain": TESTS / "pages", "html": TESTS / "html" / "pages"}


class Told(NamedTuple):
    """A comment as gold or parser tell it, for comparing."""

    text: str
    author: str | None
    parent: int | None
    created_at: str | None


@dataclass(slots=True)
class Tally:
    """Right ones of all those that gold or parser name."""

    right: int = 0
    gold: int = 0
    found: int = 0

    def add(self, gold: object, found: object) -> bool:
        """Count one answer and return whether it is right."""
        self.gold += gold is not None
        self.found += found is not None
        self.right += gold is not None and gold == found
        return gold == found

    @property
    def f1(self) -> float:
        """Twice the right ones over all named by either; 1 where nobody names any."""
        return 2 * self.right / (self.gold + self.found) if self.gold + self.found else 1.0


@dataclass(slots=True)
class Score:
    """What was found on some pages; `wrong` says in words what was not."""

    pages: int = 0
    exact: int = 0
    clean: int = 0
    alarms: int = 0
    comments: Tally = field(default_factory=Tally)
    authors: Tally = field(default_factory=Tally)
    parents: Tally = field(default_factory=Tally)
    times: Tally = field(default_factory=Tally)
    body: Tally = field(default_factory=Tally)
    lacks: Tally = field(default_factory=Tally)
    wrong: list[str] = field(default_factory=list)

    def row(self, name: str) -> list[object]:
        """Return the score as a line of the table."""
        tallies = [getattr(self, part.name) for part in fields(self) if isinstance(getattr(self, part.name), Tally)]
        return [name, self.pages, self.exact, f"{self.alarms}/{self.clean}", *(f"{tally.f1:.3f}" for tally in tallies)]


HEADER = [
    *("pages", "n", "all right", "false alarms", "comments F1", "authors F1", "parents F1", "times F1", "body kept"),
    "body clean",
]


def run(data: Path | None = None) -> None:
    """Print the table; `data` is not needed."""
    del data
    show(HEADER, [score(gold_pages(folder)).row(name) for name, folder in FOLDERS.items() if folder.is_dir()])
    print("\nA page is all right when every comment of it is, with author and parent, and nothing else is one.")


def gold_pages(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield the pages of `folder`, each with its gold."""
    for path in sorted(folder.glob("*.json")):
        page = next((found for ending in (".txt", ".html") if (found := path.with_suffix(ending)).is_file()), None)
        if page is not None:
            yield page, json.loads(path.read_text(encoding="utf-8"))


def score(pages: Iterator[tuple[Path, dict[str, Any]]]) -> Score:
    """Parse the pages and compare what comes out with their gold."""
    total = Score()
    for path, gold in pages:
        records = list(parse(path))
        before = len(total.wrong)
        _compare(path.name, gold, [record for record in records if isinstance(record, Comment)], total)
        total.exact += len(total.wrong) == before
        _compare_body(path.name, gold, "\n".join(r.text for r in records if isinstance(r, Article)), total)
    return total


def _compare(name: str, gold: dict[str, Any], comments: list[Comment], total: Score) -> None:
    wanted = [Told(plain(c["text"]), c["author"], c["parent"], c.get("created_at")) for c in gold["comments"]]
    ids = {comment.id: position for position, comment in enumerate(comments)}
    parents = [None if c.parent_id is None else ids.get(c.parent_id) for c in comments]
    found = [Told(plain(c.text), c.author, p, c.created_at) for c, p in zip(comments, parents, strict=True)]
    total.pages += 1
    total.clean += not wanted
    total.alarms += not wanted and bool(found)
    total.comments.gold += len(wanted)
    total.comments.found += len(found)
    pairs = _pairs(wanted, found)
    total.comments.right += len(pairs)
    matched = {there: here for here, there in pairs}
    total.wrong += [f"{name}: missed `{c.text[:60]}`" for i, c in enumerate(wanted) if i not in dict(pairs)]
    total.wrong += [f"{name}: found `{c.text[:60]}`" for i, c in enumerate(found) if i not in matched]
    for here, there in pairs:
        one, other = wanted[here], found[there]
        parent = None if other.parent is None else matched.get(other.parent, -1)
        if not total.authors.add(one.author, other.author):
            total.wrong.append(f"{name}: `{one.text[:30]}` is by {one.author}, not {other.author}")
        if not total.parents.add(one.parent, parent):
            total.wrong.append(f"{name}: `{one.text[:30]}` answers {one.parent}, not {parent}")
        if one.created_at or other.created_at:
            total.times.add(one.created_at, other.created_at)


def _pairs(wanted: list[Told], found: list[Told]) -> list[tuple[int, int]]:
    """Return the positions of texts that are alike, each used once, in order."""
    free = list(range(len(found)))
    pairs = []
    for here, one in enumerate(wanted):
        there = next((index for index in free if found[index].text == one.text), None)
        if there is not None:
            free.remove(there)
            pairs.append((here, there))
    return pairs


def _compare_body(name: str, gold: dict[str, Any], body: str, total: Score) -> None:
    text = plain(body)
    lines = {plain(line) for line in body.split("\n")}
    for piece in gold["body_contains"]:
        if not total.body.add(plain(piece), plain(piece) if plain(piece) in text else None):
            total.wrong.append(f"{name}: body lacks `{piece[:60]}`")
    for piece in gold["body_lacks"]:
        if not total.lacks.add(plain(piece), None if plain(piece) in lines else plain(piece)):
            total.wrong.append(f"{name}: body has `{piece[:60]}`")


def plain(text: str) -> str:
    """Return `text` with every run of blanks as one."""
    return " ".join(text.split())


def main() -> None:
    """Print the table, and with -v what is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-v", action="store_true", dest="verbose", help="list what is wrong")
    if parser.parse_args().verbose:
        for folder in FOLDERS.values():
            print("\n".join(score(gold_pages(folder)).wrong))
    run()


if __name__ == "__main__":
    main()
