"""Scorers in order: what they cover, and what happens when one fails."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from moderation.normalise import fold
from moderation.records import Context, Evidence, Folded, Language, ScoreTable
from moderation.rulebook import Rulebook, load
from moderation.score import Judges, score
from moderation.taxonomy import LABEL_INDEX, Label

RULES = """
format: 1
defaults: {lang: [en], status: stable, action: review}
rules:
- id: spam.teapot
  title: Sells teapots
  category: spam
  score: 0.6
  match: {terms: [teapot]}
  tests: {match: [buy my teapot], no_match: [a pot of tea]}
- id: spam.kettle
  title: Sells kettles
  category: spam
  score: 0.5
  match: {terms: [kettle]}
  tests: {match: [buy my kettle], no_match: [a pot of tea]}
"""


class Lengths:
    """A classifier whose score is the text's length; it breaks on the word it is told to."""

    name, digest, max_characters = "lengths.v1", "0" * 64, 1000
    labels: tuple[Label, ...] = ("toxicity",)
    languages = frozenset({"en"})

    def __init__(self, breaks_on: str = "\0") -> None:
        self.breaks_on = breaks_on

    def score(self, texts: Sequence[Folded]) -> np.ndarray:
        """Raise for the whole batch when one text holds the word, as a real model would."""
        if any(self.breaks_on in text.original for text in texts):
            raise ValueError
        return np.array([[len(text.original) / 100] for text in texts], np.float32).reshape(len(texts), 1)

    def explain(self, text: Folded, label: Label) -> list[Evidence]:
        """Nothing to say."""
        return []


@pytest.fixture(scope="module")
def rulebook(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    """Two spam rules."""
    folder = tmp_path_factory.mktemp("rules")
    (folder / "shop.yaml").write_text(RULES)
    return load(folder)


def _score(rulebook: Rulebook, texts: Sequence[str], codes: Sequence[str], classifier: Lengths | None = None):
    return score(
        Judges(classifier or Lengths(), rulebook),
        [fold(text) for text in texts],
        [Context()] * len(texts),
        [Language(code, 0.9) for code in codes],
        site_language="en",
        too_long=[False] * len(texts),
    )


def _column(table: ScoreTable, label: str) -> list[float | None]:
    column = table.scores[:, LABEL_INDEX[label]]
    return [None if np.isnan(value) else round(float(value), 4) for value in column]


def test_a_failing_comment_fails_alone(rulebook: Rulebook) -> None:
    """One comment that breaks the classifier leaves the others their scores, and itself a failure."""
    texts = ["fine", "also fine", "bomb here", "fine again", "and fine"]
    table = _score(rulebook, texts, ["en"] * 5, Lengths(breaks_on="bomb"))

    assert _column(table, "toxicity") == [0.04, 0.09, None, 0.1, 0.08]
    assert [(f.row, f.scorer, f.error) for f in table.failures] == [(2, "lengths.v1", "ValueError")]


@pytest.mark.parametrize(
    "given",
    [np.full((2, 1), np.nan), np.full((2, 1), np.inf), np.full((2, 1), -0.1), np.zeros((2, 3)), np.zeros((1, 1)), None],
    ids=["not a number", "infinite", "negative", "too wide", "too short", "nothing"],
)
def test_what_is_no_probability_is_a_failure(rulebook: Rulebook, given: np.ndarray | None) -> None:
    """A score that compares with no threshold would approve its comment in silence."""
    classifier = Lengths()
    classifier.score = lambda texts: given if len(texts) == 2 else None  # type: ignore[method-assign,assignment]
    table = _score(rulebook, ["one thing", "another"], ["en", "en"], classifier)

    assert [(f.row, f.scorer) for f in table.failures] == [(0, "lengths.v1"), (1, "lengths.v1")]
    assert _column(table, "toxicity") == [None, None]


def test_rules_still_speak_when_the_classifier_fails(rulebook: Rulebook) -> None:
    """Scorers fail one by one."""
    table = _score(rulebook, ["bomb teapot"], ["en"], Lengths(breaks_on="bomb"))

    assert [hit.rule for hit in table.hits] == ["spam.teapot"]
    assert _column(table, "spam") == [0.6]


def test_a_label_of_rules_alone_is_their_noisy_or(rulebook: Rulebook) -> None:
    """Two hits add up without passing 1; none is 0 where rules exist."""
    table = _score(rulebook, ["teapot and kettle", "tea"], ["en", "en"])

    assert _column(table, "spam") == [pytest.approx(1 - 0.4 * 0.5), 0.0]


def test_rules_of_another_language_cover_nothing(rulebook: Rulebook) -> None:
    """No rule speaks German here, so nothing is known, which is not 0."""
    table = _score(rulebook, ["Teekanne"], ["de"])

    assert _column(table, "spam") == [None]
    assert _column(table, "toxicity") == [None]
    assert table.covered.tolist() == [False]


@pytest.mark.parametrize(
    ("text", "judged_as", "covered"),
    [("lol", "en", True), ("12345 !!!", "und", False), ("🐒🐒", "und", False), ("уоu", "en", True)],
    ids=["short", "digits", "emoji", "disguised"],
)
def test_a_text_too_short_to_tell_is_judged_as_the_sites(
    rulebook: Rulebook, text: str, judged_as: str, covered: bool
) -> None:
    """What has Latin letters under its disguise is read; what has none goes to a person."""
    table = _score(rulebook, [text], ["und"])

    assert (table.judged_as, table.covered.tolist()) == ((judged_as,), [covered])
    assert table.languages[0].code == "und"


def test_hits_keep_their_rows_when_a_batch_is_halved(rulebook: Rulebook) -> None:
    """Halving round a failure does not move anybody's hits."""
    table = _score(rulebook, ["kettle", "x", "teapot", "bomb"], ["en"] * 4, Lengths(breaks_on="bomb"))

    assert [(hit.row, hit.rule) for hit in table.hits] == [(0, "spam.kettle"), (2, "spam.teapot")]


def test_an_empty_batch_is_an_empty_table(rulebook: Rulebook) -> None:
    """No comments, no rows, no error."""
    assert len(_score(rulebook, [], [])) == 0
