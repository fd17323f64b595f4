"""Coral's external moderation phase: a signed request before a comment is published, an answer that may hold it.

Better than a toxicity score: Coral says story, parent and author, and takes a status, flags and a reason code.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from moderation.records import Comment, Context, Verdict
from moderation.rulebook.rule import PREFIXES
from moderation.serve.refusals import Refusal
from moderation.taxonomy import CATEGORY_LABEL, REASONS_BY_CODE, Label

SIGNATURE: Final = "X-Coral-Signature"
# The label that speaks loudest -> the reason code that a rejection by policy gives.
_REASON_OF: Final[dict[Label, str]] = {
    "toxicity": "abusive",
    "severe_toxicity": "abusive",
    "obscene": "offensive",
    "threat": "harassment",
    "insult": "abusive",
    "identity_attack": "hate-speech",
    "sexual_explicit": "offensive",
    "spam": "spam",
    "misinformation_cue": "other",
}
# How the reason begins that a rule gives -> the label of the rule's category.
_LABEL_OF_RULE: Final = {f"rule:{prefix}.": CATEGORY_LABEL[category] for prefix, category in PREFIXES.items()}
_TOXIC: Final = frozenset(_REASON_OF) - {"spam", "misinformation_cue"}


class _Wire(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="ignore")


class CoralComment(_Wire):
    """The comment as Coral has it: HTML, and whose answer it is."""

    body: str
    parentID: str | None = None  # noqa: N815 # Coral's own spelling


class CoralAuthor(_Wire):
    """Who wrote it."""

    id: str
    role: str | None = None


class CoralStory(_Wire):
    """What it stands under."""

    id: str
    url: str | None = None


class CoralRequest(_Wire):
    """The body of an external moderation phase."""

    action: Literal["NEW", "EDIT"]
    comment: CoralComment
    author: CoralAuthor
    story: CoralStory
    tenantID: str | None = None  # noqa: N815
    tenantDomain: str | None = None  # noqa: N815


def check_signature(secret: bytes | None, given: str | None, body: bytes) -> None:
    """Raise Refusal unless the body was signed with the secret that both sides know."""
    if secret is None:
        raise Refusal(403, "The server has no signing secret for Coral; set MODERATION_CORAL_SECRET.")
    kinds = [part.strip().partition("=") for part in (given or "").split(",")]
    wanted = hmac.new(secret, body, hashlib.sha256).hexdigest()
    found = [value for kind, _, value in kinds if kind == "sha256"]
    if not any(hmac.compare_digest(wanted, value.lower()) for value in found if value.isascii()):
        raise Refusal(401, f"The signature in {SIGNATURE} does not fit the body.")


def answer_of(verdict: Verdict) -> dict[str, Any] | None:
    """Return what Coral is told: None lets the comment go on, a status holds it, REJECTED where the policy says so.

    A comment that could not be judged is held: silence would let it pass.
    """
    if verdict.route in (None, "approve"):
        return None
    labels = _labels(verdict)
    flags = [
        {"actionType": "FLAG", "reason": reason}
        for reason, spoken in (
            ("COMMENT_DETECTED_TOXIC", bool(labels & _TOXIC)),
            ("COMMENT_DETECTED_SPAM", "spam" in labels),
        )
        if spoken
    ]
    answer: dict[str, Any] = {"status": "SYSTEM_WITHHELD" if flags else "PREMOD", "actions": flags}
    if verdict.route == "reject":
        reason = REASONS_BY_CODE[next((code for label, code in _REASON_OF.items() if label in labels), "other")]
        answer["status"] = "REJECTED"
        answer["moderationAction"] = {
            "status": "REJECTED",
            "rejectionReason": {"code": reason.coral, "detailedExplanation": reason.facts},
        }
    return answer


def comment_of(request: CoralRequest, text: str) -> Comment:
    """Return Coral's comment as a record; it has no id yet, for it is not yet published."""
    return Comment(
        source="coral",
        thread_id=request.story.id,
        id="",
        text=text,
        site=request.tenantDomain,
        parent_id=request.comment.parentID,
        author_id=request.author.id,
        url=request.story.url,
    )


def bare_context(request: CoralRequest) -> Context:
    """Return what the request itself tells of the surroundings."""
    is_reply = request.comment.parentID is not None
    return Context(
        article_url=request.story.url,
        article_site=request.tenantDomain,
        depth=None if is_reply else 0,
        is_reply=is_reply,
    )


def _labels(verdict: Verdict) -> set[str]:
    """Return the labels that the reasons speak of: those that reached a threshold, and the rules' categories."""
    by_rule = {
        label for reason in verdict.reasons for prefix, label in _LABEL_OF_RULE.items() if reason.startswith(prefix)
    }
    return {*verdict.labels_reached, *by_rule}
