"""One article with its comments in place, decided in place."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

import streamlit as st

from moderation.app import session
from moderation.app.outcome import attempt, draw_outcome
from moderation.app.pages.asked import read_asked
from moderation.app.pages.listing import article_of, draw_list, rows_of
from moderation.app.pages.standing import about_article, ask_hold, draw_holds
from moderation.app.plain import isolated, one_line
from moderation.review import hold_article
from moderation.store import Placed, holds

SHOWN: Final = 500
DEPTH: Final = 6


@session.telling
def draw() -> None:
    """Draw the page."""
    st.subheader("Threads", anchor=False)
    draw_outcome("thread")
    threads = _threads()
    asked = read_asked(st.query_params.to_dict()).thread
    if asked is None and not threads:
        st.info("No comments yet. Bring some in with `moderation import FILE`, or try `moderation demo`.")
        return
    _draw_thread(*_chosen(threads, asked))
    session.follow()


def _chosen(threads: dict[tuple[str, str], str], asked: tuple[str, str] | None) -> tuple[str, str]:
    """Draw the box of articles, and return the one that is chosen; the address names it, to be kept or passed on.

    A decision changes the counts in the box and so its order, and Streamlit forgets a choice whose words have changed.
    The moderator stays where they are all the same, also on coming back from another page.
    """
    here = asked or st.session_state.get("thread_last") or next(iter(threads))
    st.session_state["thread_last"] = here
    if here not in threads:
        threads = {here: one_line(here[1], 80), **threads}
    if here != asked:
        _name_in_address(here)
    st.session_state["thread_box"] = here
    st.selectbox(
        "Article", list(threads), format_func=threads.__getitem__, key="thread_box",
        on_change=lambda: _name_in_address(st.session_state["thread_box"]),
    )  # fmt: skip
    return here


def _name_in_address(thread: tuple[str, str]) -> None:
    st.query_params["thread"] = json.dumps(thread)


def _threads() -> dict[tuple[str, str], str]:
    """Return the articles to choose from, those where most waits first."""
    store = session.store()
    found: dict[tuple[str, str], str] = {}
    for state, word in (("pending", "waiting"), ("approved", "approved")):
        for tally in store.threads(state):  # type: ignore[arg-type]
            title = f"{isolated(one_line(tally.title or tally.thread_id, 80))} · {tally.count:,} {word}"
            found.setdefault((tally.source, tally.thread_id), title)
    return found


def _draw_thread(source: str, thread_id: str) -> None:
    placed = session.store().comments_of(source, thread_id, SHOWN)
    order = in_order(placed)
    rules = session.rule_words()
    rows: list[Mapping[str, Any]] = [
        {**row, "depth": depth}
        for row, (_, depth) in zip(rows_of([one for one, _ in order], rules), order, strict=True)
    ]
    _hold(source, thread_id)
    # Where the queue has nothing of a thread, its article is left out, too.
    is_known = any(one.item is not None for one in placed)
    article = session.store().article(source, thread_id) if is_known else None
    draw_list(
        f"thread_list_{source}_{thread_id}",
        rows,
        article=article_of(article),
        one_thread=True,
        which="The first " if len(placed) == SHOWN else "",
    )
    if len(placed) == SHOWN:
        st.caption(f"The first {SHOWN} comments; the queue's filter by article has them all.")


def _hold(source: str, thread_id: str) -> None:
    """Draw whether new comments under the article wait, until when and why, and the button that has them wait."""
    found = about_article(holds.active(session.store()), source, thread_id)
    draw_holds(found, "thread")
    if not found and session.may_decide():

        def place(until: str | None, note: str | None) -> None:
            attempt("thread", lambda: _place(source, thread_id, until, note))

        ask_hold("Hold all new comments here", f"thread_hold_{source}_{thread_id}", place)


def _place(source: str, thread_id: str, until: str | None, note: str | None) -> str:
    hold_article(session.desk(), source, thread_id, until=until, note=note)
    return "New comments here wait for a person from now on."


def in_order(placed: Sequence[Placed]) -> list[tuple[Placed, int]]:
    """Return comments as a thread reads, each answer below what it answers, with its depth; none is left out."""
    known = {one.comment.id for one in placed}
    below: dict[str | None, list[Placed]] = {}
    for one in placed:
        parent = one.comment.parent_id if one.comment.parent_id in known else None
        below.setdefault(None if parent == one.comment.id else parent, []).append(one)
    order: list[tuple[Placed, int]] = []
    left = [(one, 0) for one in reversed(below.pop(None, []))]
    while left:
        one, depth = left.pop()
        order.append((one, min(depth, DEPTH)))
        left += [(child, depth + 1) for child in reversed(below.pop(one.comment.id, []))]
    # Answers that answer each other in a ring hang on nothing.
    return [*order, *((one, 0) for rest in below.values() for one in rest)]
