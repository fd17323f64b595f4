"""Where a comment goes in the split, and what may never be trained on."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from moderation.errors import InputError
from moderation.normalise import fold
from moderation.train import datasets, ngram
from moderation.train.datasets import Row, corpus_of, half, key, part
from moderation.train.identities import GROUPS, sentences
from moderation.train.ngram import Recipe, fold_digest, quantised, train
from moderation.train.written import HARMLESS, SPAM, adverts


def test_texts_that_differ_in_signs_alone_share_a_part() -> None:
    """Copies with other case, spaces and signs cannot stand on both sides of the split."""
    assert key("You IDIOT!!") == key("you  idiot") == key("\u0443ou idiot")
    assert key("you idiot") != key("you idiots")


def test_the_split_is_80_10_10() -> None:
    """Shares hold within a point over many texts, halves are halves."""
    parts = Counter(part(key(f"text number {number}")) for number in range(4000))
    assert parts["train"] / 4000 == pytest.approx(0.8, abs=0.02)
    assert parts["dev"] / 4000 == pytest.approx(0.1, abs=0.015)
    assert sum(half(key(f"t {number}")) for number in range(1000)) == pytest.approx(500, abs=60)


def test_the_split_never_moves() -> None:
    """Pinned by second letters: tRain, dEv, tEst."""
    found = [part(key(f"text number {number}"))[1] for number in range(24)]
    assert "".join(found) == "rerrrrrrrrerrrrrrrrrrrer"


def test_a_missing_set_is_an_input_error(tmp_path) -> None:
    """The file that is missing is named."""
    with pytest.raises(InputError, match=r"no data file .*civil_comments_natural_dev\.csv"):
        datasets.split(tmp_path)


def test_a_corpus_masks_what_is_not_known() -> None:
    """A label that a row does not name is NaN."""
    corpus = corpus_of([Row("a", "X", {"toxicity": 1.0}), Row("b", "y", {"spam": 0.0}, weight=0.5)])
    assert corpus.texts == ("x", "y")
    assert np.isnan(corpus.targets).sum() == 12
    assert corpus.of("b").weights.tolist() == [0.5]


def test_pieces_of_a_marked_comment() -> None:
    """The comment without its marked words, and each sentence with whether it holds one."""
    text = "The mayor is a fool today. The bus was late again."
    places = set(range(15, 19))
    assert list(datasets._pieces(text, places)) == [
        ("The mayor is a today. The bus was late again.", None),
        ("The mayor is a fool today.", True),
        (" The bus was late again.", False),
    ]


def test_every_group_stands_in_every_sentence() -> None:
    """A group's name alone says nothing: kind and unkind sentences are the same for all."""
    found = list(sentences())
    assert len(set(GROUPS)) == len(GROUPS)
    kinds = {group: Counter(unkind for text, unkind in found if f"{group} " in f"{text} ") for group in ("gay", "deaf")}
    assert all(len(kind) == 2 for kind in kinds.values())
    assert len(found) % len(GROUPS) == 0


def test_adverts_are_the_same_every_time_and_links_stand_in_both_kinds() -> None:
    """The draw is seeded; neither links nor sums are spam by themselves."""
    assert list(adverts()) == list(adverts())
    for frames in (SPAM, HARMLESS):
        assert sum("{site}" in frame for frame in frames) >= 5
        assert sum("{sum}" in frame for frame in frames) >= 4


def test_training_refuses_a_label_of_one_kind() -> None:
    """Comments without a single positive cannot train a head."""
    corpus = corpus_of([Row("a", "x", {"toxicity": 0.0}), Row("a", "y", {"toxicity": 0.0})], ["toxicity"])
    with pytest.raises(InputError, match="`toxicity` has comments of one kind only"):
        train(corpus, ["toxicity"], Recipe(bits=8), trained_on={}, say=lambda message: None)


def test_quantising_keeps_weights_within_half_a_step() -> None:
    """int8 with one scale per label."""
    weights = np.random.default_rng(0).normal(0, [1, 5], (100, 2)).astype(np.float32)
    table, scales = quantised(weights)
    assert table.dtype == np.int8
    assert np.abs(table * scales - weights).max(axis=0) == pytest.approx(scales / 2, rel=0.2)


def test_another_fold_has_another_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Weights are good for the fold that they were trained with, its text and its way back alike."""
    digests = {fold_digest()}
    for other in ({"text": "x"}, {"starts": [0]}, {"ends": [1]}):
        monkeypatch.setattr(ngram, "fold", lambda text, other=other: replace(fold(text), **other))
        digests.add(fold_digest())

    assert len(digests) == 4
    assert {len(digest) for digest in digests} == {64}
