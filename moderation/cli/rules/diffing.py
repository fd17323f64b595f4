"""`moderation rules diff`."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any, Final

import click

from moderation.app.settings import DATABASE
from moderation.batch.manifest import write_whole
from moderation.classify import CLASSIFIERS
from moderation.cli.options import refuse_to_replace
from moderation.cli.places import refuse_without_folder
from moderation.cli.printing import json_text
from moderation.cli.reporting import progress
from moderation.cli.rules.corpora import corpus_options, source_of
from moderation.cli.rules.options import as_json_option, jobs_option, show_text_option, width
from moderation.errors import UsageError
from moderation.lab.change import markdown, page, report
from moderation.lab.change.budget import read_budgets
from moderation.lab.change.diff import EXAMPLES, Asked, Diff
from moderation.lab.change.diff import diff as compare
from moderation.lab.change.sides import RULES_FOLDER, Side, side_of
from moderation.rulebook.files.extends import BUILTIN
from moderation.store import open_store

FILE = click.Path(path_type=Path)
STDOUT: Final = "-"


@click.command("diff")
@click.argument("sides", nargs=-1, metavar="[OLD NEW]")
@corpus_options(required=True)
@click.option(
    "--rules", type=FILE, metavar="DIR", help="The folder of rules in the repository that OLD and NEW are of."
)
@click.option("--policy", "policies", nargs=2, type=FILE, metavar="OLD NEW", help="Two policy files to compare.")
@click.option("--classifier", "classifiers", nargs=2, metavar="OLD NEW", help="Two classifiers to compare.")
@click.option("--budget", "budgets", default="", metavar="NAME=MOST,...", help="Exit 1 when the change does more.")
@click.option("--db", "url", envvar=DATABASE, metavar="URL", help="The queue whose rulings precision comes from.")
@click.option("--html", type=FILE, metavar="FILE", help="Write the report as one HTML file, too.")
@click.option(
    "--markdown",
    type=FILE,
    metavar="FILE",
    help="Write it as Markdown, too, which a workflow posts below the change; `-` prints it instead of the table.",
)
@click.option("--examples", default=EXAMPLES, show_default=True, type=click.IntRange(0, 1_000), help="How many.")
@show_text_option
@jobs_option
@as_json_option
def diff(sides: tuple[str, ...], corpus: Path, budgets: str, as_json: bool, **options: Any) -> None:
    """Show what a change does to the comments of a corpus before it is let loose on a site.

    OLD and NEW are folders of rules (with their policy.toml), git revisions such as `main` or `HEAD~1`, or
    `builtin@VERSION`. Budgets: newly_held, newly_released, approved_to_reject and its like, newly_caught, newly_freed,
    route_changes; a number, or a share of all comments: `newly_held=0.2%,approved_to_reject=0`.

    Only what changed is matched again; what was worked out about a corpus is kept beside it. Exits 1 over budget.
    """
    limits = read_budgets(budgets)
    old, new = _sides(sides, options)
    asked = Asked(old, new, source_of(corpus, options), limits, options["jobs"], options["examples"])
    written = _files(corpus, options, as_json=as_json)
    url, show_text = options["url"], options["show_text"]
    with open_store(url, create=False) if url else nullcontext() as store, progress() as told:
        found = compare(asked, store, told)
    printed = _as_json if as_json else _as_text
    for target, written_as in written.items():
        if str(target) == STDOUT:
            printed = written_as
            continue
        write_whole(target, written_as(found, show_text=show_text).encode("utf-8", "replace"))
        click.echo(f"report: {target}", err=True)
    click.echo(printed(found, show_text=show_text).rstrip("\n"))
    if printed is not _as_text:
        for overrun in found.overruns:
            click.echo(f"over budget: {overrun}", err=True)
    raise SystemExit(1 if found.overruns else 0)


def _as_text(found: Diff, *, show_text: bool) -> str:
    return report.as_text(found, width=width(), show_text=show_text)


def _as_json(found: Diff, *, show_text: bool) -> str:
    return json_text(report.as_json(found, show_text=show_text))


def _files(corpus: Path, options: dict[str, Any], *, as_json: bool) -> dict[Path, Callable[..., str]]:
    """Return the reports that are wanted beside the table, by their files, where they can be written."""
    asked = [(options["html"], page.as_html), (options["markdown"], markdown.as_markdown)]
    wanted = [(target, written_as) for target, written_as in asked if target is not None]
    if sum(str(target) == STDOUT for target, _ in wanted) + as_json > 1 or len(dict(wanted)) < len(wanted):
        raise UsageError("two reports have one place", mend="name a file for each but one of them")
    for target, written_as in wanted:
        if str(target) == STDOUT:
            continue
        refuse_without_folder(target)
        if target.is_dir():
            name = "diff.html" if written_as is page.as_html else "diff.md"
            raise UsageError(f"`{target}` is a folder", mend=f"name a file: `{target / name}`")
        refuse_to_replace([corpus], target)
    return dict(wanted)


def _beside(names: tuple[str, ...]) -> Path | None:
    """Return the folder that is compared with a revision, whose rules are then its own as they were.

    Where a folder `rules` lies here that one is read at the revision: `main mine` asks what a copy changed.
    """
    folders = [Path(name) for name in names if name.strip() and Path(name).is_dir()]
    return folders[0] if len(folders) == 1 and not Path(RULES_FOLDER).is_dir() else None


def _sides(names: tuple[str, ...], options: dict[str, Any]) -> tuple[Side, Side]:
    policies, classifiers = options["policies"], options["classifiers"]
    if len(names) not in (0, 2) or (not names and not policies and not classifiers):
        raise UsageError(
            f"{'one name' if len(names) == 1 else f'{len(names)} names'} given, a diff compares two",
            mend="name OLD and NEW, or give `--policy OLD NEW` or `--classifier OLD NEW`",
        )
    # Without OLD and NEW the same rules stand on both sides.
    rules = options["rules"] or _beside(names)
    both = names or (str(rules or BUILTIN),) * 2
    found = [
        side_of(
            name,
            rules=rules,
            policy=policies[at] if policies else None,
            classifier=classifiers[at] if classifiers else None,
        )
        for at, name in enumerate(both)
    ]
    for at, side in enumerate(found):
        if side.classifier in CLASSIFIERS and not side.policy.knows(side.classifier):
            raise UsageError(
                f"policy `{side.policy.name}` has no thresholds for the classifier `{side.classifier}`",
                mend=f'add a table `[thresholds."{side.classifier}".any]` to the policy file',
            )
        if not names:
            found[at] = Side(str((policies or classifiers)[at]), side.rules, side.policy, side.classifier)
    return found[0], found[1]
