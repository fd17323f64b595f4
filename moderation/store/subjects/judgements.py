"""What people ruled, with what the machine had said of the same text: what there is to learn from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Literal

from sqlalchemy import Connection, and_, func, select

from moderation.store.schema import events, scores, texts

if TYPE_CHECKING:
    from moderation.store.store import Store

_PAGE: Final = 2_000


@dataclass(frozen=True, slots=True)
class Judgement:
    """One person's ruling on one text of a comment.

    `scores` are those that stood when it was made, `rules` those that fire on the text by its latest verdict; `text`
    is empty where it was erased. `taken_back_by` is the actor who took it back, None where it lasts.
    """

    event: int
    item: int
    revision: int
    actor: str
    kind: Literal["approve", "reject"]
    reason: str | None
    scores: tuple[float | None, ...]
    rules: tuple[str, ...]
    text: str
    taken_back_by: str | None


def judgements(store: Store) -> Iterator[Judgement]:
    """Yield every person's approval and rejection, oldest first, those that were taken back too."""
    after = 0
    while page := store.read(partial(_page, after=after)):
        yield from page
        after = page[-1].event


def _page(connection: Connection, after: int) -> list[Judgement]:
    undo = events.alias()
    latest = (
        select(func.max(scores.c.id))
        .where(scores.c.comment_id == events.c.item, scores.c.revision == events.c.revision)
        .correlate(events)
        .scalar_subquery()
    )
    query = (
        select(events, undo.c.actor.label("undone_by"), texts.c.text, scores.c.rules.label("fired"))
        .select_from(
            events.join(texts, and_(texts.c.comment_id == events.c.item, texts.c.revision == events.c.revision))
            .outerjoin(undo, undo.c.reverts == events.c.number)
            .outerjoin(scores, scores.c.id == latest)
        )
        .where(events.c.number > after, events.c.kind.in_(("approve", "reject")), events.c.role != "policy")
        .order_by(events.c.number)
        .limit(_PAGE)
    )
    return [_judgement_from(row) for row in connection.execute(query)]


def _judgement_from(row: Any) -> Judgement:
    return Judgement(
        event=row.number,
        item=row.item,
        revision=row.revision,
        actor=row.actor,
        kind=row.kind,
        reason=row.reason,
        scores=tuple(row.scores),
        rules=tuple(row.fired or ()),
        text=row.text,
        taken_back_by=row.undone_by,
    )
