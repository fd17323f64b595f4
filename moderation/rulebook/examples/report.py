"""What the checks of a rulebook look like: for a terminal, for scripts, for GitHub, for code scanners."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from moderation import __version__
from moderation.counted import counted
from moderation.errors import Problem, RuleError, suggest_rule
from moderation.records import NOTHING, SCHEMA_VERSION
from moderation.rulebook.files.load import Loaded
from moderation.rulebook.files.overrides import origins
from moderation.rulebook.in_words import looked_for
from moderation.rulebook.rule import EXAMPLE_KINDS, Rule, canonical, digest

if TYPE_CHECKING:
    from moderation.rulebook.examples.testing import Result

FEW: Final = 3  # so many rules that one override changes alike are listed beside the first
_SARIF: Final = "https://json.schemastore.org/sarif-2.1.0.json"


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


# --- check ---


def problems_text(loaded: Loaded) -> str:
    """Return every problem as a person reads it, and the sum."""
    warnings = len(loaded.problems) - len(loaded.errors)
    parts = [
        problem.render() if problem.severity == "error" else f"warning: {problem.render()}"
        for problem in loaded.problems
    ]
    total = f"{counted(len(loaded.rules), 'rule')} in {counted(len(loaded.files), 'file')}: "
    total += f"{counted(len(loaded.errors), 'error')}, {counted(warnings, 'warning')}"
    return "\n\n".join([*parts, "\n".join([*_site_lines(loaded), total])])


def _site_lines(loaded: Loaded) -> list[str]:
    """Return where the rules come from that a site does not keep itself, and every value that it has put in place.

    What one entry does to many rules takes one line.
    """
    extended = sum(bool(rule.origin) for rule in loaded.rules)
    lines = [f"{counted(extended, 'rule')} from `{loaded.base.name}`"] if loaded.base else []
    changed: dict[str, list[str]] = {}
    for rule in loaded.rules:
        for key, whence in origins(rule):
            changed.setdefault(f"{key} {_value(rule, key)} ({whence})", []).append(rule.id)
    for told, (first, *others) in changed.items():
        names = [f"{first} and {len(others)} more"] if len(others) >= FEW else [first, *others]
        lines += [f"{name}: {told}" for name in names]
    return lines


def _value(rule: Rule, key: str) -> str:
    if key in ("allow", "tests"):
        return "by words" if key == "allow" else "of the site"
    value = getattr(rule, key)
    return str(value).lower() if isinstance(value, bool) else f"{value:g}" if isinstance(value, float) else str(value)


def problems_json(loaded: Loaded) -> str:
    """Return the problems as one JSON object."""
    return _dump(
        {
            "schema_version": SCHEMA_VERSION,
            "files": len(loaded.files),
            "rules": len(loaded.rules),
            "digest": digest(loaded.rules),
            "extends": loaded.base.name if loaded.base else None,
            "overridden": [
                {"rule": rule.id, "key": one.key, "was": one.was, "at": str(one.location)}
                for rule in loaded.rules
                for one in rule.overridden
            ],
            "problems": [problem_json(problem) for problem in loaded.problems],
        }
    )


def problem_json(problem: Problem) -> dict[str, Any]:
    """Return one problem as JSON values."""
    at = problem.at
    return {
        "code": problem.code,
        "severity": problem.severity,
        "message": problem.message,
        "mend": problem.mend,
        "file": at.file if at else None,
        "line": at.line or None if at else None,
        "column": at.column or None if at else None,
        "width": problem.width,
    }


def problems_github(loaded: Loaded) -> str:
    """Return the problems as workflow commands, which GitHub shows beside the line."""
    return "\n".join(_annotation(problem) for problem in loaded.problems)


def _annotation(problem: Problem) -> str:
    at = problem.at
    fields = {"file": at.file, "line": at.line, "col": at.column} if at else {}
    place = ",".join(f"{key}={_escaped(str(value), ':,')}" for key, value in fields.items() if value)
    text = problem.message + (f"\nmend: {problem.mend}" if problem.mend else "")
    return f"::{problem.severity} {place}{',' if place else ''}title={problem.code}::{_escaped(text)}"


def _escaped(text: str, more: str = "") -> str:
    for char in "%\r\n" + more:
        text = text.replace(char, f"%{ord(char):02X}")
    return text


def problems_sarif(loaded: Loaded) -> str:
    """Return the problems as a SARIF 2.1.0 log."""
    codes = sorted({problem.code for problem in loaded.problems})
    driver = {"name": "moderation", "version": __version__, "rules": [{"id": code} for code in codes]}
    results = [_sarif_result(problem) for problem in loaded.problems]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return _dump({"$schema": _SARIF, "version": "2.1.0", "runs": [run]})


def _sarif_result(problem: Problem) -> dict[str, Any]:
    text = problem.message + (f"; {problem.mend}" if problem.mend else "")
    result: dict[str, Any] = {"ruleId": problem.code, "level": problem.severity, "message": {"text": text}}
    if problem.at:
        place: dict[str, Any] = {"artifactLocation": {"uri": quote(problem.at.file)}}
        if problem.at.line:
            first = max(1, problem.at.column)
            place["region"] = {"startLine": problem.at.line, "startColumn": first, "endColumn": first + problem.width}
        result["locations"] = [{"physicalLocation": place}]
    return result


SHAPES: Final[dict[str, Callable[[Loaded], str]]] = {
    "text": problems_text,
    "json": problems_json,
    "github": problems_github,
    "sarif": problems_sarif,
}


# --- test ---


def results_text(results: Sequence[Result]) -> str:
    """Return the failing examples and the sum."""
    failed = [result.problem.render() for result in results if result.problem]
    rules = len({result.rule.id for result in results})
    total = f"{counted(len(results), 'example')} of {counted(rules, 'rule')}: "
    total += f"{len(results) - len(failed)} as expected, {len(failed)} not"
    return "\n\n".join([*failed, total])


def results_github(results: Sequence[Result]) -> str:
    """Return the failing examples as workflow commands, which GitHub shows beside the line."""
    return "\n".join(_annotation(result.problem) for result in results if result.problem)


def results_json(results: Sequence[Result]) -> str:
    """Return every example's result as one JSON object."""
    return _dump(
        {
            "schema_version": SCHEMA_VERSION,
            "passed": sum(result.passed for result in results),
            "failed": sum(not result.passed for result in results),
            "examples": [_result_json(result) for result in results],
        }
    )


def _result_json(result: Result) -> dict[str, Any]:
    hit, at = result.hit, result.example.location
    return {
        "name": result.name,
        "rule": result.rule.id,
        "kind": result.example.kind,
        "index": result.example.index,
        "passed": result.passed,
        "matched": hit is not None,
        "decided": result.decided,
        "message": result.problem.message if result.problem else None,
        "spans": [[span.start, span.end] for span in hit.spans] if hit else [],
        "via": hit.via if hit else None,
        "file": at.file,
        "line": at.line,
    }


RESULT_SHAPES: Final[dict[str, Callable[[Sequence[Result]], str]]] = {
    "text": results_text,
    "json": results_json,
    "github": results_github,
}


# --- show ---


def pick(rules: Sequence[Rule], rule_id: str) -> tuple[Rule, ...]:
    """Return the rule named `rule_id` in a tuple. Raises RuleError with the nearest id."""
    found = tuple(rule for rule in rules if rule.id == rule_id)
    if not found:
        raise RuleError(f"there is no rule `{rule_id}`", mend=suggest_rule(rule_id, [rule.id for rule in rules]))
    return found


def rules_text(rules: Sequence[Rule]) -> str:
    """Return one line a rule: id, status, action, score, title."""
    wide = max((len(rule.id) for rule in rules), default=0)
    return "\n".join(
        f"{rule.id:<{wide}}  {_state(rule):<12}  {rule.action:<6}  {rule.score:.2f}  {rule.title}" for rule in rules
    )


def _state(rule: Rule) -> str:
    return "off" if not rule.enabled else "expired" if rule.expired else rule.status


def rule_text(rule: Rule, more: Mapping[str, str] = NOTHING) -> str:
    """Return one rule in full with what more is known of it, then its examples by kind."""
    facts = {
        "title": rule.title, "category": rule.category, "label": rule.label, "score": f"{rule.score:g}",
        "action": rule.action, "status": rule.status, "languages": ", ".join(rule.lang) or "any",
        "about": rule.about, "why": rule.why, "skips": ", ".join(rule.skip),
        "false positives": "; ".join(rule.falsepositives), "references": ", ".join(rule.references),
        "replaced by": rule.replaced_by or "", "added": rule.added or "",
        "expires": f"{rule.expires}{' (it does not fire any more)' * rule.expired}" if rule.expires else "",
        "switched off": "by an override" * (not rule.enabled), "from": rule.origin, "file": str(rule.location),
        **more,
    }  # fmt: skip
    lines = [rule.id, *(f"  {name}: {value}" for name, value in facts.items() if value)]
    lines += [f"  overridden: {key} ({whence})" for key, whence in origins(rule)]
    first, *others = looked_for(rule.match)
    lines += [f"  looks for: {first}", *(f"  {line}" for line in others)]
    for kind in EXAMPLE_KINDS:
        lines += [f"  {example.name}: {' '.join(example.text.split())}" for example in rule.examples(kind)]
    return "\n".join(lines)


def rule_json(rule: Rule) -> dict[str, Any]:
    """Return a rule's content as JSON values."""
    overridden = [{"key": one.key, "was": one.was, "at": str(one.location)} for one in rule.overridden]
    return {**canonical(rule), "origin": rule.origin, "overridden": overridden, "location": str(rule.location)}


def rules_json(rules: Sequence[Rule]) -> str:
    """Return the rules' content as one JSON object."""
    entries = [rule_json(rule) for rule in rules]
    return _dump({"schema_version": SCHEMA_VERSION, "digest": digest(rules), "rules": entries})
