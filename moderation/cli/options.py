"""Options that several commands share, spelled once."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from moderation.app.settings import DATABASE, DEFAULT_DATABASE
from moderation.errors import UsageError
from moderation.parse.opening import STDIN

if TYPE_CHECKING:
    from moderation.review import Desk
    from moderation.store import Store

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def all_of(*options: Decorator) -> Decorator:
    """Return the options as one decorator, shown in this order."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


database = click.option(
    "--db",
    "url",
    envvar=DATABASE,
    default=DEFAULT_DATABASE,
    show_default=True,
    metavar="URL",
    help="Any SQLAlchemy URL of SQLite or PostgreSQL.",
)

as_json_option = click.option("--json", "as_json", is_flag=True, help="The answer as JSON.")
moderator_option = click.option("--moderator", metavar="NAME", help="In whose name; your user name without.")


def owner_desk(store: Store, moderator: str | None) -> Desk:
    """Return a desk with all rights: whoever can open the database by hand answers for all of it."""
    from moderation.review import Desk

    return Desk(store, moderator or getpass.getuser(), "admin")


def sealing_key() -> bytes | None:
    """Return the key that seals are made with, where one is set."""
    return os.environ.get("MODERATION_SEAL_KEY", "").encode() or None


reading = all_of(
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
    "--device", default="cpu", show_default=True, type=click.Choice(["cpu", "cuda"]), help="Where transformers run."
)

judging = all_of(
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
    click.option("--day", metavar="YYYY-MM-DD", help="The day on which rules that expire are judged; today without."),
)
JUDGING: Final = (
    "rules", "policy", "classifier", "language", "checkpoint", "config", "device", "allow_download", "day",
)  # fmt: skip


def refuse_to_replace(inputs: Iterable[str | Path], out: Path) -> None:
    """Raise UsageError where the output would take the place of what it is made from."""
    for path in inputs:
        if str(path) != STDIN and out.exists() and Path(path).exists() and out.samefile(path):
            raise UsageError(f"`{out}` is an input too", mend="name another file")


def mapped(pairs: tuple[str, ...]) -> Mapping[str, str]:
    """Return `FIELD=COLUMN` pairs as a mapping; raises UsageError for one without a `=`."""
    for pair in pairs:
        if "=" not in pair:
            raise UsageError(f"`--map {pair}` is not FIELD=COLUMN", mend="write for example `--map text=comment_body`")
    return {field: column for field, _, column in (pair.partition("=") for pair in pairs)}


def loading_of(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments of `load_pipeline` out of a command's options."""
    loading = {name: options[name] for name in JUDGING}
    # Fixed once: the processes of a run that goes on past midnight judge by the same day.
    return {**loading, "day": options["day"] or datetime.now(UTC).date().isoformat()}


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
