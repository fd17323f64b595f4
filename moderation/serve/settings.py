"""What a server is started with; travels to worker processes as one environment variable."""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

VARIABLE: Final = "MODERATION_SERVE"
# Never part of the settings that travel as text: secrets stay where the operator put them.
SIGNED_WITH: Final = "MODERATION_CORAL_SECRET"
PERSPECTIVE: Final = "perspective"
CALIBRATED: Final = "calibrated"
# Seconds. Coral waits 0.8 for an answer; who would wait longer than this before being scored is better told at once.
LONGEST_WAIT: Final = 0.5
# Comments in one batch.
AT_ONCE: Final = 64


@dataclass(frozen=True, slots=True)
class Settings:
    """The options of `moderation serve`.

    `loading` are the arguments of `load_pipeline`. `longest_wait` is how many seconds a comment may have to wait to be
    scored before requests are turned away with 429; `at_once` how many are scored in one batch.
    """

    db: str | None = None
    scale: str = PERSPECTIVE
    keys: str | None = None
    public_url: str | None = None
    workers: int = 1
    longest_wait: float = LONGEST_WAIT
    at_once: int = AT_ONCE
    loading: Mapping[str, Any] = field(default_factory=dict)

    def environment(self) -> dict[str, str]:
        """Return the variable that `from_environment` reads."""
        return {VARIABLE: json.dumps(dataclasses.asdict(self), default=str)}

    @classmethod
    def from_environment(cls) -> Settings:
        """Return the settings that the process was started with."""
        given = json.loads(os.environ.get(VARIABLE, "{}"))
        loading = {name: _as_path(name, value) for name, value in given.pop("loading", {}).items()}
        return cls(**given, loading=loading)


def coral_secret() -> bytes | None:
    """Return the signing secret that Coral shows for its external moderation phase, None where none is set."""
    secret = os.environ.get(SIGNED_WITH, "")
    return secret.encode() if secret else None


def _as_path(name: str, value: Any) -> Any:
    return Path(value) if value is not None and name in ("rules", "policy", "checkpoint", "config") else value
