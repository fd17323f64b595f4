"""Comments to measure with: the sample comments, cut and joined to a known mean length, always the same."""

from __future__ import annotations

import json
import random
from pathlib import Path

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
MEAN_WORDS = 54


def comments(count: int, *, mean_words: int = MEAN_WORDS, seed: int = 0) -> list[str]:
    """Return `count` distinct texts whose lengths spread like a comment section's round the mean."""
    chance = random.Random(seed)
    words = [word for text in _samples() for word in text.split()]
    texts = []
    for _ in range(count):
        length = max(3, min(400, round(chance.lognormvariate(0, 0.7) * mean_words / 1.278)))
        start = chance.randrange(len(words))
        texts.append(" ".join(words[(start + step) % len(words)] for step in range(length)))
    return texts


def _samples() -> list[str]:
    lines = (SEEDS / "gazette.jsonl").read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    return [record["text"] for record in records if record.get("record", "comment") == "comment"]
