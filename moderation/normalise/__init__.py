"""Text -> folded view: disguises taken off, with the way back to the original offsets.

The fold is light: it changes how letters are written, never which letters stand there. Readings that guess depend on
what is looked for and live beside it, one module a trick: `signs` (read by `walk`), `alphabets`, `runs`, `respelt`,
`glued`, `spaced`; `known` holds the words that are never another. The rulebook tries them per word and records which
one it took.
"""

from __future__ import annotations

from moderation.normalise.leet import resolve_leet
from moderation.normalise.steps import STEPS, fold

__all__ = ["STEPS", "fold", "resolve_leet"]
