"""YouTube: answers of the Data API (comment threads, comments) and the info file of yt-dlp."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from moderation.parse.exports.documents import items
from moderation.parse.exports.entries import Entries, inside, mapping, not_a_comment, objects
from moderation.parse.html.document.text import Said
from moderation.parse.markup import said_in
from moderation.parse.reading import Input
from moderation.parse.tables.values import whole
from moderation.records import Article, Comment, Notice, PastDecision, Record, Reject
from moderation.taxonomy import CommentStatus

_WATCH: Final = "https://www.youtube.com/watch?v="
_STATUSES: Final[dict[str, CommentStatus]] = {
    "published": "approved",
    "heldForReview": "pending",
    "likelySpam": "spam",
    "rejected": "rejected",
}
# The API gives a page of items, or several pages in an array; yt-dlp has comments beside the video's facts.
_ITEMS: Final = ("items.item", "item.items.item", "comments.item")
_FACTS: Final = ("id", "title", "webpage_url", "description", "uploader", "comment_count", "channel")


def read_youtube(source: Input) -> Iterator[Record]:
    """Yield threads with the replies that the answer holds, or the comments of a video's info file."""
    entries = Entries(source, "youtube")
    if b"youtube#" in source.begin:
        yield from _api(source, entries)
    else:
        yield from _info(source, entries)
    yield from entries.last()


def _api(source: Input, entries: Entries) -> Iterator[Record]:
    missing = 0
    for found in items(source.stream, _places(source.begin)):
        if isinstance(found, Notice | Reject):
            yield found
            continue
        value = {"snippet": found.value} if found.path == "snippet" else found.value
        top = inside(value, "snippet", "topLevelComment")
        if top is None:
            is_one = bool(inside(value, "snippet"))
            yield _comment(value, entries, None) if is_one else not_a_comment(found.line, found.raw)
            continue
        video = inside(value, "snippet", "videoId")
        replies = objects(inside(value, "replies", "comments"))
        yield from (_comment(one, entries, video) for one in (mapping(top), *replies))
        missing += max(0, (whole(inside(value, "snippet", "totalReplyCount")) or 0) - len(replies))
    if missing:
        yield Notice(f"{missing} replies are not in the file: an answer of the API holds a few of each thread")


def _comment(comment: Mapping[str, Any], entries: Entries, video: Any) -> Comment:
    snippet = mapping(comment.get("snippet"))
    status = _STATUSES.get(str(snippet.get("moderationStatus")), "unknown")
    video = video or snippet.get("videoId")
    number = comment.get("id")
    edited = snippet.get("updatedAt")
    return entries.comment(
        _said(snippet.get("textOriginal"), snippet.get("textDisplay")),
        thread_id=video,
        id=number,
        # A reply's id begins with that of its thread, whatever else is missing.
        parent_id=snippet.get("parentId") or (str(number).partition(".")[0] if "." in str(number) else None),
        author=snippet.get("authorDisplayName"),
        author_id=inside(snippet, "authorChannelId", "value"),
        created_at=snippet.get("publishedAt"),
        edited_at=None if edited == snippet.get("publishedAt") else edited,
        likes=snippet.get("likeCount"),
        url=f"{_WATCH}{video}&lc={number}" if video and number else None,
        status=status,
        past_decisions=(PastDecision(status),) if status in ("spam", "rejected") else (),
    )


def _places(begin: bytes) -> tuple[str, ...]:
    """Return where the threads stand: in the pages of an answer, or each by itself, in a list or on a line."""
    if b'"items"' in begin:
        return _ITEMS
    return ("item",) if begin[:1] == b"[" else (*_ITEMS, "snippet", "topLevelComment")


def _info(source: Input, entries: Entries) -> Iterator[Record]:
    facts: dict[str, Any] = {}
    told = False
    for found in items(source.stream, ("comments.item", *_FACTS)):
        if isinstance(found, Notice | Reject):
            yield found
        elif found.path in _FACTS:
            facts[found.path] = found.value
        elif not isinstance(found.value, dict):
            yield not_a_comment(found.line, found.raw)
        else:
            if not told:
                yield _video(facts, entries)
                told = True
            yield _entry(found.value, facts.get("id"), entries)
    if not told:
        yield _video(facts, entries)


def _video(facts: Mapping[str, Any], entries: Entries) -> Article:
    return entries.article(
        facts.get("id"),
        title=facts.get("title"),
        url=facts.get("webpage_url"),
        site=facts.get("channel") or facts.get("uploader"),
        text=facts.get("description"),
        declared_comments=facts.get("comment_count"),
    )


def _entry(comment: Mapping[str, Any], video: Any, entries: Entries) -> Comment:
    parent = comment.get("parent")
    return entries.comment(
        _said(comment.get("text"), comment.get("html")),
        thread_id=video,
        id=comment.get("id"),
        parent_id=None if parent == "root" else parent,
        author=comment.get("author"),
        author_id=comment.get("author_id"),
        created_at=comment.get("timestamp"),
        likes=comment.get("like_count"),
        dislikes=comment.get("dislike_count"),
    )


def _said(plain: Any, markup: Any) -> Said | str:
    return plain.strip() if isinstance(plain, str) else said_in(markup)
