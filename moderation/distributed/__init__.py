"""One function over frames, and two engines that run it on many machines.

score_frames(frames, text)      Iterator[DataFrame] -> Iterator[DataFrame]: what a worker of any engine runs
dask.scored(frame, text)        the same over a Dask DataFrame
spark.scored(frame, text)       the same over a Spark DataFrame, by `mapInPandas`
spread(engine)                  `moderation score --engine`: chunks of files on an engine's workers
"""

from __future__ import annotations

from moderation.distributed.spread import Engine, spread
from moderation.distributed.work import score_frames

__all__ = ["Engine", "score_frames", "spread"]
