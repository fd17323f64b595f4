"""How far scores differ between processors: each classifier here and on emulated ones with fewer instructions.

Sums of whole numbers are the same everywhere; what is rounded on the way to them (norms, softmax) is not. Wants
`qemu-x86_64` (the package qemu-user, 7.2 or newer); emulated, a comment takes a second.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.table import show
from moderation.classify import load_classifier
from moderation.normalise import fold
from moderation.policy import load_policy

ROOT: Final = Path(__file__).resolve().parent.parent
EMULATOR: Final = "qemu-x86_64"
# With AVX2, without the products of whole numbers that newer ones have; with AVX; with neither.
PROCESSORS: Final = ("Haswell", "SandyBridge", "Nehalem")
CLASSIFIERS: Final = ("ngram.v1", "encoder.v1", "cascade.v1")
COMMENTS: Final = 60
TITLES: Final = ("classifier", "emulated", "texts", "at most", "99 % below", "mean", "other side of a threshold")


def run(_data: Path | None) -> None:
    """Print how far the scores on each emulated processor are from those here."""
    if shutil.which(EMULATOR) is None:
        print(f"left out, it wants {EMULATOR}")
        return
    show(TITLES, [_row(classifier, processor) for classifier in CLASSIFIERS for processor in PROCESSORS])


def texts() -> list[str]:
    """Return sentences and comments that were written for the project."""
    sentences = (ROOT / "tests" / "quality" / "sentences.jsonl").read_text(encoding="utf-8").splitlines()
    dump = map(json.loads, (ROOT / "seeds" / "gazette.jsonl").read_text(encoding="utf-8").splitlines())
    comments = [row["text"] for row in dump if row["record"] == "comment"]
    return [*(json.loads(line)["text"] for line in sentences), *comments[:COMMENTS]]


def scored(classifier: str) -> NDArray[np.float32]:
    """Return what a classifier gives the texts, texts x labels, on the processor that this runs on."""
    return load_classifier(classifier).score([fold(text) for text in texts()])


def _row(classifier: str, processor: str) -> tuple[str, str, int, float, float, float, int]:
    here, there = scored(classifier), _emulated(classifier, processor)
    apart = np.abs(here - there)
    limits = _limits(classifier)
    crossed = int(((here >= limits) != (there >= limits)).sum())
    return classifier, processor, len(here), apart.max(), np.quantile(apart, 0.99), apart.mean(), crossed


def _limits(classifier: str) -> NDArray[np.float32]:
    """Return the policy's threshold for each label of a classifier, infinity where it has none."""
    policy = load_policy()
    found = [policy.threshold(classifier, label, "en") for label in load_classifier(classifier).labels]
    return np.array([np.inf if limit is None else limit for limit in found], np.float32)


def _emulated(classifier: str, processor: str) -> NDArray[np.float32]:
    command = [EMULATOR, "-cpu", processor, sys.executable, "-m", "benchmarks.drift", classifier]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    return np.array(json.loads(done.stdout), np.float32)


if __name__ == "__main__":
    print(json.dumps(scored(sys.argv[1]).tolist()))
