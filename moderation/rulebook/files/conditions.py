"""The `match` of a rule file -> conditions: a map is AND, a list is OR."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any, Final

from moderation.errors import suggest
from moderation.rulebook import patterns, rule
from moderation.rulebook.files.reading import (
    WRONG,
    Notes,
    Reader,
    bracketed,
    doubt_split_numbers,
    fields,
    languages,
    one_of,
    raw_text,
    share,
    some_of,
    texts,
    whole,
    yes,
)
from moderation.rulebook.files.slips import bare_domain, slips
from moderation.rulebook.files.tree import Node
from moderation.rulebook.terms import TermError, variants
from moderation.taxonomy import VIAS

MOST: Final = 1_000_000
WIDEST: Final = 30


def condition(notes: Notes, node: Node) -> Any:
    """Read a condition: a map whose keys must all hold, or a list of which one must."""
    if node.kind == "list":
        return _any(notes, node)
    if node.kind == "text" and node.text:
        mend = f"write `terms: {node.text if node.text.startswith('$') else f'[{node.text}]'}`"
        return notes.wrong(node, f"expected a condition, not the words `{node.text}`", mend, "not-a-map")
    values = fields(notes, node, _TABLE, "a condition", elsewhere=_ELSEWHERE)
    if values is WRONG:
        return WRONG
    if not node.entries:
        return notes.wrong(node, "a condition is empty", suggest("", _TABLE), "empty-condition")
    if len(values) < len(node.entries):
        return WRONG
    parts = tuple(values.values())
    return parts[0] if len(parts) == 1 else rule.AllOf(parts)


def terms(notes: Notes, node: Node) -> Any:
    """Read a list of terms, or the name of a list (`$name`); entries of a list may name lists, too."""
    if node.kind == "text" and node.text.startswith("$"):
        return _named(notes, node)
    if node.kind != "list" or not node.items:
        return notes.wrong(node, "expected a list of words or a `$list`", bracketed(node, "one, two"), "not-a-list")
    doubt_split_numbers(notes, node)
    found = [_named(notes, item) if item.text.startswith("$") else term(notes, item) for item in node.items]
    return WRONG if WRONG in found else tuple(dict.fromkeys(chain.from_iterable(found)))


def term(notes: Notes, node: Node) -> Any:
    """Read one term and return it in a tuple."""
    value = raw_text(notes, node)
    if value is WRONG:
        return WRONG
    try:
        variants(value)
    except TermError as error:
        return notes.wrong(node, str(error), error.mend, "term")
    for message, mend, code in slips(value):
        notes.doubt(node, message, mend, code)
    return (value.strip(),)


def _named(notes: Notes, node: Node) -> Any:
    name = node.text[1:]
    if name not in notes.lists:
        here = f"add `lists: {{{name}: [..]}}` to the file, or to `lists.yaml` for all files beside it"
        mend = suggest(node.text, [f"${known}" for known in notes.lists]) if notes.lists else here
        return notes.wrong(node, f"unknown list `${name}`", mend, "unknown-list")
    notes.used_lists.add(name)
    return notes.lists[name]


def _terms(notes: Notes, node: Node) -> Any:
    values = terms(notes, node)
    return WRONG if values is WRONG else rule.Terms(values)


def _any(notes: Notes, node: Node) -> Any:
    if node.kind != "list" or not node.items:
        return notes.wrong(node, "expected a list of conditions", "one `- terms: [..]` a line", "not-a-list")
    words = [item.text for item in node.items if item.kind == "text"]
    if len(words) == len(node.items) > 1:
        mend = f"write `terms: [{', '.join(words)}]`"
        return notes.wrong(node, "expected conditions, not words", mend, "not-a-map")
    parts = tuple(condition(notes, item) for item in node.items)
    if WRONG in parts:
        return WRONG
    return parts[0] if len(parts) == 1 else rule.AnyOf(parts)


def _not(notes: Notes, node: Node) -> Any:
    part = condition(notes, node)
    return WRONG if part is WRONG else rule.Not(part)


def _record(kind: Any, table: dict[str, Reader], required: tuple[str, ...] = ()) -> Reader:
    """Return a reader of a map into the condition `kind`."""

    def read(notes: Notes, node: Node) -> Any:
        values = fields(notes, node, table, f"`{rule.KEYS[kind]}`", required)
        if values is WRONG or len(values) < len(node.entries) or not set(required) <= set(values):
            return WRONG
        if not values:
            return notes.wrong(node, f"`{rule.KEYS[kind]}` is empty", suggest("", table), "empty-condition")
        if values.get("min") is not None and values.get("max") is not None and values["min"] > values["max"]:
            return notes.wrong(node, "`min` is above `max`", "swap them", "min-above-max")
        return kind(**values)

    return read


def _domains(notes: Notes, node: Node) -> Any:
    values = texts(notes, node)
    for item in node.items if values is not WRONG else ():
        bare = bare_domain(item.text)
        if bare != item.text.strip():
            mend = f"write `{bare}`; what lies below it counts, too" if bare else "write `example.org`"
            notes.doubt(item, f"no link leads to the domain `{item.text}`", mend, "domain")
    return values


def _links(notes: Notes, node: Node) -> Any:
    read = _record(rule.Links, {"min": whole(0, MOST), "max": whole(0, MOST), "domain": _domains})(notes, node)
    if isinstance(read, rule.Links) and node.get("min") is None and read.max is not None:
        return rule.Links(0, read.max, read.domain)
    return read


def _regex(notes: Notes, node: Node) -> Any:
    read = _record(rule.Regex, {"pattern": raw_text, "hint": texts}, ("pattern",))
    if node.kind == "map" and node.get("pattern") is not None and node.get("hint") is None:
        mend = "add `hint: [..]`: texts of which each match contains one; they keep the pattern from running always"
        return notes.wrong(node, "`regex` has no `hint`", mend, "regex-hint")
    value = read(notes, node)
    if value is WRONG:
        return WRONG
    place = node.get("pattern") or node
    faults = patterns.faults(value.pattern)
    for message, mend in faults:
        notes.wrong(place, message, mend, "regex")
    return WRONG if faults else value


_BOUNDS: Final[dict[str, Reader]] = {"min": whole(0, MOST), "max": whole(0, MOST)}


def _bounds_of(what: str) -> Reader:
    """Return a reader of `{min, max}`, at least one of them."""

    def read(notes: Notes, node: Node) -> Any:
        if node.kind == "text" and node.text.isdecimal():
            mend = f"write `{{max: {node.text}}}` or `{{min: {node.text}}}`"
            return notes.wrong(node, f"expected a range for `{what}`, not `{node.text}`", mend, "not-a-map")
        values = fields(notes, node, _BOUNDS, f"`{what}`")
        if values is WRONG or len(values) < len(node.entries):
            return WRONG
        if not values:
            return notes.wrong(node, f"a bound of `{what}` is empty", "write `{max: 0}`", "empty-condition")
        if values.get("min", 0) > values.get("max", MOST):
            return notes.wrong(node, "`min` is above `max`", "swap them", "min-above-max")
        return values

    return read


def _together(parts: Sequence[rule.Condition]) -> rule.Condition:
    return parts[0] if len(parts) == 1 else rule.AllOf(tuple(parts))


def _counted(kind: Any, facts: tuple[str, ...]) -> Reader:
    """Return a reader of what lies around the comment, each fact with its bounds."""
    key = rule.KEYS[kind]

    def read(notes: Notes, node: Node) -> Any:
        values = fields(notes, node, dict.fromkeys(facts, _bounds_of(key)), f"`{key}`")
        if values is WRONG or len(values) < len(node.entries):
            return WRONG
        if not values:
            mend = f"write `{key}: {{{facts[0]}: {{max: 0}}}}`"
            return notes.wrong(node, f"`{key}` is empty", mend, "empty-condition")
        return _together([kind(fact, **values[fact]) for fact in facts if fact in values])

    return read


def _article(notes: Notes, node: Node) -> Any:
    table = {"title": terms, "text": terms, "site": texts, "section": texts}
    values = fields(notes, node, table, "`article`")
    if values is WRONG or len(values) < len(node.entries):
        return WRONG
    if not values:
        return notes.wrong(node, "`article` is empty", "write `article: {title: [..]}`", "empty-condition")
    return _together([rule.Article(fact, values[fact]) for fact in rule.ARTICLE_FACTS if fact in values])


def _thread(notes: Notes, node: Node) -> Any:
    table: dict[str, Reader] = {"depth": _bounds_of("thread"), "position": _bounds_of("thread"), "reply": yes}
    values = fields(notes, node, table, "`thread`")
    if values is WRONG or len(values) < len(node.entries):
        return WRONG
    if not values:
        return notes.wrong(node, "`thread` is empty", "write `thread: {reply: true}`", "empty-condition")
    if "reply" in values:
        values["reply"] = {"min": int(values["reply"]), "max": int(values["reply"])}
    return _together([rule.Thread(fact, **values[fact]) for fact in rule.THREAD_FACTS if fact in values])


def _language(notes: Notes, node: Node) -> Any:
    codes = languages(notes, node)
    if codes == ():
        return notes.wrong(node, "`language` names none", "write `language: [de]`", "empty-condition")
    return WRONG if codes is WRONG else rule.Written(codes)


def _via(notes: Notes, node: Node) -> Any:
    kinds = some_of(VIAS)(notes, node)
    return WRONG if kinds is WRONG else rule.Disguised(kinds)


_TABLE: Final[dict[str, Reader]] = {
    "terms": _terms,
    "near": _record(
        rule.Near,
        {"of": terms, "to": terms, "words": whole(1, WIDEST), "within": one_of(rule.WITHINS)},
        ("of", "to"),
    ),
    "count": _record(rule.Count, {"of": terms, "min": whole(2, MOST)}, ("of", "min")),
    "regex": _regex,
    "links": _links,
    "caps": _record(rule.Caps, {"ratio": share, "letters": whole(1, MOST)}),
    "repeat": _record(rule.Repeat, {"char": whole(3, MOST), "word": whole(2, MOST)}),
    "length": _record(rule.Length, {**_BOUNDS, "words": yes}),
    "author": _counted(rule.Author, rule.AUTHOR_FACTS),
    "article": _article,
    "thread": _thread,
    "copied": _counted(rule.Copied, rule.COPY_FACTS),
    "language": _language,
    "via": _via,
    "any": _any,
    "not": _not,
}
CONDITION_KEYS: Final = tuple(_TABLE)
_ELSEWHERE: Final = {
    **dict.fromkeys(
        ("skip", "tests", "action", "score", "lang", "status", "expires"),
        "it belongs to the rule: indent it as far as `match`",
    ),
    **dict.fromkeys(("unless", "except", "exclude", "allow"), "write `not: {terms: [..]}`"),
    "or": "write `any:`, with one `- terms: [..]` a line",
    "and": "leave it out: the keys of a map all have to hold, write them beside each other",
    "words": "write `terms`",
    # What `rules test` and `cover` call a map in the paths that they show.
    "all": "leave it out: the keys of a map all have to hold, write them beside each other",
}
