"""Disqus' API: lists of posts as JSON, which say what the export in XML leaves out: votes, approval, reports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from moderation.parse.exports.documents import items
from moderation.parse.exports.entries import Entries, inside, mapping, not_a_comment
from moderation.parse.markup import said_in
from moderation.parse.reading import Input
from moderation.parse.tables.values import whole
from moderation.records import Comment, Notice, PastDecision, Record, Reject, Report
from moderation.taxonomy import CommentStatus


def read_posts(source: Input, entries: Entries) -> Iterator[Record]:
    """Yield the posts of one answer or of several one after the other; threads asked for with them are articles."""
    told: set[str] = set()
    is_single = source.begin[:1] == b"{" and b'"response"' not in source.begin
    for found in items(source.stream, ("",) if is_single else ("response.item", "item")):
        if isinstance(found, Notice | Reject):
            yield found
        elif not isinstance(found.value, dict) or not {"message", "raw_message"} & found.value.keys():
            yield not_a_comment(found.line, found.raw)
        else:
            thread = found.value.get("thread")
            number = str(mapping(thread).get("id"))
            if isinstance(thread, dict) and number not in told:
                told.add(number)
                site = thread.get("forum")
                yield entries.article(number, title=thread.get("title"), url=thread.get("link"), site=site)
            yield _comment(found.value, thread, entries)


def _comment(post: Mapping[str, Any], thread: Any, entries: Entries) -> Comment:
    status, decisions = _status(post)
    reported = (whole(post.get("numReports")) or 0) > 0 or post.get("isFlagged") is True
    forum = post.get("forum")
    return entries.comment(
        said_in(post.get("message") or post.get("raw_message")),
        thread_id=thread.get("id") if isinstance(thread, dict) else thread,
        id=post.get("id"),
        parent_id=post.get("parent"),
        author=inside(post, "author", "name"),
        author_id=inside(post, "author", "username") or inside(post, "author", "id"),
        created_at=post.get("createdAt"),
        likes=post.get("likes"),
        dislikes=post.get("dislikes"),
        url=post.get("url"),
        site=forum.get("id") if isinstance(forum, dict) else forum,
        status=status,
        reports=(Report("flagged"),) if reported else (),
        past_decisions=decisions,
    )


def _status(post: Mapping[str, Any]) -> tuple[CommentStatus, tuple[PastDecision, ...]]:
    """Return the status; `isApproved` is also true of what nobody had to approve, so that is no ruling."""
    if post.get("isSpam") is True:
        return "spam", (PastDecision("spam"),)
    if post.get("isDeleted") is True:
        return "deleted", (PastDecision("deleted"),)
    approved = post.get("isApproved")
    return ("approved" if approved else "pending") if isinstance(approved, bool) else "unknown", ()
