"""How the work goes: what waits, what was decided, and what another threshold would have done."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

import altair as alt
import pandas as pd
import streamlit as st

from moderation.app import session, settings
from moderation.app.pages.insights.thresholds import draw_thresholds
from moderation.app.pages.insights.workload import draw_workload
from moderation.app.paint import days_apart, draw_chart, numbered_bars, paint
from moderation.learn import Agreement, agreement
from moderation.store import stamp, watch

AGES: Final = (
    ("under 1 hour", timedelta(hours=1)),
    ("1 to 4 hours", timedelta(hours=4)),
    ("4 to 24 hours", timedelta(hours=24)),
    ("1 to 7 days", timedelta(days=7)),
)
OLDER: Final = "over 7 days"
FIGURE: Final = 170
DAYS_OF_WORK: Final = 30
AGREEMENT_KEPT: Final = timedelta(minutes=10)
WORK: Final = {"approve": "approved", "reject": "rejected", "escalate": "escalated"}


@session.telling
def draw() -> None:
    """Draw the page."""
    st.subheader("Insights", anchor=False)
    counts = session.store().queues()
    if not sum(counts.values()):
        st.info("No comments yet. Bring some in with `moderation import FILE`, or try `moderation demo`.")
        return
    _figures(
        counts["pending"], sum(counts[state] for state in ("pending", "approved", "rejected", "escalated", "closed"))
    )
    _missed()
    _agreement()
    waits, made = st.columns(2, gap="large")
    with waits:
        _waiting_chart()
    with made:
        _work_chart()
    draw_thresholds()
    draw_workload()


def _figures(pending: int, total: int) -> None:
    held = sum(day.held for day in session.store().days())
    approved, rejected = session.store().outcomes()
    decided = approved + rejected
    share, of = f"{held / total:.1%}", f"{held:,} of {total:,}"
    # Two beside each other on a phone, where columns would take a screen of their own.
    with st.container(horizontal=True):
        st.metric("Waiting now", f"{pending:,}", width=FIGURE)
        st.metric("Held for a person", share, of, delta_color="off", delta_arrow="off", width=FIGURE)
        st.metric("Held and decided", f"{decided:,}", width=FIGURE)
        st.metric(
            "Of these rejected", f"{rejected / decided:.0%}" if decided else "–", width=FIGURE,
            help="How often people agreed with the policy that something was wrong.",
        )  # fmt: skip


def _missed() -> None:
    """Draw how often people would have rejected what the policy approved, from the share that is watched."""
    found = watch.missed(session.store())
    if not found.judged or found.rate is None or found.low is None or found.high is None:
        st.caption(f"Watch: {found.sampled:,} approved comments were drawn, none is judged yet.")
        return
    st.text(
        f"Missed: {found.rate:.1%} of what the policy approved ({found.low:.1%} to {found.high:.1%}), "
        f"from {found.judged:,} that people judged without its scores."
    )


def _agreement() -> None:
    """Draw how far people agree who judged the same text: over all of them together, because nobody is ranked."""
    found = _agreed(settings.database_url())
    if not found.texts:
        st.caption("Agreement: no comment was judged by two people yet.")
        return
    alpha = "" if found.alpha is None else f"; Krippendorff's alpha {found.alpha:.2f}, where 0 is chance and 1 always"
    st.text(f"Agreement: {found.alike:,} of {found.texts:,} comments that two or more judged ended alike{alpha}.")


# Every ruling is read for it, and it moves slowly.
@st.cache_resource(ttl=AGREEMENT_KEPT, show_spinner=False)
def _agreed(database: str) -> Agreement:  # noqa: ARG001
    return agreement(session.store())


def _waiting_chart() -> None:
    st.markdown("##### What waits, by age")
    now = datetime.now(UTC)
    counted = session.store().ages(tuple(stamp(now - length) for _, length in AGES))
    table = pd.DataFrame({"age": [*(title for title, _ in AGES), OLDER], "comments": counted})
    draw_chart(numbered_bars(table, "age", thickness=16).properties(height=170))


def _work_chart() -> None:
    st.markdown("##### Decided by day, everybody together")
    made = session.store().work(stamp(datetime.now(UTC) - timedelta(days=DAYS_OF_WORK)))
    if not made:
        st.caption("Nobody has decided anything yet.")
        return
    table = pd.DataFrame([{"day": one.day, "kind": WORK[one.kind], "decisions": one.made} for one in made])
    colours = alt.Scale(domain=list(WORK.values()), range=[paint().approved, paint().rejected, paint().held])
    chart = (
        alt.Chart(table)
        .mark_bar(size=18)
        .encode(
            x=days_apart(),
            y=alt.Y("decisions:Q", title=None, axis=alt.Axis(tickMinStep=1, tickCount=4)),
            color=alt.Color("kind:N", scale=colours, legend=alt.Legend(title=None, orient="top")),
        )
        .properties(height=200)
    )
    draw_chart(chart)
