"""One rule file -> its rules, lists and overrides, with every problem in it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from moderation.errors import Location, Problem
from moderation.rulebook.files import conditions, lint
from moderation.rulebook.files.fields import DEFAULTS, read_rule
from moderation.rulebook.files.overrides import Change, read_overrides
from moderation.rulebook.files.reading import WRONG, Notes, Reader, fields
from moderation.rulebook.files.tree import MOST_CHARACTERS, Node, Refused, read_tree
from moderation.rulebook.rule import FORMAT, PREFIXES, Rule

# The file whose lists hold for all rule files beside it and below.
SHARED: Final = "lists.yaml"
# A file that is read alone looks for shared lists in its folder and so many above it.
_CLIMB: Final = 3
_IDS: Final = tuple(f"{prefix}." for prefix in PREFIXES)
_KINDS: Final = ("rules", "overrides", "extends")


@dataclass(slots=True)  # mutable: filled while the file is read once
class Source:
    """What a rule file holds. `extends` is the node that names a release; `listed` are the lists it shares; `unread`
    are the ids of rules that could not be read.
    """

    path: Path
    notes: Notes
    rules: list[Rule] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    extends: Node | None = None
    listed: list[Node] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)


class SharedLists:
    """The lists of `lists.yaml` files, by folder; those of an inner folder add to those of the outer ones."""

    def __init__(self, top: Path | None = None, *, beside: Path | None = None) -> None:
        self._top = top
        self._beside = beside
        self._known: dict[Path, dict[str, tuple[str, ...]]] = {}
        self.used: set[str] = set()
        # Files whose lists hold and cannot be read, each with the reason.
        self.broken: dict[Path, Problem] = {}

    def above(self, path: Path) -> dict[str, tuple[str, ...]]:
        """Return the lists that hold for a file; `beside` names where one that lies elsewhere belongs."""
        place = self._beside or path
        return self._of(place.absolute().parent, own=place.name != SHARED, climb=_CLIMB)

    def _of(self, folder: Path, *, own: bool, climb: int) -> dict[str, tuple[str, ...]]:
        if own and folder in self._known:
            return self._known[folder]
        is_top = folder in (self._top and self._top.absolute(), folder.parent) or (self._top is None and climb == 0)
        found = {} if is_top else dict(self._of(folder.parent, own=True, climb=climb - 1))
        if own and (folder / SHARED).is_file():
            found |= self._read(folder / SHARED, found)
        if own:
            self._known[folder] = found
        return found

    def _read(self, path: Path, above: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        opened = _opened(path)
        if isinstance(opened, Problem):
            self.broken[path.absolute()] = opened
        if isinstance(opened, Problem) or opened is None:
            return {}
        notes = Notes(opened[0].file, "", above)
        if (named := opened[1].get("lists")) is not None:
            _read_lists(notes, named)
        self.used |= notes.used_lists
        return notes.lists


def read_file(path: Path, *, beside: Path | None = None) -> tuple[list[Rule] | None, Sequence[Problem]]:
    """Return a file's rules (None where it is no rule file) and its problems.

    `beside` is the file whose place it is to take, where that is another than its own: shared lists are those of there.
    """
    source = read_source(path, SharedLists(beside=beside))
    if isinstance(source, Problem):
        return [], [source]
    return (source.rules, source.notes.problems) if source else (None, [])


def read_source(path: Path, shared: SharedLists) -> Source | Problem | None:
    """Return what a file holds, the problem that keeps it from being read at all, or None where it is no rule file."""
    opened = _opened(path)
    if opened is None or isinstance(opened, Problem):
        return opened
    notes, tree = opened
    notes.lists = dict(shared.above(path))
    source = Source(path, notes)
    if _right_format(notes, tree):
        _read_root(source, tree)
    shared.used |= notes.used_lists
    return source


def is_rule_file(tree: Node | None) -> bool:
    """Tell whether a YAML file means to be a rule file."""
    return tree is not None and tree.kind == "map" and bool(tree.get("rules") or tree.get("format"))


def shown(path: Path) -> str:
    """Return the path as messages show it: relative to the current folder where it lies below."""
    relative = os.path.relpath(path)
    return path.as_posix() if relative.startswith("..") else Path(relative).as_posix()


def _opened(path: Path) -> tuple[Notes, Node] | Problem | None:
    name = shown(path)
    try:
        text = _read_text(path, name)
        tree = read_tree(text, name)
    except Refused as error:
        return error.problem
    if tree is not None and _lacks_head(tree):
        mend = f"begin the file with `format: {FORMAT}` and `rules:`"
        where = Location(name, tree.line, tree.column)
        excerpt = text.splitlines()[tree.line - 1]
        return Problem("rules without `rules:` above them", at=where, excerpt=excerpt, mend=mend, code="no-head")
    return (Notes(name, text), tree) if tree is not None and is_rule_file(tree) else None


def _lacks_head(tree: Node) -> bool:
    """Tell a list of rules alone from other YAML: left alone as that is, none of them would be read, without a word."""
    return tree.kind == "list" and any((one.get("id") or tree).text.startswith(_IDS) for one in tree.items)


def _read_text(path: Path, name: str) -> str:
    try:
        with path.open(encoding="utf-8") as stream:
            return stream.read(MOST_CHARACTERS + 1)
    except UnicodeDecodeError:
        raise Refused(_not_utf8(path.read_bytes(), name)) from None
    except OSError as error:
        reason = (error.strerror or "cannot be read").lower()
        raise Refused(Problem(reason, at=Location(name), mend="see that it can be read", code="unreadable")) from None


def _not_utf8(content: bytes, name: str) -> Problem:
    """Return the problem at the first byte that cannot be read; where a stream says it is counts from its buffer."""
    text = content.decode("utf-8", "surrogateescape")
    at = next((at for at, char in enumerate(text) if "\udc80" <= char <= "\udcff"), 0)
    begin = text.rfind("\n", 0, at) + 1
    line = text[begin:].split("\n", 1)[0].rstrip("\r").encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return Problem(
        f"not UTF-8: the byte 0x{ord(text[at]) - 0xDC00:02x} cannot be read",
        at=Location(name, text.count("\n", 0, at) + 1, at - begin + 1),
        excerpt=line,
        mend="save the file as UTF-8",
        code="encoding",
    )


def _read_root(source: Source, tree: Node) -> None:
    notes, named = source.notes, tree.get("lists")
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
                source.rules.append(rule)
                lint.single(notes, rule, item)
            elif (name := item.get("id")) is not None:
                source.unread.add(name.text)
        return ()

    def overrides(notes: Notes, node: Node) -> Any:
        source.changes = read_overrides(notes, node)

    def extends(_: Notes, node: Node) -> Any:
        source.extends = node

    table: dict[str, Reader] = dict.fromkeys(("format", "defaults", "lists"), lambda _, node: node)
    table |= {"extends": extends, "overrides": overrides, "rules": rules}
    is_shared = source.path.name == SHARED and named is not None
    needed = () if is_shared or any(tree.get(kind) for kind in _KINDS) else ("rules",)
    fields(notes, tree, table, "a rule file", needed)
    if is_shared and named is not None:
        source.listed = [key for key, _ in named.entries]
    else:
        _unused_lists(notes, named)


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
    """Read the named lists in file order; a later one may name an earlier one, and one that is shared."""
    if node.kind != "map":
        notes.wrong(node, "expected a map of lists", "write `name: [one, two]`", "not-a-map")
        return
    shared = frozenset(notes.lists)
    for key, value in node.entries:
        if key.text in shared:
            message = f"the list `{key.text}` stands in a `{SHARED}`, too"
            notes.wrong(key, message, "give one of them another name", "duplicate-key")
        elif key.text in notes.lists:
            notes.wrong(key, f"the list `{key.text}` stands twice", "merge them", "duplicate-key")
        elif (words := conditions.terms(notes, value)) is not WRONG:
            notes.lists[key.text] = words
        else:
            notes.lists[key.text] = ()


def _unused_lists(notes: Notes, node: Node | None) -> None:
    entries: Iterable[tuple[Node, Node]] = node.entries if node is not None else ()
    for key, _ in entries:
        if key.text not in notes.used_lists and not notes.count():  # what is broken may well use it
            notes.doubt(key, f"the list `{key.text}` is not used", "remove it", "unused-list")
