"""`moderation rules fp`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any, Final

import click

from moderation.cli.printing import echo_json
from moderation.cli.reporting import progress
from moderation.cli.rules.corpora import corpus_options, reading_of, source_of
from moderation.cli.rules.options import (
    PATH,
    as_json_option,
    jobs_option,
    kept_file,
    show_text_option,
    width,
)
from moderation.errors import UsageError
from moderation.lab.corpora.corpus import open_corpus
from moderation.lab.fp import Alarm, Alarms, find_alarms, read_ledger, write_ledger
from moderation.lab.masking import pieces, plain
from moderation.rulebook.files.load import checked_rules
from moderation.shipped import shipped

SHOWN: Final = 50


@click.command("fp")
@PATH
@corpus_options(required=True)
@click.option(
    "--ledger",
    type=click.Path(path_type=Path),
    metavar="FILE",
    callback=kept_file,
    help="Accepted alarms: rule, digest, why.",
)
@click.option("--update", is_flag=True, help="Write the ledger as things stand now; reasons in it are kept.")
@show_text_option
@jobs_option
@as_json_option
def fp(
    path: Path | None, corpus: Path, ledger: Path | None, update: bool, show_text: bool, as_json: bool, **options: Any
) -> None:
    """Find hits of the rules on a corpus of harmless comments that the ledger of accepted ones lacks.

    The ledger holds rule ids and digests of texts, no text. Exits 1 where there is a new one.
    """
    if update and ledger is None:
        raise UsageError("`--update` needs a file to write", mend="name it with `--ledger FILE`")
    rules = checked_rules(path or shipped("rules"))
    accepted = read_ledger(ledger) if ledger else {}
    jobs = options["jobs"]
    with progress() as told, open_corpus(source_of(corpus, options), reading_of(path), jobs, told) as kept:
        found = find_alarms(kept, rules, accepted, jobs, told)
    if update and ledger is not None:
        write_ledger(ledger, (*found.known, *found.new), accepted)
        click.echo(f"ledger: {ledger}, {len(found.new)} added, {len(found.gone)} removed", err=True)
    if as_json:
        echo_json(_as_json(found, show_text=show_text))
    else:
        click.echo(_in_words(found, show_text=show_text))
    raise SystemExit(1 if found.new and not update else 0)


def _as_json(found: Alarms, *, show_text: bool) -> dict[str, Any]:
    def told(alarm: Alarm) -> dict[str, Any]:
        shown = "".join(piece.text for piece in pieces(alarm.text, alarm.spans, show_text=show_text))
        spans = [[span.start, span.end] for span in alarm.spans]
        return {"rule": alarm.rule, "comment": alarm.comment, "id": alarm.id, "spans": spans, "shown": shown}

    return {
        "comments": found.comments,
        "new": [told(alarm) for alarm in found.new],
        "known": len(found.known),
        "gone": [{"rule": rule, "comment": comment} for rule, comment in found.gone],
        "by_rule": dict(Counter(alarm.rule for alarm in found.new).most_common()),
    }


def _in_words(found: Alarms, *, show_text: bool) -> str:
    lines = []
    for alarm in found.new[:SHOWN]:
        shown = pieces(alarm.text, alarm.spans, show_text=show_text, width=width() - 8)
        body = "".join(f"[{piece.text}]" if piece.hit else piece.text for piece in shown)
        lines += [f"{alarm.rule}  {alarm.comment}  {plain(alarm.id)}", f"    {body}"]
    if len(found.new) > SHOWN:
        lines.append(f"and {len(found.new) - SHOWN:,} more (`--json` has them all)")
    by_rule = Counter(alarm.rule for alarm in found.new).most_common()
    lines += [f"{count:>6,}  {rule}" for rule, count in by_rule]
    lines.append(
        f"{found.comments:,} clean comments: {len(found.new):,} new alarms, {len(found.known):,} known, "
        f"{len(found.gone):,} in the ledger that no longer sound"
    )
    return "\n".join(lines)
