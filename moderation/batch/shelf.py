"""Where the finished chunks of a run lie until all are there: a folder of parts beside the output."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson

from moderation.batch.judging import Part, Tally
from moderation.batch.manifest import write_whole
from moderation.batch.writers import Format


@dataclass(frozen=True, slots=True)
class Shelf:
    """The parts of one output file. A part counts once its tally lies there, which is written last."""

    out: Path

    def prepare(self) -> None:
        """Make the folder."""
        self._folder.mkdir(parents=True, exist_ok=True)

    def clear(self) -> None:
        """Take the folder away with all that lies in it."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def has(self, number: int) -> bool:
        """Whether a chunk is finished."""
        return self._path(number, "tally").exists()

    def keep(self, part: Part) -> None:
        """Put a judged chunk on the shelf for good."""
        write_whole(self._path(part.number, "rows"), part.rows)
        write_whole(self._path(part.number, "rejects"), part.rejects)
        write_whole(self._path(part.number, "tally"), orjson.dumps(dict(part.tally.counts)))

    def finish(self, output: Format, columns: Sequence[str]) -> Tally:
        """Join the parts into the output and its rejects file, each there whole or not at all."""
        numbers = sorted(int(path.stem) for path in self._folder.glob("*.tally"))
        tally = Tally()
        for number in numbers:
            tally += Tally.from_json(self._path(number, "tally").read_bytes())
        unfinished = self.out.with_name(self.out.name + ".tmp")
        with unfinished.open("wb") as file:
            file.write(output.begin(columns))
            output.join(columns, [self._path(number, "rows") for number in numbers], file)
        self._join_rejects(numbers, tally)
        unfinished.replace(self.out)
        return tally

    def _join_rejects(self, numbers: Sequence[int], tally: Tally) -> None:
        rejects = self.out.with_name(self.out.name + ".rejects.jsonl")
        if not tally.rejects:
            rejects.unlink(missing_ok=True)
            return
        unfinished = rejects.with_name(rejects.name + ".tmp")
        with unfinished.open("wb") as file:
            for number in numbers:
                file.write(self._path(number, "rejects").read_bytes())
        unfinished.replace(rejects)

    @property
    def _folder(self) -> Path:
        return self.out.with_name(self.out.name + ".parts")

    def _path(self, number: int, kind: str) -> Path:
        return self._folder / f"{number:08d}.{kind}"
