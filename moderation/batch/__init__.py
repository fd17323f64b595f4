"""file -> parse -> pipeline -> file, store or frame; streaming, resumable, nothing lost."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from moderation.batch.estimate import Estimate, estimate
from moderation.batch.frame import score, score_frame
from moderation.batch.request import Progress, Request
from moderation.batch.run import score_files
from moderation.batch.summary import Summary
from moderation.batch.tally import Tally

if TYPE_CHECKING:
    from moderation.batch.importing import ImportSummary, import_into

__all__ = [
    "Estimate",
    "ImportSummary",
    "Progress",
    "Request",
    "Summary",
    "Tally",
    "estimate",
    "import_into",
    "score",
    "score_files",
    "score_frame",
]


def __getattr__(name: str) -> Any:
    # Loaded when asked for: the store, which only importing needs, is a quarter of the time to a first score.
    if name in {"ImportSummary", "import_into"}:
        return getattr(importlib.import_module("moderation.batch.importing"), name)
    raise AttributeError(f"module `{__name__}` has no attribute `{name}`")
