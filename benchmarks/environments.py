"""Peers in environments of their own, so that their pins never meet ours."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
FOLDER = HERE / ".environments"


def measure(peer: str, packages: Sequence[str], texts: Sequence[str]) -> dict[str, Any] | str:
    """Run `peers/<peer>.py` on the texts in its environment; its figures, or why there are none."""
    return ask(peer, packages, list(texts))


def ask(peer: str, packages: Sequence[str], question: object, *options: str) -> dict[str, Any] | str:
    """Run `peers/<peer>.py` with a question as JSON in its environment; its figures, or why there are none."""
    python = _environment(peer, packages)
    if isinstance(python, str):
        return python
    command = [str(python), str(HERE / "peers" / f"{peer}.py"), *options]
    done = subprocess.run(command, input=json.dumps(question), capture_output=True, text=True, check=False)
    if done.returncode != 0:
        return f"failed: {done.stderr.strip().splitlines()[-1:]}"
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def _environment(peer: str, packages: Sequence[str]) -> Path | str:
    if not packages:
        return Path(sys.executable)
    folder = FOLDER / peer
    python = folder / "bin" / "python"
    if not (folder / ".ready").exists():
        venv.create(folder, with_pip=True, clear=True)
        done = subprocess.run(
            [python, "-m", "pip", "install", "-q", *packages], capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            return "could not be installed"
        (folder / ".ready").touch()
    return python
