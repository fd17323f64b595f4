"""What stands among the comments of a page in an element like theirs, and is none: a heading, a word to log in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from moderation.parse.html.found import Found

_INVITES: Final = re.compile(
    r"(?:you must|must be|have to|need to|please)(?: be| first)? (?:(?:log|sign)(?:ged)? ?(?:in|up|on)\b|register)"
    r"|(?:bitte|müssen|musst)\b[^.!?]{0,60}\b(?:anmelden|angemeldet|einloggen|eingeloggt|registrieren)"
    r"|(?:vous devez|veuillez)(?: être| vous| d'abord){0,2} (?:connect|identifi|inscri|enregistr)"
    r"|(?:debes?|tienes que|necesitas?)(?: estar)? (?:iniciar sesión|registr|identific|conectad)"
    r"|(?:devi|devono|bisogna) (?:effettuare|essere|accedere|registrar)"
    r"|(?:необходимо|нужно|должны)[^.!?]{0,30}(?:войти|авториз|зарегистрир)",
    re.IGNORECASE,
)
_LONGEST_INVITE: Final = 400
_LONGEST_HEADING: Final = 60
_MOST_SIGNS: Final = 2
_FEWEST: Final = 3
_MOST: Final = 0.8


def without_strangers(comments: Sequence[Found]) -> list[Found]:
    """Return the comments without those that have nothing of one, where nearly all others have a name."""
    named = sum(found.author is not None for found in comments)
    signed = named >= max(_FEWEST, _MOST * (len(comments) - 1))
    return [found for found in comments if not (_invites(found) or (signed and _is_bare(found)))]


def _invites(found: Found) -> bool:
    """Tell whether a text without a time asks its reader to log in, with no name but what its link says."""
    text = found.said.text
    unsigned = found.created_at is None and (found.author is None or found.author in text)
    return unsigned and found.signs <= _MOST_SIGNS and len(text) <= _LONGEST_INVITE and bool(_INVITES.search(text))


def _is_bare(found: Found) -> bool:
    """Tell whether a few words have neither name nor time, picture, button or id."""
    return (
        found.author is None
        and found.signs == 0
        and found.status != "deleted"
        and len(found.said.text) <= _LONGEST_HEADING
    )
