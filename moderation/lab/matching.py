"""Rules on one text, of which nothing else is known."""

from __future__ import annotations

from typing import Final

from moderation.normalise import fold
from moderation.records import Context, Hit
from moderation.rulebook import Rulebook
from moderation.rulebook.rule import UNKNOWN_LANGUAGE

_NOTHING_AROUND: Final = Context()


def hits_in(book: Rulebook, text: str, context: Context = _NOTHING_AROUND) -> list[Hit]:
    """Return the hits of a rulebook in a text whose language nobody knows; rules for any language fire."""
    hits, _ = book.match([fold(text)], [context], [UNKNOWN_LANGUAGE])
    return hits
