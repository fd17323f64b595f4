"""Who answers whom on a page: what the site prints, a quotation, `@Name,` at the beginning, a deeper header."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from moderation.parse.plain.comment.quotes import NOTHING_QUOTED, Quoted

_MENTION: Final = re.compile(r"@([^\s,:;!?@][^,:;!?\n@]{0,79}?)\s*[,:]")
_HANDLE: Final = re.compile(r"@([\w][\w.'’-]*\w|\w)")
_NUMBERED: Final = re.compile(r"(?:#|@|>>|nº ?|№ ?)(\d{1,5})\b")  # `#3 So you say.`
_MOST_WORDS: Final = 6
_ARROWS: Final = frozenset(">＞")
_ARROW: Final = re.compile(r"[>＞]{1,2}\s?(?![\d>＞])")  # `>Midori`; `>>3` is a number
_HONOURS: Final = ("さん", "さま", "様", "くん", "君", "ちゃん", "氏", "先生")


class Said(NamedTuple):
    """What is known of a comment when its place in the conversation is looked for.

    `number` is the page's own of it; `addressee` is whom the site prints as answered; `below` tells that it is marked
    as an answer without saying to what; `topic` is its title without `Re:`.
    """

    text: str
    author: str | None
    indent: int = 0
    addressee: str | None = None
    below: bool = False
    topic: str | None = None
    quoted: Quoted = NOTHING_QUOTED
    number: int | None = None


class Answer(NamedTuple):
    """What a comment answers: the name addressed, the position of the comment meant, and how sure that is."""

    name: str | None = None
    parent: int | None = None
    confidence: float = 0.5


def answers(said: Sequence[Said]) -> list[Answer]:
    """Return for each comment of a page, in page order, what it answers."""
    thread = _Thread(said)
    found: list[Answer] = []
    stack: list[int] = []  # positions of the comments that the next, deeper one may answer
    for position, comment in enumerate(said):
        while stack and said[stack[-1]].indent >= comment.indent:
            stack.pop()
        found.append(thread.answer(position, stack[-1] if stack else None, found))
        stack.append(position)
    return found


class _Thread:
    """A page's comments, with the names that they address."""

    __slots__ = ("_flat", "_names", "_numbers", "_positions", "_said", "_topics")

    def __init__(self, said: Sequence[Said]) -> None:
        self._said = said
        self._positions: dict[str, list[int]] = defaultdict(list)
        self._topics: dict[str, int] = {}
        self._numbers = {comment.number: place for place, comment in enumerate(said) if comment.number is not None}
        for position, comment in enumerate(said):
            if comment.author:
                self._positions[_key(comment.author)].append(position)
            if comment.topic:
                self._topics.setdefault(comment.topic, position)
        known = Known({_key(comment.author): comment.author for comment in said if comment.author})
        self._names = [comment.addressee or addressed(comment.text, known) for comment in said]
        self._flat = not any(self._names) and len({comment.indent for comment in said}) < 2

    def answer(self, position: int, above: int | None, found: Sequence[Answer]) -> Answer:
        """Return what a comment answers; `above` is the one that its depth speaks for."""
        comment, name = self._said[position], self._names[position]
        if comment.quoted.position is not None:
            return Answer(name or comment.quoted.name, comment.quoted.position, 0.9)
        name = name or comment.quoted.name
        if name is not None and (same := self._positions.get(_key(name), [])) not in ([], [position]):
            return _to_author(position, name, same)
        if name is not None:
            return self._to_nobody(position, name, found)
        return self._by_place(position, above)

    def _by_place(self, position: int, above: int | None) -> Answer:
        """Answer where no name is given: by depth, by a title, by a button that leads up."""
        comment = self._said[position]
        numbered = _NUMBERED.match(comment.text)
        if numbered and (meant := self._numbers.get(int(numbered[1]))) is not None and meant != position:
            return Answer(None, meant, 0.8)
        if above is not None:
            return Answer(None, above, 0.7)
        if comment.topic is not None and (first := self._topics[comment.topic]) < position:
            return Answer(None, first, 0.5)
        if comment.below and position:
            return Answer(None, position - 1, 0.4)
        # On a page that marks no reply at all, "answers nothing" is only an absence of evidence.
        return Answer(None, None, 0.5 if self._flat else 0.8)

    def _to_nobody(self, position: int, name: str, found: Sequence[Answer]) -> Answer:
        """Find the comment meant where nobody on the page has the name addressed.

        Where a nameless comment stands right above the run of answers to that name, it is probably theirs: offered as
        the parent with little confidence, and never as an author.
        """
        if not position:
            return Answer(name, None, 0.3)
        if self._names[position - 1] == name:
            return found[position - 1]
        if self._said[position - 1].author is None and self._names[position - 1] is None:
            return Answer(name, position - 1, 0.4)
        return Answer(name, None, 0.3)


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
            behind = folded[length : length + 3]
            if name in self._names and (not behind[:1].isalnum() or behind.startswith(_HONOURS)):
                return self._names[name]
        return None


def addressed(text: str, known: Known) -> str | None:
    """Return the name that `text` opens with after an `@`, or None.

    Names with blanks end at the comma that sites print after them; without one, only a known name or a single word
    is taken.
    """
    if text[:1] in _ARROWS and (arrow := _ARROW.match(text)) is not None:
        return known.opening(text[arrow.end() : arrow.end() + 160])
    if not text.startswith("@"):
        return None
    if (name := known.opening(text[1:160])) is not None:
        return name
    mention = _MENTION.match(text)
    if mention and len(mention[1].split()) <= _MOST_WORDS:
        return mention[1].strip()
    handle = _HANDLE.match(text)
    return handle[1] if handle else None


def _key(name: str) -> str:
    return name.casefold().lstrip("@")


def _to_author(position: int, name: str, same: Sequence[int]) -> Answer:
    """Find the comment meant among those of the author addressed: the nearest one above, else the first below."""
    above = bisect_left(same, position)
    if above:
        return Answer(name, same[above - 1], 0.9 if above == 1 else 0.7)
    return Answer(name, next(other for other in same if other != position), 0.5)  # a page sorted newest first
