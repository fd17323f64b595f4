"""Anyone's own comments: how they are divided, and the card and policy that go beside a model made of them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from moderation.classify.contract import Classifier
from moderation.classify.metrics import Measure, auc, average_precision, expected_calibration_error
from moderation.errors import InputError
from moderation.taxonomy import Label
from moderation.train import calibrate, datasets
from moderation.train.bags import F32
from moderation.train.card import CHANCE, by_chance, figure, perspective_ranks, plain, table
from moderation.train.datasets import Corpus
from moderation.train.ngram import labelled, unfolded

CARD: Final = "card.md"
POLICY: Final = "policy.toml"
NOT_SAID: Final = "not said when it was trained"
_TENTH: Final = 26  # of 256
# Labels that only rules cover keep the shipped thresholds.
_BY_RULES: Final[dict[Label, float]] = {"sexual_explicit": 0.5, "spam": 0.6, "misinformation_cue": 0.5}

Division = Literal["train", "calibrate", "measure"]


@dataclass(frozen=True, slots=True)
class Own:
    """Comments with truths, `targets` comments x labels with NaN for "not known", and what the card says of them."""

    texts: tuple[str, ...]
    targets: F32
    labels: tuple[Label, ...]
    seed: int = 0
    language: str = "en"
    files: tuple[Path, ...] = ()
    licence: str = NOT_SAID
    dates: str = NOT_SAID

    def divided(self) -> tuple[dict[Division, Corpus], list[Label]]:
        """Return eight tenths to train, one to calibrate, one to measure, and the labels in the taxonomy's order.

        Raises InputError where one of them holds a label's comments of one kind only.
        """
        corpus, ordered = labelled(self.texts, self.targets, self.labels)
        parts = np.array([_part(datasets.key(text), self.seed) for text in self.texts])
        divided: dict[Division, Corpus] = {
            name: corpus.pick(parts == name) for name in ("train", "calibrate", "measure")
        }
        for name in ("train", "calibrate"):
            _checked(divided[name], ordered, name)
        return divided, ordered


def _part(digest: bytes, seed: int) -> Division:
    """Return the part of a text: the same words are always in the same one, so that none is measured on itself."""
    place = hashlib.sha256(digest + str(seed).encode()).digest()[0]
    return "calibrate" if place < _TENTH else "measure" if place < 2 * _TENTH else "train"


def _checked(corpus: Corpus, labels: Sequence[Label], name: Division) -> None:
    for column, label in enumerate(labels):
        known = corpus.targets[:, column][~np.isnan(corpus.targets[:, column])]
        bad = int((known >= 0.5).sum())
        if not bad or bad == len(known):
            raise InputError(
                f"`{label}` has comments of one kind only: {bad} of {len(known)} carry it in the part to {name}",
                mend="add comments with and without it, draw other parts with --seed, or leave the label out",
            )


def write_beside(
    model: Classifier, own: Own, divided: Mapping[Division, Corpus], folder: Path, data: Path | None
) -> None:
    """Write card and policy into the model's folder; `data` holds Perspective's scores, for English models."""
    limits = thresholds(model, divided["calibrate"])
    (folder / CARD).write_text(card(model, own, divided["measure"], limits, data), encoding="utf-8")
    (folder / POLICY).write_text(policy(model, own, limits), encoding="utf-8")


def thresholds(model: Classifier, corpus: Corpus) -> list[calibrate.Proposal]:
    """Return thresholds that ask for as many comments as carry the label: there precision and recall are equal."""
    found = []
    scores = model.score(unfolded(corpus.texts))
    for column, label in enumerate(model.labels):
        known = ~np.isnan(corpus.targets[:, column])
        truth = corpus.targets[known, column]
        rate = float((truth >= 0.5).mean())
        found.append(calibrate.propose(label, scores[known, column], truth, rate=rate))
    return found


def policy(model: Classifier, own: Own, limits: Sequence[calibrate.Proposal]) -> str:
    """Return a whole policy file for the model."""
    lines = [
        "# Written by `moderation train`: each label asks for as many comments as carry it in the training data.",
        "# If they are rarer on your site, lift the thresholds.",
        "format = 1",
        'name = "own"',
        f'classifier = "{model.name}"',
        f'site_language = "{own.language}"',
        "",
        calibrate.as_toml(model.name, own.language, limits),
        "",
        "# Labels that the classifier does not cover, judged by rules alone.",
        "[thresholds.rules.any]",
        *(f"{label} = {value:.2f}" for label, value in _BY_RULES.items() if label not in model.labels),
    ]
    return "\n".join(lines) + "\n"


def card(model: Classifier, own: Own, measure: Corpus, limits: Sequence[calibrate.Proposal], data: Path | None) -> str:
    """Return the model card as Markdown."""
    sections = [
        f"# {model.name}, trained on own comments\n\nDigest `{model.digest}`. Written by `moderation train`.\n",
        _uses(own),
        _training(own),
        _figures(model, measure),
        _perspective(model, own, data),
        _thresholds(limits),
    ]
    return "\n".join(sections)


def _uses(own: Own) -> str:
    return (
        "## What it is for, and what not\n\n"
        f"For putting comments in the language `{own.language}`, like those that it was trained on, into an order in "
        "which people look at them. It is not for rejecting comments without a person, for judging people, for other "
        "languages, or for comments of another kind or time without measuring first (`moderation evaluate`). What the "
        "people who labelled the comments got wrong, it has learnt. Its probabilities hold where the labels are as "
        "frequent as in the training data.\n"
    )


def _training(own: Own) -> str:
    files = [
        [path.name.replace("|", "\\|"), f"`{hashlib.sha256(path.read_bytes()).hexdigest()}`"] for path in own.files
    ]
    said = f"Licence: {own.licence}. Dates of the comments: {own.dates}. Seed: {own.seed}.\n"
    return (
        f"## Training data ({len(own.texts):,} comments)\n\n{said}\n{table(['file', 'SHA-256'], files)}\n"
        "Eight tenths trained, one tenth calibrated, one tenth measured; comments of the same words are in the same.\n"
    )


def _figures(model: Classifier, corpus: Corpus) -> str:
    scores = model.score(unfolded(corpus.texts))
    rows = []
    for column, label in enumerate(model.labels):
        known = ~np.isnan(corpus.targets[:, column])
        truth: NDArray[np.bool_] = corpus.targets[known, column] >= 0.5
        said = scores[known, column]
        measures: tuple[Measure, ...] = (auc, average_precision, expected_calibration_error)
        figures = [*(figure(measure, truth, said) for measure in measures), by_chance(said)]
        rows.append([label, str(len(truth)), str(int(truth.sum())), *figures])
    names = ["AUC (95 %)", "average precision (95 %)", "ECE (95 %)", "ECE by chance"]
    head = ["label", "comments", "positives", *names]
    return "## Figures on the tenth that was kept apart\n\n" + table(head, rows) + CHANCE


def _perspective(model: Classifier, own: Own, data: Path | None) -> str:
    head = "## Perspective\n\n"
    if own.language != "en":
        return head + "Not compared: the scores at hand are of English comments.\n"
    if data is None:
        return head + "Not compared: name the folder with the public sets with `--data DIR`.\n"
    return head + f"Rank correlation with the API's own published scores: {perspective_ranks(model, data)}.\n"


def _thresholds(limits: Sequence[calibrate.Proposal]) -> str:
    rows = [[p.label, f"{p.review:.3f}", f"{p.review_rate:.1%}", plain(p.precision), plain(p.recall)] for p in limits]
    return (
        f"## Thresholds\n\nThey stand in `{POLICY}` beside this card and were chosen on the tenth that calibrated.\n\n"
        + table(["label", "review from", "comments asked for", "precision", "recall"], rows)
    )
