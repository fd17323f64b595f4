"""Comments and verdicts as rows of the tables, and the digests that tell whether they changed."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable
from typing import Any, Final

from moderation.records import Comment, Evidence, Verdict, Versions
from moderation.store.columns import digest
from moderation.store.ruling.statement import labels_spoken_of
from moderation.taxonomy import LABELS, Route

Row = dict[str, Any]
# Reason codes may carry an outside id (`near-duplicate:ID`); the index takes this much of one.
_INDEXED: Final = 200
_LARGEST: Final = 2**63 - 1
# What a row of `scores` says of a comment, and of what judged it; its digest covers these.
JUDGED: Final = (
    *LABELS,
    *("language", "language_confidence", "route", "priority", "reasons", "rules", "classifier", "status"),
    *("scored_by", "model_digest", "rules_digest", "policy_digest"),
)


def thread_key(source: str, thread: str) -> str:
    """Return the digest by which a thread is found."""
    return digest([source, thread])


def comment_key(source: str, thread: str, comment: str) -> str:
    """Return the digest by which a comment is found."""
    return digest([source, thread, comment])


def author_identity(source: str, author_id: str | None, name: str | None) -> str:
    """Return the digest of who an author is: the id where there is one, else the name."""
    return digest([source, "id", author_id] if author_id is not None else [source, "name", name])


def author_key(comment: Comment) -> str | None:
    """Return the digest of an author's spelling, None for an unknown author."""
    if comment.author is None and comment.author_id is None:
        return None
    return digest([comment.source, comment.author_id, comment.author])


def text_digest(comment: Comment) -> str:
    """Return the digest of what a revision is: the text."""
    return digest(comment.text)


def facts_digest(comment: Comment) -> str:
    """Return the digest of everything else that the comment record says."""
    return digest(
        [
            [comment.site, comment.parent_id, comment.reply_to, comment.author, comment.author_id, comment.created_at],
            [comment.edited_at, comment.url, [(span.start, span.end) for span in comment.quotes], comment.start],
            [comment.end, comment.status, comment.kind, comment.likes, comment.dislikes],
            [(report.reason, report.by, report.at) for report in comment.reports],
            [(past.status, past.by, past.at, past.reason) for past in comment.past_decisions],
            [comment.confidence.author, comment.confidence.boundary, comment.confidence.parent],
            dict(comment.carried),
        ]
    )


def facts_row(comment: Comment) -> Row:
    """Return the columns of `comments` that an unchanged text may still change."""
    return {
        "parent": comment.parent_id,
        "parent_key": _parent_key(comment),
        "created_at": comment.created_at,
        "edited_at": comment.edited_at,
        "page_start": comment.start,
        "page_end": comment.end,
        "status": comment.status,
        "kind": comment.kind,
        "likes": _bounded(comment.likes),
        "dislikes": _bounded(comment.dislikes),
        "sure_of_author": comment.confidence.author,
        "sure_of_boundary": comment.confidence.boundary,
        "sure_of_parent": comment.confidence.parent,
        "facts_digest": facts_digest(comment),
    }


def _bounded(count: int | None) -> int | None:
    """Return the count as a database can hold it: one absurd cell must not stop an import."""
    return None if count is None else max(-_LARGEST, min(count, _LARGEST))


def _parent_key(comment: Comment) -> str | None:
    if comment.parent_id is None:
        return None
    return comment_key(comment.source, comment.thread_id, comment.parent_id)


def particulars_row(comment_id: int, comment: Comment) -> Row | None:
    """Return the row of `particulars`, None where it would be empty."""
    parts = (comment.reply_to, comment.url, comment.reports, comment.past_decisions, comment.carried)
    if not any(parts) and comment.reply_to is None and comment.url is None:
        return None
    return {
        "comment_id": comment_id,
        "reply_to": comment.reply_to,
        "url": comment.url,
        "reports": [(report.reason, report.by, report.at) for report in comment.reports],
        "past_decisions": [(past.status, past.by, past.at, past.reason) for past in comment.past_decisions],
        "carried": dict(comment.carried),
    }


def text_row(comment_id: int, revision: int, comment: Comment) -> Row:
    """Return the row of `texts`."""
    return {"comment_id": comment_id, "revision": revision, "text": comment.text, "quotes": quotes_of(comment)}


def quotes_of(comment: Comment) -> list[tuple[int, int]]:
    """Return the quoted ranges as they are stored."""
    return [(span.start, span.end) for span in comment.quotes]


def cleaned_scores(verdict: Verdict) -> tuple[float | None, ...]:
    """Return the scores as Python floats, None for "nothing covers this", however that was spelled."""
    return tuple(None if score is None or math.isnan(score) else float(score) for score in verdict.scores)


def score_row(verdict: Verdict, versions: Versions) -> Row:
    """Return the row of `scores`, without its ids and time; `digest` covers all but the evidence."""
    row: Row = {
        **dict(zip(LABELS, cleaned_scores(verdict), strict=True)),
        "language": verdict.language,
        "language_confidence": float(verdict.language_confidence),
        "route": route_of(verdict),
        "priority": float(verdict.priority),
        "reasons": verdict.reasons,
        "rules": verdict.rules,
        "classifier": verdict.classifier,
        "status": verdict.status,
        "scored_by": versions.classifier,
        "model_digest": versions.model,
        "rules_digest": versions.rules,
        "policy_digest": versions.policy,
    }
    row["digest"] = score_digest([row[name] for name in JUDGED])
    row["evidence"] = None if verdict.evidence is None else [_evidence(evidence) for evidence in verdict.evidence]
    return row


def score_digest(values: Iterable[Any]) -> str:
    """Return the digest of a row of `scores` by its values of JUDGED."""
    return digest(dict(zip(JUDGED, values, strict=True)))


def _evidence(evidence: Evidence) -> tuple[str, int, int, str, float]:
    return (evidence.label, evidence.start, evidence.end, evidence.source, float(evidence.weight))


def route_of(verdict: Verdict) -> Route:
    """Return the verdict's route; a comment without one goes to a person."""
    return verdict.route or "review"


def reason_rows(item: int, verdict: Verdict) -> list[Row]:
    """Return the rows of `item_reasons`: the verdict's reasons, and the labels that it speaks of."""
    codes = dict.fromkeys(("reason", indexed(reason)) for reason in verdict.reasons)
    codes.update(dict.fromkeys(("label", label) for label in labels_spoken_of(verdict)))
    return [{"item_id": item, "kind": kind, "code": code} for kind, code in codes]


def indexed(reason: str) -> str:
    """Return what the index holds of a reason code."""
    return reason[:_INDEXED]


def cleaned(verdict: Verdict) -> Verdict:
    """Return the verdict with its scores as the store keeps them."""
    return dataclasses.replace(verdict, scores=cleaned_scores(verdict))


def is_gone(comment: Comment, verdict: Verdict) -> bool:
    """Tell whether the comment was deleted or blocked upstream, so that nobody needs to look at it."""
    return comment.status == "deleted" or verdict.status == "skipped"
