"""What changed, counted over chunks, and the comments to look at for it."""

from __future__ import annotations

import heapq
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal

from moderation.lab.corpora.chunks import Lines
from moderation.records import Span, Verdict
from moderation.taxonomy import Route

Change = Literal["caught", "freed", "moved", "kept"]
# Comments that are looked at for each rule and kind of change: enough to tell usual from unusual, few enough to keep.
MOST_LOOKED_AT: Final = 200


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


class Counting:
    """The tally of one chunk, line by line; a comment's place in the lot says whether it is looked at."""

    def __init__(self, lines: Lines) -> None:
        self.tally = Tally()
        self._lines = lines
        self._places: defaultdict[tuple[str, Change], list[tuple[int, int]]] = defaultdict(list)

    def count(self, at: int, verdicts: tuple[Verdict, Verdict], fired: set[str]) -> None:
        """Count line `at`, as it was judged before and is after; `fired` are the changed rules that fire on it."""
        was, now = (_causes(verdict) for verdict in verdicts)
        caught, freed = now - was, was - now
        self.tally.caught += bool(caught)
        self.tally.freed += bool(freed)
        self.tally.failed += any(verdict.status == "failed" for verdict in verdicts)
        before, after = (verdict.route for verdict in verdicts)
        moved = f"{before}_to_{after}" if before != after else None
        if moved:
            self.tally.routes[moved] += 1
        for cause in {*caught, *freed, *fired}:
            effect = self.tally.effects.setdefault(cause, Effect())
            effect.before += cause in was
            effect.after += cause in now
            effect.caught += cause in caught
            effect.freed += cause in freed
            if moved:
                effect.routes[moved] += 1
            change: Change = (
                "caught" if cause in caught else "freed" if cause in freed else "moved" if moved else "kept"
            )
            self._places[cause, change].append((_lot(self._lines.ids[at], self._lines.threads[at]), at))

    def drawn(self) -> Iterator[tuple[str, Change, list[int]]]:
        """Yield the lines to look at for each cause and kind of change."""
        for (cause, change), places in self._places.items():
            yield cause, change, [at for _, at in heapq.nsmallest(MOST_LOOKED_AT, places)]


def _causes(verdict: Verdict) -> set[str]:
    """Return what caught the comment: rules by id, and labels that reached their threshold."""
    return {*verdict.rules, *(f"threshold:{label}" for label in verdict.labels_reached)}
