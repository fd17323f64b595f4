"""Small drawings as inline SVG: numbers in, no text of a comment anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from moderation.rollup.sums import HOUR, Bin

WIDE, HIGH, FOOT, SIDE = 960, 180, 22, 44
DAY: Final = 24 * HOUR
TICKS: Final = 6
# As wide as a moment is written; one that begins further right would be cut off by the edge.
MOMENT: Final = 84


def bars(course: Sequence[Bin], width: int) -> str:
    """Return comments over time as bars, the part that was not approved in the colour of heat."""
    most = max((one.comments for one in course), default=0)
    if not most:
        return ""
    step = (WIDE - SIDE) / len(course)
    drawn = [_grid(share, most) for share in (0, 0.5, 1)]
    for place, one in enumerate(course):
        left, thick = SIDE + place * step, max(1.0, step * 0.85)
        told = f"{_named(one.second, width)}: {one.comments:,} comments, {one.held:,} not approved"
        drawn.append(f"<g><title>{told}</title>{_bar(left, thick, one.comments / most, 'all')}")
        drawn.append(f"{_bar(left, thick, one.held / most, 'hot')}</g>")
    for place in range(0, len(course), max(1, len(course) // TICKS)):
        at = SIDE + place * step
        if at > WIDE - MOMENT:
            break
        drawn.append(f'<text x="{at:.1f}" y="{HIGH + FOOT - 5}">{_named(course[place].second, width)}</text>')
    label = f"comments over time, at most {most:,} at once"
    return (
        f'<svg class="bars" viewBox="0 0 {WIDE} {HIGH + FOOT}" role="img" aria-label="{label}">{"".join(drawn)}</svg>'
    )


def _bar(left: float, thick: float, share: float, kind: str) -> str:
    high = share * (HIGH - 14)
    return f'<rect class="{kind}" x="{left:.1f}" y="{HIGH - high:.1f}" width="{thick:.1f}" height="{high:.1f}"/>'


def _grid(share: float, most: int) -> str:
    y = HIGH - share * (HIGH - 14)
    line = f'<line x1="{SIDE}" x2="{WIDE}" y1="{y:.1f}" y2="{y:.1f}"/>'
    return f'{line}<text class="n" x="{SIDE - 6}" y="{y + 4:.1f}">{round(share * most):,}</text>'


def _named(second: int, width: int) -> str:
    when = datetime.fromtimestamp(second, UTC)
    return when.strftime("%d %b %H:%M" if width < DAY else "%d %b %Y").lstrip("0")


def whisker(share: float, low: float, high: float) -> str:
    """Return a share and its interval on a line from 0 to 1."""
    a, b, at = (4 + 112 * value for value in (low, high, share))
    return (
        '<svg class="whisker" viewBox="0 0 120 16" aria-hidden="true">'
        '<line class="rail" x1="4" x2="116" y1="8" y2="8"/>'
        f'<line class="span" x1="{a:.1f}" x2="{b:.1f}" y1="8" y2="8"/><circle cx="{at:.1f}" cy="8" r="3.5"/></svg>'
    )


def spark(course: Sequence[Bin]) -> str:
    """Return one group's course, no higher than its own busiest stretch."""
    most = max((one.comments for one in course), default=0)
    if not most:
        return ""
    step = 120 / len(course)
    thick = max(1.0, step * 0.8)
    drawn = [
        f'<rect class="{kind}" x="{place * step:.1f}" y="{22 - 20 * count / most:.1f}" width="{thick:.1f}" '
        f'height="{20 * count / most:.1f}"/>'
        for place, one in enumerate(course)
        for kind, count in (("all", one.comments), ("hot", one.held))
        if count
    ]
    return f'<svg class="spark" viewBox="0 0 120 22" aria-hidden="true">{"".join(drawn)}</svg>'
