"""What runs were made quicker by changes nothing: pages stay unloaded, rules travel, cells are written alike."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation import shipped as places
from moderation.batch.writers import FORMATS, _cell
from moderation.errors import ModelError
from moderation.pipeline import load_beside, load_pipeline
from moderation.records import Comment
from moderation.shipped import shipped
from moderation.spreadsheet import defuse

COMMENTS = [
    Comment(source="s", thread_id="t", id=str(number), text=text)
    for number, text in enumerate(["you idiot", "a fine day for a walk", "Guten Tag, wie geht es dir?", "n1gger"])
]


@pytest.mark.parametrize("code", [
    "import moderation.batch",
    "import moderation.batch.run, moderation.cli.score",
    "import moderation; list(moderation.parse('d.jsonl')); list(moderation.parse('d.csv'))",
    "import moderation; moderation.score(['you idiot'])",
])  # fmt: skip
def test_dumps_and_the_processes_that_score_them_compile_no_pattern_of_pages(tmp_path: Path, code: str) -> None:
    """A quarter of a second of CPU a process, which only pages need."""
    (tmp_path / "d.jsonl").write_text('{"id": "1", "text": "a walk"}\n')
    (tmp_path / "d.csv").write_text("id,text\n1,a walk\n")
    ask = "import sys; print({'moderation.parse.html.page', 'moderation.parse.plain.page'} & {*sys.modules} or 'none')"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{ask}"], capture_output=True, text=True, check=True, cwd=tmp_path
    )

    assert done.stdout.strip() == "none"


def test_pages_are_read_when_one_comes(tmp_path: Path) -> None:
    """The reader is loaded then, and known by its public name."""
    page = tmp_path / "p.html"
    page.write_text("<html><body><article><h1>Bridge</h1><p>It is closed since Monday.</p></article></body></html>")
    code = (
        "import sys; from moderation.parse import parse; print([type(r).__name__ for r in parse(sys.argv[1])][0]);"
        "print('moderation.parse.html.page' in sys.modules, 'moderation.parse.plain.page' in sys.modules);"
        "from moderation.parse import parse_page; print(parse_page.__module__)"
    )
    done = subprocess.run([sys.executable, "-c", code, page], capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["Article", "True", "False", "moderation.parse.plain.page"]


@pytest.mark.parametrize("loading", [
    {}, {"language": "en"}, {"language": "auto", "classifier": None}, {"classifier": "constant.v1"},
    {"day": "2031-01-01"},
], ids=str)  # fmt: skip
def test_a_process_beside_has_the_same_pipeline(loading: dict[str, Any]) -> None:
    """The same digests and the same verdicts, whichever options the run was given."""
    here = load_pipeline(**loading)
    there = load_beside(here.policy, here.judges.rulebook, loading)

    assert (there.versions, there.language) == (here.versions, here.language)
    assert there.judge(COMMENTS) == here.judge(COMMENTS)


def test_rules_that_change_while_a_run_goes_on_change_nothing_in_it(tmp_path: Path) -> None:
    """A process that starts late scores by the rules and the policy that the run began with."""
    folder = tmp_path / "rules"
    shutil.copytree(shipped("rules"), folder)
    here = load_pipeline(rules=folder)
    shutil.rmtree(folder)
    there = load_beside(here.policy, here.judges.rulebook, {"rules": folder, "policy": None})

    assert there.versions == here.versions
    assert there.judge(COMMENTS) == here.judge(COMMENTS)


def test_a_process_beside_loads_the_classifier_that_the_policy_names(tmp_path: Path) -> None:
    """And is given what that one asks for: without its weights it says so."""
    policy = tmp_path / "policy.toml"
    policy.write_text('format = 1\nclassifier = "constant.v1"\n[thresholds."constant.v1".any]\ntoxicity = 0.9\n')
    here = load_pipeline(policy=policy)

    assert load_beside(here.policy, here.judges.rulebook, {"policy": policy}).versions.classifier == "constant.v1"
    with pytest.raises(ModelError, match="checkpoint"):
        load_beside(here.policy, here.judges.rulebook, {"classifier": "detoxify.original", "checkpoint": None})


_VALUES = st.one_of(
    *(st.none(), st.booleans(), st.integers(), st.floats(), st.sampled_from(["=1+1", "-3", "@a", "plain", 'a,"b"\n'])),
    st.lists(st.text("ab"), max_size=2),
    st.dictionaries(st.text("ab"), st.integers(), max_size=2),
)


@given(st.lists(st.tuples(_VALUES, st.one_of(st.none(), st.booleans(), st.integers(), st.floats())), min_size=1))
def test_a_column_of_numbers_is_written_as_cell_by_cell(rows: list[tuple[Any, Any]]) -> None:
    """What a column holds besides never changes a cell: neither a number's digits nor a formula's apostrophe."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([_cell(one), _cell(other)] for one, other in rows)
    ones, others = zip(*rows, strict=True)

    assert FORMATS[".csv"].render({"any": ones, "number": others}) == out.getvalue().encode("utf-8", "replace")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_what_a_spreadsheet_would_run_is_text_however_many_numbers_stand_round_it(start: str) -> None:
    """One formula in a column of numbers is found, and the numbers stay numbers."""
    formula = f"{start}cmd|' /C calc'!A0"
    written = FORMATS[".csv"].render({"a": [-1, 2.5, None, formula, True]}).decode()

    assert [row[0] if row else "" for row in csv.reader(io.StringIO(written, newline=""))] == [
        "-1", "2.5", "", "'" + formula, "True",
    ]  # fmt: skip
    assert (defuse(formula), defuse(f" {formula}"), defuse("")) == ("'" + formula, f" {formula}", "")


def test_what_is_shipped_is_taken_from_the_package_and_else_from_the_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wheel has it inside, a checkout beside; looking there takes no machinery of packages."""
    monkeypatch.setattr(places, "_PACKAGE", tmp_path / "moderation")
    (tmp_path / "moderation" / "_shipped" / "rules").mkdir(parents=True)

    assert shipped("rules") == tmp_path / "moderation" / "_shipped" / "rules"
    assert shipped("seeds") == tmp_path / "seeds"
