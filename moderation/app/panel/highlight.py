"""A comment's text cut into runs, so that a page can mark the evidence with text nodes alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from moderation.app.panel.personal import personal_spans
from moderation.app.plain import marks_in
from moderation.records import Evidence, Span
from moderation.taxonomy import SEVERITY, Label


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text that looks the same throughout.

    `label` is the label to colour it by, the gravest where several overlap; `evidence` is all that speaks here,
    strongest first. `hidden` marks a run that stands for a character which would hide or reorder text, `personal` one
    that holds a mail address or a telephone number.
    """

    text: str
    label: Label | None = None
    evidence: tuple[Evidence, ...] = ()
    quoted: bool = False
    hidden: bool = False
    personal: bool = False


def runs(text: str, evidence: Sequence[Evidence] = (), quotes: Sequence[Span] = ()) -> list[Run]:
    """Cut `text` at every edge of evidence, quotes and hiding characters; the runs' texts make up the text again.

    Offsets are code points; what lies outside the text is cut off. A hidden run holds the name of its character.
    """
    marks = marks_in(text)
    edges = {0, len(text)}
    personal = personal_spans(text)
    ranges = [(one.start, one.end) for one in evidence] + [(one.start, one.end) for one in (*quotes, *personal)]
    for start, end in ranges:
        edges.update((_inside(start, text), _inside(end, text)))
    for place in marks:
        edges.update((place, place + 1))
    ordered = sorted(edges)
    cut = [_run(text, start, end, evidence, quotes, marks.get(start)) for start, end in pairwise(ordered)]
    if not personal:
        return cut
    places = [any(span.start <= start and end <= span.end for span in personal) for start, end in pairwise(ordered)]
    return [replace(run, personal=True) if here else run for run, here in zip(cut, places, strict=True)]


def _inside(offset: int, text: str) -> int:
    return min(max(offset, 0), len(text))


def _run(
    text: str, start: int, end: int, evidence: Sequence[Evidence], quotes: Sequence[Span], mark: str | None
) -> Run:
    here = sorted((e for e in evidence if e.start < end and start < e.end), key=lambda e: -e.weight)
    gravest = max(here, key=lambda e: SEVERITY[e.label] * e.weight, default=None)
    return Run(
        text=mark or text[start:end],
        label=gravest.label if gravest else None,
        evidence=tuple(here),
        quoted=any(quote.start <= start and end <= quote.end for quote in quotes),
        hidden=mark is not None,
    )
