"""Tables of labelled comments, read strictly."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moderation.errors import InputError, Location, UsageError, suggest
from moderation.parse.tables.grid import unique_names
from moderation.parse.tables.rows import rows
from moderation.parse.tables.text import delimiter_of
from moderation.records import Reject
from moderation.taxonomy import LABELS, Label

_NO_TABLES: Final = {
    b"PAR1": "Parquet",
    b"PK": "an Excel workbook",
    b"\x1f\x8b": "packed with gzip",
    b"\x28\xb5\x2f\xfd": "packed with zstd",
}
Floats = NDArray[np.float64]

_COLUMN: Final = re.compile(r"(?P<label>\w+)=(?P<column>.+?)(?:>=(?P<least>[^<>=]+)|==(?P<value>.+))?")
_WORDS: Final = {"true": 1.0, "yes": 1.0, "false": 0.0, "no": 0.0}


@dataclass(frozen=True, slots=True)
class LabelColumn:
    """Where the truth of a label stands: `column`, true from `least` on, or where it says `value`."""

    label: Label
    column: str
    least: float | None = None
    value: str | None = None

    @classmethod
    def parse(cls, given: str) -> LabelColumn:
        """Read `OUR_LABEL=COLUMN`, `OUR_LABEL=COLUMN>=T` or `OUR_LABEL=COLUMN==VALUE`; raises UsageError."""
        found = _COLUMN.fullmatch(given)
        if found is None:
            raise UsageError(
                f"`--label {given}` is not OUR_LABEL=COLUMN", mend="write for example `--label toxicity=toxic>=0.5`"
            )
        if found["label"] not in LABELS:
            raise UsageError(f"there is no label `{found['label']}`", mend=suggest(found["label"], LABELS))
        label = next(known for known in LABELS if known == found["label"])
        try:
            least = float(found["least"]) if found["least"] else None
        except ValueError:
            raise UsageError(f"`{found['least']}` is not a number", mend="write for example `>=0.5`") from None
        return cls(label, found["column"], least, found["value"])

    def read(self, cell: str) -> float:
        """Return the truth, a share of annotators, or NaN for an empty cell; raises ValueError for other words."""
        if not cell.strip():
            return math.nan
        if self.value is not None:
            return float(cell == self.value)
        number = _WORDS.get(cell.strip().lower())
        share = float(cell) if number is None else number
        if math.isnan(share):
            return share
        if self.least is not None:
            return float(share >= self.least)
        if not 0 <= share <= 1:
            raise ValueError("outside 0 to 1")
        return share


@dataclass(frozen=True, slots=True)
class Labelled:
    """Comments with truths; `truths` holds shares per label, NaN for "not known".

    `weighted` tells whether the weights were given: how many comments of a whole each row stands for.
    """

    texts: tuple[str, ...]
    truths: Mapping[Label, Floats]
    weights: Floats
    groups: tuple[str, ...] | None = None
    weighted: bool = False


def read_labelled(
    paths: Iterable[Path],
    *,
    text: str,
    labels: Sequence[LabelColumn],
    group: str | None = None,
    weights: str | None = None,
) -> Labelled:
    """Read CSV, TSV or JSON Lines by their ending.

    Raises InputError with the line of the first bad cell, UsageError for a label that is named twice.
    """
    twice = [label for label, count in Counter(column.label for column in labels).items() if count > 1]
    if twice:
        raise UsageError(f"`{twice[0]}` is named twice", mend="give each label one column")
    texts: list[str] = []
    groups: list[str] = []
    masses: list[float] = []
    truths: dict[Label, list[float]] = {column.label: [] for column in labels}
    wanted = [text, *(column.column for column in labels), *([group] if group else []), *([weights] if weights else [])]
    for path in paths:
        for line, row in _rows(path, wanted):
            texts.append(row[text])
            for column in labels:
                truths[column.label].append(_truth(column, row, path, line))
            masses.append(_weight(row, weights, path, line) if weights else 1.0)
            if group:
                groups.append(row[group])
    if not texts:
        raise InputError("there are no comments to read", mend="give a file with at least one row")
    if not any(masses):
        raise InputError(
            f"every weight in column `{weights}` is 0, so no row counts",
            mend="name the `weight` that `moderation sample --stratify score` has written, or leave `--weights` out",
        )
    _check_values(labels, truths)
    columns = {label: np.array(values) for label, values in truths.items()}
    return Labelled(tuple(texts), columns, np.array(masses), tuple(groups) if group else None, weights is not None)


def _check_values(labels: Sequence[LabelColumn], truths: Mapping[Label, Sequence[float]]) -> None:
    """Refuse a sheet that nobody has filled in, and a word that stands nowhere: a slip would make all harmless."""
    if truths and all(math.isnan(value) for values in truths.values() for value in values):
        names = ", ".join(f"`{column.column}`" for column in labels)
        mend = "write 1 or 0 into them, or a share such as 0.4; a row may stay empty, all of them may not"
        raise InputError(f"nothing is labelled: every cell of {names} is empty", mend=mend)
    for column in labels:
        if column.value is not None and 1.0 not in truths[column.label]:
            raise InputError(
                f"no cell of column `{column.column}` says `{column.value}`",
                mend="write the word as the column has it, capitals and blanks included",
            )


def _weight(row: Mapping[str, str], column: str, path: Path, line: int) -> float:
    try:
        # A spreadsheet may have written it as `76,835294`.
        value = float(row[column].replace(",", "."))
        if 0 <= value < math.inf:
            return value
    except ValueError:
        pass
    raise InputError(
        f"column `{column}` holds no weight: a number from 0 on",
        at=Location(str(path), line),
        mend="keep the weights that `moderation sample --stratify score` has written",
    )


def _truth(label: LabelColumn, row: Mapping[str, str], path: Path, line: int) -> float:
    try:
        return label.read(row[label.column])
    except ValueError:
        # The cell is not repeated: in a shifted row it may be the comment.
        raise InputError(
            f"column `{label.column}` holds no number from 0 to 1, nor yes or no",
            at=Location(str(path), line),
            mend=f"name a threshold (`{label.column}>=T`) or a value (`{label.column}==WORD`)",
        ) from None


def _rows(path: Path, wanted: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield line number and row; raises InputError where the file or a column is missing."""
    if not path.exists() or path.is_dir():
        raise InputError(f"there is no file `{path}`", mend="name a CSV, TSV or JSON Lines file")
    with path.open(encoding="utf-8-sig", newline="") as lines:
        read = _objects if path.suffix == ".jsonl" else _table
        line = 0
        try:
            for line, row in read(lines, path, wanted):
                yield line, row
        except UnicodeDecodeError as error:
            if (kind := _packed(path)) is not None:
                message = f"is {kind}, and labelled comments are read from CSV, TSV or JSON Lines as they are"
                raise InputError(message, at=Location(str(path)), mend="unpack it, or save it as CSV") from error
            place = Location(str(path), line + 1)
            raise InputError(
                "the file cannot be read here or a little further on", at=place, mend="save it in UTF-8"
            ) from error


def _packed(path: Path) -> str | None:
    """Name what a file is that a user may take for a table, because other commands read it."""
    with path.open("rb") as stream:
        head = stream.read(4)
    return next((kind for mark, kind in _NO_TABLES.items() if head.startswith(mark)), None)


def _table(lines: Iterable[str], path: Path, wanted: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows of a table; raises InputError at a broken one: a quote left open would swallow those below it."""
    rest = iter(lines)
    header = next(rest, "")
    # A spreadsheet in which numbers have a decimal comma saves a sheet with semicolons.
    delimiter = "\t" if path.suffix == ".tsv" else delimiter_of(header)
    names: list[str] = []
    for row in rows(chain([header], rest), delimiter):
        if isinstance(row, Reject):
            mend = "mend that line (a quote inside a quoted cell is written twice), or take it out"
            raise InputError(row.reason, at=Location(str(path), row.line), mend=mend)
        if names:
            yield row.line, dict.fromkeys(names, "") | dict(zip(names, row.cells, strict=False))
            continue
        names = unique_names(row.cells)
        _check_columns(path, row.line, names, wanted)
    if not names:
        _check_columns(path, 1, names, wanted)


def _objects(lines: Iterable[str], path: Path, wanted: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    for number, line in enumerate(lines, 1):
        row = _object(line, path, number)
        _check_columns(path, number, list(row), wanted)
        yield number, row


def _object(line: str, path: Path, number: int) -> dict[str, str]:
    try:
        # A truth that is null is not known, as an empty cell is.
        return {name: "" if value is None else str(value) for name, value in json.loads(line).items()}
    except (ValueError, AttributeError, RecursionError):
        raise InputError("not a JSON object", at=Location(str(path), number), mend="write one object a line") from None


def _check_columns(path: Path, line: int, present: Sequence[str], wanted: Sequence[str]) -> None:
    for column in wanted:
        if column not in present:
            place = Location(str(path), line)
            raise InputError(f"there is no column `{column}`", at=place, mend=suggest(column, present))
