"""moderation decisions."""

from __future__ import annotations

import getpass
import sys
from datetime import UTC, datetime
from pathlib import Path

import click
import orjson

from moderation.cli.options import database
from moderation.errors import UsageError
from moderation.records import SCHEMA_VERSION
from moderation.review import Desk, export, rebuild, reopen_rule, verify
from moderation.store import Stats, Store, open_store, stamp

FINDINGS = 1

as_json_option = click.option("--json", "as_json", is_flag=True, help="The answer as JSON.")
moderator_option = click.option("--moderator", metavar="NAME", help="In whose name; your user name without.")


@click.group(name="decisions")
def command() -> None:
    """Export, count, take back and verify rulings."""


def _opened(url: str) -> Store:
    return open_store(url, create=False)


def _desk(store: Store, moderator: str | None) -> Desk:
    # Whoever can open the database by hand answers for all of it.
    return Desk(store, moderator or getpass.getuser(), "admin")


@command.command(name="export")
@database
@click.option("-o", "--out", default="-", metavar="OUT", help="OUT.jsonl, .csv or .parquet; `-` is standard output.")
@click.option("--text", "with_text", is_flag=True, help="Add the comments' text.")
def export_command(url: str, out: str, with_text: bool) -> None:
    """Write every ruling, oldest first: moderator, time, reason, scores, versions, statement of reasons."""
    target = None if out == "-" else Path(out)
    with _opened(url) as store:
        count = export(store, target, sys.stdout.buffer, with_text=with_text)
    sys.stdout.buffer.flush()
    click.echo(f"{count} rulings", err=True)


@command.command()
@database
@as_json_option
def stats(url: str, as_json: bool) -> None:
    """Count items by state and rulings by kind."""
    with _opened(url) as store:
        found = store.stats()
    click.echo(_as_json(found) if as_json else _in_words(found))


def _as_json(found: Stats) -> str:
    answer = {
        "schema_version": SCHEMA_VERSION,
        "comments": found.comments,
        "states": dict(found.states),
        "events": dict(found.events),
        "leased": found.leased,
        "oldest_pending": found.oldest_pending,
    }
    return orjson.dumps(answer, option=orjson.OPT_INDENT_2).decode()


def _in_words(found: Stats) -> str:
    lines = [("comments", found.comments), *found.states, ("on a screen now", found.leased)]
    lines += [(f"{kind} events", count) for kind, count in found.events if count]
    width = max(len(name) for name, _ in lines)
    table = [f"{name:<{width}}  {count:>9,}" for name, count in lines]
    if found.oldest_pending:
        table.append(f"{'oldest pending':<{width}}  {found.oldest_pending}")
    return "\n".join(table)


@command.command()
@click.argument("event", type=click.IntRange(1))
@database
@moderator_option
def undo(event: int, url: str, moderator: str | None) -> None:
    """Take ruling number EVENT back by a compensating event; nothing is deleted."""
    with _opened(url) as store:
        # A command has no screen to keep the item on: the next moderator may have it at once.
        done = _desk(store, moderator).undo(event, lease_seconds=0)
        item = store.item(done.item)
    click.echo(f"event {done.number} takes back event {event}; item {item.id} is {item.state}")


@command.command()
@click.option("--rule", required=True, metavar="ID", help="The rule that fired on the comments.")
@click.option("--since", required=True, metavar="T", help="A day or a time, ISO 8601, for example 2026-11-22.")
@database
@moderator_option
def reopen(rule: str, since: str, url: str, moderator: str | None) -> None:
    """Put decided comments on which a rule fired back into the queue, for example after mending the rule."""
    moment = _moment(since)
    with _opened(url) as store:
        reopened = reopen_rule(_desk(store, moderator), rule, moment)
    click.echo(f"{len(reopened)} items are pending again")


def _moment(since: str) -> str:
    try:
        moment = datetime.fromisoformat(since)
    except ValueError as error:
        raise UsageError(f"`--since {since}` is not a time", mend="write it like 2026-11-22T09:30:00Z") from error
    return stamp(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


@command.command(name="rebuild")
@database
def rebuild_command(url: str) -> None:
    """Make the queue anew from scores and rulings."""
    with _opened(url) as store:
        done = rebuild(store)
    click.echo(f"{done.items} items looked at, {done.corrected} corrected")


@command.command(name="verify")
@database
@as_json_option
@click.pass_context
def verify_command(context: click.Context, url: str, as_json: bool) -> None:
    """Check the hash chains of the record; exit 1 where something does not fit."""
    with _opened(url) as store:
        problems = verify(store)
        count = sum(number for _, number in store.stats().events)
    if as_json:
        answer = {"schema_version": SCHEMA_VERSION, "events": count, "problems": [p.message for p in problems]}
        click.echo(orjson.dumps(answer, option=orjson.OPT_INDENT_2).decode())
    else:
        click.echo("\n".join(problem.render() for problem in problems) or f"{count} events, every chain is whole")
    context.exit(FINDINGS if problems else 0)
