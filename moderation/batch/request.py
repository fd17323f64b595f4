"""What a run is asked to do, and who is told how far it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from moderation.batch.judging import Chunk, Part
from moderation.batch.position import Position
from moderation.batch.rows import Layout, pseudonym
from moderation.batch.writers import FORMATS, Format, format_of
from moderation.dump import Crowd
from moderation.parse import parse
from moderation.pipeline import Pipeline
from moderation.records import Columns, Notice, Record

CHUNK: Final = 2000
# Who judges the chunks in place of this machine's processes: a part for each chunk, in order.
Judging = Callable[["Request", Pipeline, Layout, Iterable[Chunk]], Iterator[Part]]


@dataclass(frozen=True, slots=True)
class Request:
    """What to score, how, and where to; `out` None is standard output.

    `loading` are the arguments of `load_pipeline`; every worker process loads its own. `command` is for the manifest.
    """

    inputs: tuple[str, ...]
    out: Path | None = None
    as_format: str | None = None
    source_name: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    loading: Mapping[str, Any] = field(default_factory=dict)
    explained: bool = False
    with_text: bool = True
    kept: tuple[str, ...] | None = None
    pseudonym_key: bytes | None = None
    jobs: int = 1
    resume: bool = False
    chunk: int = CHUNK
    command: str | None = None
    judging: Judging | None = None
    crowd: Crowd | None = None

    def records(self, path: str, position: Position | None = None) -> Iterator[Record]:
        """Yield what one of the inputs holds; `position` is told of the file that is read."""
        opened = position.opened if position else None
        return parse(path, as_format=self.as_format, columns=self.columns, source_name=self.source_name, opened=opened)

    def placed(self, notice: Notice, place: int) -> Notice:
        """Return a notice about input number `place`, with its name where there are several."""
        return placed(notice, self.inputs[place] if len(self.inputs) > 1 else None)

    @property
    def output(self) -> Format:
        """The format of the output."""
        return format_of(self.out) if self.out else FORMATS[".jsonl"]

    @property
    def day(self) -> str | None:
        """The day on which rules that expire are judged. What it does to the scores is in the rules' digest."""
        day: str | None = self.loading.get("day")
        return day

    @property
    def options(self) -> dict[str, Any]:
        """The options that decide what is written."""
        return {
            "as": self.as_format,
            "source": self.source_name,
            "columns": dict(self.columns),
            "explain": self.explained,
            "text": self.with_text,
            "kept": list(self.kept) if self.kept else None,
            # The pseudonym of nobody stands for the key: another key, other names in the second half of a file.
            "pseudonymised": pseudonym("", self.pseudonym_key) if self.pseudonym_key else None,
            "chunk": self.chunk,
            "context": self.crowd.digest if self.crowd else None,
            "language": self.loading.get("language", "auto"),
        }


def _ignore(*_: object) -> None:
    """Nobody is told."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Who is told: rows and rejects of each finished chunk, the input's columns and warnings, rows to expect.

    `reach` hears how many bytes of the input are finished, as they lie on the disk, and of how many; then `advance`
    hears of the rows.
    """

    advance: Callable[[int, int], None] = _ignore
    header: Callable[[Columns], None] = _ignore
    notice: Callable[[Notice], None] = _ignore
    expect: Callable[[int | None], None] = _ignore
    reach: Callable[[int, int], None] = _ignore


def placed(notice: Notice, path: Path | str | None) -> Notice:
    """Return a notice about one of several inputs with its place as errors write it, `file:line`."""
    if path is None:
        return notice
    return Notice(f"{path}:{notice.line}: {notice.message}" if notice.line else f"{path}: {notice.message}")
