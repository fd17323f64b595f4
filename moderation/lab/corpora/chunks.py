"""A chunk of a corpus: comments to the columns that are kept of them, and back."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

import numpy as np
import pyarrow as pa

from moderation.language import detect_all
from moderation.normalise import fold
from moderation.records import Comment, Context, Language, Report, Span
from moderation.score import judged_language
from moderation.taxonomy import UNDETERMINED, CommentStatus
from moderation.triage import is_skipped, refused

_ARTICLE: Final = ("article_title", "article_text", "article_url", "article_site")
SCHEMA: Final = pa.schema(
    [
        ("id", pa.string()), ("thread_id", pa.string()), ("text", pa.string()), ("judged_as", pa.string()),
        ("reports", pa.int32()), ("refused", pa.string()), ("skipped", pa.bool_()), ("too_long", pa.bool_()),
        # The row in this chunk whose `article` holds the article of this one, -1 for none.
        ("under", pa.int32()), ("article", pa.string()), ("context", pa.string()),
    ]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """What a policy says about how a text is read; two policies that agree on it share everything kept."""

    max_characters: int
    site_language: str


@dataclass(frozen=True, slots=True)
class Lines:
    """The comments of a chunk that are judged, as columns; `rows` are their numbers in the chunk."""

    rows: tuple[int, ...]
    ids: tuple[str, ...]
    threads: tuple[str | None, ...]
    texts: tuple[str, ...]
    contexts: tuple[Context, ...]
    codes: tuple[str, ...]
    reports: tuple[int, ...]
    refused: tuple[CommentStatus | None, ...]
    too_long: tuple[bool, ...]

    def comments(self) -> list[Comment]:
        """Return what triage needs to know of each comment."""
        facts = zip(self.ids, self.threads, self.reports, self.refused, strict=True)
        return [
            Comment("", thread or "", id_, "x", reports=(Report(""),) * count, status=status or "unknown")
            for id_, thread, count, status in facts
        ]


@dataclass(frozen=True, slots=True)
class MakeChunk:
    """Makes the columns of a chunk: the language that each comment is judged as is the costly one."""

    reading: Reading

    def __call__(self, chunk: list[tuple[Comment, Context]]) -> pa.RecordBatch:
        texts = [_storable(comment.text) for comment, _ in chunk]
        under, articles = _articles([context for _, context in chunk])
        limit = self.reading.max_characters
        cut = [text[:limit] for text in texts]
        languages = detect_all(cut)
        codes = [self._code(text, language) for text, language in zip(cut, languages, strict=True)]
        return pa.RecordBatch.from_arrays(
            [
                pa.array([_storable(comment.id) for comment, _ in chunk], pa.string()),
                pa.array([_storable(comment.thread_id) for comment, _ in chunk], pa.string()),
                pa.array(texts, pa.string()),
                pa.array(codes, pa.string()),
                pa.array([len(comment.reports) for comment, _ in chunk], pa.int32()),
                pa.array([refused(comment) for comment, _ in chunk], pa.string()),
                pa.array([is_skipped(comment) for comment, _ in chunk], pa.bool_()),
                pa.array([len(text) > limit for text in texts], pa.bool_()),
                pa.array(under, pa.int32()),
                pa.array(articles, pa.string()),
                pa.array([_context_json(context) for _, context in chunk], pa.string()),
            ],
            schema=SCHEMA,
        )

    def _code(self, text: str, language: Language) -> str:
        """Only a text whose language cannot be told has to be folded to know what it is judged as."""
        undetermined = language.code == UNDETERMINED
        return judged_language(fold(text), language, self.reading.site_language) if undetermined else language.code


def lines_of(chunk: pa.Table, wanted: Collection[int] | None = None) -> Lines:
    """Return the comments of a kept chunk that are judged; `wanted` narrows them to some rows."""
    judged = np.flatnonzero(~chunk.column("skipped").to_numpy(zero_copy_only=False))
    rows = judged if wanted is None else judged[np.isin(judged, list(wanted))]
    columns = chunk.take(pa.array(rows)).to_pydict()
    given = chunk.column("article")
    articles = {under: json.loads(given[under].as_py()) for under in set(columns["under"]) if under >= 0}
    around = (
        _context(told, articles.get(under)) for told, under in zip(columns["context"], columns["under"], strict=True)
    )
    return Lines(
        tuple(rows.tolist()), tuple(columns["id"]), tuple(columns["thread_id"]), tuple(columns["text"]),
        tuple(around), tuple(columns["judged_as"]), tuple(columns["reports"]), tuple(columns["refused"]),
        tuple(columns["too_long"]),
    )  # fmt: skip


def _storable(text: str) -> str:
    """Return the text without lone surrogates, which UTF-8 cannot hold; lengths and offsets stay."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _articles(contexts: Sequence[Context]) -> tuple[list[int], list[str | None]]:
    """Return under which row's article each comment stands, and the articles, each once a chunk."""
    known: dict[tuple[str | None, ...], int] = {}
    under: list[int] = []
    articles: list[str | None] = []
    for row, context in enumerate(contexts):
        article = tuple(getattr(context, name) for name in _ARTICLE)
        first = known.setdefault(article, row) if any(article) else -1
        under.append(first)
        given = {name: _storable(text) for name, text in zip(_ARTICLE, article, strict=True) if text is not None}
        articles.append(json.dumps(given) if first == row else None)
    return under, articles


def _context_json(context: Context) -> str | None:
    given = {each.name: getattr(context, each.name) for each in fields(context) if each.name not in _ARTICLE}
    told = {name: value for name, value in given.items() if value not in (None, ())}
    if not told:
        return None
    if context.quotes:
        told["quotes"] = [[span.start, span.end] for span in context.quotes]
    return json.dumps(told)


def _context(told: str | None, article: Mapping[str, Any] | None) -> Context:
    given = json.loads(told) if told else {}
    if "quotes" in given:
        given["quotes"] = tuple(Span(start, end) for start, end in given["quotes"])
    return Context(**given, **(article or {}))
