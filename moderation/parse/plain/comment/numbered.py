"""Comments without any header: the numbered items of a list below their heading, where a copy has lost the names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from moderation.parse.plain.line.lines import Line
from moderation.parse.plain.sheet import NUMBERED, Pattern, Sheet

_NUMBER: Final = re.compile(r"(\d{1,4})[.)](?=\s+\S)")
_LEAST_ARTICLE: Final = 200
_NEAREST: Final = 2  # lines below the heading the list begins at most
_STRENGTH: Final = 0.7
_QUOTES: Final = re.compile(r"[\"“”„‘‚«‹]")


def numbered(page: str, sheet: Sheet) -> tuple[list[Line], Pattern] | None:
    """Return the lines of a page with the numbers of comments parted off, and the pattern of those; None without any.

    For pages without any other pattern, below a heading that declares at least as many comments, and either names the
    article's title or has the page's form for another comment below the list: other lists have headings as well.
    """
    for heading in sheet.headings:
        declared = sheet.headed[heading]
        above = sum(len(line.text) for line in sheet.lines[:heading])
        if declared is None or not declared.declared or above < _LEAST_ARTICLE:
            continue
        end = next((index for index in range(heading + 1, len(sheet)) if sheet.ends(index)), len(sheet))
        items = _items(page, sheet.lines[heading + 1 : end])
        known = end < len(sheet) or _QUOTES.search(sheet.lines[heading].text) is not None
        if known and 0 < len(items) <= declared.declared:
            return _parted(page, sheet.lines, {heading + 1 + index: size for index, size in items.items()})
    return None


def _items(page: str, lines: Sequence[Line]) -> dict[int, int]:
    """Return the lines that open the items of a list, with how long their numbers are; none where the count is broken.

    An answer is an item of a list of its own, set in deeper.
    """
    found: dict[int, int] = {}
    last: dict[int, int] = {}
    for index, line in enumerate(lines):
        number = _NUMBER.match(page, line.start, line.end)
        if number is None:
            continue
        counted = int(number[1])
        if counted != last.get(line.indent, 0) + 1:
            return {}
        if not found and index >= _NEAREST:
            return {}
        last = {indent: at for indent, at in last.items() if indent < line.indent} | {line.indent: counted}
        found[index] = len(number[0])
    return found


def _parted(page: str, lines: Sequence[Line], numbers: dict[int, int]) -> tuple[list[Line], Pattern]:
    pieces: list[Line] = []
    members = []
    for index, line in enumerate(lines):
        size = numbers.get(index)
        if size is None:
            pieces.append(line)
            continue
        members.append(len(pieces))
        number, text = page[line.start : line.start + size], page[line.start + size : line.end].lstrip()
        pieces.append(line._replace(end=line.start + size, text=number))
        judged = line.text.removeprefix(number).lstrip()
        pieces.append(line._replace(start=line.end - len(text), text=judged, gap=0))
    return pieces, Pattern(NUMBERED, _STRENGTH, tuple(members))
