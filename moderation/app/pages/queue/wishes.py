"""What the panel asks for beside decisions: views to keep, notes, holds. Each carries a token and is granted once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from moderation.app import session
from moderation.app.pages.asked import as_json, read_asked
from moderation.app.pages.queue.skipped import bring_back
from moderation.app.pages.restricting import RESTRICTIONS, ends_of, offered_restrictions, restrict
from moderation.app.pages.standing import ENDS, NOTE_LIMIT, end_of
from moderation.errors import ModerationError
from moderation.review import add_note
from moderation.store import Author

VIEWS_KEPT: Final = 12


def author_choices() -> list[dict[str, Any]]:
    """Return what the panel offers about an author, each with its key, and with the ends that it may have."""
    offered: list[dict[str, Any]] = [{"key": "1", "effect": "see", "title": "Everything by this author", "ends": []}]
    for effect, one in offered_restrictions().items():
        ends = [{"key": str(place), "title": end} for place, end in enumerate(ENDS) if end in ends_of(effect)]
        offered.append({"key": one.key, "effect": effect, "title": one.title, "ends": ends})
    return offered


def grant(asked: Mapping[str, Any]) -> None:
    """Do what was asked, once, and tell the panel what came of it."""
    token, what = str(asked.get("token")), _WISHES.get(str(asked.get("what")))
    if what is None or session.was_told(token):
        return
    try:
        text, tone = what(asked), "info"
    except ModerationError as error:
        said = error.problems[0].message
        text, tone = f"{said[:1].upper()}{said[1:]}.", "warn"
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


def _note(asked: Mapping[str, Any]) -> str:
    add_note(session.desk(), int(asked["item"]), str(asked.get("text") or ""))
    return "The note is kept; every moderator sees it beside the comment."


def _author(asked: Mapping[str, Any]) -> str:
    author = read_asked(asked).author
    effect = next((known for known in RESTRICTIONS if known == asked.get("effect")), None)
    end = next((known for known in ENDS if known == asked.get("end")), None)
    if author is None or effect is None or end is None:
        return "Nothing is known of this author that could be held on to."
    return restrict(Author(*author), effect, end_of(end), str(asked.get("note") or "").strip()[:NOTE_LIMIT] or None)


def _unskip(asked: Mapping[str, Any]) -> str:
    count = bring_back(read_asked(asked.get("view")).state, str(asked.get("token")))
    return f"{count} that you had skipped {'is' if count == 1 else 'are'} back." if count else "Nothing is left of it."


_WISHES: Final[Mapping[str, Callable[[Mapping[str, Any]], str]]] = {
    "save-view": _save_view,
    "forget-view": _forget_view,
    "note": _note,
    "author": _author,
    "unskip": _unskip,
}
