"""What all names of a page carry around them: `Entry 3: Ann`, `Ann (Ashby)`, `Ann from Ashby`, `Ann @ann`, `Ann ★7`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from typing import Final

from moderation.parse.plain.comment.slots import Slot
from moderation.parse.plain.line.names import has_word

_MOSTLY: Final = 0.8
_FEWEST: Final = 3
# Small words of which many names of one page may have the same: `João da Silva`, `Jan van Dijk`.
_OF_NAMES: Final = frozenset("da das de del della der den di do dos du la las le los van von y e und and et i".split())  # noqa: SIM905
# What opens a word as part of a name or of a title: `O’Neill`, `"Red" Lee`, `& Co`.
_IN_NAMES: Final = "\"'“”„‘’«»&._-"
_NUMBERED: Final = re.compile(
    r"(?P<lead>[^\W\d_][^\d]{2,40}?\s#?)\d{1,6}(?P<joint>\s?[:.)–-]\s|\s[^\W\d_]{1,4}\s)(?=\S)"
)
_LATER_WORDS: Final = re.compile(r"(?<=\s)\S+")
_RANKS: Final = 0.6
_RANKED: Final = re.compile(r"(?P<name>\S.*?)\s(?P<rank>[A-ZÀ-Þ]\w+(?:\s[a-zß-ÿ][\w’']*){1,2})")


def without_tails(slots: Sequence[Slot]) -> list[Slot]:
    """Return `slots` with what nearly all names have behind them in the same manner taken off."""
    names = {slot.author for slot in slots if slot.author}
    if len(names) < _FEWEST:
        return list(slots)
    if often := shared_joints(names):
        return [slot._replace(author=_cut(slot.author, often)) if slot.author else slot for slot in slots]
    return _without_ranks(slots, names)


def without_leads(slots: Sequence[Slot]) -> list[Slot]:
    """Take `Entry 3: ` off the names where it opens all of them, whatever its number."""
    found = [_NUMBERED.match(slot.author) if slot.author else None for slot in slots]
    leads = {(lead["lead"], lead["joint"]) for lead in found if lead}
    if len(leads) != 1 or not all(found) or len(found) < _FEWEST:
        return list(slots)
    return [
        slot._replace(author=slot.author[lead.end() :]) if lead and slot.author else slot
        for slot, lead in zip(slots, found, strict=True)
    ]


def shared_joints(texts: Collection[str]) -> set[str]:
    """Return the small words and signs that nearly all of several lines have: `from`, `(`, `·`."""
    parted = [{*map(_joint, text.split()[1:])} for text in texts if " " in text]
    joints = Counter(joint for found in parted for joint in found if joint is not None)
    return {joint for joint, times in joints.items() if times >= max(_FEWEST, _MOSTLY * len(texts))}


def _without_ranks(slots: Sequence[Slot], names: Collection[str]) -> list[Slot]:
    """Take a rank, worded as no name is, off the names where most have one: `Ann Lee Gold member`."""
    ranks = [rank["rank"] for name in names if (rank := _RANKED.fullmatch(name))]
    if len(ranks) < max(_FEWEST, _RANKS * len(names)) or len(set(ranks)) == len(ranks):
        return list(slots)
    return [
        slot._replace(author=rank["name"]) if slot.author and (rank := _RANKED.fullmatch(slot.author)) else slot
        for slot in slots
    ]


def _joint(word: str) -> str | None:
    """Return what a word parts a name by from what a site prints behind it, None where it may be part of the name.

    That is a small word, or the sign that a word opens with.
    """
    if word[0].isalnum():
        return word if word.islower() and word.isalpha() and word not in _OF_NAMES else None
    return None if word[0] in _IN_NAMES else word[0]


def _cut(name: str, joints: set[str]) -> str:
    """Return the name up to the first of the joints, where a name is left."""
    for word in _LATER_WORDS.finditer(name):
        if _joint(word.group()) in joints:
            left = name[: word.start()].rstrip(" ,;|·•-–")
            return left if has_word(left) else name
    return name
