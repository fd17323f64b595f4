"""What a diff looks like in a terminal, and as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import fill
from typing import Any, Final

from moderation.lab import precision
from moderation.lab.change.diff import CauseDiff, Diff, Example, Past
from moderation.lab.masking import MASK, pieces, plain
from moderation.lab.precision import Precision
from moderation.records import SCHEMA_VERSION

NARROWEST: Final = 60
# Of rules that are others and do the same here: an upgrade may bring hundreds.
_NAMED: Final = 12
_MARKS: Final[Mapping[str, str]] = {"caught": "+", "freed": "-", "moved": "~"}
_SIGNS: Final[Mapping[str, str]] = {"added": "+", "removed": "-", "changed": "~", "threshold": "="}


def moves(routes: Mapping[str, int]) -> str:
    """Return route changes in words: `approve → review 12`."""
    return ", ".join(f"{name.replace('_to_', ' → ')} {count:,}" for name, count in routes.items())


def share_in_words(found: Precision | None) -> str:
    """Return a precision as a reader weighs it: the share, its interval, and of how many rulings."""
    if found is None or found.share is None or found.interval is None:
        return "no rulings"
    low, high = found.interval
    return f"{found.share:.0%} ({low:.0%}-{high:.0%}) of {found.ruled:,}"


def past_in_words(past: Past) -> list[tuple[str, Precision]]:
    """Return the figures of a rule's past that say something, each with its name."""
    figures = [("before", past.before), ("after", past.after), ("newly caught", past.gained)]
    return [(when, figure) for when, figure in figures if figure.ruled or when == "after"]


def loud(found: Diff) -> list[CauseDiff]:
    """Return the changes that do something to this corpus, or of which people's rulings tell something."""
    return [one for one in found.causes if one.effect.caught or one.effect.freed or one.effect.routes or _ruled(one)]


def _ruled(cause: CauseDiff) -> bool:
    past = cause.past
    return past is not None and any(one.ruled for one in (past.before, past.after, past.gained))


def quiet_in_words(found: Diff) -> str:
    """Return which rules are others and do the same to this corpus, empty where there are none."""
    does = {one.cause for one in loud(found)}
    names = [one.cause for one in found.causes if one.cause not in does]
    if not names:
        return ""
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"changed without any effect here, {len(names)}: {', '.join(names[:_NAMED])}{more}"


# --- JSON ---


def as_json(found: Diff, *, show_text: bool) -> dict[str, Any]:
    """Return the report as JSON values."""
    return {
        "schema_version": SCHEMA_VERSION,
        "comments": found.comments,
        "newly_caught": found.caught,
        "newly_freed": found.freed,
        "route_changes": found.route_changes,
        "by_rule": {cause.cause: _cause_json(cause) for cause in found.causes},
        "examples": [_example_json(example, show_text=show_text) for example in found.examples],
    }


def _cause_json(cause: CauseDiff) -> dict[str, Any]:
    effect, past = cause.effect, cause.past
    ruled = cause.how != "threshold"
    return {
        "title": cause.title,
        "change": cause.how,
        "newly_caught": effect.caught,
        "newly_freed": effect.freed,
        "route_changes": effect.routes.total(),
        "routes": dict(sorted(effect.routes.items())),
        "caught_before": effect.before if ruled else None,
        "caught_after": effect.after if ruled else None,
        "precision_before": precision.as_json(past.before if past else None),
        "precision_after": precision.as_json(past.after if past else None),
        "precision_of_newly_caught": precision.as_json(past.gained if past else None),
    }


def _example_json(example: Example, *, show_text: bool) -> dict[str, Any]:
    seen = example.seen
    told = {
        "id": seen.id,
        "thread_id": seen.thread_id,
        "rule": seen.cause,
        "change": seen.change,
        "old_route": seen.before,
        "new_route": seen.after,
        "spans": [[span.start, span.end] for span in seen.spans],
        "surprise": example.surprise,
        "shown": "".join(piece.text for piece in pieces(seen.text, seen.spans, show_text=show_text)),
    }
    return {**told, "text": seen.text} if show_text else told


# --- terminal ---


def as_text(found: Diff, *, width: int, show_text: bool) -> str:
    """Return the report as a terminal of `width` columns shows it."""
    wide = max(NARROWEST, width)
    parts = [_head(found), *([_table(loud(found), wide)] if loud(found) else [])]
    if quiet := quiet_in_words(found):
        parts.append(fill(quiet, wide, subsequent_indent="  ", break_on_hyphens=False))
    if found.examples:
        parts.append("Most surprising first:\n" + "\n".join(_example(one, wide, show_text) for one in found.examples))
    if found.failed:
        parts.append(f"{found.failed:,} comments could not be judged by a rule or the classifier; they go to a person")
    parts += [f"over budget: {overrun}" for overrun in found.overruns]
    if found.budgets and not found.overruns:
        parts.append("within the budget " + ", ".join(map(str, found.budgets)))
    return "\n\n".join(parts)


def _head(found: Diff) -> str:
    lines = [f"{plain(found.old)} → {plain(found.new)}, {found.comments:,} comments"]
    if not found.causes and not found.routes:
        return "\n".join([*lines, "nothing changes: no rule matches otherwise, no comment is sent elsewhere"])
    lines.append(
        f"newly caught {found.caught:,}   newly freed {found.freed:,}   sent elsewhere {found.route_changes:,}"
    )
    if found.routes:
        lines.append(moves(found.routes))
    return "\n".join(lines)


def _table(causes: Sequence[CauseDiff], width: int) -> str:
    """Return one line a rule; a precision that has no room beside it goes below."""
    figures = [(f"+{one.effect.caught:,}", f"-{one.effect.freed:,}", f"{one.effect.routes.total():,}")
               for one in causes]  # fmt: skip
    heads = ("caught", "freed", "sent elsewhere")
    columns = [max(len(head), *(len(row[at]) for row in figures)) for at, head in enumerate(heads)]
    room = width - 2 - sum(columns) - 2 * len(columns)
    lines = [
        "  " + "rule".ljust(room) + "".join(f"  {head:>{size}}" for head, size in zip(heads, columns, strict=True))
    ]
    for one, row in zip(causes, figures, strict=True):
        name = one.cause if len(one.cause) <= room else one.cause[: room - 1] + "…"
        cells = "".join(f"  {cell:>{size}}" for cell, size in zip(row, columns, strict=True))
        lines.append(f"{_SIGNS[one.how]} {name.ljust(room)}{cells}")
        lines += [f"    {told}" for told in _below(one)]
    return "\n".join(lines)


def _below(one: CauseDiff) -> list[str]:
    told = []
    if one.how != "threshold" and (one.effect.before or one.effect.after):
        told.append(f"catches {one.effect.after:,}, {one.effect.before:,} before")
    if one.effect.routes:
        told.append(moves(dict(sorted(one.effect.routes.items()))))
    if one.past:
        told += [f"rejected by people, {when}: {share_in_words(figure)}" for when, figure in past_in_words(one.past)]
    return told


def _example(example: Example, width: int, show_text: bool) -> str:  # noqa: FBT001
    seen = example.seen
    moved = f"{seen.before} → {seen.after}" if seen.before != seen.after else f"stays {seen.after}"
    head = f"{_MARKS[seen.change]} {seen.cause}  {moved}  surprise {example.surprise:.2f}  {plain(seen.id)}"
    shown = pieces(seen.text, seen.spans, show_text=show_text, width=width - 8)
    # In a terminal without colours, brackets mark what was found.
    body = "".join(f"[{piece.text}]" if piece.hit else piece.text for piece in shown)
    if len(body) > width - 4:  # brackets take room, too
        body = f"{body[: width - 5]}…"
    return f"{head[:width]}\n    {body if body.strip(MASK + ' ') or show_text else _unmarked(seen.text)}"


def _unmarked(text: str) -> str:
    return f"({len(text):,} characters; nothing in particular in them was found)"
