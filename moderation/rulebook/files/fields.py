"""The table of a rule file's keys, and the reader of one rule."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Final

from moderation.errors import suggest
from moderation.records import Context, Language
from moderation.rulebook import rule
from moderation.rulebook.files.conditions import CONDITION_KEYS, condition
from moderation.rulebook.files.reading import (
    LANGUAGE,
    WRONG,
    Notes,
    Reader,
    doubt_split_numbers,
    doubt_split_texts,
    fields,
    languages,
    named,
    one_of,
    raw_text,
    share,
    some_of,
    text,
    texts,
    whole,
    yes,
)
from moderation.rulebook.files.tree import Node
from moderation.taxonomy import ACTIONS, CATEGORIES, CATEGORY_LABEL, LABELS, RULE_STATUSES

_ID: Final = re.compile(rf"({'|'.join(rule.PREFIXES)})\.[a-z0-9-]+")
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d")
_ADDRESS: Final = re.compile(r"(?:https?://|doi:)\S+")
LONGEST_TITLE: Final = 80


def _id(notes: Notes, node: Node) -> Any:
    if node.kind != "text" or not _ID.fullmatch(node.text):
        mend = "write `tox.`, `spam.` or `mis.` and small letters, digits and hyphens"
        return notes.wrong(node, f"{named(node)} is not a rule id", mend, "rule-id")
    return node.text


def _title(notes: Notes, node: Node) -> Any:
    value = text(notes, node)
    if value is not WRONG and len(value) > LONGEST_TITLE:
        return notes.wrong(node, f"the title has {len(value)} characters", f"at most {LONGEST_TITLE}", "title")
    return value


def _date(notes: Notes, node: Node) -> Any:
    if not _DATE.fullmatch(node.text) or not _is_day(node.text):
        return notes.wrong(node, f"{named(node)} is not a date", "write `2026-11-23`", "date")
    return node.text


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _references(notes: Notes, node: Node) -> Any:
    values = texts(notes, node)
    wrong = [] if values is WRONG else [item for item in node.items if not _ADDRESS.match(item.text)]
    for item in wrong:
        notes.wrong(item, f"`{item.text}` is not an address", "begin with `https://`", "reference")
    return WRONG if wrong else values


def _facts(table: dict[str, Reader], what: str) -> Reader:
    """Return a reader of facts around an example, each named as Context has it."""

    def read(notes: Notes, node: Node) -> Any:
        values = fields(notes, node, table, f"`{what}`")
        if values is WRONG or len(values) < len(node.entries):
            return WRONG
        return {CONTEXT_NAMES.get(name, f"{what}_{name}"): value for name, value in values.items()}

    return read


# Facts of examples whose names do not begin with what they are facts of.
CONTEXT_NAMES: Final = {"depth": "depth", "position": "position", "reply": "is_reply"}
_NUMBER: Final = whole(0, 10**9)
EXAMPLE_FACTS: Final[dict[str, dict[str, Reader]]] = {
    "author": dict.fromkeys(("comments", "approved", "rejected", "age_days", "threads"), _NUMBER),
    "article": dict.fromkeys(("title", "text", "url", "site"), raw_text),
    "thread": {"depth": _NUMBER, "position": _NUMBER, "reply": yes},
    "copied": dict.fromkeys(rule.COPY_FACTS, _NUMBER),
}


def _code(notes: Notes, node: Node) -> Any:
    if node.kind != "text" or not LANGUAGE.fullmatch(node.text):
        return notes.wrong(node, f"{named(node)} is not a language code", "two letters: `en`, `de`", "language")
    return node.text


_EXAMPLE: Final[dict[str, Reader]] = {
    "text": raw_text,
    **{name: _facts(table, name) for name, table in EXAMPLE_FACTS.items()},
    "language": _code,
    "span": raw_text,
}


def _example(notes: Notes, node: Node, kind: rule.ExampleKind, index: int) -> Any:
    if node.kind == "text":
        if not node.text:
            return notes.wrong(node, "an example is empty", "write a text, or remove it", "example")
        return rule.Example(kind, index, node.text, location=notes.at(node))
    if node.kind == "map" and node.entries and node.get("text") is None:
        mend = "put the text in quotes: it contains `: `, so YAML reads a map; or write `text: ..`"
        return notes.wrong(node, "an example is a text, or a map with `text`", mend, "example")
    values = fields(notes, node, _EXAMPLE, "an example", ("text",))
    if values is WRONG or len(values) < len(node.entries):
        return WRONG
    context = Context(**{name: value for facts in EXAMPLE_FACTS for name, value in values.get(facts, {}).items()})
    judged = Language(values["language"], 1.0) if "language" in values else rule.UNKNOWN_LANGUAGE
    return rule.Example(kind, index, values["text"], context, values.get("span"), judged, notes.at(node))


def _examples(kind: rule.ExampleKind) -> Reader:
    def read(notes: Notes, node: Node) -> Any:
        if node.kind != "list":
            mend = "one `- text` a line, with a blank behind the hyphen"
            return notes.wrong(node, f"expected a list for `{kind}`", mend, "not-a-list")
        doubt_split_numbers(notes, node)
        doubt_split_texts(notes, node)
        found = tuple(_example(notes, item, kind, index) for index, item in enumerate(node.items))
        return WRONG if WRONG in found else found

    return read


def examples(notes: Notes, node: Node) -> Any:
    """Return the examples of `tests`, of all kinds in one tuple."""
    values = fields(notes, node, {kind: _examples(kind) for kind in rule.EXAMPLE_KINDS}, "`tests`")
    if values is WRONG:
        return WRONG
    return tuple(example for kind in rule.EXAMPLE_KINDS for example in values.get(kind, ()))


def _tests(notes: Notes, node: Node) -> Any:
    found = examples(notes, node)
    if found is WRONG:
        return WRONG
    for kind in ("match", "no_match"):
        given = node.get(kind)
        if given is None or (given.kind == "list" and not given.items):
            mend = f"add at least one text that the rule must{' not' * (kind == 'no_match')} match"
            notes.wrong(given or node, f"the rule has no `{kind}` example", mend, "no-example")
    return found


DEFAULTS: Final[dict[str, Reader]] = {
    "lang": languages,
    "status": one_of(RULE_STATUSES),
    "action": one_of(ACTIONS),
}
FIELDS: Final[dict[str, Reader]] = {
    "id": _id,
    "title": _title,
    "category": one_of(CATEGORIES),
    "label": one_of(LABELS),
    "score": share,
    "match": condition,
    "tests": _tests,
    "action": one_of(ACTIONS),
    "status": one_of(RULE_STATUSES),
    "lang": languages,
    "about": text,
    "why": text,
    "skip": some_of(rule.SKIPS),
    "falsepositives": texts,
    "references": _references,
    "replaced_by": _id,
    "added": _date,
    "expires": _date,
}
_DEEPER: Final[dict[str, str]] = {
    **dict.fromkeys(rule.EXAMPLE_KINDS[1:], "it belongs to `tests`: put it below and indent it further"),
    "enabled": "write `status: draft`; `enabled` is for `overrides`",
    **dict.fromkeys(("except", "unless", "exceptions", "allow"), "write it below `match`: `not: {terms: [..]}`"),
    "examples": "write `tests:`, and below it `match: [..]` and `no_match: [..]`",
    "severity": "write `score`, from 0 to 1",
    **dict.fromkeys(CONDITION_KEYS, "it belongs to `match`: put it below and indent it further"),
}
REQUIRED: Final = ("id", "title", "category", "score", "match", "tests")


def read_rule(notes: Notes, node: Node, defaults: dict[str, Any]) -> rule.Rule | None:
    """Return the rule at `node`, or None after noting what is wrong with it."""
    again = [key for key, _ in node.entries if key.text == "id"][1:]
    for key in again:  # all its other keys stand twice, too, and none of that is what is wrong
        notes.wrong(key, "a rule has a second `id`", "begin each rule with a hyphen: `- id: ..`", "duplicate-key")
    if again:
        return None
    before = sum(problem.severity == "error" for problem in notes.problems)
    values = fields(notes, node, FIELDS, "a rule", REQUIRED, elsewhere=_DEEPER)
    if values is WRONG:
        return None
    merged = {**defaults, **values}
    _consistent(notes, node, merged)
    if sum(problem.severity == "error" for problem in notes.problems) > before:
        return None
    merged.setdefault("label", CATEGORY_LABEL[merged["category"]])
    successor = node.get("replaced_by")
    return rule.Rule(
        **merged,
        location=notes.at(node.get("id") or node),
        successor_at=notes.at(successor) if successor else None,
    )


def _consistent(notes: Notes, node: Node, values: dict[str, Any]) -> None:
    """Note what no single key shows: keys that do not go together."""
    category, action, label = values.get("category"), values.get("action"), values.get("label")
    status = values.get("status", "experimental")

    def place(key: str) -> Node:
        return node.get(key) or node.get("id") or node

    prefix = str(values.get("id", "")).partition(".")[0]
    if category and prefix in rule.PREFIXES and rule.PREFIXES[prefix] != category:
        right = next(short for short, name in rule.PREFIXES.items() if name == category)
        message = f"the id begins with `{prefix}.` and the category is `{category}`"
        notes.wrong(place("id"), message, f"begin the id with `{right}.`", "id-category")
    if category == "misinformation":
        if action == "reject":
            message = "a misinformation cue may not reject: it says nothing about whether a claim is true"
            notes.wrong(place("action"), message, "use `boost` or `review`", "cue-rejects")
        if label not in (None, "misinformation_cue"):
            message = f"a misinformation rule cannot speak for `{label}`"
            notes.wrong(place("label"), message, "leave `label` out", "cue-label")
    elif label == "misinformation_cue":
        message = "only misinformation rules speak for `misinformation_cue`"
        notes.wrong(place("label"), message, suggest("", [one for one in LABELS if one != label]), "cue-label")
    elif label and category and (category == "spam") != (label == "spam"):
        mend = f"leave `label` out, or choose the category that `{label}` belongs to"
        notes.doubt(place("label"), f"a rule of `{category}` speaks for `{label}`", mend, "label-category")
    if action == "reject" and status != "stable":
        notes.wrong(place("action"), f"a rule that is `{status}` may not reject", "use `review` until it is stable",
                    "reject-unproven")  # fmt: skip
    if status == "deprecated" and "replaced_by" not in values:
        notes.wrong(place("status"), "a deprecated rule names its successor", "add `replaced_by: <id>`", "no-successor")
