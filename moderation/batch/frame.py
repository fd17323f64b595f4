"""Scoring from Python: a list of texts, or a DataFrame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from moderation.batch.bar import counted
from moderation.batch.known import comments_of, contexts_of
from moderation.batch.rows import OURS, Layout, output_names
from moderation.errors import InputError, UsageError, suggest
from moderation.parse.tables.cells import identifier
from moderation.pipeline import Pipeline, load_pipeline
from moderation.records import Comment, Context, Verdict
from moderation.rulebook.load import today
from moderation.taxonomy import LABELS

if TYPE_CHECKING:
    import pandas as pd

_FRAME = Layout(carried={}, fields={})
_ROWS_AT_ONCE = 2000
_NO_TEXT: Final = (bytes, list, tuple, dict, set)
# Each column has one type, also in a frame without rows or without a covered language: frames are put together again,
# and Dask takes the types of a frame without rows for those of all.
_TYPES: Final[dict[str, type]] = {
    **dict.fromkeys(OURS, str),
    **dict.fromkeys(("language_confidence", *LABELS, "priority"), float),
    **dict.fromkeys(("reasons", "rules"), object),
}


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
    drawn as by `score`. Raises InputError where there is no one column `text`, or more than one `id` or `thread_id`.

    What surrounds a comment is read from the columns `known.COLUMNS`, whichever there are: article, thread, parent,
    author, time, quotations, and the author's record. A parent is looked for among the rows before. With `alone` they
    are passed over, and a row is judged the same in whatever frame it stands.
    """
    import pandas as pd

    _check(frame, text)
    texts = ["" if missing else str(value) for value, missing in zip(frame[text], frame[text].isna(), strict=True)]
    comments = comments_of(frame, text, texts, alone=alone)
    contexts = None if alone else contexts_of(frame, text, comments)
    verdicts = _judged(pipeline or _as_shipped(today()), comments, contexts)
    table: dict[str, Sequence[Any]] = dict(_FRAME.table(comments, verdicts))
    own_ids = [name for name in ("id", "thread_id") if name in frame.columns and name != text]
    for name in own_ids:
        given = zip(frame[name], frame[name].isna(), strict=True)
        table[name] = [None if missing else identifier(value) for value, missing in given]
    ours = pd.DataFrame({
        name: pd.Series(table[name], dtype=kind, index=frame.index) for name, kind in _TYPES.items()
    })  # fmt: skip
    theirs = frame.drop(columns=own_ids)
    theirs.columns = output_names(list(theirs.columns))
    return pd.concat([ours, theirs], axis=1)


def _check(frame: Any, text: str) -> None:
    """Raise UsageError for what is no frame, InputError for one in which it is not clear what stands where."""
    import pandas as pd

    if not isinstance(frame, pd.DataFrame):
        mend = "a list of texts goes to `score`, a frame of another library through its `to_pandas()`"
        raise UsageError(f"expected a pandas DataFrame, got {type(frame).__name__}", mend=mend)
    names = list(frame.columns)
    if text not in names:
        raise InputError(f"the frame has no column `{text}`", mend=suggest(text, [str(name) for name in names]))
    for name in (text, "id", "thread_id"):
        if (count := names.count(name)) > 1:
            raise InputError(f"the frame has {count} columns `{name}`", mend="rename all but one")
    for row, value in enumerate(frame[text] if frame[text].dtype == object else ()):
        if isinstance(value, _NO_TEXT):  # Python's spelling of them would be scored
            told = f"row {row} of `{text}` is of type {type(value).__name__}"
            mend = "decode it first" if isinstance(value, bytes) else "name the column of the texts, or join its parts"
            raise InputError(told, mend=mend)
