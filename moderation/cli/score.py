"""moderation score."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import Any, Final

import click
import orjson

from moderation.batch import Request, estimate, score_files
from moderation.batch.estimating import CORE_HOUR_PRICE
from moderation.batch.manifest import write_whole
from moderation.batch.page import as_html
from moderation.batch.processes import usable_cores
from moderation.batch.run import BESIDE
from moderation.cli.cluster import judging_of, on_engine
from moderation.cli.dumping import around, on_dump
from moderation.cli.estimating import check_estimate, estimated
from moderation.cli.interrupting import interruptible
from moderation.cli.options import judging, loading_of, mapped, pseudonym_key, reading
from moderation.cli.reporting import progress
from moderation.cli.summing import in_words, timings
from moderation.errors import UsageError
from moderation.parse.opening import STDIN, is_read_once

_STDOUT: Final = Path("-")


@click.command(name="score")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--out", metavar="OUT", default="-", help="OUT.jsonl, .csv or .parquet; `-` is standard output.")
@reading
@judging
@click.option("--jobs", type=click.IntRange(1), metavar="N", help="Processes that score; by default as many as cores.")
@on_engine
@click.option("--resume", is_flag=True, help="Go on where an interrupted run stopped.")
@click.option("--timings", is_flag=True, help="Say where the time went, stage by stage.")
@click.option(
    "--summary",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The summary as JSON, too; `-` is standard output.",
)
@click.option(
    "--report",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The summary as an HTML page; `-` is standard output.",
)
@on_dump
@click.option("--explain", is_flag=True, help="Add the evidence: which words speak for which label.")
@click.option("--columns", metavar="NAME,...", help="Only these columns, in this order.")
@click.option("--no-text", is_flag=True, help="Leave the comments' text out.")
@click.option("--pseudonymise", type=click.Choice(["author"]), multiple=True, help="Replace names by keyed codes.")
@click.option(
    "--estimate", "only_estimate", is_flag=True, help="Say what the policy would hold, and what scoring costs."
)
@click.option(
    "--core-hour-price", type=click.FloatRange(0), default=CORE_HOUR_PRICE, show_default=True, help="For `--estimate`."
)
@click.option("--json", "as_json", is_flag=True, help="The estimate as JSON.")
def command(inputs: tuple[str, ...], out: str, only_estimate: bool, as_json: bool, **options: Any) -> None:
    """Score comments of any format: labels, route, reasons, one row per comment, input order kept."""
    check_estimate(options, out, is_estimate=only_estimate, as_json=as_json)
    request = _request(inputs, out, options)
    if not only_estimate:
        _score(request, options)
        return
    with progress() as told:
        found = estimate(request, told, core_hour_price=options["core_hour_price"])
    if as_json:
        click.echo(orjson.dumps(found.as_json(), option=orjson.OPT_INDENT_2).decode())
    else:
        click.echo(estimated(found))


def _score(request: Request, options: dict[str, Any]) -> None:
    with interruptible(), around(options, request) as readied, progress() as told:
        done = score_files(readied, told)
    click.echo(in_words(done, request), err=True)
    if options["timings"]:
        click.echo(timings(done), err=True)
    if options["summary"]:
        document = orjson.dumps(done.as_json(), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
        _write(options["summary"], document)
    if options["report"]:
        title = ", ".join(Path(path).name if path != "-" else "standard input" for path in request.inputs)
        _write(options["report"], as_html(done, title).encode("utf-8", "replace"))


def _write(path: Path, content: bytes) -> None:
    if path == _STDOUT:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:
        write_whole(path, content)


def _check_places(inputs: tuple[str, ...], out: Path | None, told: dict[str, Path | None]) -> None:
    """Raise UsageError, before any work is done, where a file could not be written or would take another's place."""
    taken: dict[Path, str] = {Path(path).resolve(): "an input" for path in inputs if path != "-"}
    for name, path in {"-o": out or _STDOUT, **{f"--{name}": path for name, path in told.items()}}.items():
        if path is None:
            continue
        if not path.parent.is_dir():
            raise UsageError(f"there is no folder `{path.parent}`", mend="make it first")
        if name != "-o" and path.is_dir():
            raise UsageError(f"`{path}` is a folder", mend="name a file in it")
        place = path if path == _STDOUT else path.resolve()
        if name != "-o" and place in taken:  # of the output and an input the run itself says it
            what = "standard output" if path == _STDOUT else f"`{path}`"
            raise UsageError(f"`{name}` and {taken[place]} would both be {what}", mend="name another file for one")
        taken[place] = f"`{name}`"
        if name == "-o" and out is not None:
            taken |= {path.with_name(path.name + ending).resolve(): "what stands beside `-o`" for ending in BESIDE}


def _check_named_once(inputs: tuple[str, ...]) -> None:
    """Refuse an input that is named again, as by `score *.csv a.csv`: its comments would count twice."""
    places = [path if path == STDIN else Path(path).resolve() for path in inputs]
    again = next((path for at, path in enumerate(inputs) if places[at] in places[:at]), None)
    if again is not None:
        raise UsageError(f"`{again}` is named twice", mend="name each input once; its comments would count twice")


def _request(inputs: tuple[str, ...], out: str, options: dict[str, Any]) -> Request:
    target = None if out == "-" else Path(out)
    if options["resume"] and target is None:
        raise UsageError("`--resume` needs a file to resume", mend="name it with `-o OUT.jsonl`")
    _check_named_once(inputs)
    once = next(filter(is_read_once, inputs), None) if options["resume"] else None
    if once is not None:
        what = "standard input" if once == STDIN else f"`{once}`"
        raise UsageError(f"{what} cannot be read again", mend="score a file to be able to `--resume`")
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
        jobs=options["jobs"] or usable_cores(),
        resume=options["resume"],
        judging=judging_of(options),
        command=shlex.join(["moderation", *sys.argv[1:]]),
    )
    request.output  # noqa: B018 # an ending that we do not write is refused before any work is done
    _check_places(inputs, target, {name: options[name] for name in ("summary", "report")})
    return request
