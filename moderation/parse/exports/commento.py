"""Commento and Comentario, export versions 1 and 3: comments, then the commenters whose names they refer to."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, Final, cast

from moderation.parse.exports.comentario import read_version_3
from moderation.parse.exports.documents import items
from moderation.parse.exports.entries import Entries, not_a_comment
from moderation.parse.html.document.text import Said
from moderation.parse.markup import markdown_said, said_in
from moderation.parse.reading import Input
from moderation.records import Comment, Notice, PastDecision, Record, Reject
from moderation.taxonomy import CommentStatus

_STATUSES: Final[dict[str, CommentStatus]] = {"approved": "approved", "unapproved": "pending", "flagged": "pending"}
_ANONYMOUS: Final = ("anonymous", "0" * 64)
_LATER: Final = re.compile(rb'\A\{\s*"version"\s*:\s*3\b|"pageId"\s*:')
_IN_MEMORY: Final = 32 << 20


def read_commento(source: Input) -> Iterator[Record]:
    """Yield comments with the names of their authors, which stand behind them in the file: it is read twice."""
    entries = Entries(source, "commento")
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as file:
        while part := source.stream.read(1 << 20):
            file.write(part)
        file.seek(0)
        kept = cast(BinaryIO, file)
        is_later = _LATER.search(source.begin) is not None
        yield from read_version_3(kept, entries) if is_later else _version_1(kept, entries)
    yield from entries.last()


def _version_1(kept: BinaryIO, entries: Entries) -> Iterator[Record]:
    # What is cut off is told once, by the second reading.
    found_names = (found for found in items(kept, ("commenters.item",)) if not isinstance(found, Notice | Reject))
    names = {str(one.value.get("commenterHex")): one.value.get("name") for one in found_names if _is_object(one.value)}
    kept.seek(0)
    threads: set[str] = set()
    for found in items(kept, ("comments.item",)):
        if isinstance(found, Notice | Reject):
            yield found
        elif not _is_object(found.value) or "commentHex" not in found.value:
            yield not_a_comment(found.line, found.raw)
        else:
            site, thread = _page(found.value)
            if thread not in threads:
                threads.add(thread)
                yield entries.article(thread, site=site, url=f"https://{thread}")
            yield _comment(found.value, site, thread, names, entries)


def _page(comment: Mapping[str, Any]) -> tuple[str, str]:
    """Return domain and page; the second version of Comentario calls them `host` and `path`, with `url` for all."""
    site = str(comment.get("domain") or comment.get("host") or "")
    path = comment.get("path") if "host" in comment else comment.get("url")
    return site, f"{site}{path or ''}"


def _is_object(value: Any) -> bool:
    return isinstance(value, dict)


def _comment(comment: Mapping[str, Any], site: str, thread: str, names: Mapping[str, Any], entries: Entries) -> Comment:
    author = comment.get("commenterHex")
    parent = comment.get("parentHex")
    state = str(comment.get("state"))
    is_gone = bool(comment.get("deleted"))
    return entries.comment(
        _said(comment),
        thread_id=thread,
        id=comment.get("commentHex"),
        parent_id=None if parent == "root" else parent,
        author=None if author in _ANONYMOUS else names.get(str(author)),
        author_id=None if author in _ANONYMOUS else author,
        created_at=comment.get("creationDate"),
        likes=comment.get("score"),
        site=site,
        status="deleted" if is_gone else _STATUSES.get(state, "unknown"),
        past_decisions=(PastDecision("approved"),) if state == "approved" and not is_gone else (),
    )


def _said(comment: Mapping[str, Any]) -> Said:
    markdown = comment.get("markdown")
    return (
        markdown_said(markdown) if isinstance(markdown, str) and markdown else said_in(str(comment.get("html") or ""))
    )
