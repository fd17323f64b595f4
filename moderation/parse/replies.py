"""Who answers whom on a page: `@Name,` at the beginning, or a header set deeper than the one above."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_MENTION: Final = re.compile(r"@([^\s,:;!?@][^,:;!?\n@]{0,79}?)\s*[,:]")
_HANDLE: Final = re.compile(r"@([\w][\w.'’-]*\w|\w)")
_MOST_WORDS: Final = 6


@dataclass(frozen=True, slots=True)
class Answer:
    """What a comment answers: the name addressed, the position of the comment meant, and how sure that is."""

    name: str | None = None
    parent: int | None = None
    confidence: float = 0.5


def answers(texts: Sequence[str], authors: Sequence[str | None], indents: Sequence[int]) -> list[Answer]:
    """Return for each comment of a page, in page order, what it answers."""
    known = {author.casefold(): author for author in authors if author}
    names = [addressed(text, known) for text in texts]
    flat = not any(names) and len(set(indents)) < 2
    found: list[Answer] = []
    stack: list[int] = []  # positions of the comments that the next, deeper one may answer
    for position, name in enumerate(names):
        while stack and indents[stack[-1]] >= indents[position]:
            stack.pop()
        if name is not None:
            found.append(_to_name(position, name, authors, names))
        elif stack:
            found.append(Answer(None, stack[-1], 0.7))
        else:
            # On a page that marks no reply at all, "answers nothing" is only an absence of evidence.
            found.append(Answer(None, None, 0.5 if flat else 0.8))
        stack.append(position)
    return found


def addressed(text: str, known: dict[str, str]) -> str | None:
    """Return the name that `text` opens with after an `@`, or None; `known` maps folded names to names.

    Names with blanks end at the comma that sites print after them; without one, only a known name or a single word
    is taken.
    """
    if not text.startswith("@"):
        return None
    folded = text[1:160].casefold()
    for name in sorted(known, key=len, reverse=True):
        if folded.startswith(name) and not folded[len(name) : len(name) + 1].isalnum():
            return known[name]
    mention = _MENTION.match(text)
    if mention and len(mention[1].split()) <= _MOST_WORDS:
        return mention[1].strip()
    handle = _HANDLE.match(text)
    return handle[1] if handle else None


def _to_name(position: int, name: str, authors: Sequence[str | None], names: Sequence[str | None]) -> Answer:
    """Find the comment of the author addressed: the nearest one above, else the nearest below."""
    same = [i for i, author in enumerate(authors) if author and author.casefold() == name.casefold() and i != position]
    above = [i for i in same if i < position]
    if above:
        return Answer(name, above[-1], 0.9 if len(above) == 1 else 0.7)
    if same:
        return Answer(name, same[0], 0.5)  # a page sorted newest first
    # The author is missing on this page. Where a nameless comment stands right above the run of answers to that name,
    # it is probably theirs: offered as the parent with little confidence, and never as an author.
    before = position - 1
    while before >= 0 and names[before] == name:
        before -= 1
    if before >= 0 and authors[before] is None and names[before] is None:
        return Answer(name, before, 0.4)
    return Answer(name, None, 0.3)
