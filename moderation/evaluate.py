"""Labelled comments -> how good the scores are, per label and per group."""

from __future__ import annotations

import csv
import json
import math
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from moderation.classify.contract import Classifier, Scores
from moderation.classify.metrics import (
    Measure,
    auc,
    average_precision,
    expected_calibration_error,
    interval,
    precision_recall,
)
from moderation.errors import InputError, Location, UsageError, suggest
from moderation.normalise import fold
from moderation.records import SCHEMA_VERSION
from moderation.taxonomy import LABELS, Label

Floats = NDArray[np.float64]
Threshold = Callable[[Label], float | None]

_COLUMN: Final = re.compile(r"(?P<label>\w+)=(?P<column>.+?)(?:>=(?P<least>[0-9.]+)|==(?P<value>.+))?")
_WORDS: Final = {"true": 1.0, "yes": 1.0, "false": 0.0, "no": 0.0}
_BATCH: Final = 2048


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
    """Comments with truths; `truths` holds shares per label, NaN for "not known"."""

    texts: tuple[str, ...]
    truths: Mapping[Label, Floats]
    weights: Floats
    groups: tuple[str, ...] | None = None


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
                truths[column.label].append(_cell(column.read, row, column.column, path, line))
            masses.append(_cell(_weight, row, weights, path, line) if weights else 1.0)
            if group:
                groups.append(row[group])
    if not texts:
        raise InputError("there are no comments to read", mend="give a file with at least one row")
    columns = {label: np.array(values) for label, values in truths.items()}
    return Labelled(tuple(texts), columns, np.array(masses), tuple(groups) if group else None)


def _weight(cell: str) -> float:
    value = float(cell)
    if not 0 <= value < math.inf:
        raise ValueError("no weight")
    return value


def _cell(read: Callable[[str], float], row: Mapping[str, str], column: str, path: Path, line: int) -> float:
    try:
        return read(row[column])
    except ValueError:
        # The cell is not repeated: in a shifted row it may be the comment.
        raise InputError(
            f"column `{column}` holds no number from 0 to 1, nor yes or no",
            at=Location(str(path), line),
            mend=f"name a threshold (`{column}>=T`) or a value (`{column}==WORD`)",
        ) from None


def _rows(path: Path, wanted: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield line number and row; raises InputError where the file or a column is missing."""
    if not path.is_file():
        raise InputError(f"there is no file `{path}`", mend="name a CSV, TSV or JSON Lines file")
    with path.open(encoding="utf-8-sig", newline="") as lines:
        read = _objects if path.suffix == ".jsonl" else _table
        line = 0
        try:
            for line, row in read(lines, path, wanted):
                yield line, row
        except (csv.Error, UnicodeDecodeError) as error:
            place = Location(str(path), line + 1)
            raise InputError(
                "the file cannot be read here or a little further on", at=place, mend="save it in UTF-8"
            ) from error


def _table(lines: Iterable[str], path: Path, wanted: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.DictReader(lines, delimiter="\t" if path.suffix == ".tsv" else ",", restval="")
    _check_columns(path, 1, list(reader.fieldnames or ()), wanted)
    for row in reader:
        yield reader.line_num, row


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


# --- measures ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LabelFigures:
    """How good one label's scores are; None is "cannot be computed". Intervals are 95 %, by bootstrap."""

    auc: float | None
    auc_interval: tuple[float, float] | None
    average_precision: float | None
    average_precision_interval: tuple[float, float] | None
    positives: int
    ece: float | None
    precision_at_policy: float | None
    recall_at_policy: float | None


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """How a group fares on a label, against all other rows.

    `auc` is within the group; `bpsn_auc` sets its negatives against the others' positives (low: harmless comments of
    this group score like toxic ones), `bnsp_auc` its positives against the others' negatives.
    """

    rows: int
    positives: int
    auc: float | None
    bpsn_auc: float | None
    bnsp_auc: float | None
    false_positive_rate: float | None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What `moderation evaluate` prints."""

    classifier: str
    digest: str
    rows: int
    labels: Mapping[Label, LabelFigures]
    groups: Mapping[str, Mapping[Label, GroupFigures]]
    comments_per_second: float

    def as_json(self) -> dict[str, Any]:
        """Return the JSON object of the contract."""
        return {
            "schema_version": SCHEMA_VERSION,
            "classifier": self.classifier,
            "digest": self.digest,
            "rows": self.rows,
            "labels": {label: _plain(figures) for label, figures in self.labels.items()},
            "groups": {
                group: {label: _plain(figures) for label, figures in labels.items()}
                for group, labels in self.groups.items()
            },
            "comments_per_second": round(self.comments_per_second, 1),
        }


def _plain(figures: LabelFigures | GroupFigures) -> dict[str, Any]:
    return {name: getattr(figures, name) for name in type(figures).__dataclass_fields__}


def evaluate(labelled: Labelled, classifier: Classifier, *, threshold: Threshold, rounds: int = 200) -> Evaluation:
    """Score and measure; `threshold` gives the policy's score per label, `rounds` of 0 leaves the intervals out.

    Raises UsageError where the classifier covers none of the labels.
    """
    labels = [label for label in LABELS if label in labelled.truths and label in classifier.labels]
    if not labels:
        raise UsageError(
            f"`{classifier.name}` covers none of " + ", ".join(f"`{label}`" for label in labelled.truths),
            mend="it covers " + ", ".join(f"`{label}`" for label in classifier.labels),
        )
    scores, seconds = _scored(labelled.texts, classifier)
    figures: dict[Label, LabelFigures] = {}
    groups: dict[str, dict[Label, GroupFigures]] = {group: {} for group in sorted(set(labelled.groups or ()))}
    for label in labels:
        known = ~np.isnan(labelled.truths[label])
        truth = labelled.truths[label][known] >= 0.5
        column = scores[known, classifier.labels.index(label)]
        figures[label] = measure(truth, column, labelled.weights[known], threshold(label), rounds)
        of = np.array(labelled.groups or (), dtype=object)
        for group, measured in groups.items():
            inside = of[known] == group
            measured[label] = measure_group(truth, column, labelled.weights[known], inside, threshold(label))
    return Evaluation(
        classifier.name, classifier.digest, len(labelled.texts), figures, groups, len(labelled.texts) / seconds
    )


def _scored(texts: Sequence[str], classifier: Classifier) -> tuple[Scores, float]:
    """Return the scores and the seconds that folding and scoring took."""
    start = time.perf_counter()
    batches = (texts[at : at + _BATCH] for at in range(0, len(texts), _BATCH))
    scores = np.concatenate([classifier.score([fold(text) for text in batch]) for batch in batches])
    return scores, max(time.perf_counter() - start, 1e-9)


def measure(
    truth: NDArray[np.bool_], scores: Scores, weights: Floats, threshold: float | None, rounds: int
) -> LabelFigures:
    """Return the figures of one label over the rows where it is known."""

    def spread(of: Measure) -> tuple[float, float] | None:
        return interval(of, truth, scores, weights, rounds=rounds) if rounds else None

    at_policy = precision_recall(truth, scores, threshold, weights) if threshold is not None else (None, None)
    return LabelFigures(
        auc=auc(truth, scores, weights),
        auc_interval=spread(auc),
        average_precision=average_precision(truth, scores, weights),
        average_precision_interval=spread(average_precision),
        positives=int(truth.sum()),
        ece=expected_calibration_error(truth, scores, weights),
        precision_at_policy=at_policy[0],
        recall_at_policy=at_policy[1],
    )


def measure_group(
    truth: NDArray[np.bool_], scores: Scores, weights: Floats, inside: NDArray[np.bool_], threshold: float | None
) -> GroupFigures:
    """Return the figures of one group on one label."""

    def within(rows: NDArray[np.bool_]) -> float | None:
        return auc(truth[rows], scores[rows], weights[rows])

    harmless = inside & ~truth
    wrong = None
    if threshold is not None and weights[harmless].sum() > 0:
        wrong = float(np.average(scores[harmless] >= np.float32(threshold), weights=weights[harmless]))
    return GroupFigures(
        rows=int(inside.sum()),
        positives=int((truth & inside).sum()),
        auc=within(inside),
        bpsn_auc=within(harmless | (truth & ~inside)),
        bnsp_auc=within((truth & inside) | (~truth & ~inside)),
        false_positive_rate=wrong,
    )
