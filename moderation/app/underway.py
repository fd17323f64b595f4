"""Changes of many comments while they are written: each in a thread of its own, looked at from any page of its desk.

A page's run ends where its moderator presses something else, and where the tab is closed. A change must do neither, so
pages start it, look how far it is, and tell what came of it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from moderation.errors import ModerationError


@dataclass(frozen=True, slots=True)
class Written:
    """What to say of a change at its end, and which one it is, with how many comments, where it can be taken back."""

    text: str
    change: int | None = None
    count: int = 0


# Writes a change, calls what it is given with how many comments are behind, and returns what came of it.
Write = Callable[[Callable[[int], None]], Written]


class Work:
    """One change: `behind` of `total` comments are done with; at its end `told` or `trouble` says what came of it."""

    def __init__(self, title: str, total: int, write: Write) -> None:
        self.title, self.total, self.behind = title, total, 0
        self.told: Written | None = None
        self.trouble: str | None = None
        self.over = threading.Event()
        self._write = write

    def run(self) -> None:
        """Write it, to the end."""
        try:
            self.told = self._write(self._hear)
        except ModerationError as error:
            self.trouble = error.problems[0].message
        finally:
            # Also where something broke that nobody has thought of: a bar that stands still for ever is no answer.
            if self.told is None and self.trouble is None:
                self.trouble = "it broke off, and the server's log says why"
            self.over.set()

    def refuse(self, why: str) -> None:
        """End it before it has begun."""
        self.trouble = why
        self.over.set()

    def again(self) -> Work:
        """Return the same to be written once more; by its token it goes on where it stopped."""
        return Work(self.title, self.total, self._write)

    def _hear(self, behind: int) -> None:
        self.behind = behind


class Works:
    """What is being written for each desk, one at a time; safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._of_desk: dict[str, Work] = {}

    def start(self, desk: str, work: Work) -> bool:
        """Write a change in a thread of its own; False where another of the same desk is under way."""
        with self._lock:
            if self._at(desk) is not None:
                return False
            # No daemon: a server that is told to stop ends when the change is whole.
            threading.Thread(target=work.run, name="change of many", daemon=False).start()
            self._of_desk[desk] = work
        return True

    def of(self, desk: str) -> Work | None:
        """Return the change that is being written for a desk, None where none is."""
        with self._lock:
            return self._at(desk)

    def _at(self, desk: str) -> Work | None:
        work = self._of_desk.get(desk)
        return None if work is None or work.over.is_set() else work


def works() -> Works:
    """Return the changes under way in this process."""
    return _works()


@st.cache_resource(show_spinner=False)
def _works() -> Works:
    return Works()
