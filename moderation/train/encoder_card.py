"""The model card of `encoder.v1`: the same comments judged by the n-grams, the encoder and the cascade."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moderation.classify.cascade import Cascade
from moderation.classify.contract import Classifier
from moderation.classify.encoder import Encoder
from moderation.classify.metrics import auc, average_precision, expected_calibration_error
from moderation.normalise import fold
from moderation.records import Folded
from moderation.train import calibrate, datasets
from moderation.train.card import (
    CHANCE,
    Column,
    by_chance,
    figure,
    mean_interval,
    perspective_ranks,
    plain,
    span_f1,
    table,
)
from moderation.train.cascade_curve import curve
from moderation.train.datasets import Corpus
from moderation.train.functional import APART, held_apart
from moderation.train.ngram import news_half, proposals, unfolded
from moderation.train.subgroups import held_from, subgroups

Models = Sequence[Classifier]

_INTRO: Final = """# encoder.v1, cascade.v1

`encoder.v1` is MiniLM-L6 (all-MiniLM-L6-v2, Apache-2.0), fine-tuned on seven labels at once, 7-bit weights in int8, run
by onnxruntime (`pip install 'moderation[encoder]'`). `cascade.v1` lets `ngram.v1` judge everything and the encoder what
lies near a decision. Written by `moderation train card --classifier encoder.v1`; made by `moderation train encoder
--recipe shipped`. What was tried on the way stands in [encoder.v1-notes.md](encoder.v1-notes.md).
"""
_USES: Final = """## What it is for, and what not

For putting English reader comments into an order in which people look at them; not for rejecting comments without a
person, for judging people, or for other languages. It reads words in their sentence, hence it is better than n-grams
on comments unlike its training data and on denials and quotations; it is no reader: irony, politely worded hate and
what only the article makes clear pass it. Its training comments were judged by crowd workers of 2016 to 2022, mostly
from the United States; what they found toxic, and dialects that they did not know, are in it. Calibration holds where
about one comment in ten is toxic. Sexually explicit content has no head, for no set at hand marks it. The pretrained
encoder has read much of the public web, Reddit included; the wiki and news comments may be among that, without labels.
"""


def encoder_card(fast: Classifier, strong: Encoder, cascade: Cascade, data: Path) -> str:
    """Measure all three on what was kept apart and return the card as Markdown."""
    test = datasets.split(data)["test"]
    models: Models = (fast, strong, cascade)
    sections = [
        _INTRO,
        f"Digests: `{strong.digest}` (encoder.v1), `{cascade.digest}` (cascade.v1).\n",
        _USES,
        _training(strong),
        _wiki(models, test.of("wiki")),
        _elsewhere(models, test, data),
        _perspective(models, data),
        _identities(models, data),
        _functional(models),
        _cascade(fast, strong, cascade, data),
        _thresholds(models, data),
    ]
    return "\n".join(sections)


def _names(models: Models) -> list[str]:
    return [model.name for model in models]


def _training(model: Encoder) -> str:
    rows = model.settings.trained_on.get("rows", {})
    found = [[name, f"{count:,}"] for name, count in rows.items()] if isinstance(rows, Mapping) else []
    return (
        "## Training data\n\nThe training part of the sets that [ngram.v1.md](ngram.v1.md) names, thinned, and "
        "sentences of our own with denials, quotations and answers (`functional`, `pairs`).\n\n"
        + table(["source", "rows"], found)
    )


def _wiki(models: Models, corpus: Corpus) -> str:
    texts = unfolded(corpus.texts)
    base = calibrate.natural_weights(corpus.targets[:, 0], calibrate.NATURAL["toxicity"])
    scores = [model.score(texts) for model in models]
    rows = [["**mean of six**", "", *(_mean(corpus, score, base) for score in scores)]]
    for measure, name in ((auc, "AUC"), (average_precision, "average precision")):
        for column, label in enumerate(models[0].labels[:6]):
            truth = corpus.targets[:, column] >= 0.5
            figures = [figure(measure, truth, score[:, column], base) for score in scores]
            rows.append([f"{label}, {name}", str(int(truth.sum())), *figures])
    for column, label in enumerate(models[0].labels[:6]):
        truth = corpus.targets[:, column] >= 0.5
        own = calibrate.natural_weights(corpus.targets[:, column], calibrate.NATURAL[label])
        errors = [plain(expected_calibration_error(truth, score[:, column], own)) for score in scores]
        rows.append([f"{label}, ECE at its natural rate", "", *errors])
    return (
        f"## Wiki talk, test part ({len(texts):,} comments), weighted to 9.6 % toxic\n\nWith 95 % bootstrap intervals. "
        "The cascade's scores come from two models: for putting all comments in one order (AUC) it is not made, see "
        "its own section.\n\n" + table(["figure", "positives", *_names(models)], rows)
    )


def _mean(corpus: Corpus, scores: Column, weights: Column) -> str:
    areas = [auc(corpus.targets[:, c] >= 0.5, scores[:, c], weights) or 0.0 for c in range(6)]
    low, high = mean_interval(corpus, scores, weights)
    return f"**{np.mean(areas):.4f}** ({low:.3f}-{high:.3f})"


def _elsewhere(models: Models, test: Corpus, data: Path) -> str:
    news, truth = news_half(data, 1)
    scores = [model.score(news)[:, 0] for model in models]
    bad = truth >= 0.5
    rows = [
        [f"news comments at their natural rate, other half ({len(news)})", *(figure(auc, bad, s) for s in scores)],
        ["the same, average precision", *(figure(average_precision, bad, s) for s in scores)],
        ["the same, ECE", *(figure(expected_calibration_error, bad, s) for s in scores)],
        ["the same, ECE where every score is exactly right", *(by_chance(s) for s in scores)],
    ]
    fox = list(datasets.read_table(data / "toxicity/fox_news_comments.csv"))
    hateful = np.array([row["label"] == "1" for row in fox])
    texts = [fold(row["text"]) for row in fox]
    rows.append([f"fox_news_comments, hateful ({len(fox):,})", *_figures(models, texts, hateful, 0)])
    for name, column in (("surge", 0), ("youtube", 6), ("sms", 6)):
        corpus = test.of(name)
        marked = corpus.targets[:, column] >= 0.5
        label = f"{name}, {models[0].labels[column]} ({len(marked)})"
        rows.append([label, *_figures(models, unfolded(corpus.texts), marked, column)])
    rows.append(
        ["toxic spans of 690 news comments, character F1", *(f"{span_f1(model, data):.3f}" for model in models)]
    )
    return (
        "## Elsewhere (AUC with 95 % intervals where nothing else is said)\n\n"
        + table(["set", *_names(models)], rows)
        + CHANCE
    )


def _perspective(models: Models, data: Path) -> str:
    lines = "\n".join(f"- {model.name}: {perspective_ranks(model, data)}" for model in models)
    return f"## Rank correlation with the Perspective API's own published scores\n\n{lines}\n"


def _figures(models: Models, texts: Sequence[Folded], truth: NDArray[np.bool_], column: int) -> list[str]:
    return [figure(auc, truth, model.score(texts)[:, column]) for model in models]


def _identities(models: Models, data: Path) -> str:
    """Per identity term of the untouched half: the lowest AUCs, and harmless sentences over the policy's threshold."""
    found = [subgroups(model, data) for model in models]
    rows = [
        ["lowest AUC within a term", *(_lowest((g.within, g.term) for g in groups) for groups in found)],
        ["lowest BPSN AUC", *(_lowest((g.bpsn, g.term) for g in groups) for groups in found)],
    ]
    rows += [
        [f"harmless ones held, {g[0].term}", *(f"{one.wrongly_held:.3f}" for one in g)]
        for g in zip(*found, strict=True)
    ]
    limits = ", ".join(f"{held_from(model):.3f} of {model.name}" for model in models)
    return (
        f"## Identity terms (untouched half of the templates, {sum(g.rows for g in found[0]):,} sentences, "
        f"{len(found[0])} terms)\n\nThe other half of these templates was trained on: this says that these terms are "
        f"balanced, not that all terms are. Held: at or over {limits}, from where the shipped policy asks for a person."
        "\n\n" + table(["figure", *_names(models)], rows)
    )


def _lowest(values: Iterable[tuple[float, str]]) -> str:
    (value, term), *others = sorted(values)
    return f"{value:.4f}" + (f" ({term})" if others and value < others[0][0] else "")


def _functional(models: Models) -> str:
    found = list(held_apart())
    texts = [fold(text) for _, text, _ in found]
    scores = [model.score(texts)[:, 0] for model in models]
    truth = np.array([unkind for _, _, unkind in found])
    rows = []
    for name in APART:
        here = np.array([function == name for function, _, _ in found])
        figures = [figure(auc, truth[here], score[here]) for score in scores]
        rows.append([f"{name} ({int(here.sum())})", *figures])
    return (
        "## Denial, answer, quotation\n\nSentences of our own, harmless and unkind in the same words; AUC of toxicity. "
        "Sentences with other frames and other insults were trained on.\n\n"
        + table(["function", *_names(models)], rows)
    )


def _cascade(fast: Classifier, strong: Encoder, cascade: Cascade, data: Path) -> str:
    points = curve(fast, strong, data, cascade.band)
    alone = curve(fast, strong, data, replace(cascade.band, mix=0.0), widths=(99.0,))
    names = [f"{point.width:g}" + (" (shipped)" if point.width == cascade.band.width else "") for point in points]
    rows = [
        [
            name,
            f"{point.share:.1%}",
            f"{point.speed:.1f}",
            plain(point.recall_wiki),
            plain(point.recall_news),
            plain(point.auc_news),
        ]
        for name, point in zip([*names, "encoder alone"], [*points, *alone], strict=True)
    ]
    return (
        "## The cascade: quality against share\n\nBand: logits to either side of the n-grams' thresholds. Share: of "
        "natural news comments. Speed: against the encoder alone. Recall of toxicity at a review rate of 10 %, on wiki "
        "talk (test part, weighted) and news (other half); AUC on news.\n\n"
        + table(["band", "share", "times as fast", "recall, wiki", "recall, news", "AUC, news"], rows)
    )


def _thresholds(models: Models, data: Path) -> str:
    rows = []
    for model in models[1:]:
        for p in proposals(model, data):
            row = [model.name, p.label, f"{p.review:.3f}", f"{p.review_rate:.1%}", plain(p.precision), plain(p.recall)]
            rows.append(row)
    return (
        "## Thresholds\n\nProposed by `moderation train thresholds`; toxicity on news comments at their natural rate, "
        "the others on wiki talk weighted to theirs.\n\n"
        + table(["classifier", "label", "review from", "comments asked for", "precision", "recall"], rows)
    )
