"""The JSON Schema of rule files, for editors; `rules check` remains the judge.

Built from the tables that the loader reads by, so that an editor offers what the loader takes. What needs a look at
the rule as a whole (hints that hold, ids that stand twice) only the loader knows.
"""

from __future__ import annotations

import json
from typing import Any, Final

from moderation.rulebook.files.conditions import WIDEST
from moderation.rulebook.files.fields import DEFAULTS, EXAMPLE_FACTS, LONGEST_TITLE, REQUIRED
from moderation.rulebook.files.overrides import RELEASE
from moderation.rulebook.files.overrides import STATUSES as OVERRIDE_STATUSES
from moderation.rulebook.patterns import MOST_CHARACTERS
from moderation.rulebook.rule import AUTHOR_FACTS, COPY_FACTS, EXAMPLE_KINDS, FORMAT, PREFIXES, SKIPS, WITHINS
from moderation.taxonomy import ACTIONS, CATEGORIES, LABELS, RULE_STATUSES, VIAS

Schema = dict[str, Any]
TEXT: Final[Schema] = {"type": "string", "minLength": 1}
TEXTS: Final[Schema] = {"type": "array", "items": TEXT, "minItems": 1}
DAY: Final[Schema] = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"}
COUNT: Final[Schema] = {"type": "integer", "minimum": 0}
# The loader reads `1940` as text, an editor as a number.
TERMS: Final[Schema] = {
    "oneOf": [
        {"type": "array", "items": {"type": ["string", "number"]}, "minItems": 1},
        {"type": "string", "pattern": r"^\$\w+$"},
    ]
}
LANGUAGES: Final[Schema] = {"type": "array", "items": {"type": "string", "pattern": "^[a-z]{2,3}$"}}
SELF: Final[Schema] = {"$ref": "#/$defs/condition"}


def _map(properties: Schema, *required: str) -> Schema:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


def _enum(*values: str) -> Schema:
    return {"enum": list(values)}


def _enums(*values: str) -> Schema:
    return {"type": "array", "items": _enum(*values)}


def _fact(of: str, name: str) -> Schema:
    if of == "article":
        return {"type": "string"}
    return {"type": "boolean"} if name == "reply" else COUNT


BOUNDS: Final = _map({"min": COUNT, "max": COUNT})
CONDITIONS: Final[dict[str, Schema]] = {
    "terms": TERMS,
    "near": _map(
        {"of": TERMS, "to": TERMS, "words": {**COUNT, "minimum": 1, "maximum": WIDEST}, "within": _enum(*WITHINS)},
        "of",
        "to",
    ),
    "count": _map({"of": TERMS, "min": {**COUNT, "minimum": 2}}, "of", "min"),
    "regex": _map({"pattern": {**TEXT, "maxLength": MOST_CHARACTERS}, "hint": TEXTS}, "pattern", "hint"),
    "links": _map({"min": COUNT, "max": COUNT, "domain": TEXTS}),
    "caps": _map({"ratio": {"type": "number", "exclusiveMinimum": 0, "maximum": 1}, "letters": COUNT}),
    "repeat": _map({"char": {**COUNT, "minimum": 3}, "word": {**COUNT, "minimum": 2}}),
    "length": _map({"min": COUNT, "max": COUNT, "words": {"type": "boolean"}}),
    "author": _map(dict.fromkeys(AUTHOR_FACTS, BOUNDS)),
    "article": _map({"title": TERMS, "text": TERMS, "site": TEXTS, "section": TEXTS}),
    "thread": _map({"depth": BOUNDS, "position": BOUNDS, "reply": {"type": "boolean"}}),
    "copied": _map(dict.fromkeys(COPY_FACTS, BOUNDS)),
    "language": {**LANGUAGES, "minItems": 1},
    "via": _enums(*VIAS),
    "any": {"type": "array", "items": SELF, "minItems": 1},
    "not": SELF,
}
EXAMPLE: Final[Schema] = {
    "oneOf": [
        TEXT,
        _map(
            {
                "text": {"type": "string"},
                **{name: _map({fact: _fact(name, fact) for fact in table}) for name, table in EXAMPLE_FACTS.items()},
                "language": LANGUAGES["items"],
                "span": {"type": "string"},
            },
            "text",
        ),
    ]
}
EXAMPLES: Final[Schema] = {"type": "array", "items": EXAMPLE}
ID: Final[Schema] = {"type": "string", "pattern": rf"^({'|'.join(PREFIXES)})\.[a-z0-9-]+$"}
RULE: Final[dict[str, Schema]] = {
    "id": ID,
    "title": {**TEXT, "maxLength": LONGEST_TITLE},
    "category": _enum(*CATEGORIES),
    "label": _enum(*LABELS),
    "score": {"type": "number", "exclusiveMinimum": 0, "maximum": 1},
    "match": SELF,
    "tests": _map(
        {kind: {**EXAMPLES, "minItems": 1} if kind in ("match", "no_match") else EXAMPLES for kind in EXAMPLE_KINDS},
        "match",
        "no_match",
    ),
    "action": _enum(*ACTIONS),
    "status": _enum(*RULE_STATUSES),
    "lang": LANGUAGES,
    "about": TEXT,
    "why": TEXT,
    "skip": _enums(*SKIPS),
    "falsepositives": TEXTS,
    "references": TEXTS,
    "replaced_by": ID,
    "added": DAY,
    "expires": DAY,
}


OVERRIDE: Final[dict[str, Schema]] = {
    "rule": TEXT,
    "score": RULE["score"],
    "action": RULE["action"],
    "status": _enum(*OVERRIDE_STATUSES),
    "enabled": {"type": "boolean"},
    "allow": TERMS,
    "because": TEXT,
    "tests": _map(dict.fromkeys(EXAMPLE_KINDS, EXAMPLES)),
}


def json_schema() -> Schema:
    """Return the schema of format 1 as JSON values."""
    cue = {
        "if": {"properties": {"category": {"const": "misinformation"}}},
        "then": {"properties": {"action": _enum("boost", "review"), "label": {"const": "misinformation_cue"}}},
    }
    retired = {
        "if": {"properties": {"status": {"const": "deprecated"}}, "required": ["status"]},
        "then": {"required": ["replaced_by"]},
    }
    condition = {"type": "object", "properties": CONDITIONS, "additionalProperties": False, "minProperties": 1}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Comment moderation rules, format {FORMAT}",
        **_map(
            {
                "format": {"const": FORMAT},
                "extends": {"type": "string", "pattern": RELEASE},
                "defaults": _map({key: RULE[key] for key in DEFAULTS}),
                "lists": {"type": "object", "additionalProperties": TERMS},
                "overrides": {"type": "array", "minItems": 1, "items": _map(OVERRIDE, "rule")},
                "rules": {"type": "array", "minItems": 1, "items": {**_map(RULE, *REQUIRED), "allOf": [cue, retired]}},
            },
            "format",
        ),
        "anyOf": [{"required": [kind]} for kind in ("rules", "overrides", "extends", "lists")],
        "$defs": {"condition": {"oneOf": [condition, {"type": "array", "items": SELF, "minItems": 1}]}},
    }


if __name__ == "__main__":
    print(json.dumps(json_schema(), indent=2))  # noqa: T201
