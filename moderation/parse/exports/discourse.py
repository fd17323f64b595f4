"""Discourse: topics and lists of posts as its API gives them; replies name the number of a post, not its id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from moderation.parse.exports.documents import Found, items
from moderation.parse.exports.entries import Entries, inside, not_a_comment, objects
from moderation.parse.markup import said_in
from moderation.parse.reading import Input
from moderation.parse.tables.values import whole
from moderation.records import Article, Comment, Notice, PastDecision, Record, Reject, Report
from moderation.taxonomy import CommentStatus

_POSTS: Final = ("post_stream.posts.item", "latest_posts.item", "posts.item", "user_actions.item", "item")
_FACTS: Final = ("id", "title", "slug", "posts_count")
_LIKE: Final = 2
# What readers can report a post as; 6, a message to its author, is no report.
_FLAGS: Final = {3: "off_topic", 4: "inappropriate", 7: "notify_moderators", 8: "spam", 10: "illegal"}
_REGULAR: Final = 1


def read_discourse(source: Input) -> Iterator[Record]:
    """Yield the posts of a topic, the first as the article, or the posts of any list; the rest says what is missing."""
    entries = Entries(source, "discourse")
    posts: list[Mapping[str, Any]] = []
    facts: dict[str, Any] = {}
    for found in items(source.stream, _places(source.begin)):
        if _is_of_next(found, posts, facts):
            yield from _topic(posts, facts, entries)
            posts, facts = [], {}
        if isinstance(found, Notice | Reject):
            yield found
        elif found.path in _FACTS:
            facts[found.path] = found.value
        elif found.path == "post_stream.stream.item":
            facts["stream"] = facts.get("stream", 0) + 1
        elif isinstance(found.value, dict):
            posts.append(found.value)
        else:
            yield not_a_comment(found.line, found.raw)
    yield from _topic(posts, facts, entries)
    yield from entries.last()


def _places(begin: bytes) -> tuple[str, ...]:
    """Return where posts stand: in a topic, in a list, or each by itself."""
    if any(key in begin for key in (b'"post_stream"', b'"latest_posts"', b'"posts"', b'"user_actions"')):
        return (*_POSTS, *_FACTS, "post_stream.stream.item")
    return ("item",) if begin[:1] == b"[" else ("",)


def _is_of_next(found: Found | Notice | Reject, posts: list[Mapping[str, Any]], facts: Mapping[str, Any]) -> bool:
    """Tell whether a post, or a fact, is the first of another topic than those before: a file may hold several."""
    if not isinstance(found, Found) or not posts or "title" not in facts:
        return False
    if found.path in _FACTS:
        return found.path in facts
    return isinstance(found.value, dict) and found.value.get("topic_id") != posts[-1].get("topic_id")


def _topic(posts: list[Mapping[str, Any]], facts: Mapping[str, Any], entries: Entries) -> Iterator[Record]:
    """A file holds a page of posts at most, so it is held whole: replies name posts by number."""
    ids = {_place(post, "post_number"): _id(post) for post in posts}
    for post in posts:
        if post.get("post_number") == 1 and post.get("post_type", _REGULAR) == _REGULAR and "title" in facts:
            yield _article(post, facts, entries)
        else:
            answered = ids.get(_place(post, "reply_to_post_number"))
            yield _comment(post, answered, entries)
    missing = facts.get("stream", 0) - len(posts)
    if missing > 0:
        yield Notice(f"{missing} posts of the topic are not in the file: an answer of the API holds twenty")


def _place(post: Mapping[str, Any], field: str) -> tuple[str, str]:
    return str(post.get("topic_id")), str(post.get(field))


def _id(post: Mapping[str, Any]) -> Any:
    return post.get("id", post.get("post_id"))


def _article(post: Mapping[str, Any], facts: Mapping[str, Any], entries: Entries) -> Article:
    return entries.article(
        post.get("topic_id"),
        title=facts.get("title"),
        text=said_in(str(post.get("cooked") or post.get("raw") or "")).text,
        declared_comments=None if (posts := whole(facts.get("posts_count"))) is None else max(0, posts - 1),
    )


def _comment(post: Mapping[str, Any], answered: Any, entries: Entries) -> Comment:
    created, updated = post.get("created_at"), post.get("updated_at")
    status, decisions = _status(post)
    # A reply to the first post answers the topic.
    is_top = post.get("reply_to_post_number") in (None, 1)
    return entries.comment(
        said_in(str(post.get("cooked") or post.get("raw") or post.get("excerpt") or "")),
        thread_id=post.get("topic_id"),
        id=_id(post),
        parent_id=None if is_top else answered or f"#{post.get('reply_to_post_number')}",
        reply_to=inside(post, "reply_to_user", "username"),
        author=post.get("name") or post.get("username"),
        author_id=post.get("username"),
        created_at=created,
        edited_at=None if updated == created or (whole(post.get("version")) or 1) < 2 else updated,
        likes=next(
            (part.get("count") for part in objects(post.get("actions_summary")) if part.get("id") == _LIKE), None
        ),
        status=status,
        reports=_reports(post),
        kind="comment" if post.get("post_type", _REGULAR) == _REGULAR else "system",
        past_decisions=decisions,
    )


def _reports(post: Mapping[str, Any]) -> tuple[Report, ...]:
    """Return one report for each kind of flag that a post has; only staff are told of them."""
    told = {part.get("id"): whole(part.get("count")) or 0 for part in objects(post.get("actions_summary"))}
    return tuple(Report(name) for number, name in _FLAGS.items() if told.get(number, 0) > 0)


def _status(post: Mapping[str, Any]) -> tuple[CommentStatus, tuple[PastDecision, ...]]:
    if post.get("deleted_at") or post.get("user_deleted"):
        return "deleted", (PastDecision("deleted", at=None),)
    if post.get("hidden"):
        return "rejected", (PastDecision("rejected"),)
    return "unknown", ()
