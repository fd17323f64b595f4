"""moderation evaluate."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
import orjson

from moderation.classify import load_classifier
from moderation.cli.options import allow_download, device
from moderation.counted import counted
from moderation.errors import UsageError
from moderation.evaluate import Evaluation, LabelColumn, LabelFigures, evaluate, read_labelled
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
@click.option("--weights", metavar="COLUMN", help="How many comments a row stands for: adds how common labels are.")
@click.option("--classifier", metavar="NAME", help="Instead of the policy's, for example `ngram.v1`.")
@click.option("--checkpoint", type=click.Path(path_type=Path), metavar="PATH", help="Weights not in the package.")
@click.option(
    "--config", type=click.Path(path_type=Path), metavar="DIR", help="Tokenizer and config of the checkpoint."
)
@device
@allow_download
@click.option("--policy", type=click.Path(path_type=Path), metavar="FILE", help="Whose thresholds precision is at.")
@click.option("--language", default="en", show_default=True, metavar="CODE", help="Whose thresholds, too.")
@click.option("--rounds", default=200, show_default=True, type=click.IntRange(0), help="Draws of the bootstrap.")
@click.option("--by-language", is_flag=True, help="Measure each language that is found apart, too.")
@click.option(
    "--plot",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.png",
    help="Draw ROC, precision and recall, and reliability.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(files: tuple[Path, ...], text: str, as_json: bool, **options: Any) -> None:
    """Measure scores against labelled comments (CSV, TSV, JSON Lines, Parquet), per label and per group."""
    plot: Path | None = options["plot"]
    if plot is not None and (plot.suffix.lower() != ".png" or not plot.parent.is_dir()):
        raise UsageError(f"`{plot}` cannot be drawn to", mend="name a PNG file in a folder that is there")
    columns = [LabelColumn.parse(given) for given in options["labels"]]
    labelled = read_labelled(files, text=text, labels=columns, group=options["group"], weights=options["weights"])
    decisions = load_policy(options["policy"])
    name = options["classifier"] or decisions.classifier
    judge = load_classifier(
        name,
        checkpoint=options["checkpoint"],
        config=options["config"],
        device=options["device"],
        allow_download=options["allow_download"],
    )

    def threshold(label: Label) -> float | None:
        return decisions.threshold(judge.name, label, options["language"])

    found = evaluate(labelled, judge, threshold=threshold, rounds=options["rounds"], by_language=options["by_language"])
    if plot is not None:
        from moderation.evaluate.plot import draw

        draw(found, plot)
    if as_json:
        click.echo(orjson.dumps(found.as_json(), option=orjson.OPT_INDENT_2).decode())
    else:
        click.echo(as_table(found))


def as_table(found: Evaluation) -> str:
    """Return the figures as a table, groups from the worst on; each number with its 95 % interval where it has one."""
    comments = counted(found.rows, "comment")
    lines = [f"{comments}, {found.classifier}, {found.comments_per_second:,.0f} comments/s", ""]
    lines += _label_lines("label", found.labels)
    lines += _prevalence_lines(found)
    for code, labels in found.languages.items():
        said = code if code in found.covered else f"{code}, not covered: its scores are not used"
        lines += ["", *_label_lines(f"[{code}]", labels), *([f"({said})"] if said != code else [])]
    for label in found.labels if found.groups else ():
        head = "".join(f"{name:<21}" for name in ("AUC (95 %)", "BPSN", "BNSP", "false positives"))
        lines += ["", f"{label} by group".ljust(32) + f"{'rows':>6}  {head}".rstrip()]
        groups = [(group, of[label]) for group, of in found.groups.items()]
        for group, row in sorted(groups, key=lambda pair: (pair[1].auc is None, pair[1].auc or 0.0)):
            cells = (
                _spread(row.auc, row.auc_interval),
                _spread(row.bpsn_auc, row.bpsn_auc_interval),
                _spread(row.bnsp_auc, row.bnsp_auc_interval),
                _spread(row.false_positive_rate, row.false_positive_rate_interval),
            )
            lines.append(f"  {group[:30]:<30}{row.rows:>6}  " + "".join(f"{cell:<21}" for cell in cells).rstrip())
    return "\n".join(lines)


def _label_lines(head: str, labels: Mapping[Label, LabelFigures]) -> list[str]:
    names = ("AUC (95 %)", "AP", "ECE", "precision", "recall")
    lines = [f"{head:<19}{'positives':>9}  " + "".join(f"{name:<21}" for name in names).rstrip()]
    for label, row in labels.items():
        cells = (
            _spread(row.auc, row.auc_interval),
            _spread(row.average_precision, row.average_precision_interval),
            _spread(row.ece, row.ece_interval),
            _spread(row.precision_at_policy, row.precision_at_policy_interval),
            _spread(row.recall_at_policy, row.recall_at_policy_interval),
        )
        lines.append(f"{label:<19}{row.positives:>9}  " + "".join(f"{cell:<21}" for cell in cells).rstrip())
    return lines


def _prevalence_lines(found: Evaluation) -> list[str]:
    """Return how common each label is in what the weighted rows stand for: as the scores say, and as people say."""
    if not found.prevalences:
        return []
    comments = next(iter(found.prevalences.values())).comments
    head = f"{'label':<19}{'labelled':>9}  {'over threshold':<21}so, corrected (95 %)"
    lines = ["", f"in the {comments:,.0f} comments that the rows stand for", head]
    for label, row in found.prevalences.items():
        share = _spread(row.share, row.interval)
        lines.append(f"{label:<19}{row.labelled:>9}  {_number(row.apparent):<21}{share}")
    return lines


def _spread(value: float | None, interval: tuple[float, float] | None) -> str:
    return _number(value) + (f" ({interval[0]:.3f}-{interval[1]:.3f})" if interval else "")


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
