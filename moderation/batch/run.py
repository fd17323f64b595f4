"""Files in, scored rows out: streaming, in order, resumable, with every row accounted for."""

from __future__ import annotations

import dataclasses
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import IO, Any, Final

import orjson

from moderation.batch.chunks import Chunks
from moderation.batch.elsewhere import judged_elsewhere
from moderation.batch.judging import Chunk, Part, judge_chunk
from moderation.batch.manifest import InputFile, Manifest, digest_of, identify, identity_of
from moderation.batch.memory import Memory, give_large_blocks_back
from moderation.batch.processes import in_order, settled
from moderation.batch.request import Progress, Request, placed
from moderation.batch.rows import Layout
from moderation.batch.shelf import Shelf, written_whole
from moderation.batch.summary import Summary
from moderation.batch.tally import Tally, as_json, from_shown
from moderation.batch.writers import FORMATS, Format, format_of
from moderation.errors import ModerationError, UsageError
from moderation.pipeline import Pipeline, load_beside, load_pipeline
from moderation.policy import Policy
from moderation.records import Notice
from moderation.rulebook import Rulebook
from moderation.stopwatch import Spent, Stopwatch, summed


def score_files(request: Request, progress: Progress | None = None, out: IO[bytes] | None = None) -> Summary:
    """Score every comment of the inputs and return what there is to say about it.

    With `request.out` the rows go to that file, rejects to `OUT.rejects.jsonl`, and `OUT.manifest.json` stays;
    otherwise the rows go to `out`. Raises InputError, UsageError, or what `load_pipeline` raises.
    """
    give_large_blocks_back()
    run = _Run(request, progress or Progress())
    with settled():
        if request.out is None:
            return _to_stream(run, out or sys.stdout.buffer)
        _check_out(request.inputs, request.out)
        return _to_file(run, request.out)


# What stands beside an output: what could not be read, and what made it.
BESIDE: Final = (".rejects.jsonl", ".manifest.json")


def _check_out(inputs: Sequence[str], out: Path) -> None:
    """Raise UsageError where the output or what stands beside it would replace an input, or the output a folder."""
    if out.is_dir():
        raise UsageError(f"`{out}` is a folder", mend="name a file in it")
    for place in (out, *(out.with_name(out.name + ending) for ending in BESIDE)):
        if place.exists() and any(path != "-" and Path(path).exists() and place.samefile(path) for path in inputs):
            written = "" if place == out else f", and is written beside `{out}`"
            raise UsageError(f"`{place}` is an input too{written}", mend="name another file with `-o`")


class _Run:
    """A run under way: who is told, what was counted, where the time went."""

    def __init__(self, request: Request, told: Progress) -> None:
        # Beside other processes, this one's threads pickle: that is no part of what the main thread is at.
        self.watch = Stopwatch(time.thread_time if request.jobs > 1 else time.process_time)
        self._began_cpu = time.process_time()
        self.request, self.told = request, told
        self.pipeline = load_pipeline(**request.loading)
        self.watch.lap("load")
        self._tally, self._judged, self._elsewhere = Tally(), 0, list[Spent]()
        self._processes = 0  # each says once how long it loaded
        self._memory = Memory()
        self._kept: set[int] = set()  # that an earlier run had judged
        self._positions: dict[int, int] = {}
        self._began = time.perf_counter()

    def judged(self, chunks: Chunks, shelf: Shelf | None) -> Iterator[Part]:
        """Yield a part for every chunk, in order; with a shelf it lies there, and its rows are not repeated."""
        for part in self._parts(chunks, shelf):
            self.watch.lap("wait")
            self._account(part, chunks.position.total)
            yield part
            self.watch.lap("write")

    def _parts(self, chunks: Chunks, shelf: Shelf | None) -> Iterator[Part]:
        request, known = self.request, partial(self._known, shelf if self.request.resume else None)
        if request.judging is not None:
            judge = partial(request.judging, request, self.pipeline, chunks.layout)
            return judged_elsewhere(judge, self._read(chunks), known, shelf)
        task = (chunks.layout, request.out, shelf)
        here = _Judge(self.pipeline, *task, self.watch)
        there = partial(_judge_in_process, self.pipeline.policy, self.pipeline.judges.rulebook, request.loading, *task)
        return in_order(here, there, self._read(chunks), request.jobs, known)

    def _known(self, shelf: Shelf | None, chunk: Chunk) -> Part | None:
        part = shelf.find(chunk.number) if shelf else None
        if part is None:
            return None
        self._kept.add(part.number)
        return replace(part, rows=b"", rejects=b"")

    def _read(self, chunks: Iterable[Chunk]) -> Iterator[Chunk]:
        for chunk in chunks:
            self.watch.lap("read")
            self._positions[chunk.number] = chunk.position
            yield chunk
            self.watch.lap("wait")

    def _account(self, part: Part, total: int) -> None:
        self._tally += part.tally
        if part.number in self._kept:
            self._kept.discard(part.number)
        else:
            self._judged += part.tally.rows
        self._processes += "load" in part.spent
        self._elsewhere.append(part.spent)
        if len(self._elsewhere) > 100:  # so that they do not grow with the run
            self._elsewhere = [summed(self._elsewhere)]
        self._memory.look()
        self.told.reach(self._positions.pop(part.number, 0), total)
        self.told.advance(part.tally.rows, part.tally.rejects)

    def summary(self) -> Summary:
        """Return what there is to say at the end."""
        own = self.watch.taken()
        spent = summed([own, *self._elsewhere])
        if self._processes > 1:
            rest = time.process_time() - self._began_cpu - sum(cpu for cpu, _ in own.values())
            spent = summed([spent, {"hand over": (max(0.0, rest), 0.0)}])
        return Summary(
            tally=self._tally,
            versions=dataclasses.asdict(self.pipeline.versions),
            judged=self._judged,
            seconds=time.perf_counter() - self._began,
            spent=spent,
            processes=max(1, self._processes),
            peak_memory=self._memory.peak(),
        )


def _to_stream(run: _Run, out: IO[bytes]) -> Summary:
    request = run.request
    for part in run.judged(Chunks(request, run.told), None):
        out.write(part.rows)
        for line in part.rejects.splitlines():
            reject = orjson.loads(line)
            place = reject["file"] if len(request.inputs) > 1 else None
            run.told.notice(placed(Notice(f"rejected: {reject['reason']}", reject["line"]), place))
    out.flush()
    return run.summary()


def _to_file(run: _Run, out: Path) -> Summary:
    request = run.request
    manifest = Manifest(out.with_name(out.name + ".manifest.json"))
    files = [identify(path) for path in request.inputs]
    identity = identity_of(files, run.pipeline.versions, request.options)
    shelf = Shelf(out, digest_of(identity))
    goes_on = request.resume and manifest.is_same(identity)
    if goes_on and (finished := _finished(manifest.read() or {}, out)) is not None:
        shelf.remove()
        return replace(run.summary(), tally=finished)
    chunks = Chunks(request, run.told)  # an input or a column that is refused leaves all of an earlier run as it was
    with shelf.alone():
        if not goes_on:
            shelf.clear()
        manifest.write(identity, "running", command=request.command, day=request.day)
        with _told_if_broken_off(partial(manifest.write, identity, command=request.command, day=request.day)):
            _join(run, chunks, out, shelf)
        _note_growth(request, files, run.told)
        summary = run.summary()
        counts = as_json(summary.tally)
        more = {"counts": counts, "run": summary.run, "output": {"size": out.stat().st_size}}
        manifest.write(identity, "finished", command=request.command, day=request.day, **more)
        shelf.remove()
    return summary


@contextmanager
def _told_if_broken_off(write: Callable[..., None]) -> Iterator[None]:
    """Leave a manifest that says `interrupted` where the work ends before its time, by Ctrl-C or an error."""
    try:
        yield
    except BaseException:
        with suppress(OSError):  # a full disk is what ended the work, perhaps
            write(state="interrupted")
        raise


def _finished(told: dict[str, Any], out: Path) -> Tally | None:
    """Return what an earlier run counted that has left nothing to do."""
    is_there = out.exists() and told.get("output") == {"size": out.stat().st_size}
    return from_shown(told["counts"]) if told.get("state") == "finished" and is_there else None


def _note_growth(request: Request, files: Sequence[InputFile | None], told: Progress) -> None:
    """Tell of inputs that are not as long as when their digests were taken."""
    for place, (path, file) in enumerate(zip(request.inputs, files, strict=True)):
        if file and os.stat(path).st_size != file.size:  # noqa: PTH116 # a name of bytes that are no text is one too
            message = "changed while it was read: the digest in the manifest is not that of what was scored"
            told.notice(request.placed(Notice(message if len(files) > 1 else f"{path} {message}"), place))


def _join(run: _Run, chunks: Chunks, out: Path, shelf: Shelf) -> None:
    """Put the parts into the output and its rejects file as they are finished; each appears whole at the end."""
    rejects = out.with_name(out.name + ".rejects.jsonl")
    refused = 0
    with (
        written_whole(out, durable=True) as rows_to,
        written_whole(rejects) as rejects_to,
        run.request.output.join(chunks.layout.columns, rows_to) as joiner,
    ):
        for part in run.judged(chunks, shelf):
            kept = shelf.find(part.number)
            if kept is None:
                raise ModerationError(f"a part of `{out}` has vanished", mend="`--resume` makes it again")
            joiner.add(kept.rows)
            rejects_to.write(kept.rejects)
            refused += kept.tally.rejects
    if not refused:
        rejects.unlink(missing_ok=True)


class _Judge:
    """Judges chunks in one process; what it finishes lies on the shelf where there is one."""

    def __init__(
        self, pipeline: Pipeline, layout: Layout, out: Path | None, shelf: Shelf | None, watch: Stopwatch
    ) -> None:
        self._pipeline, self._layout, self._shelf, self._watch = pipeline, layout, shelf, watch
        self._output: Format = format_of(out) if out else FORMATS[".jsonl"]

    def __call__(self, chunk: Chunk) -> Part:
        self._watch.lap("wait")
        part = judge_chunk(self._pipeline, self._layout, self._output, chunk, self._watch)
        if self._shelf is not None:
            self._shelf.keep(part)
            part = replace(part, rows=b"", rejects=b"")
            self._watch.lap("write")
        return replace(part, spent=self._watch.taken())


def _judge_in_process(  # what a process needs to begin
    policy: Policy,
    rulebook: Rulebook,
    loading: Mapping[str, Any],
    layout: Layout,
    out: Path | None,
    shelf: Shelf | None,
) -> _Judge:
    give_large_blocks_back()
    watch = Stopwatch()
    pipeline = load_beside(policy, rulebook, loading)
    watch.lap("load")
    return _Judge(pipeline, layout, out, shelf, watch)
