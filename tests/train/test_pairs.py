"""Pairs of sentences: the same claim on both sides, and nothing of what measures."""

from __future__ import annotations

import json
import re
from collections import Counter
from itertools import chain
from pathlib import Path

from moderation.train import functional
from moderation.train.datasets import HEADS, key
from moderation.train.encoder import PLAN, paired
from moderation.train.pairs import pairs

QUALITY = Path(__file__).resolve().parents[1] / "quality"


def test_both_sides_hold_the_same_bad_words() -> None:
    """No insult says by itself on which side it stands."""
    found = list(pairs(1500))
    texts = [" ".join(pair[side] for pair in found).lower() for side in (0, 1)]
    sides = [Counter(re.findall("[a-z]+", text)) for text in texts]
    for word in ("idiot", "stupid", "scum", "liars", "muslims", "jews", "queers", "kill", "filthy"):
        kind, meant = (side[word] for side in sides)
        assert min(kind, meant) >= 3, word
        assert 0.5 < kind / meant < 2.0, word


def test_the_two_of_a_pair_differ() -> None:
    """A pair that says the same twice would teach both answers."""
    assert all(key(kind) != key(meant) for kind, meant, _ in pairs(1500))


def test_pairs_are_the_same_every_time() -> None:
    """A recipe run again trains on the same sentences."""
    assert list(pairs(50)) == list(pairs(50))


def test_what_measures_is_not_trained_on() -> None:
    """Neither sentences nor insults of the measuring sets stand in the pairs."""
    trained = [text for kind, meant, _ in pairs() for text in (kind, meant)]
    measured = [text for _, text, _ in functional.held_apart()]
    lines = (QUALITY / "functional.jsonl").read_text(encoding="utf-8").splitlines()
    measured += [json.loads(line)["text"] for line in lines]
    assert not {key(text) for text in trained} & {key(text) for text in measured}
    words = set(chain.from_iterable(re.findall("[a-z]+", text.lower()) for text in trained))
    apart = {*functional._APART_NOUNS, *functional._APART_ADJECTIVES}
    assert not apart & words


def test_the_encoder_is_trained_on_both_sides() -> None:
    """Harmless ones carry no label at all; of those that are meant only toxicity and attacks on groups are known."""
    rows = list(paired(Path()))
    assert PLAN["pairs"][0] is None
    assert rows[0].targets == dict.fromkeys(HEADS, 0.0)
    assert all(row.targets["toxicity"] == 1.0 and "insult" not in row.targets for row in rows[1::2])
