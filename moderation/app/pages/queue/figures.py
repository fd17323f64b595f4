"""The figures beside the queue: what waits where, what the filters offer, how much fits; each counted now and then."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

import streamlit as st

from moderation.app import session
from moderation.app.lines import minute
from moderation.app.pages.asked import Asked
from moderation.app.panel.offers import choices, language_title
from moderation.app.plain import one_line
from moderation.app.words import RuleWords, reason_title
from moderation.review import late
from moderation.store import Store, watch
from moderation.taxonomy import LABEL_TITLES

# Counting may take this share of the server's time at most: a count that took 20 ms is good for two seconds.
COUNTING_SHARE: Final = 0.01
# Seconds: a count that takes less is made anew after every decision.
QUICK: Final = 0.01
# Of what somebody searches for, more than this is "many"; to count it all may take a second.
MOST_FITS: Final = 1_000
Counted = TypeVar("Counted")


def figures(asked: Asked) -> dict[str, Any]:
    """Return the counts, what the filters offer, and how many items fit what is asked for."""
    store, rules = session.store(), session.rule_words()
    counts = kept("counts", "", lambda: {**store.queues(), "watch": watch.waiting(store)})
    offered = kept("choices", asked.state, lambda: choices(store, asked.state, rules))
    fits = kept("fits", repr(asked), lambda: _fits(asked))
    return {
        "counts": counts,
        "choices": offered,
        "absent": absent(asked, offered, store, rules),
        "behind": kept("behind", "", _behind),
        "fits": fits,
        "most_fits": MOST_FITS,
    }


def absent(asked: Asked, offered: Mapping[str, Any], store: Store, rules: Mapping[str, RuleWords]) -> dict[str, str]:
    """Return the titles of what a view asks for and the lists do not offer: of that, nothing is left."""
    named: dict[str, tuple[Any, Callable[[], str]]] = {
        "reason": (asked.reason, lambda: reason_title(str(asked.reason), rules)),
        "label": (asked.label, lambda: LABEL_TITLES[asked.label] if asked.label else ""),
        "language": (asked.language, lambda: language_title(str(asked.language))),
        "site": (asked.site, lambda: str(asked.site)),
        "thread": (list(asked.thread) if asked.thread else None, lambda: _article(store, asked.thread)),
    }
    return {
        name: one_line(title(), 60)
        for name, (value, title) in named.items()
        if value is not None and all(one["value"] != value for one in offered[name])
    }


def _article(store: Store, thread: tuple[str, str] | None) -> str:
    found = store.article(*thread) if thread else None
    return (found.title if found else None) or (thread[1] if thread else "")


def _fits(asked: Asked) -> int | None:
    """Return how many items of this queue fit, one more than `MOST_FITS` if more; None where nobody wonders."""
    if not asked.is_narrowed or asked.item is not None or asked.queue == "watch":
        return None
    return session.store().count(asked.filter(session.policy()), MOST_FITS + 1)


def _behind() -> dict[str, Any] | None:
    """Return how many rulings have not reached the site for minutes, and since when; None where all have."""
    found = late(session.store())
    count = sum(one.waiting + one.failed for one in found)
    return {"count": count, "since": minute(min(one.since for one in found))} if found else None


def kept(what: str, of: str, count: Callable[[], Counted]) -> Counted:
    """Return a count, made anew once it has been of use for a hundred times as long as it took."""
    name = f"queue_{what}"
    last = st.session_state.get(name)
    began = time.monotonic()
    if last is not None and last[0] == of and began < last[1]:
        found: Counted = last[2]
        return found
    counted = count()
    took = time.monotonic() - began
    st.session_state[name] = (of, began + took / COUNTING_SHARE, counted, took)
    return counted


def count_anew() -> None:
    """Let the next count be a new one, where counting is quick: a decision changes the figures."""
    for name in ("queue_counts", "queue_fits"):
        last = st.session_state.get(name)
        if last is not None and last[3] < QUICK:
            del st.session_state[name]


def forget_counts() -> None:
    """Let the next count be a new one, however long it takes: whether the work is done is told by it."""
    st.session_state.pop("queue_counts", None)
