"""`moderation rules check` and `test`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from moderation.cli.rules.options import PATHS, as_json_option, day_option
from moderation.rulebook.examples import report
from moderation.rulebook.files.extends import upgrade_notice
from moderation.rulebook.files.load import checked_rules, read_rules
from moderation.shipped import shipped


@click.command("check")
@PATHS
@click.option("--format", "shape", type=click.Choice(tuple(report.SHAPES)), default="text", help="Shape of the report.")
@day_option
@as_json_option
def check(paths: tuple[Path, ...], shape: str, day: date | None, as_json: bool) -> None:
    """Check the rule files under each PATH (default: the rules that come along) and show every problem at once.

    Of a site's folder that extends an older release it also tells what the installed rules have otherwise. Exits 0
    when the files can be used, 2 when they cannot; warnings do not count.
    """
    loaded = read_rules(*(paths or (shipped("rules"),)), day=day)
    notice = upgrade_notice(loaded.base, lambda folder: read_rules(folder, day=day)) if loaded.base else None
    if notice:
        loaded = replace(loaded, problems=(*loaded.problems, notice))
    click.echo(report.SHAPES["json" if as_json else shape](loaded))
    raise SystemExit(2 if loaded.errors else 0)


@click.command("test")
@PATHS
@click.option("--format", "shape", type=click.Choice(tuple(report.RESULT_SHAPES)), default="text", help="Its shape.")
@as_json_option
def test(paths: tuple[Path, ...], shape: str, as_json: bool) -> None:
    """Run every example of the rules under each PATH (default: the rules that come along).

    Exits 0 when all go as the files say, 1 when one does not, 2 when a file is broken.
    """
    from moderation.rulebook.examples.testing import run  # `check`, which runs in editors, matches nothing

    results = list(run(checked_rules(*(paths or (shipped("rules"),)))))
    click.echo(report.RESULT_SHAPES["json" if as_json else shape](results))
    raise SystemExit(0 if all(result.passed for result in results) else 1)
