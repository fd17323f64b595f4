"""Figures about the work: what waits and for how long, what was decided, and how labels and rulings go together."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import Connection, Integer, and_, case, cast, func, select

from moderation.store.answers import DayOfWork, LabelBins, Latest, RuleRecord
from moderation.store.columns import AnyText
from moderation.store.schema import comments, events, queue_items, scores, texts, written_at
from moderation.taxonomy import Label

# A ruling by a person stands on an event; what the policy made carries its own role.
_BY_PERSON = (events.c.number == queue_items.c.standing) & (events.c.role != "policy")


def ages(connection: Connection, edges: tuple[str, ...]) -> tuple[int, ...]:
    """Return how many pending items were written since each of `edges`, newest first, and how many before the last."""
    since = [func.sum(case((written_at >= edge, 1), else_=0)) for edge in edges]
    query = (
        select(*since, func.count())
        .select_from(queue_items.join(comments, comments.c.id == queue_items.c.id))
        .where(queue_items.c.state == "pending")
    )
    *below, total = (int(cell or 0) for cell in connection.execute(query).one())
    upto = [0, *below, total]
    return tuple(upto[place + 1] - upto[place] for place in range(len(upto) - 1))


def work(connection: Connection, since: str) -> tuple[DayOfWork, ...]:
    """Return what persons decided on each day from `since` on, all persons together."""
    day = func.substr(events.c.at, 1, 10, type_=AnyText()).label("day")
    query = (
        select(day, events.c.kind, func.count().label("made"))
        .where(events.c.at >= since, events.c.role != "policy", events.c.kind.in_(("approve", "reject", "escalate")))
        .group_by(day, events.c.kind)
        .order_by(day, events.c.kind)
    )
    return tuple(DayOfWork(row.day, row.kind, int(row.made)) for row in connection.execute(query))


def outcomes(connection: Connection) -> tuple[int, int]:
    """Return how many of the comments that the policy held persons approved, and how many they rejected."""
    query = (
        select(queue_items.c.state, func.count())
        .select_from(queue_items.join(events, _BY_PERSON))
        .where(queue_items.c.state.in_(("approved", "rejected")), queue_items.c.route != "approve")
        .group_by(queue_items.c.state)
    )
    found = {row[0]: int(row[1]) for row in connection.execute(query)}
    return found.get("approved", 0), found.get("rejected", 0)


def label_bins(connection: Connection, label: Label, parts: int) -> LabelBins:
    """Return over `parts` equal ranges of a label's score all comments, and how persons ruled on them."""
    column = scores.c[label]
    scaled = column * parts if connection.dialect.name == "sqlite" else func.floor(column * parts)
    place = cast(case((column >= 1, parts - 1), else_=scaled), Integer).label("place")
    joined = queue_items.join(scores, scores.c.id == queue_items.c.score_id)
    everything = select(place, func.count()).select_from(joined).where(column.is_not(None)).group_by(place)
    ruled = (
        select(place, queue_items.c.state, func.count())
        .select_from(joined.join(events, _BY_PERSON))
        .where(column.is_not(None), queue_items.c.state.in_(("approved", "rejected")))
        .group_by(place, queue_items.c.state)
    )
    rulings: dict[Any, int] = {(row[0], row[1]): int(row[2]) for row in connection.execute(ruled)}
    counted = {row[0]: int(row[1]) for row in connection.execute(everything)}
    return LabelBins(
        comments=tuple(counted.get(part, 0) for part in range(parts)),
        approved=tuple(rulings.get((part, "approved"), 0) for part in range(parts)),
        rejected=tuple(rulings.get((part, "rejected"), 0) for part in range(parts)),
    )


def rule_records(connection: Connection, last: int) -> tuple[RuleRecord, ...]:
    """Return what came of every rule that fired on one of the `last` comments that came in, most hits first."""
    latest = select(queue_items).order_by(queue_items.c.id.desc()).limit(last).subquery()
    by_person = and_(events.c.number == latest.c.standing, events.c.role != "policy")
    query = select(scores.c.rules, latest.c.state, events.c.number).select_from(
        latest.join(scores, scores.c.id == latest.c.score_id).outerjoin(events, by_person)
    )
    hits: Counter[str] = Counter()
    ruled: Counter[tuple[str, str]] = Counter()
    for rules, state, event in connection.execute(query):
        hits.update(rules)
        if event is not None:
            ruled.update((rule, state) for rule in rules)
    return tuple(
        RuleRecord(rule, count, ruled[rule, "rejected"] + ruled[rule, "approved"], ruled[rule, "rejected"])
        for rule, count in hits.most_common()
    )


def recent(connection: Connection, last: int) -> int:
    """Return how many comments the `last` ones are: fewer where fewer came in."""
    newest = select(queue_items.c.id).order_by(queue_items.c.id.desc()).limit(last).subquery()
    return int(connection.execute(select(func.count()).select_from(newest)).scalar_one())


def latest(connection: Connection, last: int) -> list[Latest]:
    """Return the `last` comments that came in, newest first, without those whose text was erased."""
    here = and_(texts.c.comment_id == queue_items.c.id, texts.c.revision == queue_items.c.revision)
    query = (
        select(
            queue_items.c.id,
            queue_items.c.state,
            texts.c.text,
            scores.c.language,
            scores.c.language_confidence,
            scores.c.rules,
        )
        .select_from(queue_items.join(scores, scores.c.id == queue_items.c.score_id).join(texts, here))
        .order_by(queue_items.c.id.desc())
        .limit(last)
    )
    return [
        Latest(row.id, row.text, row.language, row.language_confidence, row.state, tuple(row.rules))
        for row in connection.execute(query)
        if row.text
    ]
