"""A dump -> numbered chunks of comments, kept beside it: no second run has to parse or guess languages again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, TypeVar

import numpy as np
import pyarrow as pa

from moderation import __version__
from moderation.batch.manifest import InputFile, identify
from moderation.batch.request import Progress
from moderation.context import Surroundings
from moderation.errors import InputError, UsageError
from moderation.lab.layers import SUFFIX, Layer, in_use, layers_in, mark_used, write_layer
from moderation.lab.processes import in_order
from moderation.language import detect_all
from moderation.normalise import fold
from moderation.parse import parse
from moderation.records import Columns, Comment, Context, Language, Notice, Reject, Report, Span
from moderation.score import judged_language
from moderation.taxonomy import UNDETERMINED, CommentStatus
from moderation.triage import is_skipped, refused

CHUNK: Final = 5_000
# What a kept corpus hangs on, and what hits and scores hang on besides: the code of these rooms.
_READS: Final = ("parse", "language", "normalise", "context", "records", "triage")
_ARTICLE: Final = ("article_title", "article_text", "article_url", "article_site")
_SCHEMA: Final = pa.schema(
    [
        ("id", pa.string()), ("thread_id", pa.string()), ("text", pa.string()), ("judged_as", pa.string()),
        ("reports", pa.int32()), ("refused", pa.string()), ("skipped", pa.bool_()), ("too_long", pa.bool_()),
        # The row in this chunk whose `article` holds the article of this one, -1 for none.
        ("under", pa.int32()), ("article", pa.string()), ("context", pa.string()),
    ]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """Where a corpus lies and how it is to be read; `cache` is the folder for what is kept about it."""

    path: Path
    as_format: str | None = None
    source_name: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict, hash=False)
    cache: Path | None = None

    @property
    def folder(self) -> Path:
        """The folder that is kept beside the corpus."""
        return self.cache or self.path.with_name(f"{self.path.name}.lab")


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
class Corpus:
    """A kept corpus: `key` is the digest of all that its chunks hang on.

    `comments` counts all of them, those that are never scored (deleted ones) included.
    """

    layer: Layer
    key: str
    reading: Reading
    comments: int
    chunks: int

    @property
    def folder(self) -> Path:
        """Where what is worked out about it is kept."""
        return self.layer.path.parent

    def lines(self, number: int, wanted: Collection[int] | None = None) -> Lines:
        """Return the comments of a chunk that are judged; `wanted` narrows them to some rows."""
        chunk = self.layer.chunk(number)
        judged = np.flatnonzero(~chunk.column("skipped").to_numpy(zero_copy_only=False))
        rows = judged if wanted is None else judged[np.isin(judged, list(wanted))]
        columns = chunk.take(pa.array(rows)).to_pydict()
        given = chunk.column("article")
        articles = {under: json.loads(given[under].as_py()) for under in set(columns["under"]) if under >= 0}
        around = (
            _context(told, articles.get(under))
            for told, under in zip(columns["context"], columns["under"], strict=True)
        )
        return Lines(
            tuple(rows.tolist()), tuple(columns["id"]), tuple(columns["thread_id"]), tuple(columns["text"]),
            tuple(around), tuple(columns["judged_as"]), tuple(columns["reports"]), tuple(columns["refused"]),
            tuple(columns["too_long"]),
        )  # fmt: skip


@contextmanager
def open_corpus(source: Source, reading: Reading, jobs: int = 1, progress: Progress | None = None) -> Iterator[Corpus]:
    """Yield the corpus, parsed and kept where it was not yet; what is known of it stays there until the end.

    Raises InputError for one that is empty.
    """
    file = identify(str(source.path))  # before a folder is made beside a file that is not there
    if file is None:
        raise UsageError("a corpus cannot come from standard input: it is read more than once", mend="name a file")
    with in_use(_made(source.folder)):
        yield _opened(source, file, reading, jobs, progress or Progress())


def _opened(source: Source, file: InputFile, reading: Reading, jobs: int, progress: Progress) -> Corpus:
    made_from = {
        "corpus": file.sha256, "as": source.as_format, "source": source.source_name, "columns": dict(source.columns),
        "reading": asdict(reading), "code": code_digest(*_READS), "chunk": CHUNK,
    }  # fmt: skip
    key = hashlib.sha256(json.dumps(made_from, sort_keys=True).encode()).hexdigest()
    known = layers_in(source.folder, "comments", key)
    layer = known[0] if known else _keep(source, reading, key, jobs, progress)
    mark_used(layer)
    comments, chunks = layer.size()
    if not comments:
        raise InputError(f"`{source.path}` has no comments", mend="name a dump with comments, or `--as FORMAT`")
    return Corpus(layer, key, reading, comments, chunks)


def code_digest(*rooms: str) -> str:
    """Return the digest of the code and data of some rooms of the package: what they gave holds as long as it."""
    digest = hashlib.sha256(__version__.encode())
    package = Path(str(find_spec("moderation").origin)).parent  # type: ignore[union-attr] # we are in it
    for room in rooms:
        place = package / room
        files = sorted(place.rglob("*")) if place.is_dir() else [place.with_suffix(".py")]
        for path in files:
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def _made(folder: Path) -> Path:
    try:
        is_new = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        if is_new:
            # Other people's speech: `git add .` takes none of it along.
            (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    except OSError as error:
        mend = "name a folder for what is kept about the corpus with `--cache DIR`"
        raise UsageError(f"`{folder}` cannot be made: {(error.strerror or '').lower()}", mend=mend) from None
    return folder


def _keep(source: Source, reading: Reading, key: str, jobs: int, told: Progress) -> Layer:
    def batches() -> Iterator[pa.RecordBatch]:
        for batch in in_order(_Read(reading), _chunks(source, told), jobs):
            told.advance(batch.num_rows, 0)
            yield batch

    facts = {"key": key, "file": _place(source.path)}
    return write_layer(source.folder / f"comments-{key[:16]}{SUFFIX}", _SCHEMA, batches(), facts)


def _place(path: Path) -> str:
    """Return the digest of where a corpus lies: what it held before is told from another corpus by it."""
    return hashlib.sha256(str(path.resolve()).encode("utf-8", "surrogateescape")).hexdigest()


def _chunks(source: Source, told: Progress) -> Iterator[list[tuple[Comment, Context]]]:
    chunk: list[tuple[Comment, Context]] = []
    records = parse(
        source.path, as_format=source.as_format, columns=source.columns or None, source_name=source.source_name
    )
    for record, context in Surroundings().place(records):
        match record:
            case Comment():
                chunk.append((record, context or Context()))
            case Reject():
                told.notice(Notice(f"rejected: {record.reason}", record.line))
                told.advance(0, 1)
            case Notice():
                told.notice(record)
            case Columns():
                told.header(record)
            case _:
                pass
        if len(chunk) >= CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


@dataclass(frozen=True, slots=True)
class _Read:
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
            schema=_SCHEMA,
        )

    def _code(self, text: str, language: Language) -> str:
        """Only a text whose language cannot be told has to be folded to know what it is judged as."""
        undetermined = language.code == UNDETERMINED
        return judged_language(fold(text), language, self.reading.site_language) if undetermined else language.code


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


Part = TypeVar("Part")


def over(corpus: Corpus, task: Callable[[int], Part], jobs: int, progress: Progress) -> Iterable[Part]:
    """Yield what `task` makes of every chunk, in order."""
    progress.expect(corpus.comments)
    for part in in_order(task, range(corpus.chunks), jobs):
        progress.advance(min(CHUNK, corpus.comments), 0)
        yield part


def languages(codes: Sequence[str]) -> tuple[Language, ...]:
    """Return codes as languages that were given."""
    return tuple(Language(code, 1.0) for code in codes)
