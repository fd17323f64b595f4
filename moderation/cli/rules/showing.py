"""`moderation rules show`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from moderation.cli.printing import echo_json
from moderation.cli.reporting import progress
from moderation.cli.rules.corpora import corpus_options, reading_of, source_of
from moderation.cli.rules.options import as_json_option, jobs_option
from moderation.errors import RuleError, UsageError, suggest_rule
from moderation.lab.change.report import share_in_words
from moderation.lab.corpora.corpus import open_corpus
from moderation.lab.corpora.kept import numbered
from moderation.lab.corpora.work import work_out
from moderation.lab.known import LATEST, change_of, fired_in_words
from moderation.lab.precision import Precision, precisions
from moderation.lab.precision import as_json as precision_json
from moderation.rulebook import Rule
from moderation.rulebook.examples import report
from moderation.rulebook.files.load import SUFFIXES, checked_rules
from moderation.shipped import shipped
from moderation.store import open_store


@click.command("show")
@click.argument("names", nargs=-1, metavar="[PATH] [ID]")
@click.option("--rules", "folder", type=click.Path(path_type=Path), help="Rule files other than those that come along.")
@corpus_options(required=False)
@click.option("--db", "url", metavar="URL", help="The queue whose rulings say how often people agreed with the rule.")
@jobs_option
@as_json_option
def show(names: tuple[str, ...], folder: Path | None, corpus: Path | None, as_json: bool, **options: Any) -> None:
    """List the rules, or show the one named ID as a moderator reads it, with what it looks for in words.

    With `--corpus`, how often it fires there; with `--db`, how often it fired of late, and how often
    people rejected what it matches.
    """
    path, rule_id = _asked(names, folder)
    if rule_id is None and (corpus is not None or options["url"]):
        raise UsageError("`--corpus` and `--db` tell of one rule", mend="name it: `moderation rules show FOLDER ID`")
    rules = checked_rules(path)
    if rule_id is None:
        click.echo(report.rules_json(rules) if as_json else report.rules_text(rules))
        return
    if path == shipped("rules") and all(rule.id != rule_id for rule in rules):
        near = suggest_rule(rule_id, [rule.id for rule in rules])
        raise RuleError(
            f"there is no rule `{rule_id}` among those that come along",
            mend=f"{near}; one of your own: `moderation rules show FOLDER {rule_id}`",
        )
    (rule,) = report.pick(rules, rule_id)
    facts = _facts(rule, path, corpus, options)
    if as_json:
        echo_json({"rule": {**report.rule_json(rule), **facts}})
    else:
        click.echo(report.rule_text(rule, _in_words(facts)))


def _asked(names: tuple[str, ...], folder: Path | None) -> tuple[Path, str | None]:
    paths = [name for name in names if Path(name).exists()]
    ids = [name for name in names if name not in paths]
    for name in ids:
        if "." not in name.strip(".") or "/" in name or Path(name).suffix in SUFFIXES:
            raise UsageError(
                f"`{name}` is neither a folder nor a rule's id", mend="write `moderation rules show FOLDER ID`"
            )
    if len(paths) + bool(folder) > 1 or len(ids) > 1:
        raise UsageError("one rule or all of one folder are shown", mend="name at most one folder and one rule's id")
    return folder or (Path(paths[0]) if paths else shipped("rules")), ids[0] if ids else None


def _facts(rule: Rule, path: Path, corpus: Path | None, options: dict[str, Any]) -> dict[str, Any]:
    """Return what is known of a rule beyond its file."""
    facts: dict[str, Any] = {"last_change": change_of(rule)}
    if corpus is not None:
        jobs = options["jobs"]
        with progress() as told, open_corpus(source_of(corpus, options), reading_of(path), jobs, told) as kept:
            found = work_out(kept, [rule], (), jobs, told)
            hits = sum(len(found.hits_of(number, numbered([rule]))) for number in range(kept.chunks))
        facts["hits"] = {"comments": kept.comments, "hits": hits}
    if options["url"]:
        with open_store(options["url"], create=False) as store:
            past = precisions(store, [rule])[rule.id]
            hits = next((one.hits for one in store.rule_records(LATEST) if one.rule == rule.id), 0)
            facts["latest"] = {"comments": store.recent(LATEST), "hits": hits}
        facts["precision"] = precision_json(past)
    return facts


def _in_words(facts: dict[str, Any]) -> dict[str, str]:
    told = {"last change": facts["last_change"] or ""}
    if "hits" in facts:
        told["fires on"] = fired_in_words(facts["hits"]["hits"], facts["hits"]["comments"])
    if "latest" in facts:
        told["fired on"] = fired_in_words(facts["latest"]["hits"], facts["latest"]["comments"], which="the latest ")
    if "precision" in facts:
        past = facts["precision"]
        told["rejected by people"] = share_in_words(Precision(past["rejected"], past["ruled"]))
    return told
