"""What a run is asked to do, and who is told how far it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from moderation.batch.writers import FORMATS, Format, format_of
from moderation.records import Columns, Notice

CHUNK: Final = 2000


@dataclass(frozen=True, slots=True)
class Request:
    """What to score, how, and where to; `out` None is standard output.

    `loading` are the arguments of `load_pipeline`; every worker process loads its own.
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

    @property
    def output(self) -> Format:
        """The format of the output."""
        return format_of(self.out) if self.out else FORMATS[".jsonl"]

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
            "pseudonymised": self.pseudonym_key is not None,
            "chunk": self.chunk,
            "language": self.loading.get("language", "auto"),
        }


def _ignore(*_: object) -> None:
    """Nobody is told."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Who is told: rows and rejects of each finished chunk, the input's columns and warnings, rows to expect."""

    advance: Callable[[int, int], None] = _ignore
    header: Callable[[Columns], None] = _ignore
    notice: Callable[[Notice], None] = _ignore
    expect: Callable[[int | None], None] = _ignore
