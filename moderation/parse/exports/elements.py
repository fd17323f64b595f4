"""XML of any size, element by element, without entities, DTDs or the network."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any, BinaryIO, Final, TypeAlias

from lxml import etree

from moderation.counted import counted
from moderation.parse.utf8 import Utf8
from moderation.records import Notice

Element: TypeAlias = Any  # lxml has no types
_DECLARED: Final = re.compile(rb"<\?xml\b[^>]{0,80}?\bencoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")
# What costs a character or two and nothing that stands after.
_SMALL: Final = frozenset(
    {
        "ERR_INVALID_CHAR",
        "ERR_INVALID_CHARREF",
        "ERR_UNDECLARED_ENTITY",
        "ERR_ENTITYREF_SEMICOL_MISSING",
        "ERR_NAME_REQUIRED",
    }
)
_PART: Final = 1 << 14
_CUT: Final = (
    "Premature end",
    "Extra content",
    "EndTag",
    "expected",
    "Couldn't find end",
    "huge",
    "too long",
    "not finished",
)


def elements(stream: BinaryIO, names: Collection[str]) -> Iterator[Element | Notice]:
    """Yield each element with one of the local `names` once it is whole; what the caller is done with is forgotten.

    Characters that XML forbids become blanks and are counted; where the file is cut off or damaged, what stood before
    comes out, and then one notice.
    """
    declared = _DECLARED.search(stream.peek(1)[:300])  # type: ignore[attr-defined] # every reader's is buffered
    source = Utf8(stream, declared[1].decode() if declared else None)
    junk = _skip_to_markup(source)
    if junk:
        yield Notice(f"{junk} characters before the XML were passed over", 1)
    parser = etree.iterparse(
        source,
        events=("end",),
        encoding="utf-8",
        recover=True,
        huge_tree=False,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
    )
    told = 0
    cut: Notice | None = None
    try:
        for _, element in parser:
            source.seen()
            if len(source.notices) > told:
                yield from source.notices[told:]
                told = len(source.notices)
            if local(element) in names:
                yield element
    except etree.XMLSyntaxError as error:
        cut = Notice(f"the XML is damaged here: {_short(error.msg)}; what stands after may be missing", error.lineno)
    yield from source.notices[told:]
    if source.blanked:
        characters = counted(source.blanked, "character")
        yield Notice(f"{characters} that XML forbids became blanks")
    yield from _told(parser.error_log) if cut is None else (cut,)


def _skip_to_markup(source: Utf8) -> int:
    """Read up to the first `<`, which a copy may have lost or put something before; return how much that was."""
    skipped = 0
    while part := source.read(_PART):
        before, sign, after = part.partition(b"<")
        skipped += len(before.strip())
        if sign:
            source.give_back(sign + after)
            break
    return skipped


def _told(log: Any) -> Iterator[Notice]:
    """Yield one notice for what spoils a few characters, and one for the first thing that may spoil all behind it."""
    fatal = [problem for problem in log if problem.level_name == "FATAL"]
    small = [problem for problem in fatal if problem.type_name in _SMALL]
    if small:
        told = "1 entity or sign was" if len(small) == 1 else f"{len(small)} entities and signs were"
        yield Notice(f"{told} no XML and left as they stood or left out, the first here", small[0].line)
    grave = next((problem for problem in fatal if problem.type_name not in _SMALL), None)
    if grave is not None:
        what = "is cut off or damaged" if any(word in grave.message for word in _CUT) else "is damaged"
        yield Notice(f"the XML {what} here: {_short(grave.message)}; what stands after may be missing", grave.line)


def _short(message: str | None) -> str:
    """Return the parser's words up to what it quotes of the file."""
    return (message or "not well-formed").partition(":")[0].partition(",")[0].strip().lower()


def local(element: Element) -> str:
    """Return an element's name without its namespace: exports spell one namespace in several ways."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def forget(element: Element) -> None:
    """Free an element and all that stood before it, so that memory does not grow with the file."""
    element.clear()
    parent = element.getparent()
    if parent is not None:
        while element.getprevious() is not None:
            del parent[0]


def child(element: Element, name: str) -> Element | None:
    """Return the first child with a local name. An element without children is false, so compare with None."""
    return next((part for part in element if local(part) == name), None)


def text(element: Element, name: str) -> str | None:
    """Return the text of a child, None where it is missing or empty."""
    found = child(element, name)
    return None if found is None else content(found).strip() or None


def content(element: Element) -> str:
    """Return all text in an element: an entity that XML does not know stands in it like a child."""
    return "".join(element.itertext()) if len(element) else element.text or ""


def attribute(element: Element | None, name: str) -> str | None:
    """Return an attribute by its local name."""
    if element is None:
        return None
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), None)
