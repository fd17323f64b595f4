"""`suggestscore`: what a site's moderators ruled elsewhere, kept as events of the record with their source.

Coral sends 1 for a rejected comment and 0 for an approved one after each ruling, and who the comment is in the
context. Twice is once; another ruling on the same comment is another event.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final, Literal

from moderation.records import Comment, Event, Verdict, Versions
from moderation.review import record_outside_ruling
from moderation.serve.attributes import label_of
from moderation.serve.wire import SuggestCommentScoreRequest
from moderation.store import Scored, Store
from moderation.taxonomy import LABELS

# From this score on a suggestion says that the comment should not stand; Coral sends 0 and 1 alone.
REJECTED_FROM: Final = 0.5
# What an event names as the place of the ruling.
CORAL: Final = "coral"
SUGGESTION: Final = "suggestscore"
_LONGEST: Final = 1_000
_LONGEST_NAME: Final = 200


def comment_of(request: SuggestCommentScoreRequest) -> Comment:
    """Return the comment that a suggestion is about, its identity as far as the client tells it."""
    community = (request.community_id or "perspective")[:_LONGEST]
    text = (request.comment.text if request.comment else None) or ""
    told = _told(request)
    own = told.get("Coral_comment_id") or request.client_token or _digest(text)
    return Comment(
        source=community,
        thread_id=_word(told.get("url")) or community,
        id=_word(own) or _digest(text),
        text=text,
        parent_id=_word(told.get("reply_to_id_Coral_comment_id")),
        url=_word(told.get("url")),
        status="unknown",
    )


def keep(
    store: Store, comment: Comment, verdict: Verdict, versions: Versions, scores: Mapping[str, float]
) -> Event | None:
    """Write what was ruled as an event; None where the suggestion speaks of nothing that we judge."""
    judged = [value for name, value in scores.items() if label_of(name, LABELS) is not None]
    if not judged:
        return None
    kind: Literal["approve", "reject"] = "reject" if max(judged) >= REJECTED_FROM else "approve"
    source = CORAL if comment.source.startswith("Coral:") else SUGGESTION
    scored = Scored(comment, verdict, versions)
    return record_outside_ruling(store, scored, kind, source=source, by=f"upstream:{comment.source}"[:_LONGEST_NAME])


def _told(request: SuggestCommentScoreRequest) -> Mapping[str, Any]:
    """Return what Coral writes as JSON into the first entry of the context, nothing where something else stands."""
    entries = (request.context.entries if request.context else None) or []
    try:
        told = json.loads(entries[0].text or "") if entries else {}
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _word(value: Any) -> str | None:
    return value[:_LONGEST] if isinstance(value, str) and value else None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
