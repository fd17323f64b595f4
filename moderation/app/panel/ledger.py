"""The list of decisions: a Streamlit component that draws rows and sends back which one to undo."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from moderation.app.panel.panel import asset, module
from moderation.app.panel.personal import covered
from moderation.app.panel.shape import UNNAMED
from moderation.app.plain import one_line, visible
from moderation.records import Versions
from moderation.store import Bulk, Ruling
from moderation.taxonomy import REASONS_BY_CODE

KEY: Final = "ledger_rows"
UNDOABLE: Final = frozenset({"approve", "reject", "escalate", "skip", "reopen"})

_LEDGER: Final[ComponentRenderer] = st.components.v2.component(
    "moderation_ledger", html=asset("ledger.html"), css=asset("ledger.css"), js=module("nodes.js", "ledger.js")
)


def draw_ledger(data: dict[str, Any], on_ask: Callable[[], None]) -> None:
    """Draw the rows; `on_ask` runs when somebody asks to take one back, or to see its comment."""
    _LEDGER(key=KEY, data=data, on_undo_change=on_ask, on_go_change=on_ask, on_unfold_change=on_ask)


def sent(name: str) -> Any:
    """Return what somebody asked for under `name` (`undo`, `unfold`, `go`), or None."""
    state = st.session_state.get(KEY)
    return state.get(name) if state is not None else None


def ledger_rows(
    rulings: Sequence[Ruling],
    reverted: Mapping[int, int],
    actor: str,
    changes: Mapping[int, Bulk] = MappingProxyType({}),
    *,
    is_senior: bool,
) -> list[dict[str, Any]]:
    """Return rulings as the list draws them; `reverted` says which of them were taken back by which event.

    A ruling of one of `changes` stands for all that were made together with it.
    """
    rows = []
    for ruling in rulings:
        row = _row(ruling, reverted.get(ruling.event.number), actor, is_senior=is_senior)
        change = changes.get(ruling.event.bulk or 0)
        if change is not None and change.done > 1:
            row |= _change(change, actor, is_senior=is_senior)
        rows.append(row)
    return rows


def _change(change: Bulk, actor: str, *, is_senior: bool) -> dict[str, Any]:
    may_undo = change.kind != "undo" and change.reverted_by is None and (is_senior or change.actor == actor)
    return {
        "change": change.id,
        "count": change.done,
        "reverts_change": change.reverts,
        "reverted_by_change": change.reverted_by,
        "can_undo": may_undo,
    }


def _row(ruling: Ruling, reverted_by: int | None, actor: str, *, is_senior: bool) -> dict[str, Any]:
    event, comment = ruling.event, ruling.comment
    reason = REASONS_BY_CODE.get(event.reason or "")
    may_undo = event.kind in UNDOABLE and reverted_by is None and (is_senior or event.actor == actor)
    return {
        "number": event.number,
        "item": str(event.item),
        "kind": event.kind,
        "when": event.at,
        "actor": visible(ruling.actor_name),
        "reason": reason.title if reason else event.reason,
        "note": visible(ruling.note) if ruling.note else None,
        "author": visible(comment.author or UNNAMED),
        "text": one_line(covered(comment.text), 300),
        "versions": _versions(event.versions),
        "reverts": event.reverts,
        "bulk": event.bulk,
        "reverted_by": reverted_by,
        "can_undo": may_undo,
    }


def _versions(versions: Versions) -> str:
    return f"{versions.classifier}, rules {versions.rules[:7]}, policy {versions.policy[:7]}"
