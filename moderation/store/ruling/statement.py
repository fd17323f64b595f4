"""The facts of a statement of reasons, filled in from a reason code and the verdict."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from moderation.records import Statement, Verdict
from moderation.taxonomy import LABELS, REASONS_BY_CODE, SEVERITY, Label

# Above this a label is likelier than not, so a moderator who filters by the label wants to see the comment.
LIKELY: Final = 0.5

# The reason code that speaks for a label when a policy rejects and no person picked a code. A misinformation cue has
# none: no policy may reject for it, and `misinformation` says that a person checked the claim.
_CODE_OF_LABEL: Final[dict[Label, str]] = {
    "toxicity": "abusive",
    "severe_toxicity": "harassment",
    "obscene": "offensive",
    "threat": "harassment",
    "insult": "abusive",
    "identity_attack": "hate-speech",
    "sexual_explicit": "offensive",
    "spam": "spam",
}


def was_detected(reasons: Sequence[str]) -> bool:
    """Tell whether a classifier, a rule or the duplicate finder spoke, rather than a failure or a gap."""
    return any(">=" in reason or reason.startswith(("rule:", "near-duplicate")) for reason in reasons)


def labels_spoken_of(verdict: Verdict) -> tuple[Label, ...]:
    """Return the labels that a verdict names in its reasons or evidence or holds likelier than not, in order."""
    named = {*verdict.labels_reached, *(evidence.label for evidence in verdict.evidence or ())}
    likely = {
        label for label, score in zip(LABELS, verdict.scores, strict=True) if score is not None and score >= LIKELY
    }
    return tuple(label for label in LABELS if label in named or label in likely)


def policy_reason(verdict: Verdict) -> str:
    """Return the reason code for a rejection that a policy made."""
    spoken = [label for label in labels_spoken_of(verdict) if label in _CODE_OF_LABEL]
    if not spoken:
        return "banned-word" if verdict.rules else "other"
    scores = dict(zip(LABELS, verdict.scores, strict=True))
    return _CODE_OF_LABEL[max(spoken, key=lambda label: (scores[label] or 0.0) * SEVERITY[label])]


def statement_of(reason: str, *, reasons: Sequence[str], is_reported: bool, is_automated: bool) -> Statement:
    """Return the statement for a rejection with code `reason` (known), given the verdict's `reasons`."""
    code = REASONS_BY_CODE[reason]
    return Statement(
        ground=code.ground,
        clause=code.clause,
        facts=code.facts,
        notice="user-report" if is_reported else "own-initiative",
        automated_detection=was_detected(reasons),
        automated_decision=is_automated,
    )
