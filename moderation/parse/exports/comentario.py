"""Comentario, export version 3: pages, comments, and the commenters whose names they refer to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, Final

from moderation.parse.exports.documents import items
from moderation.parse.exports.entries import Entries, named, not_a_comment
from moderation.parse.html.document.text import Said
from moderation.parse.markup import markdown_said, said_in
from moderation.records import Comment, Notice, PastDecision, Record, Reject
from moderation.taxonomy import CommentStatus

_NOBODY: Final = "00000000-0000-0000-0000-000000000000"


def read_version_3(kept: BinaryIO, entries: Entries) -> Iterator[Record]:
    """Yield each page that has comments as an article before the first of them; `kept` is read twice.

    The export names no domain; that stands in the comments' addresses.
    """
    pages: dict[str, Mapping[str, Any]] = {}
    names: dict[str, Any] = {}
    for found in items(kept, ("pages.item", "commenters.item")):
        if not isinstance(found, Notice | Reject) and isinstance(
            found.value, dict
        ):  # damage is told by the second reading
            if found.path == "pages.item":
                pages[str(found.value.get("id"))] = found.value
            else:
                names[str(found.value.get("id"))] = found.value.get("name")
    kept.seek(0)
    told: set[str] = set()
    for found in items(kept, ("comments.item",)):
        if isinstance(found, Notice | Reject):
            yield found
        elif not isinstance(found.value, dict) or "pageId" not in found.value:
            yield not_a_comment(found.line, found.raw)
        else:
            page = str(found.value["pageId"])
            if page not in told:
                told.add(page)
                address = str(found.value.get("url") or "").partition("#")[0]
                known = pages.get(page, {})
                yield entries.article(page, title=known.get("title"), url=address or known.get("path"))
            yield _comment(found.value, page, names, entries)


def _comment(comment: Mapping[str, Any], page: str, names: Mapping[str, Any], entries: Entries) -> Comment:
    author = comment.get("userCreated")
    author = None if author == _NOBODY else author
    status, decisions = _status(comment)
    return entries.comment(
        _said(comment),
        thread_id=page,
        id=comment.get("id"),
        parent_id=comment.get("parentId"),
        author=names.get(str(author)) or comment.get("authorName"),
        author_id=author,
        created_at=comment.get("createdTime"),
        edited_at=comment.get("editedTime"),
        likes=comment.get("score"),
        url=comment.get("url"),
        status=status,
        past_decisions=decisions,
    )


def _status(comment: Mapping[str, Any]) -> tuple[CommentStatus, tuple[PastDecision, ...]]:
    """Return the status; what is neither approved nor pending was rejected.

    An author who is named as the moderator of an own comment only wrote where nobody has to approve.
    """
    if comment.get("isDeleted"):
        by = comment.get("userDeleted")
        own = by is not None and by == comment.get("userCreated")
        return "deleted", () if own else (PastDecision("deleted", named(by), named(comment.get("deletedTime"))),)
    if comment.get("isPending"):
        return "pending", ()
    by = comment.get("userModerated")
    status: CommentStatus = "approved" if comment.get("isApproved") else "rejected"
    if by is None or by == comment.get("userCreated"):
        return status, ()
    return status, (PastDecision(status, named(by), named(comment.get("moderatedTime"))),)


def _said(comment: Mapping[str, Any]) -> Said:
    markdown = comment.get("markdown")
    return markdown_said(markdown) if isinstance(markdown, str) and markdown else said_in(comment.get("html"))
