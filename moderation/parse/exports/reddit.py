"""Reddit: the monthly dumps (JSON Lines, zstd with a long window) and the API's listings."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from moderation.parse.exports.delimited import objects_in
from moderation.parse.exports.documents import Found, items, lines
from moderation.parse.exports.entries import Entries, inside, named, not_a_comment, objects
from moderation.parse.markup import markdown_said
from moderation.parse.reading import Input
from moderation.parse.tables.values import whole
from moderation.parse.times import utc
from moderation.records import Article, Comment, Notice, PastDecision, Record, Reject, Report
from moderation.taxonomy import CommentStatus

_GONE: Final = "[deleted]"
_REMOVED: Final = ("[removed]", "[ removed by reddit", "[removed by moderator]", "[removed by reddit]")
_LONGEST_MARK: Final = 120
_ESCAPED: Final = {"&gt;": ">", "&lt;": "<", "&amp;": "&"}
_ESCAPE: Final = re.compile("|".join(_ESCAPED))
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_LISTED: Final = ("data.children.item", "item.data.children.item", "json.data.things.item")
# Answers of Pushshift have bare comments.
_IN_DATA: Final = re.compile(rb'\{\s*"data"\s*:\s*\[')
_SITE: Final = "https://www.reddit.com"
_PREFIXED: Final = ("t1_", "t3_")


def read_reddit(source: Input) -> Iterator[Record]:
    """Yield comments of a dump or a listing, replies behind what they answer; posts come as articles."""
    entries = Entries(source, "reddit")
    stubs = 0
    for found in _found(source):
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


def _found(source: Input) -> Iterator[Found | Notice | Reject]:
    begin = source.begin
    if b'"Listing"' in begin[:400] or b'"things"' in begin[:400]:
        return items(source.stream, _LISTED)
    if begin[:1] == b"[" or _IN_DATA.match(begin):
        return items(source.stream, ("item", "data.item"))
    return lines(source.stream) if begin[:1] == b"{" else objects_in(source.stream)


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
        text=_typed(post.get("selftext")),
        declared_comments=post.get("num_comments"),
    )


def _comment(data: Mapping[str, Any], entries: Entries) -> Comment:
    body = _typed(data.get("body"))
    author = named(data.get("author"))
    parent = _bare(data.get("parent_id"))
    thread = _bare(data.get("link_id"))
    status, decisions = _status(data, body.strip().lower())
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
        status=status,
        reports=_reports(data),
        past_decisions=decisions,
    )


def _typed(body: Any) -> str:
    """Return Markdown as it means: the API escapes three signs, and what is an entity then is one for Markdown, too."""
    typed = str(body or "")
    if "&" not in typed:
        return typed
    bare = _ESCAPE.sub(lambda match: _ESCAPED[match[0]], typed)
    return _ENTITY.sub(lambda match: html.unescape(match[0]), bare)


def _status(data: Mapping[str, Any], body: str) -> tuple[CommentStatus, tuple[PastDecision, ...]]:
    """Return the status; only to moderators the API says who approved, removed or marked as spam, and when."""
    is_removed = len(body) < _LONGEST_MARK and body.startswith(_REMOVED)
    reason = named(data.get("removal_reason"))
    at = utc(data.get("banned_at_utc"))
    by = named(data.get("banned_by"))
    if is_removed or not body or body == _GONE:
        ruled = is_removed or bool(reason)
        return "deleted", (PastDecision("rejected", by, at, reason),) if ruled else ()
    if data.get("spam") is True:
        return "spam", (PastDecision("spam", by, at),)
    if data.get("removed") is True or reason:
        return "rejected", (PastDecision("rejected", by, at, reason),)
    if data.get("approved") is True:
        return "approved", (PastDecision("approved", named(data.get("approved_by")), utc(data.get("approved_at_utc"))),)
    return "unknown", ()


def _reports(data: Mapping[str, Any]) -> tuple[Report, ...]:
    """Return what readers and moderators reported: a reason with how often, or with who did."""
    told: list[Report] = []
    for field in ("user_reports", "mod_reports"):
        pairs = data.get(field)
        for pair in pairs if isinstance(pairs, list) else ():
            if isinstance(pair, list) and pair and (reason := named(pair[0])) is not None:
                told.append(Report(reason, named(pair[1]) if field == "mod_reports" and len(pair) > 1 else None))
    return tuple(told)


def _bare(value: Any) -> str | None:
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return (text[3:] if text.startswith(_PREFIXED) else text) or None


def _seconds(value: Any) -> Any:
    """Dumps have the time as a number, a float or a string of one."""
    return float(value) if isinstance(value, str) and value.replace(".", "", 1).isdigit() else value


def _address(permalink: Any) -> str | None:
    return _SITE + permalink if isinstance(permalink, str) and permalink.startswith("/") else named(permalink)
