"""What a moderator asks to see: from the address or the panel to a filter of the store, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Literal

from moderation.policy import Policy
from moderation.records import Filter, Order
from moderation.store import stamp
from moderation.taxonomy import LABELS, SORTS, ItemState, Label, Sort

Queue = Literal["reported", "pending", "unmoderated", "approved", "rejected", "escalated", "watch"]
# In Coral's order, under Coral's names, then our own; the keys 1 to 7 follow it.
QUEUES: Final[Mapping[Queue, str]] = {
    "reported": "Reported",
    "pending": "Pending",
    "unmoderated": "Unmoderated",
    "approved": "Approved",
    "rejected": "Rejected",
    "escalated": "For review",
    "watch": "Watch",
}
# The queues whose items are leased; the others are looked at, and a decision there is a change of mind.
LEASED: Final[frozenset[Queue]] = frozenset({"reported", "pending", "escalated", "watch"})
SORT_TITLES: Final[Mapping[Sort, str]] = {
    "risk": "Riskiest first",
    "unsure": "Least certain first",
    "oldest": "Longest here first",
    "newest": "Latest here first",
    "shuffle": "Shuffled, for training",
}
AGES: Final[Mapping[str, tuple[str, timedelta, bool]]] = {
    "1h": ("Written in the last hour", timedelta(hours=1), True),
    "24h": ("Written in the last 24 hours", timedelta(hours=24), True),
    "7d": ("Written in the last 7 days", timedelta(days=7), True),
    "older": ("Older than 7 days", timedelta(days=7), False),
}
_STATES: Final[Mapping[Queue, ItemState]] = {
    "approved": "approved", "rejected": "rejected", "escalated": "escalated", "watch": "approved",
}  # fmt: skip
WORDS_LIMIT: Final = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """A view of the queue: which tab, what narrows it, in which order, and from which place on."""

    queue: Queue = "pending"
    reason: str | None = None
    label: Label | None = None
    language: str | None = None
    site: str | None = None
    thread: tuple[str, str] | None = None
    author: tuple[str, str | None, str | None] | None = None
    age: str | None = None
    words: str | None = None
    sort: Sort = "risk"
    seed: int = 0
    item: int | None = None
    start: int = 0

    @property
    def is_leased(self) -> bool:
        """Whether the items of this view are leased to who looks at them."""
        return self.queue in LEASED

    @property
    def state(self) -> ItemState:
        """The state of the items that the filters' figures are counted over."""
        return _STATES.get(self.queue, "pending")

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the tab and the order is asked for."""
        return replace(self, queue="pending", sort="risk", seed=0, start=0) != Asked()

    def filter(self, policy: Policy, now: datetime | None = None) -> Filter:
        """Return the filter that the store understands."""
        since, before = _bounds(self.age, now or datetime.now(UTC))
        return Filter(
            state=self.state,
            reason=self.reason,
            label=self.label,
            thread=self.thread,
            reported=self.queue == "reported",
            unmoderated=self.queue == "unmoderated",
            language=self.language,
            site=self.site,
            author=self.author,
            since=since,
            before=before,
            words=self.words,
            items=() if self.item is None else (self.item,),
            order=Order(self.sort, _limits(policy) if self.sort == "unsure" else (), self.seed),
        )


def _bounds(age: str | None, now: datetime) -> tuple[str | None, str | None]:
    if age is None or age not in AGES:
        return None, None
    _, length, is_since = AGES[age]
    edge = stamp(now - length)
    return (edge, None) if is_since else (None, edge)


def _limits(policy: Policy) -> tuple[tuple[Label, float], ...]:
    """The thresholds of the site's own language: the distance to them says how hard the policy found it to tell."""
    found = []
    for label in LABELS:
        limit = policy.site_threshold(label)
        if limit is not None:
            found.append((label, limit))
    return tuple(found)


def read_asked(given: Any) -> Asked:
    """Return the view that an address or the panel names; what it cannot mean is left open."""
    if not isinstance(given, Mapping):
        return Asked()
    thread, author = _list(given.get("thread"), 2), _list(given.get("author"), 3)
    return Asked(
        queue=next((queue for queue in QUEUES if queue == given.get("queue")), "pending"),
        reason=_text(given.get("reason")),
        label=next((label for label in LABELS if label == given.get("label")), None),
        language=_text(given.get("language")),
        site=_text(given.get("site")),
        thread=(str(thread[0]), str(thread[1])) if thread else None,
        author=(str(author[0]), _text(author[1]), _text(author[2])) if author and any(author[1:]) else None,
        age=next((age for age in AGES if age == given.get("age")), None),
        words=(_text(given.get("words")) or "")[:WORDS_LIMIT].strip() or None,
        sort=next((sort for sort in SORTS if sort == given.get("sort")), "risk"),
        seed=_whole(given.get("seed")) or 0,
        item=_whole(given.get("item")),
        start=_whole(given.get("start")) or 0,
    )


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _whole(value: Any) -> int | None:
    """Return a whole number of what an address may hold; larger ones are no item's and no database's."""
    try:
        number = int(value)
    except (TypeError, ValueError):
        return None
    return number if 0 <= number < 2**53 else None


def _list(value: Any, length: int) -> list[Any] | None:
    """Return a list of `length`, given as one or as JSON, as an address carries it."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return None
    is_right = isinstance(value, list | tuple) and len(value) == length and isinstance(value[0], str)
    return list(value) if is_right else None


def as_json(asked: Asked) -> dict[str, Any]:
    """Return a view as the panel and an address carry it; what is not asked for is None."""
    return {
        "queue": asked.queue,
        "reason": asked.reason,
        "label": asked.label,
        "language": asked.language,
        "site": asked.site,
        "thread": list(asked.thread) if asked.thread else None,
        "author": list(asked.author) if asked.author else None,
        "age": asked.age,
        "words": asked.words,
        "sort": None if asked.sort == "risk" else asked.sort,
        "seed": str(asked.seed) if asked.seed else None,
        "item": None if asked.item is None else str(asked.item),
        "start": str(asked.start) if asked.start else None,
    }
