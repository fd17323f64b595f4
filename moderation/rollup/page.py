"""Sums as one HTML file: no script, nothing fetched, every name escaped; for whoever opens it on Monday."""

from __future__ import annotations

from html import escape
from typing import Final

from moderation import __version__
from moderation.batch.style import CSP
from moderation.rollup.charts import bars, spark, whisker
from moderation.rollup.sums import SHOWN, Group, Kind, Rollup, Worst
from moderation.rollup.table import moment

# On a telephone each line of a table is a card that says its own heads, and the chart keeps letters that can be read.
_STYLE: Final = """
:root { color-scheme: light dark; --ink: #1d232b; --soft: #5b6673; --line: #d9dee4; --paper: #fff; --panel: #f5f6f8;
  --all: #b9c3ce; --hot: #c2500a; }
@media (prefers-color-scheme: dark) { :root { --ink: #e7eaee; --soft: #a3adb8; --line: #343b44; --paper: #15181c;
  --panel: #1e2228; --all: #4c5762; --hot: #f0924a; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 72rem; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; } h2 { font-size: 1.15rem; margin: 2.5rem 0 .25rem; }
p { margin: .25rem 0; } .soft { color: var(--soft); font-size: .875rem; }
.figures { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1.25rem 0; padding: 0; list-style: none; }
.figures li { flex: 1 1 9rem; padding: .75rem 1rem; border: 1px solid var(--line); border-radius: 8px;
  background: var(--panel); }
.figures b { display: block; font-size: 1.6rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .5rem .9rem .5rem 0; border-bottom: 1px solid var(--line); }
th { font-weight: 600; font-size: .875rem; color: var(--soft); white-space: nowrap; }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.key { overflow-wrap: anywhere; min-width: 9rem; max-width: 20rem; unicode-bidi: isolate; }
code { font-family: ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; font-size: .8125rem; }
.worst p { overflow-wrap: anywhere; } .text { unicode-bidi: isolate; }
svg { display: block; } svg text { font-size: 11px; fill: var(--soft); } svg text.n { text-anchor: end; }
.bars { width: 100%; height: auto; margin: .5rem 0; } .bars line { stroke: var(--line); }
.all { fill: var(--all); } .hot { fill: var(--hot); } .spark { width: 120px; height: 22px; }
.whisker { width: 120px; height: 16px; } .rail { stroke: var(--line); } .span { stroke: var(--hot); stroke-width: 3; }
.whisker circle { fill: var(--hot); }
.key-all, .key-hot { display: inline-block; width: .75rem; height: .75rem; border-radius: 2px; margin-right: .3rem; }
.key-all { background: var(--all); } .key-hot { background: var(--hot); margin-left: 1rem; }
@media (max-width: 40rem) { .bars { min-width: 60rem; }
  thead { position: absolute; display: block; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr { display: block; padding: .6rem 0; border-bottom: 1px solid var(--line); }
  td, td.key { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 .75rem; max-width: none;
    padding: .1rem 0; border: 0; } td.key { font-weight: 600; } td.worst { display: block; }
  td[data-is]::before { content: attr(data-is); color: var(--soft); font-size: .875rem; font-weight: 400; }
  td[data-is] > .soft { margin-left: auto; } }
"""
LONGEST: Final = 280
_HEADS: Final[dict[Kind, str]] = {"thread": "Threads", "author": "Authors"}


def as_html(found: Rollup) -> str:
    """Return the roll-up as one HTML page."""
    groups = "".join(_table(found, kind) for kind in found.groups)
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" '
        f'content="{CSP}"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="referrer" content="no-referrer"><title>Comments, rolled up</title><style>{_STYLE}</style></head>'
        f"<body><main><h1>{_title(found.whole)}</h1>{_figures(found.whole)}{_heat(found)}{groups}"
        f'<p class="soft" style="margin-top:2rem">Nothing here is a ruling: a score may ask for a look, people decide. '
        f"moderation {escape(__version__)}</p></main></body></html>\n"
    )


def _title(whole: Group) -> str:
    if whole.first is None:
        return "Comments"
    first, last = (str(moment(second))[:10] for second in (whole.first, whole.last))
    return f"Comments of {first}" if first == last else f"Comments from {first} to {last}"


def _figures(whole: Group) -> str:
    low, high = whole.interval
    figures = (
        (f"{whole.comments:,}", "comments"),
        (f"{whole.held:,}", "held for a person"),
        (f"{whole.rejected:,}", "rejected by the policy"),
        (f"{whole.share:.1%}", f"not approved ({low:.1%} to {high:.1%})"),
        (f"{whole.comments - whole.measured:,}", "without a toxicity score"),
    )
    items = "".join(f"<li><b>{number}</b>{name}</li>" for number, name in figures)
    return f'<ul class="figures">{items}</ul>'


def _heat(found: Rollup) -> str:
    drawn = bars(found.course, found.width)
    if not drawn:
        return '<p class="soft">No comment carries a time, so there is no course of the heat.</p>'
    key = '<span class="key-all"></span>comments<span class="key-hot"></span>not approved, times in UTC'
    return f'<h2>Heat over time</h2><p class="soft">{key}</p><div class="wide">{drawn}</div>'


def _table(found: Rollup, kind: Kind) -> str:
    groups = found.groups[kind]
    if not groups:
        return f'<h2>{_HEADS[kind]}</h2><p class="soft">No comment names its {kind}.</p>'
    heads = (
        f"<th>{kind.capitalize()}</th><th class=n>Comments</th><th class=n>Not approved</th><th>with 95 % interval</th>"
        "<th class=n>Mean toxicity</th><th>Course</th><th>Worst</th>"
    )
    rows = "".join(_line(found, kind, group) for group in groups[:SHOWN])
    more = f" The first {SHOWN} of {len(groups):,}; the table beside this page has all." if len(groups) > SHOWN else ""
    told = f"Those first of which one can be surest: by the lower end of the interval.{more}"
    return (
        f'<h2>{_HEADS[kind]}</h2><p class="soft">{told}</p>'
        f'<div class="wide"><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _line(found: Rollup, kind: Kind, group: Group) -> str:
    low, high = group.interval
    mean = "-" if group.mean_toxicity is None else f"{group.mean_toxicity:.2f}"
    course = spark(found.courses[kind].get(group.key, ()))
    return (
        f'<tr><td class="key" dir="auto">{escape(group.key)}</td>'
        f'<td class="n" data-is="Comments">{group.comments:,}</td>'
        f'<td class="n" data-is="Not approved">{group.held + group.rejected:,} ({group.share:.0%})</td>'
        f'<td data-is="with 95 % interval">{whisker(group.share, low, high)}'
        f'<span class="soft">{low:.0%} to {high:.0%}</span></td>'
        f'<td class="n" data-is="Mean toxicity">{mean}</td><td data-is="Course">{course}</td>'
        f'<td class="worst" data-is="Worst">{"".join(map(_worst, group.worst))}</td></tr>'
    )


def _worst(worst: Worst) -> str:
    reasons = escape(", ".join(worst.reasons))
    shown = worst.text or ""
    shown = shown if len(shown) <= LONGEST else shown[: LONGEST - 1] + "…"
    text = f'<br><span class="text" dir="auto">{escape(shown)}</span>' if shown else ""
    return f'<p><code>{escape(worst.id)}</code> <span class="soft">{reasons}</span>{text}</p>'
