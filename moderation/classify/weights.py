"""Where a classifier's weights come from and what they run on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

Device = Literal["cpu", "cuda"]


@dataclass(frozen=True, slots=True)
class Weights:
    """What a constructor is handed; by default the shipped weights, on the processor.

    `checkpoint` and `config` name a file or folder of weights and the folder with their configuration. `allow_download`
    lets published ones be fetched.
    """

    checkpoint: Path | None = None
    config: Path | None = None
    device: Device = "cpu"
    allow_download: bool = False


SHIPPED: Final = Weights()
