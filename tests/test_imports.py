"""The import table of docs/architecture.md, held against the code."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "moderation"
HEAVY = ("numpy", "pandas", "torch", "streamlit", "sqlalchemy", "pyarrow", "langdetect")


def _indented_blocks() -> list[list[str]]:
    blocks: list[list[str]] = [[]]
    for line in (ROOT / "docs" / "architecture.md").read_text().splitlines():
        if line.startswith("    "):
            blocks[-1].append(line.strip())
        elif blocks[-1]:
            blocks.append([])
    return blocks


_, IMPORT_TABLE, LIBRARY_TABLE, *_ = _indented_blocks()
FLOORS = {room: floor for floor, line in enumerate(reversed(IMPORT_TABLE)) for room in line.split()}
RESERVED = {library: homes.split() for library, homes in (line.split(": ") for line in LIBRARY_TABLE)}


def _room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import hides which room it reaches into"
            module = node.module or ""
            found |= {f"{module}.{alias.name}" for alias in node.names} if module == "moderation" else {module}
    return found


# The doors to the package, which lead to what the table names.
DOORS = {PACKAGE / "__init__.py", PACKAGE / "__main__.py"}
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path not in DOORS)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_module_imports_only_from_lower_floors(path: Path) -> None:
    """A room reaches down, never sideways or up."""
    here = _room(path)
    theirs = {name.split(".")[1] for name in _imports(path) if name.startswith("moderation.")} - {here, "__version__"}

    assert here in FLOORS, f"`{here}` has no floor in docs/architecture.md"
    assert {room for room in theirs if FLOORS[room] >= FLOORS[here]} == set()


# The inner rooms of large ones, in the order of their flow; what stands beside them serves all of them.
INNER = {
    "app": ("panel", "pages"),
    "app/pages": ("settings", "insights", "rules", "queue"),
    "lab": ("corpora", "change", "drafting", "disguise"),
    "parse/html": ("document", "comment", "finding", "page"),
    "parse/plain": ("line", "sheet", "recurring", "comment", "section", "page"),
    "rulebook": ("files", "program", "comment", "deciding", "match", "examples"),
}


@pytest.mark.parametrize(("room", "order"), INNER.items(), ids=INNER)
def test_inner_rooms_import_only_from_those_before_them(room: str, order: tuple[str, ...]) -> None:
    """A condition is made without knowing how comments are matched, a component without knowing its page."""
    inside = f"moderation.{room.replace('/', '.')}."
    backward = set()
    for place, name in enumerate(order):
        modules = sorted((PACKAGE / room / name).rglob("*.py")) or [PACKAGE / room / f"{name}.py"]
        for path in modules:
            reached = {found.removeprefix(inside).split(".")[0] for found in _imports(path) if found.startswith(inside)}
            backward |= {(path.name, later) for later in reached & set(order[place + 1 :])}

    assert backward == set()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_libraries_are_imported_where_they_belong(path: Path) -> None:
    """torch, SQLAlchemy, Streamlit and FastAPI each have one home."""
    here = str(path.relative_to(PACKAGE))
    libraries = {name.split(".")[0] for name in _imports(path)}

    strangers = {
        library
        for library in libraries & RESERVED.keys()
        if not any(here == home or here.startswith(f"{home}/") for home in RESERVED[library])
    }
    assert strangers == set()


def test_importing_the_package_pulls_in_nothing_heavy() -> None:
    """`import moderation` loads none of the big libraries."""
    code = f"import sys, moderation; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_public_names_are_there_and_listed_in_order() -> None:
    """Everything that `__all__` promises can be imported."""
    code = (
        "import moderation; assert moderation.__all__ == sorted(moderation.__all__); "
        "print([name for name in moderation.__all__ if not callable(getattr(moderation, name))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


# What each of these must not load: they run at a prompt, at every save in an editor, in a cell of a notebook.
LIGHT = {
    "help": (
        "from moderation.cli import cli; cli.main(['--help'], standalone_mode=False)",
        ("numpy", "moderation.rulebook"),
    ),
    "check": (
        "from moderation.cli import cli; cli.main(['rules', 'check'], standalone_mode=False)",
        (*HEAVY, "moderation.rulebook.match", "moderation.parse.sniffing"),
    ),
    "texts": (
        "import moderation; moderation.score(['you idiot'])",
        tuple(name for name in (*HEAVY, "lxml", "tqdm", "moderation.parse", "moderation.store") if name != "numpy"),
    ),
    "pages": (
        "from moderation.batch import score_files; from moderation.parse import READERS",
        ("pandas", "pyarrow", "lxml", "sqlalchemy", "moderation.parse.html.page"),
    ),
}


@pytest.mark.parametrize(("does", "heavy"), LIGHT.values(), ids=LIGHT)
def test_what_runs_often_loads_little(does: str, heavy: tuple[str, ...]) -> None:
    """A command loads what it needs; what it does not need was half of the time to a first answer."""
    code = f"import sys\ntry:\n    {does}\nexcept SystemExit: pass\nprint([n for n in {heavy!r} if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.splitlines()[-1] == "[]"
