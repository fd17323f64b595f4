"""file -> parse -> pipeline -> file, store or frame; streaming, resumable, nothing lost."""

from moderation.batch.estimate import Estimate, estimate
from moderation.batch.frame import score, score_frame
from moderation.batch.importing import ImportSummary, import_into
from moderation.batch.judging import Tally
from moderation.batch.request import Progress, Request
from moderation.batch.run import score_files

__all__ = [
    "Estimate",
    "ImportSummary",
    "Progress",
    "Request",
    "Tally",
    "estimate",
    "import_into",
    "score",
    "score_files",
    "score_frame",
]
