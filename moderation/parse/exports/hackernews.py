"""Hacker News: items of the API, Algolia's trees and search hits, rows of the BigQuery export."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from moderation.parse.exports.delimited import objects_in
from moderation.parse.exports.documents import Found, items, lines
from moderation.parse.exports.entries import Entries, not_a_comment, objects
from moderation.parse.markup import said_in
from moderation.parse.reading import Input
from moderation.records import Article, Comment, Notice, Record, Reject

_ITEM: Final = "https://news.ycombinator.com/item?id="
_ARTICLES: Final = frozenset({"story", "poll", "job"})
_KINDS: Final = ("comment", "story", "poll", "job", "pollopt")


def read_hackernews(source: Input) -> Iterator[Record]:
    """Yield comments in the order of the file, a tree's from the top down; stories come as articles."""
    entries = Entries(source, "hackernews")
    # One object a line, or one document over many.
    begin = source.begin.rstrip()
    is_lines = b"\n{" in begin or (b"\n" not in begin and not begin.startswith(b"["))
    stories: dict[str, str] = {}
    for found in _found(source, is_lines=is_lines):
        if isinstance(found, Notice | Reject):
            yield found
        elif not isinstance(found.value, dict):
            yield not_a_comment(found.line, found.raw)
        else:
            hits = found.value.get("hits")
            for value in objects(hits) if isinstance(hits, list) else [found.value]:
                if _number(value) is None and "children" not in value:
                    yield not_a_comment(found.line, found.raw)
                yield from _tree(value, entries, stories)
    yield from entries.last()


def _found(source: Input, *, is_lines: bool) -> Iterator[Found | Notice | Reject]:
    if source.begin[:1] not in (b"{", b"["):
        return objects_in(source.stream)
    if is_lines:
        return lines(source.stream)
    # A tree is one item, and so is an answer of the search with its hits.
    return items(source.stream, ("item",) if source.begin[:1] == b"[" else ("",))


def _tree(root: Mapping[str, Any], entries: Entries, stories: dict[str, str]) -> Iterator[Record]:
    waiting: list[tuple[Mapping[str, Any], str | None]] = [(root, None)]
    while waiting:
        item, story = waiting.pop()
        number = _number(item)
        kind = _kind(item)
        if kind in _ARTICLES:
            story = number
            if number is not None and len(stories) < 1_000_000:
                stories[number] = number
            yield _article(item, entries)
        elif kind == "comment" and number is not None:
            # The API names only the parent, so a thread is found through the comments above, where they were seen.
            told = item.get("story_id") or story or stories.get(str(item.get("parent"))) or item.get("parent")
            story = str(told) if told is not None else None
            if isinstance(item.get("story_title"), str) and story is not None and story not in stories:
                yield _story_of(item, story, entries)
            if story is not None and len(stories) < 1_000_000:
                stories[number] = stories[story] = story
            yield _comment(item, number, story, entries)
        waiting.extend((part, story) for part in reversed(objects(item.get("children"))))


def _article(item: Mapping[str, Any], entries: Entries) -> Article:
    return entries.article(
        _number(item),
        title=item.get("title"),
        url=item.get("url") or f"{_ITEM}{_number(item)}",
        text=said_in(item.get("text") or item.get("story_text")).text,
        declared_comments=item.get("descendants", item.get("num_comments")),
    )


def _story_of(hit: Mapping[str, Any], story: str, entries: Entries) -> Article:
    """Return the story that a hit of the search tells of beside its comment."""
    return entries.article(story, title=hit.get("story_title"), url=hit.get("story_url") or f"{_ITEM}{story}")


def _kind(item: Mapping[str, Any]) -> str:
    """Return the type of an item; hits of the search have it among their tags, and rows may leave it out."""
    tags = item.get("_tags")
    tagged = next((tag for tag in tags if tag in _KINDS), None) if isinstance(tags, list) else None
    return str(item.get("type") or tagged or "comment")


def _comment(item: Mapping[str, Any], number: str, story: str | None, entries: Entries) -> Comment:
    text = item.get("text") or item.get("comment_text") or ""
    parent = item.get("parent") or item.get("parent_id")
    is_gone = _is_true(item.get("deleted")) or not text
    return entries.comment(
        said_in(text),
        thread_id=story,
        id=number,
        parent_id=None if str(parent) == story else parent,
        author=item.get("by") or item.get("author"),
        created_at=item.get("time") or item.get("created_at_i") or item.get("timestamp") or item.get("created_at"),
        url=f"{_ITEM}{number}",
        status="deleted" if is_gone else "rejected" if _is_true(item.get("dead")) else "unknown",
    )


def _is_true(mark: Any) -> bool:
    """Tell what a mark says, which in a table is a word."""
    return bool(mark) and str(mark).casefold() not in ("false", "0")


def _number(item: Mapping[str, Any]) -> str | None:
    value = item.get("id", item.get("objectID"))
    return None if value is None or isinstance(value, dict | list) else str(value)
