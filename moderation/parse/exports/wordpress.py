"""WordPress' WXR: an RSS of posts with their comments; names are matched without their namespace, which varies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from moderation.parse.exports.elements import Element, content, elements, forget, local, text
from moderation.parse.exports.entries import Entries
from moderation.parse.html.document.text import Said
from moderation.parse.markup import said_in
from moderation.parse.reading import Input
from moderation.records import Article, Comment, Notice, PastDecision, Record
from moderation.taxonomy import COMMENT_KINDS, CommentKind, CommentStatus

_STATUSES: Final[dict[str, CommentStatus]] = {
    "1": "approved",
    "approve": "approved",
    "0": "pending",
    "hold": "pending",
    "spam": "spam",
    "trash": "deleted",
    "post-trashed": "deleted",
}
_MARKED: Final = re.compile("[<&]")
_NEVER: Final = "0000-00-00 00:00:00"
# What stands in an item before its comments and makes the article.
_FACTS: Final = frozenset({"title", "link", "post_id", "encoded"})


def read_wordpress(source: Input) -> Iterator[Record]:
    """Yield each post that has comments as an article, then its comments; pingbacks and trackbacks are marked."""
    entries = Entries(source, "wordpress")
    facts: dict[str, str] = {}
    told = False
    for found in elements(source.stream, (*_FACTS, "comment", "item")):
        if isinstance(found, Notice):
            yield found
            continue
        name = local(found)
        if name in _FACTS:
            # The site and its image have a title and a link, too.
            if (above := found.getparent()) is None or local(above) != "item":
                continue
            # The excerpt has the same local name as the content and comes after it.
            facts.setdefault(name, content(found))
        elif name == "comment" and text(found, "comment_id") is not None:
            if not told:
                yield _article(facts, entries)
                told = True
            yield _comment(found, facts, entries)
            forget(found)
        elif name == "item":
            facts, told = {}, False
            forget(found)
    yield from entries.last()


def _thread(facts: dict[str, str]) -> str | None:
    return (facts.get("post_id") or "").strip() or (facts.get("link") or "").strip() or None


def _article(facts: dict[str, str], entries: Entries) -> Article:
    body = said_in(facts.get("encoded", "")).text
    link = facts.get("link", "").strip()
    return entries.article(_thread(facts), title=facts.get("title"), url=link, site=_site(link), text=body)


def _site(link: str) -> str | None:
    try:
        return urlsplit(link).hostname
    except ValueError:
        return None


def _comment(node: Element, facts: dict[str, str], entries: Entries) -> Comment:
    approved = (text(node, "comment_approved") or "").lower()
    status = _STATUSES.get(approved, "unknown")
    kind = (text(node, "comment_type") or "comment").lower()
    user = text(node, "comment_user_id")
    return entries.comment(
        _said(text(node, "comment_content") or ""),
        thread_id=_thread(facts),
        id=text(node, "comment_id"),
        parent_id=text(node, "comment_parent"),
        author=text(node, "comment_author"),
        author_id=None if user == "0" else user,
        created_at=_time(text(node, "comment_date_gmt")) or _time(text(node, "comment_date")),
        site=_site(facts.get("link", "").strip()),
        status=status,
        kind=_kind(kind),
        past_decisions=() if status in ("unknown", "pending") else (PastDecision(status),),
        carried={} if kind in COMMENT_KINDS else {"comment_type": kind},
    )


def _kind(kind: str) -> CommentKind:
    """What plugins call a comment of their own (`order_note`) was written by the shop, not by a reader."""
    return next((known for known in COMMENT_KINDS if known == kind), "system" if kind.endswith("note") else "comment")


def _time(value: str | None) -> str | None:
    return None if value is None or value.startswith(_NEVER[:10]) else value


def _said(written: str) -> Said:
    """The content is HTML, or plain text whose line ends are its paragraphs; entities alone make it no HTML."""
    lowered = written.lower()
    has_blocks = "<p" in lowered or "<br" in lowered or "<div" in lowered
    return said_in(written if has_blocks or not _MARKED.search(written) else written.replace("\n", "<br>\n"))
