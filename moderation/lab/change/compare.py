"""Two sides on one chunk of a corpus: what each catches, where each sends it, and comments to look at."""

from __future__ import annotations

import heapq
import zlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

import numpy as np

from moderation.lab.corpora.chunks import Lines
from moderation.lab.corpora.corpus import languages
from moderation.lab.corpora.work import Kept, classifier, numbered
from moderation.policy import Policy
from moderation.records import Failure, Hit, ScoreTable, Span, Verdict
from moderation.rulebook.rule import Rule, digest
from moderation.score import ruled_scores
from moderation.taxonomy import LABEL_INDEX, UNDETERMINED, Label, Route
from moderation.triage import Coverage, reached, triage

Hits = Mapping[int, Sequence[Hit]]
Change = Literal["caught", "freed", "moved", "kept"]
# Comments that are looked at for each rule and kind of change: enough to tell usual from unusual, few enough to keep.
MOST_LOOKED_AT: Final = 200
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


@dataclass(frozen=True, slots=True)
class Sighting:
    """A comment that changed hands, or one that a changed rule went on to catch (`kept`)."""

    cause: str
    change: Change
    id: str
    thread_id: str | None
    text: str
    spans: tuple[Span, ...]
    before: Route | None
    after: Route | None
    distance: float  # how far its score lies from the threshold, for what no rule caught

    @property
    def place(self) -> tuple[int, str]:
        """Its place in an order that is as good as drawn by lot, and the same in every run."""
        return _lot(self.id, self.thread_id), self.id


def _lot(id_: str, thread: str | None) -> int:
    return zlib.crc32(f"{thread}\0{id_}".encode("utf-8", "replace"))


@dataclass(slots=True)
class Effect:  # mutable: a sum that every chunk adds to
    """What a change did through one rule, or through one label's threshold."""

    before: int = 0
    after: int = 0
    caught: int = 0
    freed: int = 0
    routes: Counter[str] = field(default_factory=Counter)

    def add(self, other: Effect) -> None:
        """Add what another chunk counted."""
        self.before += other.before
        self.after += other.after
        self.caught += other.caught
        self.freed += other.freed
        self.routes += other.routes


@dataclass(slots=True)
class Tally:  # mutable: a sum that every chunk adds to
    """What changed, over comments and for each cause: a rule's id, or `threshold:LABEL`."""

    caught: int = 0
    freed: int = 0
    routes: Counter[str] = field(default_factory=Counter)
    failed: int = 0
    effects: dict[str, Effect] = field(default_factory=dict)
    sightings: dict[tuple[str, Change], list[Sighting]] = field(default_factory=dict)

    def add(self, other: Tally) -> None:
        """Add what another chunk counted."""
        self.caught += other.caught
        self.freed += other.freed
        self.routes += other.routes
        self.failed += other.failed
        for cause, effect in other.effects.items():
            self.effects.setdefault(cause, Effect()).add(effect)
        for key, seen in other.sightings.items():
            known = self.sightings.setdefault(key, [])
            known += seen
            known.sort(key=lambda one: one.place)
            del known[MOST_LOOKED_AT:]


@dataclass(frozen=True, slots=True)
class _Seen:
    """Where in a chunk each change was seen: a place in the lot, and the line."""

    places: defaultdict[tuple[str, Change], list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))


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
        tally, seen = Tally(), _Seen()
        for at, verdicts in enumerate(zip(before, after, strict=True)):
            row = lines.rows[at]
            fired = {hit.rule for side in (old, new) for hit in side.get(row, ()) if hit.rule in self._changed}
            self._count(tally, seen, lines, at, verdicts, fired)
        for (cause, change), drawn in seen.places.items():
            side = old if change == "freed" else new
            picked = heapq.nsmallest(MOST_LOOKED_AT, drawn)
            tally.sightings[cause, change] = [
                _sighting(cause, change, lines, at, (before[at], after[at]), side.get(lines.rows[at], ()))
                for _, at in picked
            ]
        return tally

    def _table(self, number: int, lines: Lines, side: Standing, hits: Hits) -> ScoreTable:
        return _table(self._kept, number, lines, side, hits)

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

    def _count(
        self, tally: Tally, seen: _Seen, lines: Lines, at: int, verdicts: tuple[Verdict, Verdict], fired: set[str]
    ) -> None:
        was, now = (_causes(verdict) for verdict in verdicts)
        caught, freed = now - was, was - now
        tally.caught += bool(caught)
        tally.freed += bool(freed)
        tally.failed += any(verdict.status == "failed" for verdict in verdicts)
        before, after = (verdict.route for verdict in verdicts)
        moved = f"{before}_to_{after}" if before != after else None
        if moved:
            tally.routes[moved] += 1
        for cause in {*caught, *freed, *fired}:
            effect = tally.effects.setdefault(cause, Effect())
            effect.before += cause in was
            effect.after += cause in now
            effect.caught += cause in caught
            effect.freed += cause in freed
            if moved:
                effect.routes[moved] += 1
            change: Change = (
                "caught" if cause in caught else "freed" if cause in freed else "moved" if moved else "kept"
            )
            seen.places[cause, change].append((_lot(lines.ids[at], lines.threads[at]), at))


def changed_rules(old: Sequence[Rule], new: Sequence[Rule]) -> dict[str, tuple[Rule | None, Rule | None]]:
    """Return the live rules that match or say something else than before, by id, as they were and as they are."""
    was, now = ({rule.id: rule for rule in side if rule.live} for side in (old, new))
    found = {}
    for name in sorted({*was, *now}):
        before, after = was.get(name), now.get(name)
        if before is None or after is None or digest([before]) != digest([after]):
            found[name] = (before, after)
    return found


def _causes(verdict: Verdict) -> set[str]:
    """Return what caught the comment: rules by id, and labels that reached their threshold."""
    return {*verdict.rules, *(f"threshold:{label}" for label in verdict.labels_reached)}


def _table(kept: Kept, number: int, lines: Lines, side: Standing, hits: Mapping[int, Sequence[Hit]]) -> ScoreTable:
    """Return the score table that the whole pipeline would give for these lines, put together from what is kept."""
    given = languages(lines.codes)
    fired = [replace(hit, row=at) for at, row in enumerate(lines.rows) for hit in hits.get(row, ())]
    scores, failed = kept.scores_of(number, side.classifier)
    scores, failed = scores[list(lines.rows)], failed[list(lines.rows)]
    sound = [hit for hit in fired if hit.weight == hit.weight]  # a failure has no weight
    by_rules = ruled_scores(side.rules, sound, given, side.labels)
    np.copyto(scores, by_rules, where=~np.isnan(by_rules))
    failures = [Failure(hit.row, f"rule:{hit.rule}", "TimeoutError") for hit in fired if np.isnan(hit.weight)]
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
