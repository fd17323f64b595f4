"""`--engine`: whose workers score."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from moderation.batch.processes import usable_cores
from moderation.cli.options import all_of
from moderation.errors import UsageError

if TYPE_CHECKING:
    from moderation.batch.request import Judging

on_engine = all_of(
    click.option("--engine", type=click.Choice(["dask", "spark"]), help="Score on a cluster's workers."),
    click.option(
        "--scheduler", metavar="ADDRESS", help="Dask's, such as tcp://host:8786; without it, `--jobs` processes here."
    ),
    click.option("--master", metavar="MASTER", help="Spark's, such as `local[2]` or spark://host:7077."),
)


def judging_of(options: Mapping[str, Any]) -> Judging | None:
    """Return whose workers judge the chunks, None for this machine's processes; raises UsageError."""
    for option, engine in (("scheduler", "dask"), ("master", "spark")):
        if options[option] and options["engine"] != engine:
            raise UsageError(f"`--{option}` is for `--engine {engine}`", mend=f"add `--engine {engine}`")
    if options["engine"] is None:
        return None
    from moderation.distributed import spread
    from moderation.distributed.dask import OnDask
    from moderation.distributed.spark import OnSpark

    if options["engine"] == "dask":
        return spread(OnDask(options["scheduler"], options["jobs"] or usable_cores(), partial(click.echo, err=True)))
    return spread(OnSpark(options["master"]))
