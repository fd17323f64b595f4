"""What is compared: a folder of rules, a git revision or a release, each with its policy and classifier."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from moderation import __version__
from moderation.errors import ModerationError, Problem, RuleError, UsageError
from moderation.lab.revisions import folder_at
from moderation.policy import Policy, load_policy
from moderation.rulebook.files.extends import BUILTIN
from moderation.rulebook.files.load import read_rules
from moderation.rulebook.files.releases import release
from moderation.rulebook.rule import Rule
from moderation.shipped import shipped

RULES_FOLDER: Final = "rules"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two that are compared: `name` is how it was asked for; `rules` are all of them, live or not."""

    name: str
    rules: tuple[Rule, ...]
    policy: Policy
    classifier: str


def side_of(name: str, *, rules: Path | None = None, policy: Path | None = None, classifier: str | None = None) -> Side:
    """Return the side that `name` stands for.

    A folder (or a rule file) that is there; `builtin` or `builtin@VERSION`, the rules that come along; else a git
    revision, at which `rules` (default: `rules`) is read. A folder brings its policy.toml, `policy` goes before it.
    """
    if not name.strip():  # the current folder, as a path: not what a variable that is not set was to name
        raise UsageError("OLD or NEW is empty", mend="name a folder or a git revision; is the variable set?")
    with _folder_of(name, rules) as folder:
        found = _rules_of(folder, name)
        own = folder / "policy.toml"
        decided = load_policy(policy) if policy else _named(own, name) if own.is_file() else load_policy()
    return Side(name, found, decided, classifier or decided.classifier)


@contextmanager
def _folder_of(name: str, rules: Path | None) -> Iterator[Path]:
    with nullcontext(Path(name)) if Path(name).exists() else _elsewhere(name, rules) as folder:
        yield folder


@contextmanager
def _elsewhere(name: str, rules: Path | None) -> Iterator[Path]:
    base, at, version = name.partition("@")
    if base == BUILTIN and at and not version:
        raise UsageError(f"`{name}` names no version", mend=f"write `{BUILTIN}`, or `{BUILTIN}@{__version__}`")
    if base != BUILTIN:
        with folder_at(name, rules or Path(RULES_FOLDER)) as folder:
            yield folder
    elif version in ("", __version__):
        yield shipped(RULES_FOLDER)
    else:
        with _release(version) as folder:
            yield folder


@contextmanager
def _release(version: str) -> Iterator[Path]:
    """Yield the rules that came with another version: out of the package, or by their tag where this is a checkout."""
    with release(version) as packed:
        if packed is not None:
            yield packed
            return
    try:
        with folder_at(f"v{version}", shipped(RULES_FOLDER)) as folder:
            yield folder
    except UsageError:
        raise UsageError(
            f"the rules of version {version} are not here: this is {__version__}",
            mend="run it in a checkout of moderation with its tags, or name a folder with the old rules",
        ) from None


def _rules_of(folder: Path, name: str) -> tuple[Rule, ...]:
    """Return the rules of a folder; what comes from git is told by its revision, not by a temporary place."""
    loaded = read_rules(folder)
    if loaded.errors:
        raise RuleError.collected([_renamed(problem, folder, name) for problem in loaded.errors])
    return loaded.rules


def _renamed(problem: Problem, folder: Path, name: str) -> Problem:
    at = problem.at
    if at is None or Path(name).exists() or not at.file.startswith(str(folder)):
        return problem
    return replace(problem, at=replace(at, file=f"{name}:{at.file.removeprefix(str(folder)).lstrip('/')}"))


def _named(own: Path, name: str) -> Policy:
    try:
        return load_policy(own)
    except ModerationError as error:
        folder = own.parent
        raise type(error).collected([_renamed(problem, folder, name) for problem in error.problems]) from None
