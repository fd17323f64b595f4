"""moderation decisions."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from moderation.cli.groups import Commands
from moderation.cli.moments import moment
from moderation.cli.options import as_json_option, database, moderator_option, owner_desk, sealing_key
from moderation.cli.printing import echo_json
from moderation.cli.reporting import counted
from moderation.errors import UsageError, suggest
from moderation.review import apply, export, export_statuses, preview, rebuild, undo_bulk, verify
from moderation.store import (
    WORDS,
    Missed,
    Preview,
    Selection,
    Stats,
    Store,
    Words,
    bulks,
    checkpoints,
    open_store,
    watch,
)
from moderation.taxonomy import ITEM_STATES

FINDINGS = 1


@click.group(name="decisions", cls=Commands)
def command() -> None:
    """Export, count, take back and verify rulings."""


def _opened(url: str) -> Store:
    return open_store(url, create=False)


@command.command(name="export")
@database
@click.option("-o", "--out", default="-", metavar="OUT", help="OUT.jsonl, .csv or .parquet; `-` is standard output.")
@click.option("--text", "with_text", is_flag=True, help="Add the comments' text.")
@click.option(
    "--for", "words", type=click.Choice(WORDS), help="Where each ruled comment stands now, in that system's words."
)
def export_command(url: str, out: str, with_text: bool, words: Words | None) -> None:
    """Write every ruling, oldest first: moderator, time, reason, scores, versions, statement of reasons."""
    if with_text and words:
        raise click.UsageError("`--for` writes statuses alone; leave `--text` away")
    target = None if out == "-" else Path(out)
    with _opened(url) as store:
        if words:
            count = export_statuses(store, words, target, sys.stdout.buffer)
        else:
            count = export(store, target, sys.stdout.buffer, with_text=with_text)
    sys.stdout.buffer.flush()
    click.echo(f"{count} {'statuses' if words else 'rulings'}", err=True)


@command.command()
@database
@as_json_option
def stats(url: str, as_json: bool) -> None:
    """Count items by state and rulings by kind, and what the watch says of the policy's approvals."""
    with _opened(url) as store:
        found, missed = store.stats(), watch.missed(store)
    if as_json:
        echo_json(_as_json(found, missed))
    else:
        click.echo(_in_words(found, missed))


def _as_json(found: Stats, missed: Missed) -> dict[str, Any]:
    return {
        "comments": found.comments,
        "states": dict(found.states),
        "events": dict(found.events),
        "leased": found.leased,
        "oldest_pending": found.oldest_pending,
        "watch": {
            "sampled": missed.sampled,
            "judged": missed.judged,
            "missed": missed.missed,
            "rate": missed.rate,
            "low": missed.low,
            "high": missed.high,
        },
    }


def _in_words(found: Stats, missed: Missed) -> str:
    lines = [("comments", found.comments), *found.states, ("on a screen now", found.leased)]
    lines += [(f"{kind} events", count) for kind, count in found.events if count]
    width = max(len(name) for name, _ in lines)
    table = [f"{name:<{width}}  {count:>9,}" for name, count in lines]
    if found.oldest_pending:
        table.append(f"{'oldest pending':<{width}}  {found.oldest_pending}")
    if missed.rate is not None:
        share = f"{missed.rate:.1%} ({missed.low:.1%} to {missed.high:.1%}), {missed.missed} of {missed.judged}"
        table.append(f"{'missed':<{width}}  {share} watched approvals")
    return "\n".join(table)


@command.command()
@click.argument("event", type=click.IntRange(1), required=False)
@click.option("--bulk", type=click.IntRange(1), metavar="NUMBER", help="Take a change of many items back instead.")
@database
@moderator_option
def undo(event: int | None, bulk: int | None, url: str, moderator: str | None) -> None:
    """Take ruling number EVENT back by a compensating event; nothing is deleted."""
    if (event is None) == (bulk is None):
        raise click.UsageError("name a ruling, or a change of many with `--bulk NUMBER`")
    with _opened(url) as store:
        desk = owner_desk(store, moderator)
        if bulk is not None:
            with counted(bulks.bulk(store, bulk).done, "comments") as hears:
                undone = undo_bulk(desk, bulk, hears=hears)
            click.echo(f"bulk {undone.id} takes back bulk {bulk}: {undone.done} items, {undone.left} left as they are")
            return
        # A command has no screen to keep the item on: the next moderator may have it at once.
        done = desk.undo(event, lease_seconds=0)
        item = store.item(done.item)
    click.echo(f"event {done.number} takes back event {event}; item {item.id} is {item.state}")


@command.command()
@click.option("--rule", required=True, metavar="ID", help="The rule that fired on the comments.")
@click.option("--since", required=True, metavar="T", help="A day or a time, ISO 8601, for example 2026-11-22.")
@click.option("--preview", "only_shown", is_flag=True, help="Only say what would be put back.")
@click.option("--note", metavar="TEXT", help="Why, for the record.")
@database
@moderator_option
def reopen(rule: str, since: str, only_shown: bool, note: str | None, url: str, moderator: str | None) -> None:
    """Put decided comments on which a rule fired back into the queue, as one change that `undo --bulk` takes back."""
    chosen = Selection(rule=rule, since=moment(since, "--since"))
    with _opened(url) as store:
        desk = owner_desk(store, moderator)
        shown = preview(desk, chosen, "reopen")
        if not shown.items:
            _check_rule(store, rule)
        click.echo(_shown(shown, "would" if only_shown else "will"), err=True)
        if only_shown:
            return
        with counted(len(shown.items), "comments") as hears:
            done = apply(desk, shown, note=note, hears=hears) if shown.items else None
    count = done.done if done else 0
    back = f"; `moderation decisions undo --bulk {done.id}` takes it back" if done else ""
    click.echo(f"{count} items are pending again{back}")


def _check_rule(store: Store, rule: str) -> None:
    """Raise UsageError where the rule never fired here: a mistyped id must not pass for a rule that did no harm."""
    told = {tally.name for state in ITEM_STATES for tally in store.reasons(state)}
    if f"rule:{rule}" not in told:
        known = sorted(name.removeprefix("rule:") for name in told if name.startswith("rule:"))
        raise UsageError(f"the rule `{rule}` fired on no comment here", mend=suggest(rule, known))


def _shown(shown: Preview, verb: str) -> str:
    parts = [f"{count} {state}" for state, count in shown.states]
    parts += [f"{shown.on_screens} left out, on a screen now"] if shown.on_screens else []
    parts += [f"{shown.left_over} more after these"] if shown.left_over else []
    return f"{len(shown.items)} items {verb} be put back" + (f": {', '.join(parts)}" if parts else "")


@command.command()
@database
@as_json_option
def seal(url: str, as_json: bool) -> None:
    """Seal the record as it stands. Keep the seal elsewhere: `verify --expect SEAL` finds out what was cut off since.

    With MODERATION_SEAL_KEY set, nobody without the key can make one.
    """
    with _opened(url) as store:
        made = checkpoints.seal(store, sealing_key())
    if as_json:
        echo_json({"checkpoint": made.number, "upto": made.upto, "seal": made.seal})
    else:
        click.echo(f"checkpoint {made.number} over the events up to {made.upto}: {made.seal}")


@command.command(name="rebuild")
@database
def rebuild_command(url: str) -> None:
    """Make the queue anew from scores and rulings."""
    with _opened(url) as store:
        done = rebuild(store)
    click.echo(f"{done.items} items looked at, {done.corrected} corrected")


@command.command(name="verify")
@database
@click.option("--expect", "expected", metavar="SEAL", help="A seal that was kept elsewhere.")
@as_json_option
@click.pass_context
def verify_command(context: click.Context, url: str, expected: str | None, as_json: bool) -> None:
    """Check chains, seals and texts of the record; exit 1 where something does not fit."""
    with _opened(url) as store:
        problems = verify(store, sealing_key(), expected)
        count = sum(number for _, number in store.stats().events)
    if as_json:
        echo_json({"events": count, "problems": [problem.message for problem in problems]})
    else:
        click.echo("\n".join(problem.render() for problem in problems) or f"{count} events, every chain is whole")
    context.exit(FINDINGS if problems else 0)
