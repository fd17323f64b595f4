"""Tables of labelled comments, read strictly."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moderation.errors import InputError, Location, UsageError, suggest
from moderation.evaluate.sheets import rows_of
from moderation.taxonomy import LABELS, Label

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
    """Read Parquet by its content, CSV, TSV and JSON Lines by their ending, packed with gzip or zstd or not.

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
        for line, row in rows_of(path, wanted):
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
