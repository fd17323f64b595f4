"""One author: the record, and everything that they wrote, decided in place."""

from __future__ import annotations

import json
from functools import partial
from typing import Final

import streamlit as st

from moderation.app import session
from moderation.app.lines import note_line
from moderation.app.outcome import attempt, taken
from moderation.app.pages.asked import read_asked
from moderation.app.pages.listing import draw_list, name_shown, rows_of
from moderation.app.pages.restricting import ends_of, offered_restrictions, restrict
from moderation.app.pages.standing import about_author, ask_hold, draw_holds
from moderation.app.plain import isolated, one_line
from moderation.store import Author, Effect, holds, remarks

SHOWN: Final = 200
FIGURE: Final = 150
# How long a suspension lasts unless somebody says otherwise.
USUAL: Final = "For 7 days"


@session.telling
def draw() -> None:
    """Draw the page."""
    author = read_asked(st.query_params.to_dict()).author
    if author is None:
        st.subheader("Author", anchor=False)
        st.info("Press on an author's name in the queue, and everything by that author is here.")
        return
    (record,) = session.store().authors([author])
    # A name is a stranger's text, and a heading would read it as Markdown.
    st.subheader("Author", anchor=False)
    st.text(f"{isolated(name_shown(author[2] or author[1]))} · {one_line(author[0], 60)}")
    if record is None:
        st.info("Nothing by this author is here.")
        return
    decided = record.approved + record.rejected
    with st.container(horizontal=True):
        st.metric("Comments", f"{record.comments:,}", width=FIGURE)
        st.metric("Approved", f"{record.approved:,}", width=FIGURE)
        st.metric("Rejected", f"{record.rejected:,}", width=FIGURE)
        st.metric("Share rejected", f"{record.rejected / decided:.0%}" if decided else "–", width=FIGURE)
    if record.comments > decided:
        st.button("Show what waits in the queue", on_click=_lead, args=(author,))
    _restrict(Author(*author))
    for note in remarks.of_author(session.store(), Author(*author)):
        st.text(note_line(note))
    placed = session.store().comments_by(author, SHOWN)
    rows = [
        {**row, "article": one_line(one.title or one.comment.thread_id, 80)}
        for row, one in zip(rows_of(placed, session.rule_words()), placed, strict=True)
    ]
    is_cut = record.comments > len(placed)
    draw_list("author_list", rows, by_author=True, which="The latest " if is_cut else "")
    if is_cut:
        st.caption(f"The latest {SHOWN} comments; “Only theirs” in the queue has all that waits.")
    session.follow()


def _lead(author: tuple[str, str | None, str | None]) -> None:
    session.lead("queue", {"author": json.dumps(author)})


def _restrict(author: Author) -> None:
    """Draw what is in force about an author, and the buttons for more."""
    if told := taken("author"):
        st.info(told.words)
    about = (author.source, author.author_id, author.name)
    draw_holds(about_author(holds.active(session.store()), about), "author")
    with st.container(horizontal=True):
        for effect, one in offered_restrictions().items():
            ends = ends_of(effect)
            ask_hold(
                one.title, f"author_{effect}", partial(_do, author, effect), ends,
                usual=USUAL if effect == "suspend" else ends[0], button=one.button,
            )  # fmt: skip


def _do(author: Author, effect: Effect, until: str | None, note: str | None) -> None:
    attempt("author", lambda: restrict(author, effect, until, note))
