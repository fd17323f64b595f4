"""A rule file's text with terms, exemptions and examples put in; all else is left as it stands, comments and all."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import yaml

from moderation.errors import UsageError

# Words that YAML reads as something else, and everything that could begin or hold a sign of its syntax, is quoted.
_PLAIN: Final = re.compile(r"[a-z][a-z0-9 ]*[a-z0-9](?:\([a-z|]+\))?")
# The same nodes with the same marks, ten times faster, where PyYAML came with its parser in C.
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TRAPS: Final = frozenset(["y", "n", "yes", "no", "on", "off", "true", "false", "null", "none", "nan", "inf"])
_LISTS: Final = {"terms": (), "near": ("of", "to"), "count": ("of",)}


@dataclass(frozen=True, slots=True)
class WordList:
    """A list of words that a rule goes by: where it stands in the rule, its first words, and the file's name for it."""

    path: str
    words: tuple[str, ...]
    named: str | None = None


class RuleText:
    """The text of a rule file, edited for one of its rules; each edit gives a new one."""

    def __init__(self, text: str, rule: str) -> None:
        self.text = text
        self._rule = rule
        root = yaml.compose(text, Loader=_LOADER)
        found = [node for node in _items(_get(root, "rules")) if _text(_get(node, "id")) == rule]
        if len(found) != 1:
            raise UsageError(f"there is no rule `{rule}` in the file", mend="load the page again: the file has changed")
        self._node, self._named = found[0], _get(root, "lists")

    def lists(self) -> list[WordList]:
        """Return the lists of words that the rule goes by, those that spare a comment left out."""
        return [
            WordList(path, tuple(map(_text, _items(node))), name)
            for path, node, name in self._sequences(_get(self._node, "match"), "")
        ]

    def with_terms(self, path: str, terms: Sequence[str]) -> RuleText:
        """Return the text with terms put at the end of the list at `path`."""
        node = next(node for place, node, _ in self._sequences(_get(self._node, "match"), "") if place == path)
        return self._appended(node, [written(term) for term in terms])

    def with_exemptions(self, phrases: Sequence[str]) -> RuleText:
        """Return the text with phrases that spare a comment. Raises UsageError where that takes more than a list."""
        match = _get(self._node, "match")
        under = _get(match, "not")
        words = [written(phrase) for phrase in phrases]
        known = next(self._exempting(under), None)
        if known is not None:
            return self._appended(known, words)
        spared = f"{{terms: [{', '.join(words)}]}}"
        ways = under if isinstance(under, yaml.SequenceNode) else _only(under, "any")
        if isinstance(ways, yaml.SequenceNode):
            return self._appended(ways, [spared])
        if isinstance(under, yaml.CollectionNode):
            return self._one_way_more(under, spared)
        if not isinstance(match, yaml.MappingNode):
            raise UsageError(
                f"`{self._rule}` has no place for exempt phrases",
                mend="leave the exemption out, add the comment to be spared, and hand it to whoever writes the rules",
            )
        begin = match.start_mark
        if match.flow_style:
            return self._inserted(begin.index + 1, f"not: {spared}, ")
        return self._inserted(begin.index, f"not: {spared}\n{' ' * begin.column}")

    def _one_way_more(self, under: yaml.CollectionNode, spared: str) -> RuleText:
        """Return the text with what stands under `not` made one of two ways out."""
        begin, end = under.start_mark, under.end_mark.index
        inside = self.text[begin.index : end].rstrip()
        if under.flow_style:
            more = f"{{any: [{spared}, {inside}]}}"
        else:
            indent = " " * begin.column
            more = f"any:\n{indent}  - {spared}\n{indent}  - " + inside.replace("\n", "\n    ")
        return RuleText(self.text[: begin.index] + more + self.text[begin.index + len(inside) :], self._rule)

    def with_examples(self, kind: str, texts: Sequence[str]) -> RuleText:
        """Return the text with further `match` or `no_match` examples."""
        return self._appended(_get(_get(self._node, "tests"), kind), [written(text, quoted=True) for text in texts])

    def _sequences(self, node: yaml.Node | None, path: str) -> Iterator[tuple[str, yaml.Node, str | None]]:
        if isinstance(node, yaml.SequenceNode):
            for at, item in enumerate(node.value):
                yield from self._sequences(item, f"{path}[{at}]")
        for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
            name = key.value
            if name == "any":
                yield from self._sequences(value, f"{path}.any".lstrip("."))
            for part in (None,) if name == "terms" else _LISTS.get(name, ()):
                found, named = self._resolved(value if part is None else _get(value, part))
                place = ".".join(filter(None, (path, name, part)))
                if found is not None:
                    yield place, found, named

    def _resolved(self, node: yaml.Node | None) -> tuple[yaml.Node | None, str | None]:
        """Return the sequence that a node is, or that stands under its name at the head of the file."""
        if isinstance(node, yaml.SequenceNode):
            return node, None
        name = _text(node).removeprefix("$") if node is not None else ""
        found = _get(self._named, name)
        return (found, name) if isinstance(found, yaml.SequenceNode) else (None, None)

    def _exempting(self, under: yaml.Node | None) -> Iterator[yaml.Node]:
        """Yield the lists under `not` of which one phrase is enough to spare a comment."""
        if isinstance(under, yaml.SequenceNode):
            for item in under.value:
                yield from self._exempting(item)
        elif isinstance(under, yaml.MappingNode) and len(under.value) == 1:
            key, value = under.value[0]
            if key.value == "terms" and isinstance(value, yaml.SequenceNode):
                yield value
            elif key.value == "any":
                yield from self._exempting(value)

    def _appended(self, node: yaml.Node | None, items: Sequence[str]) -> RuleText:
        if not items:
            return self
        if not isinstance(node, yaml.SequenceNode) or not node.value:
            raise UsageError(f"`{self._rule}` has no list to add to", mend="hand it to whoever writes the rules")
        end = len(self.text[: node.value[-1].end_mark.index].rstrip())
        if node.flow_style:
            return self._inserted(end, "".join(f", {item}" for item in items))
        indent = " " * node.start_mark.column
        return self._inserted(end, "".join(f"\n{indent}- {item}" for item in items))

    def _inserted(self, at: int, more: str) -> RuleText:
        return RuleText(self.text[:at] + more + self.text[at:], self._rule)


def written(text: str, *, quoted: bool = False) -> str:
    """Return a text as a YAML scalar that can mean nothing else."""
    if not quoted and _PLAIN.fullmatch(text) and text not in _TRAPS:
        return text
    # JSON's strings are YAML's, but for characters that YAML wants escaped.
    return "".join(
        char if char.isprintable() else f"\\U{ord(char):08X}" for char in json.dumps(text, ensure_ascii=False)
    )


def _get(node: yaml.Node | None, key: str) -> yaml.Node | None:
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((value for name, value in pairs if name.value == key), None)


def _only(node: yaml.Node | None, key: str) -> yaml.Node | None:
    """Return the value under a key that is the only one."""
    return _get(node, key) if isinstance(node, yaml.MappingNode) and len(node.value) == 1 else None


def _items(node: yaml.Node | None) -> list[yaml.Node]:
    return node.value if isinstance(node, yaml.SequenceNode) else []


def _text(node: yaml.Node | None) -> str:
    return node.value if isinstance(node, yaml.ScalarNode) else ""
