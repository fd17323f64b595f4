"""On Spark: `mapInPandas` over the workers of any master."""

from __future__ import annotations

import os
import re
import sys
import warnings
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice, repeat
from typing import TYPE_CHECKING, Any, Final

from moderation.batch.rows import OURS, output_names
from moderation.distributed.spread import RESUMES, FrameFunction, Lost
from moderation.distributed.work import score_frames
from moderation.errors import InputError, ModerationError, UsageError, suggest
from moderation.taxonomy import LABELS

if TYPE_CHECKING:
    import pandas as pd

RETRIES: Final = 2
# Frames of one job per thread of the cluster: enough that its start does not count, few enough for the driver's memory.
AT_ONCE: Final = 8
_SENT: Final = "number long, parcel binary"
_ANSWERED: Final = "number long, rows binary, rejects binary, told string"
# Neither a page on a port that nobody asked for, nor a second progress bar.
_SETTINGS: Final = {
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
# How Spark names its masters; of any other word it would say in a Java stack that it cannot be parsed.
_MASTERS: Final = re.compile(r"local(\[.+\])?|local-cluster\[.+\]|yarn|(spark|k8s)://.+")
_NAME_ONE: Final = "name one, such as spark://host:7077, or `local[2]` for this machine"
_JAVA: Final = "it needs a whole JDK, 17 or newer: install one, and set JAVA_HOME to it"
_NUMBERS: Final = (*LABELS, "language_confidence", "priority")
_LISTS: Final = ("reasons", "rules")


def scored(frame: Any, text: str = "text", **loading: Any) -> Any:
    """Return a lazy Spark DataFrame with the columns of `score_frame`; `loading` are the arguments of `load_pipeline`.

    Raises InputError where there is no column `text`.
    """
    if text not in frame.columns:
        raise InputError(f"the frame has no column `{text}`", mend=suggest(text, frame.columns))
    return frame.mapInPandas(partial(score_frames, text=text, **loading), _schema(frame.schema, text))


def _schema(given: Any, text: str) -> Any:
    from pyspark.sql.types import ArrayType, DoubleType, StringType, StructType

    kinds = {**dict.fromkeys(_NUMBERS, DoubleType()), **dict.fromkeys(_LISTS, ArrayType(StringType()))}
    schema = StructType()
    for name in OURS:
        schema = schema.add(name, kinds.get(name, StringType()))
    theirs = [field for field in given if field.name == text or field.name not in ("id", "thread_id")]
    for field, name in zip(theirs, output_names([field.name for field in theirs]), strict=True):
        schema = schema.add(name, field.dataType)
    return schema


@dataclass(frozen=True, slots=True)
class OnSpark:
    """An engine: the workers of a Spark master; None leaves the choice to Spark's own configuration.

    Raises UsageError for what is no master's name.
    """

    master: str | None = None

    def __post_init__(self) -> None:
        if self.master is not None and not _MASTERS.fullmatch(self.master):
            raise UsageError(f"`{self.master}` is no Spark master", mend=_NAME_ONE)

    def __call__(self, function: FrameFunction, frames: Iterable[pd.DataFrame]) -> Iterator[pd.DataFrame | Lost]:
        """Yield the answers in the order of the frames; the next job's frames are read while one runs."""
        with _session(self.master) as session, ThreadPoolExecutor(1) as ahead:
            threads = session.sparkContext.defaultParallelism
            waiting = iter(frames)
            # The first frame goes alone: it is the one that tells whether the workers can do anything at all.
            job = ahead.submit(_answers, session, function, list(islice(waiting, 1)))
            # Then a frame for each thread, and twice as many each time: a job answers as a whole, and the first are to
            # say soon how fast it goes.
            for size in chain((threads, 2 * threads, 4 * threads), repeat(AT_ONCE * threads)):
                if not (following := list(islice(waiting, size))):
                    break
                yield from job.result()
                job = ahead.submit(_answers, session, function, following)
            yield from job.result()


def _answers(
    session: Any, function: FrameFunction, frames: Sequence[pd.DataFrame], tries: int = 1
) -> list[pd.DataFrame | Lost]:
    """Run a job; where it fails, halve it until the frame that fails stands alone, and try that one again."""
    import pandas as pd
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        with warnings.catch_warnings():
            # Spark 4 warns of every pandas 3; `mapInPandas` over four plain columns is tested with it.
            warnings.filterwarnings("ignore", message="PySpark does not yet fully support", category=FutureWarning)
            # Before each error of a job, which we tell ourselves.
            warnings.filterwarnings("ignore", message="toPandas attempted Arrow optimization", category=UserWarning)
            given = session.createDataFrame(pd.concat(frames), _SENT)
            found = given.mapInPandas(function, _ANSWERED).toPandas().sort_values("number")
    except (PySparkException, Py4JError, OSError) as error:
        if _is_gone(session):  # otherwise every frame that is left would be taken for one that fails everywhere
            raise ModerationError("Spark is gone", mend=f"start it again; {RESUMES}") from None
        if len(frames) == 1 and tries > RETRIES:
            return [Lost(type(error).__name__)]
    else:
        return [found.iloc[row : row + 1] for row in range(len(found))]
    if len(frames) == 1:
        return _answers(session, function, frames, tries + 1)
    middle = len(frames) // 2
    return _answers(session, function, frames[:middle]) + _answers(session, function, frames[middle:])


def _is_gone(session: Any) -> bool:
    """Whether the session is stopped, or the Java process behind it has ended: the master, or somebody, ended it."""
    from py4j.protocol import Py4JError

    try:
        return bool(session.sparkContext._jsc.sc().isStopped())  # noqa: SLF001 # no public name says so
    except (Py4JError, OSError, AttributeError):
        return True


@contextmanager
def _session(master: str | None) -> Iterator[Any]:
    try:
        from py4j.protocol import Py4JError
        from pyspark.sql import SparkSession
    except ImportError:
        raise UsageError("Spark is not installed", mend="pip install 'moderation[spark]'") from None
    running = SparkSession.getActiveSession()
    session = running or _started(SparkSession.builder.appName("moderation score").config(map=_SETTINGS), master)
    if running is None:
        # An error of a worker may quote a comment, and Spark logs it word by word; of what failed we tell the name.
        session.sparkContext.setLogLevel("FATAL")
    try:
        yield session
    finally:
        if running is None:
            with suppress(Py4JError, OSError):  # there is nothing to stop where Spark is gone
                session.stop()


def _started(builder: Any, master: str | None) -> Any:
    """Return a session on the master; raises UsageError where there is none, or no Java to start one with."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkRuntimeError

    if master and master.startswith("local"):
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    try:
        return (builder.master(master) if master else builder).getOrCreate()
    except PySparkRuntimeError:
        raise UsageError("Spark does not start", mend=_JAVA) from None
    except Py4JError:
        where = f"at `{master}`" if master else "where Spark's configuration says"
        raise UsageError(f"no Spark master answers {where}", mend=_NAME_ONE) from None
