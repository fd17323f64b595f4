"""Comments per second of the whole pipeline and of each stage, peers beside it; CPU time, so that one core counts."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.environments import measure
from benchmarks.start import TITLES, started
from benchmarks.table import show
from benchmarks.texts import comments
from moderation.normalise import fold
from moderation.pipeline import STAGES, Pipeline, Work, load_pipeline
from moderation.records import Comment, Context, Language
from moderation.score import SCORERS, Batch

COUNT = 10_000
CHUNK = 2000
RUNS = 3
SINGLES = 300
PART = "score: "
PEERS = {"alt_profanity_check": ("alt-profanity-check==1.9.1",), "detoxify_architecture": ()}


def run(_data: Path | None) -> None:
    """Print the stage table, then the pipeline beside its peers, then the time to the first score."""
    texts = comments(COUNT)
    pipeline = load_pipeline()
    records = [Comment(source="b", thread_id="b", id=str(number), text=text) for number, text in enumerate(texts)]
    pipeline.judge(records[:CHUNK])
    _stages(pipeline, records)
    print()
    ours = min(_whole(pipeline, records) for _ in range(RUNS))
    alone = min(_singles(pipeline, records) for _ in range(RUNS))
    rows: list[tuple[object, ...]] = [("moderation, everything on", 1 / ours, alone * 1000, "1")]
    batch, single = _classifier(pipeline, texts)
    rows.append((f"{pipeline.judges.classifier.name} alone", 1 / batch, single * 1000, f"{ours / batch:.4f}"))
    for peer, packages in PEERS.items():
        found = measure(peer, packages, texts[:2000])
        if isinstance(found, str):
            rows.append((peer, found, "", ""))
        else:
            rows.append((peer, found["batch"], found["single_ms"], f"{found['batch'] * ours:.4f}"))
    show(("", "comments/s", "ms for one", "ratio"), rows)
    print()
    show(TITLES, [started("first verdict")])


def _stages(pipeline: Pipeline, records: list[Comment]) -> None:
    """Print what each stage takes, the best of some runs."""
    runs = [dict(_spent(pipeline, records)) for _ in range(RUNS)]
    best = {name: min(spent[name] for spent in runs) for name in runs[0]}
    total = sum(spent for name, spent in best.items() if not name.startswith(PART))
    words = sum(len(record.text.split()) for record in records) / len(records)
    print(f"{len(records):,} comments of {words:.0f} words on average, one core\n")
    rows = [(name, 1 / each, each * 1e6, f"{each / total:.0%}") for name, each in [*best.items(), ("all", total)]]
    show(("stage", "comments/s", "us a comment", "share"), rows)


def _spent(pipeline: Pipeline, records: list[Comment]) -> Iterator[tuple[str, float]]:
    """Yield the seconds a comment of each stage, and of each scorer alone, which are part of the stage before them."""
    seconds: dict[str, float] = {}

    def took(name: str, begin: float) -> None:
        seconds[name] = seconds.get(name, 0.0) + (time.process_time() - begin) / len(records)

    for start in range(0, len(records), CHUNK):
        chunk = tuple(records[start : start + CHUNK])
        work = Work(chunk, (Context(),) * len(chunk))
        for name, stage in STAGES:
            if name == "explain":
                continue
            begin = time.process_time()
            work = stage(pipeline, work)
            took(name, begin)
            if name == "score":
                batch = _as_batch(work)
                for kind, scorer in SCORERS:
                    begin = time.process_time()
                    scorer(pipeline.judges, batch)
                    took(PART + kind, begin)
    yield from seconds.items()


def _as_batch(work: Work) -> Batch:
    assert work.table is not None
    languages = tuple(Language(code, 1.0) for code in work.table.judged_as)
    return Batch(work.texts, work.contexts, languages, work.table.covered)


def _whole(pipeline: Pipeline, records: list[Comment]) -> float:
    begin = time.process_time()
    for start in range(0, len(records), CHUNK):
        pipeline.judge(records[start : start + CHUNK])
    return (time.process_time() - begin) / len(records)


def _classifier(pipeline: Pipeline, texts: list[str]) -> tuple[float, float]:
    """Return the seconds a comment of the classifier over folded texts, in a batch and one at a time."""
    classifier, folded = pipeline.judges.classifier, [fold(text) for text in texts]
    batch, single = [], []
    for _ in range(RUNS):
        begin = time.process_time()
        classifier.score(folded)
        between = time.process_time()
        for text in folded[:SINGLES]:
            classifier.score([text])
        batch.append((between - begin) / len(folded))
        single.append((time.process_time() - between) / SINGLES)
    return min(batch), min(single)


def _singles(pipeline: Pipeline, records: list[Comment]) -> float:
    begin = time.process_time()
    for record in records[:SINGLES]:
        pipeline.judge([record])
    return (time.process_time() - begin) / SINGLES
