"""Disguises of what rules look for: how many they still find, and which honest words they take for one."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from moderation.lab.baseline import Share
from moderation.lab.matching import hits_in
from moderation.rulebook import Example, Rule, Rulebook
from moderation.rulebook.examples.evasion import TRANSFORMS, disguised


@dataclass(frozen=True, slots=True)
class Evaded:
    """How many disguised forms of its examples a rule finds, in all and by transform."""

    rule: Rule
    share: Share
    by_transform: dict[str, Share]


def evade(rules: Iterable[Rule], *, seed: int = 0) -> Iterator[Evaded]:
    """Yield what each rule finds of its own disguised examples; rules that go by no words (capitals, say) have none."""
    for rule in rules:
        alone = Rulebook.of([rule], every_status=True)
        tried = list(_tried(alone, rule.examples("match"), seed))
        by_transform = {
            name: Share(sum(found for given, found in tried if given == name), sum(given == name for given, _ in tried))
            for name in TRANSFORMS
        }
        yield Evaded(rule, Share(sum(found for _, found in tried), len(tried)), by_transform)


def _tried(alone: Rulebook, examples: Iterable[Example], seed: int) -> Iterator[tuple[str, bool]]:
    """Yield each transform of each example that differs from it, and whether the rule finds it."""
    for example in examples:
        hits = hits_in(alone, example.text, example.context)
        words = list(dict.fromkeys(example.text[span.start : span.end] for span in hits[0].spans)) if hits else []
        for name in TRANSFORMS if words else ():
            # The same disguise in every run, and another one for every example.
            lot = zlib.crc32(f"{seed} {alone.rules[0].id} {example.name} {name}".encode())
            text = disguised(example.text, words, name, lot)
            if text != example.text:
                yield name, bool(hits_in(alone, text, example.context))


def summed(results: Iterable[Evaded]) -> tuple[Share, dict[str, Share]]:
    """Return the shares of all rules together, in all and by transform."""
    total, sums = [0, 0], {name: [0, 0] for name in TRANSFORMS}
    for result in results:
        for name, share in result.by_transform.items():
            for counts in (total, sums[name]):
                counts[0] += share.good
                counts[1] += share.all
    return Share(*total), {name: Share(*counts) for name, counts in sums.items()}
