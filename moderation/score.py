"""Scorers in order -> ScoreTable; a scorer that fails leaves a Failure, never a silence."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moderation.classify.contract import Classifier, Scores
from moderation.records import Context, Failure, Folded, Hit, Language, ScoreTable
from moderation.rulebook import Rulebook
from moderation.rulebook.rule import Rule
from moderation.stopwatch import UNWATCHED, Stopwatch
from moderation.taxonomy import LABEL_INDEX, LABELS, UNDETERMINED, Label


@dataclass(frozen=True, slots=True)
class Batch:
    """Comments on their way through the scorers, one entry a row in each sequence."""

    texts: tuple[Folded, ...]
    contexts: tuple[Context, ...]
    languages: tuple[Language, ...]
    covered: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.texts)

    def rows(self, start: int, end: int) -> Batch:
        """Return the rows from `start` to `end` as a batch of their own."""
        return Batch(
            self.texts[start:end], self.contexts[start:end], self.languages[start:end], self.covered[start:end]
        )


@dataclass(frozen=True, slots=True)
class Judges:
    """The two that score: a classifier and a rulebook."""

    classifier: Classifier
    rulebook: Rulebook


@dataclass(frozen=True, slots=True)
class Part:
    """What one scorer found: score columns (rows x LABELS, NaN elsewhere), hits and failures."""

    scores: Scores
    hits: tuple[Hit, ...] = ()
    failures: tuple[Failure, ...] = ()


def by_classifier(judges: Judges, batch: Batch) -> Part:
    """Score the rows whose language the classifier covers."""
    scores = _nothing(len(batch))
    rows = np.flatnonzero(batch.covered)
    if len(rows):
        columns = np.array([LABEL_INDEX[label] for label in judges.classifier.labels], np.intp)
        scores[np.ix_(rows, columns)] = _probabilities(judges.classifier, [batch.texts[row] for row in rows])
    return Part(scores)


def _probabilities(classifier: Classifier, texts: Sequence[Folded]) -> Scores:
    """Return what the classifier gives; raises ValueError for what is no table of probabilities.

    A missing or impossible score would compare with no threshold, and the comment would be approved in silence.
    """
    found = np.asarray(classifier.score(texts), np.float32)
    if found.shape != (len(texts), len(classifier.labels)):
        raise ValueError(f"scores of shape {found.shape} for {len(texts)} x {len(classifier.labels)}")
    if not ((found >= 0) & (found <= 1)).all():
        raise ValueError("a score is no probability")
    return found


def by_rules(judges: Judges, batch: Batch) -> Part:
    """Match the rules; a label that no classifier covers is the noisy-or of its hits."""
    hits, failures = judges.rulebook.match(batch.texts, batch.contexts, batch.languages)
    scores = ruled_scores(judges.rulebook.rules, hits, batch.languages, judges.classifier.labels)
    return Part(scores, tuple(hits), tuple(failures))


def ruled_scores(
    rules: Sequence[Rule], hits: Sequence[Hit], languages: Sequence[Language], covered: Container[Label]
) -> Scores:
    """Return the columns of the labels that only rules speak for, those outside `covered`; NaN elsewhere."""
    scores = _nothing(len(languages))
    for label in LABELS:
        if label not in covered:
            _noisy_or(scores, label, hits, _ruled(rules, label, languages))
    return scores


Scorer = Callable[[Judges, Batch], Part]
SCORERS: Final[tuple[tuple[str, Scorer], ...]] = (("classifier", by_classifier), ("rules", by_rules))


def score(
    judges: Judges,
    texts: Sequence[Folded],
    contexts: Sequence[Context],
    languages: Sequence[Language],
    *,
    site_language: str,
    too_long: Sequence[bool],
    watch: Stopwatch = UNWATCHED,
) -> ScoreTable:
    """Return the scores of a batch; every row depends on its own comment alone."""
    judged_as = tuple(
        judged_language(text, language, site_language) for text, language in zip(texts, languages, strict=True)
    )
    known = judges.classifier.languages
    # Without a letter there is nothing that a model of a language could read.
    covered = np.fromiter((code != UNDETERMINED and (known is None or code in known) for code in judged_as), np.bool_)
    named = {code: Language(code, 1.0) for code in set(judged_as)}
    batch = Batch(tuple(texts), tuple(contexts), tuple(map(named.__getitem__, judged_as)), covered)
    scores = _nothing(len(batch))
    hits: list[Hit] = []
    failures: list[Failure] = []
    watch.lap("language")
    for kind, scorer in SCORERS:
        name = judges.classifier.name if kind == "classifier" else kind
        part = _guarded(scorer, name, judges, batch)
        np.copyto(scores, part.scores, where=~np.isnan(part.scores))
        hits += part.hits
        failures += part.failures
        watch.lap(kind)
    cut = np.array(too_long, np.bool_)
    return ScoreTable(scores, tuple(languages), judged_as, covered, cut, tuple(hits), tuple(failures))


def _guarded(scorer: Scorer, name: str, judges: Judges, batch: Batch) -> Part:
    """Run a scorer; where it raises, halve the batch until the one comment it cannot judge stands alone."""
    try:
        return scorer(judges, batch)
    except Exception as error:  # noqa: BLE001 # the one place where any failure of a scorer becomes a visible FAILED
        if len(batch) == 1:
            return Part(_nothing(1), failures=(Failure(0, name, type(error).__name__),))
    middle = len(batch) // 2
    first = _guarded(scorer, name, judges, batch.rows(0, middle))
    second = _guarded(scorer, name, judges, batch.rows(middle, len(batch)))
    return Part(
        np.concatenate([first.scores, second.scores]),
        first.hits + tuple(replace(hit, row=hit.row + middle) for hit in second.hits),
        first.failures + tuple(replace(failure, row=failure.row + middle) for failure in second.failures),
    )


def judged_language(text: Folded, language: Language, site_language: str) -> str:
    """Return the code by which rules and thresholds are chosen.

    A text too short to tell counts as the site's language if it has Latin letters to read, disguised or not.
    """
    if language.code != UNDETERMINED:
        return language.code
    readable = any("a" <= character <= "z" for character in text.text)
    return site_language if readable else UNDETERMINED


def _nothing(rows: int) -> Scores:
    return np.full((rows, len(LABELS)), np.nan, np.float32)


def _ruled(rules: Sequence[Rule], label: Label, languages: Sequence[Language]) -> NDArray[np.bool_]:
    """Tell per row whether a live rule speaks for the label in the row's language."""
    speaking = [rule for rule in rules if rule.label == label and rule.live]
    codes = {language.code for language in languages}
    ruled = {code for code in codes if any(not rule.lang or code in rule.lang for rule in speaking)}
    return np.fromiter((language.code in ruled for language in languages), np.bool_, len(languages))


def _noisy_or(scores: Scores, label: Label, hits: Sequence[Hit], ruled: NDArray[np.bool_]) -> None:
    silence = np.ones(len(scores), np.float64)
    for hit in hits:
        if hit.label == label:
            silence[hit.row] *= 1 - hit.weight
    scores[ruled, LABEL_INDEX[label]] = (1 - silence[ruled]).astype(np.float32)
