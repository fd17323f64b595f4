"""`moderation rules`: check rule files, run their examples, show rules."""

from __future__ import annotations

from pathlib import Path

import click

from moderation.rulebook import report
from moderation.rulebook.load import checked_rules, read_rules
from moderation.rulebook.testing import run
from moderation.shipped import shipped

PATH = click.argument("path", required=False, type=click.Path(path_type=Path))


@click.group("rules", context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Check, test and show moderation rules."""


@command.command("check")
@PATH
@click.option("--format", "shape", type=click.Choice(tuple(report.SHAPES)), default="text", help="Shape of the report.")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
def check(path: Path | None, shape: str, as_json: bool) -> None:
    """Check the rule files under PATH (default: the rules that come along) and show every problem at once.

    Exits 0 when they can be used, 2 when they cannot; warnings do not count.
    """
    loaded = read_rules(path or shipped("rules"))
    click.echo(report.SHAPES["json" if as_json else shape](loaded))
    raise SystemExit(2 if loaded.errors else 0)


@command.command("test")
@PATH
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")
def test(path: Path | None, as_json: bool) -> None:
    """Run every example of the rules under PATH (default: the rules that come along).

    Exits 0 when all go as the files say, 1 when one does not, 2 when a file is broken.
    """
    results = list(run(checked_rules(path or shipped("rules"))))
    click.echo(report.results_json(results) if as_json else report.results_text(results))
    raise SystemExit(0 if all(result.passed for result in results) else 1)


@command.command("show")
@click.argument("rule_id", required=False, metavar="[ID]")
@click.option("--rules", "path", type=click.Path(path_type=Path), help="Rule files other than those that come along.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")
def show(rule_id: str | None, path: Path | None, as_json: bool) -> None:
    """List the rules, or show the one named ID."""
    rules = checked_rules(path or shipped("rules"))
    chosen = report.pick(rules, rule_id) if rule_id else rules
    if as_json:
        click.echo(report.rules_json(chosen))
    else:
        click.echo(report.rule_text(chosen[0]) if rule_id else report.rules_text(chosen))
