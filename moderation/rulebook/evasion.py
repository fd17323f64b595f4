"""How people disguise a word to slip past a filter: 29 ways, for measuring how many a rule sees through.

Each takes the word and a source of chance, for a disguise is never the same twice; the same seed gives the same one.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

Transform = Callable[[str, random.Random], str]

_VOWELS: Final = frozenset("aeiouy")
_DIGITS: Final = str.maketrans({"a": "4", "e": "3", "i": "1", "o": "0", "s": "5", "t": "7", "g": "9", "b": "8"})
_SYMBOLS: Final = str.maketrans({"a": "@", "s": "$", "i": "!", "l": "|", "t": "+", "c": "(", "e": "€", "o": "0"})
_HOMOGLYPHS: Final = str.maketrans("aceiopsxyjhkmtvu", "асеіорѕхујһкмтνυ")
_SMALL_CAPS: Final = str.maketrans("abcdefghijklmnoprstuvwyz", "ᴀʙᴄᴅᴇғɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ")
_UPSIDE_DOWN: Final = str.maketrans("abcdefghijklmnopqrtuvwy", "ɐqɔpǝɟƃɥᴉɾʞlɯuodbɹʇnʌʍʎ")
_FULL_WIDTH, _BOLD, _CIRCLED, _SQUARED, _REGIONAL = 0xFF41, 0x1D41A, 0x24D0, 0x1F170, 0x1F1E6
_ACCENTS: Final = "\u0300\u0301\u0302\u0303\u0308\u030a"
_ZALGO: Final = "\u0335\u0310\u0489\u0334\u0353\u0327"
_HIDDEN: Final = "\u200b\u200c\u2060"
_PICTURES: Final = "🔥💩😂🤡"
_MASKS: Final = "*#%"


def _alphabet(first: int) -> Transform:
    """Return a transform into an alphabet that begins at a code point."""

    def transform(word: str, _: random.Random) -> str:
        return "".join(chr(first + ord(char) - 97) if "a" <= char <= "z" else char for char in word.lower())

    return transform


def _table(table: Mapping[int, int | str]) -> Transform:
    return lambda word, _: word.lower().translate(table)


def _mixed_case(word: str, chance: random.Random) -> str:
    first = chance.randrange(2)
    return "".join(char.upper() if (at + first) % 2 else char.lower() for at, char in enumerate(word))


def _between(signs: str) -> Transform:
    """Return a transform that puts one of `signs` between all letters."""

    def transform(word: str, chance: random.Random) -> str:
        return word[:1] + "".join(chance.choice(signs) + char for char in word[1:])

    return transform


def _behind(signs: str, most: int) -> Transform:
    """Return a transform that puts some of `signs` behind every letter."""

    def transform(word: str, chance: random.Random) -> str:
        return "".join(char + "".join(chance.sample(signs, chance.randint(1, most))) for char in word)

    return transform


def _one_dot(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word))
    return f"{word[:at]}.{word[at:]}"


def _stretched(word: str, chance: random.Random) -> str:
    places = [at for at, char in enumerate(word) if char.lower() in _VOWELS] or range(len(word))
    at = chance.choice(places)
    return word[:at] + word[at] * 4 + word[at + 1 :]


def _doubled(word: str, _: random.Random) -> str:
    return "".join(char * 2 for char in word)


def _inner_vowel(word: str, chance: random.Random) -> int:
    inner = range(1, max(2, len(word) - 1))
    return chance.choice([at for at in inner if word[at].lower() in _VOWELS] or inner)


def _masked(word: str, chance: random.Random) -> str:
    at = _inner_vowel(word, chance)
    return word[:at] + chance.choice(_MASKS) + word[at + 1 :]


def _masked_inside(word: str, chance: random.Random) -> str:
    return word[0] + chance.choice(_MASKS) * (len(word) - 2) + word[-1]


def _swapped(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, max(2, len(word) - 2))
    return word[:at] + word[at : at + 2][::-1] + word[at + 2 :]


def _overridden(word: str, _: random.Random) -> str:
    return f"\u202e{word[::-1]}\u202c"


def _then(first: Transform, second: Transform) -> Transform:
    return lambda word, chance: second(first(word, chance), chance)


_LEET: Final = _table(_DIGITS)
_CYRILLIC: Final = _table(_HOMOGLYPHS)
_SPACED: Final = _between(" ")
_ZERO_WIDTH: Final = _between(_HIDDEN)

TRANSFORMS: Final[dict[str, Transform]] = {
    "capitals": lambda word, _: word.upper(),
    "mixed case": _mixed_case,
    "leet digits": _LEET,
    "leet symbols": _table(_SYMBOLS),
    "homoglyphs": _CYRILLIC,
    "full width": _alphabet(_FULL_WIDTH),
    "bold": _alphabet(_BOLD),
    "circled": _alphabet(_CIRCLED),
    "squared": _alphabet(_SQUARED),
    "regional": _alphabet(_REGIONAL),
    "small capitals": _table(_SMALL_CAPS),
    "upside down": _table(_UPSIDE_DOWN),
    "zero width": _ZERO_WIDTH,
    "soft hyphens": _between("\u00ad"),
    "accents": _behind(_ACCENTS, 1),
    "zalgo": _behind(_ZALGO, 3),
    "spaced": _SPACED,
    "dotted": _between("."),
    "hyphens": _between("-_"),
    "one dot": _one_dot,
    "emoji between": _between(_PICTURES),
    "stretched": _stretched,
    "all doubled": _doubled,
    "one masked": _masked,
    "masked inside": _masked_inside,
    "leet and spaced": _then(_LEET, _SPACED),
    "homoglyphs and zero width": _then(_CYRILLIC, _ZERO_WIDTH),
    "swapped letters": _swapped,
    "override": _overridden,
}
# A disguise of two letters is another word; nobody could read it.
SHORTEST: Final = 3
_WORD: Final = re.compile(r"[^\W\d_]+")


def disguised(text: str, words: Sequence[str], name: str, seed: int) -> str:
    """Return `text` with every word of `words`, wherever it stands whole, disguised by the transform `name`.

    Words under three letters stay; of a phrase, each word is disguised by itself.
    """
    transform, chance = TRANSFORMS[name], random.Random(seed)
    wanted = {part.lower() for word in words for part in _WORD.findall(word) if len(part) >= SHORTEST}
    return _WORD.sub(lambda found: transform(found[0], chance) if found[0].lower() in wanted else found[0], text)
