"""Disqus' XML export: threads, then posts, joined on `dsq:id`; lists of its API are read as well."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from moderation.parse.exports.disqus_api import read_posts
from moderation.parse.exports.elements import Element, attribute, child, elements, forget, local, text
from moderation.parse.exports.entries import Entries
from moderation.parse.markup import said_in
from moderation.parse.reading import Input
from moderation.records import Article, Comment, Notice, PastDecision, Record
from moderation.taxonomy import CommentStatus

_TRUE: Final = "true"


def read_disqus(source: Input) -> Iterator[Record]:
    """Yield the threads of the export as articles, then its posts; deleted ones and spam say so."""
    entries = Entries(source, "disqus")
    if source.begin[:1] in (b"{", b"["):
        yield from read_posts(source, entries)
        yield from entries.last()
        return
    sites: dict[str, str | None] = {}
    for found in elements(source.stream, ("thread", "post")):
        if isinstance(found, Notice):
            yield found
        elif local(found) == "post":
            yield _comment(found, entries, sites)
            forget(found)
        elif (number := attribute(found, "id")) and child(found, "link") is not None:
            # Posts name their thread by an element of the same name, without a link.
            sites[number] = text(found, "forum")
            yield _article(found, number, entries)
            forget(found)
    yield from entries.last()


def _article(thread: Element, number: str, entries: Entries) -> Article:
    return entries.article(
        number,
        site=text(thread, "forum"),
        title=text(thread, "title"),
        url=text(thread, "link"),
        text=said_in(text(thread, "message") or "").text,
    )


def _comment(post: Element, entries: Entries, sites: dict[str, str | None]) -> Comment:
    author = child(post, "author")
    thread = attribute(child(post, "thread"), "id")
    status, decisions = _status(post)
    return entries.comment(
        said_in(text(post, "message") or ""),
        thread_id=thread,
        id=attribute(post, "id"),
        parent_id=attribute(child(post, "parent"), "id"),
        author=None if author is None else text(author, "name"),
        author_id=None if author is None else text(author, "username"),
        created_at=text(post, "createdAt"),
        site=sites.get(thread or ""),
        status=status,
        past_decisions=decisions,
    )


def _status(post: Element) -> tuple[CommentStatus, tuple[PastDecision, ...]]:
    """Return the status; the export does not tell a published post from one that nobody approved."""
    if text(post, "isSpam") == _TRUE:
        return "spam", (PastDecision("spam"),)
    if text(post, "isDeleted") == _TRUE:
        return "deleted", (PastDecision("deleted"),)
    return "unknown", ()
