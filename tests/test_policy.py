"""policy.toml: what it says, and what a broken one is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from moderation.errors import PolicyError
from moderation.policy import Threshold, load_policy
from moderation.taxonomy import LABELS

GOOD = """
format = 1
classifier = "ngram.v1"

[thresholds."ngram.v1".en]
toxicity = 0.8
insult = { review = 0.7, reject = 0.99 }

[thresholds."ngram.v1".any]
toxicity = 0.9

[thresholds."detoxify.*".any]
toxicity = 0.6
"""


@pytest.fixture
def written(tmp_path: Path):
    """Return a function that writes a policy file."""

    def write(text: str) -> Path:
        path = tmp_path / "policy.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_thresholds_of_a_language_come_before_those_of_any(written) -> None:
    """A language's own threshold wins; a pattern covers a family of classifiers."""
    policy = load_policy(written(GOOD))

    assert policy.threshold("ngram.v1", "toxicity", "en") == 0.8
    assert policy.threshold("ngram.v1", "toxicity", "de") == 0.9
    assert policy.threshold("detoxify.unbiased", "toxicity", "fr") == 0.6
    assert policy.threshold("ngram.v1", "threat", "en") is None
    assert policy.limits("ngram.v1", "insult", "en").reject == 0.99


def test_a_label_that_the_classifier_leaves_to_the_rules_asks_from_theirs(written) -> None:
    """Rules speak where the classifier has no threshold, and never before one that it has."""
    by_rules = '[thresholds."rules".any]\ntoxicity = 0.1\nspam = 0.5\n'
    policy = load_policy(written(f"{GOOD}\n{by_rules}"))

    assert policy.asks_from("ngram.v1", "toxicity", "de") == 0.9
    assert policy.asks_from("ngram.v1", "spam", "de") == 0.5
    assert policy.asks_from("ngram.v1", "threat", "de") is None
    assert (policy.site_threshold("toxicity"), policy.site_threshold("spam")) == (0.8, 0.5)


def test_the_shipped_policy_rejects_nothing_by_itself() -> None:
    """Without a word in the policy file, a machine rejects no comment."""
    policy = load_policy()

    assert {threshold.reject for threshold in policy.thresholds.values()} == {None}
    assert policy.rules_may_reject is False


def test_the_shipped_policy_covers_every_label_of_its_classifier() -> None:
    """Each label that the default classifier gives has a threshold."""
    policy = load_policy()
    asked = {label for label in LABELS if policy.threshold(policy.classifier, label, "en") is not None}

    assert asked >= {"toxicity", "severe_toxicity", "obscene", "threat", "insult", "identity_attack", "spam"}


def test_the_digest_follows_the_meaning_not_the_spelling(written) -> None:
    """Comments and order change nothing; a threshold does."""
    first = load_policy(written(GOOD)).digest

    assert load_policy(written("# a remark\n" + GOOD)).digest == first
    assert load_policy(written(GOOD.replace("0.99", "0.98"))).digest != first
    assert load_policy(written(GOOD + "\n[crowd]\ncopies = 3\n")).digest != first
    assert load_policy(written(GOOD + "\n[crowd]\ncopies = 10\n")).digest == first


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("format = 2\n", "expected `format = 1`"),
        ("format = 1\nboost = 3\n", "`boost` is not a number above 0, at most 1"),
        ("format = 1\nbost = 0.3\n", "did you mean `boost`?"),
        (GOOD.replace("toxicity = 0.8", "toxcity = 0.8"), "did you mean `toxicity`?"),
        (GOOD.replace("0.8\n", "80\n"), "`toxicity` is not a threshold"),
        (GOOD.replace("toxicity = 0.6", "misinformation_cue = { reject = 0.9 }"), "a misinformation cue never rejects"),
        ("format = 1\nname = \n", "not valid TOML"),
        ("format = 1\nboost = 0,3\n", "write a number with a point: `0.4`"),
        ("format = 1\nwatch = 10 %\n", "write a share as a number from 0 to 1"),
        ("format = 1\nclassifier = ngram.v1\n", "put words between quotes"),
        ("format = 1\nname = “mine”\n", "write straight quotes"),
        # Left out in silence, these would approve what their author wants to see.
        ('format = 1\n[thresholds."ngram.v1"]\ntoxicity = 0.2\n', "policy.toml:3:1: `toxicity` is not a table"),
        (GOOD.replace('"ngram.v1".en]', "ngram.v1.en]"), '`[thresholds."ngram.v1".en]`'),
        (GOOD.replace(".en]", ".en_US]"), "`en_US` is not a language"),
        (GOOD.replace("toxicity = 0.8", "toxicity = {}"), "`toxicity` is not a threshold"),
        ("format = 1\n[crowd]\ncopys = 5\n", "did you mean `copies`?"),
        ("format = 1\n[crowd]\ncopies = 1\n", "`copies` is not a whole number from 2"),
        (GOOD.replace("reject = 0.99", "reject = 0.5"), "`insult` rejects what it would not ask about"),
    ],
    ids=[
        *("format", "range", "setting", "label", "share", "cue", "syntax"),
        *("decimal comma", "percent", "bare word", "curly quotes"),
        *("no language", "no quotes", "no code", "no number", "crowd setting", "crowd number", "reject below review"),
    ],
)
def test_a_broken_policy_is_told_where_and_how(written, text: str, message: str) -> None:
    """Every problem names the file and the line, and how to mend it."""
    path = written(text)
    with pytest.raises(PolicyError) as caught:
        load_policy(path)

    shown = caught.value.render()
    assert message in shown
    assert str(path) in shown
    assert "mend:" in shown
    assert all(problem.at and problem.at.line for problem in caught.value.problems)


def test_a_name_without_quotes_is_shown_where_it_stands(written) -> None:
    """One problem, at the head of the table: not at the line that names the classifier, nor one for each label."""
    text = 'format = 1\nclassifier = "ngram.v1"\n[thresholds.ngram.v1.en]\ntoxicity = 0.8\ninsult = 0.8\n'
    with pytest.raises(PolicyError) as caught:
        load_policy(written(text))

    assert [problem.at.line for problem in caught.value.problems if problem.at] == [3]


def test_a_byte_order_mark_is_no_part_of_a_policy(written) -> None:
    """Editors of Windows put one there; it changes nothing."""
    assert load_policy(written("\ufeff" + GOOD)) == load_policy(written(GOOD))


def test_all_problems_are_told_at_once(written) -> None:
    """A second mistake is not kept for a second run."""
    with pytest.raises(PolicyError) as caught:
        load_policy(written(GOOD.replace("toxicity = 0.8", "toxcity = 0.8").replace("0.9\n", "9\n")))

    assert len(caught.value.problems) == 2


def test_a_missing_policy_file_is_named(tmp_path: Path) -> None:
    """No traceback for a wrong path."""
    with pytest.raises(PolicyError, match="there is no policy file"):
        load_policy(tmp_path / "nowhere.toml")


def test_a_threshold_that_only_rejects_is_its_own_reason(written) -> None:
    """No comment is rejected without a reason."""
    policy = load_policy(written('format = 1\n[thresholds."ngram.v1".en]\ntoxicity = {reject = 0.9}\n'))

    assert policy.limits("ngram.v1", "toxicity", "en") == Threshold(0.9, 0.9)
