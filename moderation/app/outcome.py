"""What came of a press on a page: kept until the page is drawn next, and told there once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from moderation.errors import ModerationError


@dataclass(frozen=True, slots=True)
class Outcome:
    """What to say of a press, and whether anything was done."""

    words: str
    is_done: bool


def attempt(page: str, work: Callable[[], str]) -> None:
    """Do what a press asks for, and keep for its page what `work` says of it, or why it was not done."""
    try:
        keep_done(page, work())
    except ModerationError as error:
        keep_refused(page, f"Not done: {error.problems[0].message}.")


def keep_done(page: str, words: str) -> None:
    """Keep for a page that something was done."""
    st.session_state[_key(page)] = Outcome(words, is_done=True)


def keep_refused(page: str, words: str) -> None:
    """Keep for a page why something was not done."""
    st.session_state[_key(page)] = Outcome(words, is_done=False)


def taken(page: str) -> Outcome | None:
    """Return what is kept for a page, once; None where nothing is."""
    outcome: Outcome | None = st.session_state.pop(_key(page), None)
    return outcome


def draw_outcome(page: str) -> None:
    """Draw what is kept for a page."""
    outcome = taken(page)
    if outcome is not None:
        (st.success if outcome.is_done else st.warning)(outcome.words)


def _key(page: str) -> str:
    return f"{page}_outcome"
