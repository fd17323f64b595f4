"""moderation demo."""

from __future__ import annotations

import os
from pathlib import Path

import click

from moderation.app import settings
from moderation.batch import import_into
from moderation.cli.ports import check_port
from moderation.cli.queue import Opening, moderator_option, open_queue, port_option, role_option
from moderation.cli.reporting import progress
from moderation.errors import InputError
from moderation.pipeline import load_pipeline
from moderation.shipped import shipped
from moderation.store import open_store
from moderation.store.connect import engine_for, upgrade


@click.command(name="demo")
@click.option("--db", "url", metavar="URL", help="Where to keep the samples; a file of your user's cache without.")
@port_option
@moderator_option
@role_option
def command(url: str | None, port: int, moderator: str | None, role: str | None) -> None:
    """Open the queue over the sample pages; nothing to prepare, and a second time adds nothing twice."""
    check_port(settings.HOST, port)
    url = url or _own_database()
    with open_store(url) as store, progress() as told:
        summary = import_into(store, samples(shipped("seeds")), load_pipeline(), progress=told)
    click.echo(f"{summary.new} sample comments added, {summary.unchanged} were there already", err=True)
    open_queue(Opening(url, port, moderator, role or "admin"))


def _own_database() -> str:
    """Return the URL of the demo's own database, brought to the newest schema: nobody else would know to do it."""
    url = f"sqlite:///{_cached('demo.db')}"
    engine = engine_for(url)
    upgrade(engine)
    engine.dispose()
    return url


def samples(folder: Path) -> list[Path]:
    """Return the sample pages and dumps of a folder, in order of their names; raises InputError for an empty one."""
    found = [path for path in sorted(folder.rglob("*")) if path.is_file() and _is_sample(path)]
    if not found:
        raise InputError(f"there are no sample pages in `{folder}`", mend="install the package again")
    return found


def _is_sample(path: Path) -> bool:
    return not path.name.startswith(".") and path.suffix not in {".md", ".py"} and "gold" not in str(path).lower()


def _cached(name: str) -> Path:
    home = os.environ.get("XDG_CACHE_HOME")
    folder = (Path(home) if home else Path.home() / ".cache") / "moderation"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / name
