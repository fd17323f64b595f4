"""Bars as inline SVG and HTML: what a page needs to show counts, in the page's own colours."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

_WIDTH: Final = 1000
_HEIGHT: Final = 28
_PANEL: Final = (200, 72)
_GAP: Final = 2
# Once on a page: what the part of a bar that is told apart is filled with.
HATCH: Final = (
    '<svg class="defs" aria-hidden="true"><defs><pattern id="hatch" width="14" height="14" '
    'patternUnits="userSpaceOnUse"><path d="M-2 16L16 -2"/></pattern></defs></svg>'
)


@dataclass(frozen=True, slots=True)
class Bar:
    """A count under its name; `colour` is a class of the style, `hatched` is the part of it to be told apart."""

    name: str
    value: float
    colour: str
    hatched: float = 0


def _number(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:,.1f}"


def stacked(bars: Sequence[Bar], unit: str = "") -> str:
    """Return the bars side by side as shares of one, with their names and numbers below."""
    total = sum(bar.value for bar in bars) or 1
    shown = [bar for bar in bars if bar.value]
    drawn, names, at = [], [], 0.0
    for place, bar in enumerate(shown):
        width = bar.value / total * _WIDTH
        shade = f' style="opacity:{1 - 0.75 * place / len(shown):.2f}"' if bar.colour == "stage" else ""
        said = f"{escape(bar.name)}: {_number(bar.value)}{unit} ({bar.value / total:.1%})"
        drawn.append(
            f'<rect class="{bar.colour}"{shade} x="{at:.1f}" width="{max(width - _GAP, 1):.1f}" height="{_HEIGHT}">'
            f"<title>{said}</title></rect>"
        )
        names.append(f'<li><i class="{bar.colour}"{shade}></i>{escape(bar.name)} <b>{_number(bar.value)}{unit}</b> '
                     f'<span class="soft">{bar.value / total:.1%}</span></li>')  # fmt: skip
        at += width
    picture = f'<svg class="stack" viewBox="0 0 {_WIDTH} {_HEIGHT}" preserveAspectRatio="none" role="img">'
    return f'{picture}{"".join(drawn)}</svg><ul class="names">{"".join(names)}</ul>'


def bars(shown: Sequence[Bar], total: int) -> str:
    """Return a bar per line, as long as its share of the longest; the part that is hatched comes first."""
    longest = max((bar.value for bar in shown), default=1)
    lines = []
    for bar in shown:
        whole, part = bar.value / longest * _WIDTH, bar.hatched / longest * _WIDTH
        share = f"{bar.value / total:.1%}" if total else ""
        lines.append(
            f'<tr><th>{escape(bar.name)}</th><td class="bar">'
            f'<svg viewBox="0 0 {_WIDTH} 14" preserveAspectRatio="none">'
            f'<rect class="{bar.colour}" width="{max(whole, 2):.1f}" height="14"/>'
            f'<rect class="hatched" width="{part:.1f}" height="14"/></svg></td>'
            f'<td class="n">{_number(bar.value)}</td><td class="n soft">{share}</td></tr>'
        )
    return f'<table class="bars">{"".join(lines)}</table>'


def histogram(name: str, counts: Sequence[int]) -> str:
    """Return a panel of bars whose heights are logarithms: one is a tenth of a thousand, not a thousandth."""
    width, height = _PANEL
    top = math.log10(max(counts, default=0) + 1) or 1
    step = width / len(counts)
    drawn = []
    for place, count in enumerate(counts):
        tall = math.log10(count + 1) / top * (height - 4) if count else 0
        tall = max(tall, 3) if count else 0
        colour = "review" if place >= len(counts) // 2 else "plain"
        said = f"{place / len(counts):.1f} to {(place + 1) / len(counts):.1f}: {count:,}"
        drawn.append(
            f'<rect class="{colour}" x="{place * step + 1:.1f}" y="{height - tall:.1f}" width="{step - _GAP:.1f}" '
            f'height="{tall:.1f}"><title>{said}</title></rect>'
        )
    line = f'<path class="axis" d="M0 {height}.5H{width}"/>'
    ends = f'<text x="0" y="{height + 13}">0</text><text x="{width}" y="{height + 13}" text-anchor="end">1</text>'
    said = f'viewBox="0 0 {width} {height + 16}" role="img" aria-label="{escape(name)}"'
    return f'<svg class="panel" {said}>{"".join(drawn)}{line}{ends}</svg>'
