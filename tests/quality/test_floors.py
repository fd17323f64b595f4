"""What the shipped classifier reaches on sentences of our own, pinned; and on the public sets where they are at hand.

A floor is raised by adding an entry to its history in `floors.json`. One that is lower than the entry before it needs
`why`: floors are not lowered quietly. The sentences are pinned by their digest: other sentences are another measure.
"""

from __future__ import annotations

import hashlib
import json
import os
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from moderation.classify import Classifier, load_classifier
from moderation.classify.metrics import auc, average_precision
from moderation.normalise import fold

HERE = Path(__file__).resolve().parent
FLOORS = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))
OWN = FLOORS["sentences"]["floors"]


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    """The shipped classifier."""
    return load_classifier("ngram.v1")


@pytest.fixture(scope="module")
def rows() -> list[dict]:
    """The sentences and their labels."""
    return [json.loads(line) for line in (HERE / "sentences.jsonl").read_text(encoding="utf-8").splitlines()]


def test_the_sentences_are_those_that_were_measured() -> None:
    """Changed sentences ask for floors measured anew."""
    digest = hashlib.sha256((HERE / "sentences.jsonl").read_bytes()).hexdigest()
    assert digest == FLOORS["sentences"]["sha256"]


def histories() -> list[tuple[str, list[dict]]]:
    """Every history of a floor, by its name."""
    found = [(f"sentences.{name}", history) for name, history in OWN.items()]
    return found + [(f"sets.{name}", history) for name, history in FLOORS["sets"].items()]


@pytest.mark.parametrize(("name", "history"), histories(), ids=[name for name, _ in histories()])
def test_floors_are_not_lowered_quietly(name: str, history: list[dict]) -> None:
    """A floor below the one before it says why."""
    for before, after in pairwise(history):
        assert after["floor"] >= before["floor"] or after.get("why"), f"{name} was lowered without a reason"


@pytest.mark.parametrize("name", OWN)
def test_own_sentences(classifier: Classifier, rows: list[dict], name: str) -> None:
    """The figure on our sentences reaches its floor."""
    label, _, figure = name.partition(" ")
    truth = np.array([label in row["labels"] for row in rows])
    scores = classifier.score([fold(row["text"]) for row in rows])[:, classifier.labels.index(label)]
    value = {"auc": auc, "ap": average_precision}[figure](truth, scores)
    assert value >= OWN[name][-1]["floor"]


def test_no_harmless_sentence_names_a_group_at_its_cost(classifier: Classifier, rows: list[dict]) -> None:
    """Sentences that name a group kindly stay under every insult of ours by the median."""
    groups = ("gay", "Muslim", "Jewish", "black", "deaf", "Old people", "transgender", "Christians", "Mexican", "blind")
    kind = [row["text"] for row in rows if not row["labels"] and any(group in row["text"] for group in groups)]
    insults = [row["text"] for row in rows if "insult" in row["labels"]]
    assert len(kind) >= 10
    own = classifier.score([fold(text) for text in kind])[:, 0]
    theirs = classifier.score([fold(text) for text in insults])[:, 0]
    assert own.max() < np.median(theirs)
    assert np.median(own) < 0.15


if os.environ.get("MODERATION_DATA"):
    from moderation.cli.train import sets
    from moderation.train import datasets
    from moderation.train.calibrate import NATURAL, natural_weights
    from moderation.train.card import span_f1
    from moderation.train.ngram import news_half, unfolded

    DATA = sets(Path(os.environ["MODERATION_DATA"]))

    def wiki(classifier: Classifier) -> float:
        """Mean AUC of the six labels on the test part of wiki talk, weighted to the natural share of toxic ones."""
        rows = [row for row in datasets.wiki(DATA) if datasets.part(datasets.key(row.text)) == "test"]
        corpus = datasets.corpus_of(rows)
        weights = natural_weights(corpus.targets[:, 0], NATURAL["toxicity"])
        scores = classifier.score(unfolded(corpus.texts))
        return float(np.mean([auc(corpus.targets[:, c] >= 0.5, scores[:, c], weights) for c in range(6)]))

    def news(classifier: Classifier) -> float:
        """AUC of toxicity on the half of the natural news comments that nothing was chosen on."""
        texts, truth = news_half(DATA, 1)
        return float(auc(truth >= 0.5, classifier.score(texts)[:, 0]))

    def spans(classifier: Classifier) -> float:
        """Character F1 of the evidence on toxic spans."""
        return span_f1(classifier, DATA)

    FIGURES = {"wiki mean auc": wiki, "news auc": news, "spans f1": spans}

    @pytest.mark.parametrize("name", FLOORS["sets"])
    def test_public_sets(classifier: Classifier, name: str) -> None:
        """The figure on the public set reaches its floor."""
        assert FIGURES[name](classifier) >= FLOORS["sets"][name][-1]["floor"]
