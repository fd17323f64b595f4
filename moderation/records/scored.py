"""What scoring gives: folded texts, contexts, hits, score tables, verdicts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from moderation.records.parsed import Span
from moderation.records.quick import open_twin
from moderation.taxonomy import Action, Label, Route, VerdictStatus, Via

if TYPE_CHECKING:  # a sixth of the time of `rules check`, which makes no tables
    import numpy as np
    from numpy.typing import NDArray

_OPEN_SPAN: Final[Any] = open_twin(Span)


@dataclass(frozen=True, slots=True)
class Folded:
    """A text with its disguises taken off, and the way back.

    Character `i` of `text` came from `original[starts[i]:ends[i]]`; both sequences rise.
    """

    original: str
    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> Span:
        """Return the range of the original that the folded range `[start, end)` came from."""
        if start >= end:
            here = self.starts[start] if start < len(self.starts) else len(self.original)
            return Span(here, here)
        span: Span = _OPEN_SPAN(self.starts[start], self.ends[end - 1])
        span.__class__ = Span
        return span


@dataclass(frozen=True, slots=True)
class Language:
    """An ISO 639-1 code, or `und`, and how sure the detector is, 0 to 1."""

    code: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Context:
    """What surrounds a comment; None is "not known", and a condition that needs it is then false, also under `not`.

    `position` counts the comments of a thread from 1, `depth` is 0 at the top level and 1 for an answer to it. Only a
    whole dump tells the last four: threads that the author wrote under within ten minutes, how many comments say nearly
    the same and from how many authors, and the number of the first of them.
    """

    article_title: str | None = None
    article_text: str | None = None
    article_url: str | None = None
    parent_text: str | None = None
    parent_author: str | None = None
    author_comments: int | None = None
    author_approved: int | None = None
    author_rejected: int | None = None
    position: int | None = None
    depth: int | None = None
    quotes: tuple[Span, ...] = ()
    article_site: str | None = None
    author_age_days: int | None = None
    is_reply: bool | None = None
    author_threads: int | None = None
    copied_times: int | None = None
    copied_authors: int | None = None
    cluster: int | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that fired on the comment in row `row`; `weight` is its score times the trust in `via`."""

    row: int
    rule: str
    label: Label
    action: Action
    weight: float
    spans: tuple[Span, ...]
    via: Via = "exact"


@dataclass(frozen=True, slots=True)
class Failure:
    """A scorer or a rule that could not judge the comment in row `row`; `error` is a type name, never a text."""

    row: int
    scorer: str
    error: str


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """The scores of a batch as columns.

    `scores` is float32, rows x LABELS, NaN where nothing covers the label. `covered` tells per row whether the
    classifier covers its language; `too_long` whether only its beginning was read. `languages` are as detected,
    `judged_as` the codes that thresholds and rules were chosen by: a comment too short to tell is judged as the
    site's own language.
    """

    scores: NDArray[np.float32]
    languages: tuple[Language, ...]
    judged_as: tuple[str, ...]
    covered: NDArray[np.bool_]
    too_long: NDArray[np.bool_]
    hits: tuple[Hit, ...]
    failures: tuple[Failure, ...]

    def __len__(self) -> int:
        return len(self.scores)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A range of the comment that speaks for a label. `source` is a classifier or `rule:<id>`; weight 0 to 1."""

    label: Label
    start: int
    end: int
    source: str
    weight: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What triage decided for one comment, and why.

    `scores` follows LABELS; None is "nothing covers this". `route` is None for a comment that was skipped.
    """

    id: str
    thread_id: str | None
    language: str
    language_confidence: float
    scores: tuple[float | None, ...]
    route: Route | None
    priority: float
    reasons: tuple[str, ...]
    rules: tuple[str, ...]
    classifier: str
    status: VerdictStatus
    evidence: tuple[Evidence, ...] | None = None

    @property
    def labels_reached(self) -> tuple[str, ...]:
        """The labels whose scores reached their threshold, as the reasons say (`toxicity>=0.80`)."""
        return tuple(reason.partition(">=")[0] for reason in self.reasons if ">=" in reason)


@dataclass(frozen=True, slots=True)
class Versions:
    """What made a score: names and SHA-256 digests of model, rules and policy."""

    classifier: str
    model: str
    rules: str
    policy: str
