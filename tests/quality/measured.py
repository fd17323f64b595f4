"""What the classifiers reach on sentences of our own and on the public sets; `update` pins it as floors.

    python tests/quality/measured.py                    # raise floors that are exceeded, pin new ones
    python tests/quality/measured.py --lower "WHY"      # pin what is measured, lower figures too, with the reason

Without `--lower` it refuses to lower a floor, and to measure other sentences than those that are pinned.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from moderation import __version__
from moderation.classify import Classifier, load_classifier
from moderation.classify.metrics import auc, average_precision, expected_calibration_error
from moderation.normalise import fold

HERE = Path(__file__).resolve().parent
FLOORS = HERE / "floors.json"
CORPORA = ("sentences.jsonl", "functional.jsonl")
CLASSIFIERS = ("ngram.v1", "encoder.v1", "cascade.v1")
MARGIN = 0.003  # processors round differently
Figures = dict[str, float]


def digests() -> dict[str, str]:
    """Return the SHA-256 of each corpus."""
    return {name: hashlib.sha256((HERE / name).read_bytes()).hexdigest() for name in CORPORA}


def rows(name: str) -> list[dict[str, Any]]:
    """Return a corpus."""
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


def own(judge: Classifier) -> Figures:
    """Return the figures on our sentences: per label, per kind of harmless sentence, and per group that is named."""
    found: Figures = {}
    table = rows("sentences.jsonl")
    scores = judge.score([fold(row["text"]) for row in table])
    for column, label in enumerate(judge.labels):
        truth = np.array([label in row["labels"] for row in table])
        for figure, measure in (("auc", auc), ("ap", average_precision)):
            if (value := measure(truth, scores[:, column])) is not None and truth.any():
                found[f"sentences: {label} {figure}"] = value
    table = rows("functional.jsonl")
    toxicity = judge.score([fold(row["text"]) for row in table])[:, 0]
    toxic = np.array([row["toxic"] for row in table])
    for key in ("kind", "group"):
        of = np.array([row[key] or "" for row in table])
        for name in sorted(set(of[~toxic]) - {""}):
            # A kind stands against all attacks; a group against the attacks on it alone.
            chosen = (of == name) | (toxic & (key == "kind"))
            value = auc(toxic[chosen], toxicity[chosen])
            assert value is not None
            found[f"functional: {key} {name}"] = value
    return found


def public(judge: Classifier, data: Path) -> Figures:
    """Return the figures on the public sets."""
    from moderation.cli.train import sets
    from moderation.train import datasets
    from moderation.train.calibrate import NATURAL, natural_weights
    from moderation.train.card import span_f1
    from moderation.train.ngram import news_half, unfolded
    from moderation.train.subgroups import subgroups

    folder = sets(data)
    corpus = datasets.corpus_of(
        [row for row in datasets.wiki(folder) if datasets.part(datasets.key(row.text)) == "test"]
    )
    weights = natural_weights(corpus.targets[:, 0], NATURAL["toxicity"])
    scores = judge.score(unfolded(corpus.texts))
    each = [auc(corpus.targets[:, column] >= 0.5, scores[:, column], weights) for column in range(6)]
    texts, truth = news_half(folder, 1)
    toxicity = judge.score(texts)[:, 0]
    news, error = auc(truth >= 0.5, toxicity), expected_calibration_error(truth >= 0.5, toxicity)
    found = {"sets: wiki mean auc": float(np.mean([value for value in each if value is not None]))}
    found["sets: news auc"] = news if news is not None else math.nan
    found["sets: 1 less the calibration error on news"] = 1.0 - error if error is not None else math.nan
    groups = subgroups(judge, folder)
    found["sets: lowest auc within an identity"] = min(group.within for group in groups)
    found["sets: lowest bpsn auc of an identity"] = min(group.bpsn for group in groups)
    for group in groups:  # at the policy's threshold; 1 less the false positive rate, so that a floor can hold it
        found[f"sets: harmless ones passed, {group.term}"] = 1.0 - group.wrongly_held
    if judge.name == "ngram.v1":
        found["sets: spans f1"] = span_f1(judge, folder)
    return found


def raised(pinned: dict[str, Any], measured: dict[str, Figures], why: str | None) -> list[str]:
    """Write measured figures into `pinned`; without `why` return what would have to be lowered and leave that alone."""
    refused = []
    for judge, figures in measured.items():
        histories = pinned["floors"].setdefault(judge, {})
        for name, value in figures.items():
            floor = math.floor((value - MARGIN) * 1000) / 1000
            history = histories.setdefault(name, [])
            if not history or floor > history[-1]["floor"]:
                history.append({"floor": floor, "since": __version__})
            elif value < history[-1]["floor"] and why:
                history.append({"floor": floor, "since": __version__, "why": why})
            elif value < history[-1]["floor"]:
                refused.append(f"{judge}, {name}: {value:.3f} is below the floor {history[-1]['floor']:.3f}")
    return refused


def main(measures: Callable[[Classifier], Figures] = own) -> int:
    """Measure, and pin what may be pinned."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lower", metavar="WHY", help="lower floors, too, for this reason")
    given = parser.parse_args()
    pinned = json.loads(FLOORS.read_text(encoding="utf-8"))
    if pinned["corpora"] and pinned["corpora"] != digests() and not given.lower:
        print("the sentences are not those that were pinned: give --lower WHY to measure anew", file=sys.stderr)
        return 1
    judges = [load_classifier(name) for name in CLASSIFIERS]
    measured = {judge.name: measures(judge) for judge in judges}
    if os.environ.get("MODERATION_DATA"):
        for judge in judges:
            measured[judge.name] |= public(judge, Path(os.environ["MODERATION_DATA"]))
    refused = raised(pinned, measured, given.lower)
    if refused:
        print("\n".join([*refused, "nothing was written; give --lower WHY to lower them"]), file=sys.stderr)
        return 1
    pinned["corpora"] = digests()
    FLOORS.write_text(json.dumps(pinned, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
