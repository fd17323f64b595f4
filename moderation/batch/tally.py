"""What a run counts: rows, rejects, routes, languages, rules, and how the scores lie."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import orjson

from moderation.records import Reject, Verdict
from moderation.taxonomy import LABELS

# Tenths of a score; the number behind them is that of the comments for which nothing covers the label.
BINS: Final = 10
# What differs from row to row is no kind of its own: `near-duplicate:42` counts as `near-duplicate`, a broken line as
# broken wherever it breaks. Otherwise a summary of ten million rows would be a list of thousands.
_COUNT: Final = re.compile(r":\d+$")
_COLUMN: Final = re.compile(r" at column \d+")


@dataclass(frozen=True, slots=True)
class Tally:
    """What a run counted; tallies of chunks add up to the run's."""

    counts: Counter[str] = field(default_factory=Counter)

    @classmethod
    def from_json(cls, content: bytes) -> Tally:
        """Return the tally whose counts were kept as JSON."""
        return cls(Counter(orjson.loads(content)))

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.counts + other.counts)

    def of(self, kind: str) -> dict[str, int]:
        """Return the counts of one kind (`route`, `status`, `language`, ...), the most frequent first."""
        found = {key.partition(":")[2]: count for key, count in self.counts.items() if key.startswith(f"{kind}:")}
        return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))

    @property
    def rows(self) -> int:
        """How many comments were written."""
        return self.counts["rows"]

    @property
    def rejects(self) -> int:
        """How many rows of the input could not be read."""
        return self.counts["rejects"]

    @property
    def histograms(self) -> dict[str, list[int]]:
        """Per label how many scores lie in each tenth, and last how many comments have none."""
        return {label: [self.counts[f"score:{label}:{place}"] for place in range(BINS + 1)] for label in LABELS}


def tally_of(verdicts: Sequence[Verdict], rejects: Sequence[Reject]) -> Tally:
    """Count a chunk."""
    counts: Counter[str] = Counter(rows=len(verdicts), rejects=len(rejects))
    _count(counts, "status", [verdict.status for verdict in verdicts])
    _count(counts, "language", [verdict.language for verdict in verdicts])
    _count(counts, "route", [verdict.route for verdict in verdicts if verdict.route])
    _count(counts, "rule", [rule for verdict in verdicts for rule in verdict.rules])
    _count(counts, "reason", [_COUNT.sub("", reason) for verdict in verdicts for reason in verdict.reasons])
    uncovered = [verdict.language for verdict in verdicts if "language-not-covered" in verdict.reasons]
    _count(counts, "not-covered", uncovered)
    _count(counts, "reject", [_COLUMN.sub("", reject.reason) for reject in rejects])
    counts.update(_scores([verdict.scores for verdict in verdicts if verdict.status != "skipped"]))
    return Tally(counts)


def _count(counts: Counter[str], kind: str, values: Sequence[str]) -> None:
    counts.update({f"{kind}:{value}": count for value, count in Counter(values).items()})


def _scores(rows: Sequence[tuple[float | None, ...]]) -> dict[str, int]:
    """Count the scores of each label by tenths; 1 belongs to the last."""
    if not rows:
        return {}
    scores = np.array(rows, np.float64)  # None is NaN
    places = np.where(np.isnan(scores), BINS, np.minimum(np.nan_to_num(scores) * BINS, BINS - 1)).astype(np.intp)
    places += np.arange(len(LABELS)) * (BINS + 1)
    found = np.bincount(places.ravel(), minlength=len(LABELS) * (BINS + 1)).tolist()
    keys = [f"score:{label}:{place}" for label in LABELS for place in range(BINS + 1)]
    return {key: count for key, count in zip(keys, found, strict=True) if count}


# How the manifest and the summary call the counts of each kind.
_SHOWN: Final = {
    "routes": "route",
    "statuses": "status",
    "languages": "language",
    "languages_not_covered": "not-covered",
    "reasons": "reason",
    "reject_reasons": "reject",
    "rules": "rule",
}


def as_json(tally: Tally) -> dict[str, Any]:
    """Return the tally as the manifest and the summary show it."""
    shown = {name: tally.of(kind) for name, kind in _SHOWN.items()}
    return {"rows": tally.rows, "rejects": tally.rejects, **shown, "score_histograms": tally.histograms}


def from_shown(told: Mapping[str, Any]) -> Tally:
    """Return the tally that `as_json` has shown."""
    counts = Counter({name: told[name] for name in ("rows", "rejects")})
    for name, kind in _SHOWN.items():
        counts.update({f"{kind}:{value}": count for value, count in told[name].items()})
    for label, bins in told["score_histograms"].items():
        counts.update({f"score:{label}:{place}": count for place, count in enumerate(bins) if count})
    return Tally(counts)
