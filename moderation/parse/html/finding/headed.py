"""Comments that only a heading names: what stands below "Comments (3)" or on a page called guestbook, a row for each.

Rows of one shape are comments when readers' names and times head them; a name alone, or a time, also heads the lines
of a chronicle or of a club's board.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Final

from moderation.parse.html.document.text import length, line
from moderation.parse.html.document.tree import Node, elements
from moderation.parse.html.document.vocabulary import names_widget, plain_token
from moderation.parse.html.finding.adapters import regrouped
from moderation.parse.plain.line.headings import heading_of

HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "legend", "caption"})
_BOOK: Final = re.compile(
    r"(?:\w+ )?(?:guest ?book|gästebuch|livre d['’]or|libro de visitas|gastenboek|gæstebog|gästbok|libro degli ospiti)"
    r"(?: entries|-?einträge)?\W*",
    re.IGNORECASE,
)
# A column of other pages' comments, and the opinions of a paper's own writers.
_ELSEWHERE: Final = re.compile(r"(?:latest|recent|popular|featured|opiniones|meinungen|contributions)\b", re.IGNORECASE)
_LONGEST_HEADING: Final = 60
_FEWEST: Final = 2
_MOST_HEADINGS: Final = 8
_MOST_ROWS: Final = 20_000
_DEEPEST: Final = 4
_OPENING: Final = 2  # elements that open a row: name and time, as a rule
_ROW_TAGS: Final = frozenset({"tr", "li", "div", "article", "section", "p", "table", "dd", "blockquote"})
_OUTSIDE: Final = frozenset({"nav", "form", "footer", "header", "aside"})
_MOST_WORDS: Final = 0.6

Judge = Callable[[Sequence[Node]], bool]


def by_heading(root: Node, judge: Judge) -> list[Node]:
    """Return the rows below a heading of comments that `judge` takes for comments."""
    tried = 0
    for node in elements(root):
        if node.tag in HEADINGS and length(node) <= _LONGEST_HEADING and _names_comments(line(node)) and _apart(node):
            tried += 1
            if tried > _MOST_HEADINGS:
                break
            for box in below(node):
                if (members := rows_of(box)) and judge(members):
                    answers = _answers(members)
                    return _in_order(root, [*members, *answers]) if answers and judge(answers) else members
    return []


def _answers(members: Sequence[Node]) -> list[Node]:
    """Return the elements within rows that are of their shape and begin as they do: answers to what the row says."""
    shape, opening = _shape(members[0]), _opening(members[0])
    inner = (node for row in members for node in row.iterdescendants(row.tag))
    return [node for node in inner if _shape(node) == shape and _opening(node) == opening]


def _opening(node: Node) -> tuple[str, ...]:
    return tuple(child.tag for child in islice(node.iterchildren("*"), _OPENING))


def _in_order(root: Node, nodes: Sequence[Node]) -> list[Node]:
    wanted = set(nodes)
    return [node for node in elements(root) if node in wanted]


def _names_comments(text: str) -> bool:
    return (heading_of(text) is not None and not _ELSEWHERE.match(text)) or bool(_BOOK.fullmatch(text))


def _apart(heading: Node) -> bool:
    """Tell whether a heading stands in no menu, form or column of teasers."""
    return not any(
        above.tag in _OUTSIDE or names_widget(f"{above.get('class') or ''} {above.get('id') or ''}")
        for above in heading.iterancestors()
        if above.tag not in ("body", "html")
    )


def below(heading: Node) -> Iterator[list[Node]]:
    """Yield what stands behind a heading up to the next as large, and then what each of it holds, some levels down."""
    behind: list[Node] = []
    top = heading if heading.getnext() is not None else heading.getparent()
    node = None if top is None or top.tag in ("body", "html") else top.getnext()
    while node is not None and not (node.tag in HEADINGS and node.tag <= heading.tag):
        if isinstance(node.tag, str) and node.tag not in _OUTSIDE:
            behind.append(node)
        node = node.getnext()
    level = [behind]
    for _ in range(_DEEPEST):
        yield from level
        level = [list(node.iterchildren("*")) for box in level for node in box if len(node)][:_MOST_HEADINGS]


def _shape(node: Node) -> tuple[str, ...]:
    return (node.tag, *sorted(map(plain_token, (node.get("class") or "").split())))


def rows_of(box: Sequence[Node]) -> list[Node]:
    """Return the elements of the shape that makes most of `box`; where two take turns, each pair in one element."""
    if not _FEWEST <= len(box) <= _MOST_ROWS:
        return []
    shapes: dict[tuple[str, ...], list[Node]] = defaultdict(list)
    for node in box:
        # A row with a header and one with the text are told apart by how many cells they have.
        cells = str(len(node)) if node.tag == "tr" else ""
        tag, *names = _shape(node)
        shapes[(tag, cells, *names)].append(node)
    often = [nodes for nodes in shapes.values() if len(nodes) >= _FEWEST]
    if len(often) > 1 and len(often[0]) == len(often[1]):
        pairs = list(zip(often[0], often[1], strict=True))
        return regrouped(often[0]) if all(first.getnext() is second for first, second in pairs) else []
    most = max(often, key=lambda nodes: sum(map(length, nodes)), default=[])
    if not most or (most[0].tag not in _ROW_TAGS and "-" not in most[0].tag):
        return []
    return most if sum(map(length, most)) >= _MOST_WORDS * sum(map(length, box)) else []
