"""Headers whose lines say what they hold: `Name: Ann`, `Place: Ashby`, `Date: 3 May 2024`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from moderation.parse.plain.comment.slots import Head
from moderation.parse.plain.line.names import labels_name
from moderation.parse.plain.sheet import Sheet

_LABELLED: Final = re.compile(r"(?P<label>[^\W\d_][\w '’/&-]{1,24}?)\s?:\s(?P<value>\S.{0,70})")
_MOSTLY: Final = 0.8
_MOST_LINES: Final = 6
_FEWEST: Final = 2


def labelled(sheet: Sheet, heads: Sequence[Head]) -> list[Head]:
    """Return the headers from their first labelled lines on, named by the line that is labelled as a name.

    Only where nearly all headers have the same labels, and their dates name nobody.
    """
    runs = [_run(sheet, head.member) for head in heads]
    if sum(map(bool, runs)) < max(_FEWEST, _MOSTLY * len(heads)):
        return list(heads)
    labels = Counter(label for run in runs for label in run)
    shared = {label for label, times in labels.items() if times >= max(_FEWEST, _MOSTLY * len(heads))}
    naming = next((label for run in runs for label in run if label in shared and labels_name(f"{label}: x")), None)
    if naming is None:
        return list(heads)
    return [
        head._replace(first=min(line for label, line in run.items() if label in shared), name=run[naming])
        if naming in run
        else head
        for head, run in zip(heads, runs, strict=True)
    ]


def _run(sheet: Sheet, member: int) -> dict[str, int]:
    """Return the labelled lines right above a date that names nobody, by their labels in lower case, from the top.

    `Fecha: 3 mayo` may pass for the date of somebody called Fecha.
    """
    mark = sheet.marks[member]
    if mark is None or (
        mark.name is not None and not sheet.lines[member].text.startswith((f"{mark.name}:", f"{mark.name} :"))
    ):
        return {}
    found: list[tuple[str, int]] = []
    for index in range(member - 1, max(-1, member - 1 - _MOST_LINES), -1):
        line = sheet.lines[index]
        parts = _LABELLED.fullmatch(line.text) if ":" in line.text and not sheet.lines[index + 1].gap else None
        if parts is None:
            break
        found.append((parts["label"].casefold(), index))
    return dict(reversed(found))
