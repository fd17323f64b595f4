"""Scripts that settle the language."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from moderation.records import Language

# Greek is the first script after the Latin one; a text without these needs no further look.
BEYOND_LATIN: Final = re.compile("[\u0370-\u1dff\u1f00-\u1fff\u2c00-\ua71f\ua800-\ufaff\ufb13-\uffdc]")
_LETTER: Final = re.compile(r"[^\W\d_]")
_HAN: Final = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
_SCRIPTS: Final = (
    ("ja", "\u3041-\u30fa\u31f0-\u31ff"),
    ("ko", "\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3"),
    ("zh", "\u3400-\u4dbf\u4e00-\u9fff"),
    ("ar", "\u0620-\u064a\u0671-\u06d3"),
    ("el", "\u0370-\u03ff\u1f00-\u1fff"),
    ("he", "\u05d0-\u05ea"),
    ("th", "\u0e01-\u0e3a\u0e40-\u0e4e"),
    ("hy", "\u0531-\u0587"),
    ("ka", "\u10d0-\u10ff"),
    ("bn", "\u0985-\u09b9"),
    ("ta", "\u0b85-\u0bb9"),
    ("te", "\u0c05-\u0c39"),
    ("kn", "\u0c85-\u0cb9"),
    ("ml", "\u0d05-\u0d39"),
    ("gu", "\u0a85-\u0ab9"),
    ("pa", "\u0a05-\u0a39"),
)
SETTLED: Final = frozenset(code for code, _ in _SCRIPTS) | {"fa", "ur"}
_PERSIAN: Final = re.compile("[پچژگ]")
_URDU: Final = re.compile("[ٹڈڑںےھ]")


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((code, re.compile(f"[{letters}]")) for code, letters in _SCRIPTS)


def by_script(text: str) -> Language | None:
    """Return the language that the script of most letters settles, if one does."""
    letters = len(_LETTER.findall(text))
    if not letters:  # a block of Unicode has places where no letter stands
        return None
    for code, pattern in _patterns():
        found = len(pattern.findall(text))
        if not found:
            continue
        if code == "ja":  # kana make Japanese of Han letters, too
            found += len(_HAN.findall(text))
        if 2 * found < letters:
            continue
        if code == "ar":
            return _arabic(text)
        return Language(code, round(min(0.99, 0.9 * found / letters + 0.09), 3))
    return None


def _arabic(text: str) -> Language:
    if _URDU.search(text):
        return Language("ur", 0.9)
    return Language("fa", 0.9) if _PERSIAN.search(text) else Language("ar", 0.95)
