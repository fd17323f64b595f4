"""Nodes -> typed values; each value that is not what it should be becomes a problem, and reading goes on."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from moderation.errors import Location, Problem, suggest
from moderation.rulebook.files.tree import Node

Reader = Callable[["Notes", Node], Any]
LANGUAGE: Final = re.compile(r"[a-z]{2,3}")
NOWHERE: Final[Mapping[str, str]] = {}
_SLIP: Final = 0.7  # how much of a word its writer had to get right
_TRUTHS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("no", "No", "NO", "off", "False", "FALSE", "0"), "false"),
    **dict.fromkeys(("yes", "Yes", "YES", "on", "True", "TRUE", "1"), "true"),
}
WRONG: Final = object()  # what a reader returns once it has noted a problem


class Notes:
    """The problems of one file, with what is needed to point at them."""

    def __init__(self, file: str, text: str, lists: Mapping[str, tuple[str, ...]] | None = None) -> None:
        self.file = file
        self.lines = text.splitlines()
        self.lists = dict(lists or {})
        self.used_lists: set[str] = set()
        self.problems: list[Problem] = []

    def count(self) -> int:
        """Return how many errors were noted so far."""
        return sum(problem.severity == "error" for problem in self.problems)

    def at(self, node: Node) -> Location:
        """Return the place of a node."""
        return Location(self.file, node.line, node.column)

    def wrong(self, node: Node, message: str, mend: str | None = None, code: str = "value") -> Any:
        """Note a problem at `node` and return WRONG."""
        self._note(node, message, mend, code, "error")
        return WRONG

    def doubt(self, node: Node, message: str, mend: str | None = None, code: str = "style") -> None:
        """Note something that works and yet is probably not meant."""
        self._note(node, message, mend, code, "warning")

    def _note(self, node: Node, message: str, mend: str | None, code: str, severity: str) -> None:
        excerpt = self.lines[node.line - 1] if 0 < node.line <= len(self.lines) else None
        self.problems.append(Problem(message, self.at(node), excerpt, node.width, mend, code, severity))


def fields(
    notes: Notes,
    node: Node,
    table: Mapping[str, Reader],
    what: str,
    required: Iterable[str] = (),
    *,
    elsewhere: Mapping[str, str] = NOWHERE,
) -> dict[str, Any] | Any:
    """Return the values of a map by `table`; unknown, repeated and missing keys are problems.

    `elsewhere` tells of keys that are known one level away where they belong. Values that could not be read are left
    out. Returns WRONG where `node` is not a map.
    """
    if node.kind != "map":
        keys = ", ".join(f"`{key}`" for key in table)
        return notes.wrong(node, f"expected a map for {what}", f"its keys are {keys}", "not-a-map")
    values: dict[str, Any] = {}
    seen: dict[str, int] = {}
    for key, value in node.entries:
        if key.text in seen:
            mend = f"remove one; the first stands in line {seen[key.text]}"
            notes.wrong(key, f"`{key.text}` stands twice in {what}", mend, "duplicate-key")
        elif key.text not in table:
            mend = elsewhere.get(key.text) or suggest(key.text, table)
            notes.wrong(key, f"unknown key `{key.text}` in {what}", mend, "unknown-key")
        elif (read := table[key.text](notes, value)) is not WRONG:
            values[key.text] = read
        seen.setdefault(key.text, key.line)
    for name in required:
        if name not in seen:
            notes.wrong(node, f"{what} has no `{name}`", f"add `{name}:`", "missing-key")
    return values


def bracketed(node: Node, otherwise: str) -> str:
    """Return how to write as a list what stands there as one text, or else an example."""
    return f"write `[{node.text if node.kind == 'text' and node.text else otherwise}]`"


def named(node: Node) -> str:
    """Return what stands there as a message names it."""
    return f"`{node.text}`" if node.kind == "text" else f"a {node.kind}"


def text(notes: Notes, node: Node) -> Any:
    """Read text that is not blank."""
    if node.kind != "text" or not node.text.strip():
        return notes.wrong(node, "expected a text", "quote it if it contains `: ` or begins with a sign", "not-a-text")
    return node.text.strip()


def raw_text(notes: Notes, node: Node) -> Any:
    """Read text as it stands, blank or not."""
    return node.text if node.kind == "text" else notes.wrong(node, "expected a text", "quote it", "not-a-text")


def texts(notes: Notes, node: Node) -> Any:
    """Read a list of texts, at least one."""
    if node.kind != "list" or not node.items:
        return notes.wrong(node, "expected a list", "write `[one, two]` or one `- item` a line", "not-a-list")
    doubt_split_numbers(notes, node)
    values = tuple(text(notes, item) for item in node.items)
    return WRONG if WRONG in values else values


def doubt_split_numbers(notes: Notes, node: Node) -> None:
    """Warn of `[30,000]`, which YAML reads as two: 30 and 000."""
    for one, other in zip(node.items, node.items[1:], strict=False):
        if not (one.text[-1:].isdigit() and other.text[:1].isdigit()):
            continue
        if one.line == other.line and one.column + one.width + 1 == other.column:
            both = f"{one.text},{other.text}"
            notes.doubt(
                one, f"`{both}` is read as `{one.text}` and `{other.text}`", f"write `'{both}'`", "split-number"
            )


def doubt_split_texts(notes: Notes, node: Node) -> None:
    """Warn of `[Go home, you fool]`, which YAML reads as two: a sentence, and what goes on in small letters."""
    for one, other in zip(node.items, node.items[1:], strict=False):
        if not (_is_bare(one) and _is_bare(other) and one.text[:1].isupper() and other.text[:1].islower()):
            continue
        if one.line == other.line and one.column + one.width + 2 == other.column and " " in one.text:
            both = f"{one.text}, {other.text}"
            quoted = f'"{both}"' if "'" in both else f"'{both}'"
            notes.doubt(other, f"`{both}` is read as two examples", f"write `{quoted}`", "split-text")


def _is_bare(node: Node) -> bool:
    return node.kind == "text" and node.width == len(node.text)  # quotation marks take room


def whole(least: int, most: int) -> Reader:
    """Return a reader of whole numbers from `least` to `most`."""

    def read(notes: Notes, node: Node) -> Any:
        try:
            value = int(node.text, 10) if node.kind == "text" and node.text.lstrip("-").isdigit() else None
        except ValueError:
            value = None
        if value is None or not least <= value <= most:
            said = f", not `{node.text}`" if node.kind == "text" else ""
            message = f"expected a whole number from {least} to {most}{said}"
            return notes.wrong(node, message, f"write digits, for example `{least}`", "not-a-number")
        return value

    return read


def share(notes: Notes, node: Node) -> Any:
    """Read a number above 0 and up to 1."""
    try:
        value = float(node.text) if node.kind == "text" else 0.0
    except ValueError:
        value = 0.0
    if not 0 < value <= 1:
        said = f", not `{node.text}`" if node.kind == "text" else ""
        mend = "write a number such as `0.4`, with a point"
        return notes.wrong(node, f"expected a number above 0 and up to 1{said}", mend, "not-a-number")
    return value


def yes(notes: Notes, node: Node) -> Any:
    """Read `true` or `false`."""
    if node.kind != "text" or node.text not in ("true", "false"):
        mend = f"write `{_TRUTHS[node.text]}`" if node.text in _TRUTHS else "write one of the two"
        return notes.wrong(node, "expected `true` or `false`", mend, "not-a-truth")
    return node.text == "true"


def one_of(options: Iterable[str]) -> Reader:
    """Return a reader of one of `options`."""
    known = tuple(options)

    def read(notes: Notes, node: Node) -> Any:
        if node.kind != "text":
            return notes.wrong(node, f"expected one word, not a {node.kind}", suggest("", known), "unknown-value")
        if node.text not in known:
            return notes.wrong(node, f"`{node.text}` is not known here", _meant(node.text, known), "unknown-value")
        return node.text

    return read


def _meant(text: str, known: Sequence[str]) -> str:
    """Return what a slip meant, else all that there is: `remove` is no slip for `review`."""
    near = difflib.get_close_matches(text, known, n=1, cutoff=_SLIP)
    begun = [option for option in known if option.startswith(text) or text.startswith(option)]
    return suggest(text if near or begun else "", known)


def some_of(options: Iterable[str]) -> Reader:
    """Return a reader of a list of `options`."""
    single = one_of(options)

    def read(notes: Notes, node: Node) -> Any:
        if node.kind != "list":
            return notes.wrong(node, "expected a list", bracketed(node, "one, two"), "not-a-list")
        values = tuple(single(notes, item) for item in node.items)
        return WRONG if WRONG in values else values

    return read


def languages(notes: Notes, node: Node) -> Any:
    """Read a list of language codes; an empty list means any language."""
    if node.kind != "list":
        mend = f"{bracketed(node, 'en')}, or `[]` for any"
        return notes.wrong(node, "expected a list of languages", mend, "not-a-list")
    wrong = [item for item in node.items if not LANGUAGE.fullmatch(item.text)]
    for item in wrong:
        notes.wrong(item, f"{named(item)} is not a language code", "two letters: `en`, `de`", "language")
    return WRONG if wrong else tuple(item.text for item in node.items)
