"""Remark42: its backup (JSON Lines after a line of meta data) and the trees of its API."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from moderation.parse.exports.documents import items, lines
from moderation.parse.exports.entries import Entries, inside, mapping, not_a_comment, objects
from moderation.parse.markup import said_in
from moderation.parse.reading import Input
from moderation.records import Comment, Notice, Record, Reject

_NEVER: Final = "0001-01-01"


def read_remark42(source: Input) -> Iterator[Record]:
    """Yield comments in the order of the file, a tree's from the top down; each thread's address is its id."""
    entries = Entries(source, "remark42")
    threads: set[str] = set()
    is_array = source.begin[:1] == b"["
    is_tree = is_array or b'"replies"' in source.begin or b'"comment"' in source.begin
    paths = ("item",) if is_array else ("comments.item",)
    for found in items(source.stream, paths) if is_tree else lines(source.stream):
        if isinstance(found, Notice | Reject):
            yield found
        elif not isinstance(found.value, dict):
            yield not_a_comment(found.line, found.raw)
        elif "version" in found.value and "users" in found.value:
            continue  # the first line of a backup tells of the backup
        elif inside(found.value, "comment") is None and inside(found.value, "locator") is None:
            yield not_a_comment(found.line, found.raw)
        else:
            yield from _tree(found.value, entries, threads)
    yield from entries.last()


def _tree(root: Mapping[str, Any], entries: Entries, threads: set[str]) -> Iterator[Record]:
    waiting: list[Mapping[str, Any]] = [root]
    while waiting:
        node = waiting.pop()
        comment = mapping(node.get("comment", node))
        url = inside(comment, "locator", "url")
        if isinstance(url, str) and url not in threads and len(threads) < 1_000_000:
            threads.add(url)
            yield entries.article(url, url=url, site=inside(comment, "locator", "site"), title=comment.get("title"))
        yield _comment(comment, url, entries)
        waiting.extend(reversed(objects(node.get("replies"))))


def _comment(comment: Mapping[str, Any], url: Any, entries: Entries) -> Comment:
    time = comment.get("time")
    is_gone = bool(comment.get("delete")) or str(time).startswith(_NEVER)
    votes = comment.get("votes")
    score = comment.get("score")
    return entries.comment(
        said_in(str(comment.get("text") or "")),
        thread_id=url,
        id=comment.get("id"),
        parent_id=comment.get("pid"),
        author=inside(comment, "user", "name"),
        author_id=inside(comment, "user", "id"),
        created_at=None if str(time).startswith(_NEVER) else time,
        edited_at=inside(comment, "edit", "time"),
        likes=sum(map(bool, votes.values())) if isinstance(votes, dict) and votes else score,
        dislikes=sum(not vote for vote in votes.values()) if isinstance(votes, dict) and votes else None,
        site=inside(comment, "locator", "site"),
        status="deleted" if is_gone else "unknown",
    )
