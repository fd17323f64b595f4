"""Sums as a table: CSV for a spreadsheet, JSON for a program."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import orjson

from moderation.records import SCHEMA_VERSION
from moderation.rollup.sums import Bin, Group, Kind, Rollup
from moderation.spreadsheet import LineFeeds, defuse


def as_csv(found: Rollup, kind: Kind) -> bytes:
    """Return one kind's groups, a line each, in the order of the page; what a spreadsheet would run is defused."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(LineFeeds(out), [kind, *_figures(found.whole), "worst"])
    writer.writeheader()
    for group in found.groups[kind]:
        row = {kind: group.key, **_figures(group), "worst": " ".join(worst.id for worst in group.worst)}
        writer.writerow({name: defuse(value) if isinstance(value, str) else value for name, value in row.items()})
    return out.getvalue().encode("utf-8", "replace")


def as_json(found: Rollup) -> bytes:
    """Return everything as one JSON object."""
    document: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "all": _figures(found.whole),
        "seconds_a_bin": found.width,
        "heat": list(_course(found.course)),
        **{f"{kind}s": [_group(found, kind, group) for group in groups] for kind, groups in found.groups.items()},
    }
    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _group(found: Rollup, kind: Kind, group: Group) -> dict[str, Any]:
    worst = [
        {"id": one.id, "priority": one.priority, "reasons": one.reasons} | ({"text": one.text} if one.text else {})
        for one in group.worst
    ]
    course = found.courses[kind].get(group.key)
    heat = {"heat": list(_course(course))} if course is not None else {}
    return {kind: group.key, **_figures(group), "worst": worst, **heat}


def _figures(group: Group) -> dict[str, Any]:
    low, high = group.interval
    mean = group.mean_toxicity
    return {
        "comments": group.comments,
        "held": group.held,
        "rejected": group.rejected,
        "failed": group.failed,
        "share_not_approved": round(group.share, 4),
        "share_low": round(low, 4),
        "share_high": round(high, 4),
        "measured": group.measured,
        "mean_toxicity": None if mean is None else round(mean, 4),
        "first": moment(group.first),
        "last": moment(group.last),
    }


def _course(bins: Sequence[Bin]) -> Iterator[dict[str, Any]]:
    for one in bins:
        yield {"at": moment(one.second), "comments": one.comments, "not_approved": one.held}


def moment(second: int | None) -> str | None:
    """Return a second of the epoch in ISO 8601."""
    return None if second is None else datetime.fromtimestamp(second, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
