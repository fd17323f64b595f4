"""Scoring from Python: a DataFrame."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from moderation.batch.known import comments_of, contexts_of
from moderation.batch.rows import OURS, Layout, output_names
from moderation.batch.texts import as_shipped, judged
from moderation.errors import InputError, UsageError, suggest
from moderation.parse.tables.values import identifier
from moderation.pipeline import Pipeline
from moderation.taxonomy import LABELS

if TYPE_CHECKING:
    import pandas as pd

_FRAME = Layout(carried={}, fields={})
_NO_TEXT: Final = (bytes, list, tuple, dict, set)
# Each column has one type, also in a frame without rows or without a covered language: frames are put together again,
# and Dask takes the types of a frame without rows for those of all.
_TYPES: Final[dict[str, type]] = {
    **dict.fromkeys(OURS, str),
    **dict.fromkeys(("language_confidence", *LABELS, "priority"), float),
    **dict.fromkeys(("reasons", "rules"), object),
}


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
    verdicts = judged(pipeline or as_shipped(), comments, contexts)
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
