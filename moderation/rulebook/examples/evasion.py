"""The ways in which people disguise a word, as functions: what `rules evade` and the tests try on the matcher.

Written from the description of each trick, not from what the matcher folds: a disguise that it cannot see through is
kept and counted. All take a word and a source of chance, so that the same lot gives the same disguise.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Final

Transform = Callable[[str, random.Random], str]

_VOWELS: Final = "aeiou"
_DIGITS: Final = {"a": "4", "e": "3", "i": "1", "o": "0", "s": "5", "t": "7", "b": "8", "g": "9"}
_SIGNS: Final = {"a": "@", "s": "$", "i": "!", "l": "|", "t": "+", "e": "€", "c": "(", "h": "#"}
# Cyrillic and Greek letters that look like Latin ones.
_TWINS: Final = dict(zip("aceijopsxyhkvntu", "асеіјорѕхуһκνпτυ", strict=True))
_SMALL_CAPITALS: Final = dict(zip("abcdefghijklmnopqrtuvwyz", "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘǫʀᴛᴜᴠᴡʏᴢ", strict=True))
_TURNED: Final = dict(zip("abcdefghijklmnopqrstuvwxyz", "ɐqɔpǝɟƃɥᴉɾʞlɯuodbɹsʇnʌʍxʎz", strict=True))
_ACCENTS: Final = "\u0301\u0300\u0308\u0303\u030a"
_ABOVE_AND_BELOW: Final = "\u0316\u0317\u0320\u0324\u0330\u0332\u0305\u0346\u0350\u035b"
_INVISIBLE: Final = "\u200b"
_SOFT_HYPHEN: Final = "\u00ad"
_REVERSED: Final = "\u202e"
_AS_BEFORE: Final = "\u202c"
_FACES: Final = "\U0001f600\U0001f525\U0001f480"


def _mapped(table: dict[str, str]) -> Transform:
    return lambda word, _: "".join(table.get(letter, letter) for letter in word.lower())


def _shifted(first: int) -> Transform:
    """Return letters of an alphabet that begins at a code point, as mathematics and emoji have them."""
    return lambda word, _: "".join(
        chr(first + ord(letter) - ord("a")) if "a" <= letter <= "z" else letter for letter in word.lower()
    )


def _joined(joint: str) -> Transform:
    return lambda word, _: joint.join(word)


def _mixed(word: str, chance: random.Random) -> str:
    return "".join(letter.upper() if chance.random() < 0.5 else letter.lower() for letter in word)


def _accented(word: str, chance: random.Random) -> str:
    return "".join(
        unicodedata.normalize("NFC", letter + chance.choice(_ACCENTS)) if letter.lower() in _VOWELS + "cns" else letter
        for letter in word
    )


def _zalgo(word: str, chance: random.Random) -> str:
    return "".join(letter + "".join(chance.sample(_ABOVE_AND_BELOW, 3)) for letter in word)


def _joints(word: str, chance: random.Random) -> str:
    return word[:1] + "".join(chance.choice("-_") + letter for letter in word[1:])


def _split_once(word: str, chance: random.Random) -> str:
    if len(word) < 2:
        return word
    at = chance.randrange(1, len(word))
    return f"{word[:at]}.{word[at:]}"


def _with_faces(word: str, chance: random.Random) -> str:
    return word[:1] + "".join(chance.choice(_FACES) + letter for letter in word[1:])


def _stretched(word: str, chance: random.Random) -> str:
    places = [at for at, letter in enumerate(word) if letter.lower() in _VOWELS] or [len(word) - 1]
    at = chance.choice(places)
    return word[:at] + word[at] * 4 + word[at + 1 :]


def _masked_once(word: str, _: random.Random) -> str:
    at = next((at for at, letter in enumerate(word) if at and letter.lower() in _VOWELS), 1)
    return word[:at] + "*" + word[at + 1 :] if len(word) > 2 else word


def _masked_inside(word: str, _: random.Random) -> str:
    return word[0] + "*" * (len(word) - 2) + word[-1] if len(word) > 3 else word


def _swapped(word: str, chance: random.Random) -> str:
    if len(word) < 4:
        return word
    at = chance.randrange(1, len(word) - 2)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _digits_and_blanks(word: str, _: random.Random) -> str:
    return " ".join(_DIGITS.get(letter, letter) for letter in word.lower())


def _twins_and_invisible(word: str, _: random.Random) -> str:
    return _INVISIBLE.join(_TWINS.get(letter, letter) for letter in word.lower())


# Name -> what it makes of a word; the names stand in baselines, so a new one is added, none is changed.
TRANSFORMS: Final[dict[str, Transform]] = {
    "plain": lambda word, _: word,
    "upper": lambda word, _: word.upper(),
    "mixed-case": _mixed,
    "leet-digits": _mapped(_DIGITS),
    "leet-signs": _mapped(_SIGNS),
    "look-alikes": _mapped(_TWINS),
    "full-width": lambda word, _: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in word),
    "bold": _shifted(0x1D41A),
    "circled": _shifted(0x24D0),
    "squared": _shifted(0x1F130),
    "regional": _shifted(0x1F1E6),
    "small-capitals": _mapped(_SMALL_CAPITALS),
    "turned": _mapped(_TURNED),
    "zero-width": _joined(_INVISIBLE),
    "soft-hyphen": _joined(_SOFT_HYPHEN),
    "accents": _accented,
    "zalgo": _zalgo,
    "spaced": _joined(" "),
    "dotted": _joined("."),
    "joints": _joints,
    "split-once": _split_once,
    "emoji-between": _with_faces,
    "stretched": _stretched,
    "doubled": lambda word, _: "".join(letter * 2 for letter in word),
    "masked-once": _masked_once,
    "masked-inside": _masked_inside,
    "leet-spaced": _digits_and_blanks,
    "look-alikes-zero-width": _twins_and_invisible,
    "swapped": _swapped,
    "reversed": lambda word, _: _REVERSED + word[::-1] + _AS_BEFORE,
}


def disguised(text: str, words: Iterable[str], name: str, seed: int) -> str:
    """Return `text` with the words in it disguised by the transform `name`; the same seed gives the same disguise.

    Only whole words are touched, wherever they stand; a text without them comes back as it is.
    """
    known = sorted({part.lower() for word in words for part in re.findall(r"[^\W_]+", word)}, key=len, reverse=True)
    if not known:
        return text
    chance = random.Random(seed)
    pattern = rf"(?<![^\W_])(?:{'|'.join(map(re.escape, known))})(?![^\W_])"
    return re.sub(pattern, lambda found: TRANSFORMS[name](found.group(), chance), text, flags=re.IGNORECASE)
