"""What the queue's filters offer: the value to filter by, the title to show, and how many items it shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from moderation.app.plain import one_line
from moderation.app.words import RuleWords, language_name, reason_title
from moderation.store import Store
from moderation.taxonomy import LABEL_TITLES, LABELS, UNDETERMINED, ItemState

# A list longer than this is searched, not read.
THREADS_OFFERED: Final = 200


def choices(store: Store, state: ItemState, rules: Mapping[str, RuleWords]) -> dict[str, Any]:
    """Return the lists of the filters, each entry with what it would show of the items in `state`."""
    return {
        "reason": [
            _offer(tally.name, one_line(reason_title(tally.name, rules), 60), tally.count)
            for tally in store.reasons(state)
        ],
        "label": [
            _offer(label, LABEL_TITLES[label], tally.count)
            for tally in store.labels(state)
            for label in LABELS
            if label == tally.name
        ],
        "language": [_offer(tally.name, language_title(tally.name), tally.count) for tally in store.languages(state)],
        "site": [_offer(tally.name, one_line(tally.name, 60), tally.count) for tally in store.sites(state)],
        "thread": [
            _offer([tally.source, tally.thread_id], one_line(tally.title or tally.thread_id, 70), tally.count)
            for tally in store.threads(state, THREADS_OFFERED)
        ],
    }


def language_title(code: str) -> str:
    """Return a language as a list names it."""
    return "Undetermined" if code == UNDETERMINED else language_name(code)


def _offer(value: Any, title: str, count: int) -> dict[str, Any]:
    return {"value": value, "title": title, "count": count}
