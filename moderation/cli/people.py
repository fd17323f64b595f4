"""moderation people."""

from __future__ import annotations

import dataclasses

import click
import orjson

from moderation.cli.groups import Commands
from moderation.cli.options import as_json_option, database, moderator_option, owner_desk
from moderation.records import SCHEMA_VERSION
from moderation.review import add_person, remove_person, set_role
from moderation.store import TeamChange, open_store, team_record
from moderation.taxonomy import Role

_WITH_ARTICLE: dict[Role, str] = {
    "viewer": "a viewer", "moderator": "a moderator", "senior": "a senior", "admin": "an admin",
}  # fmt: skip
role_option = click.option(
    "--role", type=click.Choice(tuple(_WITH_ARTICLE)), required=True, help="What the member may do."
)


@click.group(name="people", cls=Commands)
def command() -> None:
    """The team: who may sign in, and as what."""


@command.command()
@click.argument("subject")
@role_option
@click.option("--name", help="The name that others see; the subject without.")
@database
@moderator_option
def add(subject: str, role: Role, name: str | None, url: str, moderator: str | None) -> None:
    """Let somebody in. SUBJECT is what the login says of them: the verified e-mail address, or the provider's `sub`."""
    with open_store(url) as store:
        person = add_person(owner_desk(store, moderator), subject, role, name)
    click.echo(f"{person.title} is {_WITH_ARTICLE[person.role]}")


@command.command()
@click.argument("subject")
@role_option
@database
@moderator_option
def role(subject: str, role: Role, url: str, moderator: str | None) -> None:
    """Give a member another role; it holds from their next key on."""
    with open_store(url, create=False) as store:
        person = set_role(owner_desk(store, moderator), subject, role)
    click.echo(f"{person.title} is {_WITH_ARTICLE[person.role]}")


@command.command()
@click.argument("subject")
@database
@moderator_option
def remove(subject: str, url: str, moderator: str | None) -> None:
    """Let somebody in no more, and give back what they hold; what they decided stays."""
    with open_store(url, create=False) as store:
        person = remove_person(owner_desk(store, moderator), subject)
    click.echo(f"{person.title} is out")


@command.command(name="list")
@database
@as_json_option
def list_command(url: str, as_json: bool) -> None:
    """List the team, and everybody else who ever decided."""
    with open_store(url, create=False) as store:
        people = store.people()
    if as_json:
        rows = [
            {"subject": one.subject, "name": one.name, "role": one.role, "removed_at": one.removed_at} for one in people
        ]
        click.echo(orjson.dumps({"schema_version": SCHEMA_VERSION, "people": rows}).decode())
        return
    for one in people:
        click.echo(f"{one.role if one.removed_at is None else 'removed':<10} {one.title}")


@command.command()
@database
@click.option("-n", "--limit", type=click.IntRange(min=1), default=50, show_default=True, help="How many at most.")
@as_json_option
def changes(url: str, limit: int, as_json: bool) -> None:
    """List who was let in or out or given another role, when and by whom, newest first."""
    with open_store(url, create=False) as store:
        found = team_record.changes(store, limit)
    if as_json:
        rows = [dataclasses.asdict(one) for one in found]
        click.echo(orjson.dumps({"schema_version": SCHEMA_VERSION, "changes": rows}).decode())
        return
    for one in found:
        click.echo(f"{one.at[:16]}Z  {one.person}: {_roles(one)}, by {one.by or 'nobody known'}")


def _roles(change: TeamChange) -> str:
    if change.was == change.role:
        return f"{change.role}, under another name"
    return f"{change.was or 'out'} -> {change.role or 'out'}"
