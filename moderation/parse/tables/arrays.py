"""One JSON document that holds a list of comments, read as if each stood on a line of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

from moderation.parse.exports.documents import items
from moderation.parse.tables.values import BadCell, cleaned
from moderation.records import Notice, Reject

_BEFORE: Final = rb'\{(?:\s*"\w{1,40}"\s*:\s*(?:"[^"\\]{0,200}"|[\w.+-]{1,40}|\{[^{}\[\]]{0,2000}\})\s*,)*\s*'
# A list of comments, or an object that holds one under a usual name, in what an answer of an API is wrapped in or not.
_HELD: Final = re.compile(
    rb"\A\s*"
    + _BEFORE
    + rb'(?:"(data|result|response|payload)"\s*:\s*'
    + _BEFORE
    + rb')?"(comments|items|data|results|posts|rows|messages)"\s*:\s*\['
)


def list_in(head: bytes) -> str | None:
    """Return the path of the items where an input begins like a document with a list of objects, else None."""
    if re.match(rb"\A\s*\[\s*(?:\{|\])", head):
        return "item"
    found = _HELD.match(head)
    return ".".join([*(part.decode() for part in found.groups() if part), "item"]) if found else None


def listed(stream: BinaryIO, path: str, notices: list[Notice | Reject]) -> Iterator[tuple[int, Any, str]]:
    """Yield number, value and text of each item of the list, a BadCell for a value that nobody can store.

    What cuts the document off, and other things to say, are added to `notices`. Items have no text of their own.
    """
    for found in items(stream, (path,)):
        if isinstance(found, Notice | Reject):
            notices.append(found)
            continue
        try:
            yield found.line, cleaned(found.value), ""
        except BadCell as error:
            yield found.line, error, ""
