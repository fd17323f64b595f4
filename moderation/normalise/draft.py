"""A text under way through the steps, and the one way to change it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

Change = tuple[int, int, str]  # [start, end) of the draft's text becomes this string


class Draft(NamedTuple):  # a tuple, because a fold makes up to five: a third of a frozen dataclass's cost
    """Character `i` of `text` came from code points `starts[i]` to `ends[i]` of the original."""

    text: str
    starts: list[int]
    ends: list[int]


def rewrite(draft: Draft, changes: Iterable[Change]) -> Draft:
    """Return `draft` with `changes` (in order, apart from each other) made.

    New characters come from the whole replaced range. Where a range vanishes, its place is added to the character
    before it, so that a highlighted word takes its accents and invisible characters along.
    """
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for start, end, new in changes:
        parts.append(draft.text[done:start])
        starts.extend(draft.starts[done:start])
        ends.extend(draft.ends[done:start])
        if new:
            parts.append(new)
            starts.extend([draft.starts[start]] * len(new))
            ends.extend([draft.ends[end - 1]] * len(new))
        elif ends:
            ends[-1] = draft.ends[end - 1]
        done = end
    if not done:
        return draft
    parts.append(draft.text[done:])
    starts.extend(draft.starts[done:])
    ends.extend(draft.ends[done:])
    return Draft("".join(parts), starts, ends)
