"""The model card: what the shipped weights were made of, what they are worth, and what they are not for.

Figures come from comments that nothing was trained or calibrated on: the test part of the split, the other half of the
natural news comments, whole sets that were left out. What was looked at while choosing stands in the notes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from moderation.classify.contract import Classifier
from moderation.classify.metrics import (
    Measure,
    auc,
    average_precision,
    error_by_chance,
    expected_calibration_error,
    interval,
    spearman,
)
from moderation.classify.ngram import Ngram
from moderation.normalise import fold
from moderation.taxonomy import Label
from moderation.train import calibrate, datasets
from moderation.train.datasets import Corpus
from moderation.train.ngram import news_half, proposals, unfolded
from moderation.train.subgroups import held_from, subgroups

Column = NDArray[np.floating[Any]]

CHANCE: Final = """
The calibration error (ECE, 15 bins) also counts what chance does to the share of positives in a bin, and its interval,
from draws of the same comments, counts that twice. Beside it stands what scores show that are all exactly right: an
error within that range is no sign of a fault, and one below .03 on a few hundred comments no sign of its absence.
"""

# What the weights were made of: set, rows in the training part, licence, where it is from.
_SETS: Final[Mapping[str, tuple[str, str]]] = {
    "wiki": ("Jigsaw toxic comments, wiki talk pages (2018)", "CC0, as two third parties state"),
    "civil": ("Civil Comments, news sites 2015-2017, as re-annotated for toxic spans (2021)", "CC0"),
    "spans": ("sentences of the above, by their toxic spans", "CC0"),
    "cut": ("the above without their toxic words", "CC0"),
    "surge": ("Surge AI toxicity, social media (2022)", "MIT"),
    "davidson": ("Davidson et al., tweets (2017), weight 0.1", "MIT"),
    "madlibs": ("identity templates, Dixon et al. (2018), half of them", "CC BY 4.0"),
    "identities": ("sentences about groups, written for this package", "Apache-2.0"),
    "links": ("advertising and harmless links, written for this package", "Apache-2.0"),
    "youtube": ("YouTube spam, two videos of three (2015)", "open, as the authors state"),
    "sms": ("SMS spam collection (2011), weight 0.5", "open, as the authors state"),
}
_INTRO: Final = """# ngram.v1

Linear heads over hashed character and word n-grams of the folded text; int8, summed by a WebAssembly
kernel, or NumPy with the same sums ([decision 12](../decisions/0012-kernel.md)). Written by
`moderation train card`; made by `moderation train ngram --recipe shipped`. What was tried on the way stands in
[ngram.v1-notes.md](ngram.v1-notes.md).
"""
_USES: Final = """## What it is for, and what not

For putting English reader comments into an order in which people look at them. It is not for rejecting comments
without a person, for judging people, or for languages other than English. It knows words, not meaning: irony,
negation, quotation and politely worded hate pass it or fool it (linear models reach about .5 AUC on HateCheck, which
tests just that). It can hold quotation of a slur against the one who quotes. Its training comments were judged by
crowd workers of 2016 to 2022, mostly from the United States; what they found toxic, and dialects that they did not
know, are in it. Calibration holds where about one comment in ten is toxic; elsewhere train on comments of your own.
Sexually explicit content has no head, for no set at hand marks it.
"""


def model_card(model: Ngram, data: Path) -> str:
    """Measure the model on what was kept apart and return the card as Markdown."""
    test = datasets.split(data)["test"]
    sections = [
        _INTRO,
        f"Digest `{model.digest}`.\n",
        _USES,
        _training(model),
        _wiki(model, test.of("wiki")),
        _elsewhere(model, test, data),
        _identities(model, data),
        _thresholds(model, data),
    ]
    return "\n".join(sections)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table as Markdown writes it."""
    lines = ["| " + " | ".join(cells) + " |" for cells in (head, ["---"] * len(head), *rows)]
    return "\n".join(lines) + "\n"


def _training(model: Ngram) -> str:
    rows = model.model.trained_on.get("rows", {})
    found = [[name, *_SETS[name], f"{count:,}"] for name, count in rows.items()] if isinstance(rows, dict) else []
    return "## Training data\n\n" + table(["source", "what", "licence", "rows"], found)


def figure(measure: Measure, truth: NDArray[np.bool_], scores: Column, weights: Column | None = None) -> str:
    """Return a figure with its 95 % bootstrap interval as text."""
    value = measure(truth, scores, np.ones(len(scores)) if weights is None else weights)
    spread = interval(measure, truth, scores, weights)
    return "-" if value is None or spread is None else f"{value:.3f} ({spread[0]:.3f}-{spread[1]:.3f})"


def by_chance(scores: Column) -> str:
    """Return as text the calibration error that chance alone gives these scores, and its 95 % range."""
    mean, low, high = error_by_chance(scores)
    return f"{mean:.3f} ({low:.3f}-{high:.3f})"


def _wiki(model: Ngram, corpus: Corpus) -> str:
    """Six labels on wiki talk, weighted to the share of toxic comments in the full set."""
    scores = model.score(unfolded(corpus.texts))
    base = calibrate.natural_weights(corpus.targets[:, 0], calibrate.NATURAL["toxicity"])
    rows, areas = [], []
    for column, label in enumerate(model.labels[:6]):
        truth = corpus.targets[:, column] >= 0.5
        own = calibrate.natural_weights(corpus.targets[:, column], calibrate.NATURAL[label])
        areas.append(auc(truth, scores[:, column], base) or 0.0)
        error = expected_calibration_error(truth, scores[:, column], own)
        rows.append(
            [
                label,
                str(int(truth.sum())),
                figure(auc, truth, scores[:, column], base),
                figure(average_precision, truth, scores[:, column], base),
                f"{error:.3f}",
            ]
        )
    mean = float(np.mean(areas))
    low, high = mean_interval(corpus, scores, base)
    return (
        f"## Wiki talk, test part ({len(corpus.texts):,} comments)\n\nMean AUC of six labels, weighted to 9.6 % toxic: "
        f"**{mean:.4f}** (95 % bootstrap {low:.3f}-{high:.3f}). Detoxify `original` publishes .9864 on the full "
        "official test set, of which this is not a part.\n\n"
        + table(["label", "positives", "AUC (95 %)", "average precision (95 %)", "ECE at the natural rate"], rows)
    )


def mean_interval(corpus: Corpus, scores: Column, weights: Column) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of the mean AUC of six labels."""
    rng = np.random.default_rng(0)
    means = []
    for _ in range(200):
        rows = rng.integers(0, len(scores), len(scores))
        areas = [auc(corpus.targets[rows, c] >= 0.5, scores[rows, c], weights[rows]) for c in range(6)]
        means.append(np.mean([area for area in areas if area is not None]))
    low, high = np.percentile(means, [2.5, 97.5])
    return float(low), float(high)


def _elsewhere(model: Ngram, test: Corpus, data: Path) -> str:
    """Return the figures on news comments, social media and spam, and the distance from Perspective."""
    news, truth = news_half(data, 1)
    scores = model.score(news)[:, 0]
    bad = truth >= 0.5
    error = figure(expected_calibration_error, bad, scores)
    name = f"news comments at their natural rate, other half ({len(news)})"
    rows = [[name, figure(auc, bad, scores), f"{error}; by chance {by_chance(scores)}"]]
    rows.append(
        _set("fox_news_comments, hateful (1,528)", model, data / "toxicity/fox_news_comments.csv", "label", "1")
    )
    for name, label in (("surge", "toxicity"), ("youtube", "spam"), ("sms", "spam")):
        corpus = test.of(name)
        column = model.labels.index(_label(model, label))
        own = model.score(unfolded(corpus.texts))[:, column]
        rows.append([f"{name}, {label} ({len(own)})", figure(auc, corpus.targets[:, column] >= 0.5, own), "-"])
    return (
        "## Elsewhere\n\n"
        + table(["set", "AUC (95 %)", "ECE"], rows)
        + CHANCE
        + f"\nCharacter F1 on the toxic spans of 690 news comments: **{span_f1(model, data):.3f}**. "
        + f"Rank correlation with the Perspective API's own published scores: {perspective_ranks(model, data)}.\n"
    )


def _label(model: Ngram, name: str) -> Label:
    return next(label for label in model.labels if label == name)


def _set(name: str, model: Ngram, path: Path, column: str, positive: str) -> list[str]:
    found = list(datasets.read_table(path))
    truth = np.array([row[column] == positive for row in found])
    return [name, figure(auc, truth, model.score([fold(row["text"]) for row in found])[:, 0]), "-"]


def span_f1(model: Classifier, data: Path) -> float:
    """Return the mean character F1 of the evidence for toxicity against the spans that annotators marked."""
    found = []
    for row in datasets.read_table(data / "spans/civil_tsd_trial.csv"):
        wanted = datasets.marked(row["spans"])
        pieces = model.explain(fold(row["text"]), "toxicity")
        said = {at for piece in pieces for at in range(piece.start, piece.end)}
        both = len(wanted) + len(said)
        found.append(2 * len(wanted & said) / both if both else 1.0)
    return float(np.mean(found))


_PERSPECTIVE: Final[Mapping[Label, str]] = {
    "toxicity": "TOXICITY@6",
    "severe_toxicity": "SEVERE_TOXICITY@2",
    "obscene": "PROFANITY",
    "threat": "THREAT",
    "insult": "INSULT",
    "identity_attack": "IDENTITY_ATTACK",
}


def perspective_ranks(model: Classifier, data: Path) -> str:
    """Return the rank correlation with the Perspective API's own scores, label by label, as text."""
    rows = list(datasets.read_table(data / "perspective/perspective_wiki_scores_dev.csv"))
    scores = model.score([fold(row["comment_text"]) for row in rows])
    said = []
    for label, column in _PERSPECTIVE.items():
        if label in model.labels:
            theirs = np.array([float(row[column] or "nan") for row in rows])
            known = ~np.isnan(theirs)
            rank = spearman(scores[known, model.labels.index(label)], theirs[known])
            said.append(f"{label} {plain(rank) if rank is None else f'{rank:.2f}'}")
    return ", ".join(said) + f" ({len(rows)} comments)"


def _identities(model: Ngram, data: Path) -> str:
    """Per identity term of the untouched half: AUC within, and harmless sentences over the policy's threshold."""
    found = sorted(subgroups(model, data), key=lambda group: (plain(group.bpsn), group.term))
    rows = [
        [g.term, str(g.rows), plain(g.within), plain(g.bpsn), f"{g.wrongly_held:.3f}", f"{g.median:.3f}"] for g in found
    ]
    limit = f"{held_from(model):.3f}"
    count = sum(group.rows for group in found)
    return (
        f"## Identity terms (untouched half of the templates, {count:,} sentences)\n\n"
        "A sentence must not score high for naming a group. The other half of these templates was trained on: the "
        "figures say that the terms below are balanced, not that all terms are. "
        f"Held: at or over {limit}, from where the shipped policy asks for a person.\n\n"
        + table(["term", "rows", "AUC", "BPSN AUC", "harmless ones held", "median of harmless"], rows)
    )


def plain(value: float | None) -> str:
    """Return a figure as text, `-` for none."""
    return "-" if value is None else f"{value:.3f}"


def _thresholds(model: Ngram, data: Path) -> str:
    rows = [
        [p.label, f"{p.review:.3f}", f"{p.review_rate:.1%}", plain(p.precision), plain(p.recall)]
        for p in proposals(model, data)
    ]
    return (
        "## Thresholds\n\nProposed by `moderation train thresholds`; toxicity on news comments at their natural rate, "
        "the others on wiki talk weighted to theirs. Shares of toxicity overlap with the others'.\n\n"
        + table(["label", "review from", "comments asked for", "precision", "recall"], rows)
    )
