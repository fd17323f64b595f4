"""A run's summary as one HTML file: pictures drawn in SVG, no script, nothing fetched, no comment's text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Final

from moderation import __version__
from moderation.batch.style import CSP, STYLE
from moderation.batch.summary import Summary
from moderation.batch.svg import HATCH, Bar, bars, histogram, stacked

_ROUTES: Final = {"approve": "approve", "review": "review", "reject": "reject"}
_MEGABYTE: Final = 1_000_000
_MOST: Final = 20


def as_html(found: Summary, title: str) -> str:
    """Return the page; `title` is the name of what was scored."""
    name = escape(title)
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" '
        f'content="{CSP}"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="referrer" content="no-referrer"><title>Scored: {name}</title><style>{STYLE}</style></head>'
        f'<body>{HATCH}<main><header><h1>{name}</h1><p class="soft">{found.rows:,} comments scored by '
        f"{escape(found.versions.get('classifier', ''))}</p></header>"
        f"{_figures(found)}{''.join(_sections(found))}"
        f'<footer class="soft">{_made_by(found)}</footer></main></body></html>\n'
    )


def _figures(found: Summary) -> str:
    held = found.tally.of("route").get("review", 0)
    uncovered = sum(found.tally.of("not-covered").values())
    told = [
        (f"{held:,}", f"for a person, {_share(held, found.rows)}"),
        (f"{uncovered:,}", "in a language that is not covered"),
        (f"{found.rejects:,}", "rows could not be read"),
        (f"{found.rows_per_second:,.0f}", "comments a second"),
        (f"{found.peak_memory / _MEGABYTE:,.0f} MB", "of memory at most"),
    ]
    return '<ul class="figures">' + "".join(f"<li><b>{value}</b>{escape(of)}</li>" for value, of in told) + "</ul>"


def _share(count: int, of: int) -> str:
    return f"{count / of:.1%}" if of else "0 %"


def _sections(found: Summary) -> Iterator[str]:
    tally = found.tally
    routes = [Bar(route, tally.of("route").get(route, 0), colour) for route, colour in _ROUTES.items()]
    skipped = Bar("skipped", tally.of("status").get("skipped", 0), "none")
    yield _section("Where they go", stacked([*routes, skipped]))
    yield _section("How the scores lie", _histograms(found), _HOW_THEY_LIE)
    uncovered = tally.of("not-covered")
    languages = [Bar(code, count, "plain", uncovered.get(code, 0)) for code, count in _first(tally.of("language"))]
    hatched = "Hatched: nothing covers it. Those comments have no score and go to a person; leave them out of means."
    yield _section("Languages", bars(languages, found.rows), hatched if uncovered else "")
    for name, kind, colour in (
        ("Rules that fired most", "rule", "review"),
        ("Why comments wait for a person", "reason", "review"),
        ("Rows that could not be read", "reject", "reject"),
    ):
        shown = [Bar(key, count, colour) for key, count in _first(tally.of(kind))]
        if shown:
            yield _section(name, bars(shown, found.rejects if kind == "reject" else found.rows))
    if found.judged:
        seconds = [Bar(stage.name, stage.cpu, "stage") for stage in found.stages if stage.cpu]
        yield _section("Where the time went", stacked(seconds, unit=" s"), _took(found))
    yield _section("What made the scores", _versions(found.versions))


_HOW_THEY_LIE: Final = (
    "Tenths of a score from 0 to 1. Heights are logarithmic, so that a single comment can be seen beside a million; "
    "the number is that of the comments in the upper half."
)


def _section(title: str, content: str, note: str = "") -> str:
    told = f'<p class="soft">{escape(note)}</p>' if note else ""
    return f"<section><h2>{escape(title)}</h2>{told}{content}</section>"


def _first(counts: Mapping[str, int]) -> Sequence[tuple[str, int]]:
    return list(counts.items())[:_MOST]


def _histograms(found: Summary) -> str:
    panels = []
    for label, (*bins, missing) in found.tally.histograms.items():
        upper = f"{sum(bins[len(bins) // 2 :]):,}" if any(bins) else "nothing covers it"
        gone = f'<span class="soft">{missing:,} without a score</span>' if missing and any(bins) else ""
        name = label.replace("_", " ")
        panels.append(f"<figure><figcaption>{name}<b>{upper}</b></figcaption>{histogram(name, bins)}{gone}</figure>")
    return f'<div class="panels">{"".join(panels)}</div>'


def _took(found: Summary) -> str:
    cpu = sum(stage.cpu for stage in found.stages)
    each = f"{cpu / found.judged * 1e6:,.0f} µs of one core for each comment; " if found.judged else ""
    clock = f"{found.seconds:,.1f} s by the clock with {found.processes} that score"
    return f"CPU seconds of all processes together: {each}{clock}."


def _versions(versions: Mapping[str, str]) -> str:
    rows = "".join(
        f"<tr><th>{escape(name)}</th><td><code>{escape(value)}</code></td></tr>" for name, value in versions.items()
    )
    return f'<div class="wide"><table>{rows}</table></div>'


def _made_by(found: Summary) -> str:
    kept = "" if found.judged == found.rows else f"{found.rows - found.judged:,} of the comments by an earlier run. "
    return (
        f"{kept}A score is a calibrated probability, or none where nothing covers it. moderation {escape(__version__)}"
    )
