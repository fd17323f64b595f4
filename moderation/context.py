"""What surrounds a comment: its article, the comment it answers, its author's record; all of it handed in."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from typing import Final, TypeVar

from moderation.records import Article, AuthorRecord, Comment, Context, Record

# Exports put a thread's comments near each other; what lies further back than this is not looked up again,
# so that a dump of any size is read in constant memory.
ARTICLES_KEPT: Final = 500
COMMENTS_KEPT: Final = 20_000


def context_of(
    comment: Comment, article: Article | None = None, parent: Comment | None = None, author: AuthorRecord | None = None
) -> Context:
    """Return the context record of a comment from whatever is known around it."""
    return Context(
        article_title=article.title if article else None,
        article_text=article.text if article else None,
        article_url=article.url if article else None,
        parent_text=parent.text if parent else None,
        parent_author=parent.author if parent else comment.reply_to,
        author_comments=author.comments if author else None,
        author_approved=author.approved if author else None,
        author_rejected=author.rejected if author else None,
        depth=0 if comment.parent_id is None else None,
        quotes=comment.quotes,
    )


# Most comments of most dumps: one record for all of them.
_ON_ITS_OWN: Final = Context(depth=0)


class Surroundings:
    """The articles and comments of a stream that were seen lately, to find a comment's article and parent in."""

    def __init__(self) -> None:
        self._articles: OrderedDict[tuple[str, str], Article] = OrderedDict()
        self._comments: OrderedDict[tuple[str, str, str], Comment] = OrderedDict()

    def place(self, records: Iterable[Record]) -> Iterator[tuple[Record, Context | None]]:
        """Yield every record, comments with their context."""
        for record in records:
            yield record, self._see(record)

    def _see(self, record: Record) -> Context | None:
        if isinstance(record, Comment):
            article = self._articles.get((record.source, record.thread_id)) if self._articles else None
            parent = self._comments.get((record.source, record.thread_id, record.parent_id or ""))
            _keep(self._comments, record.key, record, COMMENTS_KEPT)
            if article is None and parent is None and record.parent_id is record.reply_to is None and not record.quotes:
                return _ON_ITS_OWN
            return context_of(record, article, parent)
        if isinstance(record, Article):
            _keep(self._articles, (record.source, record.thread_id), record, ARTICLES_KEPT)
        return None


K = TypeVar("K")
V = TypeVar("V")


def _keep(table: OrderedDict[K, V], key: K, value: V, limit: int) -> None:
    table[key] = value
    if len(table) > limit:
        table.popitem(last=False)
