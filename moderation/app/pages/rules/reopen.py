"""What was decided because of a rule, put back into the queue: shown first, then as one change that can be undone."""

from __future__ import annotations

import secrets
from datetime import UTC, date, datetime
from typing import Final

import streamlit as st

from moderation.app import session
from moderation.app.pages.listing import draw_list, placed_of, rows_of
from moderation.app.pages.ruling_many import decide, draw_latest, left_out, tell
from moderation.counted import counted
from moderation.review import preview
from moderation.rulebook import Rule
from moderation.store import Preview, Selection, stamp

SAMPLE: Final = 5


def draw_reopening(rule: Rule) -> None:
    """Draw, for seniors, what would wait again, and the button that puts it back."""
    if not session.is_senior():
        return
    tell()
    if st.toggle("Put back what was decided because of it", key=f"rules_reopen_{rule.id}"):
        _draw_choice(rule)
    draw_latest()


def _draw_choice(rule: Rule) -> None:
    since_box, note_box = st.columns([1, 3])
    today = datetime.now(UTC).date()
    since = since_box.date_input(
        "Decided since (UTC)", today, max_value=today, format="YYYY-MM-DD", key="rules_reopen_since"
    )
    note = note_box.text_input("Why, for the record", max_chars=300, key="rules_reopen_note").strip()
    if not isinstance(since, date):  # the field was emptied
        return
    begin = stamp(datetime(since.year, since.month, since.day, tzinfo=UTC))
    planned = preview(session.desk(), Selection(rule=rule.id, since=begin), "reopen")
    count = len(planned.items)
    st.text(reopening_in_words(planned))
    st.button(
        f"Put back {counted(count, 'comment')}", key="rules_reopen_do", disabled=not count,
        on_click=decide, args=(planned, None, secrets.token_hex(8), note or None),
    )  # fmt: skip
    if not count:
        return
    st.caption(". ".join([*left_out(planned), "Exactly these, as they stand now; it can be undone as one."]))
    first = session.store().items_by_number([number for number, *_ in planned.items[:SAMPLE]])
    draw_list(
        f"rules_reopen_list_{rule.id}", rows_of([placed_of(item) for item in first], session.rule_words()),
        may_decide=False, plain=True,
    )  # fmt: skip


def reopening_in_words(planned: Preview) -> str:
    """Return how many comments would wait again, and how they stand now."""
    if not planned.items:
        return "Nothing was decided since then on a comment that it sent to a person or rejected."
    states = ", ".join(f"{count:,} {state}" for state, count in planned.states)
    return f"{len(planned.items):,} would wait for a person again: {states}."
