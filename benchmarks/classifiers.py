"""Our three classifiers beside their peers: how good, how large, how fast, all on the same rows in the same run.

AUC stands on rows that nothing was trained, chosen or calibrated on: the test part of wiki talk, weighted to the
natural share of toxic comments (the mean over six labels), and half of the news comments at natural rate (toxicity).
Intervals are 95 %, by bootstrap. A peer with one score is measured with that score on all six labels. Seconds are CPU
time; ours run on as many threads as they take, which is one.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

import moderation.classify
from benchmarks.environments import measure
from benchmarks.table import show
from benchmarks.texts import comments
from moderation.classify import Classifier, load_classifier
from moderation.classify.metrics import auc, interval
from moderation.normalise import fold
from moderation.train import datasets
from moderation.train.calibrate import NATURAL, natural_weights
from moderation.train.ngram import news_half

MODELS = Path(moderation.classify.__file__).parent / "models"
OURS = {
    "ngram.v1": ("ngram.v1",),
    "encoder.v1": ("encoder.v1",),
    "cascade.v1": ("ngram.v1", "encoder.v1", "cascade.v1"),
}
ENOUGH = {"ngram.v1": 5000, "encoder.v1": 64, "cascade.v1": 320}
SINGLES = 40
ROUNDS = 100
SIX = 6
WORD = re.compile(r"[a-z']+")


@dataclass(frozen=True, slots=True)
class Sets:
    """The untouched rows: wiki talk with six truths and its weights, and news comments with one."""

    wiki: list[str]
    truths: np.ndarray
    weights: np.ndarray
    news: list[str]
    toxic: np.ndarray

    @classmethod
    def read(cls, data: Path) -> Sets:
        """Read them from the folder of sets."""
        rows = [row for row in datasets.wiki(data) if datasets.part(datasets.key(row.text)) == "test"]
        truths = datasets.corpus_of(rows).targets[:, :SIX] >= 0.5
        news, toxic = news_half(data, 1)
        weights = natural_weights(truths[:, 0].astype(np.float64), NATURAL["toxicity"])
        return cls([row.text for row in rows], truths, weights, [text.original for text in news], toxic >= 0.5)

    def wiki_auc(self, scores: np.ndarray) -> str:
        """Return the mean over the labels with its interval; the labels' draws are those of the rows."""

        def mean(rows: np.ndarray) -> float:
            columns = range(SIX)
            return float(np.mean([auc(self.truths[rows, c], scores[rows, c], self.weights[rows]) for c in columns]))

        rng = np.random.default_rng(0)
        kinds = [np.flatnonzero(self.truths[:, 0]), np.flatnonzero(~self.truths[:, 0])]
        drawn = [mean(np.concatenate([rng.choice(kind, len(kind)) for kind in kinds])) for _ in range(ROUNDS)]
        low, high = np.percentile(drawn, [2.5, 97.5])
        return f"{mean(np.arange(len(scores))):.3f} ({low:.3f}-{high:.3f})"

    def news_auc(self, scores: np.ndarray) -> str:
        """Return the AUC of toxicity with its interval."""
        spread = interval(auc, self.toxic, scores, rounds=ROUNDS)
        assert spread is not None
        return f"{auc(self.toxic, scores):.3f} ({spread[0]:.3f}-{spread[1]:.3f})"


def run(data: Path | None) -> None:
    """Print the table."""
    assert data is not None
    inner = data / "data" if (data / "data").is_dir() else data
    sets, texts = Sets.read(inner), comments(5000)
    print(f"{len(sets.wiki):,} wiki talk comments, {len(sets.news):,} news comments; speed on comments of 54 words\n")
    rows = [_ours(name, sets, texts) for name in OURS]
    rows += [_detoxify(texts), _profanity_check(sets, texts), _word_list(inner, sets, texts)]
    show(("", "AUC wiki, six labels", "AUC news", "MB", "load s", "comments/s", "ms for one"), rows)


def _ours(name: str, sets: Sets, texts: Sequence[str]) -> tuple[object, ...]:
    begin = time.process_time()
    judge = load_classifier(name)
    judge.score([fold("a first comment")])
    load = time.process_time() - begin
    size = sum(path.stat().st_size for part in OURS[name] for path in (MODELS / part).iterdir()) / 1e6
    folded = [fold(text) for text in texts[: ENOUGH[name]]]
    batch, single = _speed(judge.score, folded)
    wiki, news = _scores(judge, sets.wiki), _scores(judge, sets.news)
    return name, sets.wiki_auc(wiki[:, :SIX]), sets.news_auc(news[:, 0]), size, load, batch, single


def _scores(judge: Classifier, texts: Sequence[str]) -> np.ndarray:
    return judge.score([fold(text) for text in texts])


def _speed(score: Callable[[Sequence[Any]], object], texts: Sequence[Any]) -> tuple[float, float]:
    """Return comments per second in a batch and milliseconds for one, the best of three."""
    batches, singles = [], []
    for _ in range(3):
        begin = time.process_time()
        score(texts)
        between = time.process_time()
        for text in texts[:SINGLES]:
            score([text])
        batches.append((between - begin) / len(texts))
        singles.append((time.process_time() - between) / SINGLES * 1000)
    return 1 / min(batches), min(singles)


def _detoxify(texts: Sequence[str]) -> tuple[object, ...]:
    found = measure("detoxify_architecture", (), texts[:64])
    name, quality = "Detoxify original, random weights", ("0.986 (published)", "")
    if isinstance(found, str):
        return name, *quality, 438, found, "", ""
    return name, *quality, 438, "", found["batch"], found["single_ms"]


def _profanity_check(sets: Sets, texts: Sequence[str]) -> tuple[object, ...]:
    packages = ("alt-profanity-check==1.9.1",)
    found = measure("alt_profanity_check_scores", packages, [*sets.wiki, *sets.news])
    speed = measure("alt_profanity_check_scores", packages, texts[:2000])
    if isinstance(found, str) or isinstance(speed, str):
        return "alt-profanity-check 1.9.1", str(found)[:40], "", "", "", "", ""
    scores = np.array(found["scores"])
    wiki = np.repeat(scores[: len(sets.wiki), None], SIX, axis=1)
    quality = sets.wiki_auc(wiki), sets.news_auc(scores[len(sets.wiki) :])
    return "alt-profanity-check 1.9.1", *quality, 0.96, speed["load"], speed["batch"], speed["single_ms"]


def _word_list(data: Path, sets: Sets, texts: Sequence[str]) -> tuple[object, ...]:
    """Measure the share of a comment's words that stand in a public list of English bad words."""
    begin = time.process_time()
    path = next(path for path in sorted((data / "wordlists").rglob("en*")) if path.is_file())
    words = frozenset(path.read_text(encoding="utf-8").lower().split("\n")) - {""}
    load = time.process_time() - begin

    def score(batch: Sequence[str]) -> np.ndarray:
        found = [WORD.findall(text.lower()) for text in batch]
        return np.array([sum(word in words for word in each) / max(len(each), 1) for each in found])

    batch, single = _speed(score, texts)
    wiki = np.repeat(score(sets.wiki)[:, None], SIX, axis=1)
    size = path.stat().st_size / 1e6
    return "word list (LDNOOBW)", sets.wiki_auc(wiki), sets.news_auc(score(sets.news)), size, load, batch, single
