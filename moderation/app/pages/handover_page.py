"""One page for the next shift: what is escalated, what waits longest, what is held, what was said and changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Final

import streamlit as st

from moderation.app import session
from moderation.app.lines import behind_line, delivery_line, escalated_line, note_line
from moderation.app.outcome import attempt, draw_outcome
from moderation.app.pages.listing import draw_list, escalation_of, placed_of, rows_of
from moderation.app.pages.ruling_many import draw_latest, tell
from moderation.app.pages.standing import NOTE_ASKED, NOTE_LIMIT, draw_holds
from moderation.app.paint import line
from moderation.app.words import EVENT_TITLES
from moderation.records import Filter, Item
from moderation.review import hold_term, late, retry_all, retry_delivery
from moderation.store import Behind, Delivery, Hold, Remark, handover, holds, stamp
from moderation.taxonomy import EVENT_KINDS, EventKind

SHOWN: Final = 10
COUNTED: Final = 1_000
DAY: Final = 86_400


@session.telling
def draw() -> None:
    """Draw the page."""
    st.subheader("Handover", anchor=False)
    draw_outcome("handover")
    tell()
    found = handover.report(session.store(), SHOWN)
    st.caption(shift_in_words(found.made))
    _unreached(late(session.store()), found.failed)
    left, right = st.columns([3, 2], gap="large")
    with left:
        _items("Escalated", found.escalated, "Nothing is escalated.")
        _escalated_beyond(len(found.escalated))
        _items("Waiting longest", found.oldest, "Nothing waits.")
    with right:
        _holds(holds.active(session.store()))
        _notes(found.remarks)
        draw_latest()
    session.follow()


def shift_in_words(made: Mapping[EventKind, int]) -> str:
    """Return what the shift that ends has done, everybody together: nobody is ranked."""
    told = [f"{made[kind]:,} {EVENT_TITLES[kind].lower()}" for kind in EVENT_KINDS if made.get(kind)]
    return f"In the last 12 hours: {', '.join(told)}." if told else "Nobody has decided anything in the last 12 hours."


def _items(title: str, items: Sequence[Item], nothing: str) -> None:
    st.markdown(f"##### {title}")
    rows = [
        {**row, "asked": _asked(item)}
        for row, item in zip(rows_of([placed_of(item) for item in items], session.rule_words()), items, strict=True)
    ]
    draw_list(f"handover_{title}", rows, plain=True, empty=nothing)


def _escalated_beyond(shown: int) -> None:
    """Say how many are escalated where not all are listed: the shift that begins would take the list for all of it."""
    if shown < SHOWN:
        return
    count = session.store().count(Filter(state="escalated"), COUNTED + 1)
    if count > shown:
        all_ = f"{count:,}" if count <= COUNTED else f"over {COUNTED:,}"
        st.caption(f"The {shown} riskiest of {all_}; all are in the queue “For review”.")


def _asked(item: Item) -> str | None:
    """Return who escalated a comment, and what that moderator wants to know."""
    found = escalation_of(item.id) if item.state == "escalated" else None
    return escalated_line(found) if found is not None else None


def _holds(found: Sequence[Hold]) -> None:
    st.markdown("##### In force")
    if not found:
        st.caption("No article, author or word is held.")
    draw_holds(found, "handover")
    if session.is_senior():
        _hold_a_term()


def _hold_a_term() -> None:
    with st.expander("Hold new comments with a word"), st.form("handover_term", border=False, clear_on_submit=True):
        term = st.text_input("Word or phrase", max_chars=100)
        days = st.number_input("For how many days", 1, 30, 1)
        note = st.text_input(NOTE_ASKED, max_chars=NOTE_LIMIT)
        if st.form_submit_button("Hold"):
            until = stamp(datetime.now(UTC), plus_seconds=int(days) * DAY - 60)
            attempt("handover", lambda: _hold(term, until, note or None))
            st.rerun()


def _hold(term: str, until: str, note: str | None) -> str:
    hold_term(session.desk(), term, until=until, note=note)
    return "Held from now on."


def _notes(found: Sequence[Remark]) -> None:
    st.markdown("##### Notes")
    if not found:
        st.caption("No notes. “Note” in the queue writes one about a comment.")
    for note in found:
        act = line(note_line(note))
        # A number alone would have to be typed into an address.
        if note.item is not None:
            act.button("Open", key=f"handover_note_{note.id}", on_click=_open, args=(note.item,))


def _open(item: int) -> None:
    session.lead("queue", {"item": item})


def _unreached(behind: Sequence[Behind], failed: Sequence[Delivery]) -> None:
    """Draw what the readers of the site do not see yet; it comes first, since everybody here takes it for done."""
    if not behind:
        return
    st.markdown("##### Rulings that did not reach the site")
    for place in behind:
        st.text(behind_line(place))
    if session.may_decide():
        st.button("Send them all now", key="handover_retry_all", on_click=attempt, args=("handover", _retry_all))
    for one in failed:
        act = line(delivery_line(one))
        retry = partial(_retry, one.id)
        act.button("Try again", key=f"handover_retry_{one.id}", on_click=attempt, args=("handover", retry))


def _retry(number: int) -> str:
    retry_delivery(session.desk(), number)
    return "It is on its way again."


def _retry_all() -> str:
    count = retry_all(session.desk())
    if not count:
        return "They are due within two minutes anyway, and go by themselves."
    return f"{count:,} {'is' if count == 1 else 'are'} on the way again; what is due within two minutes goes by itself."
