"""moderation evaluate."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import orjson

from moderation.classify import load_classifier
from moderation.evaluate import Evaluation, LabelColumn, evaluate, read_labelled
from moderation.policy import load_policy
from moderation.taxonomy import Label


@click.command(name="evaluate")
@click.argument("files", nargs=-1, required=True, metavar="LABELLED...", type=click.Path(path_type=Path))
@click.option("--text", required=True, metavar="COLUMN", help="Where the comment stands.")
@click.option(
    "--label",
    "labels",
    multiple=True,
    required=True,
    metavar="OUR=COLUMN[>=T]",
    help="Where a label's truth stands; `COLUMN==WORD` where it is a word.",
)
@click.option("--group", metavar="COLUMN", help="Measure each value of this column apart, for example an identity.")
@click.option("--weights", metavar="COLUMN", help="How many comments a row stands for.")
@click.option("--classifier", metavar="NAME", help="Instead of the policy's, for example `ngram.v1`.")
@click.option("--checkpoint", type=click.Path(path_type=Path), metavar="PATH", help="Weights not in the package.")
@click.option(
    "--config", type=click.Path(path_type=Path), metavar="DIR", help="Tokenizer and config of the checkpoint."
)
@click.option("--policy", type=click.Path(path_type=Path), metavar="FILE", help="Whose thresholds precision is at.")
@click.option("--language", default="en", show_default=True, metavar="CODE", help="Whose thresholds, too.")
@click.option("--rounds", default=200, show_default=True, type=click.IntRange(0), help="Draws of the bootstrap.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(files: tuple[Path, ...], text: str, as_json: bool, **options: Any) -> None:
    """Measure scores against labelled comments (CSV, TSV or JSON Lines), per label and per group."""
    columns = [LabelColumn.parse(given) for given in options["labels"]]
    labelled = read_labelled(files, text=text, labels=columns, group=options["group"], weights=options["weights"])
    decisions = load_policy(options["policy"])
    name = options["classifier"] or decisions.classifier
    judge = load_classifier(name, checkpoint=options["checkpoint"], config=options["config"])

    def threshold(label: Label) -> float | None:
        return decisions.threshold(judge.name, label, options["language"])

    found = evaluate(labelled, judge, threshold=threshold, rounds=options["rounds"])
    if as_json:
        click.echo(orjson.dumps(found.as_json(), option=orjson.OPT_INDENT_2).decode())
    else:
        click.echo(as_table(found))


def as_table(found: Evaluation) -> str:
    """Return the figures as a table, groups from the worst on."""
    head = f"{'label':<19}{'positives':>9}  {'AUC (95 %)':<21}{'AP':>6}{'ECE':>7}{'precision':>11}{'recall':>8}"
    lines = [f"{found.rows:,} comments, {found.classifier}, {found.comments_per_second:,.0f} comments/s", "", head]
    for label, row in found.labels.items():
        spread = f" ({row.auc_interval[0]:.3f}-{row.auc_interval[1]:.3f})" if row.auc_interval else ""
        lines.append(
            f"{label:<19}{row.positives:>9}  {_number(row.auc) + spread:<21}{_number(row.average_precision):>6}"
            f"{_number(row.ece):>7}{_number(row.precision_at_policy):>11}{_number(row.recall_at_policy):>8}"
        )
    for label in found.labels if found.groups else ():
        lines += ["", f"{label} by group{'':<16}{'rows':>6}{'AUC':>7}{'BPSN':>7}{'BNSP':>7}{'false positives':>17}"]
        groups = [(group, of[label]) for group, of in found.groups.items()]
        for group, figures in sorted(groups, key=lambda pair: (pair[1].auc is None, pair[1].auc or 0.0)):
            lines.append(
                f"  {group[:30]:<30}{figures.rows:>8}{_number(figures.auc):>7}{_number(figures.bpsn_auc):>7}"
                f"{_number(figures.bnsp_auc):>7}{_number(figures.false_positive_rate):>17}"
            )
    return "\n".join(lines)


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
