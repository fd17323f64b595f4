"""What all pages look like: the colours of charts, told apart by lightness too; rings of focus; lines with a button."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import altair as alt
import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator


@dataclass(frozen=True, slots=True)
class Paint:
    """The colours of a chart: its numbers, its plain bars, what was held, approved, rejected, its axes."""

    ink: str
    bars: str
    held: str
    approved: str
    rejected: str
    words: str


LIGHT: Final = Paint("#1d232b", "#3f7fae", "#b4530a", "#b9c9d6", "#a3261d", "#5b6470")
DARK: Final = Paint("#e7eaee", "#86bbe0", "#f0a35e", "#4b5a68", "#f39a91", "#a7afb9")


# Streamlit shows the focus on a page's name by a grey of 1.1 to 1 alone.
_RING: Final = "<style>a:focus-visible { outline: 2px solid currentcolor !important; outline-offset: 2px; }</style>"


def show_focus() -> None:
    """Draw a ring round the link that has the focus, for who works without a mouse."""
    st.html(_RING)


def line(text: str) -> DeltaGenerator:
    """Draw a line of text as it stands, and return the place at its end, where the buttons of all lines are in line."""
    said, act = st.columns([4, 1], vertical_alignment="center")
    said.text(text)
    return act.container(horizontal=True, horizontal_alignment="right")


def paint() -> Paint:
    """Return the colours for the theme that is on."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def numbered_bars(table: pd.DataFrame, by: str, *, thickness: int, **axis: Any) -> alt.LayerChart:
    """Return a bar for every row of a table, its `comments` written at the end; `axis` is about the names in `by`."""
    chart = alt.Chart(table).encode(
        x=alt.X("comments:Q", axis=None),
        y=alt.Y(f"{by}:N", sort=None, title=None, axis=alt.Axis(ticks=False, domain=False, **axis)),
    )
    bars = chart.mark_bar(height=thickness, cornerRadiusEnd=3, color=paint().bars)
    numbers = chart.mark_text(align="left", dx=5, color=paint().ink).encode(text=alt.Text("comments:Q", format=","))
    layered: alt.LayerChart = bars + numbers
    return layered


def days_apart() -> alt.X:
    """Return the axis of a few days, each with its name under its bar."""
    axis = alt.Axis(format="%-d %b", labelAngle=0, labelOverlap=True)
    return alt.X("utcyearmonthdate(day):O", title=None, axis=axis)


def draw_chart(chart: alt.Chart | alt.LayerChart) -> None:
    """Draw a chart over the width of its column, with axes that can be read: Streamlit's own grey has 3.7 to 1."""
    st.altair_chart(readable(chart), width="stretch")


def readable(chart: alt.Chart | alt.LayerChart) -> alt.Chart | alt.LayerChart:
    """Return a chart whose axes and legends have a contrast of 4.5 to 1 at least."""
    ink = paint().words
    lettered = chart.configure_axis(labelColor=ink, titleColor=ink).configure_legend(labelColor=ink, titleColor=ink)
    assert isinstance(lettered, alt.Chart | alt.LayerChart)  # tells mypy what went in
    return lettered
