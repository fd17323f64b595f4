"""What some comments have beside header, text and buttons."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Final

from benchmarks.made.language import Language

ADVERTISING: Final = ("Advertisement\n", "ADVERTISEMENT\n\n", "Article continues below\n", "[ad]\n")


@dataclass(slots=True)
class Entry:
    """One comment on its way into a page; `text` alone is what its writer said.

    `answered` is the name of somebody above whom the comment answers, `foot` what the header has below the text.
    """

    language: Language
    chance: Random
    name: str
    answered: str | None
    text: str
    head: str
    foot: str
    row: str
    indented: bool = False

    def other_sentence(self) -> str:
        """Return a sentence that somebody else may have said."""
        return self.chance.choice(self.language.sentences)

    def printed(self, gap: str) -> str:
        """Return the lines of the comment, with `gap` between header and text."""
        foot = self.foot or "\n"
        lines = f"{self.head}{gap}{self.text}{foot}{self.row}"
        if not self.indented:
            return lines
        return "".join(f"    {line}\n" for line in lines.rstrip("\n").split("\n"))


Habit = Callable[[Entry], None]


def plain(entry: Entry) -> None:
    """Leave the comment as it is."""


def _in_reply_to(entry: Entry) -> None:
    if entry.answered:
        entry.head += f"In reply to {entry.answered}\n"


def _addressed(entry: Entry) -> None:
    if entry.answered:
        entry.text = f"@{entry.answered} {entry.text}"


def _quoting(entry: Entry) -> None:
    if entry.answered:
        entry.text = f"> {entry.other_sentence()}\n{entry.text}"


def _quoting_by_name(entry: Entry) -> None:
    if entry.answered:
        entry.text = f"{entry.answered} wrote:\n{entry.other_sentence()}\n{entry.text}"


def _indented(entry: Entry) -> None:
    entry.indented = entry.answered is not None


def _advertising(entry: Entry) -> None:
    if entry.chance.random() < 0.3:
        entry.row += entry.chance.choice(ADVERTISING)


def _titled(entry: Entry) -> None:
    entry.head = f"{entry.chance.choice(entry.language.titles)}\n{entry.head}"


def _on_a_topic(entry: Entry) -> None:
    entry.head = f"Re: Bridge\n{entry.head}"


def _edited(entry: Entry) -> None:
    if entry.chance.random() < 0.4:
        entry.row = f"Edited 2 hours ago\n{entry.row}"


HABITS: Final[Mapping[str, Habit]] = {
    "in reply to": _in_reply_to,
    "@name": _addressed,
    "> quotation": _quoting,
    "name wrote: quotation": _quoting_by_name,
    "replies indented": _indented,
    "advertising between": _advertising,
    "titles": _titled,
    "Re: topic": _on_a_topic,
    "edited": _edited,
}
