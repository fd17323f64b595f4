"""moderation sample."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click
import orjson

from moderation.batch import Progress
from moderation.batch.manifest import write_whole
from moderation.cli.options import (
    judging,
    loading_of,
    mapped,
    pseudonym_key,
    reading,
    refuse_to_replace,
)
from moderation.cli.places import refuse_without_folder
from moderation.cli.reporting import progress
from moderation.counted import counted
from moderation.errors import UsageError
from moderation.lab.sample import corpus_lines, draw, draw_by_score, is_filled_in, sheet_rows
from moderation.parse import parse
from moderation.pipeline import load_pipeline
from moderation.records import Columns, Comment, Notice, Record, Reject
from moderation.spreadsheet import LineFeeds, defuse


@click.command(name="sample")
@click.argument("source", metavar="INPUT")
@click.option("-n", "size", type=click.IntRange(1), required=True, help="How many comments to draw.")
@click.option("-o", "--out", metavar="OUT", default="-", help="OUT.jsonl, a sheet also OUT.csv; else standard output.")
@click.option("--seed", default=0, show_default=True, help="The same seed draws the same comments.")
@click.option("--stratify", type=click.Choice(["score"]), help="An annotation sheet: as many of every band of scores.")
@click.option("--pseudonymise", is_flag=True, help="Keyed codes for names; needs MODERATION_PSEUDONYM_KEY.")
@reading
@judging
def command(
    source: str, size: int, out: str, seed: int, stratify: str | None, pseudonymise: bool, **options: Any
) -> None:
    """Draw comments: a corpus for `moderation rules diff`, or with `--stratify score` an annotation sheet.

    A corpus is JSON Lines as `moderation parse` prints them. A sheet has a column for every label to be filled in, no
    score that would lead the annotator, and `weight`: how many comments of INPUT each row stands for.
    """
    key = pseudonym_key(("author",) if pseudonymise else ())
    target = _target(source, out, sheet=stratify is not None)
    with progress() as told:
        records = _told(parse(
            source, as_format=options["as_format"], columns=mapped(options["mapping"]) or None,
            source_name=options["source_name"],
        ), told)  # fmt: skip
        if stratify:
            drawn = draw_by_score(records, size, load_pipeline(**loading_of(options)), seed=seed)
        else:
            drawn = draw(records, size, seed=seed)
    rows = sheet_rows(drawn, key) if stratify else corpus_lines(drawn, key)
    content = _csv(rows) if target is not None and target.suffix == ".csv" else _jsonl(rows)
    if target is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:
        write_whole(target, content)
    click.echo(f"{counted(len(drawn), 'comment')} drawn", err=True)


def _target(source: str, out: str, *, sheet: bool) -> Path | None:
    if out == "-":
        return None
    path = Path(out)
    endings = (".jsonl", ".csv") if sheet else (".jsonl",)
    if path.suffix not in endings:
        mend = f"end it in {' or '.join(endings)}"
        if path.suffix == ".csv":
            mend += "; a sheet to label, which may be CSV, is drawn with `--stratify score`"
        raise UsageError(f"cannot tell the output format of `{path.name}`", mend=mend)
    refuse_without_folder(path)
    refuse_to_replace([source], path)
    if sheet and path.is_file() and is_filled_in(path):
        raise UsageError(f"people have filled in `{path}`", mend="name another file, or move that one away")
    return path


def _told(records: Iterator[Record], told: Progress) -> Iterator[Record]:
    """Yield the records, and tell of what is not a comment."""
    for record in records:
        if isinstance(record, Comment):
            told.advance(1, 0)
        elif isinstance(record, Reject):
            told.advance(0, 1)
            told.notice(Notice(f"rejected: {record.reason}", record.line))
        elif isinstance(record, Notice):
            told.notice(record)
        elif isinstance(record, Columns):
            told.header(record)
        yield record


def _jsonl(rows: Iterator[dict[str, Any]]) -> bytes:
    return b"".join(orjson.dumps(_sayable(row), option=orjson.OPT_APPEND_NEWLINE) for row in rows)


def _sayable(value: Any) -> Any:
    """Return JSON values without lone surrogates, which UTF-8 cannot hold."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "replace").decode()
    if isinstance(value, Mapping):
        return {key: _sayable(part) for key, part in value.items()}
    return [_sayable(part) for part in value] if isinstance(value, list) else value


def _csv(rows: Iterator[dict[str, Any]]) -> bytes:
    out = io.StringIO(newline="")
    writer: csv.DictWriter[str] | None = None
    for row in rows:
        if writer is None:
            writer = csv.DictWriter(LineFeeds(out), list(row))
            writer.writeheader()
        writer.writerow({name: defuse(value) if isinstance(value, str) else value for name, value in row.items()})
    return out.getvalue().encode("utf-8", "replace")
