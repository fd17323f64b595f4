"""Where the finished chunks of a run lie until all are there: a folder of parts beside the output."""

from __future__ import annotations

import fcntl
import io
import os
import re
import shutil
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

import orjson

from moderation.batch.judging import Part
from moderation.batch.tally import Tally
from moderation.errors import UsageError

# The endings of what a run writes beside its output, the roll-up's files among them.
_BESIDE: Final = r"\.rejects\.jsonl|\.manifest\.json|\.rollup\.(html|json)|\.(threads|authors)\.csv"


@dataclass(frozen=True, slots=True)
class Shelf:
    """The parts of one output file; `run` is the digest of what makes it, and parts of other runs count for nothing.

    A part is one file: a line that says what is in it, the rows, the rejects. It appears in one step, and counts only
    if it holds what its first line says, so that no power cut and no half-written block can pass for rows.
    """

    out: Path
    run: str

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Make the folder and hold it; raises UsageError while another run holds it."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / "lock").open("wb") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise UsageError(
                    f"another run is writing `{self.out}`", mend="wait for it, or name another file with `-o`"
                ) from None
            self._sweep()
            yield

    def _sweep(self) -> None:
        """Take away what killed runs have left unfinished; whoever is alone here knows that nobody is at it."""
        for out in {self.out, self.out.resolve()}:  # the output may be a link to another disk
            unfinished = re.compile(rf"{re.escape(out.name)}({_BESIDE})?\.\d+\.tmp")
            for path in out.parent.iterdir():
                if unfinished.fullmatch(path.name):
                    path.unlink(missing_ok=True)

    def clear(self) -> None:
        """Take all parts away."""
        for path in self._folder.glob("*.part*"):
            path.unlink(missing_ok=True)

    def remove(self) -> None:
        """Take the folder away with all that lies in it."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def keep(self, part: Part) -> None:
        """Put a judged chunk on the shelf for good."""
        content = part.rows + part.rejects
        told = {
            "run": self.run,
            "rows": len(part.rows),
            "rejects": len(part.rejects),
            "crc32": zlib.crc32(content),
            "counts": dict(part.tally.counts),
        }
        with written_whole(self._path(part.number)) as file:
            file.write(orjson.dumps(told, option=orjson.OPT_APPEND_NEWLINE))
            file.write(content)

    def find(self, number: int) -> Part | None:
        """Return a finished chunk, None where there is none that can be trusted."""
        try:
            head, _, content = self._path(number).read_bytes().partition(b"\n")
            told: dict[str, Any] = orjson.loads(head)
        except (OSError, orjson.JSONDecodeError):
            return None
        if not isinstance(told, dict) or told.get("run") != self.run:
            return None
        if len(content) != told["rows"] + told["rejects"] or zlib.crc32(content) != told["crc32"]:
            return None
        tally = Tally.from_json(orjson.dumps(told["counts"]))
        return Part(number, content[: told["rows"]], content[told["rows"] :], tally)

    @property
    def _folder(self) -> Path:
        return self.out.with_name(self.out.name + ".parts")

    def _path(self, number: int) -> Path:
        return self._folder / f"{number:08d}.part"


@contextmanager
def written_whole(path: Path, *, durable: bool = False) -> Iterator[IO[bytes]]:
    """Yield a file that takes its place under `path` at the end, whole or not at all; errors name `path`.

    Its name until then is this process's own: a worker whose parent was killed may still be at the same file.
    `durable` waits until the disk has it. Where `path` is a link, the file it leads to is written, on its own disk; a
    pipe or a device, whose place nothing may take, is written as it is.
    """
    if path.exists() and not path.is_file():
        with path.open("wb") as file:
            yield file
        return
    target = path.resolve() if path.is_symlink() else path
    unfinished = target.with_name(f"{target.name}.{os.getpid()}.tmp")
    try:
        with _first_error(io.BufferedWriter(_Named(unfinished, path))) as file:
            yield file
            file.flush()
            if durable:
                file.raw.to_disk()
        unfinished.replace(target)
    except OSError as error:
        error.filename = str(path) if error.filename == str(unfinished) else error.filename
        raise
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


@contextmanager
def _first_error(file: io.BufferedWriter[_Named]) -> Iterator[io.BufferedWriter[_Named]]:
    """Close a file at the end; where something has failed, on this file or another, that is what is told."""
    try:
        yield file
    except BaseException:
        with suppress(OSError):  # what waits to be written has no room either
            file.close()
        raise
    file.close()


class _Named(io.FileIO):
    """A file whose errors name the file that it is to be: of several that are written at once, the one that failed."""

    def __init__(self, place: Path, named: Path) -> None:
        super().__init__(place, "w")
        self._named = str(named)

    def write(self, content: Any, /) -> int:
        """Write as any file does."""
        try:
            return super().write(content)
        except OSError as error:
            error.filename = self._named
            raise

    def to_disk(self) -> None:
        """Wait until the disk has what was written."""
        try:
            os.fsync(self.fileno())
        except OSError as error:
            error.filename = self._named
            raise
