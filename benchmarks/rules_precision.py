"""How often each rule is right on labelled comments: `python -m benchmarks rules_precision --data DIR`.

With `--write` the figures go to rules/measured.json, from which the index in rules/README.md is made; with
`--wrong RULE` the comments that a rule caught and that are labelled clean are printed, which is what a writer of rules
has to read. The rules were fitted on these sets: expect less elsewhere.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from benchmarks.table import show
from moderation.normalise import fold
from moderation.records import Context, Language
from moderation.rulebook import Rulebook
from moderation.rulebook.files.load import checked_rules
from moderation.rulebook.rule import Rule, fingerprint
from moderation.shipped import shipped
from moderation.taxonomy import Category, Label

MEASURED: Final = "measured.json"
BATCH: Final = 1000
# Wiki rows of this origin are only known not to be toxic; they count as such.
_OWN_COLUMN: Final[dict[Label, tuple[str, str]]] = {
    "obscene": ("obscene", "frac_obscene"),
    "threat": ("threat", "frac_threat"),
    "insult": ("insult", "frac_insult"),
    "identity_attack": ("identity_hate", "frac_identity_attack"),
}
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Set:
    """A labelled set: how its rows are read, which column is the text, and what makes a row positive for a label."""

    name: str
    file: str
    text: str
    categories: tuple[Category, ...]
    positive: Callable[[Row, Label], bool]
    language: str = "en"
    about: str = ""


def _wiki(row: Row, label: Label) -> bool:
    return "1" in (row["toxic"], row[_OWN_COLUMN.get(label, ("toxic", ""))[0]])


def _civil(row: Row, label: Label) -> bool:
    return max(float(row["frac_toxic"]), float(row[_OWN_COLUMN.get(label, ("", "frac_toxic"))[1]])) >= 0.5


def _is(column: str, *values: str) -> Callable[[Row, Label], bool]:
    return lambda row, _: row[column] in values


TOXIC: Final[tuple[Category, ...]] = ("toxicity",)
SPAM: Final[tuple[Category, ...]] = ("spam",)
CUES: Final[tuple[Category, ...]] = ("misinformation",)
HATEFUL: Final = _is("label_gold", "hateful")
# `open` sets were not picked for what they say; the others were, which bends a share of right hits up or down.
SETS: Final = (
    Set("wiki", "toxicity/jigsaw_wiki_train.csv", "comment_text", TOXIC, _wiki, about="open"),
    Set("natural", "toxicity/civil_comments_natural_dev.csv", "example", TOXIC, _is("label", "toxic"), about="open"),
    Set("surge", "toxicity/surge_social_media.csv", "text", TOXIC, _is("is_toxic", "Toxic"), about="open"),
    Set("civil", "toxicity/civil_comments_train.csv", "comment_text", TOXIC, _civil, about="picked: doubtful ones"),
    Set("fox", "toxicity/fox_news_comments.csv", "text", TOXIC, _is("label", "1"), about="picked: hateful alone"),
    Set("davidson", "toxicity/davidson_tweets.csv", "tweet", TOXIC, _is("class", "0", "1"), about="picked: by words"),
    Set("youtube", "spam/youtube_spam_dev.csv", "CONTENT", SPAM, _is("CLASS", "1"), about="open"),
    Set("sms", "spam/sms_spam_collection.tsv", "text", SPAM, _is("kind", "spam"), about="open"),
    Set("claims", "cues/claimbuster_two_class_train.json", "text", CUES, _is("label", "1"), about="picked: speeches"),
    Set("covid", "cues/covid_posts_val.csv", "tweet", CUES, _is("label", "fake"), about="open"),
    Set("german", "languages/german.csv", "test_case", TOXIC, HATEFUL, "de", "picked: written tests"),
    Set("french", "languages/french.csv", "test_case", TOXIC, HATEFUL, "fr", "picked: written tests"),
    Set("spanish", "languages/spanish.csv", "test_case", TOXIC, HATEFUL, "es", "picked: written tests"),
    Set("germeval", "cues/germeval2021_train.csv", "comment_text", TOXIC, _is("Sub1_Toxic", "1"), "de", "open"),
)
OPEN: Final = tuple(one.name for one in SETS if one.about == "open")


def rows_of(data: Path, chosen: Set) -> Iterator[Row]:
    """Yield the rows of a set as texts by column."""
    path = data / chosen.file
    if path.suffix == ".json":
        for entry in json.loads(path.read_text(encoding="utf-8")):
            yield {key: str(value) for key, value in entry.items()}
    elif path.suffix == ".tsv":
        for line in path.read_text(encoding="utf-8").split("\n"):
            kind, found, text = line.partition("\t")
            if found:  # one message is broken in two lines; its second half has no label
                yield {"kind": kind, "text": text}
    else:
        with path.open(encoding="utf-8", newline="") as lines:
            yield from csv.DictReader(lines)


@dataclass(frozen=True, slots=True)
class Caught:
    """One hit: which set, which rule, whether the row is positive for it, and the row's text."""

    set: str
    rule: str
    right: bool
    text: str


def caught(data: Path, rules: Sequence[Rule], chosen: Set) -> tuple[list[Caught], int, int, int]:
    """Return all hits on a set, its rows, its positive rows, and the clean rows that a `review` rule would hold."""
    awake = [replace(rule, status="experimental") for rule in rules]
    book, by_id = Rulebook.of(awake), {rule.id: rule for rule in rules}
    rows = list(rows_of(data, chosen))
    # A rule that is off by default counts, but holds no comment.
    found, held = [], set()
    for start in range(0, len(rows), BATCH):
        part = rows[start : start + BATCH]
        texts = [fold(row[chosen.text]) for row in part]
        hits, _ = book.match(texts, [Context()] * len(part), [Language(chosen.language, 1.0)] * len(part))
        for hit in hits:
            row, rule = part[hit.row], by_id[hit.rule]
            foreign = chosen.language != "en" and chosen.language not in rule.lang
            if not foreign:
                right = chosen.positive(row, hit.label)
                if not right and rule.live and rule.action == "review":
                    held.add(start + hit.row)
                if rule.category in chosen.categories or chosen.name == "natural":
                    found.append(Caught(chosen.name, hit.rule, right, row[chosen.text]))
    label: Label = "spam" if chosen.categories == SPAM else "toxicity"
    return found, len(rows), sum(chosen.positive(row, label) for row in rows), len(held)


def measure(data: Path, rules: Sequence[Rule]) -> tuple[dict[str, Any], list[Caught]]:
    """Return the figures as they are kept, and every hit."""
    kinds = {rule.id: rule.category for rule in rules}
    figures: dict[str, Any] = {"sets": {}, "rules": {}}
    every: list[Caught] = []
    for chosen in SETS:
        if not (data / chosen.file).is_file():
            continue
        found, rows, positive, held = caught(data, rules, chosen)
        every += found
        figures["sets"][chosen.name] = {"rows": rows, "positive": positive, "about": chosen.about, "clean_held": held}
    for rule in sorted(rules, key=lambda rule: rule.id):
        hits: dict[str, list[int]] = {}
        for one in every:
            # Other rules' categories are not labelled in the natural set: their hits there are false alarms, not here.
            labelled = one.rule == rule.id and (one.set != "natural" or kinds[rule.id] == "toxicity")
            if labelled:
                pair = hits.setdefault(one.set, [0, 0])
                pair[0], pair[1] = pair[0] + 1, pair[1] + one.right
        figures["rules"][rule.id] = {"matching": fingerprint(rule), "hits": hits}
    return figures, every


def run(data: Path | None) -> None:
    """Print hits and right hits of every rule by set."""
    assert data is not None
    figures, _ = measure(_folder(data), checked_rules(shipped("rules")))
    _print(figures)


def _folder(data: Path) -> Path:
    return data / "data" if (data / "data").is_dir() else data


def _print(figures: dict[str, Any]) -> None:
    sets = figures["sets"]
    show(
        ("set", "rows", "positive", "clean, held by a rule", "kind"),
        [(name, one["rows"], one["positive"], one["clean_held"], one["about"]) for name, one in sets.items()],
    )
    print()
    rows = []
    for name, one in figures["rules"].items():
        cells = {key: f"{right}/{hits}" for key, (hits, right) in one["hits"].items()}
        rows.append((name, *(cells.get(key, "") for key in sets)))
    show(("rule", *sets), rows)


def main() -> None:
    """Measure, and print, keep, or show what was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=os.environ.get("MODERATION_DATA"), help="a folder of outside data")
    parser.add_argument("--rules", type=Path, default=shipped("rules"), help="a folder of rules; the shipped ones")
    parser.add_argument("--write", action="store_true", help=f"keep the figures in {MEASURED} beside the rules")
    parser.add_argument("--wrong", metavar="RULE", help="print what this rule (or `all`) caught wrongly, no figures")
    given = parser.parse_args()
    if not given.data:
        parser.error("name the folder of outside data with --data")
    figures, every = measure(_folder(Path(given.data)), checked_rules(given.rules))
    if given.wrong:
        for one in every:
            if not one.right and given.wrong in (one.rule, "all"):
                print(f"{one.set}\t{one.rule}\t{' '.join(one.text.split())}")
        return
    _print(figures)
    if given.write:
        text = json.dumps(figures, indent=1, sort_keys=True) + "\n"
        (given.rules / MEASURED).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
