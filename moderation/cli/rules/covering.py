"""`moderation rules cover`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

from moderation.cli.printing import echo_json
from moderation.cli.reporting import under_bar
from moderation.cli.rules.baselines import baseline_options, judged_by_baseline
from moderation.cli.rules.options import PATH, as_json_option
from moderation.errors import UsageError, suggest
from moderation.lab.baseline import Share, share_of_percent
from moderation.rulebook.examples.coverage import KINDS, Coverage
from moderation.rulebook.examples.coverage import cover as covered
from moderation.rulebook.files.load import checked_rules
from moderation.rulebook.rule import Rule
from moderation.shipped import shipped

ALL: Final = "all"
_PLURAL: Final[dict[str, str]] = {
    "term": "terms",
    "branch": "branches",
    "exemption": "exemptions",
    "skip": "skips",
    ALL: "all parts",
}
SHOWN: Final = 8
# What an override may change of what a rule finds, and of the examples that say so.
_DECIDING: Final = frozenset({"allow", "tests"})


@click.command("cover")
@PATH
@click.option("--least", metavar="[KIND=]SHARE%,...", default="", help="Exit 1 below: `80%`, `branch=100%,term=10%`.")
@baseline_options
@click.option("--all", "every", is_flag=True, help="List every part that no example decides.")
@as_json_option
def cover(path: Path | None, least: str, baseline: Path | None, update: bool, every: bool, as_json: bool) -> None:
    """Find terms, branches of `any`, exemptions under `not` and skips that no example of their rule decides.

    Each part is taken away in turn; where every example still goes as before, nothing would notice that it is wrong.
    Words of a list stand for each other: a term without an example is tried in the place of a neighbour that has one. A
    skip is tried on the rule's own examples, quoted, reported or out of the article.
    Of a folder that extends a release its own rules count, and those of which it changes what they find.
    Exits 1 below `--least`, or where a rule falls below its `--baseline`.
    """
    floors = _floors(least)
    loaded = checked_rules(path or shipped("rules"))
    rules = [rule for rule in loaded if _is_the_folders(rule)]
    found = list(under_bar(covered(rules), "rules", len(rules)))
    shares = {kind: _share(found, kind) for kind in (*KINDS, ALL)}
    failed = [f"{_PLURAL[kind]}: {shares[kind]}, less than {floor.good * 100 / floor.all:g} %"
              for kind, floor in floors.items() if shares[kind].below(floor)]  # fmt: skip
    by_rule = {one.rule.id: Share(one.decided, one.parts) for one in found}
    failed += judged_by_baseline(by_rule, baseline, update=update)
    if as_json:
        echo_json({
            "shares": {kind: [share.good, share.all] for kind, share in shares.items()},
            "rules": {one.rule.id: {"parts": one.parts, "decided": one.decided, "stood_in": one.stood_in, "undecided": [
                {"kind": part.kind, "path": part.path, "term": part.term} for part in one.undecided]} for one in found},
            "failed": failed,
        })  # fmt: skip
    else:
        click.echo(_in_words(found, shares, failed, every=every))
        if len(rules) < len(loaded):
            release = next(rule.origin for rule in loaded if rule.origin)
            click.echo(f"{len(loaded) - len(rules)} rules from `{release}` as they come along are left out", err=True)
    raise SystemExit(1 if failed else 0)


def _is_the_folders(rule: Rule) -> bool:
    """Tell whether the folder answers for a rule: its own, or one of a release that it made find something else."""
    return not rule.origin or any(change.key in _DECIDING for change in rule.overridden)


def _floors(least: str) -> dict[str, Share]:
    floors = {}
    for part in filter(None, (piece.strip() for piece in least.split(","))):
        kind, equals, share = part.partition("=")
        if equals and kind not in KINDS:
            raise UsageError(f"`{kind}` is not a kind of part", mend=suggest(kind, KINDS))
        floors[kind if equals else ALL] = share_of_percent(share if equals else part)
    return floors


def _share(found: Sequence[Coverage], kind: str) -> Share:
    parts = sum(count for one in found for part, count in one.by_kind.items() if kind in (ALL, part))
    missing = sum(kind in (ALL, part.kind) for one in found for part in one.undecided)
    return Share(parts - missing, parts)


def _in_words(found: Sequence[Coverage], shares: dict[str, Share], failed: list[str], *, every: bool) -> str:
    lines = []
    for one in found:
        # Terms are many and alike; a branch or an exemption that nothing decides is the graver gap.
        ordered = sorted(one.undecided, key=lambda part: part.kind == "term")
        shown = ordered if every else ordered[:SHOWN]
        if shown:
            lines.append(f"{one.rule.location}: {one.rule.id} decides {Share(one.decided, one.parts)}")
            lines += [f"    {part}" for part in shown]
            if len(shown) < len(ordered):
                lines.append(f"    and {len(ordered) - len(shown)} more (`--all` lists them)")
    stood_in = sum(one.stood_in for one in found)
    lines += [f"{_PLURAL[kind]:<12}{share}" for kind, share in shares.items()]
    if stood_in:
        lines[-1] += f", {stood_in:,} of them tried in a neighbour's place, or as others' words"
    return "\n".join([*lines, *(f"failed: {line}" for line in failed)])
