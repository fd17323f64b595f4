"""Shares that were reached once, kept in a file under review: what falls below one of them fails."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from moderation.batch.manifest import write_whole
from moderation.errors import InputError, Location, UsageError
from moderation.records import SCHEMA_VERSION


@dataclass(frozen=True, slots=True)
class Share:
    """`good` of `all`; compared as whole numbers, for 99.96 % is not 100 %."""

    good: int
    all: int

    def below(self, other: Share) -> bool:
        """Tell whether this share is smaller than the other; nothing of nothing is below no share."""
        return self.good * other.all < other.good * self.all

    def __str__(self) -> str:
        return f"{self.good:,} of {self.all:,}" + (f" ({self.good / self.all:.1%})" if self.all else "")


@dataclass(frozen=True, slots=True)
class Fall:
    """Something that fell below its baseline."""

    name: str
    now: Share
    before: Share

    def __str__(self) -> str:
        return f"{self.name}: {self.now}, the baseline is {self.before}"


def read_baseline(path: Path) -> dict[str, Share]:
    """Return the shares in a baseline file. Raises InputError for what is none."""
    try:
        given = json.loads(path.read_text(encoding="utf-8"))["shares"]
        return {str(name): _share(pair) for name, pair in given.items()}
    except FileNotFoundError:
        raise InputError("there is no such baseline", at=Location(str(path)), mend="make it with `--update`") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise InputError(
            "is no baseline",
            at=Location(str(path)),
            mend="name another file; `--update` makes one that is not there yet",
        ) from None


def _share(pair: list[int]) -> Share:
    good, of = pair
    if not (isinstance(good, int) and isinstance(of, int) and 0 <= good <= of):
        raise ValueError(pair)
    return Share(good, of)


def write_baseline(path: Path, shares: Mapping[str, Share]) -> None:
    """Write the shares, one a line, so that a change reads well in a review."""
    lines = ",\n".join(f"  {json.dumps(name)}: [{share.good}, {share.all}]" for name, share in sorted(shares.items()))
    content = f'{{"schema_version": {SCHEMA_VERSION}, "shares": {{\n{lines}\n}}}}\n'
    write_whole(path, content.encode())


def falls(now: Mapping[str, Share], before: Mapping[str, Share]) -> tuple[Fall, ...]:
    """Return what is below its baseline; a rule that is new or gone is none of a baseline's business."""
    return tuple(Fall(name, now[name], before[name]) for name in sorted(now.keys() & before.keys())
                 if now[name].below(before[name]))  # fmt: skip


def share_of_percent(text: str) -> Share:
    """Return `80%` or `99.5%` as a share. Raises UsageError for anything else."""
    whole, _, rest = text.removesuffix("%").partition(".")
    if not text.endswith("%") or not (whole + rest).isdigit() or not whole:
        raise UsageError(f"`{text}` is not a share", mend="write for example `80%`")
    scale: int = 10 ** len(rest)
    if int(whole + rest) > 100 * scale:
        raise UsageError(f"`{text}` is more than everything", mend="write at most `100%`")
    return Share(int(whole + rest), 100 * scale)
