"""What the store knows around a comment that somebody asks about."""

from __future__ import annotations

from dataclasses import replace

from moderation.holding import LiveHolds
from moderation.records import Comment, Context
from moderation.store import Store


def surroundings(store: Store, comment: Comment, context: Context) -> Context:
    """Return the context with how the comment's author fared here so far, and the comment that it answers."""
    (author,) = store.authors([(comment.source, comment.author_id, comment.author)])
    if author is not None:
        context = replace(
            context, author_comments=author.comments, author_approved=author.approved, author_rejected=author.rejected
        )
    parent = store.find(comment.source, comment.thread_id, comment.parent_id) if comment.parent_id else None
    if parent is not None:
        answered = store.item(parent).comment
        context = replace(context, parent_text=answered.text, parent_author=answered.author)
    return context


def surroundings_and_holds(
    store: Store, live: LiveHolds, comment: Comment, context: Context
) -> tuple[Context, tuple[str, ...]]:
    """Return the surroundings of a comment, and the reason codes of the holds that it meets."""
    return surroundings(store, comment, context), live.now().reasons(comment)
