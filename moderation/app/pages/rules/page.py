"""The rules: what each has found and how often people agreed, a rule tried out, a wish for another one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import streamlit as st

from moderation.app import session
from moderation.app.pages.rules.record import draw_record
from moderation.app.pages.rules.trial import draw_trial
from moderation.app.pages.rules.wish import draw_change, draw_new

RECORD: Final = "What they found"
PARTS: Final[Mapping[str, Callable[[], None]]] = {
    RECORD: draw_record,
    "Try a rule": draw_trial,
    "Change a rule": draw_change,
    "Suggest a new rule": draw_new,
}


@session.telling
def draw() -> None:
    """Draw the page."""
    st.subheader("Rules", anchor=False)
    part = st.segmented_control(
        "Part", list(PARTS), default=RECORD, required=True, key="rules_part", label_visibility="collapsed"
    )
    PARTS[part]()
