"""Holds and notes of the house: who may set them, and for how long."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from moderation.errors import UsageError
from moderation.review.desk import MAY_DECIDE, SENIOR, Desk
from moderation.store import Author, Effect, Hold, Order, Remark, holds, remarks, stamp

# A term that nobody has taken off after this long belongs into a rule, with its tests.
LONGEST_TERM: Final = timedelta(days=30)
LONGEST_NOTE: Final = 2_000
_LONGEST_WORD: Final = 200


def hold_article(desk: Desk, source: str, thread_id: str, *, until: str | None = None, note: str | None = None) -> Hold:
    """Send every new comment under an article to a person, until a time or until it is lifted."""
    desk.may("hold an article", MAY_DECIDE)
    return _place(desk, Order("hold", thread=(source, thread_id), until=_later(desk, until), note=note))


def hold_author(
    desk: Desk, author: Author, effect: Effect = "premoderate", *, until: str | None = None, note: str | None = None
) -> Hold:
    """Send every new comment of an author to a person: `premoderate`, `suspend` (until a time) or `ban`.

    Suspending and banning are a senior's: they say that nothing of the author's is to stand, and reject nothing by
    themselves. It takes the place of what the author is held by, which is a senior's, too, where somebody else set it.
    """
    if effect not in ("premoderate", "suspend", "ban"):
        raise UsageError(f"`{effect}` is nothing to do with an author", mend="premoderate, suspend or ban")
    if effect == "suspend" and until is None:
        raise UsageError("a suspension has an end", mend="give `until=`, or ban")
    desk.may(f"{effect} an author", MAY_DECIDE if effect == "premoderate" else SENIOR)
    return _place(desk, Order(effect, author=author, until=_later(desk, until), note=note))


def hold_term(desk: Desk, term: str, *, until: str, note: str | None = None) -> Hold:
    """Send every new comment that uses a term to a person, for 30 days at most."""
    desk.may("hold a term", SENIOR)
    words = " ".join(term.split())
    if not any(char.isalnum() for char in words) or len(words) > _LONGEST_WORD:
        raise UsageError(f"a term has letters and at most {_LONGEST_WORD} characters", mend="give one or a few words")
    end = _later(desk, until)
    if end is None or datetime.fromisoformat(end) - datetime.fromisoformat(desk.now) > LONGEST_TERM:
        raise UsageError("a hold on a term ends within 30 days", mend="make a rule of what is to stay")
    return _place(desk, Order("hold", term=words, until=end, note=note))


def lift_hold(desk: Desk, number: int) -> Hold:
    """End a hold now: one's own, or as a senior anybody's."""
    desk.may("lift a hold", MAY_DECIDE)
    if holds.hold(desk.store, number).person != desk.person.id:
        desk.may("lift what somebody else holds", SENIOR)
    return holds.lift(desk.store, desk.person, number)


def add_note(desk: Desk, item: int, text: str) -> Remark:
    """Write a note about a comment, for the house alone."""
    desk.may("write a note", MAY_DECIDE)
    return remarks.write(desk.store, desk.person, _text(text), item=item)


def add_author_note(desk: Desk, author: Author, text: str) -> Remark:
    """Write a note about an author, for the house alone."""
    desk.may("write a note", MAY_DECIDE)
    return remarks.write(desk.store, desk.person, _text(text), author=author)


def _place(desk: Desk, order: Order) -> Hold:
    if order.note is not None:
        _text(order.note)
    return holds.place(desk.store, desk.person, order, is_senior=desk.is_senior)


def _text(text: str) -> str:
    if not text.strip() or len(text) > LONGEST_NOTE:
        raise UsageError(f"a note has 1 to {LONGEST_NOTE} characters", mend="write a shorter one")
    return text.strip()


def _later(desk: Desk, until: str | None) -> str | None:
    """Return a time as the store writes it; raises UsageError where it is none, or over."""
    if until is None:
        return None
    try:
        moment = datetime.fromisoformat(until)
    except ValueError as error:
        raise UsageError(f"`{until[:40]}` is not a time", mend="write it like 2026-11-22T09:30:00Z") from error
    end = stamp(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    if end <= desk.now:
        raise UsageError("a hold ends later than now", mend="give a later time")
    return end
