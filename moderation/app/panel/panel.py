"""The panel of the queue: a Streamlit component made of the files beside this one, without a build step."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

_HERE: Final = Path(__file__).parent
KEY: Final = "desk"


def asset(name: str) -> str:
    """Return the text of a file that lies beside this one."""
    return (_HERE / name).read_text(encoding="utf-8")


def module(*names: str) -> str:
    """Return one JavaScript module out of several files, which share their names."""
    return "\n".join(asset(name) for name in names)


# Once per process: Streamlit warns when a name is registered again.
_PANEL: Final[ComponentRenderer] = st.components.v2.component(
    "moderation_desk",
    html=asset("panel.html"),
    css=asset("panel.css"),
    js=module("nodes.js", "reading.js", "card.js", "top.js", "view.js", "sender.js", "deciding.js", "desk.js"),
)


def draw_panel(data: dict[str, Any], on_outbox: Callable[[], None], on_ask: Callable[[], None]) -> None:
    """Draw the panel with its items; `on_outbox` runs for decisions, `on_ask` for what else it wants."""
    _PANEL(key=KEY, data=data, on_outbox_change=on_outbox, on_ask_change=on_ask, on_go_change=on_ask)


def sent(name: str) -> Any:
    """Return what the panel sent last under `name` (`outbox`, `ask`, `go`), or None."""
    state = st.session_state.get(KEY)
    return state.get(name) if state is not None else None
