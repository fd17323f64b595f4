"""verdict -> the ranges and words that explain it; CLI, app and API show the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from moderation.classify.contract import Classifier
from moderation.records import Evidence, Folded, Hit, Verdict
from moderation.taxonomy import LABELS, Label


def explain(verdict: Verdict, text: Folded, hits: Sequence[Hit], classifier: Classifier) -> Verdict:
    """Return the verdict with its evidence: the rules' spans, then the classifier's, strongest first.

    The classifier explains the labels that reached their threshold, or its highest label where none did.
    """
    return replace(verdict, evidence=(*_of_rules(hits), *_of_classifier(verdict, text, classifier)))


def _of_rules(hits: Sequence[Hit]) -> list[Evidence]:
    return [
        Evidence(hit.label, span.start, span.end, f"rule:{hit.rule}", hit.weight)
        for hit in sorted(hits, key=lambda hit: -hit.weight)
        for span in hit.spans
    ]


def _of_classifier(verdict: Verdict, text: Folded, classifier: Classifier) -> list[Evidence]:
    evidence = [found for label in _asked(verdict, classifier) for found in classifier.explain(text, label)]
    return sorted(evidence, key=lambda found: -found.weight)


def _asked(verdict: Verdict, classifier: Classifier) -> list[Label]:
    scored = {label: score for label, score in zip(LABELS, verdict.scores, strict=True) if score is not None}
    mine = [label for label in classifier.labels if label in scored]
    named = verdict.labels_reached
    reached = [label for label in mine if label in named]
    return reached or sorted(mine, key=lambda label: -scored[label])[:1]
