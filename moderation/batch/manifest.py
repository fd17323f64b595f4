"""What a run was made from, kept beside its output, so that it can be repeated, resumed and trusted."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import orjson

from moderation import __version__
from moderation.batch.shelf import written_whole
from moderation.errors import InputError, UsageError
from moderation.parse.opening import is_read_once, opened_raw
from moderation.records import SCHEMA_VERSION, Versions

_BLOCK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class InputFile:
    """One input's identity: name, size in bytes, SHA-256."""

    name: str
    size: int
    sha256: str


def identify(path: str) -> InputFile | None:
    """Read a file once for its digest; None for standard input or a pipe, which cannot be read twice."""
    if is_read_once(path):
        return None
    digest, size = hashlib.sha256(), 0
    try:
        with opened_raw(path) as file:
            while block := file.read(_BLOCK):
                digest.update(block)
                size += len(block)
    except OSError as error:
        raise InputError(f"cannot read `{path}`: {error.strerror}", mend="check the path") from None
    return InputFile(Path(path).name, size, digest.hexdigest())


@dataclass(frozen=True, slots=True)
class Manifest:
    """The manifest of a run; `identity` is what a resumed run must share with the first one."""

    path: Path

    def read(self) -> dict[str, Any] | None:
        """Return the manifest that stands beside the output, or None."""
        try:
            found = orjson.loads(self.path.read_bytes())
        except (OSError, orjson.JSONDecodeError):
            return None
        return found if isinstance(found, dict) else None

    def write(self, identity: Mapping[str, Any], state: str, **more: Any) -> None:
        """Write the manifest in one step."""
        document = {"schema_version": SCHEMA_VERSION, "state": state, **identity, **more}
        write_whole(self.path, orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))

    def is_same(self, identity: Mapping[str, Any]) -> bool:
        """Whether an earlier run can be resumed, False where there is none.

        Raises UsageError when it was made from other inputs, options or versions.
        """
        earlier = self.read()
        if earlier is None:
            return False
        now = orjson.loads(orjson.dumps(identity))
        changed = [
            f"`{key}` changed{_where(earlier.get(key), now[key])}" for key in now if earlier.get(key) != now[key]
        ]
        if changed:
            raise UsageError(
                f"cannot resume: {', '.join(changed)} since the run that began",
                mend="run again without --resume to start over",
            )
        return True


# What somebody typed for it, where the manifest has another word.
_TYPED: Final = {
    "as": "`--as`",
    "source": "`--source`",
    "columns": "`--map`",
    "explain": "`--explain`",
    "text": "`--no-text`",
    "kept": "`--columns`",
    "pseudonymised": "`--pseudonymise` or its key",
    "context": "`--context`",
    "language": "`--language`",
}


def _where(before: Any, now: Any) -> str:
    """Say which of several has changed: the input's name, `rules`, `policy`, `model`, the option's name."""
    if isinstance(before, dict) and isinstance(now, dict):
        names = [_TYPED[name] if name in _TYPED else str(name) for name in now if before.get(name) != now[name]]
    elif isinstance(before, list) and isinstance(now, list) and len(before) == len(now):
        names = [file["name"] for old, file in zip(before, now, strict=True) if file and old != file]
    else:
        return ""
    return f" ({', '.join(names)})" if names else ""


def digest_of(identity: Mapping[str, Any]) -> str:
    """Return one digest for all that decides a run's output; every part of it bears it."""
    return hashlib.sha256(orjson.dumps(identity, option=orjson.OPT_SORT_KEYS)).hexdigest()


def identity_of(inputs: list[InputFile | None], versions: Versions, options: Mapping[str, Any]) -> dict[str, Any]:
    """Return what decides a run's output: the inputs' digests, the versions and the options."""
    return {
        "version": __version__,
        "inputs": [dataclasses.asdict(file) if file else None for file in inputs],
        "versions": dataclasses.asdict(versions),
        "options": dict(options),
    }


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all, and on the disk."""
    with written_whole(path, durable=True) as file:
        file.write(content)
