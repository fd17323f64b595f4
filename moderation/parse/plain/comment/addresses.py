"""Who a comment is addressed to, where the site itself says so: `In reply to Ann`, `Ann → Bo`, a button `parent`."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from moderation.parse.plain.comment.slots import Slot
from moderation.parse.plain.comment.tails import without_leads, without_tails
from moderation.parse.plain.line.answered import answered_in
from moderation.parse.plain.line.names import has_word, is_handle, is_monogram, is_portrait, looks_like_name
from moderation.parse.plain.sheet import Sheet

_ARROW: Final = re.compile(
    r"\s*(?:→|►|▶|➜|↪|⮕|=>|->|»|›|\brepl(?:ied|ying|y) to\b|\bin reply to\b|\bantwortet(?:e)? (?:auf|an)?\b"
    r"|\ba répondu à\b|\bha respondido a\b|\bresponde a\b|\ben (?:respuesta|réponse) [aà]\b|\bals antwort (?:auf|an)\b"
    r"|\bin risposta a\b|\bem resposta a\b|\bals reactie op\b)\s*@?",
    re.IGNORECASE,
)
_ARROW_PARTS: Final = ("repl", "antwort", "respon", "respu", "rispost", "respost", "reacti")
# What stands before the name answered where the arrow is lost in copying, or was a `>`; the badge is Disqus's.
_GAP: Final = re.compile(r"\s+(?:Mod\s+)?>\s+|\s+Mod\s+|\s{2,}")
# A bar never belongs to a name, a comma may.
_PLACE: Final = re.compile(r"\s+[|·•]\s+(?=\S)")
_NUMBERED: Final = re.compile(r"(?P<name>.*\S)\s+#?(?P<number>\d{1,5})")
_NUMBER_FIRST: Final = re.compile(r"#?(?P<number>\d{1,5})[.)]\s+(?P<name>\S.*)")
_TAIL: Final = re.compile(r"\s|(?<=[^\W\d_])(?=[A-ZÀ-Þ])|^(?=[A-ZÀ-Þ])")  # where a word of its own begins
_LEAST_SHARED: Final = 6
# With what somebody has signed in, as Blogger prints it before the name where the picture of it is missing.
_ACCOUNT: Final = re.compile(r"(?:Blogger|OpenID|Anonymous|Google|Wordpress|LiveJournal|TypePad|AIM)\s+(?=\S)")
_SURE_ACCOUNTS: Final = ("Blogger ", "OpenID ")
_LETTERED: Final = re.compile(r"([^\W\d_])\1", re.IGNORECASE)
_FEWEST_LETTERS: Final = 3
_SEPARATORS: Final = (", ", " - ", " – ")
_MOSTLY: Final = 0.8
_PASSES: Final = 2


def addressed_slots(sheet: Sheet, slots: Sequence[Slot]) -> list[Slot]:
    """Return `slots` with the names addressed taken out of headers and off the beginnings of texts."""
    slots = _without_accounts([_without_badge(slot) for slot in _without_places(slots)])
    slots = without_tails(_without_shared(without_leads(_without_letters(slots))))
    known = _known(slots)
    for _ in range(_PASSES):  # a name may stand alone only once a pair is taken apart
        slots = [_paired(slot, known) for slot in slots]
        known = _known(slots)
    plain = {name.lstrip("@") for name in known}
    longest = max(map(len, plain), default=0)
    return [_without_echo(sheet, _lined(sheet, slot, plain, longest)) for slot in _without_own_name(sheet, slots)]


def _without_own_name(sheet: Sheet, slots: Sequence[Slot]) -> list[Slot]:
    """Take the first line off texts where it is the writer's name on nearly all: what a portrait is called."""
    own = [slot.last - slot.first > 1 and _is_own(sheet.lines[slot.first].text, slot.author) for slot in slots]
    if sum(own) < max(2, _MOSTLY * len(slots)):
        return list(slots)
    return [slot._replace(first=slot.first + 1) if named else slot for slot, named in zip(slots, own, strict=True)]


def _is_own(text: str, author: str | None) -> bool:
    return author is not None and (text == author or is_portrait(text, author))


def _without_echo(sheet: Sheet, slot: Slot) -> Slot:
    """Take a title off a text that the site has made of the text's first words: `I switched from…`."""
    if slot.last - slot.first < 2:
        return slot
    title = sheet.lines[slot.first].text
    words = title.rstrip(" .…")
    echoes = title.endswith(("…", "...")) and sheet.lines[slot.first + 1].text.startswith(words)
    return slot._replace(first=slot.first + 1) if echoes else slot


def _known(slots: Sequence[Slot]) -> set[str]:
    return {slot.author.casefold() for slot in slots if slot.author}


def _without_places(slots: Sequence[Slot]) -> list[Slot]:
    """Take the place off `Ann | Varnholm`, and off `Ann, Varnholm` where nearly every header of the page has one."""
    slots = [_without_place(slot) for slot in slots]
    slots = _without_numbers(slots)
    names = [slot.author for slot in slots if slot.author]
    for separator in _SEPARATORS:
        parted = sum(separator in name for name in names)
        if parted >= 2 and parted >= _MOSTLY * len(names):
            return [
                slot._replace(author=slot.author.split(separator)[0].strip() or None) if slot.author else slot
                for slot in slots
            ]
    return list(slots)


def _without_place(slot: Slot) -> Slot:
    author = slot.author
    if author is None or not ("|" in author or "·" in author or "•" in author):
        return slot
    place = _PLACE.search(author)
    return slot._replace(author=author[: place.start()]) if place else slot


def _without_badge(slot: Slot) -> Slot:
    if slot.author is None or not slot.author.endswith(" Mod"):
        return slot
    return slot._replace(author=slot.author.removesuffix(" Mod").rstrip())


def _without_accounts(slots: Sequence[Slot]) -> list[Slot]:
    """Take the kind of account off `Blogger Ann`, `Anonymous Bo`, where every header of the page names one."""
    names = [slot.author for slot in slots if slot.author]
    if not any(name.startswith(_SURE_ACCOUNTS) for name in names) or not all(map(_ACCOUNT.match, names)):
        return list(slots)
    return [slot._replace(author=_ACCOUNT.sub("", slot.author, 1)) if slot.author else slot for slot in slots]


def _without_letters(slots: Sequence[Slot]) -> list[Slot]:
    """Take off the letter that stands for a portrait where a copy has glued it to every name: `AAnn`, `Bbo`."""
    names = {slot.author for slot in slots if slot.author}
    if len(names) < _FEWEST_LETTERS or not all(_without_letter(name) for name in names):
        return list(slots)
    return [slot._replace(author=_without_letter(slot.author)) if slot.author else slot for slot in slots]


def _without_shared(slots: Sequence[Slot]) -> list[Slot]:
    """Take off what all names begin or end with: a label, a rank, a language."""
    names = {slot.author for slot in slots if slot.author}
    if len(names) < _FEWEST_LETTERS:
        return list(slots)
    begin, end = _shared(names), _shared({name[::-1] for name in names})[::-1]
    lead = len(begin[: begin.rfind(" ") + 1])
    tail = len(end[at.start() :]) if (at := _TAIL.search(end)) else 0
    lead, tail = lead if lead >= _LEAST_SHARED else 0, tail if tail >= _LEAST_SHARED else 0
    if not (lead or tail) or not all(has_word(name[lead : len(name) - tail]) for name in names):
        return list(slots)
    return [
        slot._replace(author=slot.author[lead : len(slot.author) - tail].strip()) if slot.author else slot
        for slot in slots
    ]


def _shared(names: Collection[str]) -> str:
    """Return what all names begin with."""
    first, last = min(names), max(names)
    size = next((place for place, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first))
    return first[:size]


def _without_letter(name: str) -> str | None:
    """Return `Ann` of `AAnn` and of `A Ann`, None where no such letter stands before the name."""
    letters, blank, rest = name.partition(" ")
    if blank and is_monogram(letters, rest):
        return rest
    return name[1:] if _LETTERED.match(name) else None


def _without_numbers(slots: Sequence[Slot]) -> list[Slot]:
    """Take the number of the comment off `Ann 1`, `Bo 2`, or `1. Ann`, `2. Bo`, where they rise down the page."""
    found = [_numbered(slot.author or "") for slot in slots]
    numbers = [int(match["number"]) for match in found if match]
    if len(numbers) < 2 or len(numbers) < len(slots) or any(b <= a for a, b in pairwise(numbers)):
        return list(slots)
    return [slot._replace(author=match["name"]) if match else slot for slot, match in zip(slots, found, strict=True)]


def _numbered(name: str) -> re.Match[str] | None:
    if name[-1:].isdigit() and (last := _NUMBERED.fullmatch(name)):
        return last
    return None if name[:1].isalpha() else _NUMBER_FIRST.fullmatch(name)


def _paired(slot: Slot, known: set[str]) -> Slot:
    """Take `Ann → Bo` apart; a wide gap, a `>` or a badge counts for the arrow before a known name."""
    name = slot.author or ""
    if name.isalnum():
        return slot
    arrow, gaps = _between(name)
    between = arrow or next((gap for gap in gaps if name[gap.end() :].casefold() in known), None)
    if between is None or not name[: between.start()].strip() or not name[between.end() :].strip():
        return slot
    return slot._replace(author=name[: between.start()].strip(), addressee=name[between.end() :].strip())


@lru_cache(maxsize=1024)  # asked twice of each name, and people come back
def _between(name: str) -> tuple[re.Match[str] | None, tuple[re.Match[str], ...]]:
    """Return the arrow in `name`, or what may stand for a lost one."""
    arrow = _ARROW.search(name) if _may_be_arrow(name) else None
    return arrow, () if arrow else tuple(_GAP.finditer(name))


def _may_be_arrow(name: str) -> bool:
    """Tell whether `name` has what arrows of ASCII have in them, or other letters."""
    if not name.isascii() or ">" in name:
        return True
    low = name.lower()
    return any(part in low for part in _ARROW_PARTS)


def _lined(sheet: Sheet, slot: Slot, known: set[str], longest: int) -> Slot:
    """Take a first line that only says who is answered off the text, where a text is left.

    `longest` is the length of the longest of the `known` names.
    """
    # A name answered twice was taken for what repeats, and stands above the text, as buttons do: `12`, `Reply to Ann`.
    index = slot.member + 1 if slot.member >= 0 else slot.first
    while index < slot.first and sheet.buttons[index]:
        index += 1
    if index == slot.first and slot.last - slot.first < 2:
        return slot
    text = sheet.lines[index].text
    address = answered_in(text)
    name = address or text
    bare = name.lstrip("@")
    meant = len(bare) <= longest and bare.casefold() in known
    if address and (meant or looks_like_name(name) or is_handle(name)):
        return slot._replace(first=max(slot.first, index + 1), addressee=name)
    if meant and not text.startswith("@") and name.casefold() != (slot.author or "").casefold():
        return slot._replace(first=max(slot.first, index + 1), addressee=name)
    return slot
