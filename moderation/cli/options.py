"""Options that several commands share, spelled once."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from moderation.errors import UsageError

if TYPE_CHECKING:
    from moderation.classify import Weights

DEFAULT_DATABASE: Final = "sqlite:///moderation.db"
Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def _all(*options: Decorator) -> Decorator:
    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


database = click.option(
    "--db",
    "url",
    envvar="MODERATION_DB",
    default=DEFAULT_DATABASE,
    show_default=True,
    metavar="URL",
    help="Any SQLAlchemy URL of SQLite or PostgreSQL.",
)

reading = _all(
    click.option("--as", "as_format", metavar="FORMAT", help="The input's format; its content decides without."),
    click.option(
        "--map", "mapping", multiple=True, metavar="FIELD=COLUMN", help="Where a field of the comment stands."
    ),
    click.option("--source", "source_name", metavar="NAME", help="The source to file the comments under."),
)

allow_download = click.option(
    "--allow-download", is_flag=True, help="Fetch Detoxify's published weights where they are not here."
)

device = click.option(
    "--device",
    type=click.Choice(["cpu", "cuda"]),
    default="cpu",
    show_default=True,
    help="Where a transformer scores.",
)

judging = _all(
    click.option("--rules", type=click.Path(path_type=Path), metavar="DIR", help="A folder of rule files."),
    click.option("--policy", type=click.Path(path_type=Path), metavar="FILE", help="A policy file."),
    click.option("--classifier", metavar="NAME", help="Instead of the policy's, for example `ngram.v1`."),
    click.option("--language", default="auto", show_default=True, metavar="auto|CODE", help="The comments' language."),
    click.option(
        "--checkpoint", type=click.Path(path_type=Path), metavar="FILE", help="Weights that are not in the package."
    ),
    click.option(
        "--config", type=click.Path(path_type=Path), metavar="DIR", help="Tokenizer and config of the checkpoint."
    ),
    device,
    allow_download,
)
_JUDGING: Final = ("rules", "policy", "classifier", "language")
_WEIGHTS: Final = ("checkpoint", "config", "device", "allow_download")


def mapped(pairs: tuple[str, ...]) -> Mapping[str, str]:
    """Return `FIELD=COLUMN` pairs as a mapping; raises UsageError for one without a `=`."""
    for pair in pairs:
        if "=" not in pair:
            raise UsageError(f"`--map {pair}` is not FIELD=COLUMN", mend="write for example `--map text=comment_body`")
    return {field: column for field, _, column in (pair.partition("=") for pair in pairs)}


def loading_of(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments of `load_pipeline` out of a command's options."""
    return {**{name: options[name] for name in _JUDGING}, "weights": weights_of(options)}


def weights_of(options: Mapping[str, Any]) -> Weights:
    """Return where a command's classifier has its weights from, and what it runs on."""
    from moderation.classify import Weights

    return Weights(**{name: options[name] for name in _WEIGHTS})


def pseudonym_key(pseudonymise: tuple[str, ...]) -> bytes | None:
    """Return the key of the pseudonyms where they are asked for; raises UsageError when none is set."""
    if not pseudonymise:
        return None
    secret = os.environ.get("MODERATION_PSEUDONYM_KEY", "")
    if not secret:
        raise UsageError(
            "`--pseudonymise` needs a key",
            mend="set MODERATION_PSEUDONYM_KEY to a secret; the same key, the same names",
        )
    return secret.encode()
