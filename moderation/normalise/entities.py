"""HTML entities that an export left in: `&lt;`, `&#105;`, `&#x69;`, also escaped twice."""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import Final

from moderation.normalise.draft import Draft, rewrite

# A chain of escaped ampersands (`&amp;amp;lt;`) is taken in one step: one step a link looks at the text once a link.
_CHAIN: Final = r"(?:(?:amp|AMP|#0{0,5}38|#[xX]0{0,4}26);)*"
# Browsers show a letter's number without the semicolon, too.
_UNFINISHED: Final = r"#(?:6[5-9]|[78]\d|90|9[7-9]|1[01]\d|12[0-2])(?![\d;])"
_NAMED: Final = "[A-Za-z][A-Za-z0-9]{1,31}"
ENTITY: Final = re.compile(rf"&{_CHAIN}((?:#[0-9]{{1,7}}|#[xX][0-9a-fA-F]{{1,6}}|{_NAMED});|{_UNFINISHED})")


@lru_cache(maxsize=4096)
def _plain(name: str) -> str:
    return html.unescape(f"&{name}")


def step(draft: Draft) -> Draft:
    """Replace entities by what they stand for, until none is left."""
    while "&" in draft.text:
        changes = [
            (found.start(), found.end(), plain)
            for found in ENTITY.finditer(draft.text)
            if (plain := _plain(found.group(1))) != found.group()
        ]
        if not changes:
            break
        draft = rewrite(draft, changes)
    return draft
