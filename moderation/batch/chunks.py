"""The inputs as numbered chunks, and the layout that their beginning fixes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from moderation.batch.judging import Chunk, Refusal
from moderation.batch.position import Position
from moderation.batch.request import Progress, Request
from moderation.batch.rows import Layout, layout_of
from moderation.context import Surroundings
from moderation.parse.opening import is_read_once, shown
from moderation.records import Columns, Comment, Context, Notice, Record, Reject

# A chunk is full sooner where comments are very long: it has to fit into memory several times over.
CHARACTERS: Final = 4_000_000


class Chunks:
    """An iterator over the inputs' chunks, in order; reading the first one fixes `layout`."""

    def __init__(self, request: Request, told: Progress) -> None:
        self._request, self._told = request, told
        self._header: Columns | None = None  # of the first input, which alone may be one that is read once
        self._place = 0
        self.position = Position(request.inputs)
        self._chunks = self._cut()
        self._first = next(self._chunks)
        self.layout = self._lay_out(self._first.comments)

    def __iter__(self) -> Iterator[Chunk]:
        yield self._first
        yield from self._chunks

    def _cut(self) -> Iterator[Chunk]:
        comments: list[Comment] = []
        contexts: list[Context] = []
        rejects: list[Refusal] = []
        number = characters = 0
        placed, crowd = Surroundings().place(self._records()), self._request.crowd
        for record, context in crowd.place(placed) if crowd else placed:
            match record:
                case Comment():
                    comments.append(record)
                    contexts.append(context or Context())
                    characters += len(record.text)
                    self.position.count()
                case Reject():
                    self.position.count()
                    rejects.append(Refusal(shown(self._request.inputs[self._place]), record))
                case Notice():
                    self._told.notice(self._request.placed(record, self._place))
                case Columns():
                    self._told.header(record)
                    self._header = record if self._place == 0 else self._header
                case _:
                    pass
            if len(comments) + len(rejects) >= self._request.chunk or characters >= CHARACTERS:
                yield Chunk(number, tuple(comments), tuple(contexts), tuple(rejects), self.position.now())
                comments, contexts, rejects, number, characters = [], [], [], number + 1, 0
        if comments or rejects or number == 0:
            yield Chunk(number, tuple(comments), tuple(contexts), tuple(rejects), self.position.total)

    def _records(self) -> Iterator[Record]:
        for place, path in enumerate(self._request.inputs):
            self._place = place
            self.position.turn_to(place)
            yield from self._request.records(path, self.position)

    def _headers(self) -> list[Columns | None]:
        """Look at the beginning of every further input, so that the columns of all are known before the first row."""
        found = [self._header]
        for path in self._request.inputs[1:]:
            once = is_read_once(path)
            first = None if once else next(self._request.records(path), None)
            found.append(first if isinstance(first, Columns) else Columns((), {}) if once else None)
        return found

    def _lay_out(self, comments: Sequence[Comment]) -> Layout:
        request = self._request
        layout = layout_of(
            comments,
            self._headers(),
            explained=request.explained,
            with_text=request.with_text,
            kept=request.kept,
            pseudonym_key=request.pseudonym_key,
            gathered=request.crowd is not None,
        )
        layout.check()
        if request.pseudonym_key is not None and layout.telling:
            left = ", ".join(f"`{name}`" for name in layout.telling)
            message = f"only names get pseudonyms, {left} stay as they came; `--columns` can leave them out"
            self._told.notice(Notice(message))
        return layout
