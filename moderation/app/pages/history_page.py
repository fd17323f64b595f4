"""The decisions: who decided what, why and when, under which versions; filtered, exported, taken back."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import streamlit as st

from moderation.app import session
from moderation.app.keys import chosen_keys
from moderation.app.outcome import draw_outcome, keep_done, keep_refused
from moderation.app.pages import ruling_many
from moderation.app.paint import line
from moderation.app.panel.ledger import draw_ledger, ledger_rows, sent
from moderation.app.words import EVENT_TITLES
from moderation.errors import ModerationError
from moderation.review.export import COLUMNS, defused, row_of, storable
from moderation.spreadsheet import LineFeeds
from moderation.store import Bulk, Narrowed, Ruling, bulks, stamp
from moderation.taxonomy import EVENT_KINDS, REASONS_BY_CODE

STEP: Final = 50
EXPORTED: Final = 10_000
EVERYTHING: Final = "All decisions"
EVERYBODY: Final = "Everybody"
ANY_REASON: Final = "Any reason"
NO_FILTER: Final = Narrowed()


@session.telling
def draw() -> None:
    """Draw the page."""
    st.subheader("Decisions", anchor=False)
    wanted = _asked()
    draw_outcome("history")
    ruling_many.tell()
    is_busy = ruling_many.draw_under_way()
    desk, limit = session.desk(), int(st.session_state.get("history_limit", STEP))
    rulings = session.store().rulings(wanted, limit + 1, folded=wanted.bulk is None)
    back = session.store().taken_back([ruling.event.number for ruling in rulings])
    changes = {} if wanted.bulk is not None else _changes(rulings)
    rows = ledger_rows(rulings[:limit], back, desk.person.actor, changes, is_senior=session.is_senior())
    if is_busy:
        rows = [row | {"can_undo": row["can_undo"] and "change" not in row} for row in rows]
    # The turn makes every answer a new one, so that the list is drawn anew also where nothing came of an undo.
    turn = int(st.session_state.get("history_turn", 0))
    kept = session.preferences()
    draw_ledger(
        {
            "rows": rows,
            "filtered": wanted != NO_FILTER,
            "salt": session.salt(),
            "turn": turn,
            "cover_harsh": bool(kept.get("cover_harsh")),
            "show_key": chosen_keys(kept.get("keys"))["show"],
        },
        _receive,
    )
    with st.container(horizontal=True):
        if len(rulings) > limit:
            st.button("Show older ones", on_click=_show_more)
        if rulings:
            st.download_button(
                f"Download as CSV (newest {EXPORTED:,})",
                lambda: as_csv(wanted),
                "decisions.csv",
                mime="text/csv",
                on_click="ignore",
            )
    session.follow()


def _asked() -> Narrowed:
    """Draw the filters and return what they ask for."""
    kind_box, who_box, reason_box, days_box = st.columns(4)
    kinds = {EVERYTHING: None, **{EVENT_TITLES[kind]: kind for kind in EVENT_KINDS}}
    kind = kind_box.selectbox("Kind", list(kinds), key="history_kind")
    people = {EVERYBODY: None, **{person.title: person.actor for person in session.store().people()}}
    who = who_box.selectbox("Moderator", list(people), key="history_who")
    reasons = {ANY_REASON: None, **{reason.title: code for code, reason in REASONS_BY_CODE.items()}}
    reason = reason_box.selectbox("Reason", list(reasons), key="history_reason")
    days = days_box.date_input("Days", value=[], key="history_days", format="YYYY-MM-DD")
    since, before = _bounds(days)
    return Narrowed(kinds[kind], people[who], reasons[reason], since, before, _unfolded())


def _unfolded() -> int | None:
    """Draw of which change of many the comments are shown one by one, and the way back; return its number."""
    change: int | None = st.session_state.get("history_change")
    if change is None:
        return None
    act = line(f"One by one: what change {change} decided.")
    act.button("Show all decisions", on_click=_fold)
    return change


def _fold() -> None:
    st.session_state.pop("history_change", None)
    st.session_state.pop("history_limit", None)


def _changes(rulings: Sequence[Ruling]) -> dict[int, Bulk]:
    """Return the changes of many that these rulings are part of."""
    numbers = {ruling.event.bulk for ruling in rulings if ruling.event.bulk is not None}
    return bulks.some(session.store(), sorted(numbers)) if numbers else {}


def _bounds(days: Any) -> tuple[str | None, str | None]:
    """Return the first moment of the first day and the first after the last, in UTC as the record has it."""
    chosen = [day for day in (days if isinstance(days, list | tuple) else [days]) if isinstance(day, date)]
    if not chosen:
        return None, None
    first, after = chosen[0], chosen[-1] + timedelta(days=1)
    return _start(first), _start(after) if len(chosen) > 1 else None


def _start(day: date) -> str:
    return stamp(datetime(day.year, day.month, day.day, tzinfo=UTC))


def as_csv(wanted: Narrowed) -> bytes:
    """Return the rulings that a filter shows as CSV, the newest first, with no cell that a spreadsheet would run."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(LineFeeds(text), COLUMNS)
    writer.writeheader()
    rulings: Sequence[Ruling] = session.store().rulings(wanted, EXPORTED)
    for ruling in rulings:
        writer.writerow({name: defused(storable(cell)) for name, cell in row_of(ruling).items() if name in COLUMNS})
    return text.getvalue().encode()


def _show_more() -> None:
    st.session_state["history_limit"] = int(st.session_state.get("history_limit", STEP)) + STEP


def _receive() -> None:
    if isinstance(way := sent("go"), Mapping):
        session.lead(str(way.get("page")), way.get("params"))
    if isinstance(change := sent("unfold"), Mapping):
        st.session_state["history_change"] = int(change["change"])
        st.session_state.pop("history_limit", None)
    asked = sent("undo")
    if not isinstance(asked, Mapping):
        return
    st.session_state["history_turn"] = int(st.session_state.get("history_turn", 0)) + 1
    if "change" in asked:
        number = int(asked["change"])
        ruling_many.undo_change(number, _count_of(number))
        return
    try:
        event = session.desk().undo(int(asked["event"]), token=str(asked["token"]))
    except ModerationError as error:
        keep_refused("history", f"Not undone: {error.problems[0].message}.")
        return
    keep_done("history", f"Event {event.reverts} is taken back; the comment waits on your desk again.")


def _count_of(change: int) -> int:
    found = bulks.some(session.store(), [change]).get(change)
    return found.done if found else 0
