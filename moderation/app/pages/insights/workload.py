"""How much work the policy makes, before anybody has decided anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

import altair as alt
import pandas as pd
import streamlit as st

from moderation.app import session
from moderation.app.paint import days_apart, draw_chart, numbered_bars, paint
from moderation.app.words import reason_title
from moderation.store import Day

REASONS_SHOWN: Final = 10
SECONDS_PER_HOUR: Final = 3600
# So many bars are wide enough for a day's name under each.
FEW_DAYS: Final = 14


def draw_workload() -> None:
    """Draw how much work the policy makes: hours a day, why comments wait, and how many each day brought."""
    found = session.store().days()
    total, held = sum(day.comments for day in found), sum(day.held for day in found)
    dated = [day for day in found if day.day is not None]
    _hours(held / total, _per_day(dated))
    by_reason, by_day = st.columns(2, gap="large")
    with by_reason:
        _reasons_chart()
    with by_day:
        _days_chart(dated, total)


def _hours(share: float, per_day: float | None) -> None:
    """Draw the estimate with both of its assumptions in reach."""
    st.markdown("##### A person's time")
    volume_box, seconds_box, answer_box = st.columns([1, 1, 2], vertical_alignment="bottom")
    measured = max(1, round(per_day or 0)) if per_day else 100
    volume = volume_box.number_input("Comments a day", 1, 1_000_000, measured, key="insights_volume")
    usual = round(session.policy().seconds_per_decision)
    seconds = seconds_box.number_input("Seconds per decision", 1, 600, usual, key="insights_seconds")
    hours = volume * share * seconds / SECONDS_PER_HOUR
    answer_box.metric("Estimated work a day", _spell(hours))
    came = (
        f"The imported comments came at {per_day:,.1f} a day. " if per_day else "The imported comments carry no dates. "
    )
    st.caption(
        f"{came}Estimate: comments a day × {share:.1%} held × seconds per decision. "
        "It leaves out breaks, talks and appeals."
    )


def _spell(hours: float) -> str:
    minutes = round(hours * 60)
    return f"{minutes} min" if minutes < 120 else f"{hours:,.1f} hours"


def _per_day(dated: Sequence[Day]) -> float | None:
    """Return the mean number of comments a day from the first to the last dated one, None without dates."""
    if not dated:
        return None
    span = _span(dated)
    return sum(day.comments for day in dated) / span if span else None


def _date(day: str | None) -> date | None:
    try:
        return date.fromisoformat(day or "")
    except ValueError:
        return None


def _reasons_chart() -> None:
    st.markdown("##### Why comments wait")
    rules = session.rule_words()
    counts: Counter[str] = Counter()
    for tally in session.store().reasons():
        counts[reason_title(tally.name, rules)] += tally.count
    if not counts:
        st.caption("Nothing is waiting.")
        return
    table = pd.DataFrame(counts.most_common(REASONS_SHOWN), columns=["reason", "comments"])
    draw_chart(numbered_bars(table, "reason", thickness=14, labelLimit=260).properties(height=max(90, 27 * len(table))))
    st.caption("A comment with several reasons counts once for each.")


def _span(dated: Sequence[Day]) -> int:
    """Return how many days lie from the first to the last, both counted; 0 where a day cannot be read."""
    first, last = (_date(day.day) for day in (dated[0], dated[-1]))
    return 0 if first is None or last is None else (last - first).days + 1


def without_gaps(dated: Sequence[Day]) -> Sequence[Day]:
    """Return a few days with those between them on which nothing came; many as they are, since their axis is time."""
    first = _date(dated[0].day)
    if first is None or not 0 < _span(dated) <= FEW_DAYS:
        return dated
    known = {day.day: day for day in dated}
    days = [(first + timedelta(days=number)).isoformat() for number in range(_span(dated))]
    return [known.get(day, Day(day, 0, 0)) for day in days]


def _by_day(span: int) -> alt.X:
    """Return the axis of days: a few have each their name under their bar, many share an axis of time."""
    if 0 < span <= FEW_DAYS:
        return days_apart()
    return alt.X(
        # The days are UTC; west of it, local time would put each a day early.
        "utcyearmonthdate(day):T",
        scale=alt.Scale(type="utc"),
        title=None,
        axis=alt.Axis(format="%-d %b %Y", labelOverlap=True, tickCount=5),
    )


def _days_chart(dated: Sequence[Day], total: int) -> None:
    st.markdown("##### Comments by day")
    if len(dated) < 2:
        st.caption("Too few comments carry a date for a chart by day.")
        return
    table = pd.DataFrame(
        [
            {"day": day.day, "route": route, "comments": count}
            for day in without_gaps(dated)
            for route, count in (("held", day.held), ("approved", day.comments - day.held))
        ]
    )
    chart = (
        alt.Chart(table)
        .mark_bar()
        .encode(
            x=_by_day(_span(dated)),
            y=alt.Y("comments:Q", title=None, axis=alt.Axis(tickMinStep=1, tickCount=4)),
            color=alt.Color(
                "route:N",
                scale=alt.Scale(domain=["held", "approved"], range=[paint().held, paint().approved]),
                legend=alt.Legend(title=None, orient="top"),
            ),
            order=alt.Order("route:N", sort="descending"),
        )
        .properties(height=240)
    )
    draw_chart(chart)
    missing = total - sum(day.comments for day in dated)
    if missing:
        st.caption(f"{missing:,} comments without a date are left out.")
