"""Rule files -> rules, with every problem of every file at once."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from moderation.errors import Location, Problem, RuleError
from moderation.rulebook import conditions, lint
from moderation.rulebook.fields import DEFAULTS, read_rule
from moderation.rulebook.reading import WRONG, Notes, fields
from moderation.rulebook.rule import FORMAT, Rule
from moderation.rulebook.tree import MOST_CHARACTERS, Node, Refused, read_tree

SUFFIXES: Final = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the files gave: the rules that could be read and every problem, errors and warnings."""

    rules: tuple[Rule, ...]
    problems: tuple[Problem, ...]
    files: tuple[Path, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep the rules from being used."""
        return tuple(problem for problem in self.problems if problem.severity == "error")


def read_rules(*folders: Path) -> Loaded:
    """Return rules and problems of all rule files under `folders` (or files), in path order.

    YAML that is no rule file (it has neither `format` nor `rules`) is left alone.
    """
    rules: list[Rule] = []
    problems: list[Problem] = []
    files: list[Path] = []
    for folder in folders:
        paths = rule_files(folder)
        for path in paths:
            found, notes = read_file(path)
            if found is not None:
                files.append(path)
                rules += found
            problems += notes
    if not files and not problems:
        where = ", ".join(f"`{folder}`" for folder in folders)
        mend = f"name a folder with `.yaml` rule files; each begins with `format: {FORMAT}` and `rules:`"
        problems.append(Problem(f"no rule file in {where}", mend=mend, code="no-rules"))
    problems += [_with_excerpt(problem) for problem in lint.across(rules)]
    ordered = sorted(problems, key=lambda problem: problem.at or Location(""))
    return Loaded(tuple(rules), tuple(ordered), tuple(files))


def _with_excerpt(problem: Problem) -> Problem:
    """Return a problem between rules with the line that it points at."""
    at = problem.at
    if at is None or not at.line:
        return problem
    line = Path(at.file).read_text(encoding="utf-8").splitlines()[at.line - 1]
    return replace(problem, excerpt=line)


def checked_rules(*folders: Path) -> tuple[Rule, ...]:
    """Return the rules of all files. Raises RuleError with every error of every file."""
    loaded = read_rules(*folders)
    if loaded.errors:
        raise RuleError.collected(loaded.errors)
    return loaded.rules


def rule_files(folder: Path) -> list[Path]:
    """Return the YAML files under a folder in a fixed order, or the one file. Raises RuleError where nothing is."""
    if folder.is_file():
        return [folder]
    if not folder.is_dir():
        raise RuleError(f"`{folder}` is not there", mend="name a rule file or a folder of them")
    return sorted(path for path in folder.rglob("*") if path.suffix in SUFFIXES and path.is_file())


def read_file(path: Path) -> tuple[list[Rule] | None, Sequence[Problem]]:
    """Return a file's rules (None where it is no rule file) and its problems."""
    name = shown(path)
    try:
        text = _read_text(path, name)
        tree = read_tree(text, name)
    except Refused as error:
        return [], [error.problem]
    if not is_rule_file(tree):
        return None, []
    notes = Notes(name, text)
    rules = _read_root(notes, tree) if tree else []
    return rules, notes.problems


def is_rule_file(tree: Node | None) -> bool:
    """Tell whether a YAML file means to be a rule file."""
    return tree is not None and tree.kind == "map" and bool(tree.get("rules") or tree.get("format"))


def shown(path: Path) -> str:
    """Return the path as messages show it: relative to the current folder where it lies below."""
    relative = os.path.relpath(path)
    return path.as_posix() if relative.startswith("..") else Path(relative).as_posix()


def _read_text(path: Path, name: str) -> str:
    try:
        with path.open(encoding="utf-8") as stream:
            return stream.read(MOST_CHARACTERS + 1)
    except UnicodeDecodeError as error:
        message = f"not UTF-8: a byte that cannot be read after {error.start} bytes"
        raise Refused(Problem(message, at=Location(name), mend="save the file as UTF-8", code="encoding")) from None
    except OSError as error:
        reason = (error.strerror or "cannot be read").lower()
        raise Refused(Problem(reason, at=Location(name), mend="see that it can be read", code="unreadable")) from None


def _read_root(notes: Notes, tree: Node) -> list[Rule]:
    if not _right_format(notes, tree):
        return []
    collected: list[Rule] = []
    named = tree.get("lists")
    if named is not None:
        _read_lists(notes, named)
    defaults = tree.get("defaults")
    values = fields(notes, defaults, DEFAULTS, "`defaults`") if defaults is not None else {}

    def rules(notes: Notes, node: Node) -> Any:
        if node.kind != "list" or not node.items:
            return notes.wrong(node, "expected a list of rules", "one `- id: ..` each", "not-a-list")
        for item in node.items:
            rule = read_rule(notes, item, {} if values is WRONG else values)
            if rule is not None:
                collected.append(rule)
                lint.single(notes, rule, item)
        return ()

    def read_before(_: Notes, node: Node) -> Any:
        return node

    table = {"format": read_before, "defaults": read_before, "lists": read_before, "rules": rules}
    fields(notes, tree, table, "a rule file", ("rules",))
    _unused_lists(notes, named)
    return collected


def _right_format(notes: Notes, tree: Node) -> bool:
    given = tree.get("format")
    if given is None:
        notes.wrong(tree, "the file does not say its format", f"begin with `format: {FORMAT}`", "format")
    elif given.text != str(FORMAT):
        newer = given.text.isdigit() and int(given.text) > FORMAT
        message = f"format `{given.text}` is {'newer than this version reads' if newer else 'not known'}"
        notes.wrong(given, message, "update moderation" if newer else f"write `format: {FORMAT}`", "format")
        return False
    return True


def _read_lists(notes: Notes, node: Node) -> None:
    """Read the named lists in file order; a later one may name an earlier one."""
    if node.kind != "map":
        notes.wrong(node, "expected a map of lists", "write `name: [one, two]`", "not-a-map")
        return
    for key, value in node.entries:
        if key.text in notes.lists:
            notes.wrong(key, f"the list `{key.text}` stands twice", "merge them", "duplicate-key")
        elif (words := conditions.terms(notes, value)) is not WRONG:
            notes.lists[key.text] = words
        else:
            notes.lists[key.text] = ()


def _unused_lists(notes: Notes, node: Node | None) -> None:
    entries: Iterable[tuple[Node, Node]] = node.entries if node is not None else ()
    for key, _ in entries:
        if key.text not in notes.used_lists:
            notes.doubt(key, f"the list `{key.text}` is not used", "remove it", "unused-list")
