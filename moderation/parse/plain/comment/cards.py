"""Headers that are a card of their writer: a badge, a name, a motto, `152 Fans`, and below that a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from moderation.parse.plain.comment.slots import Head
from moderation.parse.plain.line.names import LONGEST_NAME, has_word, is_portrait
from moderation.parse.plain.sheet import Sheet

_MOSTLY: Final = 0.8
_LONGEST_CARD: Final = 6  # lines
_FEWEST: Final = 3


def carded(sheet: Sheet, heads: Sequence[Head]) -> list[Head]:
    """Return the headers with the first line of each card as its name, where nearly all are cards and many nameless.

    A card begins below a blank line and has a counter in its last line. A line that leads several cards of which the
    next lines differ is a badge: who comes back has the same card.
    """
    nameless = sum(head.first == head.member for head in heads)
    if len(heads) < _FEWEST or nameless <= (1 - _MOSTLY) * len(heads):
        return list(heads)
    cards = [_card(sheet, head.member) for head in heads]
    if sum(card is not None for card in cards) < _MOSTLY * len(heads):
        return list(heads)
    below: dict[str, set[str]] = defaultdict(set)
    for card in cards:
        for index in card or ():
            below[sheet.lines[index].text].add(sheet.lines[index + 1].text)
    names = [_name(sheet, card, below) if card is not None else None for card in cards]
    if sum(name is not None for name in names) < _MOSTLY * len(heads):
        return list(heads)
    return [
        head if name is None or card is None else head._replace(first=min(head.first, card.start), name=name)
        for head, card, name in zip(heads, cards, names, strict=True)
    ]


def _card(sheet: Sheet, member: int) -> range | None:
    """Return the lines above a header's time from a blank line on, down to the counter, which is left out."""
    counter = member - 1
    if counter < 1 or not (sheet.buttons[counter] and _counts(sheet.lines[counter].text)):
        return None
    first = counter
    while sheet.lines[first].gap == 0:
        first -= 1
        if first < 0 or counter - first > _LONGEST_CARD or sheet.marks[first] is not None:
            return None
    return range(first, counter) if first < counter else None


def _counts(text: str) -> bool:
    return text[0].isdigit() and has_word(text)


def _name(sheet: Sheet, card: range, below: dict[str, set[str]]) -> int | None:
    """Return the first line of a card that can be a name and is no badge."""
    for index in card:
        text = sheet.lines[index].text
        following = sheet.lines[index + 1].text
        badge = sheet.badges[index] or (len(below[text]) > 1 and index + 1 < card.stop) or is_portrait(text, following)
        if not badge and len(text) <= LONGEST_NAME and sheet.is_name(index):
            return index
    return None
