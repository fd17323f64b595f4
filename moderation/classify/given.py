"""What a classifier is loaded with, where it is not what is shipped."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypedDict

from moderation.errors import ModelError

Device = Literal["cpu", "cuda"]


@dataclass(frozen=True, slots=True)
class Given:
    """Weights, the folder with their configuration, where they run, and whether published ones may be fetched."""

    checkpoint: Path | None = None
    config: Path | None = None
    device: Device = "cpu"
    allow_download: bool = False


class GivenOptions(TypedDict, total=False):
    """The fields of `Given` as keyword arguments of what loads a classifier."""

    checkpoint: str | Path | None
    config: str | Path | None
    device: Device
    allow_download: bool


def given_of(options: GivenOptions) -> Given:
    """Return the options with paths for what names a file; an option of another name is a TypeError."""
    named: dict[str, Any] = dict(options)
    paths = {name: Path(named[name]) for name in ("checkpoint", "config") if named.get(name) is not None}
    return Given(**{**named, **paths})


def no_device(what: str, mend: str) -> ModelError:
    """Return the error of a classifier that finds no CUDA device, or can use none."""
    return ModelError(f"{what} finds no CUDA device here", mend=f"leave `--device` out, or {mend}")


def digest_on(device: Device, digest: str) -> str:
    """Return the digest of weights that run on a device: a GPU sums in another order, so its scores are its own."""
    return digest if device == "cpu" else hashlib.sha256(f"{digest} {device}".encode()).hexdigest()
