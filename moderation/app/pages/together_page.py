"""Many at once: by a range of scores, a reason, what they have in common, or by hand; previewed, undone as one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final, Literal, TypeVar

import altair as alt
import pandas as pd
import streamlit as st

from moderation.app import session
from moderation.app.pages.asked import read_asked
from moderation.app.pages.campaigns import campaigns
from moderation.app.pages.listing import chosen, draw_list, rows_of
from moderation.app.pages.ruling_many import UNREAD, draw_latest, draw_ruling, is_rejecting, tell
from moderation.app.paint import paint, readable
from moderation.app.words import reason_title
from moderation.records import Filter, Order, ScoreRange
from moderation.store import Selection
from moderation.taxonomy import LABEL_TITLES, LABELS, Label

PARTS: Final = 50
SAMPLE: Final = 10
Drawn = Literal["riskiest", "mildest", "at random"]
SOME: Final[Mapping[Drawn, str]] = {
    "riskiest": "The riskiest {} of them:", "mildest": "The mildest {} of them:",
    "at random": "{} of them, drawn at random:",
}  # fmt: skip
ALL: Final[Mapping[Drawn, str]] = {
    "riskiest": "All of them, the riskiest first:", "mildest": "All of them, the mildest first:",
    "at random": "All of them:",
}  # fmt: skip
LISTED: Final = 100
Choice = TypeVar("Choice")
WAYS: Final[Mapping[str, str]] = {
    "scores": "A range of scores", "reason": "One reason", "alike": "Look-alikes", "list": "Chosen by hand",
}  # fmt: skip


@session.telling
def draw() -> None:
    """Draw the page."""
    st.subheader("Many at once", anchor=False)
    asked = st.query_params.get("way")
    way = st.segmented_control(
        "Which", list(WAYS), default=asked if asked in WAYS else "scores", format_func=WAYS.__getitem__,
        required=True, key="together_way", label_visibility="collapsed",
    )  # fmt: skip
    tell()
    _DRAWN[way or "scores"]()
    draw_latest()
    session.follow()


# --- a range of scores -----------------------------------------------------------------------------------------------


def _scores() -> None:
    label = st.selectbox("Label", LABELS, format_func=LABEL_TITLES.__getitem__, key="together_label")
    counted = session.store().score_bins(Filter(), label, PARTS)
    if not sum(counted):
        st.caption("No comment that waits has a score for this label.")
        return
    low, high = _range(label, counted)
    selection = Selection(label=label, low=low, high=high)
    draw_ruling(selection)
    # Whether a rejection goes too far is told by the mildest, those nearest to the lower end.
    order = Order("unsure", ((label, low),)) if is_rejecting() else Order()
    _sample("together_sample", Filter(scores=ScoreRange(label, low, high), order=order), "mildest")


def _sample(key: str, chosen: Filter, of_a_rejection: Drawn) -> None:
    """Draw what is about to be decided, in the filter's order: all of it, or some where that is more than one reads."""
    found = session.store().placed(chosen, UNREAD + 1)
    if not found:
        return
    drawn = of_a_rejection if is_rejecting() else "riskiest"
    if len(found) > UNREAD:
        found = found[:SAMPLE]
        st.caption(SOME[drawn].format(len(found)))
    else:
        st.caption(ALL[drawn] if len(found) > 1 else "It is this one:")
    draw_list(key, rows_of(found, session.rule_words()), may_decide=False, plain=True)


def _range(label: Label, counted: list[int]) -> tuple[float, float]:
    """Draw the histogram with its draggable range, and a slider that says and sets the same by keyboard."""
    present = session.policy().site_threshold(label)
    event = st.altair_chart(
        readable(_histogram(counted, present)), on_select="rerun", key=f"together_chart_{label}", width="stretch"
    )
    key = f"together_range_{label}"
    dragged = event.selection.get("range", {}).get("low") if event is not None else None
    if dragged and dragged != st.session_state.get(f"{key}_dragged"):
        st.session_state[f"{key}_dragged"] = dragged
        low, high = (round(min(max(float(edge), 0.0), 1.0), 2) for edge in dragged)
        st.session_state[key] = (low, max(high, low))
    st.session_state.setdefault(key, (present or 0.5, 1.0))
    st.slider("Scores from, up to", 0.0, 1.0, step=0.01, key=key)
    st.caption(
        "Drag over the bars, or move the ends of the slider. The line is the policy's threshold. High bars are drawn "
        "shorter than in proportion, so that a single comment shows beside thousands."
    )
    chosen_range: tuple[float, float] = st.session_state[key]
    return chosen_range


def _histogram(counted: list[int], present: float | None) -> alt.Chart | alt.LayerChart:
    """Return the bars of what waits by score, to be brushed over, with a line at the policy's threshold."""
    table = pd.DataFrame({"low": [part / PARTS for part in range(PARTS)], "comments": counted})
    table["high"] = table["low"] + 1 / PARTS
    brush = alt.selection_interval(name="range", encodings=["x"])
    bars = (
        alt.Chart(table)
        .mark_bar(color=paint().bars)
        .encode(
            x=alt.X("low:Q", bin="binned", title="score", scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(tickCount=10)),
            x2="high:Q",
            y=alt.Y("comments:Q", title="waiting", scale=alt.Scale(type="symlog"), axis=alt.Axis(tickMinStep=1)),
            opacity=alt.condition(brush, alt.value(1), alt.value(0.35)),
        )
        .add_params(brush)
    )
    chart: alt.Chart | alt.LayerChart = bars
    if present is not None:
        mark = alt.Chart(pd.DataFrame({"at": [present]})).mark_rule(color=paint().ink, strokeWidth=1.5).encode(x="at:Q")
        chart = bars + mark
    drawn: alt.Chart | alt.LayerChart = chart.properties(height=190)
    return drawn


# --- a reason --------------------------------------------------------------------------------------------------------


def _reason() -> None:
    rules = session.rule_words()
    counted = {tally.name: tally.count for tally in session.store().reasons()}
    if not counted:
        st.caption("Nothing waits.")
        return
    code = _choice("Reason", {one: f"{reason_title(one, rules)} · {count:,}" for one, count in counted.items()}, "code")
    draw_ruling(Selection(reason=code))
    # A reason has no lower end: what a rejection would take down is told by chance, the same all day.
    order = Order("shuffle", seed=date.today().toordinal()) if is_rejecting() else Order()
    _sample("together_of_reason", Filter(reason=code, order=order), "at random")


# --- look-alikes -----------------------------------------------------------------------------------------------------


def _alike() -> None:
    found = campaigns()
    if not found:
        st.caption("No two comments that wait say nearly the same.")
        return
    by_first = {group.placed[0].item: group for group in found}
    group = by_first[_choice("Group", {item: one.title for item, one in by_first.items()}, "group")]
    rows = rows_of(group.placed, session.rule_words())
    key = f"together_alike_{group.placed[0].item}"
    every = [row["item"] for row in rows]
    st.session_state.setdefault(f"{key}_chosen", [int(item) for item in every])
    draw_ruling(_of_items(chosen(key)))
    draw_list(key, rows, selectable=True, chosen=[str(item) for item in chosen(key)])


# --- chosen by hand --------------------------------------------------------------------------------------------------


def _listed() -> None:
    words = st.text_input("Search the text of what waits", key="together_words", max_chars=200)
    asked = read_asked({"words": words})
    placed = session.store().placed(asked.filter(session.policy()), LISTED)
    picked = chosen("together_list")
    shown = {one.item for one in placed}
    draw_ruling(_of_items([item for item in picked if item in shown]))
    draw_list(
        "together_list", rows_of(placed, session.rule_words()), selectable=True, chosen=[str(item) for item in picked]
    )
    if len(placed) == LISTED:
        st.caption(f"The riskiest {LISTED}; search to see others.")


def _choice(label: str, titles: Mapping[Choice, str], name: str) -> Choice:
    """Draw a box whose words hold counts, and return what is chosen.

    A decision changes the counts. Streamlit's box would go on showing the words of what is gone, over the comments of
    what has come in its place, and would forget a choice that still stands: so the box is told what is chosen.
    """
    key, kept = f"together_{name}", f"together_{name}_last"
    here: Choice = st.session_state[kept] if st.session_state.get(kept) in titles else next(iter(titles))
    st.session_state[kept] = st.session_state[key] = here

    def keep() -> None:
        st.session_state[kept] = st.session_state[key]

    st.selectbox(label, list(titles), format_func=titles.__getitem__, key=key, on_change=keep)
    return here


def _of_items(items: Sequence[int]) -> Selection | None:
    """Return the selection of these items, None for none: the store knows no selection of nothing."""
    return Selection(items=tuple(items)) if items else None


_DRAWN: Final[Mapping[str, Callable[[], None]]] = {
    "scores": _scores, "reason": _reason, "alike": _alike, "list": _listed,
}  # fmt: skip
