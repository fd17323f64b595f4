"""Documentation that can go stale is generated, and this holds it."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent


def _benchmark(name: str) -> ModuleType:
    """Return a module of the benchmarks, which are no part of the package and so of no installation."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "benchmarks" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


scale_words = _benchmark("scale_words")


def test_generated_pages_are_current() -> None:
    """What the code says and what the pages say is the same; asked in a fresh process, for click keeps what it made."""
    command = [sys.executable, str(ROOT / "docs" / "generate.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (0, ""), done.stderr


DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "rules").glob("*.md")])


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    """No relative link or picture is broken."""
    targets = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", document.read_text(encoding="utf-8"))

    assert [target for target in targets if not (document.parent / target).exists()] == []


def test_the_plan_for_a_billion_says_what_was_measured() -> None:
    """Tables and sentences of docs/scale.md are made from benchmarks/scale.json, every block of them once."""
    text = scale_words.PAGE.read_text(encoding="utf-8")

    assert scale_words.page(text, scale_words.read()) == text
    assert re.findall(r"<!-- figures:(\w+) -->", text) == list(scale_words.BLOCKS)


def test_figures_that_are_measured_anew_take_the_place_of_the_others() -> None:
    """What follows from a figure follows it: hours, workers, the core that has nothing to do."""
    judged = {"ngram.v1": {"alone": 90.0, "frame": 100.0}, "encoder.v1": {"alone": 900.0, "frame": 1000.0}}
    runs = {"1": {"all": 90.0, "parent": 90.0, "start": 0.5}, "2": {"all": 100.0, "parent": 20.0, "start": 2.0}}
    measured = {"model": "m" * 64, "rules": "r" * 64, "read": 6.0, "pack": 4.0, "judged": judged, "processes": runs}
    figures = {**scale_words.read(), **measured}
    text = scale_words.page(scale_words.PAGE.read_text(encoding="utf-8"), figures)

    assert scale_words.page(text, figures) == text
    said = " ".join(text.split())
    for sentence in (
        "model `mmmmmmmmmmmm`, rules `rrrrrrrrrrrr`",
        "| `ngram.v1` | 28 | 10 minutes | 10 | | `encoder.v1` | 278 | 2 hours | 100 |",
        "At 6 + 4 s a million one driver feeds 10 workers of `ngram.v1`, 100 workers of `encoder.v1`.",
        "So it keeps (100 - 20) / 20, 4 workers, busy; core number 6 on the same file has nothing to do.",
        "reads and packs a billion in 3 hours",
        "160 workers 10,000 comments a second each",
    ):
        assert sentence in said
