"""The shipped encoder's probabilities are those that `moderation train calibrate` fits."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from moderation.classify.encoder import SHIPPED, load_encoder
from moderation.cli.train import sets
from moderation.train.encoder_recipe import calibrated_as_shipped, copied

if os.environ.get("MODERATION_DATA"):

    def test_the_shipped_numbers_come_from_the_command(tmp_path: Path) -> None:
        """The same network and the same sets give the same slopes, up to what processors round."""
        shipped = load_encoder()
        again = calibrated_as_shipped(
            copied(shipped, SHIPPED, tmp_path), sets(Path(os.environ["MODERATION_DATA"])), tmp_path
        )
        for label, numbers in shipped.settings.labels.items():
            assert again.settings.labels[label] == pytest.approx(numbers, abs=0.02), label
