"""API keys: who may ask for what, and how often. The file holds digests, never a key."""

from __future__ import annotations

import hashlib
import secrets
import time
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from moderation.errors import Location, Problem, UsageError, suggest
from moderation.serve.refusals import Refusal

SCOPES: Final = ("analyze", "suggest", "score", "coral", "metrics")
_FIELDS: Final = ("sha256", "scopes", "per_second")
_LENGTH: Final = 32
Now = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Key:
    """A client's key: its name for the record, the SHA-256 of the key, what it is good for, requests a second."""

    name: str
    sha256: str
    scopes: frozenset[str] = frozenset(SCOPES)
    per_second: float | None = None


# Without a file of keys whoever reaches the server may ask; the command refuses that beyond loopback.
ANYBODY: Final = Key("anybody", "")


@dataclass(slots=True)
class _Bucket:
    """Requests that a key may still make at once; it fills up at the key's rate, to one second's worth at most."""

    left: float
    at: float


@dataclass(slots=True)
class Keyring:
    """The keys of a server. Rates are kept per process: with several workers each gives its share."""

    keys: Mapping[str, Key]
    workers: int = 1
    now: Now = time.monotonic
    _buckets: dict[str, _Bucket] = field(default_factory=dict)

    def admit(self, presented: str | None, scope: str) -> Key:
        """Return the key that was presented; raises Refusal where it is missing, unknown, too narrow or too busy."""
        if not self.keys:
            return ANYBODY
        if not presented:
            raise Refusal(403, "The request is missing a valid API key.")
        key = self.keys.get(digest(presented))
        if key is None:
            raise Refusal(400, "API key not valid. Please pass a valid API key.")
        if scope not in key.scopes:
            raise Refusal(403, f"The API key is not allowed to {scope}.")
        self._take(key)
        return key

    def _take(self, key: Key) -> None:
        if key.per_second is None:
            return
        rate, now = key.per_second / self.workers, self.now()
        most = max(rate, 1.0)
        bucket = self._buckets.setdefault(key.name, _Bucket(most, now))
        bucket.left = min(most, bucket.left + (now - bucket.at) * rate)
        bucket.at = now
        if bucket.left < 1:
            raise Refusal(429, f"Quota exceeded: {key.per_second:g} requests per second.", retry_after=1)
        bucket.left -= 1


def digest(key: str) -> str:
    """Return what the file holds of a key. A plain digest is enough: keys are random, nobody can guess one."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def new_key(name: str) -> tuple[str, str]:
    """Return a new key and the lines that admit it."""
    if not name.isidentifier():
        raise UsageError(f"`{name}` is no name for a key", mend="use letters, digits and `_`")
    key = secrets.token_urlsafe(_LENGTH)
    scopes = ", ".join(f'"{scope}"' for scope in SCOPES)
    return key, f'[{name}]\nsha256 = "{digest(key)}"\nscopes = [{scopes}]\nper_second = 50\n'


def load_keys(path: Path, workers: int = 1) -> Keyring:
    """Read a file of keys; raises UsageError with every problem in it."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UsageError(f"there is no file of keys `{path}`", mend="make one with `--new-key NAME`") from None
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"the keys cannot be read: {type(error).__name__}", at=Location(str(path))) from None
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"not valid TOML: {error}", at=Location(str(path)), mend="mend that line") from None
    problems: list[Problem] = []
    keys: dict[str, Key] = {}
    for name, table in document.items():
        wrong = _wrong(name, table)
        if wrong is not None:
            problems.append(Problem(wrong[0], Location(str(path)), mend=wrong[1]))
        else:
            key = Key(name, table["sha256"], frozenset(table.get("scopes", SCOPES)), table.get("per_second"))
            keys[key.sha256] = key
    if not keys and not problems:
        problems.append(Problem("there is no key in it", Location(str(path)), mend="make one with `--new-key NAME`"))
    if problems:
        raise UsageError.collected(problems)
    return Keyring(keys, workers)


def _wrong(name: str, table: Any) -> tuple[str, str] | None:
    """Return what is wrong with a key and the mend, None where nothing is."""
    if not isinstance(table, dict):
        return f"`{name}` is not a table", f"begin it with `[{name}]`"
    for found in table:
        if found not in _FIELDS:
            return f"`{name}` has an unknown field `{found}`", suggest(found, _FIELDS)
    sha256 = table.get("sha256")
    if not isinstance(sha256, str) or len(sha256) != 64 or set(sha256) - set("0123456789abcdef"):
        return f"`{name}` has no `sha256` of 64 hexadecimal digits", "make the key with `--new-key NAME`"
    scopes = table.get("scopes", [])
    if not isinstance(scopes, list) or any(scope not in SCOPES for scope in scopes):
        return f"`{name}` has scopes that there are not", "the scopes are " + ", ".join(SCOPES)
    rate = table.get("per_second", 1)
    if isinstance(rate, bool) or not isinstance(rate, int | float) or rate <= 0:
        return f"`{name}` has no rate", "`per_second` is a number above 0"
    return None
