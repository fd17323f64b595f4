"""A dump -> numbered chunks of comments, kept beside it: no second run has to parse or guess languages again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Final, TypeVar

import pyarrow as pa

from moderation import __version__
from moderation.batch.manifest import InputFile, identify
from moderation.batch.request import Progress
from moderation.context import Surroundings
from moderation.errors import InputError, UsageError
from moderation.lab.corpora.chunks import SCHEMA, Lines, MakeChunk, Reading, lines_of
from moderation.lab.corpora.layers import SUFFIX, Layer, in_use, layers_in, mark_used, write_layer
from moderation.lab.corpora.processes import in_order
from moderation.parse import parse
from moderation.records import Columns, Comment, Context, Language, Notice, Reject

Part = TypeVar("Part")

CHUNK: Final = 5_000
# What a kept corpus hangs on, and what hits and scores hang on besides: the code of these rooms.
_READS: Final = ("parse", "language", "normalise", "context", "records", "triage")


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
        return lines_of(self.layer.chunk(number), wanted)


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
        for batch in in_order(MakeChunk(reading), _chunks(source, told), jobs):
            told.advance(batch.num_rows, 0)
            yield batch

    facts = {"key": key, "file": _place(source.path)}
    return write_layer(source.folder / f"comments-{key[:16]}{SUFFIX}", SCHEMA, batches(), facts)


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


def over(corpus: Corpus, task: Callable[[int], Part], jobs: int, progress: Progress) -> Iterable[Part]:
    """Yield what `task` makes of every chunk, in order."""
    progress.expect(corpus.comments)
    left = corpus.comments
    for part in in_order(task, range(corpus.chunks), jobs):
        progress.advance(min(CHUNK, left), 0)
        left -= CHUNK
        yield part


def languages(codes: Sequence[str]) -> tuple[Language, ...]:
    """Return codes as languages that were given."""
    return tuple(Language(code, 1.0) for code in codes)
