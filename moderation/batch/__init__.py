"""file -> parse -> pipeline -> file, store or frame; streaming, resumable, nothing lost."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from moderation.batch.estimating import Estimate, estimate
    from moderation.batch.frame import score_frame
    from moderation.batch.importing import ImportSummary, import_into
    from moderation.batch.request import Progress, Request
    from moderation.batch.run import score_files
    from moderation.batch.summary import Summary
    from moderation.batch.tally import Tally
    from moderation.batch.texts import score

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

# Where each public name lives; loaded when first asked for: a list of texts needs neither readers nor a store, which
# were a third of the time to its first score.
_HOMES: Final = {
    "Estimate": "estimating",
    "ImportSummary": "importing",
    "Progress": "request",
    "Request": "request",
    "Summary": "summary",
    "Tally": "tally",
    "estimate": "estimating",
    "import_into": "importing",
    "score": "texts",
    "score_files": "run",
    "score_frame": "frame",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module `{__name__}` has no attribute `{name}`")
