"""Who answers whom on a page: `@Name,` at the beginning, or a header set deeper than the one above."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
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
    positions: dict[str, list[int]] = defaultdict(list)
    for position, author in enumerate(authors):
        if author:
            positions[author.casefold()].append(position)
    known = Known({author.casefold(): author for author in authors if author})
    names = [addressed(text, known) for text in texts]
    flat = not any(names) and len(set(indents)) < 2
    found: list[Answer] = []
    stack: list[int] = []  # positions of the comments that the next, deeper one may answer
    for position, name in enumerate(names):
        while stack and indents[stack[-1]] >= indents[position]:
            stack.pop()
        if name is not None and (same := positions.get(name.casefold(), [])) not in ([], [position]):
            found.append(_to_author(position, name, same))
        elif name is not None:
            found.append(_to_nobody(position, name, authors, names, found))
        elif stack:
            found.append(Answer(None, stack[-1], 0.7))
        else:
            # On a page that marks no reply at all, "answers nothing" is only an absence of evidence.
            found.append(Answer(None, None, 0.5 if flat else 0.8))
        stack.append(position)
    return found


class Known:
    """The authors of a page, for finding the longest that a text opens with."""

    __slots__ = ("_lengths", "_names")

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names
        self._lengths = sorted({len(name) for name in names}, reverse=True)

    def opening(self, text: str) -> str | None:
        """Return the longest author's name at the beginning of `text`, as the author spells it, or None."""
        folded = text.casefold()
        for length in self._lengths:
            name = folded[:length]
            if name in self._names and not folded[length : length + 1].isalnum():
                return self._names[name]
        return None


def addressed(text: str, known: Known) -> str | None:
    """Return the name that `text` opens with after an `@`, or None.

    Names with blanks end at the comma that sites print after them; without one, only a known name or a single word
    is taken.
    """
    if not text.startswith("@"):
        return None
    if (name := known.opening(text[1:160])) is not None:
        return name
    mention = _MENTION.match(text)
    if mention and len(mention[1].split()) <= _MOST_WORDS:
        return mention[1].strip()
    handle = _HANDLE.match(text)
    return handle[1] if handle else None


def _to_author(position: int, name: str, same: Sequence[int]) -> Answer:
    """Find the comment meant among those of the author addressed: the nearest one above, else the first below."""
    above = bisect_left(same, position)
    if above:
        return Answer(name, same[above - 1], 0.9 if above == 1 else 0.7)
    return Answer(name, next(other for other in same if other != position), 0.5)  # a page sorted newest first


def _to_nobody(
    position: int, name: str, authors: Sequence[str | None], names: Sequence[str | None], found: Sequence[Answer]
) -> Answer:
    """Find the comment meant where nobody on the page has the name addressed.

    Where a nameless comment stands right above the run of answers to that name, it is probably theirs: offered as the
    parent with little confidence, and never as an author.
    """
    if not position:
        return Answer(name, None, 0.3)
    if names[position - 1] == name:
        return found[position - 1]
    if authors[position - 1] is None and names[position - 1] is None:
        return Answer(name, position - 1, 0.4)
    return Answer(name, None, 0.3)
