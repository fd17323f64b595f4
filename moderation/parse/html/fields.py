"""One element that is a comment to its parts: text, name, time, id, parent, likes, state.

A system's own selectors come first, then schema.org's properties, then what class names say, then what a line says.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urljoin

from moderation.parse.html import labels
from moderation.parse.html.dates import has_date, moment
from moderation.parse.html.found import Found
from moderation.parse.html.lines import bare_lines, clean_name, is_button, is_gone, said_lines
from moderation.parse.html.select import Picker
from moderation.parse.html.text import Said, length, line, said
from moderation.parse.html.tree import Node, called, within
from moderation.parse.html.vocabulary import Role, roles

_PROPERTIES: Final[dict[str, Role]] = {
    "author": "author",
    "creator": "author",
    "sioc:has_creator": "author",
    "foaf:name": "author",
    "text": "body",
    "commenttext": "body",
    "reviewbody": "body",
    "articlebody": "body",
    "content:encoded": "body",
    "datecreated": "time",
    "datepublished": "time",
    "commenttime": "time",
    "dc:date": "time",
    "dc:created": "time",
    "upvotecount": "likes",
    "downvotecount": "dislikes",
}
_NAME_ATTRIBUTES: Final = ("data-author", "data-username", "data-user-name", "data-commenter", "data-author-name")
_TIME_ATTRIBUTES: Final = tuple(
    "datetime data-timestamp data-time data-utime data-created data-date content".split()  # noqa: SIM905 - reads better
)
_SHOWN_BY_SCRIPTS: Final = re.compile(
    r"datetime|title|data-(?:[a-z]+-)*(?:u?time|timestamp|date|datetime|livestamp|epoch|unix|ts|created|posted|published)"
    r"(?:-(?:at|on|time|utc|date))?|data-tippy-content"
)
# Elements of a page's own making have attributes of their own, without the `data-`.
_OWN_NAMES: Final = ("author", "author-name", "username", "user-name", "user", "name")
_OWN_TIMES: Final = ("created", "created-at", "date", "datetime", "time", "timestamp", "published")
_ID_ATTRIBUTES: Final = (
    "data-comment-id",
    "data-commentid",
    "data-comment",
    "data-post-id",
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
_NUMBER: Final = re.compile(r"[-+−]?\d{1,3}(?:[.,]\d{3})+(?!\d)|[-+−]?\d{1,7}")
_PROFILE: Final = re.compile(
    r"/(?:users?|profile?s?|members?|u|author|people|nutzer|benutzer|community)/|[?&]u(?:id|ser)?=", re.I
)
_REPLY_LINK: Final = re.compile(
    r"^(?:↪\s*|@)?(?:in reply to|replying to|antwort auf|als antwort auf|en réponse à|réponse à|in risposta a"
    r"|en respuesta a|reactie op)",
    re.IGNORECASE,
)
_FIXED_NAMES: Final = frozenset(
    {"fn", "username", "displayname", "nickname", "pseudo", "screenname", "name", "author", "autor"}
)
_LONGEST_NAME: Final = 80
_LONGEST_ID: Final = 200
_LONGEST_TIME: Final = 120
# libxml2 gives a void element no text; a header this long is a wrapper that is called like one.
_LONGEST_HEADER: Final = 400


@dataclass(slots=True)
class Parts:
    """The elements of one comment by role; `cut` are the comments nested in it."""

    item: Node
    cut: Collection[Node]
    by_role: dict[Role, list[Node]] = field(default_factory=dict)

    def of(self, role: Role) -> Sequence[Node]:
        """Return the elements of `role` in page order."""
        return self.by_role.get(role, ())


def parts_of(item: Node, cut: Collection[Node]) -> Parts:
    """Sort the elements below `item` by what their names say, those of nested comments left out."""
    parts = Parts(item, cut)
    for node in within(item, cut):
        if node is item:
            continue
        for role in _roles(node):
            parts.by_role.setdefault(role, []).append(node)
    return parts


def read_item(item: Node, cut: Collection[Node], *, language: str, base: str | None, picker: Picker) -> Found:
    """Return the comment in `item`; `cut` holds the comments nested in it, `base` is the page's address."""
    parts = parts_of(item, cut)
    names = _authors(parts, picker)
    times = _times(parts)
    text, header = _text(parts, picker)
    author, sure = _author(parts, names, picker, header)
    created = picker.value(item, "time", cut)
    found = Found(
        said=text,
        node=item,
        author=author,
        author_sure=sure if author else 0.0,
        author_id=picker.value(item, "author_id", cut) or _profile(names, base),
        created_at=(moment(created, language) if created else None) or _created(parts, times, header, language),
    )
    _address(found, parts, picker, base)
    _counts(found, parts, picker)
    _state(found, item, parts)
    found.signs = _signs(found, parts, times)
    return found


def comment_id(name: str | None) -> str | None:
    """Return the id in an element's id: `923` for `li-comment-923`."""
    if not name or len(name) > _LONGEST_ID:
        return None
    match = _FULL_NAME.match(name) or _ID.match(name)
    return match["id"] if match else None


def number(text: str | None) -> int | None:
    """Return the number that `text` shows, separators of thousands aside."""
    match = _NUMBER.search(text or "")
    return int(re.sub(r"[.,]", "", match[0]).replace("−", "-")) if match else None


def _roles(node: Node) -> frozenset[Role] | set[Role]:
    named = called(node)
    found: frozenset[Role] | set[Role] = roles(named) if named else frozenset()
    marked = node.get("itemprop") or node.get("property")
    if marked:
        extra = {_PROPERTIES[word] for word in marked.lower().split() if word in _PROPERTIES}
        found = extra or found
    if node.tag == "time":
        return {*found, "time"}
    if node.tag == "img" and "avatar" not in found:
        return {*found, "avatar"} if "author" in found else found
    if node.tag in ("form", "button", "textarea", "input", "label"):
        return {"aside"}
    return found


def _text(parts: Parts, picker: Picker) -> tuple[Said, list[str]]:
    """Return the comment's own words, and the lines above them that were taken for its header."""
    chosen = picker.nodes(parts.item, "body", parts.cut)
    if chosen:
        return _joined(chosen, parts.cut), []
    exact = [node for node in parts.of("body") if (node.get("itemprop") or "").lower() in ("text", "commenttext")]
    if exact and (text := _joined(exact[:1], parts.cut)).text:
        return text, []
    bodies = list(parts.of("body"))
    header = _header(parts, bodies)
    cut = {*parts.cut, *header}
    outer = _outermost([node for node in bodies if node not in header])
    text = _joined(outer, cut)
    if not text.text:
        text = said(parts.item, cut)
    named = bool(parts.of("author")) and bool(parts.of("time"))
    bare, above = bare_lines(text, named=named)
    if not bare.text:
        softer = {node for role in ("author", "time", "replies") for node in parts.of(role)} - set(bodies)
        bare, above = bare_lines(said(parts.item, {*parts.cut, *softer}), named=named)
    return bare, above


def _header(parts: Parts, bodies: list[Node]) -> set[Node]:
    """Return the elements that are no words of the reader's: names, times, buttons, pictures."""
    around = {above for body in bodies for above in body.iterancestors()}
    cut: set[Node] = set()
    for role in ("author", "time", "likes", "dislikes", "avatar", "aside", "replies", "pending"):
        for node in parts.of(role):
            if node in around or (node.tag in ("p", "blockquote") and role != "pending" and node in bodies):
                continue
            if role in ("author", "time") and length(node) > _LONGEST_TIME:
                continue
            if role == "aside" and length(node) > _LONGEST_HEADER and node.tag != "form":
                continue
            cut.add(node)
    return cut


def _joined(nodes: Sequence[Node], cut: Collection[Node]) -> Said:
    if len(nodes) == 1:
        return said(nodes[0], cut)
    return said_lines([said(node, cut) for node in nodes])


def _outermost(nodes: list[Node]) -> list[Node]:
    known = set(nodes)
    return [node for node in nodes if not any(above in known for above in node.iterancestors())]


def _authors(parts: Parts, picker: Picker) -> list[Node]:
    """Return the elements that may hold the name, the most telling first."""
    own = picker.nodes(parts.item, "author", parts.cut)
    ranked = sorted(parts.of("author"), key=_telling, reverse=True)
    return [*own, *ranked]


def _telling(node: Node) -> int:
    marked = (node.get("itemprop") or node.get("property") or "").lower()
    words = set((node.get("class") or "").lower().replace("_", "-").replace("-", " ").split())
    exact = "fn" in words or marked in ("author", "creator", "foaf:name")
    return 4 * exact + 2 * bool(words & _FIXED_NAMES) + (node.tag in ("a", "cite", "b", "strong"))


def _author(parts: Parts, names: list[Node], picker: Picker, header: list[str]) -> tuple[str | None, float]:
    """Return the name and how sure it is: 0.95 for an element that says so, less for what a line or a link says."""
    if given := picker.value(parts.item, "author", parts.cut):
        return clean_name(given) or given[:_LONGEST_NAME], 0.98
    aside = {node for role in ("time", "aside", "avatar", "replies", "body") for node in parts.of(role)}
    for node in names:
        inner = next((child for child in within(node) if (child.get("itemprop") or "") == "name"), node)
        text = inner.get("content") or line(inner, aside - {inner, node}) or line(inner)
        if 0 < len(text) <= 2 * _LONGEST_NAME and (name := clean_name(text)):
            return name, 0.95
    for attribute in (*_NAME_ATTRIBUTES, *(_OWN_NAMES if "-" in parts.item.tag else ())):
        if (name := (parts.item.get(attribute) or "").strip()) and len(name) <= _LONGEST_NAME:
            return name, 0.9
    if (name := labels.writer(parts.item)) is not None:
        return name, 0.95
    return _implied(parts, header)


def _implied(parts: Parts, header: list[str]) -> tuple[str | None, float]:
    for text in header:
        if name := clean_name(text):
            return name, 0.7
    for node in (*parts.of("aside"), *parts.of("time")):
        text = line(node)
        if has_date(text) and len(text) <= _LONGEST_TIME and (name := clean_name(text)):
            return name, 0.7
    bodies = set(parts.of("body"))
    for node in within(parts.item, {*parts.cut, *bodies}):
        link = node.tag == "a" and (_PROFILE.search(node.get("href") or "") or "external" in (node.get("rel") or ""))
        if (link or node.tag == "cite") and len(text := line(node)) <= _LONGEST_NAME and (name := clean_name(text)):
            return name, 0.8
    return None, 0.0


def _profile(names: list[Node], base: str | None) -> str | None:
    for node in names:
        for child in within(node):
            if (given := child.get("data-user-id") or child.get("data-userid")) is not None:
                return str(given)[:200]
    for node in names:
        links = (child.get("href") for child in within(node) if child.tag == "a")
        if (href := next((link for link in links if link and _PROFILE.search(link)), None)) is not None:
            return _absolute(href, base)
    return None


def _times(parts: Parts) -> list[Node]:
    exact = [node for node in parts.of("time") if node.tag in ("time", "abbr") or node.get("datetime")]
    return [*exact, *(node for node in parts.of("time") if node not in exact)]


def _created(parts: Parts, times: list[Node], header: list[str], language: str) -> str | None:
    for node in times:
        for inner in within(node):
            given = next((inner.get(key) for key in _TIME_ATTRIBUTES if inner.get(key)), None)
            if (when := moment(given, language) if given else None) is not None:
                return when
        for inner in within(node):
            if (when := moment(inner.get("title") or "", language)) is not None:
                return when
    for node in times:
        # Date and clock in two elements side by side have no blank between them.
        if len(text := " ".join(node.itertext())) <= _LONGEST_TIME and (when := moment(text, language)) is not None:
            return when
    lines = [*header, *(line(node) for node in parts.of("aside")), *(line(node) for node in parts.of("author"))]
    found = (moment(text, language) for text in lines if len(text) <= _LONGEST_TIME)
    if (when := next((when for when in found if when), None)) is not None:
        return when
    if (when := _attached(parts, language)) is not None:
        return when
    return (
        moment(line(parts.item, {*parts.cut, *parts.of("body")})[:_LONGEST_TIME], language)
        if parts.of("body")
        else None
    )


def _attached(parts: Parts, language: str) -> str | None:
    """Return the time that a script was to show: it stands in an attribute of an element of any name."""
    for node in within(parts.item, {*parts.cut, *parts.of("body")}):
        for key, value in node.attrib.items():
            if _SHOWN_BY_SCRIPTS.fullmatch(key) and (when := moment(value, language)) is not None:
                return when
    own = _OWN_TIMES if "-" in parts.item.tag else ()
    return next((when for name in own if (when := moment(parts.item.get(name) or "", language))), None)


def _address(found: Found, parts: Parts, picker: Picker, base: str | None) -> None:
    """Fill in the page's id of the comment, its own link, and whom it answers."""
    item = parts.item
    named = picker.value(item, "id", parts.cut)
    found.id = (comment_id(named) or named) or next((item.get(key) for key in _ID_ATTRIBUTES if item.get(key)), None)
    anchor = item.get("id")
    for node in within(item, parts.cut):
        anchor = anchor or (node.get("id") if comment_id(node.get("id")) else None)
        href = node.get("href") or ""
        if node.tag == "a" and found.url is None and "#" in href and not found_form(href):
            tail = href.rpartition("#")[2]
            if tail and (comment_id(tail) is not None) and (tail == anchor or comment_id(tail) == comment_id(anchor)):
                found.url = _absolute(href, base)
        if node.tag == "a" and found.parent is None and href and _REPLY_LINK.match(line(node)):
            found.parent = comment_id(href.rpartition("#")[2]) or found.parent
    found.id = (found.id or comment_id(anchor) or _named_anchor(parts) or "")[:200] or None
    if url := picker.value(item, "url", parts.cut):
        found.url = _absolute(url, base)
    parent = picker.value(item, "parent", parts.cut) or next(
        (item.get(key) for key in _PARENT_ATTRIBUTES if item.get(key)), None
    )
    if parent and parent not in ("0", "root", "null", "None"):
        found.parent = comment_id(parent.rpartition("#")[2]) or parent
    depth = number(picker.value(item, "depth", parts.cut))
    found.depth = depth if depth is not None else -1


def found_form(href: str) -> bool:
    """Tell whether a link opens the form for an answer rather than a comment."""
    return "reply" in href.rpartition("#")[2] or href.endswith("#respond")


def _named_anchor(parts: Parts) -> str | None:
    before = parts.item.getprevious()  # Drupal's stands before the comment
    if before is not None and before.tag == "a" and len(before) == 0 and (found := comment_id(before.get("id"))):
        return found
    names = (node.get("name") for node in within(parts.item, parts.cut) if node.tag == "a" and node.get("name"))
    return next((found for name in names if (found := comment_id(name))), None)


def _absolute(href: str, base: str | None) -> str | None:
    href = href.strip()[:2000]
    if href.lower().startswith(("javascript:", "data:", "mailto:")):
        return None
    try:
        return urljoin(base, href) if base else href
    except ValueError:
        return None


def _counts(found: Found, parts: Parts, picker: Picker) -> None:
    found.likes = number(picker.value(parts.item, "likes", parts.cut))
    found.dislikes = number(picker.value(parts.item, "dislikes", parts.cut))
    if found.likes is None and not picker.has("likes"):
        shown = _shown(parts.of("likes"))
        found.likes = labels.likes(parts.item, {*parts.cut, *parts.of("body")}) if shown is None else shown
    if found.dislikes is None and not picker.has("dislikes"):
        found.dislikes = _shown(parts.of("dislikes"))


def _shown(nodes: Sequence[Node]) -> int | None:
    for node in nodes:
        for key in ("data-score", "data-likes", "data-count", "data-value", "content", "value"):
            if (given := node.get(key)) and given.lstrip("-").isdigit():
                return number(given)
        text = line(node)
        if len(text) <= 40 and (shown := number(text)) is not None:
            return shown
    return None


def _state(found: Found, item: Node, parts: Parts) -> None:
    names = set((item.get("class") or "").lower().split())
    found.kind = "pingback" if "pingback" in names else "trackback" if "trackback" in names else "comment"
    if parts.of("pending") or "unapproved" in names:
        found.status = "pending"
    elif is_gone(found.said.text):
        found.status = "deleted"


def _signs(found: Found, parts: Parts, times: list[Node]) -> int:
    picture = bool(parts.of("avatar"))
    answer = any(is_button(line(node)) for node in parts.of("aside") if length(node) <= 60)
    dated = found.created_at is not None or any(has_date(line(node)) for node in times[:3])
    return bool(found.author) + dated + picture + answer + bool(found.id or found.url)
