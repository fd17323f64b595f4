"""Which comments each open tab of a moderator shows, so that no two tabs show the same and none gives back another's.

Kept in the server's process: the database knows leases by person. After a restart each tab says again what it shows;
until all have spoken, what the moderator has leased and none has named is left to those that have not.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx


class Tabs:
    """What the open tabs of all moderators show, safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._shown: dict[tuple[str, str], frozenset[int]] = {}
        self._unnamed: dict[str, frozenset[int]] = {}
        self._turns: dict[str, threading.Lock] = {}

    def turn(self, desk: str) -> threading.Lock:
        """Return the lock under which the tabs of a desk lease one after the other: each must know of the last."""
        with self._lock:
            return self._turns.setdefault(desk, threading.Lock())

    def show(self, desk: str, tab: str, items: Iterable[int]) -> None:
        """Remember what a tab shows from now on."""
        with self._lock:
            self._shown[desk, tab] = frozenset(items)
        self.name(desk, self._shown[desk, tab])

    def await_others(self, desk: str, leased: frozenset[int]) -> None:
        """Leave to tabs that have not spoken yet what a desk has leased and no open tab shows."""
        with self._lock:
            self._unnamed[desk] = leased - self._shown_at(desk)

    def name(self, desk: str, items: Iterable[int]) -> None:
        """Take from what no tab has named what one names as its own."""
        with self._lock:
            self._unnamed[desk] = self._unnamed.get(desk, frozenset()).difference(items)

    def own(self, desk: str, tab: str) -> frozenset[int] | None:
        """Return what a tab shows, None for one that has not said."""
        with self._lock:
            return self._shown.get((desk, tab))

    def others(self, desk: str, tab: str) -> frozenset[int]:
        """Return what is for the other open tabs of a desk; a tab that was closed or loaded anew shows nothing."""
        with self._lock:
            return self._shown_at(desk, but=tab) | self._unnamed.get(desk, frozenset())

    def _shown_at(self, desk: str, but: str | None = None) -> frozenset[int]:
        for key in [key for key in self._shown if not _is_open(key[1])]:
            del self._shown[key]
        theirs = [items for (whose, which), items in self._shown.items() if whose == desk and which != but]
        return frozenset().union(*theirs)


def tabs() -> Tabs:
    """Return the tabs of this process."""
    return _tabs()


@st.cache_resource(show_spinner=False)
def _tabs() -> Tabs:
    return Tabs()


def this_tab() -> str:
    """Return the name of the browser session that is being drawn; a page loaded anew is another one."""
    context = get_script_run_ctx()
    return context.session_id if context is not None else ""


def _is_open(tab: str) -> bool:
    return not runtime.exists() or runtime.get_instance().is_active_session(tab)
