"""A run's summary as a person reads it on standard error."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from moderation.batch import Request, Summary
from moderation.cli.reporting import taken_for
from moderation.counted import counted

_SHOWN: Final = 8
_MEGABYTE: Final = 1_000_000
_BAR: Final = " ▁▂▃▄▅▆▇█"


def in_words(found: Summary, request: Request) -> str:
    """Return the summary: what was scored and rejected, where it goes, what was not covered, how long it took."""
    return "\n".join([*_counts(found, request), *_scores(found), *_effort(found, request)])


def _counts(found: Summary, request: Request) -> Iterator[str]:
    tally = found.tally
    scored = tally.rows - tally.of("status").get("skipped", 0)
    yield f"{counted(scored, 'comment')} scored" + _after(": ", _listed(tally.of("route")))
    for status in ("failed", "skipped"):
        if count := tally.of("status").get(status):
            yield f"{count} {status}"
    if languages := tally.of("language"):
        yield "languages: " + _listed(languages)
    if uncovered := tally.of("not-covered"):
        yield "languages not covered: " + ", ".join(f"{code} {count}" for code, count in uncovered.items())
    if rules := tally.of("rule"):
        yield "rules that fired most: " + _listed(rules)
    if tally.rejects:
        where = f", see {request.out}.rejects.jsonl" if request.out else ""
        yield f"{counted(tally.rejects, 'row')} rejected{where}"
        yield from (f"  {count} {reason}" for reason, count in list(tally.of("reject").items())[:_SHOWN])


def _listed(counts: Mapping[str, int]) -> str:
    told = [f"{count} {name}" for name, count in list(counts.items())[:_SHOWN]]
    return ", ".join([*told, *([f"{len(counts) - _SHOWN} more"] if len(counts) > _SHOWN else [])])


def _after(sign: str, text: str) -> str:
    return sign + text if text else ""


def _scores(found: Summary) -> Iterator[str]:
    """A line per label: how many scores lie in each tenth, on a scale where a single one can be seen."""
    covered = {label: bins for label, bins in found.tally.histograms.items() if any(bins[:-1])}
    if covered:
        yield "scores by tenths, 0 to 1 (each step ten times as many):"
    width = max(map(len, covered), default=0)
    for label, (*bins, missing) in covered.items():
        drawn = "".join(_BAR[min(len(str(count)), len(_BAR) - 1) if count else 0] for count in bins)
        yield f"  {label.ljust(width)} |{drawn}| {bins[-1]} in the last" + (
            f", {missing} not covered" if missing else ""
        )


def _effort(found: Summary, request: Request) -> Iterator[str]:
    if not found.judged:
        yield _nothing(found, request)
        return
    speed = f"{found.seconds:,.1f} s, {found.rows_per_second:,.0f} comments/s, "
    memory = f"{found.peak_memory / _MEGABYTE:,.0f} MB of memory at most"
    if request.judging is not None:
        yield f"{speed}{memory} here, where a cluster's workers score"
    else:
        scoring = "1 process that scores" if found.processes == 1 else f"{found.processes} processes that score"
        yield f"{speed}{memory}, {scoring}"


def _nothing(found: Summary, request: Request) -> str:
    """Say why no comment was scored."""
    if found.tally.rows:
        return "nothing was left to score"
    held = "none of the rows is a comment" if found.tally.rejects else "the input holds no comment"
    return f"{held}{_taken_for(request)}"


def _taken_for(request: Request) -> str:
    is_told = len(request.inputs) > 1 or request.columns
    return "" if is_told else taken_for(request.inputs[0], request.as_format)


def timings(found: Summary) -> str:
    """Return the stage table of a run."""
    lines = [f"{'stage':<10} {'CPU s':>9} {'us a comment':>13} {'share':>6} {'clock s':>9}"]
    total = sum(stage.cpu for stage in found.stages)
    micro = 1e6 / found.judged if found.judged else 0.0
    for stage in found.stages:
        share = stage.cpu / total if total else 0.0
        lines.append(f"{stage.name:<10} {stage.cpu:>9.2f} {stage.cpu * micro:>13.1f} {share:>6.0%} {stage.clock:>9.2f}")
    lines.append(f"{'all':<10} {total:>9.2f} {total * micro:>13.1f}")
    return "\n".join([*lines, "all processes together; waiting takes the clock's time and none of the CPU's"])
