"""`moderation rules bench`."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import click

from moderation.cli.options import mapped
from moderation.cli.printing import echo_json
from moderation.cli.reporting import under_bar
from moderation.cli.rules.corpora import corpus_options
from moderation.cli.rules.options import PATH, as_json_option
from moderation.lab.bench import MOST_TEXTS, ROUNDS, Cost
from moderation.lab.bench import bench as measured
from moderation.lab.masking import plain
from moderation.parse import parse
from moderation.records import Comment
from moderation.rulebook import Rule
from moderation.rulebook.files.load import checked_rules
from moderation.shipped import shipped

LONGEST_SHOWN = 40


@click.command("bench")
@PATH
@corpus_options(required=False)
@click.option("--most-us", type=float, metavar="US", help="Exit 1 where a rule takes more microseconds a comment.")
@click.option("--most-ms", type=float, metavar="MS", help="Exit 1 where a hostile text keeps a rule busy for longer.")
@click.option("--rounds", default=ROUNDS, show_default=True, type=click.IntRange(1), help="The best of so many counts.")
@as_json_option
def bench(
    path: Path | None, corpus: Path | None, most_us: float | None, most_ms: float | None, rounds: int, as_json: bool,
    **options: Any,
) -> None:  # fmt: skip
    """Measure each rule alone, beyond reading the text: on ordinary comments, and on hostile ones of 10,000 characters.

    Ordinary comments are those of `--corpus`, else the rules' own examples. Process time, so busy neighbours matter
    little; compare runs on one machine only.
    """
    rules = checked_rules(path or shipped("rules"))
    texts = _texts(corpus, options) if corpus else [example.text for rule in rules for example in rule.tests]
    counted = under_bar(measured(rules, texts, rounds=rounds), "rules", len(rules))
    costs = sorted(counted, key=lambda cost: -cost.microseconds)
    failed = [f"{cost.rule}: {cost.microseconds:g} us a comment, more than {most_us:g}"
              for cost in costs if most_us is not None and cost.microseconds > most_us]  # fmt: skip
    failed += [f"{cost.rule}: {cost.milliseconds:g} ms, more than {most_ms:g}"
               for cost in costs if most_ms is not None and cost.milliseconds > most_ms]  # fmt: skip
    failed += [f"{cost.rule}: a search ran into its time-out" for cost in costs if cost.failed]
    if as_json:
        echo_json({"texts": min(len(texts), MOST_TEXTS), "rules": [dataclasses.asdict(cost) for cost in costs],
                   "failed": failed})  # fmt: skip
    else:
        click.echo(_in_words(rules, costs, failed))
    raise SystemExit(1 if failed else 0)


def _texts(corpus: Path, options: dict[str, Any]) -> list[str]:
    records = parse(corpus, as_format=options["as_format"], columns=mapped(options["mapping"]) or None)
    return [record.text for record in islice((r for r in records if isinstance(r, Comment)), MOST_TEXTS)]


def _in_words(rules: Sequence[Rule], costs: Sequence[Cost], failed: list[str]) -> str:
    wide = max((len(rule.id) for rule in rules), default=0)
    lines = [f"{'rule':<{wide}}  us/comment  worst ms  on a repetition of"]
    for cost in costs:
        worst = plain(cost.worst)
        shown = worst if len(worst) <= LONGEST_SHOWN else worst[: LONGEST_SHOWN - 1] + "…"
        lines.append(f"{cost.rule:<{wide}}  {cost.microseconds:>10.2f}  {cost.milliseconds:>8.2f}  {shown!r}")
    return "\n".join([*lines, *(f"failed: {line}" for line in failed)])
