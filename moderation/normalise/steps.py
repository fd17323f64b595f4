"""The steps of the fold in their order, and the fold itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from moderation.normalise import entities, invisible, letters, lookalikes
from moderation.normalise.draft import Draft, rewrite
from moderation.records import Folded

# What an ASCII text needs more than lower case for: an entity, a control character.
_MORE_THAN_CASE: Final = re.compile("[&\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def lower(draft: Draft) -> Draft:
    """Lower the case; the steps before leave no character whose small form is longer."""
    small = draft.text.lower()
    if len(small) == len(draft.text):
        return Draft(small, draft.starts, draft.ends)
    changes = ((at, at + 1, c.lower()) for at, c in enumerate(draft.text) if c.lower() != c)
    return rewrite(draft, changes)


STEPS: Final[tuple[tuple[str, Callable[[Draft], Draft]], ...]] = (
    ("entities", entities.step),
    ("overrides", invisible.turn_overrides),
    ("invisible", invisible.step),
    ("letters", letters.step),
    ("borrowed", letters.drop_borrowed),
    ("regional", letters.spell_regional),
    ("lookalikes", lookalikes.step),
    ("lower", lower),
)


def fold(text: str) -> Folded:
    """Return the folded view of `text`: what a reader sees, in plain lower-case letters.

    Same text, same answer, whatever rules exist; folding a folded text changes nothing. Plain ASCII takes a path
    that keeps the offsets as ranges (about 1 us a comment of 54 words on one core).
    """
    if text.isascii() and not _MORE_THAN_CASE.search(text):
        return Folded(text, text.lower(), range(len(text)), range(1, len(text) + 1))
    draft = Draft(text, list(range(len(text))), list(range(1, len(text) + 1)))
    while True:
        for _, step in STEPS:
            draft = step(draft)
        # A fold can spell a new entity (a full-width ampersand becomes a plain one) or a plain letter under a mark.
        if entities.step(draft) is draft and letters.drop_borrowed(draft) is draft:
            return Folded(text, draft.text, draft.starts, draft.ends)
