"""The queue: one leased batch on the panel, the next one always on its way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final

import streamlit as st

from moderation.app import session, who
from moderation.app.pages.asked import QUEUES, Asked, Queue, as_json, read_asked
from moderation.app.pages.queue.figures import count_anew
from moderation.app.pages.queue.items import is_leased
from moderation.app.pages.queue.state import filled, may_see, offers, unfilled
from moderation.app.pages.queue.wishes import grant
from moderation.app.panel.outbox import read_presses, settle
from moderation.app.panel.panel import draw_panel, sent
from moderation.app.panel.shape import panel_reasons

HOURLY: Final = timedelta(hours=1)


def lead_here() -> None:
    """Draw nothing at `/queue`: go to the queue, with all that the address asks for."""
    st.switch_page(st.session_state["pages"]["queue"], query_params=st.query_params.to_dict())


# A page that meets its server again asks for a run of the whole app where one of its fragments runs by itself, or where
# its last run was of a fragment. Otherwise it goes on with a fragment of which a server started anew has never heard,
# and which that passes over without a word: decisions stayed unsaved until the page was reloaded.
@st.fragment(run_every=HOURLY)
@session.telling
def draw() -> None:
    """Draw the page: write what the panel sent, lease what it may show next."""
    # Also where no callback ran: once the server was started anew, the panel's last outbox is simply there.
    _receive()
    ledger, name, asked = session.ledger(), session.desk_name(), _asked()
    # What a panel has sent can be read only once it was drawn in this session, also where a server that was started
    # anew meets a page that was open all along. So the first time it is drawn alone, and nothing is leased.
    is_first = "queue_drawn" not in st.session_state
    presses = read_presses(sent("outbox"), name)
    answers = [ledger.answers[press.token] for press in presses if press.token in ledger.answers]
    draw_panel(
        {
            "desk": name,
            "moderator": session.moderator(),
            # The name that others see; the subject of a login may be an issuer and a number.
            "title": None if who.is_local() else session.desk().person.title,
            "may_rename": who.is_local(),
            "name_cookie": who.name_cookie() if who.is_local() else None,
            "view": f"{name} {asked!r}",
            "filter": as_json(asked),
            "filtered": asked.is_narrowed,
            "leased": is_leased(asked),
            "may_decide": session.may_decide(),
            "outcomes": [
                {"token": a.token, "outcome": a.outcome, "event": a.event, "message": a.message} for a in answers
            ],
            "reasons": panel_reasons(),
            **offers(),
            **(unfilled(asked) if is_first else filled(asked, len(presses))),
            "told": session.told(),
            "trouble": ledger.trouble,
        },
        _receive,
        _answer,
    )
    st.session_state["queue_drawn"] = True
    if is_first:
        st.rerun()
    session.follow()


def _receive() -> None:
    """Write what the panel sent; as a callback it runs before anything is drawn, so no rerun cuts it short."""
    outbox = sent("outbox")
    presses = read_presses(outbox, session.desk_name())
    if any(press.token not in session.ledger().answers for press in presses):
        count_anew()
    settle(presses, session.desk(), session.store(), session.ledger())
    if isinstance(outbox, Mapping):
        st.session_state["queue_asked"] = read_asked(outbox.get("filter"))
        who.call_me(outbox.get("name"))


def _answer() -> None:
    """Do what the panel asked for beside decisions, and remember where it wants to go."""
    if isinstance(asked := sent("ask"), Mapping):
        grant(asked)
        # What was asked may have been to hold an author, who is on the screen.
        st.session_state.pop("queue_holds", None)
    if isinstance(way := sent("go"), Mapping):
        session.lead(str(way.get("page")), way.get("params"))


def _asked() -> Asked:
    """Return the view that another page leads to, or that the panel asked for last; at first the address has it."""
    asked, way = st.session_state.get("queue_asked"), st.session_state.pop("queue_way", None)
    if way is not None or not isinstance(asked, Asked):
        asked = _of_address(read_asked(way or st.query_params.to_dict()))
        st.session_state["queue_asked"] = asked
    return asked if may_see(asked.queue) else replace(asked, queue="pending")


def _of_address(asked: Asked) -> Asked:
    """Return the view of an address; an item by its number is looked for in the queue where it stands now."""
    if asked.item is None:
        return asked
    found = session.store().items_by_number([asked.item])
    queue: Queue | None = next((queue for queue in QUEUES if found and queue == found[0].state), None)
    return replace(asked, queue=queue) if queue else asked
