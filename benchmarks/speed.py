"""Comments per second of the whole pipeline and of each stage, peers beside it."""

from __future__ import annotations

import time
from pathlib import Path

from benchmarks.environments import measure
from benchmarks.table import show
from benchmarks.texts import comments
from moderation.pipeline import STAGES, Work, load_pipeline
from moderation.records import Comment, Context

COUNT = 10_000
CHUNK = 2000
SINGLES = 300
PEERS = {"alt_profanity_check": ("alt-profanity-check==1.9.1",), "detoxify_architecture": ()}


def run(_data: Path | None) -> None:
    """Print the stage table, then the pipeline beside its peers."""
    texts = comments(COUNT)
    pipeline = load_pipeline()
    records = [Comment(source="b", thread_id="b", id=str(number), text=text) for number, text in enumerate(texts)]
    pipeline.judge(records[:100])
    seconds = dict.fromkeys((name for name, _ in STAGES if name != "explain"), 0.0)
    classifier = 0.0
    for start in range(0, COUNT, CHUNK):
        chunk = tuple(records[start : start + CHUNK])
        work = Work(chunk, (Context(),) * len(chunk))
        for name, stage in STAGES:
            if name in seconds:
                begin = time.perf_counter()
                work = stage(pipeline, work)
                seconds[name] += time.perf_counter() - begin
        begin = time.perf_counter()
        pipeline.judges.classifier.score(work.texts)
        classifier += time.perf_counter() - begin
    total = sum(seconds.values())
    words = sum(len(text.split()) for text in texts) / COUNT
    print(f"{COUNT:,} comments of {words:.0f} words on average, one core\n")
    show(
        ("stage", "comments/s", "us a comment", "share"),
        [
            (name, COUNT / spent, spent / COUNT * 1e6, f"{spent / total:.0%}")
            for name, spent in [*seconds.items(), ("score: classifier alone", classifier)]
        ],
    )
    begin = time.perf_counter()
    for record in records[:SINGLES]:
        pipeline.judge([record])
    single = (time.perf_counter() - begin) / SINGLES * 1000
    ours = COUNT / total
    rows: list[tuple[object, ...]] = [("moderation, everything on", ours, single, "1")]
    for peer, packages in PEERS.items():
        found = measure(peer, packages, texts[:2000])
        if isinstance(found, str):
            rows.append((peer, found, "", ""))
        else:
            rows.append((peer, found["batch"], found["single_ms"], f"{found['batch'] / ours:.4f}"))
    print()
    show(("", "comments/s", "ms for one", "ratio"), rows)
