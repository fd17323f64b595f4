"""One character at a time: compatibility forms, accents, letter-like signs, typographic marks."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from moderation.normalise.draft import Draft, rewrite

_NON_ASCII: Final = re.compile("[^\x00-\x7f]")
# Accents of the general blocks only: vowel signs of Indic scripts are letters there, not ornaments.
_ACCENT: Final = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")

# Marks of any script, and selectors of variants, behind a plain letter: no script writes them so.
_TATWEEL: Final = "\u0640"  # draws an Arabic word out, and a letter of no other script
# A look for this, which begins with one class of characters, takes a tenth of the time.
_BEYOND_BEHIND_LETTER: Final = re.compile(r"[^\x00-\x7f](?<=[A-Za-z].)")
_BEHIND_LETTER: Final = re.compile(rf"(?<=[A-Za-z])(?:[^\x00-\x7f\w]|{_TATWEEL})+")


def _pairs(table: str) -> dict[str, str]:
    """Read `latin: signs` lines; every sign becomes the Latin text before the colon."""
    lines = (line.split(":", 1) for line in table.strip().splitlines())
    return {sign: latin.strip() for latin, signs in lines for sign in signs if not sign.isspace()}


# Signs that are Latin letters in dress and that NFKC leaves alone: small capitals, hooked, barred and turned letters.
LETTERLIKE: Final = _pairs(
    """
    a: ᴀɑɐⱥⱯ
    ae: æÆᴁ
    b: ʙɓƀƃɃᴃ
    c: ᴄɔƈȼ
    d: ᴅɗđɖƌðÐ
    e: ᴇɛǝəɇɘɜƎƏ
    f: ꜰƒɟ
    g: ɢɡɠǥᵷ
    h: ʜħɦɥⱨ
    i: ɪıɨɩᴉ
    j: ᴊȷɉʝ
    k: ᴋƙʞⱪ
    l: ʟłƚɫɭɬꞁ
    m: ᴍɯɱ
    n: ɴɲɳƞŋ
    o: ᴏøɵᴑ
    oe: œŒɶ
    p: ᴘƥᵽ
    q: ʠɋ
    r: ʀɹɍɾɽɼ
    s: ꜱʂȿ
    ss: ß
    t: ᴛŧƭʇʈⱦ
    u: ᴜʉʊᴝ
    v: ᴠʋʌ
    w: ᴡʍⱳ
    y: ʏʎɏƴ
    z: ᴢƶʐȥɀ
    """
)
# Marks with a plain twin; NFKC would make the first line a blank, the rest it does not know.
_MARKS: Final = {
    **dict.fromkeys("´`‘’‚‛′ʹʼʻˈ＇", "'"),
    **dict.fromkeys("“”„‟″«»＂", '"'),
    **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
    **dict.fromkeys("\x85\u2028\u2029", "\n"),
    "\u2800": " ",
    "⁄": "/",
    "∕": "/",
    "∗": "*",
    "⁎": "*",
    "✱": "*",
}
# NFKC would glue these to the word before them: "Brand™" is not "brandtm".
_LEFT_ALONE: Final = frozenset("™℠")


def _sequence(first: int, letters: str = "abcdefghijklmnopqrstuvwxyz") -> dict[str, str]:
    return {chr(first + offset): letter for offset, letter in enumerate(letters)}


# Letters on coloured discs and squares; the plain circled and squared ones are NFKC's.
EMOJI_LETTERS: Final = _sequence(0x1F150) | _sequence(0x1F170) | _sequence(0x1F130)
REGIONAL: Final = _sequence(0x1F1E6)
_REGIONAL_RUN: Final = re.compile("[\U0001f1e6-\U0001f1ff]+")
_TABLE: Final = {**LETTERLIKE, **EMOJI_LETTERS, **_MARKS}


@lru_cache(maxsize=65536)
def fold_letter(char: str) -> str:
    """Return what one character is folded to, in its own case; an accent that stands alone vanishes."""
    if char in _LEFT_ALONE:
        return char
    before, now = "", char
    while now != before:
        before, now = now, "".join(map(_once, now))
    return now


def _once(char: str) -> str:
    known = _TABLE.get(char) or _TABLE.get(char.lower())
    if known is not None or char in _LEFT_ALONE:
        return known or char
    bare = _ACCENT.sub("", unicodedata.normalize("NFD", unicodedata.normalize("NFKC", char)))
    return unicodedata.normalize("NFC", bare)


def step(draft: Draft) -> Draft:
    """Fold every non-ASCII character by itself."""
    if draft.text.isascii():
        return draft
    found = ((m.start(), m.group()) for m in _NON_ASCII.finditer(draft.text))
    return rewrite(draft, [(at, at + 1, new) for at, char in found if (new := fold_letter(char)) != char])


def drop_borrowed(draft: Draft) -> Draft:
    """Drop marks of other scripts that sit on plain letters."""
    if draft.text.isascii() or not _BEYOND_BEHIND_LETTER.search(draft.text):
        return draft
    places = ((m.start(), _marks(m.group())) for m in _BEHIND_LETTER.finditer(draft.text))
    return rewrite(draft, ((start, start + size, "") for start, size in places if size))


def _marks(text: str) -> int:
    """Return how many marks `text` begins with."""
    behind = (at for at, char in enumerate(text) if char != _TATWEEL and unicodedata.category(char) not in {"Mn", "Me"})
    return next(behind, len(text))


def spell_regional(draft: Draft) -> Draft:
    """Read regional indicators as letters, except two together: those are a flag."""
    if draft.text.isascii() or not _REGIONAL_RUN.search(draft.text):
        return draft
    runs = (m for m in _REGIONAL_RUN.finditer(draft.text) if len(m.group()) != 2)
    places = (at for run in runs for at in range(*run.span()))
    return rewrite(draft, ((at, at + 1, REGIONAL[draft.text[at]]) for at in places))
