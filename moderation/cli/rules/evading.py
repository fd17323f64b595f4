"""`moderation rules evade`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from moderation.cli.rules.baselines import baseline_options, judged_by_baseline
from moderation.cli.rules.options import PATH, as_json_option, echo_json
from moderation.lab.baseline import Share, share_of_percent
from moderation.lab.evade import Evaded, summed
from moderation.lab.evade import evade as evaded
from moderation.rulebook.load import checked_rules
from moderation.shipped import shipped


@click.command("evade")
@PATH
@click.option("--least", metavar="SHARE%", help="Exit 1 where all rules together find less, for example `90%`.")
@baseline_options
@click.option("--seed", default=0, show_default=True, help="Another seed, other disguises.")
@as_json_option
def evade(path: Path | None, least: str | None, baseline: Path | None, update: bool, seed: int, as_json: bool) -> None:
    """Disguise what each rule finds in its own examples, and count how many of these forms it still finds.

    Exits 1 below `--least`, or where a rule falls below its `--baseline`.
    """
    floor = share_of_percent(least) if least else None
    found = list(evaded(checked_rules(path or shipped("rules")), seed=seed))
    total, by_transform = summed(found)
    failed = [f"all rules: {total}, less than {least}"] if floor and total.below(floor) else []
    failed += judged_by_baseline({one.rule.id: one.share for one in found}, baseline, update=update)
    if as_json:
        echo_json(_as_json(found, total, by_transform, failed))
    else:
        click.echo(_in_words(found, total, by_transform, failed))
    raise SystemExit(1 if failed else 0)


def _as_json(
    found: Sequence[Evaded], total: Share, by_transform: Mapping[str, Share], failed: list[str]
) -> dict[str, Any]:
    def pairs(shares: Mapping[str, Share]) -> dict[str, list[int]]:
        return {name: [share.good, share.all] for name, share in shares.items()}

    rules = {one.rule.id: {"found": one.share.good, "forms": one.share.all, "transforms": pairs(one.by_transform)}
             for one in found}  # fmt: skip
    return {
        "found": total.good, "forms": total.all, "transforms": pairs(by_transform), "rules": rules, "failed": failed
    }  # fmt: skip


def _in_words(found: Sequence[Evaded], total: Share, by_transform: Mapping[str, Share], failed: list[str]) -> str:
    weakest = sorted((one for one in found if one.share.all), key=lambda one: one.share.good / one.share.all)
    wide = max((len(name) for name in [*by_transform, *(one.rule.id for one in found)]), default=0)
    lines = [f"{one.rule.id:<{wide}}  {one.share}" for one in weakest]
    lines += ["", *(f"{name:<{wide}}  {share}" for name, share in by_transform.items() if share.all)]
    lines += ["", f"{'all rules':<{wide}}  {total}"]
    return "\n".join([*lines, *(f"failed: {line}" for line in failed)])
