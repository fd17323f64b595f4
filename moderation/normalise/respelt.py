"""Words spelt another way on purpose: `fcuk`, `phuck`, `btch`, `niqqer`, `kcuf`.

Each trick has a key that a word and its disguised form share. Keys lose much, so a form that shares one is held against
the word again where the key alone would take too much, and whoever asks keeps known words out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from typing import Final

from moderation.normalise.runs import squeezed
from moderation.normalise.walk import Option

FEWEST: Final = 4  # letters of a word that is looked for: shorter ones are spelt like too many others
FEWEST_BONES: Final = 3
_VOWELS: Final = str.maketrans("", "", "aeiou")
_ONE_VOWEL: Final = str.maketrans("aeiou", "aaaaa")
LONG: Final = 6
_SOUNDS: Final = (
    ("z", "s"), ("tch", "4"), ("sch", "5"), ("ch", "4"), ("ssh", "5"), ("sh", "5"), ("ph", "f"), ("gh", "g"),
    ("wh", "w"), ("ck", "k"), ("qu", "k"), ("q", "k"), ("x", "ks"), ("ce", "se"), ("ci", "si"),
    ("cy", "si"), ("c", "k"), ("oo", "u"), ("ou", "u"), ("y", "i"), ("ther", "tha"),
)  # fmt: skip
_VEE: Final = re.compile("v(?![aeiouy])")
_END: Final = re.compile("(?m:(?:er|ah|uh)(?=s?$))")
_LONG_I: Final = re.compile("[ei][aeiou]+|[ei]y[aou]+(?=[a-z])")  # `biatch`, `beyotch`
_CROSSED: Final[tuple[Option, ...]] = tuple((1, letter) for letter in "aeioux")
_SHAPES: Final = (("l", "i"), ("j", "i"), ("ci", "d"), ("rn", "m"), ("nn", "m"), ("vv", "w"), ("uu", "w"), ("q", "g"))


def anagram(word: str) -> str:
    """Return the word's letters in order of the alphabet."""
    return "".join(sorted(word))


def is_swapped(token: str, word: str) -> bool:
    """Tell whether one pair of neighbours is swapped and all else is the same."""
    apart = [at for at, (a, b) in enumerate(zip(token, word, strict=True)) if a != b]
    return len(apart) == 2 and apart[1] == apart[0] + 1


def bones(word: str) -> str:
    """Return the word without its vowels."""
    return word.translate(_VOWELS)


def is_thinned(token: str, word: str) -> bool:
    """Tell whether a token of the same bones is `word` with vowels left out, of three consonants at least."""
    if len(token) >= len(word) or token[0] != word[0] or len(bones(token)) < FEWEST_BONES:
        return False
    if (len(token) == FEWEST_BONES and len(word) > FEWEST) or (len(token) <= FEWEST and token[-1] != word[-1]):
        return False
    letters = iter(word)
    return all(letter in letters for letter in token)


def sound(word: str) -> str:
    """Return how the word may be said, roughly: `phuck`, `fvck`, `fuq` and `fuck` are one."""
    said = _VEE.sub("u", word)
    said = _LONG_I.sub("i", said.replace("ee", "i"))
    for written, spoken in _SOUNDS:
        if written in said:
            said = said.replace(written, spoken)
    return squeezed(_END.sub("a", said))


def is_said_alike(token: str, word: str) -> bool:
    """Tell whether a token that sounds like `word` is more than an abbreviation: `fuk`, not `DYK`."""
    return len(token) > 3 or token[:2] == word[:2]


def shape(word: str) -> str:
    """Return the word with letters of like shape made one: `rn` and `m`, `q` and `g`, `l` and `i`."""
    for drawn, alike in _SHAPES:
        word = word.replace(drawn, alike)
    return word


def either_way(word: str) -> str:
    """Return the word, or the word backwards, whichever comes first."""
    return min(word, word[::-1])


def vowels_alike(word: str) -> str:
    """Return the word with all vowels made one."""
    return word.translate(_ONE_VOWEL)


def is_one_apart(token: str, word: str) -> bool:
    """Tell whether one vowel of a longer word is another: `stupod`; the first letter stays."""
    return len(word) >= LONG and sum(a != b for a, b in zip(token, word, strict=True)) == 1 and token[0] == word[0]


def crossed_out(token: str, at: int) -> tuple[Option, ...]:
    """Return the letter at a place, and for an inner `x` the vowels that it may cross out: `fxck`."""
    letter = token[at]
    return _CROSSED if letter == "x" and 0 < at < len(token) - 1 else ((1, letter),)


def _agree(token: str, word: str) -> bool:  # noqa: ARG001
    return True


# Likelier tricks first: what a word and a disguised form of it share, and whether they are a pair.
TRICKS: Final[tuple[tuple[Callable[[str], str], Callable[[str, str], bool]], ...]] = (
    (anagram, is_swapped),
    (sound, is_said_alike),
    (shape, _agree),
    (bones, is_thinned),
    (either_way, _agree),
    (vowels_alike, is_one_apart),
)

# These read each line of a text by itself.
_LINEWISE: Final = frozenset((squeezed, sound, shape, bones, vowels_alike))


def keys(key: Callable[[str], str], words: Collection[str]) -> Iterable[str]:
    """Return the key of each word; many together take a tenth of the time where it can be that of a text of lines."""
    return key("\n".join(words)).split("\n") if key in _LINEWISE and words else map(key, words)
