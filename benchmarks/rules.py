"""The rulebook beside word filters: speed, disguises seen through, false alarms, memory; and its slowest patterns.

Every filter is given the same words and asked the same questions in a process and an environment of its own; CPU time.
The words, sentences and look-alikes stand in rules_texts.py, the disguises in moderation/rulebook/examples/evasion.py.
Tweets come from `--data`; without it, they are the samples cut to a tweet's length.
"""

from __future__ import annotations

import csv
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final

from benchmarks.environments import ask
from benchmarks.rules_texts import HARMLESS, WORDS, disguised_lines, look_alike_lines
from benchmarks.table import show
from benchmarks.texts import comments
from moderation.lab.bench import pumps
from moderation.normalise import fold
from moderation.rulebook import load, patterns
from moderation.rulebook.comment.block import MOST_CHARACTERS
from moderation.rulebook.examples.evasion import TRANSFORMS
from moderation.rulebook.rule import Regex, Rule, walk
from moderation.shipped import shipped

TWEETS: Final = 10_000
NEWS: Final = 4_000
SLOWEST: Final = 10
# Column -> script in peers/, what is installed for it, its options.
FILTERS: Final[dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]]] = {
    "ours, all rules": ("our_rules", (), ()),
    "ours, the words alone": ("our_rules", (), ("--words",)),
    "pyobscenity 0.2.0": ("pyobscenity_words", ("pyobscenity==0.2.0",), ()),
    "better-profanity 0.7.0": ("better_profanity_words", ("better-profanity==0.7.0",), ()),
    "glin-profanity 4.1.0": ("glin_profanity_words", ("glin-profanity==4.1.0",), ()),
    "profanex 1.0.0": ("profanex_words", ("profanex==1.0.0",), ()),
    "profanex, fuzzy": ("profanex_words", ("profanex==1.0.0",), ("--fuzzy",)),
    "alt-profanity-check 1.9.1": ("alt_profanity_check_words", ("alt-profanity-check==1.9.1",), ()),
}
Answers = dict[str, dict[str, Any] | str]


def run(data: Path | None) -> None:
    """Print three tables: figures, disguises, slowest patterns."""
    disguised, innocent = disguised_lines(), [*look_alike_lines(), *HARMLESS]
    question = {
        "words": WORDS,
        "speed": {"tweets": _tweets(data), "news": comments(NEWS)},
        "tried": [*(text for _, text in disguised), *innocent],
    }
    answers = {name: ask(peer, packages, question, *options) for name, (peer, packages, options) in FILTERS.items()}
    print(f"{len(WORDS)} words, {len(TRANSFORMS) - 1} disguises; alt-profanity-check is a model and takes no words\n")
    _figures(answers, disguised)
    print()
    _disguises(answers, disguised)
    print()
    pump(load(shipped("rules")).rules)


def _tweets(data: Path | None) -> list[str]:
    path = next((one for one in (data / "data", data) if (one / "toxicity").is_dir()), None) if data else None
    if path is None:
        return [text[:80] for text in comments(TWEETS, mean_words=14)]
    with (path / "toxicity" / "davidson_tweets.csv").open(encoding="utf-8", newline="") as lines:
        return [row["tweet"] for row in islice(csv.DictReader(lines), TWEETS)]


def _figures(answers: Answers, disguised: Sequence[tuple[str, str]]) -> None:
    header = ("", "tweets/s", "54-word comments/s", "disguises caught", "look-alikes flagged", "harmless lines flagged",
              "MB", "load s")  # fmt: skip
    rows: list[tuple[object, ...]] = []
    for name, found in answers.items():
        if isinstance(found, str):
            rows.append((name, found, *[""] * (len(header) - 2)))
            continue
        caught, flagged = _shares(found, disguised), found["flagged"][len(disguised) :]
        alike = len(flagged) - len(HARMLESS)
        mean = sum(share for key, share in caught.items() if key != "plain") / (len(caught) - 1)
        speed = found["per_second"]
        wrong = (f"{sum(flagged[:alike])} of {alike}", f"{sum(flagged[alike:])} of {len(HARMLESS)}")
        rows.append((name, speed["tweets"], speed["news"], f"{mean:.1%}", *wrong, found["mb"], found["load_s"]))
    show(header, rows)


def _disguises(answers: Answers, disguised: Sequence[tuple[str, str]]) -> None:
    measured = {name: _shares(found, disguised) for name, found in answers.items() if not isinstance(found, str)}
    rows = [(key, *(f"{caught[key]:.0%}" for caught in measured.values())) for key in TRANSFORMS]
    show(("disguise", *measured), rows)


def _shares(found: dict[str, Any], disguised: Sequence[tuple[str, str]]) -> dict[str, float]:
    shares = dict.fromkeys(TRANSFORMS, 0.0)
    for (name, _), flag in zip(disguised, found["flagged"], strict=False):
        shares[name] += flag / len(WORDS)
    return shares


def pump(rules: Sequence[Rule]) -> None:
    """Print the patterns that the worst of many texts at the input's cap keeps busy for longest."""
    found = [
        (*max(_spent(part.pattern, text) for text in _pumped(rule)), rule.id)
        for rule in rules
        for part in walk(rule.match)
        if isinstance(part, Regex)
    ]
    rows = [(rule, spent * 1000, text) for spent, text, rule in sorted(found, reverse=True)[:SLOWEST]]
    print(f"{len(found)} patterns on texts of {MOST_CHARACTERS:,} characters; a search is given up after 0.1 s\n")
    show(("rule", "ms at worst", "what is repeated"), rows)


def _pumped(rule: Rule) -> Iterator[str]:
    """Yield what to repeat: what a rule's words make, and its examples broken off where they nearly match."""
    yield from pumps(rule)
    for example in rule.examples("match"):
        text = " ".join(example.text.split())
        yield from (text[: len(text) * part // 8] for part in range(2, 8))


def _spent(pattern: str, text: str) -> tuple[float, str]:
    long = fold((text * (MOST_CHARACTERS // len(text) + 1))[:MOST_CHARACTERS]).text
    begin = time.process_time()
    try:
        patterns.search(pattern, long)
    except TimeoutError:
        text = f"{text} (given up)"
    return time.process_time() - begin, text[:40].replace("|", "/")
