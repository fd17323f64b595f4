"""Groups of waiting comments that say nearly the same, with what tells a campaign from a coincidence."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import streamlit as st

from moderation.alike import groups
from moderation.app import session
from moderation.counted import counted
from moderation.records import Filter
from moderation.store import Placed

# The riskiest so many that wait are compared: half a second of work, done anew every half minute at most.
COMPARED: Final = 5_000
SECONDS_KEPT: Final = 30.0
SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class Campaign:
    """Comments that say nearly the same."""

    placed: tuple[Placed, ...]

    @property
    def title(self) -> str:
        """How many, by how many authors, on how many articles, within which time; never the text itself."""
        authors = len({(one.comment.source, one.comment.author_id or one.comment.author) for one in self.placed})
        threads = len({(one.comment.source, one.comment.thread_id) for one in self.placed})
        parts = [
            counted(len(self.placed), "comment"),
            counted(authors, "author"),
            counted(threads, "article"),
        ]
        return " · ".join([*parts, *([within] if (within := self._within()) else [])])

    def _within(self) -> str | None:
        times = sorted(time for one in self.placed if (time := _moment(one.comment.created_at)) is not None)
        if len(times) < len(self.placed):
            return None
        hours = (times[-1] - times[0]).total_seconds() / 3600
        return (
            f"within {hours:.0f} hours"
            if 1.5 <= hours < 48
            else "within an hour"
            if hours < 1.5
            else f"over {hours / 24:.0f} days"
        )


def _moment(at: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(at) if at else None
    except ValueError:
        return None


def campaigns() -> list[Campaign]:
    """Return the largest groups of what waits."""
    kept = st.session_state.get("campaigns")
    if kept is not None and time.monotonic() - kept[0] < SECONDS_KEPT:
        return list(kept[1])
    placed = session.store().placed(Filter(), COMPARED)
    found = groups([one.comment.text for one in placed])[:SHOWN]
    answer = [Campaign(tuple(placed[place] for place in places)) for places in found]
    st.session_state["campaigns"] = (time.monotonic(), answer)
    return answer


def forget() -> None:
    """Compare anew the next time: something was decided."""
    st.session_state.pop("campaigns", None)
