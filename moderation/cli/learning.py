"""moderation learn."""

from __future__ import annotations

from pathlib import Path

import click

from moderation.cli.groups import Commands
from moderation.cli.options import as_json_option, database
from moderation.cli.printing import echo_json
from moderation.learn import Advice, agreement, rule_precision, thresholds, training_data
from moderation.store import open_store


@click.group(name="learn", cls=Commands)
def command() -> None:
    """What past rulings teach: thresholds, the precision of rules, agreement, a model of your own."""


@command.command(name="thresholds")
@click.option(
    "--precision", type=click.FloatRange(0, 1, min_open=True), default=0.9, show_default=True,
    help="The share of what is held that people are to reject.",
)  # fmt: skip
@database
@as_json_option
def thresholds_command(precision: float, url: str, as_json: bool) -> None:
    """Say from which score on each label's holds are as precise as wanted."""
    with open_store(url, create=False) as store:
        found = thresholds(store, precision)
    if as_json:
        rows = [
            {
                "label": one.label,
                "threshold": one.threshold,
                "precision": one.precision,
                "recall": one.recall,
                "held": one.held,
                "rejected": one.rejected,
                "ruled": one.ruled,
            }
            for one in found
        ]
        echo_json({"labels": rows})
        return
    click.echo("\n".join(map(_in_words, found)) or "no label has been ruled on yet")


def _in_words(one: Advice) -> str:
    basis = f"{one.rejected} rejected of {one.ruled} ruled on"
    if one.threshold is None:
        return f"{one.label:<18} no threshold is that precise; {basis}"
    return f"{one.label:<18} {one.threshold:.3f}: precision {one.precision:.2f}, recall {one.recall:.2f}; {basis}"


@command.command(name="precision")
@database
@as_json_option
def precision_command(url: str, as_json: bool) -> None:
    """Say of each rule how much of what it fired on people rejected."""
    with open_store(url, create=False) as store:
        found = rule_precision(store)
    if as_json:
        rows = [
            {"rule": one.rule, "rejected": one.rejected, "ruled": one.ruled, "interval": one.interval} for one in found
        ]
        echo_json({"rules": rows})
        return
    for one in found:
        low, high = one.interval or (0.0, 1.0)
        share = one.rejected / one.ruled
        click.echo(f"{one.rule}: {one.ruled} ruled on, {one.rejected} rejected, {share:.0%} ({low:.0%} to {high:.0%})")
    if not found:
        click.echo("no rule has fired on a comment that people ruled on")


@command.command(name="agreement")
@database
@as_json_option
def agreement_command(url: str, as_json: bool) -> None:
    """Say how far people who judged the same text agree; it ranks nobody."""
    with open_store(url, create=False) as store:
        found = agreement(store)
    if as_json:
        pairs = [{"one": one, "other": two, "texts": count, "kappa": kappa} for one, two, count, kappa in found.pairs]
        echo_json({"texts": found.texts, "alike": found.alike, "alpha": found.alpha, "pairs": pairs})
        return
    click.echo(f"{found.texts} texts judged by two or more, {found.alike} of them alike")
    if found.alpha is not None:
        click.echo(f"Krippendorff's alpha {found.alpha:.2f}")
    for one, two, count, kappa in found.pairs:
        click.echo(f"{one}, {two}: {count} texts, Cohen's kappa {'not defined' if kappa is None else f'{kappa:.2f}'}")


@command.command()
@click.option("-o", "--out", required=True, type=click.Path(path_type=Path), metavar="FOLDER", help="Where it goes.")
@click.option("--language", default="en", show_default=True, metavar="CODE", help="The comments' language.")
@click.option("--seed", default=0, show_default=True, help="Draws what trains, calibrates and measures.")
@database
def retrain(out: Path, language: str, seed: int, url: str) -> None:
    """Train `ngram.v1` on what people ruled, as `moderation train ngram` does on a file."""
    from moderation.cli.train import train_ngram

    with open_store(url, create=False) as store:
        own = training_data(store, language=language, seed=seed)
    train_ngram(own, out, None)
