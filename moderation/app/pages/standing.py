"""What is in force about an author or an article, shown where they are, with the button that ends it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import streamlit as st

from moderation.app import session
from moderation.app.house import hold_line
from moderation.store import Author, Hold


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


def draw_holds(found: Iterable[Hold], key: str, lift: Callable[[int], None]) -> None:
    """Draw holds, a line each; the button that lifts one is there for whoever may."""
    for hold in found:
        said, act = st.columns([4, 1], vertical_alignment="center")
        said.text(hold_line(hold))
        if may_lift(hold):
            act.button("Lift", key=f"{key}_lift_{hold.id}", on_click=lift, args=(hold.id,))


def may_lift(hold: Hold) -> bool:
    """Whether whoever sits here may lift a hold: their own, or as a senior anybody's."""
    return session.is_senior() or (session.may_decide() and hold.person == session.desk().person.id)
