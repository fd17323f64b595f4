"""The files of the strong classifier: network, tokenizer, and the settings beside them, held together by one digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, get_args

from moderation.errors import ModelError
from moderation.taxonomy import Label

NAME: Final = "encoder.v1"
FORMAT: Final = 1
SHIPPED: Final = Path(__file__).parent / "models" / NAME
NETWORK: Final = "encoder.onnx"
TOKENIZER: Final = "tokenizer.json"
CONFIG: Final = "config.json"


@dataclass(frozen=True, slots=True)
class Settings:
    """What stands beside the weights: per label Platt's slope and intercept, and how a long comment is read.

    `window` and `overlap` count tokens, the two that frame a window not included; `blend` is how much of the
    strongest window's logit, over the windows' mean, a long comment gets.
    """

    labels: Mapping[Label, tuple[float, float]]
    window: int
    overlap: int
    blend: float
    frame: tuple[int, int]
    languages: tuple[str, ...]
    max_characters: int
    fold: str
    base: str
    trained_on: Mapping[str, Any]

    def as_json(self) -> dict[str, Any]:
        """Return the settings as `config.json` holds them, without digest."""
        return {
            "format": FORMAT,
            "name": NAME,
            "base": self.base,
            "labels": {label: {"slope": a, "intercept": b} for label, (a, b) in self.labels.items()},
            "window": self.window,
            "overlap": self.overlap,
            "blend": self.blend,
            "frame": list(self.frame),
            "languages": list(self.languages),
            "max_characters": self.max_characters,
            "fold": self.fold,
            "trained_on": dict(self.trained_on),
        }


def read_files(folder: Path) -> tuple[bytes, str, Settings, str]:
    """Read network, tokenizer and settings and verify their digest; raises ModelError."""
    shipped = folder == SHIPPED
    mend = "install the package again" if shipped else "make it with `moderation train encoder DATA... -o FOLDER`"
    try:
        config = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
        network, tokenizer = (folder / NETWORK).read_bytes(), (folder / TOKENIZER).read_bytes()
        claimed = config.pop("digest")
        found = digest_of(config, network, tokenizer)
        settings = _settings(config)
    except FileNotFoundError as error:
        raise ModelError(f"there are no weights in `{folder}`: `{error.filename}` is missing", mend=mend) from None
    except NotADirectoryError:
        raise ModelError(f"`{folder}` is a file, weights are a folder", mend=mend) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(f"the weights in `{folder}` are damaged: {type(error).__name__}", mend=mend) from error
    if found != claimed:
        raise ModelError(f"the weights in `{folder}` are not those that `{CONFIG}` names", mend=mend)
    return network, tokenizer.decode("utf-8"), settings, found


def digest_of(config: Mapping[str, Any], network: bytes, tokenizer: bytes) -> str:
    """Return the SHA-256 over the configuration, canonical, the network and the tokenizer."""
    sha = hashlib.sha256(json.dumps(config, sort_keys=True, separators=(",", ":")).encode())
    sha.update(hashlib.sha256(network).digest())
    sha.update(hashlib.sha256(tokenizer).digest())
    return sha.hexdigest()


def _settings(config: Mapping[str, Any]) -> Settings:
    labels = config["labels"]
    if config["format"] != FORMAT or config["name"] != NAME or not labels or set(labels) - set(get_args(Label)):
        raise ValueError("format, name or labels")
    return Settings(
        labels={label: (float(head["slope"]), float(head["intercept"])) for label, head in labels.items()},
        window=int(config["window"]),
        overlap=int(config["overlap"]),
        blend=float(config["blend"]),
        frame=(int(config["frame"][0]), int(config["frame"][1])),
        languages=tuple(config["languages"]),
        max_characters=int(config["max_characters"]),
        fold=config["fold"],
        base=config["base"],
        trained_on=config["trained_on"],
    )


def write_settings(settings: Settings, folder: Path) -> str:
    """Write `config.json` beside network and tokenizer and return the digest of all three."""
    config = settings.as_json()
    digest = digest_of(config, (folder / NETWORK).read_bytes(), (folder / TOKENIZER).read_bytes())
    (folder / CONFIG).write_text(json.dumps({**config, "digest": digest}, indent=1) + "\n", encoding="utf-8")
    return digest
