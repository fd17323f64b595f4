"""What a line can be, by how it opens: asked once of each line of a page, so that most are asked nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from moderation.parse.plain.line.badges import OPENINGS as BADGE_OPENINGS
from moderation.parse.plain.line.badges import may_be_badge
from moderation.parse.plain.line.block_words import (
    BYLINE_OPENINGS,
    CAPTION_OPENINGS,
    CREDIT_OPENINGS,
    FURNITURE_OPENINGS,
    PROMO_OPENINGS,
)
from moderation.parse.plain.line.buttons import ASIDE_OPENINGS, may_be_aside, may_be_row
from moderation.parse.plain.line.buttons import OPENINGS as ROW_OPENINGS
from moderation.parse.plain.line.elsewhere import OTHER_OPENINGS, may_lead
from moderation.parse.plain.line.headings import CLOSING_OPENINGS, may_close, may_head
from moderation.parse.plain.line.headings import OPENINGS as HEADING_OPENINGS
from moderation.parse.plain.line.lines import Line, opens_with
from moderation.parse.plain.line.names import LABEL_OPENINGS, may_be_label

# The first two letters of the words that say `by` whom without a date.
_BY: Final = frozenset({"co", "po", "by", "le", "wr", "su"})
_ANY: Final = frozenset().union(
    *(HEADING_OPENINGS, CLOSING_OPENINGS, OTHER_OPENINGS, ROW_OPENINGS, BADGE_OPENINGS, ASIDE_OPENINGS, LABEL_OPENINGS),
    *(CAPTION_OPENINGS, CREDIT_OPENINGS, BYLINE_OPENINGS, PROMO_OPENINGS, FURNITURE_OPENINGS, _BY),
)


class Opening(NamedTuple):
    """Which questions a line that opens so is to be asked; the answer to all others is no.

    `heading` and `closing` are of comments, `elsewhere` of other articles, `buttons` and `badge` of a comment; `signed`
    is `by Ann`, `aside` a time of another thing, `label` a note on an article. The rest are kinds of an article's
    lines, of which `worded` has all but captions.
    """

    heading: bool
    closing: bool
    elsewhere: bool
    buttons: bool
    badge: bool
    signed: bool
    aside: bool
    label: bool
    caption: bool
    credit: bool
    byline: bool
    promo: bool
    furniture: bool
    worded: bool


_NOTHING: Final = Opening(*[False] * len(Opening._fields))


def openings_of(lines: Sequence[Line]) -> list[Opening]:
    """Return what each line of a page can be."""
    return [opening_of(line.text[:3]) for line in lines]


@lru_cache(maxsize=8192)  # pages open their lines with few letters
def opening_of(letters: str) -> Opening:
    """Return what a line can be that opens with three `letters`, or has fewer."""
    low = letters.lower()
    plain = letters.isascii() and letters.isalpha() and letters[1:].islower()
    if plain and low not in _ANY and low[:2] not in _ANY:  # seven in ten
        return _NOTHING
    credit, byline = opens_with(low, CREDIT_OPENINGS), opens_with(low, BYLINE_OPENINGS)
    promo, furniture = opens_with(low, PROMO_OPENINGS), opens_with(low, FURNITURE_OPENINGS)
    return Opening(
        heading=may_head(letters),
        closing=may_close(letters),
        elsewhere=may_lead(letters),
        buttons=may_be_row(letters),
        badge=may_be_badge(letters),
        signed=letters[:2].casefold() in _BY or letters[:1] in "#([" or letters[:1].isdigit(),
        aside=may_be_aside(letters),
        label=may_be_label(letters),
        caption=opens_with(low, CAPTION_OPENINGS),
        credit=credit,
        byline=byline,
        promo=promo,
        furniture=furniture,
        worded=credit or byline or promo or furniture,
    )
