"""Letters of other alphabets that look Latin, read as Latin where a word mixes alphabets or hides in one whole.

The table is our own, drawn by eye from the charts of the Greek, Cyrillic, Armenian, Cherokee, Lisu and Coptic blocks;
its targets are Latin letters only. A word of a living language keeps its letters unless every one of them has a Latin
double, so Russian stays Russian and `іdiоt` does not.
"""

from __future__ import annotations

import re
from typing import Final

from moderation.normalise.draft import Change, Draft, rewrite

_FOREIGN: Final = "\u0370-\u03ff\u0400-\u052f\u0531-\u058f\u13a0-\u13fd\u2c80-\u2cff\ua4d0-\ua4fd\uab70-\uabbf"
_LETTER_OF_THESE: Final = re.compile(f"[{_FOREIGN}]")
# Whole words first, then a look into each: one pattern for both looks at a run of n letters n * n times (7 s for
# 20,000 Han characters, which write no blanks).
_WORD: Final = re.compile(r"[^\W\d_]+")
_LATIN: Final = re.compile("[A-Za-z]")

_PAIRS: Final = (
    # Greek, capitals apart from small letters where the two resemble different Latin letters
    ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧΓΣΩ", "abezhikmnoptyxreo"),
    ("αβγεζηικμνορστυχως", "abyeznikuvopotuxwc"),
    # Cyrillic
    ("авсԁеѕһнійӏјкмпорԛгтуүѵԝхьөғ", "abcdeshhinljkmnopqrtyyvwxbof"),
    # Armenian
    ("օոսհցզյլտ", "onuhgqjls"),
    # Cherokee
    ("ᎪᏴᏟᎠᎬᏀᎻᎫᏦᏞᎷᏢᎡᏒᏚᎢᏙᎳᏃᎥᏯᎩᏳ", "abcdeghjklmprrstvwzibyg"),
    # Lisu
    ("ꓐꓑꓓꓔꓖꓗꓙꓚꓜꓝꓟꓠꓡꓢꓣꓦꓧꓪꓫꓬꓮꓰꓲꓳꓴ", "bpdtgkjczfmnlsrvhwxyaeiou"),
    # Coptic
    ("ⲀⲂⲈⲎⲒⲔⲘⲚⲞⲢⲤⲦⲨⲬⲌ", "abehikmnopctyxz"),
)


def _closed(pairs: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Return the table with both cases of every letter in it: whether a word is taken must not hang on its case."""
    table = {sign: latin for signs, latins in pairs for sign, latin in zip(signs, latins, strict=True)}
    for sign, latin in list(table.items()):
        table.setdefault(sign.lower(), latin)
        table.setdefault(sign.upper(), latin)
    return table


LOOKALIKES: Final = _closed(_PAIRS)


def step(draft: Draft) -> Draft:
    """Read look-alike letters as Latin, word by word."""
    if draft.text.isascii() or not _LETTER_OF_THESE.search(draft.text):
        return draft
    changes: list[Change] = []
    for found in _WORD.finditer(draft.text):
        word = found.group()
        if not _LETTER_OF_THESE.search(word):
            continue
        if _LATIN.search(word) or all(char in LOOKALIKES for char in word):
            places = range(*found.span())
            changes += [(at, at + 1, LOOKALIKES[c]) for at, c in zip(places, word, strict=True) if c in LOOKALIKES]
    return rewrite(draft, changes)
