"""moderation holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import click

from moderation.cli.groups import Commands
from moderation.cli.moments import ahead
from moderation.cli.options import database, moderator_option, owner_desk
from moderation.errors import UsageError
from moderation.review import hold_article, hold_author, hold_term, lift_hold
from moderation.store import Author, Effect, Hold, holds, open_store

until_option = click.option("--until", metavar="T", help="A time, ISO 8601, or a length like 12h, 7d.")
note_option = click.option("--note", metavar="TEXT", help="Why, for the other moderators.")
source_option = click.option("--source", required=True, metavar="NAME", help="The source of the comments.")


@click.group(name="holds", cls=Commands)
def command() -> None:
    """Have new comments looked at first: under an article, of an author, with a term."""


@command.command()
@click.argument("thread")
@source_option
@until_option
@note_option
@database
@moderator_option
def article(thread: str, source: str, until: str | None, note: str | None, url: str, moderator: str | None) -> None:
    """Hold every new comment under THREAD, the article's id at its source."""
    with open_store(url, create=False) as store:
        done = hold_article(owner_desk(store, moderator), source, thread, until=_end(until), note=note)
    click.echo(_in_words(done))


@dataclass(frozen=True, slots=True)
class _AboutAuthor:
    """The options of `holds author`, under their names."""

    source: str
    author_id: str | None
    name: str | None
    effect: Effect
    until: str | None
    note: str | None

    def author(self) -> Author:
        """Return who is meant; raises UsageError where that is nobody, or said twice."""
        if (self.author_id is None) == (self.name is None):
            raise UsageError("expected either an author's id or a name", mend="give `--author-id` or `--author`")
        return Author(self.source, self.author_id, self.name)


@command.command()
@source_option
@click.option("--author-id", metavar="ID", help="The author's id there.")
@click.option("--author", "name", metavar="NAME", help="The author's name, where there is no id.")
@click.option(
    "--effect", type=click.Choice(["premoderate", "suspend", "ban"]), default="premoderate", show_default=True,
    help="A suspension has an end.",
)  # fmt: skip
@until_option
@note_option
@database
@moderator_option
def author(url: str, moderator: str | None, **options: Any) -> None:
    """Hold every new comment of an author."""
    about = _AboutAuthor(**options)
    who = about.author()
    with open_store(url, create=False) as store:
        desk = owner_desk(store, moderator)
        done = hold_author(desk, who, about.effect, until=_end(about.until), note=about.note)
    click.echo(_in_words(done))


@command.command()
@click.argument("term")
@click.option("--until", required=True, metavar="T", help="A time, ISO 8601, or a length like 12h; 30d at most.")
@note_option
@database
@moderator_option
def term(term: str, until: str, note: str | None, url: str, moderator: str | None) -> None:
    """Hold every new comment that uses TERM, in whatever disguise the rules would see through."""
    with open_store(url, create=False) as store:
        done = hold_term(owner_desk(store, moderator), term, until=ahead(until, "--until"), note=note)
    click.echo(_in_words(done))


@command.command()
@click.argument("number", type=click.IntRange(1))
@database
@moderator_option
def lift(number: int, url: str, moderator: str | None) -> None:
    """End a hold now; what it has held stays for a person."""
    with open_store(url, create=False) as store:
        lift_hold(owner_desk(store, moderator), number)
    click.echo(f"hold {number} is lifted")


@command.command(name="list")
@click.option("--all", "with_past", is_flag=True, help="Those that are over too.")
@database
def list_command(with_past: bool, url: str) -> None:
    """List the holds in force."""
    with open_store(url, create=False) as store:
        found = holds.all_holds(store) if with_past else holds.active(store)
    for hold in found:
        click.echo(_in_words(hold))


def _end(until: str | None) -> str | None:
    return None if until is None else ahead(until, "--until")


def _in_words(hold: Hold) -> str:
    who = hold.author
    about = {
        "article": f"{hold.source}, {hold.thread_id}",
        "author": (who.name or who.author_id) if who else "erased",
        "term": hold.term or "purged",
    }[hold.kind]
    end = f"until {hold.until}" if hold.until else "until it is lifted"
    over = f", lifted {hold.lifted_at}" if hold.lifted_at else ""
    return f"hold {hold.id}: {hold.effect} {hold.kind} ({about}), {end}, by {hold.by}{over}"
