"""Disguises beyond the study's: the alphabets of fancy-text sites, spelling by sound, drawn letters, glue.

Kept apart from `evasion`, whose names stand in baselines. One alphabet a line of twenty-six signs.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import Final

Transform = Callable[[str, random.Random], str]
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_ALPHABETS: Final = {
    "armenian": "ǟɮƈɖɛʄɢɦɨʝӄʟʍռօքզʀֆȶʊʋաӼʏʐ",
    "cherokee": "ᎪᏴᏟᎠᎬᎰᏀᎻᎥᎫᏦᏞᎷᏁᎾᏢᎤᎡᏚᎢᏌᏙᏔᎲᎩᏃ",
    "lisu": "ꓮꓐꓚꓓꓰꓝꓖꓧꓲꓙꓗꓡꓟꓠꓳꓑQꓣꓢꓔꓴꓦꓪꓫꓬꓜ",
    "phonetic": "ɑɓɕɖɛʄɠɦɪʝʞʟɱɲɵpʠɹʂʈʊʋʍxʏʐ",
    "syllabics": "ᗩᗷᑕᗪEᖴGᕼIᒍKᒪᗰᑎOᑭᑫᖇᔕTᑌᐯᗯ᙭Yᘔ",
    "greek": "αвςδεƒgнιjкlмησρqяsтυνωχγz",
    "money": "₳฿₵ĐɆ₣₲ⱧłJ₭Ⱡ₥₦Ø₱QⱤ₴₮ɄV₩ӾɎⱫ",
    "coptic": "ⲁⲃⲥⲇⲉϥϭⲏⲓϳⲕⲗⲙⲛⲟⲣϥⲅⲋⲧⲩⲩⲱⲭⲩⲍ",
    "armenian-shapes": "աբcժeֆցհiյkլmոօքգrտtսvաxվz",
    "drawn-cjk": "卂乃匚ᗪ乇千ᘜ卄丨ﾌҜㄥ爪几ㄖ卩Ɋ尺丂ㄒㄩᐯ山乂ㄚ乙",
    "braille": "⠁⠃⠉⠙⠑⠋⠛⠓⠊⠚⠅⠇⠍⠝⠕⠏⠟⠗⠎⠞⠥⠧⠺⠭⠽⠵",
    "runes": "ᚨᛒcᛞᛖᚠᚷᚺᛁᛃᚲᛚᛗᚾᛟᛈqᚱᛋᛏᚢvᚹxyᛉ",
    "old-italic": "𐌀𐌁𐌂𐌃𐌄𐌅𐌂𐌇𐌉𐌉𐌊𐌋𐌌𐌍𐌏𐌐𐌒𐌓𐌔𐌕𐌖𐌅𐌖𐌗𐌙𐌆",
    "insular": "abcꝺeꝼᵹhijklmnopqꞃꞅꞇuvwxyz",
}
_BASES: Final = {
    "script": 0x1D4EA, "fraktur": 0x1D586, "double-struck": 0x1D552, "monospace": 0x1D68A, "sans-bold": 0x1D5EE,
    "squared-dark": 0x1F170, "circled-dark": 0x1F150,
}  # fmt: skip
_SOUNDS: Final = (("ck", "q"), ("ph", "f"), ("f", "ph"), ("ss", "zz"), ("itch", "iatch"), ("c", "k"), ("i", "y"))
_DRAWN: Final = {"a": "/\\", "d": "|)", "h": "|-|", "k": "|<", "o": "()", "u": "|_|", "v": "\\/", "x": "><"}
_ARABIC_DIGITS: Final = {"a": "٤", "e": "٣", "i": "١", "o": "٠", "t": "٧"}
_CYRILLIC: Final = dict(zip("aceikmnoprstuxy", "асеікмпоргѕтцху", strict=True))
_MIRRORED: Final = dict(zip(_LETTERS, "ɐqɔpǝɟƃɥᴉɾʞlɯuodbɹsʇnʌʍxʎz", strict=True))


def _by(table: dict[str, str]) -> Transform:
    return lambda word, _: "".join(table.get(letter, letter) for letter in word.lower())


def _between(*joints: str) -> Transform:
    return lambda word, chance: word[:1] + "".join(chance.choice(joints) + letter for letter in word[1:])


def _once(*joints: str) -> Transform:
    def cut(word: str, chance: random.Random) -> str:
        at = chance.randrange(1, len(word)) if len(word) > 1 else 0
        return word[:at] + chance.choice(joints) * (at > 0) + word[at:]

    return cut


def _instead(*blots: str) -> Transform:
    """Return a transform that puts a sign in the place of an inner letter."""

    def blot(word: str, chance: random.Random) -> str:
        at = chance.randrange(1, len(word) - 1) if len(word) > 2 else 0
        return word[:at] + chance.choice(blots) + word[at + 1 :] if at else word

    return blot


def _by_sound(word: str, _: random.Random) -> str:
    written, other = next(((a, b) for a, b in _SOUNDS if a in word.replace("ch", "_h")), ("", ""))
    return word.replace(written, other, 1) if written else word


def _thinned(word: str, _: random.Random) -> str:
    thin = word[:1] + re.sub("[aeiou]", "", word[1:])
    return thin if len(re.sub("[aeiou]", "", word)) > 3 else word


def _swapped(word: str, chance: random.Random) -> str:
    places = [at for at in range(len(word) - 1) if word[at] != word[at + 1]]
    at = chance.choice(places) if len(word) > 3 and places else None
    return word if at is None else word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _one_doubled(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word))
    return word[: at + 1] + word[at] * chance.choice((1, 2)) + word[at + 1 :]


def _vowel(chance: random.Random, word: str) -> int:
    """Return the place of an inner vowel, or 0 where there is none."""
    return chance.choice([at for at in range(1, len(word) - 1) if word[at] in "aeiou"] or [0])


def _crossed(word: str, chance: random.Random) -> str:
    at = _vowel(chance, word)
    return f"{word[:at]}x{word[at + 1 :]}" if at else word


def _another_vowel(word: str, chance: random.Random) -> str:
    at = _vowel(chance, word)
    others = [vowel for vowel in "aeiou" if vowel != word[at]]
    return word[:at] + chance.choice(others) + word[at + 1 :] if at and len(word) > 5 else word


def _two_blots(word: str, chance: random.Random) -> str:
    """Return the word with signs for two letters, where it has six or more."""
    if len(word) < 6:
        return word
    at, other = sorted(chance.sample(range(1, len(word) - 1), 2))
    return f"{word[:at]}\u2b55{word[at + 1 : other]}\U0001f921{word[other + 1 :]}"


def _stars(word: str, chance: random.Random) -> str:
    """Return the word with two stars for one letter, where four others show it."""
    at = _vowel(chance, word) if len(word) > 4 else 0
    return f"{word[:at]}**{word[at + 1 :]}" if at else word


def _underscored(word: str, _: random.Random) -> str:
    """Return the word with underscores for inner vowels, where most of it is consonants."""
    shown = word[:1] + re.sub("[aeiou]", "_", word[1:-1]) + word[-1:]
    return shown if len(word) > 4 and 3 * shown.count("_") < len(word) else word


def _by_sound_in_signs(word: str, _: random.Random) -> str:
    """Return the word with noughts for an inner `u`, as `oo` sounds: `d00mbass`."""
    said = re.sub("(?<=[a-z])u(?=[a-z])", "oo", word, count=1)
    return said.replace("oo", "00", 1) if said != word else word


def _entities(form: str) -> Transform:
    return lambda word, _: "".join(form.format(ord(letter)) for letter in word)


FURTHER: Final[dict[str, Transform]] = {
    **{name: _by(dict(zip(_LETTERS, signs, strict=True))) for name, signs in _ALPHABETS.items()},
    **{name: _by({letter: chr(base + at) for at, letter in enumerate(_LETTERS)}) for name, base in _BASES.items()},
    "upside-down": lambda word, _: "".join(_MIRRORED.get(letter, letter) for letter in reversed(word.lower())),
    "backwards": lambda word, _: word[::-1],
    "by-sound": _by_sound,
    "without-vowels": _thinned,
    "swapped-anywhere": _swapped,
    "one-doubled": _one_doubled,
    "drawn": _by(_DRAWN),
    "entities": _entities("&#{};"),
    "entities-hexadecimal": _entities("&#x{:x};"),
    "entities-twice": _entities("&amp;#{};"),
    "entity-unfinished": lambda word, _: f"{word[:1]}&#{ord(word[1:2] or 'x')}{word[2:]}",
    "percent-codes": lambda word, _: "".join(f"%{ord(letter):02x}" for letter in word),
    "percent-code-inside": lambda word, _: word[:1] + "".join(f"%{ord(letter):02X}" for letter in word[1:2]) + word[2:],
    "backslash-codes": lambda word, _: "".join(f"\\u{ord(letter):04x}" for letter in word),
    "tag-inside": lambda word, _: f"{word[:2]}<b>{word[2:]}</b>",
    "comment-inside": lambda word, _: word[:2] + "<!-- -->" * (len(word) > 2) + word[2:],
    "bbcode-inside": lambda word, _: f"{word[:1]}[i]{word[1:2]}[/i]{word[2:]}",
    "braille-blanks": _between("\u2800"),
    "hangul-fillers": _between("\u3164", "\uffa0"),
    "tag-characters": _between("\U000e0041", "\U000e0062"),
    "variation-selectors": _between("\ufe0f", "\U000e0100"),
    "marks-of-other-scripts": _between("\u0e47", "\u05b0", "\u0651", "\u0489"),
    "asterisks-between": _between("*"),
    "markdown-inside": lambda word, _: word[:1] + "**" + word[1:2] + "**" + word[2:],
    "underscores": _between("_"),
    "cut-by-blank": _once(" "),
    "cut-by-line": _once("\n"),
    "cut-by-emoji": _once("\U0001f525", "\U0001f602"),
    "any-sign-for-a-letter": _instead("*", "#", "@", "$", "!", "?", "-", "_", "\u2022"),
    "emoji-for-a-letter": _instead("\U0001f351", "\U0001f4a9"),
    "glued-before": lambda word, chance: chance.choice(("you", "fucking", "stupid", "such", "mega", "ultra")) + word,
    "glued-behind": lambda word, chance: word + chance.choice(("you", "all", "face")),
    "digits-behind": lambda word, chance: word + str(chance.randrange(10, 100)),
    "emoji-behind": lambda word, _: word + "\U0001f602",
    "apostrophes": _between("'", "\u2019"),
    "letters-in-quotes": lambda word, _: " ".join(f"'{letter}'" for letter in word),
    "cut-by-apostrophe": _once("'"),
    "cut-by-hyphen-and-line": _once("-\n", "-\r\n"),
    "far-apart": _between("    ", "\r\n\r\n"),
    "digits-between": lambda word, chance: word[:1] + "".join(f"{chance.randrange(10)}{letter}" for letter in word[1:]),
    "one-in-brackets": lambda word, _: f"{word[:1]}({word[1:2]}){word[2:]}",
    "rest-in-brackets": lambda word, _: f"{word[:2]}[{word[2:]}]",
    "slanted-letters": lambda word, _: "".join(f"_{letter}_" for letter in word),
    "bbcode-empty": lambda word, _: f"{word[:2]}[i][/i]{word[2:]}",
    "unseen-by-style": lambda word, _: f'{word[:2]}<span style="display:none">x</span>{word[2:]}',
    "unseen-by-code": lambda word, _: f"{word[:2]}\\u200b{word[2:]}",
    "digits-of-other-scripts": _by(_ARABIC_DIGITS),
    "cyrillic-dotted": lambda word, _: ".".join(_CYRILLIC.get(letter, letter) for letter in word),
    "cyrillic-zero-width": lambda word, _: "\u200b".join(_CYRILLIC.get(letter, letter) for letter in word),
    "crossed-out": _crossed,
    "another-vowel": _another_vowel,
    "two-blots": _two_blots,
    "two-stars-for-one": _stars,
    "star-with-backslash": lambda word, chance: _instead("\\*")(word, chance) if len(word) > 3 else word,
    "underscores-for-vowels": _underscored,
    "signs-of-print": _by({"i": "\u00a1", "o": "\u00b0", "t": "\u2020", "c": "\u00a9", "r": "\u00ae", "p": "\u00b6"}),
    "by-sound-in-digits": _by_sound_in_signs,
    "glued-sentence": lambda word, chance: chance.choice(("youareabig", "suchan", "whata", "yourea")) + word,
    "lookalike-l": lambda word, _: word.replace("l", "I", 1) if "l" in word else word.replace("m", "rn", 1),
}
