"""moderation deliver."""

from __future__ import annotations

import re
import signal
import threading
from typing import Any

import click

from moderation.cli.groups import Commands
from moderation.cli.options import as_json_option, database, moderator_option, owner_desk
from moderation.cli.printing import echo_json
from moderation.errors import UsageError
from moderation.review import deliver, retry_all, retry_delivery
from moderation.review.delivery import Sent, check_url, deliver_once
from moderation.store import WORDS, Delivery, Words, open_store, outbox, targets

FINDINGS = 1


@click.group(name="deliver", cls=Commands)
def command() -> None:
    """Tell rulings to where the comments are shown: signed requests, in order, again until they are taken."""


@command.command()
@click.argument("name")
@click.option("--url", "address", required=True, help="Where the requests go; https, or this machine.")
@click.option("--for", "words", type=click.Choice(WORDS), default="generic", show_default=True, help="Whose words.")
@click.option("--source", metavar="NAME", help="Only comments of this source.")
@click.option(
    "--secret-env", default="MODERATION_DELIVERY_SECRET", show_default=True, metavar="VARIABLE",
    help="The variable of the environment that holds the signing secret.",
)  # fmt: skip
@database
def add(name: str, address: str, words: Words, source: str | None, secret_env: str, url: str) -> None:
    """Send every ruling from now on to a target NAME."""
    if not re.fullmatch("[A-Z][A-Z0-9_]*", secret_env):
        raise UsageError("the secret itself does not belong into the database", mend="name a variable like MY_SECRET")
    with open_store(url, create=False) as store:
        target = targets.add_target(store, name, url=check_url(address), words=words, secret=secret_env, source=source)
    click.echo(f"rulings go to `{target.name}` from now on; `moderation deliver run` sends them")


@command.command()
@click.argument("name")
@database
def close(name: str, url: str) -> None:
    """Send nothing more to a target; what waits for it stays in the outbox."""
    with open_store(url, create=False) as store:
        targets.close_target(store, name)
    click.echo(f"`{name}` is closed")


@command.command()
@click.option("--once", is_flag=True, help="Send what is due now, then stop; exit 1 where an attempt failed.")
@database
@click.pass_context
def run(context: click.Context, once: bool, url: str) -> None:
    """Send what is due, until it is stopped; several of them share the work."""
    with open_store(url, create=False) as store:
        total = Sent()
        if once:
            while (now := deliver_once(store)) != Sent():
                total += now
        else:
            total = deliver(store, _stopped())
    click.echo(f"{total.sent} sent, {total.failed} attempts failed", err=True)
    context.exit(FINDINGS if once and total.failed else 0)


def _stopped() -> threading.Event:
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    return stop


@command.command()
@click.argument("delivery", type=click.IntRange(1), required=False)
@click.option("--all", "is_all", is_flag=True, help="All that failed, and all that would be tried again only later.")
@database
@moderator_option
def retry(delivery: int | None, is_all: bool, url: str, moderator: str | None) -> None:
    """Send a failed delivery again, or with --all everything that has not arrived, as soon as the site is back."""
    if (delivery is None) != is_all:
        raise UsageError("one delivery or all of them", mend="give the number of `deliver list`, or `--all`")
    with open_store(url, create=False) as store:
        desk = owner_desk(store, moderator)
        if delivery is None:
            click.echo(f"{retry_all(desk)} wait to be sent")
            return
        retry_delivery(desk, delivery)
    click.echo(f"delivery {delivery} waits to be sent")


@command.command(name="list")
@database
@as_json_option
def list_command(url: str, as_json: bool) -> None:
    """List the targets, what waits, what failed, and what is tried again, when."""
    with open_store(url, create=False) as store:
        places, counts, failed = targets.all_targets(store), outbox.tallies(store), outbox.deliveries(store, "failed")
        again = [one for one in outbox.troubled(store) if one.state == "waiting"]
    if as_json:
        answer = {
            "targets": [
                {"name": one.name, "for": one.words, "url": one.url, "source": one.source, "closed_at": one.closed_at}
                for one in places
            ],
            "deliveries": counts,
            "failed": [_told(one) for one in failed],
            "tried_again": [{**_told(one), "attempts": one.attempts, "next_at": one.next_at} for one in again],
        }
        echo_json(answer)
        return
    for place in places:
        click.echo(f"{place.name}: {place.words}, {place.url}{', closed' if place.closed_at else ''}")
    click.echo(", ".join(f"{count} {state}" for state, count in counts.items()))
    for one in (*again, *failed):
        then = f", again at {one.next_at}" if one.next_at else ""
        click.echo(f"{one.id}: event {one.event} to {one.target}, {one.attempts} attempts, {one.error}{then}")


def _told(one: Delivery) -> dict[str, Any]:
    return {"id": one.id, "target": one.target, "event": one.event, "status": one.status, "error": one.error}
