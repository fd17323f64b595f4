"""Build the wheel, install it into an empty environment, and do the main job with it from an empty folder."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
IMPORT_LIMIT_MS = 300


def run(*command: str | Path, cwd: Path, **options: str) -> str:
    """Run a command outside the checkout and return what it printed."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "MODERATION"))}
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env={**clean, **options}, check=False, capture_output=True, text=True
    )
    if done.returncode != 0:
        sys.exit(f"{' '.join(str(part) for part in command)} exited {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def main() -> None:
    """Exit non-zero with what failed, or print what was shown to work."""
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder)
        run(sys.executable, "-m", "build", "--wheel", "--outdir", empty, ROOT, cwd=empty)
        wheel = next(empty.glob("*.whl"))
        venv.create(empty / "env", with_pip=True)
        binaries = empty / "env" / "bin"
        pip = (binaries / "python", "-m", "pip", "--disable-pip-version-check", "install", "--quiet")
        run(*pip, "--constraint", ROOT / "constraints.txt", wheel, cwd=empty)
        seeds = Path(run(binaries / "python", "-c", SEEDS, cwd=empty).strip())
        pages = sorted(seeds.glob("*.txt"))
        run(binaries / "moderation", "rules", "test", cwd=empty)
        run(binaries / "moderation", "score", *pages, "-o", "out.jsonl", cwd=empty)
        run(binaries / "moderation", "import", *pages, cwd=empty)
        run(binaries / "moderation", "decisions", "stats", cwd=empty)
        milliseconds = min(float(run(binaries / "python", "-c", TIMED, cwd=empty)) for _ in range(5))
        if milliseconds > IMPORT_LIMIT_MS:
            sys.exit(f"`import moderation` took {milliseconds:.0f} ms; the limit is {IMPORT_LIMIT_MS} ms")
        rows = len((empty / "out.jsonl").read_text().splitlines())
        print(f"{wheel.name}: {rows} comments scored, queue filled; import takes {milliseconds:.0f} ms")


SEEDS = "from moderation.shipped import shipped; print(shipped('seeds'))"
TIMED = """
import time
begin = time.perf_counter()
import moderation
print((time.perf_counter() - begin) * 1000)
"""

if __name__ == "__main__":
    main()
