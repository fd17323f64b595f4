"""How often the page parsers read comments exactly on made pages: random ones, whose gold is therefore known.

`benchmarks/made` makes them from fixed seeds. The pages "tuned on" are of the kinds that the parsers were mended by, of
another seed: they say how well the mechanisms do what they were made for. The "new forms" are held out: no parser was
changed to fit them, and they say what to expect of a site that nobody has seen. A name counts without the mark that a
site puts before every name (`@`, `u/`), a text with its blanks as one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks.made.kinds import PARTS, Kind
from benchmarks.made.page import MadePage, Written
from benchmarks.made.people import bare
from benchmarks.parse_own_pages import plain
from benchmarks.table import show
from moderation.parse.html.page import parse_html
from moderation.parse.plain.page import parse_page

# A form is named among the worst where that many pages have it.
FEWEST: Final = 15
WORST: Final = 12


class Read(NamedTuple):
    """What a parser finds on a page: the comments, and for each the place of the one that it answers."""

    comments: Sequence[Written]
    parents: Sequence[int | None]


@dataclass(slots=True)
class Counts:
    """What was found on some pages; `alarms` are pages without comments where some were found.

    `answers` are the comments that are made to answer another, `linked` those of them that were read so.
    """

    pages: int = 0
    comments: int = 0
    exact: int = 0
    texts: int = 0
    found: int = 0
    silent: int = 0
    alarms: int = 0
    answers: int = 0
    linked: int = 0

    def add(self, made: MadePage, read: Read) -> None:
        """Count one page."""
        found = read.comments
        gold = Counter(Written(bare(author), plain(text)) for author, text in made.comments)
        here = Counter(found)
        self.pages += 1
        self.comments += gold.total()
        self.found += len(found)
        self.exact += (gold & here).total()
        self.texts += (_texts(gold) & _texts(here)).total()
        self.silent += bool(gold) and not found
        self.alarms += not gold and bool(found)
        answers = _answers([Written(author, plain(text)) for author, text in made.comments], made.parents)
        self.answers += answers.total()
        self.linked += (answers & _answers(found, read.parents)).total()

    @property
    def missed(self) -> float:
        """The share of comments that were not read exactly; of pages with alarms where there are no comments."""
        return 1 - self.exact / self.comments if self.comments else self.alarms / max(1, self.pages)

    def row(self, name: str) -> list[object]:
        """Return the counts as a line of the table."""
        if not self.comments:
            return [name, self.pages, 0, "", "", "", "", "", f"{self.alarms / max(1, self.pages):.1%}"]
        shares = [self.exact / self.comments, self.texts / self.comments, 1 - self.texts / max(1, self.found)]
        linked = f"{self.linked / self.answers:.1%}" if self.answers else ""
        return [name, self.pages, self.comments, *(f"{share:.1%}" for share in shares), linked, self.silent, ""]


@dataclass(slots=True)
class Measured:
    """What was found on the pages of one kind, and by form: of header, row of buttons, date, list."""

    kind: Kind
    all: Counts = field(default_factory=Counts)
    forms: dict[tuple[str, str], Counts] = field(default_factory=dict)


HEADER: Final = ("pages", "n", "comments", "author and text exact", "text exact", "found that is none")
LAST: Final = ("answers with their parent", "pages with none found", "lists taken for comments")


def run(data: Path | None = None) -> None:
    """Print the tables; `data` is not needed."""
    del data
    parts = [(part, [measure(kind, seed) for kind in kinds]) for part, seed, kinds in PARTS]
    show([*HEADER, *LAST], [one.all.row(f"{part}: {one.kind.name}") for part, measured in parts for one in measured])
    print(
        "\nTuned on: kinds that the parsers were mended by, of another seed. New forms: held out, no parser fits them."
    )
    for part, measured in parts:
        print(f"\nRead worst, {part}:\n")
        show(["form", "pages", "not exact, or taken for comments"], worst(measured))


def measure(kind: Kind, seed: int) -> Measured:
    """Make the pages of a kind and parse them."""
    measured = Measured(kind)
    for made in kind.pages(seed):
        found = read(made.content, kind.format)
        for counts in (measured.all, *(measured.forms.setdefault(form, Counts()) for form in made.forms.items())):
            counts.add(made, found)
    return measured


def read(content: str, form: str) -> Read:
    """Return what the parser of a format finds on a page."""
    if form == "html":
        page = parse_html(content.encode(), source=None, thread_id="page")
    else:
        page = parse_page(content, source="plain", thread_id="page")
    comments = page.comments if page else ()
    places = {comment.id: place for place, comment in enumerate(comments)}
    return Read(
        [Written(bare(comment.author), plain(comment.text)) for comment in comments],
        [places.get(comment.parent_id or "") for comment in comments],
    )


def worst(measured: Iterable[Measured]) -> list[list[object]]:
    """Return the forms that are read worst, as lines of a table."""
    told = [(counts, one.kind.name, *form) for one in measured for form, counts in one.forms.items()]
    often = [line for line in told if line[0].pages >= FEWEST]
    often.sort(key=lambda line: (-line[0].missed, *line[1:]))
    return [
        [f"{kind}: {part} `{form}`", counts.pages, f"{counts.missed:.0%}"] for counts, kind, part, form in often[:WORST]
    ]


def _answers(comments: Sequence[Written], parents: Sequence[int | None]) -> Counter[tuple[str, str]]:
    """Return the texts of all answers, each with that of the comment which it answers."""
    pairs = zip(comments, parents, strict=False)  # most pages are made without parents
    return Counter((comment.text, comments[parent].text) for comment, parent in pairs if parent is not None)


def _texts(comments: Counter[Written]) -> Counter[str]:
    texts: Counter[str] = Counter()
    for comment, count in comments.items():
        texts[comment.text] += count
    return texts


if __name__ == "__main__":
    run()
