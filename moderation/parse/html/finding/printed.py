"""Comments that neither names nor shapes of elements tell: the page is read as its lines are printed.

Compiled style sheets, old tables and texts parted by breaks leave nothing of a comment but its header. What finds the
comments of a copied page finds them here as well; the elements only tell which lines are which.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from moderation.parse.html.comment.dates import moment
from moderation.parse.html.comment.nesting import depths_by_wrappers, depths_of_boxes
from moderation.parse.html.comment.refrain import without_labels
from moderation.parse.html.document.text import ALONE, BLOCK, PARAGRAPH, Said, is_label, length, line, stands_apart
from moderation.parse.html.document.tree import UNSEEN, Node
from moderation.parse.html.document.vocabulary import names_widget
from moderation.parse.html.finding.ends import begun, ended
from moderation.parse.html.finding.indexes import are_entries, is_board, is_headline, link_of, stand_elsewhere
from moderation.parse.html.found import Found, Thread
from moderation.parse.plain.comment.slots import Slot
from moderation.parse.plain.comment.written import times_written
from moderation.parse.plain.line.buttons import is_buttons
from moderation.parse.plain.line.headings import heading_of
from moderation.parse.plain.line.lines import Line
from moderation.parse.plain.line.names import has_word
from moderation.parse.plain.section import Section, find_section

_OUTSIDE: Final = frozenset({"nav", "form", "textarea", "select", "figcaption", "aside"})
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_COMMENTS_OF: Final = re.compile(r"[^#]+#(?:comments|respond|disqus_thread|kommentare|commentaires|comentarios)$")
_LIVE: Final = re.compile(
    r"(?:^|[\s_-])(?:live-?(?:blog|ticker|feed|posts?|updates?|entry|entries)|ticker)(?:$|[\s_-])", re.I
)
_LONGEST_LABEL: Final = 30
_MOST_OF_PAGE: Final = 0.4
_FEWEST: Final = 2
_NAMED: Final = 0.75
_MARKED: Final = 0.6
_LINKED: Final = 0.5
_ALIKE: Final = 0.6
_NAMES: Final = 0.5
_SURE: Final = 0.8  # of what the copied page's parser is


@dataclass(slots=True)
class _Printed:
    """A page as lines; `owners` are the elements whose own words each line holds, `times` what machines read there."""

    lines: list[Line]
    owners: list[list[Node]]
    times: list[str | None]


def by_lines(root: Node, language: str) -> Thread | None:
    """Return the comments that a page shows in its lines, or None."""
    page = _printed(root)
    section = find_section(page.lines)
    if section is None or len(section.slots) < _FEWEST:
        return None
    slots = begun(ended(section.slots, page.owners), page.owners)
    start = section.start if slots[0].head == section.slots[0].head else slots[0].head
    section = replace(section, slots=slots, start=start)
    if not _is_sure(page, section) or _are_links(page, section) or _is_list(page, section):
        return None
    written = times_written(page.lines, section.marks, section.slots)
    comments = [
        Found(
            Said(_text_of(page.lines[slot.first : slot.last])),
            author=slot.author,
            author_sure=_SURE * slot.author_confidence,
            created_at=_machine_time(page, slot, language) or when,
        )
        for slot, when in zip(section.slots, written, strict=True)
    ]
    without_labels(comments)
    firsts = [page.owners[slot.first][0] for slot in section.slots]
    if len(set(firsts)) == len(firsts):
        for comment, depth in zip(comments, depths_of_boxes(firsts) or depths_by_wrappers(firsts), strict=True):
            comment.depth = depth
    return Thread("lines", comments, beside=_covering(page, section))


def _is_sure(page: _Printed, section: Section) -> bool:
    """Tell whether most comments have a name and a time, and a time of day, an age, a verb or a heading says comments.

    Elements that nothing calls comments have less to show for themselves than a page that somebody copied.
    """
    slots = section.slots
    marks = [[mark for index in _around(slot) if (mark := section.marks[index])] for slot in slots]
    named = sum(slot.author is not None for slot in slots) >= _NAMED * len(slots)
    # `03:29` alone is as well how long a film is.
    clock = section.heading is not None
    marked = [any(mark.dated or mark.ago or mark.says or (clock and mark.timed) for mark in found) for found in marks]
    told = section.heading is not None or any(mark.timed or mark.ago or mark.says for found in marks for mark in found)
    answered = any(has_word(text) and is_buttons(text) for slot in slots for text in _furniture(page, slot))
    if section.heading is None and not (_are_alike(page, section) and (answered or _are_names(slots))):
        return False
    return named and sum(marked) >= _MARKED * len(slots) and (told or answered)


def _are_names(slots: Sequence[Slot]) -> bool:
    """Tell whether what heads the texts looks like names, and not like the towns of a calendar of events."""
    return sum(slot.author_confidence for slot in slots) >= _NAMES * len(slots)


def _are_alike(page: _Printed, section: Section) -> bool:
    """Tell whether most headers stand in elements of one shape: a page's byline and a film's date below do not."""
    owners = [page.owners[slot.member][0] for slot in section.slots]
    around = [[above.tag for above in node.iterancestors()][:1] for node in owners]
    shapes = Counter(
        (node.tag, *above, *(node.get("class") or "").split()[:1]) for node, above in zip(owners, around, strict=True)
    )
    return max(shapes.values()) >= _ALIKE * len(owners)


def _are_links(page: _Printed, section: Section) -> bool:
    """Tell whether most texts are links from their first word to their last, or open with a heading that leads away.

    Headlines, that is, with "4 comments" below each.
    """
    texts = [[owner for owners in page.owners[slot.first : slot.last] for owner in owners] for slot in section.slots]
    headed = [any(is_headline(page.owners[index][0]) for index in _titles(page, slot)) for slot in section.slots]
    linked = (all(map(_in_link, text)) or head for text, head in zip(texts, headed, strict=True))
    return sum(linked) > _LINKED * len(texts)


def _titles(page: _Printed, slot: Slot) -> list[int]:
    """Return the lines of a slot that do not hold its writer's name, which may link to a page about whoever that is."""
    return [
        index for index in range(slot.head, slot.stop) if not (slot.author and slot.author in page.lines[index].text)
    ]


def _is_list(page: _Printed, section: Section) -> bool:
    """Tell whether the slots are the entries of a list of other pages."""
    slots = section.slots
    links = [
        [
            link
            for index in range(slot.head, slot.stop)
            for node in page.owners[index]
            if (link := link_of(node)) is not None
        ]
        for slot in slots
    ]
    if stand_elsewhere(links) or is_board([line.text for line in page.lines]) or _are_counted(page, slots):
        return True
    return are_entries(
        [page.owners[slot.first : slot.last] for slot in slots],
        [_text_of(page.lines[slot.first : slot.last]) for slot in slots],
        [slot.author for slot in slots],
    )


def _are_counted(page: _Printed, slots: Sequence[Slot]) -> bool:
    """Tell whether most entries say how many comments they have: `12 comments` below each film of a list."""
    said = [[heading_of(page.lines[index].text) for index in range(slot.head, slot.stop)] for slot in slots]
    counted = sum(any(heading and heading.declared is not None for heading in found) for found in said)
    return counted > _LINKED * len(slots)


def _in_link(node: Node) -> bool:
    return link_of(node) is not None


def _text_of(lines: Sequence[Line]) -> str:
    """Return lines as one text, a blank line where a paragraph ends."""
    return "".join("\n" * (1 + line.gap) * (line is not lines[0]) + line.text for line in lines)


def _around(slot: Slot) -> tuple[int, ...]:
    return (*range(slot.head, slot.first), *range(slot.last, slot.stop))


def _furniture(page: _Printed, slot: Slot) -> Iterator[str]:
    return (page.lines[index].text for index in _around(slot))


def _machine_time(page: _Printed, slot: Slot, language: str) -> str | None:
    return next(
        (when for index in _around(slot) if (given := page.times[index]) and (when := moment(given, language))), None
    )


def _covering(page: _Printed, section: Section) -> list[Node]:
    """Return the outermost elements all of whose words stand in lines of the section."""
    total: Counter[Node] = Counter()
    inside: Counter[Node] = Counter()
    for index, owners in enumerate(page.owners):
        for owner in owners:
            for node in (owner, *owner.iterancestors()):
                total[node] += 1
                inside[node] += section.start <= index < section.stop
    whole = {node for node in total if inside[node] == total[node]}
    return [node for node in total if node in whole and node.getparent() not in whole]


def _printed(root: Node) -> _Printed:
    """Return the lines of a page as a browser prints them, menus, forms and columns left out."""
    page = _Printed([], [], [])
    parts: list[str] = []
    owners: list[Node] = []
    time, gap, start, broken = None, 0, 0, False
    for piece, owner in (*_pieces(root), ("\n", root)):
        if piece.strip("\n"):
            parts.append(piece)
            if piece.strip():
                owners.append(owner)
            if owner.tag == "time":
                time = owner.get("datetime") or owner.get("title") or time
            continue
        if text := " ".join("".join(parts).split()):
            page.lines.append(Line(len(page.lines) + 1, start, start + len(text), text, 0, min(gap, 1)))
            page.owners.append(owners)
            page.times.append(time)
            start += len(text) + 1
            gap = 0
        elif broken and owner.tag == "br":
            gap = 1
        broken = owner.tag == "br"
        parts, owners, time = [], [], None
        gap = max(gap, len(piece) - 1)
    return page


def _pieces(root: Node) -> Iterator[tuple[str, Node]]:
    """Yield the words of a page with the elements whose own they are, and line ends, two where a paragraph ends."""
    large = _MOST_OF_PAGE * length(root)
    wordless: dict[Node, bool] = {}
    stack: list[tuple[str, Node] | Node] = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, tuple):
            yield node
            continue
        if node is not root and node.tail:
            stack.append((node.tail.replace("\n", " "), node.getparent()))
        if not isinstance(node.tag, str) or node.tag in UNSEEN or _is_outside(node, large) or _counts_elsewhere(node):
            continue
        if node.tag == "br":
            yield "\n", node
            continue
        end = "\n\n" if node.tag in PARAGRAPH else "\n" if node.tag in BLOCK or node.tag in ALONE else ""
        end = end or ("\n" if "-" in node.tag and stands_apart(node) else "")
        end = end or ("\n" if is_label(node, wordless) else "")
        if end:
            yield (" " if _is_value(node) else end), node
            stack.append((" " if _is_value(node.getnext()) else end, node))
        if node.text:
            yield node.text.replace("\n", " "), node
        stack.extend(reversed(node))


def _is_value(node: Node | None) -> bool:
    """Tell whether a cell stands right behind its label: `Name:` and `Ann` are one line."""
    label = None if node is None or node.tag not in ("td", "dd") else node.getprevious()
    if label is None or label.tag not in ("td", "th", "dt") or length(label) > _LONGEST_LABEL:
        return False
    return line(label).endswith((":", "："))


def _is_outside(node: Node, large: float) -> bool:
    """Tell whether an element is a menu, a form, a column of teasers or the newest of an event as it happens."""
    if node.tag in _OUTSIDE:
        return length(node) < large
    named = f"{node.get('class') or ''} {node.get('id') or ''}"
    return named != " " and ((names_widget(named) and length(node) < large) or bool(_LIVE.search(named)))


def _counts_elsewhere(node: Node) -> bool:
    """Tell whether a link leads to the comments of another page: `4 comments` below a teaser heads nothing here."""
    if node.tag != "a" or not _COMMENTS_OF.match(node.get("href") or ""):
        return False
    return not any(above.tag in _HEADINGS for above in node.iterancestors())
