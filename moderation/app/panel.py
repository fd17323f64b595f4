"""The panel of the queue: a Streamlit component made of the three files beside this one, without a build step."""

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


# Once per process: Streamlit warns when a name is registered again.
_PANEL: Final[ComponentRenderer] = st.components.v2.component(
    "moderation_desk", html=asset("panel.html"), css=asset("panel.css"), js=asset("panel.js")
)


def draw_panel(data: dict[str, Any], on_outbox: Callable[[], None]) -> None:
    """Draw the panel with its leased items; `on_outbox` runs when it has sent something."""
    _PANEL(key=KEY, data=data, on_outbox_change=on_outbox)


def sent_outbox() -> Any:
    """Return what the panel sent last, or None."""
    state = st.session_state.get(KEY)
    return state.get("outbox") if state is not None else None
