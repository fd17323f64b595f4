"""The queue: one leased batch on the panel, the next one always on its way."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final, TypeVar

import streamlit as st

from moderation.app import session, who
from moderation.app.house import hold_here, hold_line, minute
from moderation.app.keys import ACTIONS, chosen_keys
from moderation.app.pages import wishes
from moderation.app.pages.asked import AGES, QUEUES, SORT_TITLES, Asked, Queue, as_json, read_asked
from moderation.app.pages.listing import escalation_of
from moderation.app.pages.standing import about_article, about_author, about_words
from moderation.app.panel.offers import choices
from moderation.app.panel.outbox import read_presses, settle
from moderation.app.panel.panel import draw_panel, sent
from moderation.app.panel.shape import note_words, panel_item, panel_reasons, ruling_words
from moderation.app.tabs import tabs, this_tab
from moderation.errors import StoreError
from moderation.records import Filter, Item
from moderation.review import claim_watched, late
from moderation.store import Hold, Screen, holds, remarks, watch

BATCH: Final = 8
# Leased at once at most; what one person holds nobody else sees.
MOST_AHEAD: Final = 4 * BATCH
LEASE_SECONDS: Final = 180
# Milliseconds: an answer that takes longer is slow, and nobody decides more often than once in `FASTEST`.
SLOW: Final = 200
FASTEST: Final = 60
LONGEST_LAG: Final = 60_000
HOURLY: Final = timedelta(hours=1)
# Counting may take this share of the server's time at most: a count that took 20 ms is good for two seconds.
COUNTING_SHARE: Final = 0.01
KEYS: Final[Mapping[Queue, str]] = {queue: str(place) for place, queue in enumerate(QUEUES, 1)}
QUICK: Final = 0.01
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
Counted = TypeVar("Counted")


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
            "view": f"{name} {asked!r}",
            "filter": as_json(asked),
            "filtered": asked.is_narrowed,
            "leased": _is_leased(asked),
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
        items = _items(asked, sent)
        more = not _is_leased(asked) and len(items) > BATCH
        items = items[:BATCH] if more else items
        around = store.around([item.id for item in items])
        # What moderators have told each other about a comment and its author.
        noted = remarks.of_items(store, [item.id for item in items])
        standing = _kept("holds", "", lambda: holds.active(store))
        if not items and _is_leased(asked):
            # Whether the work is done or is with others is told by the count, which must not be a minute old.
            st.session_state.pop("queue_counts", None)
        state = _figures(asked)
    except StoreError as error:
        kept = st.session_state.get("queue_state")
        if kept is None:
            raise
        ledger.trouble = error.problems[0].message
        return {**kept, "items": None}
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
    elsewhere = not items and asked.is_narrowed and _is_leased(asked) and _is_elsewhere(asked)
    if asked.queue == "escalated" or not _is_leased(asked):
        shaped = [_with_ruling(one) for one in shaped]
    return {
        **state,
        "more": more,
        "elsewhere": elsewhere,
        "escalated": not items and _is_escalated(asked),
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


def _is_leased(asked: Asked) -> bool:
    """Whether what is shown is kept from others: who may only look takes nothing out of anybody's sight."""
    return asked.is_leased and session.may_decide()


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


def _figures(asked: Asked) -> dict[str, Any]:
    """Return the counts and what the filters offer."""
    store, rules = session.store(), session.rule_words()
    counts = _kept("counts", "", lambda: {**store.queues(), "watch": watch.waiting(store)})
    offered = _kept("choices", asked.state, lambda: choices(store, asked.state, rules))
    return {"counts": counts, "choices": offered, "behind": _kept("behind", "", _behind)}


def _behind() -> dict[str, Any] | None:
    """Return how many rulings have not reached the site for minutes, and since when; None where all have."""
    found = late(session.store())
    count = sum(one.waiting + one.failed for one in found)
    return {"count": count, "since": minute(min(one.since for one in found))} if found else None


def _unfilled(asked: Asked) -> dict[str, Any]:
    """Return what `_state` does for a panel that gets its items a moment later."""
    return {**_figures(asked), "more": False, "items": None}


def _with_ruling(shaped: dict[str, Any]) -> dict[str, Any]:
    """Return an item of a list of decided ones, with who decided it last; of an escalated one, who escalated it."""
    item = int(shaped["id"])
    if shaped["state"] == "escalated":
        found = escalation_of(item)
    else:
        found = next(iter(session.store().events(1, item=item)), None)
    return {**shaped, "ruling": ruling_words(found, shaped["state"])} if found else shaped


def _items(asked: Asked, unwritten: int) -> list[Item]:
    chosen = asked.filter(session.policy())
    if not _is_leased(asked):
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


def _kept(what: str, of: str, count: Callable[[], Counted]) -> Counted:
    """Return a count, made anew once it has been of use for a hundred times as long as it took."""
    name = f"queue_{what}"
    kept = st.session_state.get(name)
    began = time.monotonic()
    if kept is not None and kept[0] == of and began < kept[1]:
        found: Counted = kept[2]
        return found
    counted = count()
    took = time.monotonic() - began
    st.session_state[name] = (of, began + took / COUNTING_SHARE, counted, took)
    return counted


def _count_anew() -> None:
    """Let the next count be a new one, where counting is quick: a decision changes the figures."""
    kept = st.session_state.get("queue_counts")
    if kept is not None and kept[3] < QUICK:
        del st.session_state["queue_counts"]


def _receive() -> None:
    """Write what the panel sent; as a callback it runs before anything is drawn, so no rerun cuts it short."""
    outbox = sent("outbox")
    presses = read_presses(outbox, session.desk_name())
    if any(press.token not in session.ledger().answers for press in presses):
        _count_anew()
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
