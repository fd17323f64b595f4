"""`moderation rules diff` over a million comments: the first run, one changed rule, a changed policy.

The comments are made from the samples. Each run is the command itself in a process of its own; CPU seconds are those
of all its processes, memory is the largest of them. On a machine that others use, too, CPU seconds over two cores say
more than the clock.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.table import show
from benchmarks.texts import comments
from moderation.shipped import shipped

COUNT = 1_000_000
AT_ONCE = 20_000
JOBS = 2
# Where a rule says nothing but "one of these terms".
_TERMS = re.compile(r"(?m)(^  match:\n    terms: \[)")
_CODE = "import sys; from moderation.cli import main; sys.exit(main())"


def run(_data: Path | None, count: int = COUNT) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory(prefix="rules-diff-") as scratch:
        folder = Path(scratch)
        corpus, rule, policy = _corpus(folder, count), _with_one_rule(folder), _with_policy(folder)
        words = corpus.stat().st_size / count
        print(f"{count:,} comments of {words:.0f} bytes on average, --jobs {JOBS}\n")
        old = str(shipped("rules"))
        runs = {
            "first run: parse, language, scores, every rule": [old, old],
            "the same again": [old, old],
            "one rule changed": [old, str(rule)],
            "the same again, rule known": [old, str(rule)],
            "policy changed": ["--policy", str(shipped("rules") / "policy.toml"), str(policy)],
        }
        rows = [(name, *_measure([*sides, "--corpus", str(corpus), "--json"])) for name, sides in runs.items()]
        kept = sum(path.stat().st_size for path in corpus.with_name(f"{corpus.name}.lab").iterdir()) / 1e6
        show(("", "seconds", "CPU seconds", "MB, largest process", "caught", "freed", "sent elsewhere"), rows)
        print(f"\nkept beside the corpus: {kept:,.0f} MB; the corpus: {corpus.stat().st_size / 1e6:,.0f} MB")


def _corpus(folder: Path, count: int) -> Path:
    path = folder / "corpus.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for start in range(0, count, AT_ONCE):
            for number, text in enumerate(comments(min(AT_ONCE, count - start), seed=start), start):
                file.write(json.dumps({"id": str(number), "thread_id": f"t{number // 50}", "text": text}) + "\n")
    return path


def _with_one_rule(folder: Path) -> Path:
    """Copy the rules and give one of them two terms more that few comments have, as most changes do.

    Every comment is looked at again, but what is found costs far more than what is not.
    """
    changed = folder / "rules"
    shutil.copytree(shipped("rules"), changed)
    # A draft fires nowhere: a diff of one would match nothing again.
    drafts = changed / "languages"
    live = (path for path in sorted(changed.rglob("*.yaml")) if path.parent != drafts)
    path = next(path for path in live if _TERMS.search(path.read_text(encoding="utf-8")))
    path.write_text(_TERMS.sub(r"\1nurse, ferry, ", path.read_text(encoding="utf-8"), count=1), encoding="utf-8")
    return changed


def _with_policy(folder: Path) -> Path:
    path = folder / "policy.toml"
    text = (shipped("rules") / "policy.toml").read_text(encoding="utf-8")
    path.write_text(re.sub(r"(?m)^insult = [\d.]+", "insult = 0.2", text), encoding="utf-8")
    return path


def _measure(arguments: list[str]) -> tuple[float, float, float, int, int, int]:
    begin = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", _CODE, "rules", "diff", *arguments, "--jobs", str(JOBS)], stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    told = json.loads(process.stdout.read())
    _, status, used = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        raise SystemExit(f"failed: {arguments}")
    return (
        time.perf_counter() - begin,
        used.ru_utime + used.ru_stime,
        used.ru_maxrss / 1024,
        told["newly_caught"],
        told["newly_freed"],
        told["route_changes"],
    )


if __name__ == "__main__":
    run(None, int(sys.argv[1]) if len(sys.argv) > 1 else COUNT)
