"""Which comment an element is and which it answers: ids, anchors, links."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urljoin

from moderation.parse.html.comment.parts import Parts
from moderation.parse.html.document.select import Picker
from moderation.parse.html.document.text import line
from moderation.parse.html.document.tree import Node, within
from moderation.parse.html.found import Found

_ID_ATTRIBUTES: Final = (
    "data-comment-id",
    "data-commentid",
    "data-comment",
    "data-post-id",
    "data-posting-id",
    "data-postingid",
    "data-message-id",
    "data-fullname",
    "data-id",
)
_PARENT_ATTRIBUTES: Final = ("data-parent-id", "data-parentid", "data-parent", "data-reply-to", "data-in-reply-to")
_ID: Final = re.compile(
    r"^(?:[a-z]{1,20}[-_:]+)*?(?:comments?|kommentare?|commentaires?|comentario|forum|post|reply|answer|message|msg|cmt"
    r"|leserbrief|item|[cp](?=[-_:]?\d)|id)?[-_:]?(?=[a-z]*\d)(?P<id>[\w-]+)$",
    re.IGNORECASE,
)
# Reddit's: the kind before the id.
_FULL_NAME: Final = re.compile(r"(?:[\w-]*--)?t[1-6]_(?P<id>[a-z0-9]{3,13})(?![a-z0-9])")
# Not the digits of a name: `bo12 likes this`.
_NUMBER: Final = re.compile(r"(?<![^\W_])(?:[-+−]?\d{1,3}(?:[.,]\d{3})+(?!\d)|[-+−]?\d{1,7})")
_REPLY_LINK: Final = re.compile(
    r"^(?:↪\s*|@)?(?:in reply to|replying to|antwort auf|als antwort auf|en réponse à|réponse à|in risposta a"
    r"|en respuesta a|reactie op)",
    re.IGNORECASE,
)
# What tells one post from another in its address: X, Bluesky, YouTube.
_IN_ADDRESS: Final = re.compile(r"\S*(?:/status/|/post/|[?&]lc=)(?P<id>[\w.-]+)")
_LONGEST_ID: Final = 200
_LONGEST_WORDS: Final = 80
_MOST_POINTED: Final = 8


def address(found: Found, parts: Parts, picker: Picker, base: str | None) -> None:
    """Fill in the page's id of the comment, its own link, and whom it answers."""
    item = parts.item
    named = picker.value(item, "id", parts.cut)
    found.id = _in_address(named) or comment_id(named) or named
    found.id = found.id or next((item.get(key) for key in _ID_ATTRIBUTES if item.get(key)), None)
    anchor = item.get("id")
    for node in within(item, parts.cut):
        anchor = anchor or (node.get("id") if comment_id(node.get("id")) else None)
        href = node.get("href") if node.tag == "a" else None
        if not href:
            continue
        if found.url is None and "#" in href and not _opens_form(href):
            tail = href.rpartition("#")[2]
            if tail and (comment_id(tail) is not None) and (tail == anchor or comment_id(tail) == comment_id(anchor)):
                found.url = absolute(href, base)
        if (href[0] == "#" or (base and href.startswith(f"{base}#"))) and len(found.pointed) < _MOST_POINTED:
            found.pointed += _pointed(node, href.partition("#")[2])
        if found.parent is None and _REPLY_LINK.match(line(node)):
            found.parent = comment_id(href.rpartition("#")[2]) or found.parent
    found.id = (found.id or comment_id(anchor) or _named_anchor(parts) or "")[:200] or None
    if url := picker.value(item, "url", parts.cut):
        found.url = absolute(url, base)
    parent = picker.value(item, "parent", parts.cut) or next(
        (item.get(key) for key in _PARENT_ATTRIBUTES if item.get(key)), None
    )
    if parent and parent not in ("0", "root", "null", "None"):
        found.parent = comment_id(parent.rpartition("#")[2]) or parent
    depth = number(picker.value(item, "depth", parts.cut))
    found.depth = depth if depth is not None else -1


def leads_to_answered(words: str) -> bool:
    """Tell whether a link's words say whom a comment answers: `in reply to Ann`."""
    return bool(_REPLY_LINK.match(words))


def _pointed(link: Node, anchor: str) -> tuple[tuple[str, str], ...]:
    """Return the id of the comment that a link leads to and the words of the link, one pair or none."""
    there = comment_id(anchor)
    words = line(link) if there else ""
    return ((there, words),) if there and 0 < len(words) <= _LONGEST_WORDS else ()


def comment_id(name: str | None) -> str | None:
    """Return the id in an element's id: `923` for `li-comment-923`."""
    if not name or len(name) > _LONGEST_ID:
        return None
    match = _FULL_NAME.match(name) or _ID.match(name)
    return match["id"] if match else None


def _in_address(named: str | None) -> str | None:
    match = _IN_ADDRESS.match(named or "")
    return match["id"] if match else None


def number(text: str | None) -> int | None:
    """Return the number that `text` shows, separators of thousands aside."""
    match = _NUMBER.search(text or "")
    return int(re.sub(r"[.,]", "", match[0]).replace("−", "-")) if match else None


def _opens_form(href: str) -> bool:
    """Tell whether a link opens the form for an answer rather than a comment."""
    return "reply" in href.rpartition("#")[2] or href.endswith("#respond")


def _named_anchor(parts: Parts) -> str | None:
    before = parts.item.getprevious()  # Drupal's stands before the comment
    if before is not None and before.tag == "a" and len(before) == 0 and (found := comment_id(before.get("id"))):
        return found
    names = (node.get("name") for node in within(parts.item, parts.cut) if node.tag == "a" and node.get("name"))
    return next((found for name in names if (found := comment_id(name))), None)


def absolute(href: str, base: str | None) -> str | None:
    """Return an address made whole by that of its page, or None for one that leads nowhere."""
    href = href.strip()[:2000]
    if href.lower().startswith(("javascript:", "data:", "mailto:")):
        return None
    try:
        return urljoin(base, href) if base else href
    except ValueError:
        return None
