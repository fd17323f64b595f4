"""What the queue's panel is sent: what it offers whatever waits, its items in words, and the figures around them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import streamlit as st

from moderation.app import session
from moderation.app.keys import ACTIONS, chosen_keys
from moderation.app.lines import hold_here, hold_line
from moderation.app.pages.asked import AGES, QUEUES, SORT_TITLES, Asked, Queue
from moderation.app.pages.listing import escalation_of
from moderation.app.pages.queue.figures import figures, forget_counts, kept
from moderation.app.pages.queue.items import BATCH, is_leased, items_for
from moderation.app.pages.queue.skipped import skipped
from moderation.app.pages.queue.wishes import author_choices
from moderation.app.pages.standing import about_article, about_author, about_words
from moderation.app.panel.shape import note_words, panel_item, ruling_words
from moderation.errors import StoreError
from moderation.records import Item
from moderation.store import Around, Hold, Remark, holds, remarks

KEYS: Final[Mapping[Queue, str]] = {queue: str(place) for place, queue in enumerate(QUEUES, 1)}
# What the policy thought of a comment under watch stays hidden: who knows it agrees with it.
UNSCORED: Final[dict[str, Any]] = {
    "scores": None,
    "legend": None,
    "why": [
        {
            "kind": "other",
            "label": None,
            "text": "Drawn at random from what the policy approved.",
            "details": ["Would you have approved it? Its scores stay hidden, so that the answer is your own."],
            "cautions": [],
        }
    ],
}


@dataclass(frozen=True, slots=True)
class _Read:
    """What the database says of a view: its items with all that stands around them, and the figures.

    `more` says that a further page follows, `standing` are all holds in force.
    """

    items: list[Item]
    more: bool
    around: Mapping[int, Around]
    notes: Mapping[int, Sequence[Remark]]
    standing: Sequence[Hold]
    figures: dict[str, Any]


def may_see(queue: Queue) -> bool:
    """Whether a queue is for whoever sits here."""
    if queue == "watch":  # which is there to be judged, and tells nothing to who does not
        return session.may_decide()
    return queue != "escalated" or session.is_senior()


def offers() -> dict[str, Any]:
    """Return what the moderator has set, and what the panel offers whatever is set."""
    kept = session.preferences()
    tabs = [queue for queue in QUEUES if may_see(queue)]
    return {
        "queues": [{"value": queue, "title": QUEUES[queue], "key": KEYS[queue]} for queue in tabs],
        "sorts": [{"value": sort, "title": title} for sort, title in SORT_TITLES.items()],
        "ages": [{"value": age, "title": title} for age, (title, *_) in AGES.items()],
        "keys": chosen_keys(kept.get("keys")),
        "actions": [{"name": action.name, "title": action.title} for action in ACTIONS],
        "covers": {"harsh": bool(kept.get("cover_harsh")), "personal": bool(kept.get("cover_personal", True))},
        "pause_minutes": int(kept.get("pause_minutes", 50)),
        "author_choices": author_choices(),
        "views": [{"name": name, "asked": view} for name, view in session.saved_views(kept).items()],
    }


def unfilled(asked: Asked) -> dict[str, Any]:
    """Return what `filled` does for a panel that gets its items a moment later."""
    return {**figures(asked), "more": False, "skipped": 0, "items": None}


def filled(asked: Asked, unwritten: int) -> dict[str, Any]:
    """Return the items to show, the counts and what the filters offer; `unwritten` presses are on their way.

    Where the database is in use, `items` is None: the panel keeps what it has and asks again.
    """
    try:
        read = _read(asked, unwritten)
    except StoreError as error:
        last = st.session_state.get("queue_state")
        if last is None:
            raise
        session.ledger().trouble = error.problems[0].message
        return {**last, "items": None}
    st.session_state["queue_state"] = read.figures
    is_bare = not read.items and is_leased(asked)
    return {
        **read.figures,
        "more": read.more,
        # Nothing to show is not nothing to find: it may be on somebody's screen.
        "elsewhere": is_bare and asked.is_narrowed and _is_elsewhere(asked),
        "escalated": not read.items and _is_escalated(asked),
        "skipped": len(skipped(asked.state)) if is_bare and not asked.is_narrowed else 0,
        "items": _shaped(read, asked),
    }


def _read(asked: Asked, unwritten: int) -> _Read:
    """Read a view; raises StoreError where the database is in use."""
    store = session.store()
    items = items_for(asked, unwritten)
    more = not is_leased(asked) and len(items) > BATCH
    items = items[:BATCH] if more else items
    numbers = [item.id for item in items]
    around = store.around(numbers)
    # What moderators have told each other about a comment and its author.
    notes = remarks.of_items(store, numbers)
    standing = kept("holds", "", lambda: holds.active(store))
    if not items and is_leased(asked):
        # Whether the work is done or is with others is told by the count, which must not be a minute old.
        forget_counts()
    return _Read(items, more, around, notes, standing, figures(asked))


def _shaped(read: _Read, asked: Asked) -> list[dict[str, Any]]:
    """Return the items as the panel draws them in this view."""
    policy, rules = session.policy(), session.rule_words()
    shaped = [
        {
            **panel_item(item, policy, rules, read.around[item.id]),
            "notes": [note_words(one) for one in read.notes[item.id]],
            **_held_words(read.standing, item),
        }
        for item in read.items
    ]
    if asked.queue == "watch":
        shaped = [one | UNSCORED for one in shaped]
    if asked.queue == "escalated" or not is_leased(asked):
        shaped = [one | _ruling(item) for one, item in zip(shaped, read.items, strict=True)]
    return shaped


def _held_words(standing: Sequence[Hold], item: Item) -> dict[str, list[str]]:
    """Return what is in force about a comment's author and its words, and about its article."""
    comment = item.comment
    writer = (comment.source, comment.author_id, comment.author)
    of_whom = [*about_author(standing, writer), *about_words(standing, item)]
    here = about_article(standing, comment.source, comment.thread_id)
    return {"held": [hold_line(hold) for hold in of_whom], "held_here": [hold_here(hold) for hold in here]}


def _ruling(item: Item) -> dict[str, Any]:
    """Return who decided an item of a list of decided ones last, and of an escalated one who escalated it."""
    if item.state == "escalated":
        found = escalation_of(item.id)
    else:
        found = next(iter(session.store().events(1, item=item.id)), None)
    return {"ruling": ruling_words(found, item.state)} if found else {}


def _is_elsewhere(asked: Asked) -> bool:
    """Whether a filter fits comments that are leased to others, shown in another tab, or skipped."""
    return bool(session.store().placed(asked.filter(session.policy()), 1))


def _is_escalated(asked: Asked) -> bool:
    """Whether the one comment that is asked for is with the seniors, and whoever asks is none."""
    if asked.item is None or session.is_senior():
        return False
    return any(item.state == "escalated" for item in session.store().items_by_number([asked.item]))
