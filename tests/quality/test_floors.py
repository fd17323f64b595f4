"""What the shipped classifiers reach on sentences of our own, pinned; and on the public sets where they are at hand.

`measured.py` beside this file pins and raises floors. One that is lower than the entry before it needs `why`: they are
not lowered quietly. The sentences are pinned by their digests: other sentences are another measure.
"""

from __future__ import annotations

import importlib.util
import json
import os
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from moderation.classify import load_classifier
from moderation.normalise import fold

_SPEC = importlib.util.spec_from_file_location("measured", Path(__file__).resolve().parent / "measured.py")
assert _SPEC is not None
assert _SPEC.loader is not None
measured = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(measured)

PINNED = json.loads(measured.FLOORS.read_text(encoding="utf-8"))
FLOORS = [
    (judge, name, history) for judge, histories in PINNED["floors"].items() for name, history in histories.items()
]
OWN = [(judge, name) for judge, name, _ in FLOORS if not name.startswith("sets: ")]
SETS = [(judge, name) for judge, name, _ in FLOORS if name.startswith("sets: ")]


@cache
def own(judge: str) -> dict[str, float]:
    """The figures of a classifier on our sentences, measured once."""
    return measured.own(load_classifier(judge))


@cache
def public(judge: str) -> dict[str, float]:
    """The figures of a classifier on the public sets, measured once."""
    return measured.public(load_classifier(judge), Path(os.environ["MODERATION_DATA"]))


def test_the_sentences_are_those_that_were_measured() -> None:
    """Changed sentences ask for floors measured anew."""
    assert measured.digests() == PINNED["corpora"]


@pytest.mark.parametrize(("judge", "name", "history"), FLOORS)
def test_floors_are_not_lowered_quietly(judge: str, name: str, history: list[dict]) -> None:
    """A floor below the one before it says why."""
    for before, after in pairwise(history):
        assert after["floor"] >= before["floor"] or after.get("why"), f"{judge}, {name} was lowered without a reason"


@pytest.mark.parametrize(("judge", "name"), OWN)
def test_own_sentences(judge: str, name: str) -> None:
    """The figure on our sentences reaches its floor."""
    assert own(judge)[name] >= PINNED["floors"][judge][name][-1]["floor"]


@pytest.mark.parametrize("judge", measured.CLASSIFIERS)
def test_every_figure_has_a_floor(judge: str) -> None:
    """No label, kind or group goes unpinned."""
    assert set(own(judge)) <= set(PINNED["floors"][judge])


def test_lowering_is_refused_without_a_reason() -> None:
    """A worse figure leaves the floor as it is; with a reason it is entered beside it, and a better one always is."""
    pinned = {"floors": {"a": {"x": [{"floor": 0.9, "since": "0"}]}}}
    assert len(measured.raised(pinned, {"a": {"x": 0.8}}, None)) == 1
    assert [entry["floor"] for entry in pinned["floors"]["a"]["x"]] == [0.9]
    assert measured.raised(pinned, {"a": {"x": 0.8}}, "other sentences") == []
    assert pinned["floors"]["a"]["x"][-1]["why"] == "other sentences"
    assert measured.raised(pinned, {"a": {"x": 0.95}}, None) == []
    assert pinned["floors"]["a"]["x"][-1]["floor"] > 0.9


def test_no_harmless_sentence_names_a_group_at_its_cost() -> None:
    """Sentences that name a group kindly stay under every insult of ours by the median."""
    classifier, rows = load_classifier("ngram.v1"), measured.rows("sentences.jsonl")
    groups = ("gay", "Muslim", "Jewish", "black", "deaf", "Old people", "transgender", "Christians", "Mexican", "blind")
    kind = [row["text"] for row in rows if not row["labels"] and any(group in row["text"] for group in groups)]
    insults = [row["text"] for row in rows if "insult" in row["labels"]]
    assert len(kind) >= 10
    scores = classifier.score([fold(text) for text in kind])[:, 0]
    theirs = classifier.score([fold(text) for text in insults])[:, 0]
    assert scores.max() < np.median(theirs)
    assert np.median(scores) < 0.15


if os.environ.get("MODERATION_DATA"):

    @pytest.mark.parametrize(("judge", "name"), SETS)
    def test_public_sets(judge: str, name: str) -> None:
        """The figure on the public set reaches its floor."""
        assert public(judge)[name] >= PINNED["floors"][judge][name][-1]["floor"]
