"""What may be done about an author, by whom and for how long, and doing it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from moderation.app import session
from moderation.app.lines import hold_line, minute
from moderation.app.pages.standing import ENDS
from moderation.review import hold_author
from moderation.store import Author, Effect, holds


@dataclass(frozen=True, slots=True)
class Restriction:
    """A hold on an author: its key and title on the panel, its button elsewhere, and what is said once it is done."""

    key: str
    title: str
    button: str
    done: str
    is_seniors: bool = True


RESTRICTIONS: Final[Mapping[Effect, Restriction]] = {
    "premoderate": Restriction(
        "2",
        "Look at what they write from now on first",
        "Look first",
        "What they write comes here first",
        is_seniors=False,
    ),
    "suspend": Restriction("3", "Suspend", "Suspend", "Suspended"),
    "ban": Restriction("4", "Ban", "Ban", "Banned"),
}


def offered_restrictions() -> dict[Effect, Restriction]:
    """Return what whoever sits here may do about an author."""
    if not session.may_decide():
        return {}
    return {effect: one for effect, one in RESTRICTIONS.items() if session.is_senior() or not one.is_seniors}


def ends_of(effect: Effect) -> list[str]:
    """Return how long an effect may be set to stand: a suspension that never ends is a ban."""
    return [end for end, length in ENDS.items() if length is not None or effect != "suspend"]


def restrict(author: Author, effect: Effect, until: str | None, note: str | None) -> str:
    """Put an author under a hold and return what to say of it."""
    before = [one for one in holds.active(session.store()) if one.identity == author.identity]
    hold_author(session.desk(), author, effect, until=until, note=note)
    done = RESTRICTIONS[effect].done
    said = f"{done} until {minute(until)}." if until else f"{done}."
    # Whoever did not know of a ban would not see that it is over now.
    over = "".join(f" This takes the place of: {hold_line(one)}." for one in before)
    return f"{said}{over} It stands on the Handover page, where it can be lifted."
