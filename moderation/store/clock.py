"""Times as the store writes them: ISO 8601 in UTC with milliseconds and `Z`, so that text order is time order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)


def stamp(moment: datetime, *, plus_seconds: float = 0) -> str:
    """Return `moment` (aware) as the store writes it, for example `2026-11-22T09:30:00.000Z`."""
    later = moment.astimezone(UTC) + timedelta(seconds=plus_seconds)
    return later.isoformat(timespec="milliseconds").replace("+00:00", "Z")
