"""XML of any size, element by element, without entities, DTDs or the network."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from operator import ne
from typing import Any, BinaryIO, Final, TypeAlias

from lxml import etree

from moderation.records import Notice

Element: TypeAlias = Any  # lxml has no types
_BLANKED: Final = bytes(32 if code < 32 and code not in (9, 10, 13) else code for code in range(256))
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
    junk = _skip_to_markup(stream)
    if junk:
        yield Notice(f"{junk} characters before the XML were passed over", 1)
    source = _Allowed(stream)
    parser = etree.iterparse(
        source,
        events=("end",),
        recover=True,
        huge_tree=False,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for _, element in parser:
            if local(element) in names:
                yield element
    except etree.XMLSyntaxError as error:
        yield Notice(f"the XML is damaged here: {_short(error.msg)}; what stands after may be missing", error.lineno)
        return
    if source.forbidden:
        yield Notice(f"{source.forbidden} characters that XML forbids were replaced by blanks")
    yield from _told(parser.error_log)


class _Allowed:
    """The stream with a blank for every byte that XML forbids; in UTF-8 and its like such a byte is a character."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.forbidden = 0

    def read(self, size: int = -1) -> bytes:
        part = self._stream.read(size)
        allowed = part.translate(_BLANKED)
        if allowed != part:
            self.forbidden += sum(map(ne, allowed, part))
        return allowed


def _skip_to_markup(stream: BinaryIO) -> int:
    """Read up to the first `<`, which a copy may have lost or put something before; return how much that was."""
    skipped = 0
    while (head := stream.peek(1)[:1]) and head != b"<":  # type: ignore[attr-defined] # every reader's is buffered
        stream.read(1)
        skipped += head not in b"\xef\xbb\xbf \t\r\n"
    return skipped


def _told(log: Any) -> Iterator[Notice]:
    """Yield one notice for all that the parser had to complain of: the rest follows from the first."""
    fatal = [problem for problem in log if problem.level_name == "FATAL"]
    if fatal:
        last = fatal[0]
        what = "is cut off or damaged" if any(word in last.message for word in _CUT) else "is damaged"
        yield Notice(f"the XML {what} here: {_short(last.message)}; what stands after may be missing", last.line)


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
    return None if found is None else (found.text or "").strip() or None


def attribute(element: Element | None, name: str) -> str | None:
    """Return an attribute by its local name."""
    if element is None:
        return None
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), None)
