"""What each line of an article is: headline, body, caption, credit, promo or furniture.

Only the conventions of news pages in several languages are known here, no site's own words. A line that no convention
claims is body: a caption taken for body adds noise, body taken for a caption loses text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from moderation.parse.plain.line.badges import is_rating
from moderation.parse.plain.line.block_words import (
    BYLINE,
    CAPTION,
    CREDIT,
    FILE_PICTURE,
    FURNITURE,
    FURNITURE_INSIDE,
    PROMO,
    TAIL_CAPTION,
)
from moderation.parse.plain.line.buttons import is_buttons
from moderation.parse.plain.line.elsewhere import leads_elsewhere
from moderation.parse.plain.line.headings import closes, heading_of
from moderation.parse.plain.line.lines import Line
from moderation.parse.plain.line.openings import Opening, openings_of
from moderation.parse.plain.line.stamps import Stamp, kind_of, stamps_in
from moderation.parse.plain.sheet import Sheet, is_nobody
from moderation.taxonomy import BlockKind

_LONGEST_HEADLINE: Final = 220
_LONGEST_FURNITURE: Final = 200
_LONGEST_CUE: Final = 120  # of a caption, at either end of its line
_LONGEST_DATELINE: Final = 90
_CLOSERS: Final = "\"'”’»)]"
_SENTENCE_ENDS: Final = (".", "!", "?", "…", ":", ";", ",", "–", "—", "-")
_SHORT_WORDS: Final = 12
_FEWEST_TITLES: Final = 2
_LONGEST_TITLE: Final = 110
_LEAST_ARTICLE: Final = 200
_TOP: Final = 12
_NAME: Final = re.compile(r"[A-ZÀ-Þ][\w.'’-]*(?:\s+[A-ZÀ-Þ][\w.'’-]*){1,3}")
_MONTHS: Final = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_DATED: Final = re.compile(
    rf",\s+{_MONTHS} \d{{1,2}}\b|\b\d{{1,2}} {_MONTHS}(?:,? \d{{4}})?$|\b{_MONTHS} \d{{1,2}}(?:,? \d{{4}})?$"
)
_SIGNS: Final = re.compile(r"[\d:.,|•·/()–—-]+")
_PLACE_WORDS: Final = 6


def kinds_of(lines: Sequence[Line], *, discussed: bool = False, sheet: Sheet | None = None) -> list[BlockKind]:
    """Return the kind of each line of an article that is given as its non-blank lines.

    `discussed`: comments follow, so that a title may be all there is of the article. `sheet`: the page that begins with
    the lines, where it is known how they are judged alone.
    """
    texts = [line.text for line in lines]
    if sheet is None:
        printed = [heading_of(text) is not None or is_buttons(text) for text in texts]
        dated = [stamps_in(text) if len(text) <= _LONGEST_DATELINE else () for text in texts]
        openings = openings_of(lines)
    else:
        printed = [heading is not None or button for heading, button in zip(sheet.headed, sheet.buttons, strict=True)]
        dated, openings = [*sheet.stamps], [*sheet.openings]
    judged = zip(texts, openings, dated, printed, strict=False)
    kinds: list[BlockKind] = [_alone(text, opening, stamps, is_printed=flag) for text, opening, stamps, flag in judged]
    first = next((index for index, kind in enumerate(kinds) if kind == "body"), None)
    if first is not None and _is_headline(lines, kinds, first, discussed=discussed):
        kinds[first] = "headline"
    _spread_captions(lines, kinds)
    _find_bylines(lines, kinds, dated)
    apart = [index for index, kind in enumerate(kinds) if kind in ("furniture", "promo")]
    _list_others(lines, kinds, apart)
    if not discussed:
        _end_uncommented(lines, kinds, apart)
    return kinds


def ends_sentence(text: str) -> bool:
    """Tell whether `text` ends as a sentence does, closing quotes and brackets aside."""
    return text.rstrip(_CLOSERS).endswith(_SENTENCE_ENDS)


def _alone(text: str, opening: Opening, stamps: Sequence[Stamp], *, is_printed: bool) -> BlockKind:
    """Judge a line by its words alone; `is_printed` tells that it is a heading or a row of buttons."""
    if len(text) > _LONGEST_FURNITURE:
        return "caption" if _is_caption(text, opening) else "body"
    if is_printed or (opening.badge and is_rating(text)) or _is_furniture_inside(text):
        return "furniture"
    kind = _opened(text, opening) if opening.worded else None
    if kind is not None or "contributed to this" in text:
        return kind or "credit"
    if _is_caption(text, opening):
        return "caption"
    if (opening.closing and closes(text)) or (stamps and _is_dateline(text, stamps) and not ends_sentence(text)):
        return "furniture"
    return "body"


def _opened(text: str, opening: Opening) -> BlockKind | None:
    """Judge a line by how it opens; None where that says nothing."""
    low = text.lower()
    if opening.furniture and FURNITURE.match(low):
        return "furniture"
    if text[0].isdigit() or not (opening.credit or opening.byline or opening.promo):  # no number opens these
        return None
    if opening.credit and CREDIT.match(low):
        return "credit"
    finished = ends_sentence(text)
    few = len(text.split()) <= _SHORT_WORDS
    if "contributed to this" in text or (opening.byline and not finished and few and BYLINE.fullmatch(text)):
        return "credit"
    if _is_caption(text, opening):
        return "caption"
    return "promo" if opening.promo and (few or (len(text) <= 160 and not finished)) and PROMO.match(low) else None


def _is_furniture_inside(text: str) -> bool:
    inside = "+" in text or "ookie" in text or "lick here" in text
    return inside and FURNITURE_INSIDE.search(text.lower()) is not None


def _is_caption(text: str, opening: Opening) -> bool:
    low = text[:_LONGEST_CUE].lower()
    return bool(
        (opening.caption and CAPTION.match(low))
        or ("file " in low and FILE_PICTURE.match(low))
        or "ictured: " in text
        or (text[-1] in ")]" and TAIL_CAPTION.search(text[-_LONGEST_CUE:].lower()))
    )


def _is_dateline(text: str, stamps: Sequence[Stamp]) -> bool:
    """Tell whether a line is the date of the article, with at most a few words round it: `Ashby - 3 May 2024, 6:00`."""
    if len(text) > _LONGEST_DATELINE or not any(kind_of(stamp) in ("date", "ago") for stamp in stamps):
        return False
    left = text[: stamps[0].start()] + " " + text[stamps[-1].end() :]
    words = _SIGNS.sub(" ", left).split()
    return len(words) <= _PLACE_WORDS and all(word[0].isalpha() for word in words)


def _is_headline(lines: Sequence[Line], kinds: Sequence[BlockKind], first: int, *, discussed: bool) -> bool:
    if not (discussed or "body" in kinds[first + 1 :]) or any(
        kind not in ("furniture", "promo") for kind in kinds[:first]
    ):
        return False
    text = lines[first].text
    return len(text) <= _LONGEST_HEADLINE and (not ends_sentence(text) or (text.endswith("?") and len(text) < 120))


def _find_bylines(lines: Sequence[Line], kinds: list[BlockKind], dated: Sequence[Sequence[Stamp]]) -> None:
    """Find the author's name without `By`: alone on a line above the dateline, near the top."""
    for index, (line, kind, following) in enumerate(zip(lines[:_TOP], kinds, kinds[1:], strict=False)):
        if (
            kind == "body"
            and following == "furniture"
            and _is_dateline(lines[index + 1].text, dated[index + 1])
            and _NAME.fullmatch(line.text)
        ):
            kinds[index] = "credit"


def _list_others(lines: Sequence[Line], kinds: list[BlockKind], printed: Sequence[int]) -> None:
    """Find the titles below a line that announces other articles: two or more, close together, none a sentence."""
    for index in printed:
        if not leads_elsewhere(lines[index].text):
            continue
        end = index + 1
        while end < len(lines) and (end == index + 1 or lines[end].gap == 0) and _is_title(lines[end].text):
            end += 1
        if end - index > _FEWEST_TITLES:
            kinds[index + 1 : end] = ["promo"] * (end - index - 1)


def _is_title(text: str) -> bool:
    return len(text) <= _LONGEST_TITLE and (not ends_sentence(text) or text.endswith("?"))


def _end_uncommented(lines: Sequence[Line], kinds: list[BlockKind], printed: Sequence[int]) -> None:
    """End the article where the page says that nobody has commented and only short lines follow, of other articles."""
    for index in printed:
        heading = heading_of(lines[index].text)
        if heading is None or (
            heading.declared != 0 and not any(is_nobody(line.text) for line in lines[index + 1 : index + 2])
        ):
            continue
        said = sum(len(line.text) for line, kind in zip(lines[:index], kinds, strict=False) if kind == "body")
        if said >= _LEAST_ARTICLE and all(len(line.text) <= _LONGEST_FURNITURE for line in lines[index:]):
            kinds[index:] = [kind if kind != "body" else "furniture" for kind in kinds[index:]]
            return


def _spread_captions(lines: Sequence[Line], kinds: list[BlockKind]) -> None:
    """Find captions without a cue: no full stop where the page has one everywhere, beside a caption or with a date."""
    body = [index for index, kind in enumerate(kinds) if kind == "body"]
    unfinished = [index for index in body if not ends_sentence(lines[index].text)]
    if len(body) < 5 or len(unfinished) > 0.2 * len(body):
        return
    changed = True
    while changed:
        changed = False
        for index in unfinished:
            text = lines[index].text
            if kinds[index] != "body" or len(text.split()) < 6:
                continue
            beside = "caption" in (
                kinds[index - 1] if index else "",
                kinds[index + 1] if index + 1 < len(kinds) else "",
            )
            if beside or _DATED.search(text):
                kinds[index] = "caption"
                changed = True
