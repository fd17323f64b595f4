r"""Codes that a broken export or a writer left in: `%69diot`, `%2569`, `id\u0069ot`, `\x69`, and Markdown's `f\*ck`.

Of letters and of what nobody sees: nobody needs to write one so, while `100%25`, `%20` and `\n` are what they are. Of
signs only the two that Markdown would not show else and that stand in the place of letters.
"""

from __future__ import annotations

import re
import sys
from typing import Final

from moderation.normalise.draft import Change, Draft, rewrite
from moderation.normalise.invisible import is_invisible

_HEX: Final = "[0-9a-fA-F]"
# Encoded twice, the sign of percent is a code itself.
_LETTER: Final = "%(?:25){0,3}(?:4[1-9a-fA-F]|5[0-9aA]|6[1-9a-fA-F]|7[0-9aA])"
# One alone must stand behind a letter, or have a letter in it and one behind it: Turkish writes `%65i` for 65 %.
_ESCAPE: Final = re.compile(
    rf"(?<![0-9%])(?:{_LETTER}){{2,}}|(?<=[A-Za-z]){_LETTER}|(?<![0-9%])%[46][a-fA-F](?=[A-Za-z])"
    rf"|\\u{_HEX}{{4}}|\\u\{{{_HEX}{{2,6}}\}}|\\x{_HEX}{{2}}|(?:\\1[0-7]{{2}}){{2,}}"
)
# A backslash keeps Markdown from taking a sign for its own; `\_/` is drawn, as a cup or a letter.
_KEEPING: Final = re.compile(r"(?<!\\)\\++(?=\*|_[A-Za-z])")
_CODE: Final = re.compile(
    rf"%(?:25){{0,3}}(?P<twice>{_HEX}{{2}})|\\[xu]\{{?(?P<hex>{_HEX}{{2,6}})\}}?|\\(?P<octal>1[0-7]{{2}})"
)


def step(draft: Draft) -> Draft:
    """Replace the codes of letters by the letters, until none is left, and drop the backslashes of Markdown."""
    while "%" in draft.text or "\\" in draft.text:
        changes = list(_changes(draft.text))
        if not changes:
            break
        draft = rewrite(draft, changes)
    if "\\" in draft.text:
        draft = rewrite(draft, ((found.start(), found.end(), "") for found in _KEEPING.finditer(draft.text)))
    return draft


def _changes(text: str) -> list[Change]:
    found = (
        (start + one.start(), start + one.end(), _meant(one))
        for start, codes in ((run.start(), run.group()) for run in _ESCAPE.finditer(text))
        for one in _CODE.finditer(codes)
    )
    return [change for change in found if change[2].isalpha() or (change[2] > "\x7f" and is_invisible(change[2]))]


def _meant(code: re.Match[str]) -> str:
    """Return the character that a code stands for; nothing where there is none of that number."""
    number = int(code["octal"], 8) if code["octal"] else int(code["hex"] or code["twice"], 16)
    return chr(number) if number <= sys.maxunicode else ""
