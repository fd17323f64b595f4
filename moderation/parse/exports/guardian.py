"""The Guardian's discussion API: a discussion with its comments, or one comment with its responses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from moderation.parse.exports.documents import items
from moderation.parse.exports.entries import Entries, inside, mapping, not_a_comment, objects
from moderation.parse.markup import said_in
from moderation.parse.reading import Input
from moderation.records import Article, Comment, Notice, PastDecision, Record, Reject

_FACTS: Final = ("discussion.key", "discussion.webUrl", "discussion.title", "discussion.commentCount")
_COMMENTS: Final = ("discussion.comments.item", "comments.item")


def read_guardian(source: Input) -> Iterator[Record]:
    """Yield a discussion's comments, responses behind what they answer; what was blocked is never scored."""
    entries = Entries(source, "guardian")
    facts: dict[str, Any] = {}
    told = False
    for found in items(source.stream, _places(source.begin)):
        if isinstance(found, Notice | Reject):
            yield found
        elif found.path in _FACTS:
            facts[found.path.partition(".")[2]] = found.value
        elif not isinstance(found.value, dict):
            yield not_a_comment(found.line, found.raw)
        else:
            comment = mapping(found.value.get("comment", found.value))
            facts = facts or dict(mapping(comment.get("discussion")))
            if not told:
                yield _article(facts, entries)
                told = True
            yield from _with_responses(comment, facts, entries)
    if facts and not told:
        yield _article(facts, entries)
    yield from entries.last()


def _places(begin: bytes) -> tuple[str, ...]:
    """Return where comments stand: in a discussion, in a list, or each by itself."""
    if begin[:1] == b"[":
        return ("item",)
    return (*_COMMENTS, *_FACTS) if b'"comments"' in begin or b'"pageSize"' in begin else ("",)


def _article(facts: Mapping[str, Any], entries: Entries) -> Article:
    return entries.article(
        facts.get("key"),
        title=facts.get("title"),
        url=facts.get("webUrl"),
        declared_comments=facts.get("commentCount"),
    )


def _with_responses(comment: Mapping[str, Any], facts: Mapping[str, Any], entries: Entries) -> Iterator[Comment]:
    waiting: list[tuple[Mapping[str, Any], Any]] = [(comment, None)]
    while waiting:
        one, parent = waiting.pop()
        yield _comment(one, parent, facts, entries)
        waiting.extend((part, one.get("id")) for part in reversed(objects(one.get("responses"))))


def _comment(comment: Mapping[str, Any], parent: Any, facts: Mapping[str, Any], entries: Entries) -> Comment:
    is_blocked = comment.get("status") == "blocked"
    return entries.comment(
        # The body of a blocked comment is the house's own sentence about it.
        "" if is_blocked else said_in(str(comment.get("body") or "")),
        thread_id=facts.get("key"),
        id=comment.get("id"),
        parent_id=inside(comment, "responseTo", "commentId") or parent,
        reply_to=inside(comment, "responseTo", "displayName"),
        author=inside(comment, "userProfile", "displayName"),
        author_id=inside(comment, "userProfile", "userId"),
        created_at=comment.get("isoDateTime"),
        likes=comment.get("numRecommends"),
        url=comment.get("webUrl"),
        status="deleted" if is_blocked else "approved" if comment.get("status") == "visible" else "unknown",
        past_decisions=(PastDecision("rejected"),) if is_blocked else (),
    )
