"""moderation train."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
import orjson

from moderation.errors import UsageError

if TYPE_CHECKING:
    from moderation.classify.ngram import Model


@click.group(name="train")
def command() -> None:
    """Train a classifier on your own data, or the shipped one again."""


_data = click.option(
    "--data",
    type=click.Path(path_type=Path),
    envvar="MODERATION_DATA",
    metavar="DIR",
    help="The folder with the public sets (environment MODERATION_DATA).",
)


@command.command(name="ngram")
@click.argument("files", nargs=-1, metavar="DATA...", type=click.Path(path_type=Path))
@click.option("-o", "--out", required=True, type=click.Path(path_type=Path), metavar="FOLDER", help="Where it goes.")
@click.option("--text", metavar="COLUMN", help="Where the comment stands.")
@click.option(
    "--label", "labels", multiple=True, metavar="OUR=COLUMN[>=T]", help="A label; shares of annotators are fine."
)
@click.option("--seed", default=0, show_default=True, help="Draws the tenth that is kept apart for calibration.")
@click.option("--recipe", type=click.Choice(["shipped"]), help="Retrain the shipped model from the public sets.")
@_data
def ngram(
    files: tuple[Path, ...],
    out: Path,
    text: str | None,
    labels: tuple[str, ...],
    seed: int,
    recipe: str | None,
    data: Path | None,
) -> None:
    """Train `ngram.v1` on CSV, TSV or JSON Lines; the same data and seed give the same bytes.

    Use it with `--classifier ngram.v1 --checkpoint FOLDER`.
    """
    from moderation.classify.ngram import write_model

    model = _shipped(data) if recipe else _own(files, text, labels, seed)
    write_model(model, out)
    click.echo(f"{out}: {', '.join(model.labels)}; digest {model.digest}", err=True)


def _say(message: str) -> None:
    click.echo(message, err=True)


def sets(data: Path | None) -> Path:
    """Return the folder that holds the sets: `data` itself or `data/data`; raises UsageError where none is named."""
    if data is None:
        raise UsageError("the shipped recipe needs the public sets", mend="name their folder with --data DIR")
    inner = data / "data"
    return inner if inner.is_dir() else data


def _shipped(data: Path | None) -> Model:
    from moderation.train.ngram import train_shipped

    return train_shipped(sets(data), _say)


def _own(files: tuple[Path, ...], text: str | None, labels: tuple[str, ...], seed: int) -> Model:
    import numpy as np

    from moderation.evaluate import LabelColumn, read_labelled
    from moderation.train.ngram import Recipe, train_own

    if not files or not text or not labels:
        raise UsageError(
            "training needs DATA, --text and at least one --label",
            mend="for example `moderation train ngram my.csv --text comment --label toxicity=toxic -o my-model`",
        )
    columns = [LabelColumn.parse(given) for given in labels]
    labelled = read_labelled(files, text=text, labels=columns)
    targets = np.stack([labelled.truths[column.label] for column in columns], axis=1).astype(np.float32)
    names = [column.label for column in columns]
    return train_own(labelled.texts, targets, names, seed=seed, recipe=Recipe(), say=_say)


@command.command(name="thresholds")
@_data
@click.option("--checkpoint", type=click.Path(path_type=Path), metavar="FOLDER", help="Instead of the shipped weights.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of lines for a policy file.")
def thresholds(data: Path | None, checkpoint: Path | None, as_json: bool) -> None:
    """Propose thresholds for `ngram.v1` from comments at (or weighted to) their natural rate."""
    from moderation.classify.ngram import load_ngram
    from moderation.train.calibrate import as_toml
    from moderation.train.ngram import proposals

    judge = load_ngram(checkpoint)
    found = proposals(judge, sets(data))
    if as_json:
        plain = {proposal.label: proposal.as_json() for proposal in found}
        click.echo(orjson.dumps({"schema_version": 1, judge.name: plain}, option=orjson.OPT_INDENT_2).decode())
    else:
        click.echo(as_toml(judge.name, "en", found))


@command.command(name="card")
@_data
@click.option("-o", "--out", default="-", metavar="FILE", help="`-` is standard output.")
def card(data: Path | None, out: str) -> None:
    """Measure the shipped `ngram.v1` and write its model card."""
    from moderation.classify.ngram import load_ngram
    from moderation.train.card import model_card

    text = model_card(load_ngram(), sets(data))
    if out == "-":
        click.echo(text, nl=False)
    else:
        Path(out).write_text(text, encoding="utf-8")
