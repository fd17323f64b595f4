"""The keys of the desk: what each does, the two presets, and what a person has set instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Action:
    """Something that a key does. `coral` and `wordpress` are its keys in the two presets, empty for none."""

    name: str
    title: str
    coral: str
    wordpress: str


ACTIONS: Final[tuple[Action, ...]] = (
    Action("approve", "Approve", "f", "a"),
    Action("reject", "Reject, then one key for the reason", "d", "d"),
    Action("spam", "Reject as spam, in one press", "", "s"),
    Action("skip", "Skip: somebody else will see it", "s", "l"),
    Action("escalate", "Escalate to a senior moderator", "e", "e"),
    Action("undo", "Undo your last decision", "z", "z"),
    Action("next", "Next, without deciding", "j", "j"),
    Action("previous", "Previous, without deciding", "k", "k"),
    Action("note", "Write a note", "n", "n"),
    Action("author", "What can be done about the author", "b", "b"),
    Action("show", "Hold: show what is covered", "v", "v"),
    Action("queue", "Next queue", "t", "t"),
    Action("search", "Search", "/", "/"),
    Action("help", "All keys", "?", "?"),
)
PRESETS: Final[Mapping[str, Mapping[str, str]]] = {
    "coral": {action.name: action.coral for action in ACTIONS},
    "wordpress": {action.name: action.wordpress for action in ACTIONS},
}
# 1 to 7 choose a queue; R and C belong to Streamlit, which reruns the page and clears caches with them.
TAKEN: Final = frozenset("1234567rc")


def problem_of(keys: Mapping[str, str]) -> str | None:
    """Return what is wrong with a choice of keys, in words, or None."""
    seen: dict[str, str] = {}
    titles = {action.name: action.title for action in ACTIONS}
    for name, key in keys.items():
        if not key:
            continue
        if len(key) != 1 or not key.isprintable() or key.isspace():
            return f"“{titles[name]}” needs a single key."
        if key in TAKEN:
            return f"{key.upper()} is taken: 1 to 7 choose a queue, R and C belong to the browser page itself."
        if key in seen:
            return f"{key.upper()} would do two things: “{titles[seen[key]]}” and “{titles[name]}”."
        seen[key] = name
    missing = [titles[name] for name in ("approve", "reject", "undo", "help") if not keys.get(name)]
    return f"“{missing[0]}” needs a key." if missing else None


def chosen_keys(kept: Any) -> dict[str, str]:
    """Return the keys that hold for a person who has kept `kept`; what is no sound choice gives the first preset."""
    usual = dict(PRESETS["coral"])
    if not isinstance(kept, Mapping):
        return usual
    keys = usual | {name: key for name, key in kept.items() if name in usual and isinstance(key, str)}
    return usual if problem_of(keys) else keys
