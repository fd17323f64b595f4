"""The colours of the charts, in light and dark: told apart by lightness too, so that no colour has to be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import streamlit as st


@dataclass(frozen=True, slots=True)
class Paint:
    """The colours of a chart: its numbers, its plain bars, what was held and approved, what was rejected."""

    ink: str
    bars: str
    held: str
    approved: str
    rejected: str
    faint: str


LIGHT: Final = Paint("#1d232b", "#3f7fae", "#b4530a", "#b9c9d6", "#a3261d", "#8a94a0")
DARK: Final = Paint("#e7eaee", "#86bbe0", "#f0a35e", "#4b5a68", "#f39a91", "#a7afb9")


def paint() -> Paint:
    """Return the colours for the theme that is on."""
    return DARK if st.context.theme.type == "dark" else LIGHT
