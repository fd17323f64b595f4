"""What stands right below the date of nearly every header, and is no text: a badge, a rank, where somebody is from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from moderation.parse.plain.comment.slots import Slot
from moderation.parse.plain.sheet import Sheet

_FEWEST: Final = 3
_MANY: Final = 6  # comments of which none would open with a line of two words by chance
_NEARLY: Final = 0.9
_LONGEST: Final = 30
_MOST_WORDS: Final = 4


def without_badges(sheet: Sheet, slots: Sequence[Slot]) -> list[Slot]:
    """Take the first line off texts where nearly all open with a short one, that others have too or that many have.

    Above a text of its own: a page on which somebody says no more than `So sad` has none.
    """
    found = [_may_be_badge(sheet, slot) for slot in slots]
    lines = [sheet.lines[slot.first].text for slot, badge in zip(slots, found, strict=True) if badge]
    recur = len(set(lines)) < len(lines) or len(lines) >= _MANY
    if len(lines) < max(_FEWEST, _NEARLY * len(slots)) or not recur:
        return list(slots)
    return [slot._replace(first=slot.first + 1) if badge else slot for slot, badge in zip(slots, found, strict=True)]


def _may_be_badge(sheet: Sheet, slot: Slot) -> bool:
    """Tell whether the first line of a text stands right below its header, is worded as a name, and not alone."""
    first = slot.first
    if slot.last - first < 2 or slot.member != first - 1 or sheet.lines[first].gap:
        return False
    text = sheet.lines[first].text
    return len(text) <= _LONGEST and len(text.split()) <= _MOST_WORDS and sheet.is_name(first)
