"""Which of some comments may hold words in signs or cut to pieces, told by what stands between their blanks.

Nineteen of twenty tweets carry a mark that may be a disguise (`@`, `#`, the dots of an address), and one in two hundred
has one: names, tags and addresses show nothing. So they are gathered from all comments at once and looked at before
anybody asks where they stand; those of a day come again and again, and what shows nothing is remembered. What is found
here may be too much, never too little: the finders' own readings decide.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import compress
from typing import Final

from moderation.normalise import spaced
from moderation.rulebook.comment import finders
from moderation.rulebook.program import marks
from moderation.rulebook.program.lexicon import Lexicon

# What these betray stands between two blanks, but for a word that the end of a line cuts.
_KINDS: Final = marks.SIGNED | marks.SPLIT
# A word is no more than that with these around it.
_BEFORE: Final = "\"'("
_BEHIND: Final = ".,;:'\")-"
# Longer comments are read at once: a flood is not to be looked at twice.
LONGEST: Final = 1_000


def narrowed(lexicon: Lexicon, texts: Sequence[str], kinds: Sequence[int]) -> Sequence[int]:
    """Return of the `kinds` of disguise that the marks of each text betray those that are worth a look."""
    asked = [bits & _KINDS and len(text) <= LONGEST for text, bits in zip(texts, kinds, strict=True)]
    if not any(asked):
        return kinds
    block = "\n".join(compress(texts, asked))
    showing = lexicon.showing(set(block.split()), _shows)
    if showing or spaced.LINE_END.search(block):
        asked = [one and not _may_hold(text, showing) for text, one in zip(texts, asked, strict=True)]
    return [bits & ~_KINDS if one else bits for bits, one in zip(kinds, asked, strict=True)]


def _is_marked(chunk: str) -> bool:
    """Tell whether what stands between two blanks is more than a word with the usual marks around it."""
    word = chunk.lstrip(_BEFORE).rstrip(_BEHIND)
    return not (word.isalpha() and word.isascii())


def _shows(lexicon: Lexicon, chunk: str) -> bool:
    """Tell whether one of the finders sees a word in what stands between two blanks."""
    return _is_marked(chunk) and bool(
        (finders.TOKEN.match(chunk) and finders.in_token(lexicon, chunk))
        or (spaced.JOINT.search(chunk) and finders.in_chunk(lexicon, chunk))
        or (spaced.APOSTROPHE.search(chunk) and finders.in_two(lexicon, spaced.APOSTROPHED.finditer(chunk)))
    )


def _may_hold(text: str, showing: Collection[str]) -> bool:
    return any(chunk in text for chunk in showing) or spaced.LINE_END.search(text) is not None
