"""Rule files -> rules, with every problem of every file at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from moderation.errors import Location, Problem, RuleError
from moderation.rulebook.files import lint, overrides
from moderation.rulebook.files.extends import Base, base_of
from moderation.rulebook.files.source import SharedLists, Source, is_rule_file, read_file, read_source, shown
from moderation.rulebook.rule import FORMAT, Rule
from moderation.rulebook.uncollected import uncollected

__all__ = ["SUFFIXES", "Loaded", "checked_rules", "is_rule_file", "read_file", "read_rules", "rule_files", "shown"]

SUFFIXES: Final = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the files gave: the rules that could be read and every problem, errors and warnings.

    `base` is the release that a site's own rules extend, where they do. `unread` are the ids of rules that are there
    and could not be read; `whole` is false where there may be more rules than those, in files that were not read.
    """

    rules: tuple[Rule, ...]
    problems: tuple[Problem, ...]
    files: tuple[Path, ...]
    base: Base | None = None
    unread: frozenset[str] = frozenset()
    whole: bool = True

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep the rules from being used."""
        return tuple(problem for problem in self.problems if problem.severity == "error")


def today() -> date:
    """Return the day that rules are loaded for where nobody names one."""
    return datetime.now(UTC).date()


@uncollected()
def read_rules(*folders: Path, day: date | None = None) -> Loaded:
    """Return rules and problems of all rule files under `folders` (or files), in path order.

    YAML that is no rule file (it has neither `format` nor `rules`) is left alone. Rules that expired by `day` (today
    where none is given) are marked so.
    """
    on = day or today()
    read = [_read_folder(folder, on) for folder in folders]
    rules = [rule for one in read for rule in one.rules]
    problems = [problem for one in read for problem in one.problems]
    files = [path for one in read for path in one.files]
    if not files and not problems:
        problems.append(_nothing_in(folders))
    unread = frozenset().union(*(one.unread for one in read))
    whole = all(one.whole for one in read)
    problems += [_with_excerpt(problem) for problem in lint.across(rules, on, unread, whole=whole)]
    ordered = sorted(problems, key=lambda problem: problem.at or Location(""))
    base = next((one.base for one in read if one.base), None)
    return Loaded(tuple(rules), tuple(ordered), tuple(files), base, unread, whole)


def _nothing_in(folders: Sequence[Path]) -> Problem:
    head = f"`format: {FORMAT}` and `rules:`"
    if len(folders) == 1 and folders[0].is_file():
        what = "is no rule file" if folders[0].stat().st_size else "is empty"
        return Problem(f"`{folders[0]}` {what}", mend=f"begin it with {head}", code="no-rules")
    where = ", ".join(f"`{folder}`" for folder in folders)
    mend = f"name a folder with `.yaml` rule files; each begins with {head}"
    return Problem(f"no rule file in {where}", mend=mend, code="no-rules")


def checked_rules(*folders: Path, day: date | None = None) -> tuple[Rule, ...]:
    """Return the rules of all files. Raises RuleError with every error of every file."""
    loaded = read_rules(*folders, day=day)
    if loaded.errors:
        raise RuleError.collected(loaded.errors)
    return loaded.rules


def rule_files(folder: Path) -> list[Path]:
    """Return the YAML files under a folder in a fixed order, or the one file. Raises RuleError where nothing is."""
    if folder.is_file():
        return [folder]
    if not folder.is_dir():
        raise RuleError.collected([_lost(folder)])
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())


def _lost(folder: Path) -> Problem:
    return Problem(f"`{folder}` is not there", mend="name a rule file or a folder of them", code="no-rules")


def _read_folder(folder: Path, day: date) -> Loaded:
    """Return what one folder gives: the rules that it extends, its own, and what it overrides of both."""
    if not folder.exists():
        return Loaded((), (_lost(folder),), ())
    shared = SharedLists(folder if folder.is_dir() else None)
    paths = rule_files(folder)
    read = [read_source(path, shared) for path in paths]
    sources = [one for one in read if isinstance(one, Source)]
    if not any(isinstance(one, Problem) or one.notes.count() for one in read if one is not None):
        _unused_shared(sources, shared)  # what is broken may well use them
    base = _base(sources, day)
    own = [rule for source in sources for rule in source.rules]
    changes = [change for source in sources for change in source.changes]
    is_lost = base is None and any(source.extends for source in sources)
    unknown: str | None = None if is_lost else "error" if folder.is_dir() else "warning"
    rules = overrides.apply(changes, [*(base.rules if base else ()), *own], unknown=unknown)
    if base is not None:
        overrides.doubt_own(changes, rules[len(base.rules) :])
    broken = [one for one in read if isinstance(one, Problem)]
    # A file that is read alone says why the lists above it are missing; among others that file says it itself.
    told = {one.absolute() for one in paths}
    problems = [*broken, *(problem for path, problem in shared.broken.items() if path not in told)]
    problems += [problem for source in sources for problem in source.notes.problems]
    unread = frozenset(name for source in sources for name in source.unread)
    files = tuple(source.path for source in sources)
    whole = unknown == "error" and not broken
    return Loaded(tuple(_aged(rules, day)), tuple(problems), files, base, unread, whole)


def _base(sources: Sequence[Source], day: date) -> Base | None:
    naming = [source for source in sources if source.extends is not None]
    for source in naming[1:]:
        assert source.extends is not None
        message = f"`extends` stands in `{naming[0].notes.file}`, too"
        source.notes.wrong(source.extends, message, "name one release in one file", "extends-twice")
    if not naming or naming[0].extends is None:
        return None
    return base_of(naming[0].notes, naming[0].extends, lambda folder: read_rules(folder, day=day))


def _aged(rules: Iterable[Rule], day: date) -> Iterator[Rule]:
    for rule in rules:
        is_over = rule.expires is not None and date.fromisoformat(rule.expires) <= day
        yield replace(rule, expired=True) if is_over else rule


def _unused_shared(sources: Iterable[Source], shared: SharedLists) -> None:
    for source in sources:
        for key in source.listed:
            if key.text not in shared.used:
                source.notes.doubt(key, f"the list `{key.text}` is not used", "remove it", "unused-list")


def _with_excerpt(problem: Problem) -> Problem:
    """Return a problem between rules with the line that it points at, where the file lies in the open."""
    at = problem.at
    if at is None or not at.line or not Path(at.file).is_file():
        return problem
    line = Path(at.file).read_text(encoding="utf-8").splitlines()[at.line - 1]
    return replace(problem, excerpt=line)
