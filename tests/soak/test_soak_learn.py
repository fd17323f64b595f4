"""Rulings become a model: the whole way from the queue to weights that score."""

from __future__ import annotations

import random

import pytest
from click.testing import CliRunner

from moderation.classify import load_classifier
from moderation.cli.learning import command
from moderation.normalise import fold
from moderation.review import Desk, apply, preview
from moderation.store import Selection, open_store

pytestmark = pytest.mark.soak

BAD = ["idiot", "stupid", "moron", "trash", "liar", "clown", "scum", "pathetic", "loser", "shameful"]
GOOD = ["weather", "garden", "train", "music", "bread", "river", "holiday", "market", "bridge", "library"]


def test_a_model_learns_what_people_rejected(database_url, scored, tmp_path):
    """1,200 ruled comments, trained by the command; the model then tells the two kinds apart."""
    dice = random.Random(1)
    texts = [" ".join(dice.choices(GOOD if n % 3 else BAD, k=8)) + f" {n}" for n in range(1200)]
    with open_store(database_url) as store:
        store.add([scored(n, text) for n, text in enumerate(texts)])
        desk = Desk(store, "al")
        bad = tuple(n + 1 for n in range(1200) if n % 3 == 0)
        apply(desk, preview(desk, Selection(items=bad), "reject"), reason="abusive")
        apply(desk, preview(desk, Selection(items=tuple(range(1, 1201))), "approve"))
    out = tmp_path / "model"

    CliRunner().invoke(command, ["retrain", "-o", str(out), "--db", database_url], catch_exceptions=False)

    model = load_classifier("ngram.v1", checkpoint=out)
    assert model.labels == ("toxicity", "insult")
    kind, unkind = model.score([fold("a fine garden by the river"), fold("you pathetic lying clown")])
    assert kind[0] < 0.2
    assert unkind[0] > 0.8
    assert {file.name for file in out.iterdir()} >= {"card.md", "policy.toml"}
