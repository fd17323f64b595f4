"""What a site changes about rules that it does not keep itself: one file, so that an upgrade never conflicts.

format: 1
extends: builtin@0.1.0
overrides:
- {rule: tox.shut-up, score: 0.2}
- {rule: mis.*, enabled: false}
- rule: spam.casino
  allow: [casino royale]
  because: We review films.
  tests: {no_match: [Casino Royale is on again tonight.]}
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from moderation import __version__
from moderation.errors import Location, suggest_rule
from moderation.rulebook.files import conditions
from moderation.rulebook.files.fields import examples
from moderation.rulebook.files.reading import WRONG, Notes, Reader, fields, one_of, share, text, yes
from moderation.rulebook.files.tree import Node
from moderation.rulebook.rule import EXAMPLE_KINDS, AllOf, Condition, Example, Not, Override, Rule, Terms
from moderation.taxonomy import ACTIONS, RULE_STATUSES

RELEASE: Final = r"^builtin@\d+\.\d+\.\d+$"
# A site may switch a draft on or be more careful; that a rule is proven it cannot decree.
STATUSES: Final = ("draft", "experimental")


def _status(notes: Notes, node: Node) -> Any:
    """Read a status that a site may give a rule that is not its own."""
    if node.text in RULE_STATUSES and node.text not in STATUSES:
        own = "a rule that you have proven goes into a file of your own, under an id of its own"
        mend = own if node.text == "stable" else "switch it off: `enabled: false`"
        return notes.wrong(node, f"no override makes a rule `{node.text}`", mend, "unknown-value")
    return one_of(STATUSES)(notes, node)


TABLE: Final[dict[str, Reader]] = {
    "rule": text,
    "score": share,
    "action": one_of(ACTIONS),
    "status": _status,
    "enabled": yes,
    "allow": conditions.terms,
    "because": text,
    "tests": examples,
}
_VALUES: Final = ("score", "action", "status", "enabled")


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of `overrides`: which rules, what of them, and the nodes to point at."""

    notes: Notes
    node: Node
    values: dict[str, Any]

    @property
    def names(self) -> str:
        """The id, or the beginning of ids before `*`, that it is for."""
        return str(self.values["rule"])

    def place(self, key: str) -> Node:
        """Return the node of a key's value, or of the whole entry."""
        return self.node.get(key) or self.node

    def picks(self, rule: Rule) -> bool:
        """Tell whether it is for this rule."""
        names = self.names
        return rule.id.startswith(names[:-1]) if names.endswith("*") else rule.id == names


def read_overrides(notes: Notes, node: Node) -> list[Change]:
    """Return the entries of `overrides`; what cannot be read is noted."""
    if node.kind != "list" or not node.items:
        notes.wrong(node, "expected a list of overrides", "one `- {rule: .., ..}` a line", "not-a-list")
        return []
    return [change for item in node.items if (change := _change(notes, item)) is not None]


def _change(notes: Notes, node: Node) -> Change | None:
    values = fields(notes, node, TABLE, "an override", ("rule",))
    if values is WRONG or "rule" not in values or len(values) < len(node.entries):
        return None
    if "tests" in values and values["rule"].endswith("*"):
        message = f"`tests` are those of one rule, and `{values['rule']}` may be several"
        notes.wrong(node.get("tests") or node, message, "write an override of its own for the rule", "tests-of-many")
        return None
    if not values.keys() - {"rule", "because"}:
        mend = "add `enabled: false`, `allow: [..]`, `tests`, or another `score`, `action` or `status`"
        notes.wrong(node, f"the override of `{values['rule']}` changes nothing", mend, "empty-override")
        return None
    return Change(notes, node, values)


def apply(changes: Sequence[Change], rules: Iterable[Rule], *, unknown: str | None = "error") -> list[Rule]:
    """Return the rules as the site wants them, in their order; a later override of the same key goes before.

    `unknown` is what an override of a rule that is not among them is: a mistake, or where there may be more rules than
    these, perhaps one, or none that could be told.
    """
    found = list(rules)
    _doubles(changes)
    for change in changes:
        picked = [at for at, rule in enumerate(found) if change.picks(rule)]
        if not picked and unknown:
            _unknown(change, [rule.id for rule in found], unknown)
        if change.values.get("action") == "reject":
            picked = _that_may_reject(change, found, picked)
        for at in picked:
            found[at] = _changed(found[at], change)
    return found


def doubt_own(changes: Sequence[Change], own: Sequence[Rule]) -> None:
    """Warn of an override of many rules that switches off one of the folder's own, too."""
    for change in changes:
        off = [rule.id for rule in own if not rule.enabled and change.picks(rule)]
        if change.names.endswith("*") and change.values.get("enabled") is False and off:
            more = f" and {len(off) - 1} more" if len(off) > 1 else ""
            message = f"`{change.names}` switches off a rule of this folder, too: `{off[0]}`{more}"
            mend = f"below it, switch it on again: `- {{rule: {off[0]}, enabled: true}}`"
            change.notes.doubt(change.place("rule"), message, mend, "own-rule-off")


def _unknown(change: Change, ids: Sequence[str], severity: str) -> None:
    place, message = change.place("rule"), f"there is no rule `{change.names}` to override"
    if severity == "error" and not ids:
        mend = f"begin the file with `extends: builtin@{__version__}`, where it is one of the rules that come along"
        change.notes.wrong(place, message, mend, "unknown-rule")
    elif severity == "error":
        change.notes.wrong(place, message, suggest_rule(change.names, ids), "unknown-rule")
    else:
        mend = f"{suggest_rule(change.names, ids)}; where it stands in another file, check the folder"
        change.notes.doubt(place, message, mend, "unknown-rule")


def _doubles(changes: Sequence[Change]) -> None:
    seen: dict[tuple[str, str], Change] = {}
    for change in changes:
        for key in sorted(change.values.keys() - {"rule", "because", "allow", "tests"}):
            first = seen.setdefault((change.names, key), change)
            if first is not change:
                mend = f"remove one; the first stands at {first.notes.at(first.node)}"
                message = f"`{key}` of `{change.names}` is overridden twice"
                change.notes.wrong(change.place(key), message, mend, "duplicate-override")


def _changed(rule: Rule, change: Change) -> Rule:
    values: dict[str, Any] = {key: change.values[key] for key in _VALUES if key in change.values}
    allowed: tuple[str, ...] = change.values.get("allow", ())
    lines = change.node.line, change.node.last_line
    marks = [Override(key, _shown(getattr(rule, key)), _at(change, key), lines) for key in values]
    marks += [Override("allow", ", ".join(allowed), _at(change, "allow"), lines)] if allowed else []
    match = _sparing(rule.match, allowed) if allowed else rule.match
    own: tuple[Example, ...] = change.values.get("tests", ())
    if own:
        marks.append(Override("tests", ", ".join(_replaced(rule, own)), _at(change, "tests"), lines))
    return replace(rule, match=match, tests=_with_own(rule, own), overridden=(*rule.overridden, *marks), **values)


def _replaced(rule: Rule, own: Iterable[Example]) -> list[str]:
    told = {one.told for one in own}
    return [one.name for one in rule.tests if one.told in told]


def _with_own(rule: Rule, own: Iterable[Example]) -> tuple[Example, ...]:
    """Return the examples of a rule with a site's own, which take the place of those with the same text and facts; the
    names of the others stay.
    """
    replaced = set(_replaced(rule, own))
    after = {kind: max((one.index for one in rule.examples(kind)), default=-1) + 1 for kind in EXAMPLE_KINDS}
    added = (replace(one, index=after[one.kind] + one.index) for one in own)
    return (*(one for one in rule.tests if one.name not in replaced), *added)


def _that_may_reject(change: Change, rules: Sequence[Rule], picked: Iterable[int]) -> list[int]:
    """Return which of the rules that an override picks may reject; why others may not is told once for each reason.

    Misinformation never rejects, nor does a rule that is not proven; no override can change that.
    """
    allowed, refused = [], Counter[str]()
    first: dict[str, tuple[str, str]] = {}
    for at in picked:
        rule, status = rules[at], change.values.get("status", rules[at].status)
        if rule.category == "misinformation":
            why = "may not reject: a misinformation cue says nothing about whether a claim is true"
            code, told = "cue-rejects", (f"`{rule.id}` {why}", "use `boost` or `review`")
        elif status != "stable":
            told = f"`{rule.id}` is `{status}` and may not reject", "use `review` until it is stable"
            code = "reject-unproven"
        else:
            allowed.append(at)
            continue
        refused[code] += 1
        first.setdefault(code, told)
    for code, (message, mend) in first.items():
        more = f"; the same holds for {refused[code] - 1} more of `{change.names}`" if refused[code] > 1 else ""
        change.notes.wrong(change.place("action"), message + more, mend, code)
    return allowed


def _sparing(match: Condition, allowed: tuple[str, ...]) -> Condition:
    parts = match.parts if isinstance(match, AllOf) else (match,)
    return AllOf((*parts, Not(Terms(allowed))))


def _shown(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else f"{value:g}" if isinstance(value, float) else str(value)


def _at(change: Change, key: str) -> Location:
    return change.notes.at(change.place(key))


def origins(rule: Rule) -> Iterator[tuple[str, str]]:
    """Yield each overridden key with where its value comes from and what the rule itself says."""
    for one in rule.overridden:
        if one.key == "allow":
            own = f"spares {one.was}"
        elif one.key == "tests":
            own = f"in the place of {one.was}" if one.was else "beside those of the rule"
        else:
            own = f"the rule itself says {one.was}"
        yield one.key, f"{own}; {one.location}"
