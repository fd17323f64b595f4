"""Copied pages of our own: an article, and below it comments in a shape that a test gives."""

from __future__ import annotations

from collections.abc import Sequence

from moderation.parse.plain.page import parse_page

BODY = "\n".join(
    f"Paragraph {number} of a report on the lock gates is as long as one in a paper, and ends as it should end."
    for number in range(1, 4)
)
WRITTEN = [
    ("Gus Ferris", "Is the gate made of oak, as the old one was?"),
    ("Mo Teal", "Of greenheart. It lasts for eighty years in the salt."),
    ("Ada Quill", "And who pays for it? The harbour board, I hope."),
    ("Ivo Dunn", "The ferry was cheaper, and it ran on Sundays."),
]


def said(text: str, *, top: str = "") -> list[tuple[str | None, str]]:
    """Return author and text of each comment that is found on a page which ends in `text`."""
    page = parse_page(f"{top}{BODY}\n\n{text}", source="plain", thread_id="page")
    return [(comment.author, comment.text) for comment in page.comments]


def each(shape: str, written: Sequence[tuple[str, str]] = WRITTEN) -> str:
    """Return the comments in a shape, with `$name`, `$text`, `$letter`, `$age` and a number, `$n`, put in."""
    parts = []
    for number, (name, text) in enumerate(written, 1):
        part = shape
        values = {"$name": name, "$text": text, "$letter": name[0], "$age": f"{number}d", "$n": str(number)}
        for key, value in values.items():
            part = part.replace(key, value)
        parts.append(part)
    return "".join(parts)
