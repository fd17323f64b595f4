"""Triage decides on columns alone, so its tests build columns."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.policy import Policy, Threshold, load_policy
from moderation.records import Comment, Context, Failure, Hit, Language, PastDecision, Report, ScoreTable, Span
from moderation.taxonomy import LABEL_INDEX, LABELS
from moderation.triage import (
    PRIORITY_CROWDED,
    PRIORITY_REPORTED,
    PRIORITY_UNJUDGED,
    Coverage,
    is_skipped,
    skipped,
    triage,
)

NGRAM = Coverage("ngram.v1", frozenset(LABELS) - {"misinformation_cue", "sexual_explicit"})


def _policy(**limits: float | Threshold) -> Policy:
    thresholds = {
        ("rules" if label == "misinformation_cue" else "ngram.v1", "any", label): (
            limit if isinstance(limit, Threshold) else Threshold(limit)
        )
        for label, limit in limits.items()
    }
    return replace(load_policy(), thresholds=thresholds)


def _comment(text: str = "a comment", **fields: object) -> Comment:
    return Comment(source="test", thread_id="t", id="1", text=text, **fields)


def _table(*hits: Hit, failures: tuple[Failure, ...] = (), covered: bool = True, long: bool = False, **scores: float):
    row = np.full((1, len(LABELS)), np.nan, np.float32)
    for label, score in scores.items():
        row[0, LABEL_INDEX[label]] = score
    return ScoreTable(
        row, (Language("en", 1.0),), ("en",), np.array([covered]), np.array([long]), tuple(hits), failures
    )


def _hit(rule: str = "tox.x", label: str = "toxicity", action: str = "review", weight: float = 0.6) -> Hit:
    return Hit(0, rule, label, action, weight, (Span(0, 1),))


def _decide(table: ScoreTable, policy: Policy | None = None, **fields: object):
    return triage([_comment(**fields)], table, policy or _policy(toxicity=0.8), NGRAM)[0]


@pytest.mark.parametrize(
    ("score", "route", "reasons"),
    [(0.8, "review", ("toxicity>=0.80",)), (0.79, "approve", ()), (1.0, "review", ("toxicity>=0.80",))],
)
def test_a_score_at_its_threshold_asks_for_a_person(score: float, route: str, reasons: tuple[str, ...]) -> None:
    """The threshold itself is in."""
    verdict = _decide(_table(toxicity=score))

    assert (verdict.route, verdict.reasons) == (route, reasons)


@pytest.mark.parametrize(
    ("context", "reasons"),
    [
        (Context(copied_times=9, copied_authors=4, author_threads=7), ()),
        (Context(copied_times=10, copied_authors=1), ("near-duplicate:10",)),
        (Context(copied_times=60, copied_authors=5, author_threads=1), ("near-duplicate:60", "many-authors:5")),
        (Context(author_threads=8), ("many-threads:8",)),
    ],
)
def test_what_a_whole_dump_tells_asks_for_a_person(context: Context, reasons: tuple[str, ...]) -> None:
    """From the policy's numbers on, and never rejects by itself."""
    (verdict,) = triage([_comment()], _table(toxicity=0.1), _policy(toxicity=0.8), NGRAM, [context])

    assert (verdict.route, verdict.reasons) == ("review" if reasons else "approve", reasons)
    assert (verdict.priority >= PRIORITY_CROWDED) == bool(reasons)


def test_a_label_that_nothing_covers_is_none_and_never_zero() -> None:
    """NaN leaves as None."""
    verdict = _decide(_table(toxicity=0.5))

    assert verdict.scores[LABEL_INDEX["toxicity"]] == 0.5
    assert verdict.scores[LABEL_INDEX["sexual_explicit"]] is None


@pytest.mark.parametrize(
    ("table", "reason", "status"),
    [
        (_table(failures=(Failure(0, "ngram.v1", "ValueError"),)), "scorer-failed:ngram.v1", "failed"),
        (_table(failures=(Failure(0, "rule:tox.x", "TimeoutError"),)), "scorer-failed:rule:tox.x", "failed"),
        (_table(covered=False), "language-not-covered", "scored"),
        (_table(long=True, toxicity=0.1), "too-long", "scored"),
    ],
    ids=["scorer", "rule", "language", "length"],
)
def test_what_could_not_be_judged_goes_to_a_person(table: ScoreTable, reason: str, status: str) -> None:
    """Nothing passes because a check did not run."""
    verdict = _decide(table)

    assert (verdict.route, verdict.reasons, verdict.status) == ("review", (reason,), status)
    assert verdict.priority >= PRIORITY_UNJUDGED


def test_what_could_not_be_judged_is_never_rejected_by_the_policy() -> None:
    """A rejecting threshold needs a whole judgement."""
    policy = _policy(toxicity=Threshold(0.5, 0.9))

    assert _decide(_table(toxicity=0.95), policy).route == "reject"
    assert _decide(_table(toxicity=0.95, long=True), policy).route == "review"


def test_rules_act_on_the_route_and_leave_the_classifiers_score_alone() -> None:
    """A review rule holds the comment; the probability stays what it was."""
    verdict = _decide(_table(_hit(), toxicity=0.1))

    assert (verdict.route, verdict.reasons, verdict.rules) == ("review", ("rule:tox.x",), ("tox.x",))
    assert verdict.scores[LABEL_INDEX["toxicity"]] == pytest.approx(0.1)


def test_a_boosting_rule_raises_the_priority_and_nothing_else() -> None:
    """A boost is no reason to hold a comment."""
    plain, boosted = _decide(_table(toxicity=0.2)), _decide(_table(_hit(action="boost", weight=0.1), toxicity=0.2))

    assert (boosted.route, boosted.reasons, boosted.rules) == ("approve", (), ("tox.x",))
    assert boosted.priority > plain.priority


def test_a_rejecting_rule_waits_for_the_policys_word() -> None:
    """By default a rule that would reject asks a person."""
    table = _table(_hit(action="reject"), toxicity=0.1)

    assert _decide(table).route == "review"
    assert _decide(table, replace(_policy(), rules_may_reject=True)).route == "reject"


def test_a_misinformation_cue_sends_to_review() -> None:
    """A label of the rules has the rules' threshold."""
    verdict = _decide(_table(misinformation_cue=0.6), _policy(misinformation_cue=0.5))

    assert (verdict.route, verdict.reasons) == ("review", ("misinformation_cue>=0.50",))


def test_a_readers_report_sends_to_review() -> None:
    """A person's complaint is a reason by itself."""
    verdict = _decide(_table(toxicity=0.0), reports=(Report("offensive"), Report("spam")))

    assert (verdict.route, verdict.reasons) == ("review", ("reported:2",))
    assert verdict.priority == PRIORITY_REPORTED


@pytest.mark.parametrize(
    ("fields", "reasons"),
    [
        ({"status": "spam"}, ("upstream:spam",)),
        ({"status": "rejected", "past_decisions": (PastDecision("approved"),)}, ("upstream:rejected",)),
        ({"past_decisions": (PastDecision("approved"), PastDecision("rejected", "ed"))}, ("upstream:rejected",)),
        ({"past_decisions": (PastDecision("rejected"), PastDecision("approved"))}, ()),
        ({"status": "pending", "past_decisions": (PastDecision("rejected"),)}, ()),  # it was taken back there
        ({"status": "approved", "past_decisions": (PastDecision("spam"),)}, ()),
    ],
)
def test_a_low_score_does_not_outrank_a_ruling_upstream(fields, reasons: tuple[str, ...]) -> None:
    """What was taken down where it comes from is approved by nobody but a person, and is in no hurry."""
    verdict = _decide(_table(toxicity=0.1), **fields)

    assert (verdict.route, verdict.reasons) == ("review" if reasons else "approve", reasons)
    assert verdict.priority == _decide(_table(toxicity=0.1)).priority


@pytest.mark.parametrize("threshold", [0.5, 0.535, 0.1234])
def test_a_reason_shows_the_threshold_as_the_policy_has_it(threshold: float) -> None:
    """Rounding never makes a reason contradict its score."""
    verdict = _decide(_table(toxicity=0.99), _policy(toxicity=threshold))

    assert float(verdict.reasons[0].partition(">=")[2]) == threshold


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        (_comment("[deleted]"), True),
        (_comment(" [Removed] "), True),
        (_comment("hello", status="deleted"), True),
        (_comment("hello", kind="system"), True),
        (_comment("he said [deleted] to me"), False),
        (_comment("hello", status="rejected"), False),
    ],
)
def test_deleted_text_is_never_scored(comment: Comment, expected: bool) -> None:
    """A tombstone is not a comment."""
    assert is_skipped(comment) is expected


def test_a_skipped_comment_has_no_route() -> None:
    """Skipped is neither approved nor queued."""
    verdict = skipped(_comment("[deleted]"), "ngram.v1")

    assert (verdict.status, verdict.route, set(verdict.scores)) == ("skipped", None, {None})


@given(st.lists(st.floats(0, 1, width=32) | st.just(float("nan")), min_size=len(LABELS), max_size=len(LABELS)))
def test_priorities_are_shares_and_every_held_comment_has_a_reason(row: list[float]) -> None:
    """Whatever the scores: priority in [0, 1], and review exactly where there is a reason."""
    verdict = _decide(_table(**dict(zip(LABELS, row, strict=True))), load_policy())

    assert 0 <= verdict.priority <= 1
    assert (verdict.route == "review") == bool(verdict.reasons)


def test_a_higher_score_never_lowers_the_priority() -> None:
    """Priority rises with the score and with how bad the label is."""
    rising = [_decide(_table(toxicity=score)).priority for score in (0.1, 0.5, 0.9)]

    assert rising == sorted(rising)
    assert _decide(_table(threat=0.5)).priority > _decide(_table(obscene=0.5)).priority
