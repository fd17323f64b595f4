"""Bytes of a saved page to a tree, bounded in depth and size, and the walks over it.

Nothing here recurses: the depth of a page is its author's to choose.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from lxml import etree

from moderation.parse.encoding import decode
from moderation.parse.html.document.attributes import Attributes, attributes_of
from moderation.records import Notice

Node: TypeAlias = Any  # an element of lxml, which has no types

_CHARSET: Final = re.compile(
    rb"""<(?:meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)|\?xml[^>]{0,80}?encoding\s*=\s*["']([\w.:-]+))""",
    re.IGNORECASE,
)
_DECLARED_WITHIN: Final = 4096
# The WHATWG table: whoever declares these means Windows-1252.
_LATIN: Final = frozenset({"iso-8859-1", "latin-1", "latin1", "iso8859-1", "us-ascii", "ascii"})
# libxml2 stops reading at a depth of 256. List items, rows and cells are not counted below, so this is much less.
_DEEPEST: Final = 60
# It also stops at texts of millions of characters; a break now and then keeps it going.
_LONG_TEXT: Final = re.compile(r"[^<]{10000}")
# A tag of thousands of attributes, and what is looked for before it, at a fifth of the cost.
_LONG: Final = re.compile(r"<[^<]{10000}")
_CROWDED: Final = re.compile(r"<(?=[a-zA-Z][^<>]{10000,})([a-zA-Z][\w-]{0,40})[^<>]{10000,}")
_MOST_ATTRIBUTES: Final = 1000
_FORMATTING: Final = re.compile(r"</?(?:font|b|i|u|s|em|strong|small|big|center|tt|wbr)\b[^<>]*>", re.IGNORECASE)
_TAG: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)\b[^<>]*>")
# Tags without an end, or whose end may be left out: they say nothing about depth.
_OPEN_ENDED: Final = frozenset(
    """area base br col embed hr img input link meta param source track wbr p li dt dd tr td th thead tbody tfoot option
    html head body""".split()  # noqa: SIM905 - a list of quoted words reads worse
)
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# What tests find elements by.
TESTED: Final = ("data-testid", "data-test-id", "data-qa", "data-hook")
UNSEEN: Final = frozenset({"script", "style", "noscript", "template", "head", "iframe", "object", "svg", "select"})


@dataclass(frozen=True, slots=True)
class Tree:
    """A page: its root without scripts and styles, the scripts, its source, and what had to be done to read it.

    `attributes` are those of the root's tree.
    """

    root: Node
    scripts: tuple[Node, ...]
    text: str
    notices: tuple[Notice, ...]
    attributes: Attributes


def tree_of(data: bytes) -> Tree | None:
    """Return the tree of a page, or None when it has no element at all.

    The encoding is a byte order mark's, strict UTF-8, what the page declares, or Windows-1252 with a notice. What is
    nested too deeply is kept as plain text.
    """
    decoded = decode(data, declared=_declared(data))
    notices = list(decoded.notices)
    text = _CROWDED.sub(_bare_tag, decoded.text) if _LONG.search(decoded.text) else decoded.text
    root, problem = _parsed(text)
    for name, mend, said in _MENDS:
        if problem is not None and name in problem.message:
            text = mend(text)
            root, problem = _parsed(text)
            notices.extend([Notice(said)] if said else [])
    if problem is not None:
        notices.append(Notice("damaged here, what stands below may be missing", line=problem.line or None))
    if root is None:
        return None
    if "shadowroot" in text:
        _show_shadows(root)
    scripts = tuple(root.iter("script"))
    etree.strip_elements(root, "script", "style", with_tail=False)
    return Tree(root, scripts, decoded.text, tuple(notices), attributes_of(root))


def _show_shadows(root: Node) -> None:
    """Make boxes of templates that a browser shows: the inside of an element of the page's own making."""
    for node in root.iter("template"):
        if node.get("shadowrootmode") or node.get("shadowroot"):
            node.tag = "div"


def fragment(markup: str) -> Node | None:
    """Return the root of a piece of HTML, or None when it holds no element and no text."""
    return _parsed(markup)[0]


def elements(root: Node) -> Iterator[Node]:
    """Yield the elements of a tree in the order of the page, comments and instructions left out."""
    return root.iter(etree.Element)  # type: ignore[no-any-return]


def within(root: Node, cut: Collection[Node] = ()) -> Iterator[Node]:
    """Yield `root` and the elements below it in the order of the page, those in `cut` and all below them left out."""
    if not cut:
        yield from elements(root)
        return
    stack = [root]
    while stack:
        node = stack.pop()
        if node in cut and node is not root:
            continue
        if isinstance(node.tag, str):
            yield node
            stack.extend(reversed(node))


def called(node: Node) -> str:
    """Return the class of an element, and the names that tests find it by: they outlive compiled classes."""
    names = node.get("class") or ""
    given = [value for attribute in TESTED if (value := node.get(attribute))]
    return " ".join((names, *given)) if given else names


def ancestors(node: Node) -> Iterator[Node]:
    """Yield the elements around `node`, the nearest first."""
    return node.iterancestors()  # type: ignore[no-any-return]


def remove(node: Node) -> None:
    """Take `node` out of its tree; the text behind it stays."""
    parent = node.getparent()
    if parent is None:
        return
    if node.tail:
        before = node.getprevious()
        if before is None:
            parent.text = writable(f"{parent.text or ''} {node.tail}")
        else:
            before.tail = writable(f"{before.tail or ''} {node.tail}")
    parent.remove(node)


def writable(text: str) -> str:
    """Return `text` without the control characters that a tree can be read with and not written to."""
    return _CONTROL.sub(" ", text)


def _parsed(text: str) -> tuple[Node | None, Any]:
    """Return the root, and the error that ended the reading before the end, or None."""
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False, collect_ids=False
    )
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError:  # nothing that could be an element
        return None, None
    return root, next((error for error in parser.error_log if error.level_name == "FATAL"), None)


def _declared(data: bytes) -> str | None:
    match = _CHARSET.search(data[:_DECLARED_WITHIN])
    if match is None:
        return None
    name = (match[1] or match[2]).decode("ascii", "replace").lower()
    return "cp1252" if name in _LATIN else name


def _bare_tag(tag: re.Match[str]) -> str:
    """Return a tag without its attributes when it has thousands: parsers compare each with all the others."""
    return tag[0] if len(tag[0].split(None, _MOST_ATTRIBUTES)) <= _MOST_ATTRIBUTES else f"<{tag[1]} "


def _plain(text: str) -> str:
    return _FORMATTING.sub("", text)


def _broken(text: str) -> str:
    return _LONG_TEXT.sub(r"\g<0><br>", text)


def _flattened(text: str) -> str:
    """Return `text` without the tags below the deepest level."""
    depth = 0

    def kept(tag: re.Match[str]) -> str:
        nonlocal depth
        if tag[2].lower() in _OPEN_ENDED or tag[0].endswith("/>"):
            return tag[0]
        if tag[1]:
            depth = max(0, depth - 1)
            return tag[0] if depth < _DEEPEST else " "
        depth += 1
        return tag[0] if depth <= _DEEPEST else " "

    return _TAG.sub(kept, text)


# What ends libxml2's reading early, what helps, and what the user should know of it; tried in this order.
_MENDS: Final = (
    ("depth", _plain, None),
    ("depth", _flattened, f"nested too deeply: what stands below {_DEEPEST} elements was taken as plain text"),
    ("Buffer", _broken, None),
)
