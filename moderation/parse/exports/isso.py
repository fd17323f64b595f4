"""Isso: its generic import format (JSON), answers of its API (JSON), and its own database (SQLite)."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, unquote_plus

from moderation.errors import InputError, Location
from moderation.parse.encoding import decode
from moderation.parse.exports.documents import items
from moderation.parse.exports.entries import Entries, not_a_comment
from moderation.parse.html.document.text import Said
from moderation.parse.markup import markdown_said, said_in
from moderation.parse.reading import Input
from moderation.records import Comment, Notice, Record, Reject
from moderation.taxonomy import CommentStatus

_SQLITE: Final = b"SQLite format 3\x00"
# The bytes of the header that say how a database is written, and what they are where a journal stands beside it.
_VERSIONS: Final = slice(18, 20)
_WITH_JOURNAL: Final = b"\x02\x02"
_MODES: Final[dict[int, CommentStatus]] = {1: "approved", 2: "pending", 4: "deleted"}
_QUERY: Final = """
    SELECT t.uri AS uri, t.title AS title, c.id AS id, c.parent AS parent, c.created AS created,
           c.modified AS modified, c.mode AS mode, c.text AS text, c.author AS author, c.likes AS likes,
           c.dislikes AS dislikes
    FROM comments AS c JOIN threads AS t ON t.id = c.tid ORDER BY c.tid, c.id
"""


def read_isso(source: Input) -> Iterator[Record]:
    """Yield the threads of Isso as articles and their comments; the database is read from a copy, never written."""
    entries = Entries(source, "isso")
    if source.head.startswith(_SQLITE):
        yield from _database(source, entries)
    elif source.begin.startswith(b"{"):
        yield from _answer(source, entries)
    else:
        yield from _generic(source, entries)
    yield from entries.last()


def _generic(source: Input, entries: Entries) -> Iterator[Record]:
    for found in items(source.stream, ("item",)):
        if isinstance(found, Notice | Reject):
            yield found
            continue
        thread = found.value
        if not isinstance(thread, dict) or not isinstance(thread.get("comments"), list):
            yield not_a_comment(found.line, found.raw)
            continue
        yield entries.article(
            thread.get("id"), title=unquote_plus(str(thread.get("title") or "")), url=thread.get("id")
        )
        for comment in thread["comments"]:
            yield (
                _imported(comment, thread.get("id"), entries)
                if isinstance(comment, dict)
                else not_a_comment(found.line, found.raw)
            )


def _imported(comment: Mapping[str, Any], thread: Any, entries: Entries) -> Comment:
    return entries.comment(
        said_in(str(comment.get("text") or "")),
        thread_id=thread,
        id=comment.get("id"),
        author=comment.get("author"),
        created_at=comment.get("created"),
        status="unknown",
    )


def _answer(source: Input, entries: Entries) -> Iterator[Record]:
    """Yield the comments of an answer of the API, which names no thread, replies behind what they answer."""
    for found in items(source.stream, ("replies.item",)):
        if isinstance(found, Notice | Reject):
            yield found
            continue
        waiting = [found.value]
        while waiting:
            comment = waiting.pop()
            if not isinstance(comment, dict) or "text" not in comment:
                yield not_a_comment(found.line, found.raw)
                continue
            yield _one(comment, None, said_in(comment["text"]), entries)
            replies = comment.get("replies")
            waiting.extend(reversed(replies) if isinstance(replies, list) else ())


def _database(source: Input, entries: Entries) -> Iterator[Record]:
    with tempfile.TemporaryDirectory(prefix="moderation-") as folder:
        copy = Path(folder) / "isso.db"
        with copy.open("wb") as out:
            shutil.copyfileobj(source.stream, out)
        yield from _journal(source, copy)
        try:
            with closing(sqlite3.connect(f"file:{quote(str(copy))}?mode=rw", uri=True)) as database:
                database.row_factory = sqlite3.Row
                database.text_factory = _text  # strict decoding would end the reading at the first wrong byte
                yield from _rows(database, entries)
        except sqlite3.DatabaseError as error:
            raise InputError(
                f"is not a database of Isso: {type(error).__name__}",
                at=Location(source.name),
                mend="export the tables of another system as CSV",
            ) from None


def _journal(source: Input, copy: Path) -> Iterator[Notice]:
    """Copy the `-wal` file beside a database too: the newest comments stand only there until SQLite moves them over."""
    beside = Path(f"{source.name}-wal")
    if beside.is_file():
        shutil.copyfile(beside, f"{copy}-wal")
    elif source.head[_VERSIONS] == _WITH_JOURNAL and not _lies_there(Path(source.name)):
        yield Notice("the newest comments may be missing: they can stand in the file `-wal` beside the database")


def _lies_there(path: Path) -> bool:
    """Tell whether a database lies there itself, rather than packed or behind a pipe."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(_SQLITE)) == _SQLITE


def _text(value: bytes) -> str:
    return decode(value).text


def _rows(database: sqlite3.Connection, entries: Entries) -> Iterator[Record]:
    seen = None
    for row in database.execute(_QUERY):
        if row["uri"] != seen:
            seen = row["uri"]
            yield entries.article(seen, title=row["title"], url=seen)
        yield _one(dict(row), seen, markdown_said(str(row["text"] or "")), entries)


def _one(comment: Mapping[str, Any], thread: Any, text: Said, entries: Entries) -> Comment:
    mode = comment.get("mode")
    return entries.comment(
        text,
        thread_id=thread,
        id=comment.get("id"),
        parent_id=comment.get("parent"),
        author=comment.get("author"),
        created_at=comment.get("created"),
        edited_at=comment.get("modified"),
        likes=comment.get("likes"),
        dislikes=comment.get("dislikes"),
        status=_MODES.get(mode, "unknown") if isinstance(mode, int) else "unknown",
    )
