"""The steps of the fold in their order, and the fold itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from moderation.normalise import entities, escapes, invisible, letters, lookalikes, tags
from moderation.normalise.draft import Draft, rewrite
from moderation.records import Folded
from moderation.records.quick import open_twin

# What an ASCII text may need more than lower case for: an entity, a control character, a code, a tag. One look at
# single characters comes first: 97 of 100 news comments have none of these, and the second look costs five times more.
_MAYBE: Final = re.compile(r"[&<%\\\[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MORE_THAN_CASE: Final = re.compile(r"[&\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|%(?:25)?[4-7]|\\[ux*_1]|<[A-Za-z/!]|\[/")


def lower(draft: Draft) -> Draft:
    """Lower the case; the steps before leave no character whose small form is longer."""
    small = draft.text.lower()
    if len(small) == len(draft.text):
        return Draft(small, draft.starts, draft.ends)
    changes = ((at, at + 1, c.lower()) for at, c in enumerate(draft.text) if c.lower() != c)
    return rewrite(draft, changes)


STEPS: Final[tuple[tuple[str, Callable[[Draft], Draft]], ...]] = (
    ("entities", entities.step),
    ("escapes", escapes.step),
    ("tags", tags.step),
    ("overrides", invisible.turn_overrides),
    ("invisible", invisible.step),
    ("letters", letters.step),
    ("borrowed", letters.drop_borrowed),
    ("regional", letters.spell_regional),
    ("lookalikes", lookalikes.step),
    ("lower", lower),
)
_OPEN: Final[Any] = open_twin(Folded)
_SPELLED_ANEW: Final = (entities.step, escapes.step, tags.step, letters.drop_borrowed)


def fold(text: str) -> Folded:
    """Return the folded view of `text`: what a reader sees, in plain lower-case letters.

    Same text, same answer, whatever rules exist; folding a folded text changes nothing. Plain ASCII takes a path
    that keeps the offsets as ranges (about 1 us a comment of 54 words on one core).
    """
    if text.isascii() and not (_MAYBE.search(text) and _MORE_THAN_CASE.search(text)):
        folded: Folded = _OPEN(text, text.lower(), range(len(text)), range(1, len(text) + 1))
        folded.__class__ = Folded
        return folded
    draft = Draft(text, list(range(len(text))), list(range(1, len(text) + 1)))
    while True:
        for _, step in STEPS:
            draft = step(draft)
        # A fold can spell a new entity (a full-width ampersand becomes a plain one) or a plain letter under a mark.
        if all(step(draft) is draft for step in _SPELLED_ANEW):
            return Folded(text, draft.text, draft.starts, draft.ends)
