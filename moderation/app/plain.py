"""Strangers' text made safe to look at: what would hide or reorder it is turned into something a person can see.

Whatever a commenter wrote reaches the screen as text only. That leaves characters which change how text looks
without being seen themselves: direction overrides, controls, invisible spaces.
"""

from __future__ import annotations

import unicodedata
from typing import Final
from urllib.parse import urlsplit

# Overrides and embeddings reorder what follows them, also past the end of the comment. The marks LRM and RLM and the
# joiners are left alone: Arabic, Persian and emoji need them.
_DIRECTION: Final = {
    "\u202a": "LRE",
    "\u202b": "RLE",
    "\u202c": "PDF",
    "\u202d": "LRO",
    "\u202e": "RLO",
    "\u2066": "LRI",
    "\u2067": "RLI",
    "\u2068": "FSI",
    "\u2069": "PDI",
}
# Invisible where words are cut in two to slip past a word list.
_INVISIBLE: Final = {"\u200b": "ZWSP", "\u2060": "WJ", "\ufeff": "BOM", "\u00ad": "SHY", "\u180e": "MVS"}
# What lays a text out. A table saved under Windows ends every line of a comment in a carriage return and a line feed; a
# browser shows the first as a blank.
_LAYOUT: Final = "\n\t\r"
_NAMED: Final = _DIRECTION | _INVISIBLE


def mark_for(character: str) -> str | None:
    """Return the short visible name of a character that would hide or reorder text, or None for any other."""
    if character in _NAMED:
        return _NAMED[character]
    if character in _LAYOUT or unicodedata.category(character) != "Cc":
        return None
    return f"U+{ord(character):04X}"


def marks_in(text: str) -> dict[int, str]:
    """Return the places of the characters that would hide or reorder text, with the short name of each."""
    # None of them is printable, and nearly every text is; to ask each character took a quarter of what a list costs.
    if text.replace("\n", " ").replace("\t", " ").replace("\r", " ").isprintable():
        return {}
    return {place: mark for place, character in enumerate(text) if (mark := mark_for(character))}


def visible(text: str) -> str:
    """Return `text` with every hiding or reordering character replaced by its name in brackets."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(f"[{mark}]" if (mark := mark_for(character)) else character for character in text)


def one_line(text: str, limit: int = 120) -> str:
    """Return `text` visible, on one line and cut at `limit` characters."""
    line = " ".join(visible(text).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def isolated(text: str) -> str:
    """Return a stranger's words so that those beside them keep their place, whichever way the words are read."""
    return text if text.isascii() else f"\u2068{text}\u2069"


def safe_link(url: str | None) -> str | None:
    """Return `url` if it is an absolute http or https address, else None."""
    if url is None or any(mark_for(character) for character in url):
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return url.strip() if parts.scheme.lower() in {"http", "https"} and parts.netloc else None
