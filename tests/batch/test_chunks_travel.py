"""A chunk arrives at another process as it left."""

from __future__ import annotations

import pickle
from dataclasses import fields

from moderation.batch.judging import Chunk, Refusal
from moderation.records import Comment, Confidence, Context, PastDecision, Reject, Report, Span

COMMENT = Comment(
    source="csv", thread_id="t", id="7", text="what a \ud800 day", site="daily", parent_id="6", reply_to="Ann",
    author="Bo", author_id="b", created_at="2026-01-01T00:00:00Z", edited_at="2026-01-02T00:00:00Z", url="https://a.io",
    quotes=(Span(0, 4),), start=3, end=20, status="pending", kind="review", likes=1, dislikes=2,
    reports=(Report("rude", "Cy", "2026-01-03T00:00:00Z"),), past_decisions=(PastDecision("approved", "Di"),),
    confidence=Confidence(0.5, 0.6, 0.7), carried={"extra": [1, None]},
)  # fmt: skip
CONTEXT = Context("title", "text", "https://b.io", "parent", "Ann", 3, 2, 1, 4, 5, (Span(0, 4),))


def test_every_field_arrives() -> None:
    """Comments and contexts, with every field filled and with none, come back equal; so do refused rows."""
    plain = Comment(source="csv", thread_id="t", id="8", text="")
    chunk = Chunk(3, (COMMENT, plain), (CONTEXT, Context()), (Refusal("a.csv", Reject(2, "no text", "x")),))

    back = pickle.loads(pickle.dumps(chunk))

    assert chunk == back
    assert [value for value in (getattr(COMMENT, field.name) for field in fields(Comment)) if value is None] == []
    assert COMMENT.carried == back.comments[0].carried
