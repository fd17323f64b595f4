"""Lists of comments that are decided in place: a Streamlit component, and what it sends."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from moderation.app import session
from moderation.app.keys import chosen_keys
from moderation.app.panel.outbox import ANSWERS_KEPT, DECIDED, TAKEN, Press, read_presses, settle
from moderation.app.panel.panel import asset, module
from moderation.app.panel.shape import UNNAMED, panel_reasons, placed_row
from moderation.app.plain import one_line, safe_link, visible
from moderation.app.words import RuleWords, reason_short
from moderation.errors import ModerationError
from moderation.records import Article, Filter, Item
from moderation.store import Placed, Ruling
from moderation.taxonomy import ItemState

REASONS_SHOWN: Final = 3
LOOKED_BACK: Final = 20
# A run that the list's next question cuts short shows to nobody what it has to say.
SAID_SECONDS: Final = 20
# The keys of the desk that a list knows, too.
KEYS: Final = ("approve", "reject", "undo", "next", "previous")
_LIST: Final[ComponentRenderer] = st.components.v2.component(
    "moderation_comments",
    html=asset("comments.html"),
    css=asset("comments.css"),
    js=module("nodes.js", "reading.js", "card.js", "rows.js", "comments.js"),
)


def draw_list(key: str, rows: Sequence[Mapping[str, Any]], **more: Any) -> None:
    """Draw rows of comments; `more` is what comments.js reads beside them."""
    kept = session.preferences()
    keys = chosen_keys(kept.get("keys"))
    data = {
        "rows": list(rows),
        # A note is what "other" needs, and a list has no room for one.
        "reasons": [reason for reason in panel_reasons() if reason["code"] != "other"],
        "covers": {"harsh": bool(kept.get("cover_harsh")), "personal": bool(kept.get("cover_personal", True))},
        "keys": {name: keys[name] for name in KEYS},
        "show_key": keys["show"],
        "may_decide": session.may_decide(),
        "is_senior": session.is_senior(),
        "empty": "No comments.",
        "troubles": _troubles(key, rows),
        "done": st.session_state.get(f"{key}_done", []),
        "failed": st.session_state.get(f"{key}_failed", []),
        **more,
    }
    receive = _received(key)
    _LIST(key=key, data=data, on_decide_change=receive, on_go_change=receive, on_choose_change=receive)


def rows_of(placed: Sequence[Placed], rules: Mapping[str, RuleWords]) -> list[dict[str, Any]]:
    """Return comments with their place as the list draws them."""
    return [_row(one, rules) for one in placed]


def placed_of(item: Item) -> Placed:
    """Return an item as a comment with its place."""
    verdict = item.verdict
    return Placed(
        item.id, item.state, item.comment, item.revision, item.version, verdict.reasons, verdict.evidence or (),
        item.article.title if item.article is not None else None, verdict.scores,
    )  # fmt: skip


def _row(placed: Placed, rules: Mapping[str, RuleWords]) -> dict[str, Any]:
    why = [one_line(reason_short(code, placed.scores, rules), 60) for code in placed.reasons[:REASONS_SHOWN]]
    return {
        **placed_row(placed, rules),
        "writer": [placed.comment.source, placed.comment.author_id, placed.comment.author],
        "revision": placed.revision,
        "version": placed.version,
        "article": one_line(placed.title, 80) if placed.title else None,
        "why": why if placed.state in ("pending", "escalated") else [],
    }


def escalation_of(item: int) -> Ruling | None:
    """Return the ruling by which an item was escalated last: a skip or a note may have come after it."""
    return next((one for one in session.store().events(LOOKED_BACK, item=item) if one.event.kind == "escalate"), None)


def article_of(article: Article | None) -> dict[str, Any] | None:
    """Return an article as the list draws it above its comments."""
    if article is None:
        return None
    return {
        "title": one_line(article.title or article.thread_id, 200),
        "link": safe_link(article.url),
        "site": one_line(article.site or "", 60) or None,
        "paragraphs": [visible(part) for part in article.text.split("\n") if part.strip()],
    }


def chosen(key: str) -> list[int]:
    """Return the items that are ticked in the list `key`."""
    found: list[int] = st.session_state.get(f"{key}_chosen", [])
    return found


def _received(key: str) -> Callable[[], None]:
    def receive() -> None:
        state = st.session_state.get(key)
        if state is None:
            return
        if isinstance(asked := state.get("decide"), Mapping):
            rule_on(asked, key)
        if isinstance(ticked := state.get("choose"), Mapping):
            st.session_state[f"{key}_chosen"] = [int(item) for item in ticked.get("items", ())]
        if isinstance(way := state.get("go"), Mapping):
            session.lead(str(way.get("page")), way.get("params"))

    return receive


def rule_on(asked: Mapping[str, Any], key: str) -> None:
    """Rule on comments as they stood in the list; what waits is leased first, unless somebody has it on the screen.

    The list sends every press until it hears of it, under its token: what was written, or could not be, is not tried
    again. A database that stays in use would otherwise keep whoever pressed waiting for a word about it.
    """
    name = session.desk_name()
    presses = read_presses({"desk": name, "entries": asked.get("entries")}, name)
    failed: list[str] = st.session_state.get(f"{key}_failed", [])
    said: dict[str, tuple[float, str]] = dict(st.session_state.get(f"{key}_said", {}))
    for press in presses:
        if press.token in session.ledger().answers or press.token in failed:
            continue
        try:
            trouble = _trouble_of(press)
        except ModerationError as error:
            trouble = error.problems[0].message
        if trouble:
            failed = [*failed, press.token][-ANSWERS_KEPT:]
            said[str(press.item)] = time.monotonic(), f"Nothing was recorded: {trouble}."
        else:
            said.pop(str(press.item), None)
    st.session_state[f"{key}_said"] = said
    st.session_state[f"{key}_done"] = [press.token for press in presses]
    st.session_state[f"{key}_failed"] = failed


def _trouble_of(press: Press) -> str | None:
    """Write a press and return why nothing came of it, None where something did."""
    desk = session.desk()
    is_held = press.kind == "undo" or press.state in DECIDED
    if not is_held:
        state: ItemState = "escalated" if press.state == "escalated" else "pending"
        is_held = bool(desk.claim(Filter(state=state, items=(press.item,)), 1))
    answers = settle([press], desk, session.store(), session.ledger())
    if not answers:
        return session.ledger().trouble
    if answers[0].outcome == "done":
        return None
    return answers[0].message if is_held else TAKEN


def _troubles(key: str, rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return the items of which nothing was recorded just now, each with why.

    The list says so at the comment itself, where whoever pressed looks; above the list where it is not there any more.
    """
    latest = time.monotonic() - SAID_SECONDS
    said: dict[str, tuple[float, str]] = st.session_state.get(f"{key}_said", {})
    told = {item: why for item, (at, why) in said.items() if at > latest}
    here = {row["item"] for row in rows}
    for why in dict.fromkeys(why for item, why in told.items() if item not in here):
        st.warning(why)
    return {item: why for item, why in told.items() if item in here}


def name_shown(name: str | None) -> str:
    """Return a name as it may stand on a page, and a word for none."""
    return visible(name or UNNAMED)
