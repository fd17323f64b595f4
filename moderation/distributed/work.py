"""What runs on a worker: frames in, frames out. The models come from the worker's own installed package."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import orjson

from moderation.batch.frame import score_frame
from moderation.batch.judging import judge_chunk
from moderation.batch.rows import Layout
from moderation.batch.writers import FORMATS
from moderation.distributed.parcels import unpacked
from moderation.errors import ModerationError
from moderation.pipeline import Pipeline, load_pipeline

if TYPE_CHECKING:
    import pandas as pd

_LOADED: Final[dict[str, Pipeline]] = {}
_LOADING: Final = threading.Lock()


def score_frames(frames: Iterator[pd.DataFrame], text: str = "text", **loading: Any) -> Iterator[pd.DataFrame]:
    """Yield every frame scored, as `score_frame` scores its texts `alone`; `loading` are `load_pipeline`'s arguments.

    The models are loaded once in a process, however many frames and calls it is given.
    """
    pipeline = loaded(loading)
    for frame in frames:
        yield score_frame(frame, text, pipeline=pipeline, alone=True)


def loaded(loading: Mapping[str, Any]) -> Pipeline:
    """Return this process's pipeline for these arguments; a worker's threads share one."""
    key = repr(sorted((name, str(value)) for name, value in loading.items()))
    with _LOADING:
        if key not in _LOADED:
            _LOADED[key] = load_pipeline(**loading)
        return _LOADED[key]


@dataclass(frozen=True, slots=True)
class Work:
    """What a worker is told once: what to load, which columns to write, and in the format of which ending."""

    loading: Mapping[str, Any]
    layout: Layout
    ending: str


# What comes back for a parcel; `told` is JSON: versions and tally, or the error of a worker that cannot score at all.
ANSWER: Final = ("number", "rows", "rejects", "told")


def judge_parcels(work: Work, frames: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
    """Yield the judged chunks (columns ANSWER) of frames with the columns `number` and `parcel`."""
    import pandas as pd

    for frame in frames:
        yield pd.DataFrame([_judged(work, parcel) for parcel in frame["parcel"]], columns=list(ANSWER))


def _judged(work: Work, parcel: bytes) -> tuple[int, bytes, bytes, str]:
    chunk = unpacked(parcel)
    try:
        pipeline = loaded(work.loading)
    except ModerationError as error:  # the same for every parcel, so no reason to try again
        return chunk.number, b"", b"", orjson.dumps({"error": error.render()}).decode()
    part = judge_chunk(pipeline, work.layout, FORMATS[work.ending], chunk)
    told = {"versions": dataclasses.asdict(pipeline.versions), "tally": dict(part.tally.counts)}
    return part.number, part.rows, part.rejects, orjson.dumps(told).decode()
