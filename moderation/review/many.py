"""Many items at once: shown first, then ruled on as one change that can be taken back as one."""

from __future__ import annotations

from typing import Final

from moderation.errors import UsageError, suggest
from moderation.review.desk import MAY_DECIDE, SENIOR, Desk
from moderation.store import Bulk, BulkKind, Change, Preview, Selection, bulk_moves, bulks
from moderation.taxonomy import REASONS_BY_CODE

LIMIT: Final = 10_000


def preview(desk: Desk, selection: Selection, kind: BulkKind, limit: int = LIMIT) -> Preview:
    """Return what a change of `kind` (approve, reject, reopen) would do to what is selected; nothing is written."""
    _may(desk, kind)
    if selection.state == "escalated":
        desk.may("decide what was escalated", SENIOR)
    return bulks.find(desk.store, selection, kind, desk.person, limit, is_senior=desk.is_senior)


def apply(
    desk: Desk,
    shown: Preview,
    *,
    reason: str | None = None,
    note: str | None = None,
    token: str | None = None,
    hears: bulk_moves.Hears = bulk_moves.nobody,
) -> Bulk:
    """Rule on exactly the items that a preview showed; what has moved on since, or is on a screen, is left as it is.

    A rejection needs a reason code. Called again with its `token`, it goes on where it stopped. `hears` is called with
    how many of the items are behind, every 500 of them, once they are written for good.
    """
    _may(desk, shown.kind)
    if (reason is not None) != (shown.kind == "reject"):
        raise UsageError("a rejection has a reason code, and nothing else has", mend="give `reason=` with reject")
    if reason is not None and reason not in REASONS_BY_CODE:
        raise UsageError(f"unknown reason code `{reason}`", mend=suggest(reason, REASONS_BY_CODE))
    return bulk_moves.apply(desk.store, shown, Change(desk.person, desk.role, desk.now, reason, note, token), hears)


def undo_bulk(
    desk: Desk, number: int, *, token: str | None = None, hears: bulk_moves.Hears = bulk_moves.nobody
) -> Bulk:
    """Take a change back, one's own or as a senior anybody's: items on which nobody has ruled since stand as before.

    `hears` is told of what is behind, as for `apply`.
    """
    role = desk.may("undo", MAY_DECIDE)
    change = Change(desk.person, role, desk.now, token=token)
    return bulk_moves.undo(desk.store, number, change, hears, is_senior=role in SENIOR)


def reopen_rule(desk: Desk, rule: str, since: str, *, note: str | None = None) -> Bulk | None:
    """Put back, as one change, what was decided since `since` on items where `rule` fired; None where nothing was."""
    shown = preview(desk, Selection(rule=rule, since=since), "reopen")
    return apply(desk, shown, note=note) if shown.items else None


def _may(desk: Desk, kind: BulkKind) -> None:
    # What is put back was decided by others.
    desk.may(f"{kind} many items at once", SENIOR if kind == "reopen" else MAY_DECIDE)
