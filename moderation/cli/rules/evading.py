"""`moderation rules evade`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import click

from moderation.cli.printing import echo_json
from moderation.cli.reporting import under_bar
from moderation.cli.rules.baselines import baseline_options, judged_by_baseline
from moderation.cli.rules.options import PATH, as_json_option
from moderation.lab.baseline import Share, share_of_percent
from moderation.lab.disguise.evade import Evaded, summed
from moderation.lab.disguise.evade import evade as evaded
from moderation.lab.disguise.words_alone import Alone, WronglyCaught, alarms, mean, words_alone
from moderation.rulebook import Rulebook
from moderation.rulebook.files.load import checked_rules
from moderation.shipped import shipped

SHOWN: Final = 3


@click.command("evade")
@PATH
@click.option("--least", metavar="SHARE%", help="Exit 1 where all rules together find less, for example `90%`.")
@baseline_options
@click.option("--seed", default=0, show_default=True, help="Another seed, other disguises.")
@as_json_option
def evade(path: Path | None, least: str | None, baseline: Path | None, update: bool, seed: int, as_json: bool) -> None:
    """Disguise what each rule finds in its own examples, and count how many of these forms it still finds.

    Beside it: the words of the rules about toxicity alone, each disguised once in a sentence, and the honest
    look-alike words and lines that are taken for one. Exits 1 below `--least`, or where a rule falls below its
    `--baseline`.
    """
    floor = share_of_percent(least) if least else None
    rules = checked_rules(path or shipped("rules"))
    found = list(under_bar(evaded(rules, seed=seed), "rules", len(rules)))
    alone = words_alone(Rulebook.of([rule for rule in rules if rule.category == "toxicity"]).words, seed=seed)
    wrong = alarms(Rulebook.of(rules))
    total, by_transform = summed(found)
    failed = [f"all rules: {total}, less than {least}"] if floor and total.below(floor) else []
    failed += judged_by_baseline({one.rule.id: one.share for one in found}, baseline, update=update)
    if as_json:
        echo_json(_as_json(found, total, by_transform, failed) | _alone_as_json(alone, wrong))
    else:
        click.echo("\n".join([*_in_words(found, total, by_transform), "", *_alone_in_words(alone, wrong)]))
        for line in failed:
            click.echo(f"failed: {line}")
    raise SystemExit(1 if failed else 0)


def _as_json(
    found: Sequence[Evaded], total: Share, by_transform: Mapping[str, Share], failed: list[str]
) -> dict[str, Any]:
    rules = {one.rule.id: {"found": one.share.good, "forms": one.share.all, "transforms": _pairs(one.by_transform)}
             for one in found}  # fmt: skip
    return {
        "found": total.good, "forms": total.all, "transforms": _pairs(by_transform), "rules": rules, "failed": failed
    }  # fmt: skip


def _alone_as_json(alone: Alone, wrong: WronglyCaught) -> dict[str, Any]:
    def called(alarms: WronglyCaught) -> dict[str, Any]:
        return {"look_alikes": [len(alarms.words), alarms.of_words], "lines": [len(alarms.lines), alarms.of_lines]}

    return {
        "words_alone": {
            "words": alone.words, "study": _pairs(alone.study), "study_mean": mean(alone.study),
            "further": _pairs(alone.further), "further_mean": mean(alone.further), "alarms": called(alone.alarms),
        },
        "alarms": called(wrong),
    }  # fmt: skip


def _pairs(shares: Mapping[str, Share]) -> dict[str, list[int]]:
    return {name: [share.good, share.all] for name, share in shares.items()}


def _in_words(found: Sequence[Evaded], total: Share, by_transform: Mapping[str, Share]) -> list[str]:
    weakest = sorted((one for one in found if one.share.all), key=lambda one: one.share.good / one.share.all)
    wide = max((len(name) for name in [*by_transform, *(one.rule.id for one in found)]), default=0)
    lines = [f"{one.rule.id:<{wide}}  {one.share}{_missed(one)}" for one in weakest]
    lines += ["", *(f"{name:<{wide}}  {share}" for name, share in by_transform.items() if share.all)]
    return [*lines, "", f"{'all rules':<{wide}}  {total}"]


def _missed(one: Evaded) -> str:
    """Return which disguises a rule does not see through, those of which it misses most first."""
    missed = [name for name, share in one.by_transform.items() if share.good < share.all]
    missed.sort(key=lambda name: one.by_transform[name].good - one.by_transform[name].all)
    more = f" and {len(missed) - SHOWN} more" if len(missed) > SHOWN else ""
    return f"  misses {', '.join(missed[:SHOWN])}{more}" if missed else ""


def _alone_in_words(alone: Alone, wrong: WronglyCaught) -> Iterator[str]:
    if alone.words:
        yield f"{alone.words} words alone, each disguised once in a sentence"
        wide = max(map(len, [*alone.study, *alone.further]))
        for kind, shares in (("of the study", alone.study), ("further ones", alone.further)):
            yield from ("", *(f"{name:<{wide}}  {share}" for name, share in shares.items() if share.all))
            yield f"{f'mean {kind}':<{wide}}  {mean(shares):.1%}"
        yield ""
    yield f"honest words and lines taken for one, by the words alone: {_called(alone.alarms)}"
    yield f"honest words and lines caught by the rules:               {_called(wrong)}"
    yield from (
        f"wrongly caught: {text}" for alarms in (alone.alarms, wrong) for text in (*alarms.words, *alarms.lines)
    )


def _called(alarms: WronglyCaught) -> str:
    return f"{len(alarms.words)} of {alarms.of_words} words, {len(alarms.lines)} of {alarms.of_lines} lines"
