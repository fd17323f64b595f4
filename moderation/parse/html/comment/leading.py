"""Names that nothing calls a name: each comment of a page has one at the same place, at its head or beside its time.

Style sheets of utilities (`font-bold text-sm`) say how a name looks and not that it is one. One short line tells
nothing; a different one at the head of each comment does, or right above or below each one's time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Final, TypeAlias

from moderation.parse.html.comment.dates import moment
from moderation.parse.html.comment.lines import clean_name, cut, is_button
from moderation.parse.html.document.tree import Node, within
from moderation.parse.html.document.vocabulary import plain_token, words
from moderation.parse.html.found import Found
from moderation.parse.plain.line.marks import mark_of
from moderation.parse.plain.line.names import is_monogram, looks_like_name

_FEWEST: Final = 2
_MOST: Final = 0.6
_DIFFERENT: Final = 0.5
_SIGNED: Final = 0.8
_LONGEST: Final = 40
_LONGEST_STAMP: Final = 60
SURE: Final = 0.6
_MOST_ABOVE: Final = 3  # lines
_BETWEEN: Final = " \t\n:·•|,–—-"
_FEWEST_LETTERS: Final = 2

Spot: TypeAlias = tuple[str, str | None]  # a place, and what stands there where it can be a name
_NOWHERE: Final[Spot] = ("", None)


def name_by_place(comments: Sequence[Found], nested: Mapping[Node, Collection[Node]], language: str) -> int:
    """Give nameless comments the names that they open with, or that stand beside their times, and return to how many.

    0 unless most have one there. `nested` holds the comments inside of each; `language` is the page's, for dates beside
    the names.
    """
    bare = [found for found in comments if found.author is None and found.node is not None and found.said.text]
    if len(bare) < max(_FEWEST, _MOST * len(comments)):
        return 0
    items = [(found.node, nested.get(found.node, ())) for found in bare]
    opened = [_opening(item, inside) for item, inside in items]
    same, often = Counter(name for _, name in opened).most_common(1)[0]
    if same and often > _MOST * len(bare):  # a button above all of them
        opened = [_opening(item, inside, but=same) for item, inside in items]
    timed = [_beside_time(item, inside) for item, inside in items]
    above, below = [_last_of(before) for before, _ in timed], [spot for _, spot in timed]
    if given := _named(bare, opened, language):
        return given
    settled = _settled(above, [before for before, _ in timed])
    return _named(bare, settled, language) or _named(bare, below, language)


def _named(bare: Sequence[Found], spots: Sequence[Spot], language: str) -> int:
    """Give the comments the names at the place where most have one, and return to how many."""
    places = Counter(place for place, name in spots if name)
    place, times = places.most_common(1)[0] if places else ("", 0)
    named = [
        (found, name)
        for found, (here, name) in zip(bare, spots, strict=True)
        if name and here == place and found.said.text != name
    ]
    if times < _MOST * len(bare) or len(named) < _FEWEST or len({name for _, name in named}) < _DIFFERENT * len(named):
        return 0
    for found, name in named:
        found.author, found.author_sure = clean_name(name) or name, SURE
        stamp = take_off(found, name)
        found.created_at = found.created_at or moment(stamp, language)
        if stamp and not found.dated:
            found.dated = True
            found.signs += 1
    return len(named)


def _settled(spots: Sequence[Spot], before: Sequence[Sequence[Spot]]) -> list[Spot]:
    """Return the spots, and where one of two could be the name the one that stands where the others' names do.

    `so sad` above a name is as short as one.
    """
    places = Counter(place for place, name in spots if name)
    usual = places.most_common(1)[0][0] if places else None
    last = [two[-1] if len(two) > 1 and two[-2][0] != usual == two[-1][0] else _NOWHERE for two in before]
    return [spot if spot[1] else other for spot, other in zip(spots, last, strict=True)]


def without_signatures(comments: Sequence[Found]) -> None:
    """Take the writers' names off the ends of the texts, and dates beside them, where most end so.

    One who signs does so below a name that the page has printed already.
    """
    signed = []
    for found in comments:
        kept = len(_without_signature(found.said.text, found.author)) if found.author else 0
        if found.author and found.author in found.said.text[kept:]:
            signed.append((found, kept))
    if len(signed) >= max(_FEWEST, _SIGNED * len(comments)):
        for found, kept in signed:
            found.said = cut(found.said, 0, kept)


def without_name(found: Found) -> None:
    """Take the writer's name off a text when it is all of its first line, with the date behind it."""
    first, end, rest = found.said.text.partition("\n")
    if found.author is not None and end and is_monogram(first, found.author) and rest.startswith(f"{found.author}\n"):
        take_off(found, first)  # the letters where there is no portrait
        first, end, rest = found.said.text.partition("\n")
    if end and rest.strip() and found.author is not None and first == found.author:
        take_off(found, first)


def _opening(item: Node, inside: Collection[Node], but: str = "") -> Spot:
    """Return where the first words of a comment stand, and these words when they can be a name."""
    for node in within(item, inside):
        text = own_words(node)
        if _is_worded(text) and text != but and not _is_title(node):
            return spot_of(node, item)
    return _NOWHERE


def _beside_time(item: Node, inside: Collection[Node]) -> tuple[list[Spot], Spot]:
    """Return the places before and right behind the first time of a comment, two at most, and their words."""
    before: list[Node] = []
    timed = False
    for node in within(item, inside):
        text = own_words(node)
        if timed and _is_worded(text):
            return [spot_of(node, item) for node in before[-2:]], spot_of(node, item)
        if not timed and 0 < len(text) <= _LONGEST_STAMP and (mark := mark_of(text)) is not None:
            timed = mark.name is None
        if not timed and _is_worded(text):
            before.append(node)
    return [spot_of(node, item) for node in before[-2:]] if timed else [], _NOWHERE


def _last_of(before: Sequence[Spot]) -> Spot:
    """Return the place right before a time; of two that could both be names, one may be a place: neither is told."""
    *others, last = [_NOWHERE, *before]
    return _NOWHERE if any(name for _, name in others) else last


def own_words(node: Node) -> str:
    """Return the words of an element before its first child."""
    return " ".join((node.text or "").split())


def _is_worded(text: str) -> bool:
    """Tell whether words are neither a number of votes, nor the letter that stands for a picture, nor a button."""
    return sum(sign.isalpha() for sign in text) >= _FEWEST_LETTERS and not is_button(text)


def spot_of(node: Node, item: Node) -> Spot:
    text, place = own_words(node), place_of(node, item)
    text = text.removesuffix(":")
    named = node is not item and len(text) <= _LONGEST and looks_like_name(text) and mark_of(text) is None
    return place, text if named else None


def place_of(node: Node, item: Node) -> str:
    spot = _linking(node, item)
    return " ".join((spot.tag, *sorted(map(plain_token, (spot.get("class") or "").split()))))


def _linking(node: Node, item: Node) -> Node:
    """Return what holds nothing but a link of no name of its own: some names lead to an account, and some do not."""
    around = node.getparent()
    alone = node.tag == "a" and not node.get("class") and around is not None and len(around) == 1
    return around if alone and around is not item and not (around.text or "").strip() else node


def _is_title(node: Node) -> bool:
    """Tell whether an element or the one around it is called the comment's title, which may repeat its first words."""
    around = node.getparent()
    names = f"{node.get('class') or ''} {'' if around is None else around.get('class') or ''}"
    return any("title" in words(token)[-1:] for token in names.split())


def take_off(found: Found, name: str) -> str:
    """Take the name, and the date that stands right behind it, off the comment's text, and both off its end.

    The date is returned, or nothing where none stands there.
    """
    ends = []
    while len(kept := _without_signature(found.said.text, name)) < len(found.said.text):
        ends.append(found.said.text[len(kept) :].strip())
        found.said = cut(found.said, 0, len(kept))
    signed = next(filter(_is_stamp, ends), "")
    text = found.said.text
    start = _end_of_name(text, name)
    if start is None:
        return signed
    behind, _, rest = text[start:].lstrip(_BETWEEN).partition("\n")
    if rest.strip() and behind and not _is_stamp(behind) and len(behind) <= _LONGEST:  # a badge
        badge, (behind, _, rest) = behind, rest.lstrip().partition("\n")
        behind = behind if badge[-1] not in ".!?" else ""
    stamp = behind if rest.strip() and _is_stamp(behind) else ""
    if stamp:
        start = len(text) - len(rest)
    kept = text[start:].lstrip(_BETWEEN if text[start:].startswith(":") else None)
    if kept:
        found.said = cut(found.said, len(text) - len(kept), len(text))
    return stamp or signed


def _end_of_name(text: str, name: str) -> int | None:
    """Return where a name ends that a text opens with, or that stands below a few short lines; None without one."""
    start = 0
    for _ in range(_MOST_ABOVE):
        if text.startswith(name, start):
            return start + len(name)
        end = text.find("\n", start)
        if not 0 <= end - start <= _LONGEST:
            return None
        start = end + len(text[end:]) - len(text[end:].lstrip())
    return None


def _is_stamp(text: str) -> bool:
    """Tell whether words say when, and not who."""
    mark = mark_of(text) if 0 < len(text) <= _LONGEST_STAMP else None
    return mark is not None and mark.name is None


def _without_signature(text: str, name: str) -> str:
    """Return a text without a last line that is only its writer's name, a date, or both, and a button."""
    said, _, last = text.rpartition("\n")
    mark = mark_of(last) if len(last) <= _LONGEST_STAMP else None
    pressed = last.startswith(name) and is_button(last[len(name) :])
    signs = last == name or pressed or (mark is not None and mark.name in (None, name))
    return said.rstrip() if signs and said.strip() else text
