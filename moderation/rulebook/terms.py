"""Terms as rule files write them -> the literal words that are looked for."""

from __future__ import annotations

import itertools
import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

from moderation.normalise import fold
from moderation.rulebook.words import has_unspaced, listed, split_words

MOST_VARIANTS: Final = 64
MOST_WORDS: Final = 12
_GROUP: Final = re.compile(r"\(([^()]*)\)")
# Nothing of it changes in the fold: nine spellings of ten.
_PLAIN: Final = re.compile(r"[a-z0-9]+(?:[ -][a-z0-9]+)*")
_PLAIN_BETWEEN: Final = re.compile(r"[\s'_-]*")

# Written with and without the apostrophe; a term in either spelling finds both.
_CONTRACTIONS: Final = listed(
    "ain't aren't can't couldn't didn't doesn't don't hadn't hasn't haven't isn't mustn't shouldn't wasn't weren't "
    "won't wouldn't y'all i'm i've i'd you're you've you'll you'd he's she's it's that's what's who's there's here's "
    "how's where's let's they're they've they'll they'd we've we're who're what're should've could've would've"
)
_JOINED: Final = {word.replace("'", ""): tuple(word.split("'")) for word in _CONTRACTIONS}
# Without the apostrophe these are other words, or too short to tell.
_AMBIGUOUS: Final = frozenset({"hell", "shell", "ill", "well", "were", "wed", "shed", "id", "its", "lets", "whore"})
# Who has no such keys writes two letters for one; the fold takes the dots off alone.
_TRANSCRIBED: Final = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Å": "Aa", "Ø": "Oe"}
)


class TermError(ValueError):
    """A term that cannot be looked for; the message and `mend` say why."""

    def __init__(self, message: str, mend: str) -> None:
        super().__init__(message)
        self.mend = mend


class Literal(NamedTuple):
    """One spelling of a term.

    `words` are looked for one after the other as whole words, whatever blanks and marks stand between. Where the term
    has marks of its own (`t.me`, `100%`, an emoji) or a script without blanks, `raw` is looked for as it stands.
    `surface` is the term unfolded, in lower case: a text that has it so is an exact hit.
    """

    words: tuple[str, ...]
    raw: str | None
    surface: str


def expand(term: str) -> tuple[str, ...]:
    """Return the spellings that inflection in brackets stands for: `word(s|er)` is word, words, worder."""
    if "(" not in term and ")" not in term:
        return (term.strip(),)
    if term.count("(") != len(_GROUP.findall(term)) or term.count(")") != term.count("("):
        raise TermError(f"`{term}` has brackets that do not pair", "write inflections as `word(s|er|ing)`")
    parts = _GROUP.split(term)
    choices = [[part] if at % 2 == 0 else ["", *part.split("|")] for at, part in enumerate(parts)]
    spellings = tuple(dict.fromkeys("".join(choice).strip() for choice in itertools.product(*choices)))
    if len(spellings) > MOST_VARIANTS:
        raise TermError(f"`{term}` stands for {len(spellings)} spellings", f"at most {MOST_VARIANTS}; split the term")
    return spellings


@lru_cache(maxsize=65536)
def variants(term: str) -> tuple[Literal, ...]:
    """Return every literal that a term stands for. Raises TermError for one that can never be found."""
    if _PLAIN.fullmatch(term):
        return tuple(_plainly(term))
    spellings = dict.fromkeys(written for spelling in expand(term) for written in _transcribed(spelling))
    found = dict.fromkeys(literal for spelling in spellings for literal in _literals(spelling))
    if not found:
        message = f"`{term}` has nothing to look for" if term.strip() else "a term is empty"
        raise TermError(message, "remove it, or put it in quotes")
    return tuple(found)


def _transcribed(spelling: str) -> tuple[str, ...]:
    """Return a spelling, and the one with two letters for each of German and the North: `Köter`, `Koeter`."""
    composed = unicodedata.normalize("NFC", spelling)
    return spelling, composed.translate(_TRANSCRIBED)


def _literals(spelling: str) -> list[Literal]:
    if _PLAIN.fullmatch(spelling):
        return _plainly(spelling)
    folded = fold(spelling).text.strip()
    surface = spelling.strip().lower()
    if not folded:
        return []
    words = split_words(folded)
    if not words or has_unspaced(folded) or not _has_plain_marks(folded, words):
        return [Literal((), folded, surface)]
    return _in_words(spelling, surface, words, folded)


def _plainly(spelling: str) -> list[Literal]:
    return _in_words(spelling, spelling, spelling.replace("-", " ").split(), spelling)


def _in_words(spelling: str, surface: str, words: list[str], folded: str) -> list[Literal]:
    if len(words) > MOST_WORDS:
        raise TermError(f"`{spelling}` has {len(words)} words", f"at most {MOST_WORDS} words can make one term")
    if "'" not in folded and _JOINED.keys().isdisjoint(words):
        return [Literal(tuple(words), None, surface)]
    return [Literal(tuple(form), None, surface) for form in _apostrophes(folded, words)]


def _has_plain_marks(folded: str, words: list[str]) -> bool:
    """Tell whether only blanks, apostrophes and hyphens stand between the words, and nothing around them."""
    rest = folded
    for word in words:
        before, _, rest = rest.partition(word)
        if not _PLAIN_BETWEEN.fullmatch(before):
            return False
    return not rest


def _apostrophes(folded: str, words: list[str]) -> list[list[str]]:
    """Return the words with contractions both ways: `don't` as it stands and `dont`, `youre` and `you're`."""
    forms = [list(words)]
    if "'" in folded:
        joined = [part for part in split_words(re.sub(r"(?<=\w)'(?=\w)", "", folded)) if part]
        if not _AMBIGUOUS.intersection(joined) - set(words):
            forms.append(joined)
    split = [part for word in words for part in (_JOINED.get(word, (word,)) if word not in _AMBIGUOUS else (word,))]
    if split != words:
        forms.append(split)
    return forms
