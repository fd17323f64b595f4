"""moderation train scale, moderation migrate-thresholds: from Perspective's numbers to ours."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import orjson

from moderation.cli.options import refuse_to_replace
from moderation.cli.printing import echo_json

if TYPE_CHECKING:
    from moderation.evaluate import Labelled

SHIPPED = ("ngram.v1", "encoder.v1", "cascade.v1")


@click.command(name="scale")
@click.argument("files", nargs=-1, required=True, metavar="DATA...", type=click.Path(path_type=Path))
@click.option("--text", required=True, metavar="COLUMN", help="Where the comment stands.")
@click.option("--label", "labels", multiple=True, required=True, metavar="OUR=COLUMN", help="The other system's score.")
@click.option("--classifier", "names", multiple=True, default=SHIPPED, metavar="NAME", help="Whose scores to map.")
@click.option("--checkpoint", type=click.Path(path_type=Path), metavar="FOLDER", help="Instead of the shipped weights.")
@click.option("-o", "--out", type=click.Path(path_type=Path), metavar="FILE", help="For `moderation serve --scale`.")
def scale(
    files: tuple[Path, ...],
    text: str,
    labels: tuple[str, ...],
    names: tuple[str, ...],
    checkpoint: Path | None,
    out: Path | None,
) -> None:
    """Fit the map from our probabilities to another system's scores of the same comments, and say how well it holds."""
    from moderation.classify import load_classifier
    from moderation.records import SCHEMA_VERSION
    from moderation.train.scale import as_table, fits, scale_of

    if out is not None:
        refuse_to_replace(files, out)
    known = _labelled(files, text, labels)
    scales = {}
    for name in names:
        classifier = load_classifier(name, checkpoint=checkpoint)
        scales[classifier.name] = scale_of(classifier, known.texts, known.truths)
        click.echo(as_table(classifier.name, fits(classifier, known.texts, known.truths)) + "\n")
    if out is not None:
        document = {"schema_version": SCHEMA_VERSION, "classifiers": scales}
        out.write_bytes(orjson.dumps(document, option=orjson.OPT_APPEND_NEWLINE))


@click.command(name="migrate-thresholds")
@click.argument("files", nargs=-1, required=True, metavar="COMMENTS...", type=click.Path(path_type=Path))
@click.option("--text", required=True, metavar="COLUMN", help="Where the comment stands.")
@click.option(
    "--threshold", "thresholds", multiple=True, required=True, metavar="ATTRIBUTE=T", help="As set for Perspective."
)
@click.option("--score", "scores", multiple=True, metavar="ATTRIBUTE=COLUMN", help="Scores that Perspective gave.")
@click.option("--classifier", metavar="NAME", help="Instead of the policy's.")
@click.option("--scale", "scale_name", default="perspective", show_default=True, metavar="perspective|FILE")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of lines for a policy file.")
def command(files: tuple[Path, ...], text: str, as_json: bool, **options: Any) -> None:
    """Say what thresholds made for Perspective become, on a site's own past comments (CSV, TSV, JSON Lines, Parquet).

    With --score the new threshold holds the share of these comments that the old one held; without, it is the old
    one read on Perspective's scale, and the share is what it would hold of these comments now.
    """
    from moderation.serve.migrate import as_toml, migrated

    found = migrated(files, text, **options)
    if as_json:
        echo_json({"thresholds": [one.as_json() for one in found]})
    else:
        click.echo(as_toml(found))


def _labelled(files: tuple[Path, ...], text: str, labels: tuple[str, ...]) -> Labelled:
    from moderation.evaluate import LabelColumn, read_labelled

    return read_labelled(files, text=text, labels=[LabelColumn.parse(given) for given in labels])
