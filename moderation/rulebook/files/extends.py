"""A site's own rules beside those that come along: `extends: builtin@VERSION`, and what an upgrade would change."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Protocol

from moderation import __version__
from moderation.errors import Location, Problem, suggest
from moderation.rulebook.files.overrides import RELEASE
from moderation.rulebook.files.reading import Notes
from moderation.rulebook.files.releases import known_releases, release
from moderation.rulebook.files.tree import Node
from moderation.rulebook.rule import Rule, canonical

BUILTIN: Final = "builtin"
_NAMED: Final = 12


class Rules(Protocol):
    """What loading a folder gives, as far as it matters here."""

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules."""

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What keeps them from being used."""


Read = Callable[[Path], Rules]


@dataclass(frozen=True, slots=True)
class Base:
    """The release that a folder extends: its rules as they were released, and where the folder names it."""

    version: str
    rules: tuple[Rule, ...]
    at: Location
    excerpt: str

    @property
    def name(self) -> str:
        """What the folder calls it."""
        return f"{BUILTIN}@{self.version}"


def base_of(notes: Notes, node: Node, read: Read) -> Base | None:
    """Return the release that a node names, or None after noting why it cannot be had."""
    version = node.text.partition("@")[2]
    if node.kind != "text" or not re.match(RELEASE, node.text):
        mend = f"write `{BUILTIN}@{__version__}`: without a version an upgrade would change scores unseen"
        notes.wrong(node, "`extends` names no release", mend, "release")
        return None
    with release(version) as folder:
        if folder is None:
            here = [f"{BUILTIN}@{known}" for known in known_releases()]
            notes.wrong(
                node, f"the rules of `{node.text}` are not in this package", suggest(node.text, here), "release"
            )
            return None
        loaded = read(folder)
        rules = tuple(_named(loaded.rules, node.text, folder, packed=version != __version__))
    if loaded.errors:
        first = loaded.errors[0].message
        mend = f"extend `{BUILTIN}@{__version__}`, or go back to the version that could read it"
        notes.wrong(node, f"the rules of `{node.text}` cannot be read by {__version__}: {first}", mend, "release")
    return Base(version, rules, notes.at(node), notes.lines[node.line - 1])


def _named(rules: Iterable[Rule], name: str, folder: Path, *, packed: bool) -> Iterator[Rule]:
    """Yield the rules with their origin; those out of an archive are told by the release, not by a temporary place."""
    for rule in rules:
        at, successor, tests = rule.location, rule.successor_at, rule.tests
        if packed:
            at = _renamed(at, name, folder)
            successor = successor and _renamed(successor, name, folder)
            tests = tuple(replace(one, location=_renamed(one.location, name, folder)) for one in tests)
        yield replace(rule, origin=name, location=at, successor_at=successor, tests=tests)


def _renamed(at: Location, name: str, folder: Path) -> Location:
    inside = at.file.rpartition(f"{folder.name}/")[2]
    return replace(at, file=f"{name}:{inside}")


@dataclass(frozen=True, slots=True)
class News:
    """What the installed rules have otherwise than an older release, by rule id."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]

    def __str__(self) -> str:
        parts = (("added", self.added), ("changed", self.changed), ("removed", self.removed))
        return "; ".join(f"{len(ids)} {what}{_listed(ids)}" for what, ids in parts)


def _listed(ids: tuple[str, ...]) -> str:
    if not ids:
        return ""
    more = f" and {len(ids) - _NAMED} more" if len(ids) > _NAMED else ""
    return f" ({', '.join(ids[:_NAMED])}{more})"


def news(old: Iterable[Rule], new: Iterable[Rule]) -> News:
    """Return which rules were added, changed or removed; a rule whose examples alone changed is not named."""
    before, after = _content(old), _content(new)
    return News(
        tuple(sorted(after.keys() - before.keys())),
        tuple(sorted(name for name in before.keys() & after.keys() if before[name] != after[name])),
        tuple(sorted(before.keys() - after.keys())),
    )


def _content(rules: Iterable[Rule]) -> Mapping[str, object]:
    return {rule.id: canonical(replace(rule, tests=(), expired=False)) for rule in rules}


def upgrade_notice(base: Base, read: Read) -> Problem | None:
    """Return what to tell a site whose release is not the installed one: what differs, and how to look before it
    takes effect; None where the two are the same.
    """
    if base.version == __version__:
        return None
    with release(__version__) as folder:
        assert folder is not None
        found = news(base.rules, read(folder).rules)
    installed = f"{BUILTIN}@{__version__}"
    message = f"`{base.name}` stays in force, {__version__} is installed: {found}"
    mend = f"see `moderation rules diff {base.name} {installed} --corpus FILE`, then write `extends: {installed}`"
    return Problem(message, base.at, base.excerpt, len(base.name), mend, "release", "warning")
