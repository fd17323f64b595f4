"""What is in force about an author or an article, shown where they are, with the buttons that set and end it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final

import streamlit as st

from moderation.app import session
from moderation.app.lines import hold_words
from moderation.app.outcome import attempt
from moderation.app.paint import line
from moderation.app.plain import visible
from moderation.holding import Holds
from moderation.records import Item
from moderation.review import lift_hold
from moderation.store import Author, Hold, stamp

# How long a hold may be set to stand; None is until somebody lifts it.
UNTIL_LIFTED: Final = "Until somebody lifts it"
ENDS: Final[Mapping[str, timedelta | None]] = {
    UNTIL_LIFTED: None,
    "For 1 hour": timedelta(hours=1),
    "For 6 hours": timedelta(hours=6),
    "For 1 day": timedelta(days=1),
    "For 3 days": timedelta(days=3),
    "For 7 days": timedelta(days=7),
    "For 30 days": timedelta(days=30),
}
NOTE_LIMIT: Final = 300
TERM: Final = "hold:term"
LIFTED: Final = "Lifted. What waits because of it still waits."
NOTE_ASKED: Final = "Why, for the others"


def about_author(standing: Iterable[Hold], author: tuple[str, str | None, str | None]) -> list[Hold]:
    """Return the holds on an author, under whatever spelling of the name somebody set them.

    As for what comes in: an author is held by id or by name, whichever the moderator had before them.
    """
    source, *ways = author
    known = {Author(source, *way).identity for way in ((ways[0], None), (None, ways[1])) if any(way)}
    return [hold for hold in standing if hold.kind == "author" and hold.identity in known]


def about_article(standing: Iterable[Hold], source: str, thread_id: str) -> list[Hold]:
    """Return the holds on an article."""
    return [
        hold for hold in standing if hold.kind == "article" and (hold.source, hold.thread_id) == (source, thread_id)
    ]


def about_words(standing: Iterable[Hold], item: Item) -> list[Hold]:
    """Return the holds on the words for which an item was held: its reason does not say which they are."""
    if TERM not in item.verdict.reasons:
        return []
    return [hold for hold in standing if hold.kind == "term" and TERM in Holds([hold]).reasons(item.comment)]


def draw_holds(found: Iterable[Hold], page: str) -> None:
    """Draw holds, each with its whole note below it; the button that lifts one is there for whoever may.

    What comes of it is kept for `page`.
    """
    for hold in found:
        act = line(f"{hold_words(hold)}\n{visible(hold.note)}" if hold.note else hold_words(hold))
        if may_lift(hold):
            act.button("Lift", key=f"{page}_lift_{hold.id}", on_click=attempt, args=(page, partial(_lift, hold.id)))


def _lift(number: int) -> str:
    lift_hold(session.desk(), number)
    return LIFTED


def may_lift(hold: Hold) -> bool:
    """Whether whoever sits here may lift a hold: their own, or as a senior anybody's."""
    return session.is_senior() or (session.may_decide() and hold.person == session.desk().person.id)


def end_of(length: str) -> str | None:
    """Return the time at which a hold of this length ends that begins now, None for one that somebody has to lift."""
    lasts = ENDS[length]
    return None if lasts is None else stamp(datetime.now(UTC) + lasts)


def ask_hold(
    title: str,
    key: str,
    place: Callable[[str | None, str | None], None],
    ends: Sequence[str] = tuple(ENDS),
    *,
    usual: str = UNTIL_LIFTED,
    button: str = "Hold",
) -> None:
    """Draw the button behind which a hold's end and note are asked for; `place` is called with both, once pressed."""

    def placed() -> None:
        place(end_of(st.session_state[f"{key}_end"]), st.session_state[f"{key}_note"].strip() or None)

    with st.popover(title), st.form(key, border=False):
        st.selectbox("How long", ends, index=ends.index(usual), key=f"{key}_end")
        st.text_area(NOTE_ASKED, max_chars=NOTE_LIMIT, key=f"{key}_note", height=100)
        st.form_submit_button(button, on_click=placed)
