"""What there is to say about a table while it is read: guessed encodings, ids that stand twice or were rounded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from moderation.parse.identity import Awaited, Ids
from moderation.records import Comment, Notice, Record, Reject

_TOLD_ABOUT: Final = 5


class Notes:
    """Notices that wait for their turn, and those about ids: the first few, then one sum."""

    def __init__(self) -> None:
        self.ids = Ids()
        self.awaited = Awaited(self.ids)
        self.waiting: list[Notice | Reject] = []
        self.mangled = 0
        self._handed = 0
        self._told = 0
        self._told_mangled = 0

    def has_news(self) -> bool:
        """Tell whether `before` might have something to say, which it hardly ever has."""
        return len(self.waiting) > self._handed or self.ids.repeated > self._told or self.mangled > self._told_mangled

    def before(self, record: Record, line: int) -> Iterator[Notice | Reject]:
        """Yield what is to be said before `record`, which stands on `line`."""
        yield from self._news()
        if self.ids.repeated > self._told and isinstance(record, Comment):
            self._told = self.ids.repeated
            if self._told <= _TOLD_ABOUT:
                yield Notice("this id stood in the thread before; both comments are kept, this one with a number", line)
        if self.mangled > self._told_mangled:
            self._told_mangled = self.mangled
            if self.mangled == 1:
                message = "a spreadsheet has rounded this id (as 1.23E+18): the comment is kept under an id of its own"
                yield Notice(message, line)

    def last(self) -> Iterator[Notice | Reject]:
        """Yield what is left to say at the end."""
        yield from self._news()
        if self.ids.repeated > _TOLD_ABOUT:
            yield Notice(f"{self.ids.repeated} ids stood in their thread before; all comments are kept")
        if self.awaited.missing:
            told = "1 answer is" if self.awaited.missing == 1 else f"{self.awaited.missing} answers are"
            yield Notice(f"{told} to comments that are not in the input")
        if self.mangled > 1:
            yield Notice(f"{self.mangled} ids were rounded by a spreadsheet; export them as text to keep them")

    def _news(self) -> Iterator[Notice | Reject]:
        yield from self.waiting[self._handed :]
        self._handed = len(self.waiting)
