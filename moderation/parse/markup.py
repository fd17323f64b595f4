"""Comment bodies in HTML or Markdown to plain text, what repeats somebody else as ranges of it."""

from __future__ import annotations

import html
import re
from typing import Any, Final

from lxml import etree
from lxml import html as lxml_html

from moderation.parse.html.document.text import Said, said
from moderation.records import Span

__all__ = ["Said", "markdown_said", "said_in", "text_of"]

_MARKED: Final = re.compile(r"<[a-zA-Z/!]|&[#\w]{1,32};")
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_QUOTED_LINES: Final = re.compile(r"(?m)^ {0,3}>[^\n]*(?:\n {0,3}>[^\n]*)*")
# The name of a link that a system has shortened: the address up to a place, and dots.
_SHORTENED: Final = re.compile(r"((?:https?://|www\.)?[^\s.]+\.\S{2,}?)(?:\.\.\.|\u2026)")
_BARE: Final = re.compile(r"\A(?:https?://)?(?:www\.)?")
_EMPTY_LINE: Final = re.compile(r"(?i)<div[^>]{0,200}>\s{0,20}<br")
_TAG: Final = re.compile(r"<[a-zA-Z/!][^<>]{0,500}>")
# A body of a comment that is longer is somebody's novel, and libxml2 stops at texts of ten million characters:
# what stands behind loses its tags and is kept.
_LONGEST: Final = 1_000_000


def said_in(fragment: object) -> Said:
    """Return an HTML fragment as a reader sees it: paragraphs a blank line apart, breaks as line ends.

    A plain text comes back as it is, but for blanks at its ends. Never fails: what is no markup is text, and what is
    no string says nothing.
    """
    if not isinstance(fragment, str):
        return Said("")
    if not _MARKED.search(fragment):
        return Said(fragment.strip())
    end = fragment.rfind("<", 0, _LONGEST) if len(fragment) > _LONGEST else len(fragment)
    end = end if end > 0 else _LONGEST
    try:
        root = lxml_html.fragment_fromstring(_CONTROL.sub("\ufffd", fragment[:end]), create_parent="div")
    except (etree.LxmlError, ValueError, AssertionError):
        return Said(html.unescape(fragment).strip())
    if "<" in fragment:
        _write_out(root, fragment)
    read = said(root)
    rest = html.unescape(_TAG.sub(" ", fragment[end:])).strip()
    return Said(f"{read.text} {rest}", read.quotes) if rest else read


def _write_out(root: Any, fragment: str) -> None:
    """Put into words what a reader sees otherwise: where a link with a shortened name leads, and an empty line."""
    if "..." in fragment or "\u2026" in fragment:
        for link in root.iter("a"):
            short = _SHORTENED.fullmatch((link.text or "").strip()) if not len(link) else None
            address = (link.get("href") or "").strip()
            if short and _BARE.sub("", address).startswith(_BARE.sub("", short[1])):
                link.text = address
    if _EMPTY_LINE.search(fragment):
        # Editors write `<div><br></div>` for it, and one break in a block is the end of a line that ends there anyway.
        for block in root.iter("div"):
            if len(block) == 1 and block[0].tag == "br" and not (block.text or block[0].tail or "").strip():
                block.append(block.makeelement("br"))


def text_of(fragment: object) -> str:
    """Return an HTML fragment as plain text, quotations included."""
    return said_in(fragment).text


def markdown_said(text: object) -> Said:
    """Return a Markdown body with its lines that begin with `>` as quotations; the text stays as it was typed."""
    bare = text.strip() if isinstance(text, str) else ""
    return Said(bare, tuple(Span(match.start(), match.end()) for match in _QUOTED_LINES.finditer(bare)))
