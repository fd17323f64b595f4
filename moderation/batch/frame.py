"""Scoring from Python: a list of texts, or a DataFrame."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from moderation.batch.bar import counted
from moderation.batch.known import comments_of, contexts_of
from moderation.batch.rows import OURS, Layout, output_names
from moderation.errors import InputError, UsageError, suggest
from moderation.parse.tables.cells import identifier
from moderation.pipeline import Pipeline, load_pipeline
from moderation.records import Comment, Context, Verdict
from moderation.rulebook.load import today

if TYPE_CHECKING:
    import pandas as pd

_FRAME = Layout(carried={}, fields={})
_ROWS_AT_ONCE = 2000


def score(texts: Sequence[str], *, pipeline: Pipeline | None = None, explain: bool = False) -> list[Verdict]:
    """Return one verdict per text, in order; ids are the positions. Raises UsageError for what is no text.

    What takes over two seconds draws a progress bar in a notebook or on a terminal.
    """
    if isinstance(texts, str):
        raise UsageError("expected several texts, got one string", mend="put it into a list: `score([text])`")
    texts = list(texts)
    for number, text in enumerate(texts):
        if not isinstance(text, str):
            raise UsageError(
                f"text {number} is of type {type(text).__name__}", mend="give strings, '' for a missing one"
            )
    comments = [Comment(source="python", thread_id="", id=str(number), text=text) for number, text in enumerate(texts)]
    return _judged(pipeline or _as_shipped(today()), comments, None, explain=explain)


@lru_cache(maxsize=1)
def _as_shipped(_day: date) -> Pipeline:
    """Return the pipeline of the package, loaded once a day: it takes half a second, and rules may end by date."""
    return load_pipeline()


def _judged(
    judge: Pipeline, comments: Sequence[Comment], contexts: Sequence[Context] | None, *, explain: bool = False
) -> list[Verdict]:
    verdicts: list[Verdict] = []
    with counted(len(comments)) as done:
        for start in range(0, len(comments), _ROWS_AT_ONCE):
            some = slice(start, start + _ROWS_AT_ONCE)
            around = None if contexts is None else contexts[some]
            verdicts += judge.judge(comments[some], around, explained=explain)
            done(len(verdicts) - start)
    return verdicts


def score_frame(
    frame: pd.DataFrame, text: str = "text", *, pipeline: Pipeline | None = None, alone: bool = False
) -> pd.DataFrame:
    """Return a new frame with the columns of `moderation score`, then the input's own, on the input's index.

    A column of the input that bears one of our names becomes `input_NAME`. Missing texts count as empty. Progress is
    drawn as by `score`. Raises InputError where there is no one column `text`.

    What surrounds a comment is read from the columns `known.COLUMNS`, whichever there are: article, thread, parent,
    author, time, quotations, and the author's record. A parent is looked for among the rows before. With `alone` they
    are passed over, and a row is judged the same in whatever frame it stands.
    """
    import pandas as pd

    named = [name for name in frame.columns if name == text]
    if not named:
        raise InputError(f"the frame has no column `{text}`", mend=suggest(text, [str(name) for name in frame.columns]))
    if len(named) > 1:
        raise InputError(f"the frame has {len(named)} columns `{text}`", mend="rename all but one")
    texts = ["" if missing else str(value) for value, missing in zip(frame[text], frame[text].isna(), strict=True)]
    comments = comments_of(frame, text, texts, alone=alone)
    contexts = None if alone else contexts_of(frame, text, comments)
    verdicts = _judged(pipeline or _as_shipped(today()), comments, contexts)
    ours = pd.DataFrame(dict(_FRAME.table(comments, verdicts)), columns=list(OURS), index=frame.index)
    for name in ("id", "thread_id"):
        if name in frame.columns and name != text:
            given = zip(frame[name], frame[name].isna(), strict=True)
            ours[name] = [None if missing else identifier(value) for value, missing in given]
    theirs = frame.drop(columns=[name for name in ("id", "thread_id") if name in frame.columns and name != text])
    theirs.columns = output_names(list(theirs.columns))
    return pd.concat([ours, theirs], axis=1)
