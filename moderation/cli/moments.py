"""Times and lengths of time as a person types them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Final

from moderation.errors import UsageError
from moderation.store import stamp, utc_now

_UNITS: Final = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_LONGEST: Final = 100_000
_TIME: Final = "2026-11-22T09:30:00Z"
_LENGTH: Final = f"write a length like `12h`, `7d` or `2w`, or a time like {_TIME}"


def moment(given: str, option: str, *, mend: str = f"write it like {_TIME}") -> str:
    """Return a day or a time (ISO 8601, UTC without a zone) as the store writes it."""
    try:
        found = datetime.fromisoformat(given)
    except ValueError as error:
        raise UsageError(f"`{option} {given}` is not a time", mend=mend) from error
    return stamp(found if found.tzinfo else found.replace(tzinfo=UTC))


def length(given: str) -> timedelta | None:
    """Return a length of time like `90d`, `36h` or `2w`, None for something else."""
    found = re.fullmatch(r"(\d+)([hdw])", given)
    if found is None or int(found[1]) > _LONGEST:
        return None
    return int(found[1]) * _UNITS[found[2]]


def ago(given: str, option: str) -> str:
    """Return the time that lies so long ago, or the day or time that was named."""
    back = length(given)
    return moment(given, option, mend=_LENGTH) if back is None else stamp(utc_now() - back)


def ahead(given: str, option: str) -> str:
    """Return the time that lies so far ahead, or the day or time that was named."""
    on = length(given)
    return moment(given, option, mend=_LENGTH) if on is None else stamp(utc_now() + on)
