"""Chunks of files on an engine's workers: sent, judged there, and back in order; what no worker could judge is told."""

from __future__ import annotations

import dataclasses
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import orjson

from moderation.batch import Request, Tally
from moderation.batch.judging import Chunk, Part, Refusal, judge_chunk
from moderation.batch.request import Judging
from moderation.batch.rows import Layout
from moderation.distributed.parcels import packed
from moderation.distributed.work import Work, judge_parcels
from moderation.errors import ModerationError
from moderation.pipeline import Pipeline
from moderation.records import Comment, Reject, Versions
from moderation.surrogates import whole_text

if TYPE_CHECKING:
    import pandas as pd

PROBE: Final = -1
# What to do once a cluster has gone in the midst of a run.
RESUMES: Final = "with `-o`, `--resume` goes on where it stopped"


@dataclass(frozen=True, slots=True)
class Lost:
    """A frame that failed wherever it was tried; `error` is the name of the last error, never its text."""

    error: str


# Runs the function on every frame, on some worker, and gives the answers in the order of the frames.
FrameFunction = Callable[[Iterator["pd.DataFrame"]], Iterator["pd.DataFrame"]]
Engine = Callable[[FrameFunction, Iterable["pd.DataFrame"]], Iterator["pd.DataFrame | Lost"]]


def spread(engine: Engine) -> Judging:
    """Return what a Request judges its chunks by: the engine's workers instead of processes of this machine."""
    return partial(_judge, engine)


def _judge(
    engine: Engine, request: Request, pipeline: Pipeline, layout: Layout, chunks: Iterable[Chunk]
) -> Iterator[Part]:
    """Yield a part for every chunk, in order; raises ModerationError where the workers cannot score as we do."""
    ending = request.out.suffix.lower() if request.out else ".jsonl"
    function = partial(judge_parcels, Work(dict(request.loading), layout, ending))
    sent: deque[Chunk] = deque()

    def frames() -> Iterator[pd.DataFrame]:
        yield _frame(Chunk(PROBE, (), (), ()))
        for chunk in chunks:
            sent.append(chunk)
            yield _frame(chunk)

    answers = iter(engine(function, frames()))
    _probe(next(answers), pipeline.versions)
    for answer in answers:
        chunk = sent.popleft()
        if isinstance(answer, Lost):
            yield judge_chunk(pipeline, layout, request.output, _refused(chunk, answer.error))
        else:
            yield _part(answer, pipeline.versions)


def _frame(chunk: Chunk) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame({"number": [chunk.number], "parcel": [packed(chunk)]})


def _probe(answer: pd.DataFrame | Lost, versions: Versions) -> None:
    """An empty chunk goes first: where it fails, every one would, and a run of nothing but rejects helps nobody."""
    if isinstance(answer, Lost):
        raise ModerationError(
            f"the workers cannot score: {answer.error}",
            mend="install this version of `moderation` on every worker, with the extras that this one has",
        )
    _part(answer, versions)


def _part(answer: pd.DataFrame, versions: Versions) -> Part:
    row = answer.iloc[0]
    told: dict[str, Any] = orjson.loads(row["told"])
    if "error" in told:
        raise ModerationError(
            f"a worker cannot score: {told['error']}", mend="give every worker the same files at the same paths"
        )
    theirs, ours = told["versions"], dataclasses.asdict(versions)
    if theirs != ours:
        other = ", ".join(name for name in ours if theirs.get(name) != ours[name])
        raise ModerationError(
            f"a worker has another {other} than this machine",
            mend="install the same version everywhere, and give `--rules` and `--policy` that all can read",
        )
    return Part(
        int(row["number"]), bytes(row["rows"]), bytes(row["rejects"]), Tally.from_json(orjson.dumps(told["tally"]))
    )


def _refused(chunk: Chunk, error: str) -> Chunk:
    reason = f"not scored: its partition failed on every worker that tried it ({error})"
    lost = tuple(Refusal(None, Reject(0, reason, _raw(comment))) for comment in chunk.comments)
    return replace(chunk, comments=(), contexts=(), rejects=(*chunk.rejects, *lost))


def _raw(comment: Comment) -> str:
    """Return the comment as a JSON line that can be scored again."""
    return orjson.dumps({"id": comment.id, "thread_id": comment.thread_id, "text": whole_text(comment.text)}).decode()
