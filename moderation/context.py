"""What surrounds a comment: its article, the comment it answers, its author's record; all of it handed in."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, TypeVar

from moderation.parse.times import utc
from moderation.records import Article, AuthorRecord, Columns, Comment, Context, Record

# Exports put a thread's comments near each other; what lies further back than this is not looked up again,
# so that a dump of any size is read in constant memory.
ARTICLES_KEPT: Final = 500
COMMENTS_KEPT: Final = 20_000
# Columns of a table (keys of a JSON line) that tell what only the site knows; `author_created_at` is a time.
TOLD_TEXTS: Final = ("article_title", "article_text", "article_url", "article_site")
_ARTICLE: Final = frozenset(TOLD_TEXTS)
# The fact of the Context that a count tells.
TOLD_COUNTS: Final = {
    "author_comments": "author_comments",
    "author_approved": "author_approved",
    "author_rejected": "author_rejected",
    "author_age_days": "author_age_days",
    "thread_position": "position",
    "thread_depth": "depth",
}
TOLD: Final = (*TOLD_TEXTS, *TOLD_COUNTS, "author_created_at")
_TOLD: Final = frozenset(TOLD)


def context_of(
    comment: Comment, article: Article | None = None, parent: Comment | None = None, author: AuthorRecord | None = None
) -> Context:
    """Return the context record of a comment from whatever is known around it.

    What the input itself tells in the columns `TOLD` goes before what we know.
    """
    is_reply = comment.parent_id is not None or comment.reply_to is not None
    known = Context(
        article_title=article.title if article else None,
        article_text=article.text or None if article else None,
        article_url=article.url if article else None,
        article_site=article.site if article and article.site else comment.site,
        parent_text=parent.text if parent else None,
        parent_author=parent.author if parent else comment.reply_to,
        author_comments=author.comments if author else None,
        author_approved=author.approved if author else None,
        author_rejected=author.rejected if author else None,
        depth=None if is_reply else 0,
        is_reply=is_reply,
        quotes=comment.quotes,
    )
    return replace(known, **told) if comment.carried and (told := _told(comment)) else known


def article_told(comment: Comment) -> Article | None:
    """Return the article that the input's own columns tell of; None without title, text and address."""
    if _ARTICLE.isdisjoint(comment.carried):
        return None
    told = _told(comment)
    title, text, url = (told.get(name) for name in ("article_title", "article_text", "article_url"))
    if title is text is url is None:
        return None
    return Article(
        comment.source, told.get("article_site", comment.site), comment.thread_id, title=title, text=text or "", url=url
    )


def _told(comment: Comment) -> dict[str, Any]:
    """Return the facts that the input's own columns tell."""
    carried = comment.carried
    found: dict[str, Any] = {}
    if _TOLD.isdisjoint(carried):  # as of most dumps, and asked of every comment
        return found
    for name in TOLD_TEXTS:
        if isinstance(value := carried.get(name), str) and value.strip():
            found[name] = value.strip()
    for name, fact in TOLD_COUNTS.items():
        if (count := _count(carried.get(name))) is not None:
            found[fact] = count
    if "depth" in found:
        found["is_reply"] = found["depth"] > 0
    if "author_age_days" not in found and (days := _days(carried.get("author_created_at"), comment)) is not None:
        found["author_age_days"] = days
    return found


def _count(value: Any) -> int | None:
    """Return a count, whether it came as a number or as a cell's text; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return int(number) if number >= 0 and number.is_integer() else None


def _days(created: Any, comment: Comment) -> int | None:
    """Return how old the author's account was when the comment was written."""
    since = utc(created) if isinstance(created, str | int | float) else None
    if since is None or comment.created_at is None:
        return None
    age = datetime.fromisoformat(comment.created_at) - datetime.fromisoformat(since)
    return age.days if age.days >= 0 else None


# Most comments of most dumps: one record for all of them.
_ON_ITS_OWN: Final = Context(depth=0, is_reply=False)
_UNTOLD: Final = Context()


class Surroundings:
    """The articles and comments of a stream that were seen lately, to find a comment's article and parent in."""

    def __init__(self) -> None:
        self._articles: OrderedDict[tuple[str, str], Article] = OrderedDict()
        self._comments: OrderedDict[tuple[str, str, str], tuple[Comment, int | None]] = OrderedDict()
        # Only of threads whose article came along: there the input holds the thread and not a handful of its comments.
        self._counted: OrderedDict[tuple[str, str], int] = OrderedDict()
        self._tells_replies = True

    def place(self, records: Iterable[Record]) -> Iterator[tuple[Record, Context | None]]:
        """Yield every record, comments with their context."""
        for record in records:
            if isinstance(record, Comment):
                yield record, self._around(record)
                continue
            self._see(record)
            yield record, None

    def _see(self, record: Record) -> None:
        match record:
            case Columns():
                self._tells_replies = not _is_silent(record.fields)
            case Article():
                _keep(self._articles, (record.source, record.thread_id), record, ARTICLES_KEPT)
                _keep(self._counted, (record.source, record.thread_id), 0, ARTICLES_KEPT)
            case _:
                pass

    def _around(self, comment: Comment) -> Context:
        thread = (comment.source, comment.thread_id)
        if self._is_alone(comment, thread):
            context = _ON_ITS_OWN if self._tells_replies else _UNTOLD
        else:
            context = self._among_others(comment, thread)
        _keep(self._comments, (*thread, comment.id), (comment, context.depth), COMMENTS_KEPT)
        return context

    def _is_alone(self, comment: Comment, thread: tuple[str, str]) -> bool:
        return (
            comment.parent_id is comment.reply_to is None
            and not comment.quotes
            and thread not in self._articles
            and not (comment.carried and _told(comment))
        )

    def _among_others(self, comment: Comment, thread: tuple[str, str]) -> Context:
        parent, above = self._comments.get((*thread, comment.parent_id or ""), (None, None))
        context = context_of(comment, self._articles.get(thread), parent)
        seen: dict[str, Any] = {}
        if above is not None:
            seen["depth"] = above + 1
        elif not self._tells_replies and not context.is_reply:
            seen = {"depth": None, "is_reply": None}
        if thread in self._counted:
            self._counted[thread] += 1
            seen["position"] = self._counted[thread]
        return replace(context, **seen | _told(comment)) if seen else context


def _is_silent(fields: Mapping[str, str]) -> bool:
    """Tell whether a table has no column that says what a comment answers."""
    return "parent_id" not in fields and "reply_to" not in fields


K = TypeVar("K")
V = TypeVar("V")


def _keep(table: OrderedDict[K, V], key: K, value: V, limit: int) -> None:
    table[key] = value
    if len(table) > limit:
        table.popitem(last=False)
