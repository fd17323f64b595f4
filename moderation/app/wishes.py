"""What the panel asks for beside decisions: views to keep. Each wish carries a token and is granted once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from moderation.app import session
from moderation.app.asked import as_json, read_asked
from moderation.errors import ModerationError

VIEWS_KEPT: Final = 12


def author_choices() -> list[dict[str, str]]:
    """Return what the panel offers about an author, each with its key."""
    return [{"key": "1", "effect": "see", "title": "Everything by this author"}]


def grant(asked: Mapping[str, Any]) -> None:
    """Do what was asked, once, and tell the panel what came of it."""
    token, what = str(asked.get("token")), _WISHES.get(str(asked.get("what")))
    if what is None or session.was_told(token):
        return
    try:
        text, tone = what(asked), "info"
    except ModerationError as error:
        text, tone = f"{error.problems[0].message.capitalize()}.", "warn"
    session.tell(token, text, tone)


def _save_view(asked: Mapping[str, Any]) -> str:
    name = str(asked.get("name") or "").strip()[:40]
    if not name:
        return "A view needs a name."
    if len(session.saved_views(session.preferences())) >= VIEWS_KEPT:
        return f"{VIEWS_KEPT} views are kept at most; forget one first."
    view = {key: value for key, value in as_json(read_asked(asked.get("view"))).items() if key != "start"}
    session.prefer(session.VIEW + name, view)
    return f"The view “{name}” is saved; it stands among the filters."


def _forget_view(asked: Mapping[str, Any]) -> str:
    session.prefer(f"{session.VIEW}{asked.get('name')}", None)
    return "The view is forgotten."


_WISHES: Final[Mapping[str, Callable[[Mapping[str, Any]], str]]] = {
    "save-view": _save_view,
    "forget-view": _forget_view,
}
