"""Training on anyone's comments."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from moderation import load_pipeline
from moderation.classify import Weights
from moderation.classify.metrics import auc
from moderation.classify.ngram import Model, Ngram
from moderation.cli.train import command
from moderation.errors import InputError, UsageError
from moderation.normalise import fold
from moderation.policy import load_policy
from moderation.records import Comment
from moderation.taxonomy import LABELS, Label
from moderation.train.ngram import Recipe, train_own
from moderation.train.own import Own

SMALL = Recipe(bits=10, iterations=15, rounds=1)
NOUNS = ["bus", "road", "school", "bridge", "council", "market", "river", "garden", "library", "tram"]
RUDE = ["grubby", "nincompoop", "twit", "clown", "pest"]


def _comments() -> tuple[list[str], np.ndarray]:
    """Return 400 comments, every other one rude, no two the same."""
    texts = [
        f"the {NOUNS[n % 10]} and the {NOUNS[n // 10 % 10]} number {n} "
        + (f"you {RUDE[n % 5]}" if n % 2 else "are fine")
        for n in range(400)
    ]
    return texts, np.array([n % 2 for n in range(400)], np.float32)


def _trained(labels: tuple[Label, ...], targets: np.ndarray, seed: int = 0) -> Model:
    texts, _ = _comments()
    divided, ordered = Own(tuple(texts), targets, labels, seed=seed).divided()
    return train_own(
        divided["train"], divided["calibrate"], ordered, recipe=SMALL, language="en", say=lambda message: None
    )


@pytest.fixture(scope="module")
def model() -> Model:
    """A model of two labels, named in another order than the taxonomy's: spam is the contrary of insult here."""
    _, rude = _comments()
    return _trained(("spam", "insult"), np.stack([1 - rude, rude], axis=1))


def test_learns_what_the_labels_say(model: Model) -> None:
    """Scores of both labels tell new comments apart, each in its own column."""
    texts = [fold(text) for text in ("you twit of a tram", "what a clown you are", "the tram is fine", "fine gardens")]
    truth = np.array([True, True, False, False])

    scores = Ngram(model).score(texts)

    assert model.labels == ("insult", "spam")
    assert auc(truth, scores[:, 0]) == 1.0
    assert auc(~truth, scores[:, 1]) == 1.0


def test_same_data_and_seed_same_bytes(model: Model) -> None:
    """The seed draws what calibrates; nothing else is left to chance."""
    _, rude = _comments()
    targets = np.stack([1 - rude, rude], axis=1)

    assert _trained(("spam", "insult"), targets).digest == model.digest
    assert _trained(("spam", "insult"), targets, seed=2**70).digest != model.digest


def test_all_labels_can_be_trained() -> None:
    """A model of nine labels scores nine columns."""
    _, rude = _comments()
    model = _trained(LABELS, np.repeat(rude[:, None], len(LABELS), axis=1))

    scores = Ngram(model).score([fold("you pest"), fold("the road")])

    assert scores.shape == (2, len(LABELS))
    assert (scores[0] > scores[1]).all()


# --- a newsroom's own archive, from its CSV to verdicts ---------------------------------------------------------

ORTE = ["Bus", "Markt", "Rathaus", "Fluss", "Schule", "Bahnhof", "Theater", "Garten", "Hafen", "Wald"]
GROB = ["Trottel", "Dummkopf", "Hornochse", "Depp", "L\u00fcgner"]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A CSV of 300 German comments; a third was removed by the newsroom, which says so in a word."""
    path = tmp_path_factory.mktemp("archive") / "archiv.csv"
    with path.open("w", encoding="utf-8", newline="") as lines:
        rows = csv.writer(lines)
        rows.writerow(["Kommentar", "Status"])
        for n in range(300):
            rude = n % 3 == 0
            tail = f"Sie sind ein {GROB[n % 5]}!" if rude else "Das finde ich sch\u00f6n."
            rows.writerow([f"Zum Thema {ORTE[n % 10]}, Beitrag {n}: {tail}", "entfernt" if rude else "frei"])
    return path


def _train(archive: Path, out: Path, *more: str) -> Result:
    given = [str(archive), "--text", "Kommentar", "--label", "toxicity=Status==entfernt", "-o", str(out)]
    return CliRunner().invoke(command, ["ngram", *given, "--language", "de", *more], catch_exceptions=False)


@pytest.fixture(scope="module")
def trained(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that one command makes of it."""
    out = tmp_path_factory.mktemp("own") / "modell"
    assert _train(archive, out, "--licence", "our own", "--dates", "2024 to 2026").exit_code == 0
    return out


def test_a_german_archive_judges_german_comments(trained: Path) -> None:
    """Weights and policy of the folder hold new comments of the language, and send none away as not covered."""
    pipeline = load_pipeline(classifier="ngram.v1", weights=Weights(trained), policy=trained)
    texts = ("Sie sind doch ein Trottel, Herr Nachbar, und ein großer.", "Das finde ich schön, vielen Dank dafür.")
    comments = [Comment(source="t", thread_id="t", id=str(place), text=text) for place, text in enumerate(texts)]
    rude, kind = pipeline.judge(comments)
    assert (rude.route, kind.route) == ("review", "approve")
    assert rude.language == "de"
    assert not any(reason.startswith("language-not-covered") for reason in (*rude.reasons, *kind.reasons))


def test_the_card_says_what_it_was_made_of(trained: Path) -> None:
    """Licence, dates, file, uses it is not for, and figures with intervals."""
    text = (trained / "card.md").read_text(encoding="utf-8")
    for said in (
        "our own",
        "2024 to 2026",
        "archiv.csv",
        "It is not for",
        "300 comments",
        "AUC (95 %)",
        "1.000 (1.000",
    ):
        assert said in text


def test_the_same_command_makes_the_same_bytes(archive: Path, trained: Path, tmp_path: Path) -> None:
    """All four files."""
    _train(archive, tmp_path / "again", "--licence", "our own", "--dates", "2024 to 2026")
    files = sorted(file.name for file in trained.iterdir())
    assert files == ["card.md", "config.json", "policy.toml", "weights.npz"]
    for name in files:
        assert (tmp_path / "again" / name).read_bytes() == (trained / name).read_bytes()


def test_the_policy_speaks_for_the_language(trained: Path) -> None:
    """Its threshold is the one that the card names."""
    policy = load_policy(trained)
    threshold = policy.threshold("ngram.v1", "toxicity", "de")
    assert policy.site_language == "de"
    assert f"| toxicity | {threshold:.3f} |" in (trained / "card.md").read_text(encoding="utf-8")


def test_no_comment_is_measured_on_its_like() -> None:
    """Texts that differ in case and signs alone are in the same part."""
    texts = tuple(f"{word} number {n}" for n in range(200) for word in ("Comment", "COMMENT,"))
    targets = np.array([[n // 2 % 2] for n in range(400)], np.float32)
    divided, _ = Own(texts, targets, ("toxicity",)).divided()
    words = [{text.lower().replace(",", "") for text in corpus.texts} for corpus in divided.values()]
    assert sum(map(len, words)) == 200


def test_too_few_of_a_kind_are_named() -> None:
    """The label, the count and what to do."""
    texts = tuple(f"comment {n}" for n in range(100))
    targets = np.array([[float(n == 0)] for n in range(100)], np.float32)
    with pytest.raises(InputError, match=r"`threat` has comments of one kind only: [01] of \d+"):
        Own(texts, targets, ("threat",)).divided()


def test_a_language_is_a_code(archive: Path, tmp_path: Path) -> None:
    """`German` would never be told from a comment's `de`."""
    with pytest.raises(UsageError, match="no ISO 639 code"):
        _train(archive, tmp_path / "out", "--language", "German")
