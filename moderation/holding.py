"""Which holds a comment meets: those on its article, on its author, and on the terms that it uses."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from typing import Final

from moderation.normalise import fold
from moderation.records import Comment
from moderation.store import Author, Hold, Store, holds

# A hold is in force within this many seconds, in every process that scores.
FRESH: Final = 20.0
# A term at the far end of a very long comment is left to the rule for long comments.
_READ: Final = 20_000


class Holds:
    """The holds of one moment, ready to be asked about many comments."""

    def __init__(self, standing: Iterable[Hold] = ()) -> None:
        self._articles: dict[tuple[str, str], str] = {}
        self._authors: dict[str, str] = {}
        self._terms: list[tuple[re.Pattern[str], str]] = []
        for hold in standing:
            if hold.kind == "article" and hold.source is not None and hold.thread_id is not None:
                self._articles[hold.source, hold.thread_id] = hold.reason
            elif hold.kind == "author" and hold.identity is not None:
                self._authors[hold.identity] = hold.reason
            elif hold.term is not None:
                self._terms.append((pattern_of(hold.term), hold.reason))

    def reasons(self, comment: Comment) -> tuple[str, ...]:
        """Return the reason codes of the holds that a comment meets, each once."""
        found = [self._articles.get((comment.source, comment.thread_id)), *self._of_author(comment)]
        if self._terms:
            text = fold(comment.text[:_READ]).text
            found += [reason for pattern, reason in self._terms if pattern.search(text)]
        return tuple(dict.fromkeys(reason for reason in found if reason is not None))

    def _of_author(self, comment: Comment) -> list[str | None]:
        """An author may be held by id or by name, whichever the moderator had before them."""
        if not self._authors:
            return []
        ways = [(comment.author_id, None), (None, comment.author)]
        known = [Author(comment.source, *way) for way in ways if way != (None, None)]
        return [self._authors.get(author.identity) for author in known]


def pattern_of(term: str) -> re.Pattern[str]:
    """Return what finds a term in a folded text: whole words, whatever stands between them."""
    words = fold(term).text.split()
    return re.compile(r"(?<!\w)" + r"\W+".join(re.escape(word) for word in words) + r"(?!\w)")


class LiveHolds:
    """The holds of a store, read anew every 20 seconds; not for sharing between threads that must agree."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._holds, self._read_at = Holds(), float("-inf")

    def now(self) -> Holds:
        """Return the holds as they stood at most 20 seconds ago."""
        moment = time.monotonic()
        if moment - self._read_at > FRESH:
            self._holds, self._read_at = Holds(holds.active(self._store)), moment
        return self._holds
