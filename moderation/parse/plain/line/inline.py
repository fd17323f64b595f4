"""Headers that share a line with their comment: `Ann (May 3, 2024): ...`, `... – Ann May 3, 2024 at 12:30`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from moderation.parse.plain.line.headings import Heading
from moderation.parse.plain.line.lines import Line
from moderation.parse.plain.line.names import has_word, looks_like_name
from moderation.parse.plain.line.stamps import Stamp, kind_of, stamps_in

_OPENING: Final = re.compile(r"(?P<name>[^:()\[\]]{2,60}?),?\s*[(\[](?P<time>[^()\[\]]{4,40})[)\]]\s*:(?=\s*\S)")
_DASH: Final = re.compile(r"(?<=\S)\s+(?=[–—-]\s?[^\s–—-])")
_SIGNS: Final = ("):", ") :", "]:", "] :")
_DASHES: Final = (" –", " —", " - ")
_SENTENCE_ENDS: Final = '.!?”"'
_FEWEST: Final = 2
_LONGEST_END: Final = 110


def parted(page: str, lines: list[Line], headed: Sequence[Heading | None]) -> list[Line]:
    """Return the `lines` of `page` with the headers in them parted off, where they repeat below a heading of comments.

    In an article the same form names the sources of what is said; only below a heading is it parted. `headed` are the
    lines worded as headings; "0 comments" heads nothing. Where nothing is parted, the same list comes back.
    """
    heading = next((index for index, found in enumerate(headed) if found is not None and found.declared != 0), None)
    if heading is None:
        return lines
    below = range(heading + 1, len(lines))
    for cut_of, signs in ((_opening, _SIGNS), (_closing, _DASHES)):
        if not any(sign in page for sign in signs):  # most pages have neither, and asking each line costs more
            continue
        cuts = {index: cut for index in below if (cut := cut_of(lines[index].text)) is not None}
        if len(cuts) >= _FEWEST:
            return [piece for index, line in enumerate(lines) for piece in _pieces(line, cuts.get(index))]
    return lines


def _opening(text: str) -> int | None:
    """Return where a header at the beginning of `text` ends, or None."""
    match = _OPENING.match(text) if ":" in text else None
    if match is None or not looks_like_name(match["name"].strip()):
        return None
    stamps = stamps_in(match["time"])
    return match.end() if stamps and stamps[0].start() == 0 and _is_dated(stamps) else None


def _closing(text: str) -> int | None:
    """Return where a header at the end of `text` begins, or None."""
    # Written out: most lines have none, and a loop over _DASHES takes three times as long to say so.
    if text[-1] in _SENTENCE_ENDS or not (" –" in text or " —" in text or " - " in text):
        return None
    tail = max(0, len(text) - _LONGEST_END)
    for dash in _DASH.finditer(text, tail):
        end = text[dash.end() :]
        stamps = stamps_in(end)
        if stamps and _is_dated(stamps) and not has_word(end[stamps[-1].end() :]):
            name = end[: stamps[0].start()].strip("–—-, \u00a0")
            return dash.end() if name and looks_like_name(name) else None
    return None


def _is_dated(stamps: Sequence[Stamp]) -> bool:
    return any(kind_of(stamp) in ("date", "ago") for stamp in stamps)


def _pieces(line: Line, cut: int | None) -> list[Line]:
    """Return a line as the one or two lines that it is, each stripped."""
    if cut is None or line.end - line.start != len(line.text):  # or judged by other words than the page has
        return [line]
    first, second = line.text[:cut].rstrip(), line.text[cut:].lstrip()
    return [
        line._replace(end=line.start + len(first), text=first),
        line._replace(start=line.end - len(second), text=second, gap=0),
    ]
