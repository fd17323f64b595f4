"""JSON on standard output, as every command prints it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click
import orjson

from moderation.records import SCHEMA_VERSION


def json_text(value: Mapping[str, Any]) -> str:
    """Return JSON with the schema's version first."""
    told = {"schema_version": SCHEMA_VERSION, **value}
    return orjson.dumps(told, option=orjson.OPT_INDENT_2).decode()


def echo_json(value: Mapping[str, Any]) -> None:
    """Print JSON with the schema's version first."""
    click.echo(json_text(value))
