"""Who wrote a comment: the name and the account in its element."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from moderation.parse.html.comment import labels
from moderation.parse.html.comment.addresses import absolute, leads_to_answered
from moderation.parse.html.comment.dates import has_date
from moderation.parse.html.comment.lines import clean_name, is_signed, without_joining
from moderation.parse.html.comment.parts import Parts
from moderation.parse.html.document.select import Picker
from moderation.parse.html.document.text import BLOCK, line, said
from moderation.parse.html.document.tree import Node, within
from moderation.parse.html.document.vocabulary import words
from moderation.parse.plain.line.names import is_monogram, looks_like_name

_NAME_ATTRIBUTES: Final = ("data-author", "data-username", "data-user-name", "data-commenter", "data-author-name")
# Elements of a page's own making have attributes of their own, without the `data-`.
_OWN_NAMES: Final = ("author", "author-name", "username", "user-name", "user", "name")
_PROFILE: Final = re.compile(
    r"/(?:users?|profile?s?|members?|u|author|people|nutzer|benutzer|community)/|[?&]u(?:id|ser)?=", re.I
)
_FIXED_NAMES: Final = frozenset(
    {"fn", "username", "displayname", "nickname", "pseudo", "screenname", "name", "author", "autor"}
)
_SAYS: Final = re.compile(
    r"\s*(?:says?|said|wrote|writes|sagte?|schrieb|schreibt|meint|meinte|a dit|dit|a écrit|écrit|dice|dijo|escribió"
    r"|ha scritto|disse|diz|schreef|zegt)\s*(?::|…|\.{3}|am\b|on\b|le\b|el\b|$)",
    re.IGNORECASE,
)
_BY: Final = re.compile(r"\s*(?:posted |written )?(?:by|von|par|por|da|door)\b\s*:?\s*", re.IGNORECASE)
_HEADINGS: Final = ("h3", "h4", "h5", "h6")
_LONGEST_HEADING: Final = 40
_LONGEST_NAME: Final = 80
_LONGEST_TIME: Final = 120
_WRITER_WORDS: Final = frozenset({"user", "author", "member", "poster", "commenter", "autor", "auteur", "usuario"})
_NAME_TAGS: Final = frozenset({"a", "b", "strong", "span"})


def names_of(parts: Parts, picker: Picker) -> list[Node]:
    """Return the elements that may hold the name, the most telling first."""
    own = picker.nodes(parts.item, "author", parts.cut)
    ranked = sorted(parts.of("author"), key=_telling, reverse=True)
    return [*own, *ranked]


def _telling(node: Node) -> int:
    marked = (node.get("itemprop") or node.get("property") or "").lower()
    words = set((node.get("class") or "").lower().replace("_", "-").replace("-", " ").split())
    exact = "fn" in words or marked in ("author", "creator", "foaf:name")
    return 4 * exact + 2 * bool(words & _FIXED_NAMES) + (node.tag in ("a", "cite", "b", "strong"))


def author_of(parts: Parts, names: list[Node], picker: Picker, header: list[str]) -> tuple[str | None, float]:
    """Return the name and how sure it is: 0.95 for an element that says so, less for what a line or a link says."""
    if given := picker.value(parts.item, "author", parts.cut):
        return clean_name(given) or given[:_LONGEST_NAME], 0.98
    known = set(names)
    aside = {node for role in ("time", "aside", "avatar", "replies", "body") for node in parts.of(role)}
    aside.update(link for node in names for link in node.iterdescendants("a") if leads_to_answered(line(link)))
    times = set(parts.of("time"))
    for node in names:
        inner = next((child for child in within(node) if (child.get("itemprop") or "") == "name"), None)
        inner = _headed(node) if inner is None else inner
        inner = _linked(node, known) if inner is None else inner
        if inner is node and (own := _set_off(node)) is not None:
            return own, 0.95
        bare = inner.get("content") or line(inner, aside - {inner, node})
        if name := _called(bare) or _called(_without_age(inner, times - {inner, node})):
            return name, 0.95
    for attribute in (*_NAME_ATTRIBUTES, *(_OWN_NAMES if "-" in parts.item.tag else ())):
        if (name := (parts.item.get(attribute) or "").strip()) and len(name) <= _LONGEST_NAME:
            return name, 0.9
    if (name := labels.writer(parts.item)) is not None:
        return name, 0.95
    return _implied(parts, header)


def _called(text: str) -> str | None:
    """Return the name in the text of an element of names, or None."""
    return clean_name(text) if 0 < len(text) <= 2 * _LONGEST_NAME else None


def _without_age(node: Node, times: Collection[Node]) -> str:
    """Return the text of an element, without an age in an element of its own that is glued to it: `bo772 days ago`."""
    whole, timeless = _apart(node), line(node, times)
    glued = timeless and whole.startswith(timeless) and whole[len(timeless) :][:1].strip()
    return timeless if glued else whole


def _headed(node: Node) -> Node | None:
    """Return the one heading in an element of names that holds more: `<p class="user"><h5>Bo</h5> Riga</p>`."""
    heads = [head for head in node.iterdescendants(*_HEADINGS) if any(map(str.isalpha, line(head)))]
    return heads[0] if len(heads) == 1 and line(heads[0]) != line(node) else None


def _linked(node: Node, known: Collection[Node]) -> Node:
    """Return the one link in an element of names that is called one as well: what stands beside it tells of the writer.

    `<div class="answer-author"><a class="user">Bo</a><span>Gardening</span></div>`
    """
    links = [child for child in node.iterdescendants("a") if child in known and line(child)]
    return links[0] if len(links) == 1 else _before_blocks(node)


def _before_blocks(node: Node) -> Node:
    """Return the one link right in an element, where all beside it are blocks: `<a>Bo</a><div>I like ships</div>`."""
    children = list(node.iterchildren("*"))
    links = [child for child in children if child.tag == "a" and line(child)]
    if len(links) != 1 or len(children) < 2 or (node.text or "").strip():
        return node
    beside = [child for child in children if child is not links[0] and line(child)]
    alone = all(child.tag in BLOCK for child in beside) and not any((child.tail or "").strip() for child in children)
    return links[0] if beside and alone else node


def _set_off(node: Node) -> str | None:
    """Return the name in a line that tells more than it, where an element sets it off: `Posted May 2 by <b>Bo</b>`.

    In `by: <b>Bo</b> from: <b>Riga</b>` the first one does.
    """
    inner = [child for child in node.iterchildren("b", "strong", "cite") if any(map(str.isalpha, line(child)))]
    told = len(inner) == 1 and has_date(line(node))
    if not told and inner:
        told = inner[0].getprevious() is None and bool(_BY.fullmatch(node.text or ""))
    return clean_name(line(inner[0])) if told else None


def _implied(parts: Parts, header: list[str]) -> tuple[str | None, float]:
    for text in header:
        if name := clean_name(text):
            return name, 0.7
    if (name := _first_of_header(parts)) is not None:
        return name, 0.7
    for node in (*sorted(parts.of("aside"), key=parts.length), *parts.of("time")):  # a line before the head it is in
        text = without_joining(whole := _apart(node))
        told = has_date(whole) or is_signed(text)
        if told and len(text) <= _LONGEST_TIME and (name := _set_off(node) or clean_name(text)):
            return _uncounted(name, node), 0.7
    bodies = set(parts.of("body"))
    for node in within(parts.item, {*parts.cut, *bodies}):
        link = node.tag == "a" and (_PROFILE.search(node.get("href") or "") or "external" in (node.get("rel") or ""))
        link = link or (node.tag in _NAME_TAGS and bool(_SAYS.match(node.tail or "")))
        if (link or node.tag == "cite") and len(text := line(node)) <= _LONGEST_NAME and (name := clean_name(text)):
            return name, 0.8
    heading = heading_by_time(parts)
    name = None if heading is None else clean_name(line(heading))
    return (name, 0.8) if name is not None else (None, 0.0)


def heading_by_time(parts: Parts) -> Node | None:
    """Return the small heading next to the time that looks like a name: `<h5>Bo</h5><p class="date">3 May 2019</p>`."""
    for time in parts.of("time"):
        for node in (time.getprevious(), time.getnext()):
            if node is None or node.tag not in _HEADINGS or node in parts.cut or node.get("class"):
                continue
            if len(text := line(node)) <= _LONGEST_HEADING and looks_like_name(text):
                return node
    return None


def _apart(node: Node) -> str:
    """Return the text of an element on one line, with blanks between its blocks: many pages are saved without any.

    The letters that stand for a portrait are left out.
    """
    lines = said(node, labels=True).text.split("\n")
    first = len(lines) > 1 and is_monogram(lines[0], next(filter(None, lines[1:])))
    return " ".join(" ".join(lines[first:]).split())


def _uncounted(name: str, node: Node) -> str:
    """Return a name without the number that an element right behind it has: `<b>Bo</b><i>12</i>`."""
    words = next((own for inner in node.iter("*") if (own := " ".join((inner.text or "").split()))), "")
    return words if name.startswith(words) and name[len(words) :].strip().isdigit() and clean_name(words) else name


def _first_of_header(parts: Parts) -> str | None:
    """Return the name that a line about the writer opens with: the link or bold words in `class="user-info"`."""
    bodies = set(parts.of("body"))
    for node in parts.of("aside"):
        if not _WRITER_WORDS & set(words(node.get("class") or "")) or len(line(node)) > _LONGEST_TIME:
            continue
        first = next((child for child in node.iterchildren("*") if child.tag in _NAME_TAGS and line(child)), None)
        if first is not None and first not in bodies and (name := clean_name(line(first))):
            return name
    return None


def account_of(names: list[Node], base: str | None) -> str | None:
    """Return the number or the page of the account of whoever wrote a comment, or None."""
    for node in names:
        for child in within(node):
            if (given := child.get("data-user-id") or child.get("data-userid")) is not None:
                return str(given)[:200]
    for node in names:
        links = (child.get("href") for child in within(node) if child.tag == "a")
        if (href := next((link for link in links if link and _PROFILE.search(link)), None)) is not None:
            return absolute(href, base)
    return None
