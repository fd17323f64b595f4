"""Which items the queue's panel gets: leased ones for who decides, without what their other tabs show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import streamlit as st

from moderation.app import session
from moderation.app.pages.asked import Asked
from moderation.app.panel.panel import sent
from moderation.app.tabs import tabs, this_tab
from moderation.records import Filter, Item
from moderation.review import claim_watched
from moderation.store import Screen

BATCH: Final = 8
# Leased at once at most; what one person holds nobody else sees.
MOST_AHEAD: Final = 4 * BATCH
LEASE_SECONDS: Final = 180
# Milliseconds: an answer that takes longer is slow, and nobody decides more often than once in `FASTEST`.
SLOW: Final = 200
FASTEST: Final = 60
LONGEST_LAG: Final = 60_000


def is_leased(asked: Asked) -> bool:
    """Whether what is shown is kept from others: who may only look takes nothing out of anybody's sight."""
    return asked.is_leased and session.may_decide()


def items_for(asked: Asked, unwritten: int) -> list[Item]:
    """Return the items to show, leased where others must not see them: more, the more presses are `unwritten`.

    Where nothing is leased there is one more than is shown if a further page follows.
    """
    chosen = asked.filter(session.policy())
    if not is_leased(asked):
        return session.store().items(chosen, BATCH + 1, asked.start)
    desk, tab = session.desk_name(), this_tab()
    with tabs().turn(desk):
        screen = _screen(desk, tab)
        items = _leased(asked, chosen, _ahead(unwritten), screen)
        tabs().show(desk, tab, [item.id for item in items])
    return items


def _screen(desk: str, tab: str) -> Screen:
    """Return what this tab shows and what is for the moderator's others."""
    shown, held = tabs().own(desk, tab), _held()
    if shown is None and held is not None:
        # It was open before this server knew of it, and so may others be: what else is leased is perhaps on them.
        tabs().await_others(desk, session.desk().leased())
    named = held or frozenset()
    tabs().name(desk, named)
    # What was taken back a moment ago is on the screen again before this server has offered it.
    return Screen(named | (shown or frozenset()), tabs().others(desk, tab))


def _held() -> frozenset[int] | None:
    """Return what the panel says that it shows, None where it has said nothing: the page was loaded anew."""
    outbox = sent("outbox")
    held = outbox.get("held") if isinstance(outbox, Mapping) else None
    return None if held is None else frozenset(int(one) for one in held if str(one).isdecimal())


def _leased(asked: Asked, chosen: Filter, count: int, screen: Screen) -> list[Item]:
    if st.session_state.get("queue_leased", asked) != asked:
        # What another view leased would come first in this one, and others may want it. A page that was only loaded
        # anew gives nothing back: it may hold decisions that are not sent yet.
        session.desk().release(screen.others)
    st.session_state["queue_leased"] = asked
    if asked.queue == "watch":
        return claim_watched(session.desk(), count, lease_seconds=LEASE_SECONDS, screen=screen)
    return session.desk().claim(chosen, count, lease_seconds=LEASE_SECONDS, screen=screen)


def _ahead(unwritten: int) -> int:
    """Return how many items to lease: more for who decides faster than one round trip, so that none is waited for.

    Over a slow line, which the panel tells of, that is what may be decided in two round trips.
    """
    lag = _lag()
    slack = 2 * lag // FASTEST if lag > SLOW else 0
    return min(BATCH + 2 * max(unwritten - 1, 0) + slack, MOST_AHEAD)


def _lag() -> int:
    """Return how long the panel waits for an answer, in milliseconds."""
    outbox = sent("outbox")
    lag = outbox.get("lag") if isinstance(outbox, Mapping) else None
    return int(lag) if isinstance(lag, int | float) and 0 <= lag < LONGEST_LAG else 0
