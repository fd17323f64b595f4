"""Headers whose age is a number and a letter: `Ann 3d`, `Ann, 3h`, `Ann (2w)`.

Alone such an end of a line says little, for texts end so too: `They paid 30m`, `better in 3d`. It is an age where
several lines end so, each with no more before it than a header has, and nothing else on the page is dated as often.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from moderation.parse.plain.line.beside import beside
from moderation.parse.plain.line.buttons import is_aside
from moderation.parse.plain.line.marks import Mark

_FEWEST: Final = 3
_STRENGTH: Final = 0.8  # as of a name with `3 hours ago`
_UNIT: Final = r"(?:[mhdwyj]|\s?(?:mins?|mo|hrs?|yrs?|std|wks?))"
_AGED: Final = re.compile(rf"(?P<rest>\S.{{0,70}}?)[\s,;:|(–—-]*\s\(?\d{{1,3}}{_UNIT}\)?")
# The last two signs of such a line: few others end so.
_LAST: Final = frozenset("mhdwyjnorsk)")
_BEFORE_LAST: Final = frozenset("0123456789imhyrtdkws")


def with_ages(texts: Sequence[str], marks: list[Mark | None]) -> list[Mark | None]:
    """Return the marks of a page's lines with those of headers that end in an age of a letter."""
    ends = [index for index, text in enumerate(texts) if text[-2:-1] in _BEFORE_LAST and text[-1:] in _LAST]
    if len(ends) < _FEWEST:
        return marks
    found = {index: mark for index in ends if (mark := _mark_of(texts[index], marks[index])) is not None}
    dated = Counter(mark.shape for mark in marks if mark is not None and (mark.dated or mark.timed))
    if len(found) < _FEWEST or max(dated.values(), default=0) >= len(found):
        return marks
    return [found.get(index, mark) for index, mark in enumerate(marks)]


def _mark_of(text: str, known: Mark | None) -> Mark | None:
    """Return the mark of a line that ends in an age, where it has none with a date yet and names somebody."""
    aged = _AGED.fullmatch(text) if known is None or not (known.dated or known.timed) else None
    rest = beside(aged["rest"]) if aged and not is_aside(text) else None
    if rest is None or rest.name is None:
        return None
    shape = f"{'says ' if rest.says else 'by ' if rest.by else ''}age"
    return Mark(shape, _STRENGTH, rest.name, says=rest.says, dated=True, ago=True)
