"""Scoring from Python: a list of texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Final

from moderation.batch.bar import counted
from moderation.errors import UsageError
from moderation.pipeline import Pipeline, load_pipeline
from moderation.records import Comment, Context, Verdict
from moderation.rulebook.files.load import today

_ROWS_AT_ONCE: Final = 2000


def score(texts: Sequence[str], *, pipeline: Pipeline | None = None, explain: bool = False) -> list[Verdict]:
    """Return one verdict per text, in order; ids are the positions. Raises UsageError for what is no text.

    What takes over two seconds draws a progress bar in a notebook or on a terminal.
    """
    if isinstance(texts, str):
        raise UsageError("expected several texts, got one string", mend="put it into a list: `score([text])`")
    if isinstance(texts, Mapping) or not hasattr(texts, "__iter__") or hasattr(texts, "columns"):
        # A frame or a dict would be scored by its names.
        mend = 'give a list; for a frame use `score_frame(df, text="column")`'
        raise UsageError(f"expected a list of strings, got {type(texts).__name__}", mend=mend)
    texts = list(texts)
    for number, text in enumerate(texts):
        if not isinstance(text, str):
            raise UsageError(
                f"text {number} is of type {type(text).__name__}", mend="give strings, '' for a missing one"
            )
    comments = [Comment(source="python", thread_id="", id=str(number), text=text) for number, text in enumerate(texts)]
    return judged(pipeline or as_shipped(), comments, None, explain=explain)


def as_shipped() -> Pipeline:
    """Return the pipeline of the package, loaded once a day: it takes half a second, and rules may end by date."""
    return _as_shipped(today())


@lru_cache(maxsize=1)
def _as_shipped(_day: date) -> Pipeline:
    return load_pipeline()


def judged(
    judge: Pipeline, comments: Sequence[Comment], contexts: Sequence[Context] | None, *, explain: bool = False
) -> list[Verdict]:
    """Return one verdict per comment, with a progress bar where somebody looks."""
    verdicts: list[Verdict] = []
    with counted(len(comments)) as done:
        for start in range(0, len(comments), _ROWS_AT_ONCE):
            some = slice(start, start + _ROWS_AT_ONCE)
            around = None if contexts is None else contexts[some]
            verdicts += judge.judge(comments[some], around, explained=explain)
            done(len(verdicts) - start)
    return verdicts
