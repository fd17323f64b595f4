"""Halves of characters, which JSON lets through and UTF-8 cannot hold."""

from __future__ import annotations


def whole_text(text: str) -> str:
    """Return text that UTF-8 can hold: pairs of surrogates joined, lone ones replaced by U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
