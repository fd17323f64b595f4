"""Commento and Comentario, export version 1: comments, then the commenters whose names they refer to."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, Final, cast

from moderation.parse.exports.documents import items
from moderation.parse.exports.entries import Entries, not_a_comment
from moderation.parse.html.text import Said
from moderation.parse.markup import markdown_said, said_in
from moderation.parse.reading import Input
from moderation.records import Comment, Notice, PastDecision, Record
from moderation.taxonomy import CommentStatus

_STATUSES: Final[dict[str, CommentStatus]] = {"approved": "approved", "unapproved": "pending", "flagged": "pending"}
_ANONYMOUS: Final = "anonymous"
_IN_MEMORY: Final = 32 << 20


def read_commento(source: Input) -> Iterator[Record]:
    """Yield comments with the names of their authors, which stand behind them in the file: it is read twice."""
    entries = Entries(source, "commento")
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as kept:
        while part := source.stream.read(1 << 20):
            kept.write(part)
        kept.seek(0)
        # What is cut off is told once, by the second reading.
        found_names = (
            found for found in items(cast(BinaryIO, kept), ("commenters.item",)) if not isinstance(found, Notice)
        )
        names = {
            str(one.value.get("commenterHex")): one.value.get("name") for one in found_names if _is_object(one.value)
        }
        kept.seek(0)
        threads: set[str] = set()
        for found in items(cast(BinaryIO, kept), ("comments.item",)):
            if isinstance(found, Notice):
                yield found
            elif not _is_object(found.value) or "commentHex" not in found.value:
                yield not_a_comment(found.line, found.raw)
            else:
                thread = f"{found.value.get('domain') or ''}{found.value.get('url') or ''}"
                if thread not in threads:
                    threads.add(thread)
                    yield entries.article(thread, site=found.value.get("domain"), url=f"https://{thread}")
                yield _comment(found.value, thread, names, entries)
    yield from entries.last()


def _is_object(value: Any) -> bool:
    return isinstance(value, dict)


def _comment(comment: Mapping[str, Any], thread: str, names: Mapping[str, Any], entries: Entries) -> Comment:
    author = comment.get("commenterHex")
    parent = comment.get("parentHex")
    state = str(comment.get("state"))
    is_gone = bool(comment.get("deleted"))
    return entries.comment(
        _said(comment),
        thread_id=thread,
        id=comment.get("commentHex"),
        parent_id=None if parent == "root" else parent,
        author=None if author == _ANONYMOUS else names.get(str(author)),
        author_id=None if author == _ANONYMOUS else author,
        created_at=comment.get("creationDate"),
        likes=comment.get("score"),
        site=comment.get("domain"),
        status="deleted" if is_gone else _STATUSES.get(state, "unknown"),
        past_decisions=(PastDecision("approved"),) if state == "approved" and not is_gone else (),
    )


def _said(comment: Mapping[str, Any]) -> Said:
    markdown = comment.get("markdown")
    return (
        markdown_said(markdown) if isinstance(markdown, str) and markdown else said_in(str(comment.get("html") or ""))
    )
