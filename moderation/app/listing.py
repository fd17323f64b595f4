"""Lists of comments that are decided in place: a Streamlit component, and what it sends."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from moderation.app import session
from moderation.app.keys import chosen_keys
from moderation.app.outbox import DECIDED, Press, read_presses, settle
from moderation.app.panel import asset, module
from moderation.app.plain import one_line, safe_link, visible
from moderation.app.shape import UNNAMED, panel_reasons, placed_row
from moderation.app.words import RuleWords, reason_title
from moderation.errors import ModerationError
from moderation.records import Article, Filter, Item
from moderation.store import Placed
from moderation.taxonomy import ItemState

REASONS_SHOWN: Final = 3
_LIST: Final[ComponentRenderer] = st.components.v2.component(
    "moderation_comments",
    html=asset("comments.html"),
    css=asset("comments.css"),
    js=module("nodes.js", "card.js", "comments.js"),
)


def draw_list(key: str, rows: Sequence[Mapping[str, Any]], **more: Any) -> None:
    """Draw rows of comments; `more` is what comments.js reads beside them."""
    kept = session.preferences()
    data = {
        "rows": list(rows),
        # A note is what "other" needs, and a list has no room for one.
        "reasons": [reason for reason in panel_reasons() if reason["code"] != "other"],
        "covers": {"harsh": bool(kept.get("cover_harsh")), "personal": bool(kept.get("cover_personal", True))},
        "show_key": chosen_keys(kept.get("keys"))["show"],
        "salt": session.salt(),
        "may_decide": session.may_decide(),
        "is_senior": session.is_senior(),
        "empty": "No comments.",
        "told": _tell(),
        **more,
    }
    told = _received(key)
    _LIST(key=key, data=data, on_decide_change=told, on_go_change=told, on_choose_change=told)


def rows_of(placed: Sequence[Placed], rules: Mapping[str, RuleWords]) -> list[dict[str, Any]]:
    """Return comments with their place as the list draws them."""
    return [_row(one, rules) for one in placed]


def placed_of(item: Item) -> Placed:
    """Return an item as a comment with its place."""
    verdict = item.verdict
    return Placed(
        item.id, item.state, item.comment, item.revision, item.version, verdict.reasons, verdict.evidence or ()
    )


def _row(placed: Placed, rules: Mapping[str, RuleWords]) -> dict[str, Any]:
    why = [one_line(reason_title(code, rules), 60) for code in placed.reasons[:REASONS_SHOWN]]
    return {
        **placed_row(placed, rules),
        "writer": [placed.comment.source, placed.comment.author_id, placed.comment.author],
        "revision": placed.revision,
        "version": placed.version,
        "why": why if placed.state in ("pending", "escalated") else [],
    }


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
            _decide(asked)
        if isinstance(ticked := state.get("choose"), Mapping):
            st.session_state[f"{key}_chosen"] = [int(item) for item in ticked.get("items", ())]
        if isinstance(way := state.get("go"), Mapping):
            session.lead(str(way.get("page")), way.get("params"))

    return receive


def _decide(asked: Mapping[str, Any]) -> None:
    """Rule on a comment as it stood in the list; what waits is leased first, unless somebody has it on the screen."""
    name = session.desk_name()
    for press in read_presses({"desk": name, "entries": [asked]}, name):
        try:
            trouble = _trouble_of(press)
        except ModerationError as error:
            trouble = error.problems[0].message
        st.session_state["list_told"] = f"Nothing was recorded: {trouble}." if trouble else "Done."
        st.session_state["list_trouble"] = trouble


def _trouble_of(press: Press) -> str | None:
    """Write a press and return why nothing came of it, None where something did."""
    desk = session.desk()
    if press.state not in DECIDED:
        state: ItemState = "escalated" if press.state == "escalated" else "pending"
        desk.claim(Filter(state=state, items=(press.item,)), 1)
    answers = settle([press], desk, session.store(), session.ledger())
    if not answers:
        return session.ledger().trouble
    return None if answers[0].outcome == "done" else answers[0].message


def _tell() -> str | None:
    if trouble := st.session_state.pop("list_trouble", None):
        st.warning(f"Nothing was recorded: {trouble}.")
    told: str | None = st.session_state.pop("list_told", None)
    return told


def unnamed(name: str | None) -> str:
    """Return a name to show."""
    return visible(name or UNNAMED)
