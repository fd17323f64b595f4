"""What the panel sends: every decision that it does not yet know to be written, again and again until it does.

Each press carries its own token, and a token rules once: sent twice it gets the answer of the first time.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from moderation.errors import ModerationError, StaleItem, StoreError, UsageError
from moderation.records import Event, Filter
from moderation.review import Desk
from moderation.store import Store
from moderation.taxonomy import REASONS_BY_CODE

VERBS: Final[frozenset[str]] = frozenset({"approve", "reject", "skip", "escalate", "undo"})
DECIDED: Final = frozenset({"approved", "rejected"})
ANSWERS_KEPT: Final = 500
NOTE_LIMIT: Final = 2000
TAKEN: Final = "somebody else has this comment on the screen, or has just decided it"


@dataclass(frozen=True, slots=True)
class Press:
    """One decision as the panel sends it.

    `after` is the token of the moderator's own undo that put the item back, whose version the panel could not know;
    `of` is the token of the press that an undo takes back, `event` its event where the panel knows it. `state` is what
    the item was on the screen: one that was decided already is reopened first, unless it was drawn for the `watch`.
    `looked` says that it stood in a list of which nothing is leased: what waits there is leased first.
    """

    token: str
    kind: str
    item: int
    revision: int = 0
    version: int = 0
    after: str | None = None
    reason: str | None = None
    note: str | None = None
    of: str | None = None
    event: int | None = None
    state: str = "pending"
    watch: bool = False
    looked: bool = False


# Ids travel as text, because a number in JavaScript holds 53 bits.
_FIELDS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "token": str, "kind": str, "item": int, "revision": int, "version": int, "after": str, "reason": str,
    "note": str, "of": str, "event": int, "state": str, "watch": bool,
    "looked": bool,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a press. `version` is the item's after an undo; `message` says why nothing was written.

    `reopened` is the event that reopened a decided item for the press.
    """

    token: str
    outcome: Literal["done", "stale", "refused"]
    event: int | None = None
    version: int | None = None
    message: str = ""
    reopened: int | None = None


@dataclass(slots=True)
class Ledger:
    """The answers of one browser session, the latest kept; mutable, as Streamlit's session is."""

    answers: OrderedDict[str, Answer] = field(default_factory=OrderedDict)
    trouble: str | None = None

    def keep(self, answer: Answer) -> None:
        """Remember an answer and forget the oldest beyond the limit."""
        self.answers[answer.token] = answer
        while len(self.answers) > ANSWERS_KEPT:
            self.answers.popitem(last=False)


def read_presses(outbox: Any, desk: str) -> list[Press]:
    """Return the presses of an outbox in order; what is not one of ours, or meant for another desk, is left out."""
    if not isinstance(outbox, Mapping) or outbox.get("desk") != desk:
        return []
    return list(_presses(outbox.get("entries") or ()))


def _presses(entries: Iterable[Any]) -> Iterator[Press]:
    for entry in entries:
        if not isinstance(entry, Mapping) or not {"token", "kind", "item"} <= entry.keys():
            continue
        try:
            given = {name: read(entry[name]) for name, read in _FIELDS.items() if entry.get(name) is not None}
        except (TypeError, ValueError):
            continue
        if given["kind"] in VERBS:
            yield Press(**given)


def settle(presses: Sequence[Press], desk: Desk, store: Store, ledger: Ledger) -> list[Answer]:
    """Write the presses that were not written yet, in order, and return the answers to all that have one.

    Where the database cannot be written, the rest stays unanswered, and the panel sends it again.
    """
    ledger.trouble = None
    for press in presses:
        if press.token in ledger.answers:
            continue
        try:
            ledger.keep(_write(press, desk, store, ledger))
        except StaleItem as error:
            ledger.keep(Answer(press.token, "stale", message=_message(error)))
        except StoreError as error:
            ledger.trouble = _message(error)
            break
        except ModerationError as error:
            ledger.keep(Answer(press.token, "refused", message=_message(error)))
    return [ledger.answers[press.token] for press in presses if press.token in ledger.answers]


def _message(error: ModerationError) -> str:
    return error.problems[0].message


def _write(press: Press, desk: Desk, store: Store, ledger: Ledger) -> Answer:
    if press.kind == "undo":
        return _undo(press, desk, store, ledger)
    version = _version(press, ledger)
    if press.state in DECIDED and not press.watch:
        return _anew(press, version, desk, store)
    if press.looked:
        return _leased_first(press, version, desk)
    try:
        return Answer(press.token, "done", _decide(press, version, desk).number)
    except StaleItem:
        if press.item in desk.leased() or store.item(press.item).state != press.state:
            raise
        raise StaleItem(TAKEN, mend="go on with the next one") from None


def _leased_first(press: Press, version: int, desk: Desk) -> Answer:
    """Decide what waits and was only looked at, unless somebody has it on the screen."""
    is_held = bool(
        desk.claim(Filter(state="escalated" if press.state == "escalated" else "pending", items=(press.item,)), 1)
    )
    try:
        # Also where it could not be leased: sent again, a press that was written has its answer by its token.
        return Answer(press.token, "done", _decide(press, version, desk).number)
    except StaleItem:
        if is_held:
            raise
        raise StaleItem(TAKEN, mend="look at it again in a moment") from None


def _anew(press: Press, version: int, desk: Desk, store: Store) -> Answer:
    """Decide what was decided already: reopen it as it was seen, lease it, rule on it.

    Each step has a token of its own, so that a press that was cut off half way goes on where it stopped.
    """
    if press.kind == "skip":
        raise UsageError("only what waits can be skipped", mend="go on with J")
    token = f"{press.token}:reopen"
    began = next((one.event for one in store.events(5, item=press.item) if one.event.token == token), None)
    if began is None:
        item = store.item(press.item)
        if (item.revision, item.version) != (press.revision, version):
            raise StaleItem(f"item {press.item} has moved on", mend="look at it again")
        began = desk.reopen(press.item, token=token)
    claimed = desk.claim(Filter(items=(press.item,)), 1)
    now = claimed[0].version if claimed else version + 1
    return Answer(press.token, "done", _decide(press, now, desk).number, reopened=began.number)


def _version(press: Press, ledger: Ledger) -> int:
    undone = ledger.answers.get(press.after or "")
    return undone.version if undone is not None and undone.version is not None else press.version


def _decide(press: Press, version: int, desk: Desk) -> Event:
    what = (press.item, press.revision, version)
    note = press.note[:NOTE_LIMIT] if press.note else None
    match press.kind:
        case "approve":
            return desk.approve(*what, note=note, token=press.token, watch=press.watch)
        case "reject":
            reason = press.reason if press.reason in REASONS_BY_CODE else ""
            return desk.reject(*what, reason=reason, note=note, token=press.token, watch=press.watch)
        case "skip":
            return desk.skip(*what, note=note, token=press.token, watch=press.watch)
        case _:
            return desk.escalate(*what, note=note, token=press.token, watch=press.watch)


def _undo(press: Press, desk: Desk, store: Store, ledger: Ledger) -> Answer:
    number = press.event
    if number is None:
        first = ledger.answers.get(press.of or "")
        if first is None or first.event is None:
            return Answer(press.token, "stale", message="there was nothing to undo")
        number = first.event
    reopened = next((one.reopened for one in ledger.answers.values() if one.event == number), None)
    event = desk.undo(number, token=press.token)
    if reopened is not None:
        desk.undo(reopened, token=f"{press.token}:reopen")
    return Answer(press.token, "done", event.number, store.item(event.item).version)
