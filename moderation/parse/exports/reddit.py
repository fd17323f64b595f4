"""Reddit: the monthly dumps (JSON Lines, zstd with a long window) and the API's listings."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from typing import Any, Final

from moderation.parse.exports.documents import Found, items, lines
from moderation.parse.exports.entries import Entries, inside, named, not_a_comment, objects
from moderation.parse.markup import markdown_said
from moderation.parse.reading import Input
from moderation.parse.tables.cells import whole
from moderation.records import Article, Comment, Notice, PastDecision, Record, Reject

_GONE: Final = "[deleted]"
_REMOVED: Final = frozenset({"[removed]", "[ removed by reddit ]", "[removed by moderator]"})
_LISTED: Final = ("data.children.item", "item.data.children.item", "json.data.things.item")
_SITE: Final = "https://www.reddit.com"
_PREFIXED: Final = ("t1_", "t3_")


def read_reddit(source: Input) -> Iterator[Record]:
    """Yield comments of a dump or a listing, replies behind what they answer; posts come as articles."""
    entries = Entries(source, "reddit")
    begin = source.begin
    is_listing = begin[:1] == b"[" or b'"Listing"' in begin[:400] or b'"things"' in begin[:400]
    stubs = 0
    for found in items(source.stream, _LISTED) if is_listing else lines(source.stream):
        if isinstance(found, Notice | Reject):
            yield found
            continue
        if not isinstance(found.value, dict):
            yield not_a_comment(found.line, found.raw)
            continue
        for record in _records(found, entries):
            if isinstance(record, int):
                stubs += record
            else:
                yield record
    if stubs:
        yield Notice(f"{stubs} comments are not in the file: the listing only says that there are more")
    yield from entries.last()


def _records(found: Found, entries: Entries) -> Iterator[Record | int]:
    """Yield what a thing and the replies in it stand for; a number counts comments that are left out."""
    waiting: list[Mapping[str, Any]] = [found.value]
    while waiting:
        thing = waiting.pop()
        kind, data = thing.get("kind"), thing.get("data")
        thing = data if isinstance(data, Mapping) and isinstance(kind, str) else thing
        if kind == "more":
            yield max(1, whole(thing.get("count")) or 0)
        elif "body" in thing or kind == "t1":
            yield _comment(thing, entries)
            waiting.extend(reversed(objects(inside(thing, "replies", "data", "children"))))
        elif "selftext" in thing or kind == "t3":
            yield _article(thing, entries)
        else:
            yield not_a_comment(found.line, found.raw)


def _article(post: Mapping[str, Any], entries: Entries) -> Article:
    return entries.article(
        _bare(post.get("id")),
        title=post.get("title"),
        url=post.get("url") or _address(post.get("permalink")),
        site=post.get("subreddit"),
        text=html.unescape(str(post.get("selftext") or "")),
        declared_comments=post.get("num_comments"),
    )


def _comment(data: Mapping[str, Any], entries: Entries) -> Comment:
    body = html.unescape(str(data.get("body") or ""))
    author = named(data.get("author"))
    is_gone = body.strip().lower() in {_GONE, *_REMOVED} or not body.strip()
    parent = _bare(data.get("parent_id"))
    thread = _bare(data.get("link_id"))
    removed = body.strip().lower() in _REMOVED or data.get("removal_reason")
    return entries.comment(
        markdown_said(body),
        thread_id=thread,
        id=_bare(data.get("id")),
        # The parent of a top-level comment is the post; dumps of 2024 have bare numbers for it.
        parent_id=None if parent == thread or str(data.get("parent_id")).startswith("t3_") else parent,
        author=None if author == _GONE else author,
        author_id=data.get("author_fullname"),
        created_at=_seconds(data.get("created_utc")),
        edited_at=None if isinstance(data.get("edited"), bool) else data.get("edited"),
        likes=data.get("score", data.get("ups")),
        url=_address(data.get("permalink")),
        site=data.get("subreddit"),
        status="deleted" if is_gone else "unknown",
        past_decisions=(PastDecision("rejected", reason=named(data.get("removal_reason"))),) if removed else (),
    )


def _bare(value: Any) -> str | None:
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return (text[3:] if text.startswith(_PREFIXED) else text) or None


def _seconds(value: Any) -> Any:
    """Dumps have the time as a number, a float or a string of one."""
    return float(value) if isinstance(value, str) and value.replace(".", "", 1).isdigit() else value


def _address(permalink: Any) -> str | None:
    return _SITE + permalink if isinstance(permalink, str) and permalink.startswith("/") else named(permalink)
