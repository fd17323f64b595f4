"""Files in, scored rows out: streaming, in order, resumable, with every row accounted for."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import IO, Any, Final

import orjson

from moderation.batch.chunks import Chunks
from moderation.batch.judging import Chunk, Part, Tally, as_json, judge_chunk
from moderation.batch.manifest import InputFile, Manifest, identify, identity_of
from moderation.batch.request import Progress, Request
from moderation.batch.rows import Layout
from moderation.batch.shelf import Shelf
from moderation.batch.writers import FORMATS, format_of
from moderation.errors import ModerationError, UsageError
from moderation.pipeline import Pipeline, load_pipeline
from moderation.records import Notice

# Chunks that may wait per worker: enough to keep it busy, few enough to keep memory flat.
AHEAD: Final = 2


def score_files(request: Request, progress: Progress | None = None, out: IO[bytes] | None = None) -> Tally:
    """Score every comment of the inputs and return what was counted.

    With `request.out` the rows go to that file, rejects to `OUT.rejects.jsonl`, and `OUT.manifest.json` stays;
    otherwise the rows go to `out`. Raises InputError, UsageError, or what `load_pipeline` raises.
    """
    told = progress or Progress()
    pipeline = load_pipeline(**request.loading)
    if request.out is None:
        return _to_stream(request, pipeline, told, out or sys.stdout.buffer)
    _check_out(request.inputs, request.out)
    files = [identify(path) for path in request.inputs]
    told.expect(_expected(files))
    return _to_file(request, request.out, files, pipeline, told)


def _check_out(inputs: Sequence[str], out: Path) -> None:
    """Raise UsageError where the output would take the place of an input, or of a folder."""
    if out.is_dir():
        raise UsageError(f"`{out}` is a folder", mend="name a file in it")
    if out.exists() and any(path != "-" and Path(path).exists() and out.samefile(path) for path in inputs):
        raise UsageError(f"`{out}` is an input too", mend="name another file with `-o`")


def _expected(files: list[InputFile | None]) -> int | None:
    """Lines stand for rows: exact for JSON Lines, near for CSV, unknown for what is compressed or piped in."""
    plain = [file.lines for file in files if file and file.name.endswith((".jsonl", ".csv", ".tsv"))]
    return sum(plain) if plain and len(plain) == len(files) else None


def _to_stream(request: Request, pipeline: Pipeline, told: Progress, out: IO[bytes]) -> Tally:
    chunks, total = Chunks(request, told), Tally()
    for part in _judged(request, pipeline, chunks.layout, chunks):
        out.write(part.rows)
        total += part.tally
        told.advance(part.tally.rows, part.tally.rejects)
        for line in part.rejects.splitlines():
            reject = orjson.loads(line)
            place = f"{reject['file']}: " if reject["file"] and len(request.inputs) > 1 else ""
            told.notice(Notice(f"{place}rejected: {reject['reason']}", reject["line"]))
    out.flush()
    return total


def _to_file(request: Request, out: Path, files: list[InputFile | None], pipeline: Pipeline, told: Progress) -> Tally:
    manifest = Manifest(out.with_name(out.name + ".manifest.json"))
    identity = identity_of(files, pipeline.versions, request.options)
    shelf = Shelf(out)
    if not (request.resume and manifest.is_same(identity)):
        shelf.clear()
    shelf.prepare()
    manifest.write(identity, "running", command=request.command, day=request.day)
    chunks = Chunks(request, told)
    todo = (chunk for chunk in chunks if not shelf.has(chunk.number))
    for part in _judged(request, pipeline, chunks.layout, todo):
        shelf.keep(part)
        told.advance(part.tally.rows, part.tally.rejects)
    total = shelf.finish(request.output, chunks.layout.columns)
    manifest.write(identity, "finished", command=request.command, day=request.day, counts=as_json(total))
    shelf.clear()
    return total


def _judged(request: Request, pipeline: Pipeline, layout: Layout, chunks: Iterable[Chunk]) -> Iterator[Part]:
    if request.judging is not None:
        yield from request.judging(request, pipeline, layout, chunks)
    elif request.jobs > 1:
        yield from _in_processes(request, layout, chunks)
    else:
        yield from (judge_chunk(pipeline, layout, request.output, chunk) for chunk in chunks)


def _in_processes(request: Request, layout: Layout, chunks: Iterable[Chunk]) -> Iterator[Part]:
    # Spawned, not forked: a fork would copy locks held by the threads of numerical libraries.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(request.jobs, context, _load_worker, (dict(request.loading),))
    waiting: deque[Future[Part]] = deque()
    try:
        for chunk in chunks:
            waiting.append(pool.submit(_in_worker, layout, request.out, chunk))
            if len(waiting) >= request.jobs * AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool:
        raise ModerationError(
            "a process that scores was killed, perhaps for want of memory",
            mend="run again with fewer `--jobs`; with `-o`, `--resume` goes on where it stopped",
        ) from None
    finally:
        pool.shutdown(cancel_futures=True)


_WORKER: dict[str, Pipeline] = {}


def _load_worker(loading: dict[str, Any]) -> None:
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    _WORKER["pipeline"] = load_pipeline(**loading)


def _leave_with_parent() -> None:
    """A worker holds both ends of its queue, so it would wait there for ever once the parent was killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _in_worker(layout: Layout, out: Path | None, chunk: Chunk) -> Part:
    output = format_of(out) if out else FORMATS[".jsonl"]
    return judge_chunk(_WORKER["pipeline"], layout, output, chunk)
