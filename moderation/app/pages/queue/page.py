"""The queue: one leased batch on the panel, the next one always on its way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

import streamlit as st

from moderation.app import session, who
from moderation.app.house import hold_here, hold_line
from moderation.app.keys import ACTIONS, chosen_keys
from moderation.app.pages.asked import AGES, QUEUES, SORT_TITLES, Asked, Queue, as_json, read_asked
from moderation.app.pages.listing import escalation_of
from moderation.app.pages.queue import wishes
from moderation.app.pages.queue.figures import count_anew, figures, forget_counts, kept
from moderation.app.pages.queue.items import BATCH, is_leased, items_for
from moderation.app.pages.queue.skipped import skipped
from moderation.app.pages.standing import about_article, about_author, about_words
from moderation.app.panel.outbox import read_presses, settle
from moderation.app.panel.panel import draw_panel, sent
from moderation.app.panel.shape import note_words, panel_item, panel_reasons, ruling_words
from moderation.errors import StoreError
from moderation.records import Item
from moderation.store import Hold, holds, remarks

HOURLY: Final = timedelta(hours=1)
KEYS: Final[Mapping[Queue, str]] = {queue: str(place) for place, queue in enumerate(QUEUES, 1)}
# What the policy thought of a comment under watch stays hidden: who knows it agrees with it.
UNSCORED: Final[Mapping[str, Any]] = {
    "scores": None,
    "legend": None,
    "why": [
        {
            "kind": "other",
            "label": None,
            "text": "Drawn at random from what the policy approved.",
            "details": ["Would you have approved it? Its scores stay hidden, so that the answer is your own."],
            "cautions": [],
        }
    ],
}


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
            **_settings(),
            **(_unfilled(asked) if is_first else _state(asked, len(presses))),
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


def _settings() -> dict[str, Any]:
    """Return what the moderator has set, and what the panel offers whatever is set."""
    kept = session.preferences()
    tabs = [queue for queue in QUEUES if _may_see(queue)]
    return {
        "queues": [{"value": queue, "title": QUEUES[queue], "key": KEYS[queue]} for queue in tabs],
        "sorts": [{"value": sort, "title": title} for sort, title in SORT_TITLES.items()],
        "ages": [{"value": age, "title": title} for age, (title, *_) in AGES.items()],
        "keys": chosen_keys(kept.get("keys")),
        "actions": [{"name": action.name, "title": action.title} for action in ACTIONS],
        "covers": {"harsh": bool(kept.get("cover_harsh")), "personal": bool(kept.get("cover_personal", True))},
        "pause_minutes": int(kept.get("pause_minutes", 50)),
        "author_choices": wishes.author_choices(),
        "views": [{"name": name, "asked": view} for name, view in session.saved_views(kept).items()],
    }


def _state(asked: Asked, sent: int) -> dict[str, Any]:
    """Return the items to show, the counts and what the filters offer.

    Where the database is in use, `items` is None: the panel keeps what it has and asks again.
    """
    store, rules, policy, ledger = session.store(), session.rule_words(), session.policy(), session.ledger()
    try:
        items = items_for(asked, sent)
        more = not is_leased(asked) and len(items) > BATCH
        items = items[:BATCH] if more else items
        around = store.around([item.id for item in items])
        # What moderators have told each other about a comment and its author.
        noted = remarks.of_items(store, [item.id for item in items])
        standing = kept("holds", "", lambda: holds.active(store))
        if not items and is_leased(asked):
            # Whether the work is done or is with others is told by the count, which must not be a minute old.
            forget_counts()
        state = figures(asked)
    except StoreError as error:
        last = st.session_state.get("queue_state")
        if last is None:
            raise
        ledger.trouble = error.problems[0].message
        return {**last, "items": None}
    st.session_state["queue_state"] = state
    shaped = [
        {
            **panel_item(item, policy, rules, around[item.id]),
            "notes": [note_words(one) for one in noted[item.id]],
            **_held_words(standing, item),
        }
        for item in items
    ]
    if asked.queue == "watch":
        shaped = [{**one, **UNSCORED} for one in shaped]
    # Nothing to show is not nothing to find: it may be on somebody's screen.
    elsewhere = not items and asked.is_narrowed and is_leased(asked) and _is_elsewhere(asked)
    if asked.queue == "escalated" or not is_leased(asked):
        shaped = [_with_ruling(one) for one in shaped]
    return {
        **state,
        "more": more,
        "elsewhere": elsewhere,
        "escalated": not items and _is_escalated(asked),
        "skipped": len(skipped(asked.state)) if not items and is_leased(asked) and not asked.is_narrowed else 0,
        "items": shaped,
    }


def _held_words(standing: Sequence[Hold], item: Item) -> dict[str, list[str]]:
    """Return what is in force about a comment's author and its words, and about its article."""
    of_whom = [*about_author(standing, _writer(item)), *about_words(standing, item)]
    here = about_article(standing, item.comment.source, item.comment.thread_id)
    return {"held": [hold_line(hold) for hold in of_whom], "held_here": [hold_here(hold) for hold in here]}


def _writer(item: Item) -> tuple[str, str | None, str | None]:
    comment = item.comment
    return comment.source, comment.author_id, comment.author


def _may_see(queue: Queue) -> bool:
    if queue == "watch":  # which is there to be judged, and tells nothing to who does not
        return session.may_decide()
    return queue != "escalated" or session.is_senior()


def _is_elsewhere(asked: Asked) -> bool:
    """Whether a filter fits comments that are leased to others, shown in another tab, or skipped."""
    return bool(session.store().placed(asked.filter(session.policy()), 1))


def _is_escalated(asked: Asked) -> bool:
    """Whether the one comment that is asked for is with the seniors, and whoever asks is none."""
    if asked.item is None or session.is_senior():
        return False
    return any(item.state == "escalated" for item in session.store().items_by_number([asked.item]))


def _unfilled(asked: Asked) -> dict[str, Any]:
    """Return what `_state` does for a panel that gets its items a moment later."""
    return {**figures(asked), "more": False, "skipped": 0, "items": None}


def _with_ruling(shaped: dict[str, Any]) -> dict[str, Any]:
    """Return an item of a list of decided ones, with who decided it last; of an escalated one, who escalated it."""
    item = int(shaped["id"])
    if shaped["state"] == "escalated":
        found = escalation_of(item)
    else:
        found = next(iter(session.store().events(1, item=item)), None)
    return {**shaped, "ruling": ruling_words(found, shaped["state"])} if found else shaped


def _receive() -> None:
    """Write what the panel sent; as a callback it runs before anything is drawn, so no rerun cuts it short."""
    outbox = sent("outbox")
    presses = read_presses(outbox, session.desk_name())
    if any(press.token not in session.ledger().answers for press in presses):
        count_anew()
    settle(presses, session.desk(), session.store(), session.ledger())
    if isinstance(outbox, Mapping):
        st.session_state["queue_asked"] = read_asked(outbox.get("filter"))
        session.call_me(outbox.get("name"))


def _answer() -> None:
    """Do what the panel asked for beside decisions, and remember where it wants to go."""
    if isinstance(asked := sent("ask"), Mapping):
        wishes.grant(asked)
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
    return asked if _may_see(asked.queue) else replace(asked, queue="pending")


def _of_address(asked: Asked) -> Asked:
    """Return the view of an address; an item by its number is looked for in the queue where it stands now."""
    if asked.item is None:
        return asked
    found = session.store().items_by_number([asked.item])
    queue: Queue | None = next((queue for queue in QUEUES if found and queue == found[0].state), None)
    return replace(asked, queue=queue) if queue else asked
