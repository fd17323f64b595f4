"""Texts to measure with: the samples, cut and joined to a known mean length, always the same.

Nine in ten are made of the sample articles, one in ten of the sample comments, which are as abusive and as disguised
as comments get: about a news site's natural share. Such words cost more time than others.
"""

from __future__ import annotations

import json
import random
from pathlib import Path

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
MEAN_WORDS = 54
COMMENT_SHARE = 0.1


def comments(count: int, *, mean_words: int = MEAN_WORDS, seed: int = 0) -> list[str]:
    """Return `count` distinct texts whose lengths spread like a comment section's round the mean."""
    chance = random.Random(seed)
    pools = [[word for text in _samples(kind) for word in text.split()] for kind in ("article", "comment")]
    texts = []
    for _ in range(count):
        words = pools[chance.random() < COMMENT_SHARE]
        length = max(3, min(400, round(chance.lognormvariate(0, 0.7) * mean_words / 1.278)))
        start = chance.randrange(len(words))
        texts.append(" ".join(words[(start + step) % len(words)] for step in range(length)))
    return texts


def _samples(kind: str) -> list[str]:
    lines = (SEEDS / "gazette.jsonl").read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    return [record["text"] for record in records if record["record"] == kind]
