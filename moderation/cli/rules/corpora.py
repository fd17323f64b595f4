"""What the rules' commands that hold rules against a corpus take."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from moderation.cli.options import Decorator, all_of, mapped
from moderation.lab.corpora.chunks import Reading
from moderation.lab.corpora.corpus import Source
from moderation.policy import load_policy


def corpus_options(*, required: bool) -> Decorator:
    """Return the options that name a corpus and say how it is to be read."""
    return all_of(
        click.option("--corpus", required=required, type=click.Path(path_type=Path), metavar="FILE",
                     help="Comments of any format, for example from `moderation sample`."),
        click.option("--as", "as_format", metavar="FORMAT", help="Its format; the content decides without."),
        click.option("--map", "mapping", multiple=True, metavar="FIELD=COLUMN", help="Where a field stands."),
        click.option("--cache", type=click.Path(path_type=Path), metavar="DIR",
                     help="Where to keep what is worked out, of up to four corpora; FILE.lab beside it without."),
    )  # fmt: skip


def source_of(corpus: Path, options: dict[str, Any]) -> Source:
    """Return the corpus that a command's options name."""
    return Source(corpus, options["as_format"], None, mapped(options["mapping"]), options["cache"])


def reading_of(rules: Path | None) -> Reading:
    """Return how the policy that lies beside the rules wants comments read; the shipped one without."""
    own = rules / "policy.toml" if rules is not None else None
    policy = load_policy(own if own is not None and own.is_file() else None)
    return Reading(policy.max_characters, policy.site_language)
