"""The decisions: who decided what, why and when, and the way to take one back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import streamlit as st

from moderation.app import session
from moderation.app.ledger import asked_undo, draw_ledger, ledger_rows
from moderation.errors import ModerationError
from moderation.taxonomy import EVENT_KINDS

STEP: Final = 50
KINDS: Final[Mapping[str, str]] = {
    "approve": "Approved",
    "reject": "Rejected",
    "escalate": "Escalated",
    "skip": "Skipped",
    "undo": "Undone",
    "reopen": "Reopened",
    "close": "Closed",
}
EVERYTHING: Final = "All decisions"
EVERYBODY: Final = "Everybody"
MINE: Final = "Only mine"


@session.telling
def draw() -> None:
    """Draw the page."""
    st.subheader("Decisions", anchor=False)
    kind_box, who_box, _ = st.columns([1, 1, 2])
    options = [EVERYTHING, *(KINDS[kind] for kind in EVENT_KINDS if kind in KINDS)]
    kind = kind_box.selectbox("Kind", options, label_visibility="collapsed", key="history_kind")
    who = who_box.selectbox("Moderator", [EVERYBODY, MINE], label_visibility="collapsed", key="history_who")
    _tell_trouble()
    desk, limit = session.desk(), int(st.session_state.get("history_limit", STEP))
    # All of the newest, so that what took a row back is always among them; then what the filter keeps of it.
    rulings = session.store().events(limit + 1)
    rows = ledger_rows(rulings[:limit], desk.person.actor, is_senior=session.is_senior())
    shown = [
        row
        for row, ruling in zip(rows, rulings, strict=False)
        if kind in (EVERYTHING, KINDS.get(str(row["kind"])))
        and (who == EVERYBODY or ruling.event.actor == desk.person.actor)
    ]
    # The turn makes every answer a new one, so that the list is drawn anew also where nothing came of an undo.
    turn = int(st.session_state.get("history_turn", 0))
    filtered = (kind, who) != (EVERYTHING, EVERYBODY)
    draw_ledger({"rows": shown, "filtered": filtered, "salt": session.salt(), "turn": turn}, _undo)
    if len(rulings) > limit:
        st.button("Show older ones", on_click=_show_more)


def _show_more() -> None:
    st.session_state["history_limit"] = int(st.session_state.get("history_limit", STEP)) + STEP


def _undo() -> None:
    asked = asked_undo()
    if not isinstance(asked, Mapping):
        return
    st.session_state["history_turn"] = int(st.session_state.get("history_turn", 0)) + 1
    try:
        event = session.desk().undo(int(asked["event"]), token=str(asked["token"]))
    except ModerationError as error:
        st.session_state["history_trouble"] = error.problems[0].message
        return
    st.session_state["history_told"] = f"Event {event.reverts} is taken back; the comment waits on your desk again."


def _tell_trouble() -> None:
    if trouble := st.session_state.pop("history_trouble", None):
        st.warning(f"Not undone: {trouble}.")
    if told := st.session_state.pop("history_told", None):
        st.success(told)
