"""README's five minutes, typed as they stand there."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from moderation.shipped import shipped

pytestmark = pytest.mark.soak

README = Path(__file__).resolve().parents[2] / "README.md"
COMMAND = (
    f'#!/bin/sh\nexec "{sys.executable}" -c "import sys; from moderation.cli import main; sys.exit(main())" "$@"\n'
)


def test_the_five_minutes_go_as_readme_says(tmp_path: Path) -> None:
    """The rule fails its test, is mended, holds, and the diff shows the one comment that it catches."""
    typed = re.search(r"<!-- five minutes: begin -->\n```bash\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert typed is not None
    command = tmp_path / ".venv" / "bin" / "moderation"
    command.parent.mkdir(parents=True)
    command.write_text(COMMAND, encoding="utf-8")
    command.chmod(0o755)
    for folder in ("rules", "seeds"):
        shutil.copytree(shipped(folder), tmp_path / folder)

    done = subprocess.run(["bash", "-c", typed[1]], cwd=tmp_path, capture_output=True, text=True, check=False)

    told = done.stdout + done.stderr
    assert done.returncode == 0, told
    failed, held, caught = (
        told.find(said) for said in ("^^^^", "4 examples of 1 rule: 4 as expected, 0 not", "newly caught 1 ")
    )
    assert 0 < failed < held < caught, told
