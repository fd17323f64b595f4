"""Discussion pages of MediaWiki: paragraphs and indented lists, each comment ended by its writer's signature."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote

from lxml import etree

from moderation.parse.html.comment.dates import moment
from moderation.parse.html.document.select import NOTHING
from moderation.parse.html.document.tree import Node, writable
from moderation.parse.html.found import Candidate
from moderation.parse.times import utc

# Namespaces of discussions have odd numbers in every wiki.
_DISCUSSION: Final = re.compile(r"(?:^|\s)ns-(?:talk|\d*[13579])(?:\s|$)")
_USER: Final = re.compile(
    r"(?:(?:User|Benutzer(?:in)?|Utilisat(?:eur|rice)|Usuari[oa]|Utente|Gebruiker|Użytkowni(?:k|czka)|Участни(?:к|ца)):"
    r"|(?:Special:Contributions|Spezial:Beiträge|Spécial:Contributions)/)(?P<name>[^#?&/]+)"
)
_SIGNED: Final = re.compile(
    r"(?P<when>\d\d:\d\d, (?:\d{1,2}\.? )?[^\W\d_]{3,12}\.? (?:\d{1,2}, )?\d{4}"
    r"|\d{1,2} [^\W\d_]{3,12}\.? \d{4} (?:à|a las) \d\d:\d\d)\s*\((?P<zone>[A-Z]{2,5})\)\s*$"
)
_BLOCKS: Final = frozenset({"p", "dd", "li"})
_LISTS: Final = frozenset({"dl", "ul", "ol"})
_DASHES: Final = " \t\n\u00a0–—-"


def talk_page(root: Node) -> Candidate | None:
    """Return the comments of a discussion page without their signatures, or None when the page is no such."""
    body = root.find("body")
    if body is None or not _DISCUSSION.search(body.get("class") or ""):
        return None
    box = next((node for node in body.iter("div") if "mw-parser-output" in (node.get("class") or "")), None)
    if box is None:
        return None
    members = [member for block in list(_signed(box)) if (member := _member(block, box)) is not None]
    return Candidate("mediawiki", members, NOTHING) if members else None


def _signed(box: Node) -> Iterator[Node]:
    for node in box.iter(*_BLOCKS):
        if _SIGNED.search(_last_words(node)):
            yield node


def _last_words(block: Node) -> str:
    """Return the text that ends a block, lists of answers in it left out."""
    last = next((child for child in reversed(block) if child.tag not in _LISTS), None)
    return ("" if last is None else "".join(last.itertext()) + (last.tail or "")) or block.text or ""


def _member(block: Node, box: Node) -> Node | None:
    """Return the element of the comment that ends with `block`, with its writer and time as attributes."""
    match = _SIGNED.search(_last_words(block))
    first, name = _signature(block)
    if match is None or first is None:
        return None
    when = utc(f"{match['when']} {match['zone']}") or moment(match["when"])
    depth = sum(above.tag in _LISTS for above in block.iterancestors() if box in above.iterancestors())
    _take_off(block, first)
    member = _with_paragraphs_before(block) if block.tag == "p" else block
    member.set("data-author", writable(name))
    member.set("data-depth", str(depth))
    if when:
        member.set("data-timestamp", when)
    return member


def _signature(block: Node) -> tuple[Node | None, str]:
    """Return the child of `block` that the signature begins with, and the name in it."""
    found, name = None, ""
    for child in block:
        if child.tag in _LISTS:
            break
        for link in child.iter("a"):
            match = _USER.search(unquote(link.get("href") or "")) or _USER.search(link.get("title") or "")
            if match is not None:
                found, name = child, match["name"].replace("_", " ").strip()
    return found, name


def _take_off(block: Node, first: Node) -> None:
    """Remove the signature, from its first child to the lists behind it."""
    before = first.getprevious()
    if before is None:
        block.text = writable((block.text or "").rstrip(_DASHES))
    else:
        before.tail = writable((before.tail or "").rstrip(_DASHES))
    node = first
    while node is not None and node.tag not in _LISTS:
        following = node.getnext()
        block.remove(node)
        node = following


def _with_paragraphs_before(block: Node) -> Node:
    """Put the unsigned paragraphs before a signed one into one element with it."""
    member = etree.Element("div")
    block.addprevious(member)
    before = member.getprevious()
    member.append(block)
    while before is not None and before.tag == "p":
        earlier = before.getprevious()
        member.insert(0, before)
        before = earlier
    return member
