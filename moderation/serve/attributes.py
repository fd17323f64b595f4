"""Perspective's attribute names and the labels that answer them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from moderation.taxonomy import Label

# Name -> label, in the order of Perspective's documentation.
ATTRIBUTES: Final[dict[str, Label]] = {
    "TOXICITY": "toxicity",
    "SEVERE_TOXICITY": "severe_toxicity",
    "IDENTITY_ATTACK": "identity_attack",
    "INSULT": "insult",
    "PROFANITY": "obscene",
    "THREAT": "threat",
    "SEXUALLY_EXPLICIT": "sexual_explicit",
    "OBSCENE": "obscene",
    "SPAM": "spam",
}
_OLD_NAMES: Final = {"TOXICITY_FAST": "TOXICITY", "SEXUALLY_EXPLICIT_EXPERIMENTAL": "SEXUALLY_EXPLICIT"}


def label_of(name: str, covered: Collection[Label]) -> Label | None:
    """Return the label that answers an attribute, None where no model does.

    `NAME_EXPERIMENTAL` and `NAME@version` are the attribute without them. `covered` are the labels of the classifier
    in use: a label that only rules speak for is no probability in Perspective's sense. What Perspective served and
    nothing here answers, FLIRTATION for one, gets an error: better than a number that means nothing.
    """
    bare = name.partition("@")[0]
    bare = _OLD_NAMES.get(bare, bare.removesuffix("_EXPERIMENTAL"))
    label = ATTRIBUTES.get(bare)
    return label if label in covered else None
