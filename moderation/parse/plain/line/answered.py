"""Lines in which a site says whom a comment answers: `In reply to Ann`, `↳ Ann`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from moderation.parse.plain.line.lines import in_any_case, opens_with

_ADDRESS: Final = re.compile(
    r"(?:(?:in )?(?:reply|response|answer) to|replying to|responding to|@\s?reply to|(?:als )?antwort (?:auf|an)"
    r"|en réponse à|(?:en )?réponse (?:à|de)|répond à|en respuesta a|respondiendo a|respuesta a|in risposta a"
    r"|em resposta a"
    r"|als reactie op|↪|↳|→)\s*:?\s*@?(?P<name>[^\n]{1,120}?)\s*[:,]?",
    re.IGNORECASE,
)
ADDRESS_OPENINGS: Final = in_any_case("als|ans|ant|em |en |in |rep|res|rép")
_NAME_WORDS: Final = 3
# `In reply to How did you get ... by Ann (not verified)`
_TITLED: Final = re.compile(
    r".+\s(?:by|von|par|por|door|av|di)\s(?P<name>[^\n]{1,60}?)(?:\s\([^()]*\))?", re.IGNORECASE
)


def answered_in(text: str) -> str | None:
    """Return whom a line names as the one answered, None where it names nobody."""
    return _answered(text) if may_address(text[:3]) else None


@lru_cache(maxsize=8192)
def may_address(letters: str) -> bool:
    """Tell whether a line that opens with three `letters` may name whom a comment answers."""
    return opens_with(letters.casefold(), ADDRESS_OPENINGS)


@lru_cache(maxsize=1024)
def _answered(text: str) -> str | None:
    address = _ADDRESS.fullmatch(text)
    if address is None:
        return None
    name: str = address["name"]
    titled = _TITLED.fullmatch(name) if len(name.split()) > _NAME_WORDS else None
    return titled["name"] if titled else name
