"""The encoder's probabilities can be fitted anew, and those that are shipped come from that."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from moderation.classify.encoder import load_encoder
from moderation.classify.encoder_files import NETWORK, SHIPPED, TOKENIZER, write_settings
from moderation.cli.train import sets
from moderation.errors import ModelError
from moderation.train.encoder_recipe import recalibrated


def test_weights_with_other_labels_are_refused(tmp_path: Path) -> None:
    """Their columns are not those of the public sets; nothing is written."""
    own, out = tmp_path / "own", tmp_path / "out"
    own.mkdir()
    for name in (NETWORK, TOKENIZER):
        shutil.copyfile(SHIPPED / name, own / name)
    write_settings(replace(load_encoder().settings, labels={"insult": (1.0, 0.0), "spam": (1.0, 0.0)}), own)
    with pytest.raises(ModelError, match="other labels than the public sets: insult, spam"):
        recalibrated(own, tmp_path / "nowhere", out)
    assert not out.exists()


if os.environ.get("MODERATION_DATA"):

    @pytest.mark.soak  # the encoder reads all sets that the fit is made on: minutes
    def test_the_shipped_numbers_come_from_the_command(tmp_path: Path) -> None:
        """The same network and the same sets give the same slopes, up to what processors round."""
        again = recalibrated(SHIPPED, sets(Path(os.environ["MODERATION_DATA"])), tmp_path)
        for label, numbers in load_encoder().settings.labels.items():
            assert again.settings.labels[label] == pytest.approx(numbers, abs=0.02), label
