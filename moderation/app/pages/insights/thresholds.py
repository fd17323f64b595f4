"""What a label's threshold does: how often people agreed above it, and what another one would have held."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import altair as alt
import pandas as pd
import streamlit as st

from moderation.app import session
from moderation.app.paint import draw_chart, paint
from moderation.interval import wilson
from moderation.store import LabelBins
from moderation.taxonomy import LABEL_TITLES, LABELS

PARTS: Final = 100
# Below this many decided comments the interval spans most of the chart and says nothing.
ENOUGH: Final = 5


@dataclass(frozen=True, slots=True)
class Above:
    """What a threshold holds: of all comments, of those that persons decided, and of those that they rejected."""

    held: int
    comments: int
    decided: int
    rejected: int
    all_rejected: int


def above(bins: LabelBins, limit: float) -> Above:
    """Return what lies at or above `limit`, to the nearest of the ranges that were counted."""
    first = min(round(limit * len(bins.comments)), len(bins.comments))
    rejected = sum(bins.rejected[first:])
    return Above(
        held=sum(bins.comments[first:]),
        comments=sum(bins.comments),
        decided=rejected + sum(bins.approved[first:]),
        rejected=rejected,
        all_rejected=sum(bins.rejected),
    )


def draw_thresholds() -> None:
    """Draw the part of the page about one label."""
    st.markdown("##### What another threshold would have done")
    left, right = st.columns([1, 2], gap="large")
    with left:
        label = st.selectbox("Label", LABELS, format_func=LABEL_TITLES.__getitem__, key="insights_label")
        bins = session.store().label_bins(label, PARTS)
        present = session.policy().site_threshold(label)
        limit = st.slider(
            "Hold from",
            0.0,
            1.0,
            round(present if present is not None else 0.5, 2),
            0.01,
            key=f"insights_limit_{label}",
        )
        _say(bins, present, limit)
    with right:
        _chart(bins, present, limit)
    st.caption(
        "People decide what the policy or a reader brought before them, so little is known below the threshold. "
        "“Rejected” is for any reason, not for this label alone."
    )


def _say(bins: LabelBins, present: float | None, limit: float) -> None:
    then = above(bins, limit)
    if not then.comments:
        st.caption("No comment has a score for this label.")
        return
    now = above(bins, present) if present is not None else None
    delta = None if now is None else _against(then.held - now.held, present)
    st.metric("It would hold", f"{then.held:,} of {then.comments:,}", delta, delta_color="off", delta_arrow="off")
    if then.all_rejected:
        share = f"{then.rejected:,} of {then.all_rejected:,}"
        st.metric("Of what people rejected, it would have held", share)


def _against(more: int, present: float | None) -> str:
    return f"{more:+,} against now, from {present:g}" if more else f"as many as now, from {present:g}"


def _chart(bins: LabelBins, present: float | None, limit: float) -> None:
    rows = []
    for part in range(PARTS):
        found = above(bins, part / PARTS)
        bounds = wilson(found.rejected, found.decided)
        if bounds is not None and found.decided >= ENOUGH:
            share = found.rejected / found.decided
            low, high = bounds
            rows.append({"threshold": part / PARTS, "share": share, "low": low, "high": high, "of": found.decided})
    if not rows:
        st.caption("Too few comments with this label are decided to say how often people agree.")
        return
    base = alt.Chart(pd.DataFrame(rows)).encode(
        x=alt.X("threshold:Q", title="score at or above", scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(tickCount=10))
    )
    axis = alt.Axis(format="%", tickCount=5)
    band = base.mark_area(opacity=0.22, color=paint().bars).encode(
        y=alt.Y("low:Q", title="rejected by people", axis=axis, scale=alt.Scale(domain=[0, 1])), y2="high:Q"
    )
    tooltip = [
        alt.Tooltip("threshold:Q", format=".2f"),
        alt.Tooltip("share:Q", format=".0%", title="rejected"),
        alt.Tooltip("of:Q", title="of decided"),
    ]
    line = base.mark_line(color=paint().bars, strokeWidth=2.5).encode(y="share:Q", tooltip=tooltip)
    marks = [{"at": limit, "what": "chosen"}] + ([{"at": present, "what": "now"}] if present is not None else [])
    rules = alt.Chart(pd.DataFrame(marks)).encode(x="at:Q")
    drawn = rules.mark_rule(color=paint().ink, strokeWidth=1.5).encode(
        strokeDash=alt.StrokeDash("what:N", legend=alt.Legend(title=None, orient="top"), sort=["now", "chosen"])
    )
    draw_chart((band + line + drawn).properties(height=260))
