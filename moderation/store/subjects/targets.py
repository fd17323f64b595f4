"""Where rulings are sent, and what each place calls them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from sqlalchemy import insert, select, update

from moderation.errors import UsageError
from moderation.store.schema import targets
from moderation.taxonomy import ItemState

if TYPE_CHECKING:
    from moderation.store.store import Store

Words = Literal["wordpress", "coral", "disqus", "generic"]
WORDS: Final[tuple[Words, ...]] = get_args(Words)

# WordPress: the words of `wp_set_comment_status` and of its REST API. Coral: GraphQL's COMMENT_STATUS. Disqus: the
# `include` words of `posts/list`.
_APPROVED: Final[Mapping[Words, str]] = {
    "wordpress": "approve", "coral": "APPROVED", "disqus": "approved", "generic": "approved",
}  # fmt: skip
_WAITING: Final[Mapping[Words, str]] = {
    "wordpress": "hold", "coral": "PREMOD", "disqus": "unapproved", "generic": "pending",
}  # fmt: skip
_REJECTED: Final[Mapping[Words, str]] = {
    "wordpress": "trash", "coral": "REJECTED", "disqus": "deleted", "generic": "rejected",
}  # fmt: skip
# Who is told of spam learns from it; Coral has one word for both.
_SPAM: Final[Mapping[Words, str]] = {
    "wordpress": "spam", "coral": "REJECTED", "disqus": "spam", "generic": "rejected",
}  # fmt: skip
_SPAM_REASONS: Final = frozenset({"spam", "advertising"})


def word_of(words: Words, state: ItemState, reason: str | None) -> str | None:
    """Return what a place calls a comment in `state`, None for one that went away upstream."""
    match state:
        case "approved":
            return _APPROVED[words]
        case "rejected":
            return _SPAM[words] if reason in _SPAM_REASONS else _REJECTED[words]
        case "pending" | "escalated":
            return _WAITING[words]
        case "closed":
            return None


@dataclass(frozen=True, slots=True)
class Target:
    """A place that wants to know of rulings: `secret` names the variable of the environment that signs them.

    `source` narrows it to the comments of one source, None takes all.
    """

    id: int
    name: str
    words: Words
    url: str
    source: str | None
    secret: str
    added_at: str
    closed_at: str | None


def target_from(row: Any) -> Target:
    """Return the target that a row of `targets` holds."""
    return Target(row.id, row.name, row.words, row.url, row.source, row.secret, row.added_at, row.closed_at)


def all_targets(store: Store) -> tuple[Target, ...]:
    """Return all targets, closed ones too, oldest first."""
    query = select(targets).order_by(targets.c.id)
    return store.read(lambda connection: tuple(target_from(row) for row in connection.execute(query)))


def add_target(store: Store, name: str, *, url: str, words: Words, secret: str, source: str | None = None) -> Target:
    """Open a target: every ruling from now on is sent there. Raises UsageError where the name is taken."""
    if any(target.name == name and target.closed_at is None for target in all_targets(store)):
        raise UsageError(f"there is a target `{name}` already", mend="close it first, or choose another name")
    row = {"name": name, "url": url, "words": words, "source": source, "secret": secret, "added_at": store.now}
    return store.write(
        lambda connection: target_from(connection.execute(insert(targets).values(**row).returning(targets)).one())
    )


def close_target(store: Store, name: str) -> Target:
    """Send nothing more to a target; what waits for it stays in the outbox."""
    here = (targets.c.name == name) & targets.c.closed_at.is_(None)
    closing = update(targets).where(here).values(closed_at=store.now).returning(targets)
    row = store.write(lambda connection: connection.execute(closing).one_or_none())
    if row is None:
        raise UsageError(f"there is no open target `{name}`", mend="see `moderation deliver list`")
    return target_from(row)
