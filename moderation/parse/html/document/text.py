"""Elements to plain text, with the ranges in which somebody else is quoted."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from lxml.etree import XPath, tostring

from moderation.parse.html.document.tree import UNSEEN, Node
from moderation.records import Span

BLOCK: Final = frozenset(
    """address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form
    h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table tbody td tfoot th thead tr ul
    legend""".split()  # noqa: SIM905 - a list of quoted words reads worse
)
PARAGRAPH: Final = frozenset({"p", "blockquote", "pre", "ul", "ol", "dl", "table", "h1", "h2", "h3", "h4", "h5", "h6"})
INLINE: Final = frozenset({"span", "a", "b", "strong", "em", "small", "i", "cite", "u", "abbr", "font"})
ALONE: Final = frozenset({"button", "time", "label", "option"})
_QUOTE: Final = re.compile(
    r"(?:^|[\s_-])(?:bb)?(?:code)?block[_-]?quote|(?:^|[\s_])quote(?:$|[\s_-]|d|container|box)", re.IGNORECASE
)
_LENGTH: Final = XPath("string-length(normalize-space(.))")
# One space is what becomes of all others, so it is passed over: most texts have nothing else.
_BLANK: Final = re.compile(r"[\t\r\n\f\v][ \t\r\n\f\v]*| [ \t\r\n\f\v]+")
_SPACES: Final = re.compile(r"(?<=[^\n ]) {2,}")
# They stand where a quote begins and ends and at the edges of blocks; taken out of the page's own text first.
_OPEN, _SHUT, _EDGE, _GAP = "\ue0f0", "\ue0f1", "\ue0f4", "\ue0f5"
_MARKS: Final = re.compile("[\ue0f0-\ue0f5]")
_BREAKS: Final = re.compile("([\n\ue0f4\ue0f5](?:[ \t]*[\n\ue0f4\ue0f5])*[ \t]*)")


@dataclass(frozen=True, slots=True)
class Said:
    """A plain text and the ranges of it that repeat somebody else."""

    text: str
    quotes: tuple[Span, ...] = ()


def said(node: Node, cut: Collection[Node] = (), *, labels: bool = False) -> Said:
    """Return the text of `node` as a reader sees it: paragraphs a blank line apart, breaks as line ends.

    What is in `cut` is left out, and so are scripts. Quoted elements come out as ranges. `labels`: elements that stand
    to each other without a blank are lines of their own.
    """
    return _ranged("".join(_pieces(node, cut, {} if labels else None)))


def line(node: Node, cut: Collection[Node] = ()) -> str:
    """Return the text of `node` on one line."""
    if cut:
        return " ".join(said(node, cut).text.split())
    # Five times as fast as joining `itertext`, which makes a string of each piece.
    return " ".join(tostring(node, method="text", encoding="unicode", with_tail=False).split())


def length(node: Node) -> int:
    """Return the length of the text of `node` on one line, counted where the tree is: four times as fast as `line`."""
    return int(_LENGTH(node))


def is_quote(node: Node) -> bool:
    """Tell whether what is in `node` repeats somebody else."""
    if node.tag == "blockquote":
        return True
    words = node.get("class")
    return words is not None and node.tag in ("div", "aside", "table", "td") and bool(_QUOTE.search(words))


def is_label(node: Node, wordless: dict[Node, bool]) -> bool:
    """Tell whether an element stands to the next without a blank, in one that has no words of its own: a label.

    `wordless` keeps what was found of the elements around: one may hold a hundred thousand others.
    """
    parent = node.getparent()
    if node.tag not in INLINE or parent is None or parent.tag == "p" or parent.tag in INLINE:
        return False
    following = node.getnext()
    if following is None or node.tail or (following.tag not in INLINE and following.tag not in ALONE):
        return False
    if parent not in wordless:
        own = (parent.text or "").strip() or any((child.tail or "").strip() for child in parent)
        wordless[parent] = not own
    return wordless[parent]


def _pieces(root: Node, cut: Collection[Node], wordless: dict[Node, bool] | None = None) -> list[str]:
    """Return the text of a tree in pieces, with line ends and quote marks between; one pass, no recursion.

    `wordless` is for labels, which stand on lines of their own where it is given.
    """
    out: list[str] = []
    stack: list[Node | str] = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            out.append(node)
            continue
        tag = node.tag
        if node is not root and node.tail:
            stack.append(_blanked(node.tail, node.getparent()))
        if not isinstance(tag, str) or tag in UNSEEN or (node is not root and node in cut):
            continue
        if tag == "br":
            out.append("\n")
            continue
        opening, closing = _edges(_boxed(node), quote=node is not root and is_quote(node))
        if wordless is not None and node is not root and is_label(node, wordless):
            closing = _EDGE
        out.append(opening)
        if closing:
            stack.append(closing)
        if node.text:
            out.append(_blanked(node.text, node))
        if tag == "img" and (alt := node.get("alt")) and "emoji" in (node.get("class") or ""):
            out.append(alt)
        stack.extend(reversed(node))
    return out


def _boxed(node: Node) -> str:
    """Return the tag of an element, that of a box for one of a page's own making which stands in no words."""
    return "div" if "-" in node.tag and stands_apart(node) else str(node.tag)


def stands_apart(node: Node) -> bool:
    """Tell whether no words stand right before and right behind an element."""
    before, around = node.getprevious(), node.getparent()
    text = before.tail if before is not None else None if around is None else around.text
    return not (text or "").strip() and not (node.tail or "").strip()


def _edges(tag: str, *, quote: bool) -> tuple[str, str]:
    edge = _GAP if tag in PARAGRAPH else _EDGE if tag in BLOCK else ""
    return (_GAP + _OPEN, _SHUT + _GAP) if quote else (edge, edge)


def _blanked(text: str, parent: Node) -> str:
    if not text.isascii():
        text = _MARKS.sub("", text)
    return text if parent is not None and parent.tag == "pre" else _BLANK.sub(" ", text)


def _with_ends(text: str) -> str:
    """Return `text` with the line ends that each run of breaks and edges of blocks makes, and no blanks around them."""
    # A pattern that may begin with blanks is tried at every letter; one that begins with a break is not.
    parts = _BREAKS.split(text)
    parts[::2] = [part.rstrip(" \t") for part in parts[::2]]
    parts[1::2] = map(_ends, parts[1::2])
    return "".join(parts)


def _ends(run: str) -> str:
    """Return the line ends that a run of breaks and edges of blocks makes: never more than one blank line."""
    return "\n\n" if _GAP in run or run.count("\n") > 1 else "\n"


def _ranged(text: str) -> Said:
    """Tidy the blanks of `text` and turn its quote marks into ranges."""
    text = _with_ends(text)
    text = (_SPACES.sub(" ", text) if "  " in text else text).strip()
    if _OPEN not in text:
        return Said(text)
    text = re.sub(rf"{_OPEN}\s+", _OPEN, re.sub(rf"\s+{_SHUT}", _SHUT, text)).strip()
    plain: list[str] = []
    spans: list[Span] = []
    depth = length = start = 0
    for part in re.split(f"([{_OPEN}{_SHUT}])", text):
        if part == _OPEN:
            start = length if depth == 0 else start
            depth += 1
        elif part == _SHUT:
            depth -= 1
            if depth == 0 and length > start:
                spans.append(Span(start, length))
        else:
            plain.append(part)
            length += len(part)
    return _trimmed("".join(plain), spans)


def _trimmed(text: str, spans: list[Span]) -> Said:
    """Strip `text`, and move its ranges along."""
    bare = text.strip()
    lead = len(text) - len(text.lstrip())
    moved = (Span(max(0, span.start - lead), min(len(bare), span.end - lead)) for span in spans)
    return Said(bare, tuple(span for span in moved if span.start < span.end))
