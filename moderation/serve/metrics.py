"""What Prometheus reads at `/metrics`: counts and times, never a text or a key."""

from __future__ import annotations

import os
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, multiprocess

# Several workers add up their counts in this folder; the command makes it and takes it away.
SHARED: Final = "PROMETHEUS_MULTIPROC_DIR"
_SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 0.8, 1.5, 3.0)


class Metrics:
    """The counts of one worker."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.requests = Counter("moderation_requests", "Requests answered.", ["call", "code"], registry=self._registry)
        self.seconds = Histogram(
            "moderation_request_seconds", "Time to answer.", ["call"], buckets=_SECONDS, registry=self._registry
        )
        self.comments = Counter("moderation_comments", "Comments judged.", ["call"], registry=self._registry)
        self.routes = Counter("moderation_routes", "Routes given.", ["route"], registry=self._registry)
        self.suggestions = Counter(
            "moderation_suggestions",
            "Rulings that came back, by what became of them.",
            ["kept"],
            registry=self._registry,
        )

    def text(self) -> bytes:
        """Return the counts of all workers in Prometheus' text format."""
        if not os.environ.get(SHARED):
            return generate_latest(self._registry)
        together = CollectorRegistry()
        multiprocess.MultiProcessCollector(together)  # type: ignore[no-untyped-call]
        return generate_latest(together)
