"""What a header holds beside its dates: a name, a verb of saying, or too much for a header."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from moderation.parse.plain.line.buttons import is_buttons
from moderation.parse.plain.line.fillers import bare, without_number
from moderation.parse.plain.line.names import CUT, LONGEST_NAME, by_in, has_word, name_in, says_in, without_nobody

_SCORE_SIGNS: Final = frozenset("+-0123456789")
_MOST_WORDS: Final = 10  # beside a date; more are a sentence that mentions it
# `2 points by ann 3 hours ago`: the score of a comment, on boards where others have none.
_SCORED: Final = re.compile(r"[+-]?\d{1,5} points? by\s+(?=\S)", re.IGNORECASE)
# `Reviewed in the United Kingdom on 3 March 2022`: where, not who.
_REVIEWED: Final = re.compile(
    r"(?:reviewed|rezension|bewertet|commenté|avis laissé|revisado|reseñado|recensi(?:to|one)|scritt[ao]|beoordeeld"
    r"|avaliado)\s+(?:in|aus|en|no|na|op|il)\b[^.!?]{0,40}$",
    re.IGNORECASE,
)


# `is a trusted commenter Oslo 2 hours ago`, below the name: whom a site trusts, and where from.
_TRUSTED: Final = re.compile(r"is an? (?:trusted|verified|top|new) (?:commenter|reader|member)\b\s*", re.IGNORECASE)
# `Ann Lee committed 3 days ago`: what somebody did, who said nothing.
_DID: Final = re.compile(
    r"\b(?:committed|merged|pushed|released|uploaded|checked in|joined|registered|signed up|donated)$"
)
# `The lock at noon. Photo: Ann Lee/3 May 2024`: whose picture it is.
_CREDITED: Final = re.compile(r"\b(?:photos?|photograph|pictures?|fotos?|bild|imagen)\s?:\s", re.IGNORECASE)


class Beside(NamedTuple):
    """What a header holds beside its dates."""

    says: bool
    by: bool
    name: str | None


@lru_cache(maxsize=1024)  # the dates of a page differ, and four in ten times what stands beside them is the same
def beside(rest: str) -> Beside | None:
    """Return what a line without its dates names, None when it is a sentence that mentions a date."""
    if rest[:1] in _SCORE_SIGNS and (score := _SCORED.match(rest)):
        rest = rest[score.end() :]
    elif rest[:3] == "is " and (trusted := _TRUSTED.match(rest)):
        rest = rest[trusted.end() :]
    if _REVIEWED.match(rest):
        return Beside(says=False, by=False, name=None)
    if _is_wordy(rest) or _did(rest) or (":" in rest and _CREDITED.search(rest)):
        return None
    says = _says_ends(rest)
    name = name_in(rest, says=says)
    return None if name is None and residue(rest) else Beside(says, bool(by_in(rest)), name)


def _did(rest: str) -> bool:
    """Tell whether a line says what somebody did: `Ann committed`, `Ann joined on`."""
    return _DID.search(rest.split(CUT, 1)[0].removesuffix(" on")) is not None


def _says_ends(rest: str) -> bool:
    """`Ann says:` is a header, `Ann says the bridge is closed.` is not: after the verb only a date may come."""
    verb = says_in(rest) if len(rest) <= LONGEST_NAME + 30 else None
    if verb is None:
        return False
    return not has_word(bare(rest[verb.end() :].strip().replace("\x1f", "|")))


def residue(rest: str) -> bool:
    """Tell whether more than fillers, numbers and buttons is left: a sentence that mentions a date."""
    left = (bare(without_number(without_nobody(part).strip())) for part in rest.split(CUT))
    return any(has_word(part) and not is_buttons(part) for part in left)


def _is_wordy(rest: str) -> bool:
    return len(rest) > 2 * _MOST_WORDS and any(
        len(part.split()) - part.count(" | ") > _MOST_WORDS for part in rest.split(CUT)
    )
