"""Comments without the names in them: keyed pseudonyms, the same for the same key, and no way back without it."""

from __future__ import annotations

from dataclasses import replace

from moderation.batch.rows import pseudonym
from moderation.records import Comment


def hidden(comment: Comment, key: bytes) -> Comment:
    """Return the comment with keyed pseudonyms for names, without the addresses that lead to a person."""

    def hide(name: str | None) -> str | None:
        return pseudonym(name, key) if name else name

    return replace(
        comment,
        author=hide(comment.author),
        author_id=hide(comment.author_id),
        reply_to=hide(comment.reply_to),
        url=None,
        reports=tuple(replace(report, by=hide(report.by)) for report in comment.reports),
        past_decisions=tuple(replace(past, by=hide(past.by)) for past in comment.past_decisions),
    )
