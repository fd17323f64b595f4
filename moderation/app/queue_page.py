"""The queue: one leased batch on the panel, the next one always on its way."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, Final

import streamlit as st

from moderation.app import session
from moderation.app.outbox import read_presses, settle
from moderation.app.panel import draw_panel, sent_outbox
from moderation.app.plain import one_line
from moderation.app.shape import panel_item, panel_reasons
from moderation.app.words import RuleWords, reason_title
from moderation.errors import StoreError
from moderation.records import Filter
from moderation.store import Store
from moderation.taxonomy import LABEL_TITLES, LABELS, ItemState

BATCH: Final = 8
LEASE_SECONDS: Final = 180
# What the filters offer is counted anew this often, not with every press.
CHOICES_SECONDS: Final = 10.0
# A list longer than this is searched, not read.
THREADS_OFFERED: Final = 200
QUEUES: Final[Mapping[ItemState, str]] = {"pending": "Waiting", "escalated": "Escalated"}


@st.fragment
@session.telling
def draw() -> None:
    """Draw the page: write what the panel sent, lease what it may show next."""
    # Also where no callback ran: once the server was started anew, the panel's last outbox is simply there.
    _receive()
    ledger, name, wanted = session.ledger(), session.desk_name(), _wanted()
    presses = read_presses(sent_outbox(), name)
    answers = [ledger.answers[press.token] for press in presses if press.token in ledger.answers]
    draw_panel(
        {
            "desk": name,
            "moderator": session.moderator(),
            "view": f"{name} {wanted!r}",
            "filter": _as_json(wanted),
            "filtered": wanted != Filter(state=wanted.state),
            "outcomes": [
                {"token": a.token, "outcome": a.outcome, "event": a.event, "message": a.message} for a in answers
            ],
            "reasons": panel_reasons(),
            **_state(wanted, len(presses)),
            "trouble": ledger.trouble,
        },
        _receive,
    )


def _state(wanted: Filter, sent: int) -> dict[str, Any]:
    """Return the leased items, the counts and what the filters offer.

    Where the database is in use, `items` is None: the panel keeps what it has and asks again.
    """
    store, rules, policy, ledger = session.store(), session.rule_words(), session.policy(), session.ledger()
    try:
        items = session.desk().claim(wanted, _ahead(sent), lease_seconds=LEASE_SECONDS)
        state = {"counts": _counts(store), "choices": _choices(store, wanted.state, rules)}
    except StoreError as error:
        kept = st.session_state.get("queue_state")
        if kept is None:
            raise
        ledger.trouble = error.problems[0].message
        return {**kept, "items": None}
    st.session_state["queue_state"] = state
    return {**state, "items": [panel_item(item, policy, rules) for item in items]}


def _receive() -> None:
    """Write what the panel sent; as a callback it runs before anything is drawn, so no rerun cuts it short."""
    sent = sent_outbox()
    settle(read_presses(sent, session.desk_name()), session.desk(), session.store(), session.ledger())
    if isinstance(sent, Mapping):
        st.session_state["queue_filter"] = _as_filter(sent.get("filter"))
        session.call_me(sent.get("name"))


def _ahead(sent: int) -> int:
    """Return how many items to lease: more for who decides faster than one round trip, so that none is waited for."""
    return min(BATCH + 2 * max(sent - 1, 0), 2 * BATCH)


def _wanted() -> Filter:
    wanted = st.session_state.get("queue_filter")
    return wanted if isinstance(wanted, Filter) else Filter()


def _as_filter(given: Any) -> Filter:
    """Return the filter that the panel asks for; what it cannot mean is left open."""
    if not isinstance(given, Mapping):
        return Filter()
    state, reason, label, thread = (given.get(name) for name in ("state", "reason", "label", "thread"))
    pair = tuple(part for part in thread if isinstance(part, str)) if isinstance(thread, list | tuple) else ()
    return Filter(
        state=next((known for known in QUEUES if known == state), "pending"),
        reason=reason if isinstance(reason, str) else None,
        label=next((known for known in LABELS if known == label), None),
        thread=(pair[0], pair[1]) if len(pair) == 2 else None,
    )


def _as_json(wanted: Filter) -> dict[str, Any]:
    thread = list(wanted.thread) if wanted.thread else None
    return {"state": wanted.state, "reason": wanted.reason, "label": wanted.label, "thread": thread}


def _counts(store: Store) -> dict[str, int]:
    stats = store.stats()
    states: tuple[ItemState, ...] = ("pending", "approved", "rejected", "escalated")
    return {state: stats.state(state) for state in states}


def _choices(store: Store, state: ItemState, rules: Mapping[str, RuleWords]) -> dict[str, Any]:
    kept = st.session_state.get("queue_choices")
    if kept is not None and kept[0] == state and time.monotonic() - kept[1] < CHOICES_SECONDS:
        return dict(kept[2])
    choices = _count_choices(store, state, rules)
    st.session_state["queue_choices"] = (state, time.monotonic(), choices)
    return choices


def _count_choices(store: Store, state: ItemState, rules: Mapping[str, RuleWords]) -> dict[str, Any]:
    """Return what each filter offers: the value to filter by, the title to show, and how many items it shows."""
    states: list[ItemState] = list(QUEUES) if session.is_senior() else ["pending"]
    return {
        "states": [{"value": one, "title": QUEUES[one], "count": None} for one in states],
        "reasons": [
            {"value": tally.name, "title": one_line(reason_title(tally.name, rules), 60), "count": tally.count}
            for tally in store.reasons(state)
        ],
        "labels": [
            {"value": label, "title": LABEL_TITLES[label], "count": tally.count}
            for tally in store.labels(state)
            for label in LABELS
            if label == tally.name
        ],
        "threads": [
            {
                "value": [tally.source, tally.thread_id],
                "title": one_line(tally.title or tally.thread_id, 70),
                "count": tally.count,
            }
            for tally in store.threads(state)[:THREADS_OFFERED]
        ],
    }
