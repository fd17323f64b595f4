"""YAML -> a tree of strings, lists and maps that know their line and column.

Built from the parser's events, so nothing in a file can become anything but a string, a list or a map: `no`, `on`,
`12:30` and `4_20` stay as written, and tags, anchors and aliases are refused (an alias can blow a small file up).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import yaml

from moderation.errors import Location, Problem

MOST_CHARACTERS: Final = 1_000_000
DEEPEST: Final = 24
_QUOTE: Final = "put text in quotes that contains `: ` or ` #` or begins with one of `* & ! @ % > | [ {`"
_INDENT: Final = "indent the line as far as its neighbours; two blanks more only below a line that ends with `:`"
# A bracket or a comma, and a `#` behind it that is not quoted.
_COMMENTED: Final = re.compile(r"[\[{,]\s*#")
_UNCLOSED: Final = "close the quotation mark that opens here; one inside the text is written twice: `''` or `\\\"`"
_ENDED: Final = (
    "that mark ends the text: put the whole of it in the other kind of marks, or write an apostrophe twice, `''`"
)
_ESCAPED: Final = "put it in single quotation marks: in double ones a `\\` and what follows it are one sign"
_BRACKETS: Final = frozenset({"while parsing a flow sequence", "while parsing a flow mapping"})
# What YAML lets no file contain, however it is written.
_UNSEEN: Final = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# A line that begins with a key or a hyphen, where the parser wants another.
_BEGINS: Final = re.compile(r"-(?:\s|$)|\w+:(?:\s|$)")
_TAB: Final = "indent with blanks: YAML takes no tabs"


@dataclass(slots=True)  # nobody changes one; to freeze the thousands that a start makes takes as long as to make them
class Node:
    """A value of the file. `entries` keeps a map's (key, value) nodes in file order."""

    kind: str  # "text", "list" or "map"
    line: int
    column: int
    width: int
    text: str = ""
    items: tuple[Node, ...] = ()
    entries: tuple[tuple[Node, Node], ...] = ()

    def get(self, key: str) -> Node | None:
        """Return the value at `key` of a map, or None."""
        return next((value for name, value in self.entries if name.text == key), None)

    @property
    def last_line(self) -> int:
        """The line in which the last value within it begins."""
        inner = (*self.items, *(node for entry in self.entries for node in entry))
        return max((node.last_line for node in inner), default=self.line)


class Refused(Exception):
    """A file that gives no tree, with the one problem that says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def read_tree(text: str, file: str) -> Node | None:
    """Return the file's tree, or None for an empty file.

    Raises Refused at the first thing that makes the file unreadable; a broken YAML file has no second problem.
    """
    if len(text) > MOST_CHARACTERS:
        raise Refused(
            Problem(
                f"the file has {len(text):,} characters, a rule file may have {MOST_CHARACTERS:,}",
                at=Location(file),
                mend="split it by topic",
                code="file-too-large",
            )
        )
    builder = _Builder(file, text.splitlines())
    try:
        return builder.document(yaml.CSafeLoader(text).get_event)
    except yaml.MarkedYAMLError as error:
        raise Refused(builder.broken(error)) from None
    except yaml.YAMLError:
        raise Refused(builder.no_text(text)) from None


Following = Callable[[], Any]  # gives one event of the parser after the other


class _Builder:
    def __init__(self, file: str, lines: list[str]) -> None:
        self._file = file
        self._lines = lines

    def document(self, following: Following) -> Node | None:
        root: Node | None = None
        while (event := following()) is not None:
            if type(event) is yaml.DocumentStartEvent:
                if root is not None:
                    self._refuse(event, "a second document begins here", "put one document in a file", "documents")
                root = self._node(following(), following, 0)
        return root if root is None or root.kind != "text" or root.text else None

    def _node(self, event: Any, following: Following, depth: int) -> Node:
        if event.anchor or event.tag is not None or depth > DEEPEST:
            self._check(event, depth)
        start = event.start_mark
        line, column = start.line + 1, start.column + 1
        kind = type(event)
        if kind is yaml.ScalarEvent:
            end = event.end_mark
            width = max(1, end.column + 1 - column) if end.line + 1 == line else 1
            return Node("text", line, column, width, event.value)
        if kind is yaml.SequenceStartEvent:
            items = tuple(self._rest(following, yaml.SequenceEndEvent, depth))
            return Node("list", line, column, 1, "", items)
        flat = self._rest(following, yaml.MappingEndEvent, depth)
        entries = tuple(zip(flat[::2], flat[1::2], strict=True))
        return Node("map", line, column, 1, "", (), entries)

    def _rest(self, following: Following, end: type, depth: int) -> list[Node]:
        found = []
        while type(event := following()) is not end:
            found.append(self._node(event, following, depth + 1))
        return found

    def _check(self, event: Any, depth: int) -> None:
        if event.anchor:  # an alias, or the anchor that one would refer to
            name = event.anchor
            mend = "quote it if it is text; repeat the value, or name it under `lists`, if it is not"
            self._refuse(event, f"anchors and aliases are not read (`{name}`)", mend, "alias")
        if event.tag not in (None, "!"):
            self._refuse(event, "tags are not read", "quote text that begins with `!`", "tag")
        if depth > DEEPEST:
            self._refuse(event, f"nested deeper than {DEEPEST} levels", "split the rule", "too-deep")

    def _refuse(self, event: Any, message: str, mend: str, code: str) -> None:
        mark, end = event.start_mark, event.end_mark
        width = end.column - mark.column if end.line == mark.line else 1
        raise Refused(self._problem(message, mark.line, mark.column, max(1, width), mend, code))

    def broken(self, error: yaml.MarkedYAMLError) -> Problem:
        """Return what the YAML parser stumbled over, in our words where the parser's are of no help."""
        mark: Any = error.problem_mark or error.context_mark
        said = (error.problem or "not valid YAML").rstrip(".")
        is_unclosed = "quoted scalar" in (error.context or "") and "end of stream" in said
        if is_unclosed:
            mark, said = error.context_mark, "a quotation mark is not closed"
        line, column = (mark.line, mark.column) if mark else (-1, -1)
        if line >= len(self._lines):  # the end of the file is no place to look at
            return self._never_closed(error)
        opened: Any = error.context_mark
        if error.context in _BRACKETS and opened.line < line:  # nor is a line that has nothing to do with it
            message = f"not valid YAML: the bracket that opens here is not closed before line {line + 1}"
            return self._problem(message, opened.line, opened.column, 1, f"close it, or {_QUOTE}", "yaml")
        mend = _UNCLOSED if is_unclosed else _ESCAPED if "escape" in said else self._mend(line, column)
        return self._problem(f"not valid YAML: {said[:1].lower()}{said[1:]}", line, column, 1, mend, "yaml")

    def no_text(self, text: str) -> Problem:
        """Return the problem at the first character that no YAML file may have."""
        found = _UNSEEN.search(text)
        if found is None:
            return Problem("not a text file", at=Location(self._file), mend="save it as UTF-8", code="yaml")
        code, line = f"{ord(found[0]):04x}", text.count("\n", 0, found.start())
        column = found.start() - text.rfind("\n", 0, found.start()) - 1
        message = f"a character that cannot be seen stands here, U+{code.upper()}"
        mend = f"remove it, or write `\\u{code}` in double quotation marks; a file full of such is not a text file"
        return self._problem(message, line, column, 1, mend, "yaml")

    def _never_closed(self, error: yaml.MarkedYAMLError) -> Problem:
        """Return the problem at the `#` that makes the rest of a bracket a comment, or where something begins."""
        for at, whole in enumerate(self._lines):
            if found := _COMMENTED.search(whole):
                message = "not valid YAML: `#` begins a comment here, and the bracket before it is never closed"
                return self._problem(message, at, found.end() - 1, 1, _QUOTE, "yaml")
        begun: Any = error.context_mark
        line = begun.line if begun and begun.line < len(self._lines) else len(self._lines) - 1
        column = begun.column if begun and begun.line == line else 0
        message = "not valid YAML: the file ends before what begins here"
        return self._problem(message, line, column, 1, "close the bracket or quotation mark", "yaml")

    def _mend(self, line: int, column: int) -> str:
        """Return what mends the place: a tab, the colon of a key that is indented too far, or text without quotes."""
        whole = self._lines[line] if 0 <= line < len(self._lines) else ""
        if whole[column : column + 1] == "\t":
            return _TAB
        if whole[:column].rstrip()[-1:] in ("'", '"'):
            return _ENDED
        is_key = whole[column : column + 1] == ":" and whole[:column].strip().removeprefix("- ").isidentifier()
        begins = not whole[:column].strip() and _BEGINS.match(whole, column) is not None
        return _INDENT if is_key or begins else _QUOTE

    def _problem(self, message: str, line: int, column: int, width: int, mend: str, code: str) -> Problem:
        excerpt = self._lines[line] if 0 <= line < len(self._lines) else None
        at = Location(self._file, line + 1, column + 1)
        return Problem(message, at=at, excerpt=excerpt, width=width, mend=mend, code=code)
