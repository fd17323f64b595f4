"""A comment that the store knows already comes again: new text, new verdict, new facts, or gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, delete, insert, select, update

from moderation.records import Versions
from moderation.store.answers import Added, Scored
from moderation.store.arriving.drawn import mark
from moderation.store.arriving.held import carried
from moderation.store.arriving.intake_rows import (
    Row,
    cleaned,
    is_gone,
    particulars_row,
    quotes_of,
    reason_rows,
    route_of,
    score_row,
    text_digest,
    text_row,
)
from moderation.store.arriving.laid_out import LaidOut
from moderation.store.ruling.ledger import IMPORT_ACTOR, Draft, append
from moderation.store.ruling.projection import OUTCOMES, state_of_route
from moderation.store.ruling.statement import policy_reason, statement_of
from moderation.store.schema import comments, events, item_reasons, particulars, queue_items, revisions, scores, texts
from moderation.store.subjects.outbox import Ruled, post
from moderation.taxonomy import LABELS, EventKind, ItemState

_UNCHANGED: Final = Added(unchanged=1)


class Known(NamedTuple):
    """What the store holds of a comment, as far as telling a change needs it."""

    id: int
    key: str
    revision: int
    facts_digest: str
    erased_at: str | None
    text_digest: str | None
    state: ItemState | None
    score_digest: str | None
    score_reasons: list[str] | None


@dataclass(frozen=True, slots=True)
class Work:
    """The transaction of an import: its connection, its time, and the ids that its scores get."""

    connection: Connection
    now: str
    score_ids: Iterator[int]


def policy_rejection(scored: Scored, item: int, revision: int, now: str) -> Draft:
    """Return the event of a rejection that the policy made; the actor is the policy's digest."""
    verdict = cleaned(scored.verdict)
    reason = policy_reason(verdict)
    return Draft(
        item=item,
        revision=revision,
        kind="reject",
        actor=f"policy:{scored.versions.policy}",
        role="policy",
        at=now,
        reason=reason,
        statement=statement_of(
            reason, reasons=verdict.reasons, is_reported=bool(scored.comment.reports), is_automated=True
        ),
        scores=verdict.scores,
        versions=scored.versions,
        source="policy",
    )


def revise(work: Work, known: Known, laid: LaidOut, places: Row) -> Added:
    """Bring one known comment, which was not erased, up to date and say what that was."""
    is_new_text = laid.text_digest != known.text_digest
    # Nobody asked to see again what was there before the hold; what it held stays held.
    is_new_here = is_new_text or known.state is None
    scored = laid.scored if is_new_here else carried(laid.given, known.score_reasons or ())
    comment, verdict = scored.comment, scored.verdict
    if laid.facts["facts_digest"] != known.facts_digest:
        _update_facts(work, known, scored, {**laid.facts, **places}, is_new_text=is_new_text)
    if is_gone(comment, verdict):
        return _close(work, known)
    if is_new_text:
        known = known._replace(revision=known.revision + 1)
        _add_revision(work, known, scored)
    if is_new_here:
        mark(work.connection, scored, known.id, known.revision, work.now)
    row = laid.score if scored is laid.scored else score_row(verdict, scored.versions)
    if known.state is None:
        _enter(work, known, scored, row, places["thread_id"])
        return Added(revised=1)
    is_back = known.state == "closed"
    if not (is_new_text or is_back) and row["digest"] == known.score_digest:
        return _UNCHANGED
    _rescore(work, known, scored, row, is_new_text=is_new_text)
    return Added(revised=1) if is_new_text or is_back else Added(rescored=1)


def _update_facts(work: Work, known: Known, scored: Scored, values: Row, *, is_new_text: bool) -> None:
    work.connection.execute(update(comments).where(comments.c.id == known.id).values(**values, changed_at=work.now))
    work.connection.execute(delete(particulars).where(particulars.c.comment_id == known.id))
    extra = particulars_row(known.id, scored.comment)
    if extra:
        work.connection.execute(insert(particulars).values(**extra))
    if is_new_text:
        # Quotes are ranges of their own text: the revision before keeps its own.
        return
    here = (texts.c.comment_id == known.id) & (texts.c.revision == known.revision)
    work.connection.execute(update(texts).where(here).values(quotes=quotes_of(scored.comment)))


def _add_revision(work: Work, known: Known, scored: Scored) -> None:
    comment = scored.comment
    work.connection.execute(
        insert(revisions).values(
            comment_id=known.id, number=known.revision, text_digest=text_digest(comment), at=work.now
        )
    )
    work.connection.execute(insert(texts).values(**text_row(known.id, known.revision, comment)))
    work.connection.execute(
        update(comments).where(comments.c.id == known.id).values(revision=known.revision, changed_at=work.now)
    )


def _add_score(work: Work, known: Known, row: Row) -> int:
    number = next(work.score_ids)
    work.connection.execute(
        insert(scores).values(id=number, comment_id=known.id, revision=known.revision, at=work.now, **row)
    )
    return number


def _index_reasons(work: Work, known: Known, scored: Scored) -> None:
    work.connection.execute(delete(item_reasons).where(item_reasons.c.item_id == known.id))
    rows = reason_rows(known.id, scored.verdict)
    if rows:
        work.connection.execute(insert(item_reasons), rows)


def _enter(work: Work, known: Known, scored: Scored, row: Row, thread_id: int) -> None:
    """Give a comment that had no place in the queue one."""
    score_id = _add_score(work, known, row)
    item = {"state": state_of_route(route_of(scored.verdict)), "version": 1, "standing": None, "head": ""}
    if scored.verdict.route == "reject":
        (event,) = append(work.connection, [(policy_rejection(scored, known.id, known.revision, work.now), "")])
        post(work.connection, [Ruled(event, "rejected", event.reason)])
        item = {"state": "rejected", "version": 2, "standing": event.number, "head": event.hash}
    work.connection.execute(
        insert(queue_items).values(
            id=known.id,
            thread_id=thread_id,
            revision=known.revision,
            score_id=score_id,
            route=row["route"],
            priority=row["priority"],
            **item,
        )
    )
    _index_reasons(work, known, scored)


def _rescore(work: Work, known: Known, scored: Scored, row: Row, *, is_new_text: bool) -> None:
    item = _locked(work.connection, known.id)
    score_id = _add_score(work, known, row)
    values: Row = {
        "revision": known.revision,
        "score_id": score_id,
        "route": row["route"],
        "priority": row["priority"],
        "version": item.version + 1,
    }
    kind = _event_for(item, row["route"], is_new_text=is_new_text)
    if kind is not None:
        draft = _import_event(known, scored, kind, work.now)
        (event,) = append(work.connection, [(draft, item.head)])
        post(work.connection, [Ruled(event, OUTCOMES[kind], event.reason)])
        values |= {
            "state": OUTCOMES[kind],
            "version": item.version + 2,
            "standing": event.number,
            "head": event.hash,
        }
    elif item.standing is None:
        values["state"] = state_of_route(row["route"])
    if values.get("state", item.state) != item.state:
        values |= {"lease_by": None, "lease_until": None}
    work.connection.execute(update(queue_items).where(queue_items.c.id == known.id).values(**values))
    _index_reasons(work, known, scored)


def _event_for(item: Any, route: str, *, is_new_text: bool) -> EventKind | None:
    """Return the event that a new verdict needs, given where the item stands.

    A person's ruling outlives a new verdict on the same text. A ruling on another text does not, unless it approved
    and the new text is approved as well; an escalated item stays with the seniors.
    """
    state: ItemState = item.state
    by_policy = item.standing_role == "policy"
    if state == "closed":
        return "reject" if route == "reject" else "reopen"
    if state == "escalated":
        return None
    if route == "reject":
        return "reject" if is_new_text or item.standing is None else None
    if state == "rejected" and (is_new_text or by_policy):
        return "reopen"
    if state == "approved" and item.standing is not None and is_new_text and route == "review":
        return "reopen"
    return None


def _import_event(known: Known, scored: Scored, kind: EventKind, now: str) -> Draft:
    if kind == "reject":
        return policy_rejection(scored, known.id, known.revision, now)
    return Draft(
        item=known.id,
        revision=known.revision,
        kind=kind,
        actor=IMPORT_ACTOR,
        role="policy",
        at=now,
        scores=cleaned(scored.verdict).scores,
        versions=scored.versions,
        source="import",
    )


def _close(work: Work, known: Known) -> Added:
    if known.state is None:
        return _UNCHANGED
    is_closed = close_item(work.connection, known.id, actor=IMPORT_ACTOR, source="import", now=work.now)
    return Added(closed=1) if is_closed else _UNCHANGED


def close_item(connection: Connection, item_id: int, *, actor: str, source: str, now: str) -> bool:
    """Close an item with an event, and tell whether it was open."""
    item = _locked(connection, item_id)
    if item.state == "closed":
        return False
    score = connection.execute(select(scores).where(scores.c.id == item.score_id)).one()
    draft = Draft(
        item=item_id,
        revision=item.revision,
        kind="close",
        actor=actor,
        role="policy",
        at=now,
        scores=snapshot(score),
        versions=versions_of(score),
        source=source,
    )
    (event,) = append(connection, [(draft, item.head)])
    connection.execute(
        update(queue_items)
        .where(queue_items.c.id == item_id)
        .values(
            state="closed",
            version=item.version + 1,
            standing=event.number,
            head=event.hash,
            lease_by=None,
            lease_until=None,
        )
    )
    return True


def _locked(connection: Connection, item_id: int) -> Any:
    """Return the item's row, held against other writers, with the role behind its standing event."""
    item = connection.execute(select(queue_items).where(queue_items.c.id == item_id).with_for_update()).one()
    role = None
    if item.standing is not None:
        role = connection.execute(select(events.c.role).where(events.c.number == item.standing)).scalar()
    return _Locked(item.state, item.revision, item.version, item.score_id, item.standing, item.head, role)


class _Locked(NamedTuple):
    state: ItemState
    revision: int
    version: int
    score_id: int
    standing: int | None
    head: str
    standing_role: str | None


def snapshot(score: Any) -> tuple[float | None, ...]:
    """Return the nine label values of a row of `scores`, in the order of LABELS."""
    return tuple(getattr(score, label) for label in LABELS)


def versions_of(score: Any) -> Versions:
    """Return what made the scores in a row of `scores`."""
    return Versions(score.scored_by, score.model_digest, score.rules_digest, score.policy_digest)
