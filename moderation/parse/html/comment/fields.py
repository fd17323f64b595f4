"""One element that is a comment to its parts: text, name, time, id, parent, likes, state.

A system's own selectors come first, then schema.org's properties, then what class names say, then what a line says.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final

from moderation.parse.html.comment import labels
from moderation.parse.html.comment.addresses import address, number
from moderation.parse.html.comment.dates import has_date, moment
from moderation.parse.html.comment.lines import bare_lines, cut, is_button, is_gone, said_lines
from moderation.parse.html.comment.parts import Parts, parts_of
from moderation.parse.html.comment.writers import account_of, author_of, heading_by_time, names_of
from moderation.parse.html.comment.written import created_of, times_of
from moderation.parse.html.document.select import Picker
from moderation.parse.html.document.text import Said, line, said
from moderation.parse.html.document.tree import Node, called, within
from moderation.parse.html.document.vocabulary import names_comments, words
from moderation.parse.html.found import Found
from moderation.parse.plain.line.marks import mark_of
from moderation.parse.plain.line.names import looks_like_name
from moderation.parse.plain.line.stamps import kind_of, stamps_in

_LONGEST_TIME: Final = 120
_REFERENCE: Final = re.compile(r"#\d{1,6}|@[^\s#@]\S{0,40}")
# libxml2 gives a void element no text; a header this long is a wrapper that is called like one.
_LONGEST_HEADER: Final = 400
_LONGEST_AGE: Final = 40
_LONGEST_BADGE: Final = 60
_BADGE_TAGS: Final = frozenset({"span", "small", "em", "b", "i", "a", "img", "sup", "label", "strong", "abbr"})
_HIDDEN: Final = re.compile(r"display\s*:\s*none", re.IGNORECASE)


def read_item(item: Node, cut: Collection[Node], *, language: str, base: str | None, picker: Picker) -> Found:
    """Return the comment in `item`; `cut` holds the comments nested in it, `base` is the page's address."""
    parts = parts_of(item, cut)
    answered = None
    if (shown := _preview(parts)) is not None:
        answered = next(line(node) for node in parts.of("author") if shown in node.iterancestors())
        parts = parts_of(item, {*cut, shown})
    if dialogs := _dialogs(parts):
        parts = parts_of(item, {*parts.cut, *dialogs})
    names = names_of(parts, picker)
    times = times_of(parts)
    text, header = _text(parts, picker)
    author, sure = author_of(parts, names, picker, header)
    created = picker.value(item, "time", cut)
    found = Found(
        said=text,
        answered=answered,
        node=item,
        author=author,
        author_sure=sure if author else 0.0,
        author_id=picker.value(item, "author_id", cut) or account_of(names, base),
        created_at=(moment(created, language) if created else None) or created_of(parts, times, header, language),
    )
    address(found, parts, picker, base)
    _counts(found, parts, picker)
    _state(found, item, parts)
    found.dated = found.created_at is not None or any(_is_dated(line(node)) for node in times[:3])
    found.signs = _signs(found, parts)
    return found


def _preview(parts: Parts) -> Node | None:
    """Return the element that shows again who is answered and what that said, above the comment's own words."""
    writers, bodies = parts.of("author"), parts.of("body")
    if len(writers) < 2 or len(bodies) < 2:
        return None
    for node in parts.of("aside"):
        if parts.length(node) > _LONGEST_HEADER or _last_word(node) != "reply":
            continue
        held = set(node.iterdescendants())
        others = [
            body for body in bodies if body not in held and node not in body.iterdescendants() and body is not node
        ]
        if others and not held.isdisjoint(bodies) and len(held.intersection(writers)) == 1:
            return node
    return None


def _dialogs(parts: Parts) -> list[Node]:
    """Return the elements with a form or a field to write in that the page does not show until a button is pressed."""
    found = []
    for form in parts.of("aside"):
        if form.tag in ("form", "textarea"):
            around = (above for above in form.iterancestors() if above is not parts.item)
            hidden = next((above for above in around if _is_folded(above)), None)
            if hidden is not None and parts.item in hidden.iterancestors():
                found.append(hidden)
    return found


def _is_folded(node: Node) -> bool:
    return node.tag == "details" or bool(_HIDDEN.search(node.get("style") or ""))


def _last_word(node: Node) -> str:
    """Return the last word of an element's first name."""
    return next((said[-1] for token in called(node).split()[:1] if (said := words(token))), "")


def _text(parts: Parts, picker: Picker) -> tuple[Said, list[str]]:
    """Return the comment's own words, and the lines above them that were taken for its header."""
    chosen = picker.nodes(parts.item, "body", parts.cut)
    if chosen:
        text = _joined(_outermost(chosen), parts.cut)
        return (cut(text, 2, len(text.text)) if text.text.startswith(": ") else text), []
    exact = [node for node in parts.of("body") if (node.get("itemprop") or "").lower() in ("text", "commenttext")]
    if exact and (text := _joined(exact[:1], parts.cut)).text:
        return text, []
    bodies = _without_labels(parts)
    header = _header(parts, bodies)
    left = {*parts.cut, *header} if bodies else {*parts.cut, *header, *_between(parts)}
    outer = _outermost([node for node in bodies if node not in header])
    named = bool(parts.of("author")) and bool(parts.of("time"))
    text = _joined(outer, left, labels=not named)
    if not text.text:
        text = said(parts.item, left, labels=True)
    bare, above = bare_lines(text, named=named)
    if not bare.text:
        softer = {node for role in ("author", "time", "replies") for node in parts.of(role)} - set(bodies)
        bare, above = bare_lines(said(parts.item, {*parts.cut, *softer}), named=named)
    return bare, above


def _without_labels(parts: Parts) -> list[Node]:
    """Return the elements named after texts, those in a name, a time or a button left out: `date-text` says `Date:`."""
    labelled = {node for role in ("time", "author") for node in parts.of(role) if parts.length(node) <= _LONGEST_TIME}
    bodies = list(parts.of("body"))
    own = [node for node in bodies if not any(above in labelled for above in node.iterancestors())] or bodies
    own = [node for node in own if not _is_wrapper(node, own)]
    if all(_is_head(node, parts) for node in own):
        return []
    said = [node for node in own if not _is_pressed(node, parts)]
    return said or own


def _is_head(node: Node, parts: Parts) -> bool:
    """Tell whether an element has a date, and at most a name beside it: a `description` of who wrote."""
    if parts.length(node) > _LONGEST_TIME:
        return False
    lines = [text for text in said(node, labels=True).text.split("\n") if text]
    others = [text for text in lines if (mark := mark_of(text)) is None or mark.name is not None]
    return len(lines) - len(others) == 1 and len(others) <= 1 and all(map(looks_like_name, others))


def _is_wrapper(node: Node, bodies: Sequence[Node]) -> bool:
    """Tell whether an element is called `inner` alone and holds one that is called the comment's text."""
    if not all(words(token)[-1:] == ("inner",) for token in called(node).split()):
        return False
    return any(names_comments(called(body)) and node in body.iterancestors() for body in bodies if body is not node)


def _is_pressed(node: Node, parts: Parts) -> bool:
    """Tell whether an element is the short label of a link or a button: `btn-text`."""
    if parts.length(node) > _LONGEST_BADGE:
        return False
    return node.tag == "button" or any(near.tag in ("a", "button") for near in (node, *list(node.iterancestors())[:2]))


def _header(parts: Parts, bodies: list[Node]) -> set[Node]:
    """Return the elements that are no words of the reader's: names, times, buttons, pictures."""
    around = {above for body in bodies for above in body.iterancestors()}
    cut: set[Node] = set()
    if not parts.of("author") and (heading := heading_by_time(parts)) is not None:
        cut.add(heading)
    for role in ("author", "time", "likes", "dislikes", "avatar", "aside", "replies", "pending"):
        for node in parts.of(role):
            if node in around or (node.tag in ("p", "blockquote") and role != "pending" and node in bodies):
                continue
            if role in ("author", "time") and parts.length(node) > _LONGEST_TIME:
                continue
            if role == "aside" and parts.length(node) > _LONGEST_HEADER and node.tag != "form":
                continue
            if role == "aside" and node.tag == "a" and _is_reference(node, bodies):
                continue
            cut.add(node)
    return cut


def _between(parts: Parts) -> list[Node]:
    """Return the few words between name and time, which tell of the writer: a badge, a place."""
    writers, times = set(parts.of("author")), set(parts.of("time"))
    if not writers or not times:
        return []
    found: list[Node] = []
    named = False
    for node in within(parts.item, parts.cut):
        if node in times:
            return found if named and sum(map(parts.length, found)) <= _LONGEST_BADGE else []
        if node in writers:
            named, found = True, []
        elif (
            named
            and len(node) == 0
            and node.tag in _BADGE_TAGS
            and not any(above in writers for above in node.iterancestors())
        ):
            found.append(node)
    return []


def _is_reference(link: Node, bodies: Collection[Node]) -> bool:
    """Tell whether a link in a text names whom it answers, `#3` or `@Bo`, whatever style sheets call it."""
    return bool(_REFERENCE.fullmatch(line(link))) and any(above in bodies for above in link.iterancestors())


def _joined(nodes: Sequence[Node], cut: Collection[Node], *, labels: bool = False) -> Said:
    if len(nodes) == 1:
        return said(nodes[0], cut, labels=labels)
    return said_lines([said(node, cut, labels=labels) for node in nodes])


def _outermost(nodes: list[Node]) -> list[Node]:
    known = set(nodes)
    return [node for node in nodes if not any(above in known for above in node.iterancestors())]


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


def _signs(found: Found, parts: Parts) -> int:
    picture = bool(parts.of("avatar"))
    answer = any(_answers(node) for node in parts.of("aside") if parts.length(node) <= _LONGEST_BADGE)
    return bool(found.author) + found.dated + picture + answer + bool(found.id or found.url)


def _answers(node: Node) -> bool:
    """Tell whether an element is a button of a comment, or a row of them."""
    return is_button(line(node)) or any(is_button(line(link)) for link in node.iterdescendants("a", "button"))


def _is_dated(text: str) -> bool:
    """Tell whether a date stands in `text`, or an age: `3 hours ago`."""
    return has_date(text) or (len(text) <= _LONGEST_AGE and any(kind_of(stamp) == "ago" for stamp in stamps_in(text)))
