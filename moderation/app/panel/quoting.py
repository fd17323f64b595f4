"""Which paragraph of the article a comment quotes or answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from moderation.records import Comment

# Six words in a row are rarely shared by chance, and short enough to survive a commenter's ellipsis.
SHARED_WORDS: Final = 6
_WORD: Final = re.compile(r"\w+")


def quoted_paragraph(article_text: str, comment: Comment) -> str | None:
    """Return the paragraph that shares most with the comment, from six words in a row up; None where none does."""
    said = set(_shingles(comment.text))
    if not said:
        return None
    best, most = None, 0
    for paragraph in article_text.split("\n"):
        shared = sum(1 for shingle in _shingles(paragraph) if shingle in said)
        if shared > most:
            best, most = paragraph.strip(), shared
    return best


def _shingles(text: str) -> Iterator[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    for start in range(len(words) - SHARED_WORDS + 1):
        yield tuple(words[start : start + SHARED_WORDS])
