"""Comments that say nearly the same: groups of texts whose letters overlap, found by MinHash."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from moderation.normalise import fold

# Five letters in a row survive a changed name or address elsewhere in the text, and are rarely shared by chance.
SHINGLE: Final = 5
# Above this estimated overlap two texts are one campaign to a reader; forms of "thanks, great article" stay below it.
SIMILARITY: Final = 0.6
_SLOTS: Final = 128
_BANDS: Final = 32
_SEED: Final = 42


def groups(texts: Sequence[str], similarity: float = SIMILARITY) -> list[tuple[int, ...]]:
    """Return the places of texts that say nearly the same, two or more together, the largest group first.

    Disguises, case, spaces and punctuation do not count. Groups are chained: A like B and B like C are one. The overlap
    is estimated (128 slots, standard error below 0.05), so a pair near `similarity` may fall to either side.
    """
    same: dict[str, list[int]] = {}
    for place, text in enumerate(texts):
        same.setdefault(_letters(text), []).append(place)
    same.pop("", None)
    forms = list(same)
    chains: dict[int, list[int]] = {}
    for form, head in enumerate(_heads(forms, similarity)):
        chains.setdefault(head, []).extend(same[forms[form]])
    found = [tuple(sorted(places)) for places in chains.values() if len(places) > 1]
    return sorted(found, key=lambda places: (-len(places), places))


def _letters(text: str) -> str:
    return "".join(char for char in fold(text).text if char.isalnum())


def _heads(forms: Sequence[str], similarity: float) -> list[int]:
    """Return for each form the first form of its chain."""
    from rensa import RMinHash, RMinHashLSH

    pieces = [sorted({form[at : at + SHINGLE] for at in range(max(len(form) - SHINGLE + 1, 1))}) for form in forms]
    sketches = RMinHash.from_token_sets(pieces, num_perm=_SLOTS, seed=_SEED) if pieces else []
    index = RMinHashLSH(threshold=similarity, num_perm=_SLOTS, num_bands=_BANDS)
    heads = list(range(len(forms)))
    for place, sketch in enumerate(sketches):
        for other in index.query(sketch):
            if sketch.jaccard(sketches[other]) >= similarity:
                _join(heads, place, other)
        index.insert(place, sketch)
    return [_head(heads, place) for place in range(len(heads))]


def _head(heads: list[int], place: int) -> int:
    while heads[place] != place:
        heads[place] = heads[heads[place]]
        place = heads[place]
    return place


def _join(heads: list[int], one: int, other: int) -> None:
    first, second = sorted((_head(heads, one), _head(heads, other)))
    heads[second] = first
