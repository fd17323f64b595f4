"""Joined rows back into comments and verdicts."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ColumnElement, FromClause, Join, and_

from moderation.records import (
    NOTHING,
    Comment,
    Confidence,
    Evidence,
    PastDecision,
    Report,
    Span,
    Verdict,
)
from moderation.store.arriving.revise import snapshot
from moderation.store.schema import authors, comments, particulars, sites, texts, threads

COMMENT: Final = (
    comments.c.id.label("comment_row"),
    threads.c.source,
    threads.c.thread,
    comments.c.thread_id,
    comments.c.comment,
    sites.c.name.label("site"),
    comments.c.parent,
    comments.c.parent_key,
    authors.c.name.label("author_name"),
    authors.c.author_id,
    authors.c.identity,
    comments.c.created_at,
    comments.c.edited_at,
    comments.c.page_start,
    comments.c.page_end,
    comments.c.status.label("comment_status"),
    comments.c.kind.label("comment_kind"),
    comments.c.likes,
    comments.c.dislikes,
    comments.c.sure_of_author,
    comments.c.sure_of_boundary,
    comments.c.sure_of_parent,
    texts.c.text.label("comment_text"),
    texts.c.quotes,
    particulars.c.reply_to,
    particulars.c.url,
    particulars.c.reports,
    particulars.c.past_decisions,
    particulars.c.carried,
)


def with_texts(base: FromClause, revision: ColumnElement[int]) -> Join:
    """Return `base`, which holds `comments`, with everything that a comment record needs of `revision`."""
    return (
        base.join(threads, threads.c.id == comments.c.thread_id)
        .join(texts, and_(texts.c.comment_id == comments.c.id, texts.c.revision == revision))
        .outerjoin(sites, sites.c.id == comments.c.site_id)
        .outerjoin(authors, authors.c.id == comments.c.author)
        .outerjoin(particulars, particulars.c.comment_id == comments.c.id)
    )


def comment_from(row: Any) -> Comment:
    """Return the comment that a row of the joined tables holds."""
    return Comment(
        source=row.source,
        thread_id=row.thread,
        id=row.comment,
        text=row.comment_text,
        site=row.site,
        parent_id=row.parent,
        reply_to=row.reply_to,
        author=row.author_name,
        author_id=row.author_id,
        created_at=row.created_at,
        edited_at=row.edited_at,
        url=row.url,
        quotes=tuple(Span(start, end) for start, end in row.quotes),
        start=row.page_start,
        end=row.page_end,
        status=row.comment_status,
        kind=row.comment_kind,
        likes=row.likes,
        dislikes=row.dislikes,
        reports=tuple(Report(*report) for report in row.reports or ()),
        past_decisions=tuple(PastDecision(*past) for past in row.past_decisions or ()),
        confidence=Confidence(row.sure_of_author, row.sure_of_boundary, row.sure_of_parent),
        carried=row.carried or NOTHING,
    )


def verdict_from(row: Any, comment: str, thread: str | None) -> Verdict:
    """Return the verdict that a row of `scores` holds, for the comment and thread with these outside ids."""
    return Verdict(
        id=comment,
        thread_id=thread,
        language=row.language,
        language_confidence=row.language_confidence,
        scores=snapshot(row),
        route=row.route,
        priority=row.priority,
        reasons=tuple(row.reasons),
        rules=tuple(row.rules),
        classifier=row.classifier,
        status=row.status,
        evidence=None if row.evidence is None else tuple(Evidence(*evidence) for evidence in row.evidence),
    )
