"""What only a whole dump can tell of a comment: who else wrote the same, and how fast its author moves.

Two readings: `gather` makes an index on disk, and a `Crowd` reads it along with the comments, in the same order.
"""

from __future__ import annotations

from moderation.dump.crowd import Crowd
from moderation.dump.gather import gather

__all__ = ["Crowd", "gather"]
