"""What rulings teach: checked against worked examples, another library, and a queue that was ruled on."""

from __future__ import annotations

import dataclasses
import json
import random

import pytest
from click.testing import CliRunner
from sklearn.metrics import cohen_kappa_score

from moderation.cli.learning import command
from moderation.errors import InputError
from moderation.learn import (
    Agreement,
    agreement,
    cohen,
    krippendorff,
    rule_precision,
    standing_judgements,
    thresholds,
    training_data,
    truth_of,
)
from moderation.records import Filter
from moderation.review import Desk, apply, preview
from moderation.store import Selection, open_store
from moderation.taxonomy import REASON_CODES

LOW = (0.1,) * 7


@pytest.fixture
def ruled(database_url, scored, clock):
    """A hundred comments with toxicity 0.00 to 0.99; from 0.80 on all are abusive, below every fourth from 0.4 on."""
    with open_store(database_url, clock=clock) as store:
        rows = [
            scored(n, f"comment number {n}", verdict={"scores": (n / 100, *LOW, None), "rules": ("a.b",) * (n >= 90)})
            for n in range(100)
        ]
        store.add(rows)
        desk = Desk(store, "al")
        abusive = tuple(n + 1 for n in range(100) if n >= 80 or (n >= 40 and n % 4 == 0))
        apply(desk, preview(desk, Selection(items=abusive), "reject"), reason="abusive")
        apply(desk, preview(desk, Selection(items=(1,)), "reject"), reason="off-topic")
        apply(desk, preview(desk, Selection(items=tuple(range(1, 101))), "approve"))
        yield store


def test_thresholds_are_the_lowest_that_are_precise_enough(ruled):
    """Worked out by hand: from 0.76 on, 21 of 24 are right; a rejection for another reason is left out."""
    advice = {one.label: one for one in thresholds(ruled, 0.97)}
    assert set(advice) == {"toxicity", "insult"}
    toxicity = advice["toxicity"]
    assert (toxicity.threshold, toxicity.right, toxicity.held, toxicity.rejected, toxicity.ruled) == (
        0.8,
        20,
        20,
        30,
        99,
    )
    assert (toxicity.precision, toxicity.recall) == (1.0, pytest.approx(20 / 30))

    looser = thresholds(ruled, 0.85)[0]
    assert (looser.threshold, looser.right, looser.held) == (0.76, 21, 24)
    # All insults score alike: no threshold parts them.
    assert advice["insult"].threshold is None


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_ruling_that_was_taken_back_teaches_nothing(ruled):
    """The last lasting ruling on a text counts."""
    desk = Desk(ruled, "chief", "senior")
    first = next(one for one in standing_judgements(ruled) if one.kind == "reject")
    desk.undo(first.event)

    assert first.event not in {one.event for one in standing_judgements(ruled)}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_rules_have_their_precision_with_an_interval(ruled):
    """Ten of ten, and what that is worth."""
    (one,) = rule_precision(ruled)

    assert (one.rule, one.rejected, one.ruled) == ("a.b", 10, 10)
    assert one.interval == pytest.approx((0.7225, 1.0), abs=1e-4)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_reason_code_says_something_or_is_left_out(ruled):
    """Off-topic and other speak for no label; all other codes for at least one."""
    one = standing_judgements(ruled)[0]
    silent = [
        code.code
        for code in REASON_CODES
        if not any(truth_of(_with(one, code.code), label) for label in ("toxicity", "spam", "misinformation_cue"))
    ]
    assert silent == ["off-topic", "other"]


def _with(judgement, reason):
    return dataclasses.replace(judgement, kind="reject", reason=reason)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_agreement_counts_texts_that_two_have_judged(ruled):
    """Twenty judged again by another, five of them otherwise; who takes their own ruling back has not disagreed."""
    assert agreement(ruled) == Agreement(0, 0, None, ())
    bo = Desk(ruled, "bo", "senior")
    rejected = [one for one in standing_judgements(ruled) if one.kind == "reject" and one.reason == "abusive"]
    for place, one in enumerate(rejected[:20]):
        bo.reopen(one.item)
        item = next(item for item in bo.claim(Filter(), 1) if item.id == one.item)
        if place < 5:
            bo.approve(item.id, item.revision, item.version)
        else:
            bo.reject(item.id, item.revision, item.version, reason="abusive")

    found = agreement(ruled)
    assert (found.texts, found.alike) == (20, 15)
    assert found.pairs == (("al", "bo", 20, pytest.approx(0.0)),)
    assert found.alpha is not None
    bo.undo()
    assert agreement(ruled).texts == 19


def test_kappa_is_what_another_library_says():
    """On random votes of all shapes."""
    dice = random.Random(3)
    for _ in range(50):
        votes = [(dice.choice("ar"), dice.choice("aar")) for _ in range(dice.randint(4, 40))]
        one, two = zip(*votes, strict=True)
        if len({*one, *two}) == 2:
            assert cohen(votes) == pytest.approx(cohen_kappa_score(one, two))
    assert cohen([("a", "a")] * 5) is None


def test_alpha_is_krippendorffs_own_example():
    """The two-observer, two-category example of his 2011 paper: 0.095."""
    first, second = "0100000000", "1110010100"
    units = list(zip(first, second, strict=True))

    assert krippendorff(units) == pytest.approx(0.095, abs=5e-4)
    assert krippendorff([("a", "a")]) is None
    assert krippendorff([("a", "a", "a"), ("b", "b")]) == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_training_data_has_a_truth_only_where_people_said_one(ruled):
    """Labels that both kinds speak of; an erased text is no text."""
    own = training_data(ruled)
    assert own.labels == ("toxicity", "insult")
    assert own.targets.shape == (100, 2)
    assert [int((own.targets[:, 0] == value).sum()) for value in (0, 1)] == [69, 30]

    ruled.purge("2026-12-01T00:00:00.000Z")
    with pytest.raises(InputError, match="nothing to train on"):
        training_data(ruled)


def _run(store, *arguments):
    url = store._engine.url.render_as_string(hide_password=False)
    return CliRunner().invoke(command, [*arguments, "--db", url], catch_exceptions=False).output


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_command_says_it_in_words_and_as_json(ruled):
    """Each of the three, both ways."""
    assert "toxicity           0.760: precision 0.88, recall 0.70" in _run(ruled, "thresholds", "--precision", "0.85")
    assert "a.b: 10 ruled on, 10 rejected, 100% (72% to 100%)" in _run(ruled, "precision")
    assert _run(ruled, "agreement") == "0 texts judged by two or more, 0 of them alike\n"
    assert json.loads(_run(ruled, "thresholds", "--json"))["labels"][0]["label"] == "toxicity"
    assert json.loads(_run(ruled, "precision", "--json"))["rules"][0]["ruled"] == 10
    assert json.loads(_run(ruled, "agreement", "--json"))["texts"] == 0
