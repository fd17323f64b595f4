"""What a run has to show for itself: counts, where the time went, rows a second, memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from moderation.batch.tally import Tally, as_json
from moderation.records import SCHEMA_VERSION
from moderation.stopwatch import Spent

# The laps of a run in the order in which a comment meets them, by the name under which they are shown.
_STAGES: Final = {
    "load": "load",
    "read": "read",
    "normalise": "fold",
    "language": "language",
    "classifier": "classify",
    "rules": "rules",
    "score": "rules",
    "triage": "triage",
    "explain": "explain",
    "write": "write",
    "hand over": "hand over",
    "wait": "wait",
}


@dataclass(frozen=True, slots=True)
class Stage:
    """The seconds that a stage took in all processes together, of CPU and by the clock."""

    name: str
    cpu: float
    clock: float


@dataclass(frozen=True, slots=True)
class Summary:
    """A run's account. `judged` comments were scored by this run, the others by one that it went on from.

    `seconds` are by the clock, from the first byte read; `spent` are the laps of all processes; `peak_memory` is in
    bytes, for all processes together.
    """

    tally: Tally
    versions: Mapping[str, str] = field(default_factory=dict)
    judged: int = 0
    seconds: float = 0.0
    spent: Spent = field(default_factory=dict)
    processes: int = 1
    peak_memory: int = 0

    @property
    def rows(self) -> int:
        """How many comments were written."""
        return self.tally.rows

    @property
    def rejects(self) -> int:
        """How many rows of the input could not be read."""
        return self.tally.rejects

    @property
    def rows_per_second(self) -> float:
        """Comments that this run scored in a second by the clock."""
        return self.judged / self.seconds if self.seconds else 0.0

    @property
    def stages(self) -> list[Stage]:
        """Where the time went. What a process computes while it takes or hands on a chunk is no waiting."""
        found: dict[str, list[float]] = {}
        for lap, name in _STAGES.items():
            cpu, clock = self.spent.get(lap, (0.0, 0.0))
            into, handed = found.setdefault(name, [0.0, 0.0]), found.setdefault("hand over", [0.0, 0.0])
            if name == "wait":
                handed[0] += cpu
                into[1] += max(0.0, clock - cpu)
            else:
                into[0] += cpu
                into[1] += clock
        order = [name for name in dict.fromkeys(_STAGES.values()) if any(found[name])]
        return [Stage(name, *found[name]) for name in order]

    def as_json(self) -> dict[str, Any]:
        """Return the summary as `--summary` writes it; the manifest holds it without the head."""
        return {
            "schema_version": SCHEMA_VERSION,
            "versions": dict(self.versions),
            "counts": as_json(self.tally),
            "run": self.run,
        }

    @property
    def run(self) -> dict[str, Any]:
        """What was measured, as JSON: other runs give the same rows and other numbers here."""
        micro = 1e6 / self.judged if self.judged else 0.0
        return {
            "rows": self.judged,
            "seconds": round(self.seconds, 3),
            "rows_per_second": round(self.rows_per_second, 1),
            "cpu_seconds": round(sum(stage.cpu for stage in self.stages), 3),
            "processes": self.processes,
            "peak_memory_bytes": self.peak_memory,
            "stages": [
                {
                    "stage": stage.name,
                    "cpu_seconds": round(stage.cpu, 3),
                    "clock_seconds": round(stage.clock, 3),
                    "cpu_us_per_row": round(stage.cpu * micro, 1),
                }
                for stage in self.stages
            ],
        }
