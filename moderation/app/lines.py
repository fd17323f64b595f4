"""Holds, notes and deliveries as lines of text, for every page that shows them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from moderation.app.plain import isolated, one_line, visible
from moderation.counted import counted
from moderation.store import Behind, Delivery, Effect, Hold, Remark, Ruling

EFFECT_TITLES: Final[Mapping[Effect, str]] = {
    "hold": "New comments wait", "premoderate": "Looked at first", "suspend": "Suspended", "ban": "Banned",
}  # fmt: skip
# Not by `%b`, which follows the language of the machine.
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec")
# As much of a note as stands on the line of its hold, where the line is one among others.
NOTE_SHOWN: Final = 120


def minute(at: str) -> str:
    """Return a time of the store to the minute, with the month in letters, as the cards of comments have it."""
    moment = datetime.fromisoformat(at)
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment:%Y, %H:%M} UTC"


def hold_line(hold: Hold) -> str:
    """Return a hold in words: what, of whom, until when, by whom, and why, as far as there is room."""
    return f"{hold_words(hold)}{_why(hold)}"


def hold_here(hold: Hold) -> str:
    """Return a hold in words where what it is on stands beside it."""
    return f"{EFFECT_TITLES[hold.effect]}{_until(hold)} · {visible(hold.by)}{_why(hold)}"


def hold_words(hold: Hold) -> str:
    """Return a hold in words, without its note."""
    author = hold.author.name or hold.author.author_id if hold.author is not None else None
    what = hold.term or author or hold.title or hold.thread_id or ""
    return (
        f"{EFFECT_TITLES[hold.effect]}: {isolated(one_line(what, 80))} ({hold.kind}){_until(hold)} · {visible(hold.by)}"
    )


def _until(hold: Hold) -> str:
    return f" until {minute(hold.until)}" if hold.until else ""


def _why(hold: Hold) -> str:
    return f" · {one_line(hold.note, NOTE_SHOWN)}" if hold.note else ""


def note_line(note: Remark) -> str:
    """Return a note in words: when, by whom, about what, and what it says."""
    about = f"item {note.item}" if note.item is not None else "an author"
    return f"{minute(note.at)} · {visible(note.by)}, on {about}\n{visible(note.text or 'erased')}"


def escalated_line(ruling: Ruling) -> str:
    """Return in words who escalated a comment, and the note that went with it."""
    note = f": {one_line(ruling.note, NOTE_SHOWN)}" if ruling.note else ""
    return f"Escalated by {visible(ruling.actor_name)}{note}"


def delivery_line(one: Delivery) -> str:
    """Return a ruling that did not arrive in words."""
    return f"{visible(one.target)}: {one.status}, item {one.item}, {one.attempts} tries · {visible(one.error or '')}"


def behind_line(one: Behind) -> str:
    """Return in words which rulings do not reach a target, since when, and why as far as that is known."""
    count = one.waiting + one.failed
    what = f"{visible(one.target)}: {counted(count, 'ruling')} since {minute(one.since)}"
    if not one.error:
        return f"{what}, which nobody has sent yet. Is `moderation deliver run` at work?"
    times = "once" if one.attempts == 1 else f"up to {one.attempts} times"
    tried = f"{what}, tried {times}: {visible(one.error)}."
    if not one.waiting or one.next_at is None:
        return f"{tried} Nobody tries again."
    return f"{tried} Tried again at {minute(one.next_at)}."
