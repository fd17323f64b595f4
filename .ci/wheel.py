"""Build the wheel, install it into empty environments, and do the main job with it from an empty folder.

`wheel.py` does so with the Python that runs it; `wheel.py --pythons` with every other Python that pyproject.toml
claims, and there the test suite too, all but what needs a browser, PostgreSQL or torch.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
IMPORT_LIMIT_MS = 300  # of processor time: how long it waits for a processor is for the machine to say
LEFT_OUT = "not soak and not browser and not postgres and not detoxify"
SEEDS = "from moderation.shipped import shipped; print(shipped('seeds'))"
TIMED = """
import time
begin = time.process_time()
import moderation
print((time.process_time() - begin) * 1000)
"""


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command outside the checkout and return what it printed; exit with all of it where it fails."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "MODERATION"))}
    words = [str(part) for part in command]
    done = subprocess.run(words, cwd=cwd, env=clean, check=False, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(words)} exited {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def build(empty: Path) -> Path:
    """Return the wheel of this checkout."""
    run(sys.executable, "-m", "build", "--wheel", "--outdir", empty, ROOT, cwd=empty)
    return next(empty.glob("*.whl"))


def install(python: str | Path, what: str, empty: Path) -> Path:
    """Return the folder of programs of a new environment that holds the wheel."""
    environment = empty / f"env-{Path(python).name}"
    run(python, "-m", "venv", environment, cwd=empty)
    programs = environment / "bin"
    pip = (programs / "python", "-m", "pip", "--disable-pip-version-check", "install", "--quiet")
    run(*pip, "--constraint", ROOT / "constraints.txt", what, cwd=empty)
    return programs


def main_job(programs: Path, empty: Path) -> None:
    """Check rules, score and import the sample pages, and say what was shown to work."""
    folder = empty / f"work-{programs.parent.name}"
    folder.mkdir()
    pages = sorted(Path(run(programs / "python", "-c", SEEDS, cwd=folder).strip()).glob("*.txt"))
    run(programs / "moderation", "rules", "test", cwd=folder)
    run(programs / "moderation", "score", *pages, "-o", "out.jsonl", cwd=folder)
    run(programs / "moderation", "import", *pages, cwd=folder)
    run(programs / "moderation", "decisions", "stats", cwd=folder)
    milliseconds = min(float(run(programs / "python", "-c", TIMED, cwd=folder)) for _ in range(5))
    if milliseconds > IMPORT_LIMIT_MS:
        sys.exit(f"`import moderation` took {milliseconds:.0f} ms; the limit is {IMPORT_LIMIT_MS} ms")
    rows = len((folder / "out.jsonl").read_text().splitlines())
    version = run(programs / "python", "--version", cwd=folder).strip()
    print(f"{version}: {rows} comments scored, queue filled; import takes {milliseconds:.0f} ms")


def claimed() -> Iterator[str]:
    """Yield the versions that pyproject.toml claims, this one left out."""
    for version in re.findall(r"Python :: (3\.\d+)\"", (ROOT / "pyproject.toml").read_text()):
        if version != f"{sys.version_info.major}.{sys.version_info.minor}":
            yield version


def find(version: str) -> Path | None:
    """Return an interpreter of the version, from the path or from pyenv."""
    on_path = shutil.which(f"python{version}")
    installed = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python{version}"))
    candidates = [*installed, *([Path(on_path)] if on_path else [])]
    return next((path for path in candidates if _runs(path)), None)


def _runs(python: Path) -> bool:
    return subprocess.run([python, "-c", "import venv"], capture_output=True, check=False).returncode == 0


def other_pythons(empty: Path) -> None:
    """Do the main job and run the suite with every other claimed Python; a missing one is named."""
    wheel, missing = build(empty), []
    for version in claimed():
        python = find(version)
        if python is None:
            missing.append(version)
            continue
        programs = install(python, f"{wheel}[dev]", empty)
        main_job(programs, empty)
        said = run(programs / "pytest", "-c", ROOT / "pyproject.toml", "-m", LEFT_OUT, ROOT / "tests", cwd=empty)
        print(said.splitlines()[-1] if said.strip() else "tests passed")
    if missing:
        print(f"claimed and not found on this machine, so not tested: {', '.join(missing)}")
        sys.exit(1 if os.environ.get("MODERATION_NO_SKIPS") else 0)


def main() -> None:
    """Exit non-zero with what failed, or print what was shown to work."""
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder)
        if "--pythons" in sys.argv:
            other_pythons(empty)
        else:
            main_job(install(sys.executable, str(build(empty)), empty), empty)


if __name__ == "__main__":
    main()
