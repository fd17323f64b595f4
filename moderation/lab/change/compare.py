"""Two sides on one chunk of a corpus: what each catches, where each sends it, and comments to look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import isnan
from typing import Final

import numpy as np

from moderation.lab.change.tally import Change, Counting, Sighting, Tally
from moderation.lab.corpora.chunks import Lines
from moderation.lab.corpora.corpus import languages
from moderation.lab.corpora.judging import classifier
from moderation.lab.corpora.kept import Kept, numbered
from moderation.policy import Policy
from moderation.records import Failure, Hit, ScoreTable, Verdict
from moderation.rulebook.rule import Rule, digest
from moderation.score import ruled_scores
from moderation.taxonomy import LABEL_INDEX, UNDETERMINED, Label
from moderation.triage import Coverage, reached, triage

Hits = Mapping[int, Sequence[Hit]]
LONGEST: Final = 2_000


@dataclass(frozen=True, slots=True)
class Standing:
    """A side as a chunk is judged by it: its live rules, its policy, its classifier with what it answers for."""

    rules: tuple[Rule, ...]
    policy: Policy
    classifier: str
    labels: tuple[Label, ...]
    languages: frozenset[str] | None

    @property
    def coverage(self) -> Coverage:
        """Name and labels of the classifier, as triage needs them."""
        return Coverage(self.classifier, frozenset(self.labels))


def standing(rules: Sequence[Rule], policy: Policy, name: str) -> Standing:
    """Return how a side stands."""
    judge = classifier(name)
    return Standing(tuple(rule for rule in rules if rule.live), policy, name, judge.labels, judge.languages)


class Compare:
    """Compares the two sides on a chunk."""

    def __init__(self, kept: Kept, old: Standing, new: Standing) -> None:
        self._kept, self._old, self._new = kept, old, new
        self._changed = changed_rules(old.rules, new.rules)
        self._rules = numbered(old.rules), numbered(new.rules)
        self._of_changed = [
            {name: found for name, found in rules.items() if found[1].id in self._changed} for rules in self._rules
        ]
        self.everything = (old.policy.digest, old.classifier) != (new.policy.digest, new.classifier)

    def __call__(self, number: int) -> Tally:
        """Return what changed in the chunk."""
        rows: set[int] = set()
        for changed in self._of_changed:
            rows |= self._kept.hits_of(number, changed).keys()
        if not rows and not self.everything:
            return Tally()
        wanted = None if self.everything else rows
        old, new = (self._kept.hits_of(number, rules, wanted) for rules in self._rules)
        if self.everything:
            rows |= self._crossing(number, self._kept.corpus.lines(number), old, new)
        lines = self._kept.corpus.lines(number, rows)
        before, after = (
            triage(lines.comments(), self._table(number, lines, side, hits), side.policy, side.coverage)
            for side, hits in ((self._old, old), (self._new, new))
        )
        counting = Counting(lines)
        for at, verdicts in enumerate(zip(before, after, strict=True)):
            row = lines.rows[at]
            fired = {hit.rule for side in (old, new) for hit in side.get(row, ()) if hit.rule in self._changed}
            counting.count(at, verdicts, fired)
        for cause, change, drawn in counting.drawn():
            side = old if change == "freed" else new
            counting.tally.sightings[cause, change] = [
                _sighting(cause, change, lines, at, (before[at], after[at]), side.get(lines.rows[at], ()))
                for at in drawn
            ]
        return counting.tally

    def _crossing(self, number: int, lines: Lines, old: Hits, new: Hits) -> set[int]:
        """Return the rows that may be judged otherwise by another policy or classifier; the rest need no verdict."""
        tables = self._table(number, lines, self._old, old), self._table(number, lines, self._new, new)
        masks = [
            reached(table, side.policy, side.coverage)
            for table, side in zip(tables, (self._old, self._new), strict=True)
        ]
        differ = np.any((masks[0][0] != masks[1][0]) | (masks[0][1] != masks[1][1]), axis=1)
        differ |= tables[0].covered != tables[1].covered
        rows = {lines.rows[at] for at in np.flatnonzero(differ)}
        rows |= {lines.rows[failure.row] for table in tables for failure in table.failures}
        # A rule that rejects does so by leave of the policy.
        return rows | {row for row, found in new.items() if any(hit.action == "reject" for hit in found)}

    def _table(self, number: int, lines: Lines, side: Standing, hits: Hits) -> ScoreTable:
        """Return the score table that the whole pipeline would give for these lines, put together from what is kept."""
        given = languages(lines.codes)
        fired = [replace(hit, row=at) for at, row in enumerate(lines.rows) for hit in hits.get(row, ())]
        scores, failed = self._kept.scores_of(number, side.classifier)
        scores, failed = scores[list(lines.rows)], failed[list(lines.rows)]
        sound = [hit for hit in fired if not isnan(hit.weight)]  # a failure has no weight
        by_rules = ruled_scores(side.rules, sound, given, side.labels)
        np.copyto(scores, by_rules, where=~np.isnan(by_rules))
        failures = [Failure(hit.row, f"rule:{hit.rule}", "TimeoutError") for hit in fired if isnan(hit.weight)]
        failures += [Failure(int(row), side.classifier, "") for row in np.flatnonzero(failed)]
        known = side.languages
        covered = [code != UNDETERMINED and (known is None or code in known) for code in lines.codes]
        return ScoreTable(
            scores,
            given,
            lines.codes,
            np.array(covered, np.bool_),
            np.array(lines.too_long, np.bool_),
            tuple(sound),
            tuple(failures),
        )


def changed_rules(old: Sequence[Rule], new: Sequence[Rule]) -> dict[str, tuple[Rule | None, Rule | None]]:
    """Return the live rules that match or say something else than before, by id, as they were and as they are."""
    was, now = ({rule.id: rule for rule in side if rule.live} for side in (old, new))
    found = {}
    for name in sorted({*was, *now}):
        before, after = was.get(name), now.get(name)
        if before is None or after is None or digest([before]) != digest([after]):
            found[name] = (before, after)
    return found


def _sighting(
    cause: str, change: Change, lines: Lines, at: int, verdicts: tuple[Verdict, Verdict], hits: Sequence[Hit]
) -> Sighting:
    spans = next((hit.spans for hit in hits if hit.rule == cause), ())
    label = LABEL_INDEX.get(cause.removeprefix("threshold:"))
    before, after = verdicts
    scores = [verdict.scores[label] or 0.0 for verdict in verdicts] if label is not None else [0.0, 0.0]
    text = lines.texts[at][:LONGEST]
    inside = tuple(span for span in spans if span.end <= len(text))
    distance = round(abs(scores[1] - scores[0]) or max(scores), 6)
    return Sighting(cause, change, lines.ids[at], lines.threads[at], text, inside, before.route, after.route, distance)
