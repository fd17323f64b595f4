"""moderation data."""

from __future__ import annotations

from pathlib import Path

import click

from moderation.batch.rows import pseudonym
from moderation.cli.groups import Commands
from moderation.cli.moments import ago
from moderation.cli.options import database, pseudonym_key
from moderation.counted import counted
from moderation.errors import UsageError
from moderation.store import Erased, backup, open_store, stamp, utc_now


@click.group(name="data", cls=Commands)
def command() -> None:
    """Purge, erase, back up and restore what the database holds."""


preview_option = click.option(
    "--preview", "--dry-run", "only_shown", is_flag=True, help="Only say what would be emptied."
)


@command.command()
@click.option("--older-than", required=True, metavar="AGE", help="A length like 365d, or a day, ISO 8601.")
@preview_option
@database
def purge(older_than: str, only_shown: bool, url: str) -> None:
    """Empty texts, authors and notes of comments that have not changed since; rulings stay, and stay verifiable."""
    since = ago(older_than, "--older-than")
    if since > stamp(utc_now()):
        raise UsageError(
            f"`--older-than {older_than}` is still to come, so everything would go",
            mend="name a day that is over; to empty all there is, write `--older-than 0d`",
        )
    with open_store(url, create=False) as store:
        erased = store.foresee_purge(since) if only_shown else store.purge(since)
    click.echo(_in_words(erased, only_shown=only_shown))


@command.command()
@click.option("--source", required=True, metavar="NAME", help="The source that knows the author.")
@click.option("--author-id", metavar="ID", help="The author's id there.")
@click.option("--author", "name", metavar="NAME", help="The author's name, where there is no id.")
@click.option(
    "--pseudonymised", is_flag=True, help="The comments came in with `import --pseudonymise`, under the same key."
)
@preview_option
@database
def erase(
    source: str, author_id: str | None, name: str | None, pseudonymised: bool, only_shown: bool, url: str
) -> None:
    """Forget one author: texts, names, notes and addresses; rulings stay, and stay verifiable."""
    key = pseudonym_key(("author",) if pseudonymised else ())
    if key is not None:
        author_id, name = (None if who is None else pseudonym(who, key) for who in (author_id, name))
    with open_store(url, create=False) as store:
        foreseen = store.foresee_author(source, author_id=author_id, name=name)
        if not foreseen.authors:
            raise UsageError(
                f"nobody is known at the source `{source}` under this {'name' if author_id is None else 'id'}",
                mend="take source and id from the comment's own record; who was erased is known no more",
            )
        erased = foreseen if only_shown else store.erase_author(source, author_id=author_id, name=name)
    click.echo(_in_words(erased, only_shown=only_shown))


def _in_words(erased: Erased, *, only_shown: bool) -> str:
    counts = (
        f"{counted(erased.comments, 'comment')}, {counted(erased.authors, 'author')}, {counted(erased.notes, 'note')}"
    )
    return f"would empty {counts}" if only_shown else f"emptied {counts}"


@command.command(name="backup")
@click.argument("out", type=click.Path(path_type=Path), metavar="FILE")
@database
def backup_command(out: Path, url: str) -> None:
    """Write the whole database, SQLite or PostgreSQL, into one SQLite file, while moderators go on."""
    with open_store(url, create=False) as store:
        count = backup.back_up(store, out)
    click.echo(f"{count:,} rows in {out}")


@command.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@database
def restore(file: Path, url: str) -> None:
    """Fill an empty database, SQLite or PostgreSQL, from a backup."""
    backup.check(file)
    with open_store(url) as store:
        count = backup.restore(store, file)
        problems = store.verify()
    click.echo(
        f"{count:,} rows; " + ("the record is whole" if not problems else f"{len(problems)} problems: verify it")
    )
