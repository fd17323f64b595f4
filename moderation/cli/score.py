"""moderation score."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import Any

import click
import orjson

from moderation.batch import Estimate, Request, Tally, estimate, score_files
from moderation.cli.options import judging, loading_of, mapped, pseudonym_key, reading
from moderation.cli.reporting import progress
from moderation.errors import UsageError


@click.command(name="score")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--out", metavar="OUT", default="-", help="OUT.jsonl, .csv or .parquet; `-` is standard output.")
@reading
@judging
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="Processes that score.")
@click.option("--resume", is_flag=True, help="Go on where an interrupted run stopped.")
@click.option("--explain", is_flag=True, help="Add the evidence: which words speak for which label.")
@click.option("--columns", metavar="NAME,...", help="Only these columns, in this order.")
@click.option("--no-text", is_flag=True, help="Leave the comments' text out.")
@click.option("--pseudonymise", type=click.Choice(["author"]), multiple=True, help="Replace names by keyed codes.")
@click.option("--estimate", "only_estimate", is_flag=True, help="Say what the policy would hold, and what that costs.")
@click.option("--json", "as_json", is_flag=True, help="The estimate as JSON.")
def command(inputs: tuple[str, ...], out: str, only_estimate: bool, as_json: bool, **options: Any) -> None:
    """Score comments of any format: labels, route, reasons, one row per comment, input order kept."""
    request = _request(inputs, out, options)
    with progress() as told:
        if only_estimate:
            found = estimate(request, told)
        else:
            tally = score_files(request, told).tally
    if not only_estimate:
        click.echo(_summary(tally, request), err=True)
    elif as_json:
        click.echo(orjson.dumps(found.as_json(), option=orjson.OPT_INDENT_2).decode())
    else:
        click.echo(_in_words(found))


def _request(inputs: tuple[str, ...], out: str, options: dict[str, Any]) -> Request:
    target = None if out == "-" else Path(out)
    if options["resume"] and target is None:
        raise UsageError("`--resume` needs a file to resume", mend="name it with `-o OUT.jsonl`")
    if options["resume"] and "-" in inputs:
        raise UsageError("standard input cannot be read again", mend="score a file to be able to `--resume`")
    if target is not None and not target.parent.is_dir():
        raise UsageError(f"there is no folder `{target.parent}`", mend="make it first")
    columns = options["columns"]
    request = Request(
        inputs=inputs,
        out=target,
        as_format=options["as_format"],
        source_name=options["source_name"],
        columns=mapped(options["mapping"]),
        loading=loading_of(options),
        explained=options["explain"],
        with_text=not options["no_text"],
        kept=tuple(dict.fromkeys(name.strip() for name in columns.split(","))) if columns else None,
        pseudonym_key=pseudonym_key(options["pseudonymise"]),
        jobs=options["jobs"],
        resume=options["resume"],
        command=shlex.join(["moderation", *sys.argv[1:]]),
    )
    request.output  # noqa: B018 # an ending that we do not write is refused before any work is done
    return request


def _summary(tally: Tally, request: Request) -> str:
    routes = ", ".join(f"{count} {route}" for route, count in tally.of("route").items())
    lines = [f"{tally.rows} comments scored" + (f": {routes}" if routes else "")]
    for status in ("failed", "skipped"):
        if count := tally.of("status").get(status):
            lines.append(f"{count} {status}")
    if uncovered := tally.of("not-covered"):
        lines.append("languages not covered: " + ", ".join(f"{code} {count}" for code, count in uncovered.items()))
    if tally.rejects:
        where = f", see {request.out}.rejects.jsonl" if request.out else ""
        lines.append(f"{tally.rejects} rows rejected{where}")
    return "\n".join(lines)


def _in_words(found: Estimate) -> str:
    lines = [
        f"{found.comments:,} comments; measured on {found.slice:,} of them",
        f"held for a person: {found.share_held:.1%} (about {found.share_held * found.comments:,.0f})",
        f"a person's time: {found.hours_in_all:,.1f} h in all at {found.seconds_per_decision:g} s a decision",
    ]
    if found.held_per_day is not None and found.hours_per_day is not None:
        per_day = f"{found.held_per_day:,.0f} comments, {found.hours_per_day:,.1f} h a day"
        lines.append(f"a day: {per_day} (the comments span {found.days:,.1f} days)")
    lines.append(f"scoring: {found.comments_per_second:,.0f} comments/s, {found.scoring_seconds:,.0f} s on one core")
    lines += [f"  {count / found.slice:6.1%}  {reason}" for reason, count in list(found.by_reason.items())[:15]]
    return "\n".join(lines)
