"""What is wrong with a rule that reads well: single rules, and all of them together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from typing import Final

from moderation.errors import Problem, suggest_rule
from moderation.normalise import fold
from moderation.rulebook import patterns
from moderation.rulebook.files.reading import Notes
from moderation.rulebook.files.tree import Node
from moderation.rulebook.rule import (
    LIVE,
    AllOf,
    AnyOf,
    Condition,
    Count,
    Disguised,
    Links,
    Near,
    Not,
    Regex,
    Rule,
    Terms,
    walk,
)
from moderation.rulebook.words import COMMON

# Conditions that find something in a place, which a `skip` may pass over.
_SKIPPING: Final = (Terms, Near, Count, Regex, Disguised, Links)


def _few_innocents(notes: Notes, rule: Rule, node: Node) -> None:
    wanted, innocent = len(rule.examples("match")), len(rule.examples("no_match"))
    if innocent < wanted:
        message = f"`{rule.id}` has {wanted} `match` examples and {innocent} `no_match`"
        notes.doubt(node.get("tests") or node, message, "add near misses until there are as many", "few-innocents")


def _same_example(notes: Notes, rule: Rule, node: Node) -> None:
    if len({example.text for example in rule.tests}) == len(rule.tests):
        return
    seen: dict[object, str] = {}
    for example in rule.tests:
        if example.told in seen:
            notes.wrong(
                node.get("tests") or node,
                f"`{seen[example.told]}` and `{example.name}` of `{rule.id}` are the same text",
                "remove one",
                "same-example",
            )
        seen[example.told] = example.name


def _unsound_hints(notes: Notes, rule: Rule, node: Node) -> None:
    parts = [part for part in walk(rule.match) if isinstance(part, Regex)]
    folded = [fold(example.text).text for example in rule.tests] if parts else []
    for part in parts:
        hints = [fold(hint).text for hint in part.hint]
        missed = [text for text in folded if not any(hint in text for hint in hints) and _matches(part, text)]
        if missed:
            message = f"a `regex` of `{rule.id}` matches an example that has none of its `hint`"
            mend = "complete `hint`: every match must contain one of its texts, in lower case"
            notes.wrong(node.get("match") or node, message, mend, "regex-hint")


def _matches(part: Regex, text: str) -> bool:
    try:
        return bool(patterns.search(part.pattern, text))
    except TimeoutError:
        return False


def _idle_skip(notes: Notes, rule: Rule, node: Node) -> None:
    """Warn of a `skip` of a rule that looks for no words: capitals and floods are those of the whole comment."""
    if rule.skip and not any(isinstance(part, _SKIPPING) for part in _outside_not(rule.match)):
        message = f"the `skip` of `{rule.id}` does nothing: no condition of it finds words, links or patterns"
        notes.doubt(node.get("skip") or node, message, "remove it", "idle-skip")


def _outside_not(condition: Condition) -> Iterator[Condition]:
    if isinstance(condition, AllOf | AnyOf):
        for part in condition.parts:
            yield from _outside_not(part)
    elif not isinstance(condition, Not):
        yield condition


def _never_near(notes: Notes, rule: Rule, node: Node) -> None:
    """Warn where `near` names the same words on both sides: one word is never near itself."""
    for part in walk(rule.match):
        if isinstance(part, Near) and part.of and set(part.to).issuperset(part.of):  # none are of a list that is broken
            mend = "use `count` for words that stand together"
            notes.doubt(node.get("match") or node, f"both sides of a `near` of `{rule.id}` are the same", mend, "near")


def _everyday_word(notes: Notes, rule: Rule, node: Node) -> None:
    """Warn where one of the commonest words is all that it takes."""
    words = [term for terms in _enough(rule.match) for term in terms.terms if term.lower() in COMMON]
    if words:
        message = f"`{words[0]}` alone is enough for `{rule.id}`, and stands in every other comment"
        mend = "write the phrase that it stands in, or `near` with what makes it worth a look"
        notes.doubt(node.get("match") or node, message, mend, "everyday-word")


def _enough(condition: Condition) -> Iterator[Terms]:
    """Yield the lists of terms of which one alone makes a condition hold."""
    if isinstance(condition, Terms):
        yield condition
    elif isinstance(condition, AnyOf):
        for part in condition.parts:
            yield from _enough(part)


def _only_not(notes: Notes, rule: Rule, node: Node) -> None:
    if isinstance(rule.match, Not) or (
        isinstance(rule.match, AllOf) and all(isinstance(p, Not) for p in rule.match.parts)
    ):
        mend = "say also what must be there"
        notes.doubt(node.get("match") or node, f"`{rule.id}` matches every text that lacks something", mend, "only-not")


def _successor_given(notes: Notes, rule: Rule, node: Node) -> None:
    if rule.replaced_by and rule.status in ("experimental", "stable", "draft"):
        place = node.get("replaced_by") or node
        notes.doubt(place, f"`{rule.id}` is `{rule.status}` and yet replaced", "set `status: deprecated`", "successor")


Check = Callable[[Notes, Rule, Node], None]
SINGLE: Final[tuple[Check, ...]] = (
    _few_innocents,
    _same_example,
    _unsound_hints,
    _never_near,
    _idle_skip,
    _everyday_word,
    _only_not,
    _successor_given,
)


def single(notes: Notes, rule: Rule, node: Node) -> None:
    """Note what is wrong with one rule."""
    for check in SINGLE:
        check(notes, rule, node)


# Rules that fire nowhere and have no successor of their own.
_SILENT: Final = ("draft", "retired")
# So many days before a rule expires, `rules check` begins to say so.
SOON_DAYS: Final = 30


def across(rules: Sequence[Rule], day: date, unread: Collection[str] = (), *, whole: bool = True) -> list[Problem]:
    """Return what is wrong with all rules together on a day: ids and titles that stand twice, successors that do not
    exist or are none, rules that have expired or soon will.

    `unread` are the ids of rules that are there and could not be read. Where the rules are not the `whole` of a
    folder, a successor that is not among them is only doubted.
    """
    return [*_twice(rules), *_lost_successors(rules, unread, whole=whole), *_circles(rules), *_expiring(rules, day)]


def _expiring(rules: Sequence[Rule], day: date) -> Iterator[Problem]:
    for rule in rules:
        if rule.expires is None or rule.status not in LIVE or not rule.enabled:
            continue
        left = (date.fromisoformat(rule.expires) - day).days
        if left <= SOON_DAYS:
            when = f"expired on {rule.expires} and does not fire" if left <= 0 else f"expires on {rule.expires}"
            mend = "look whether people still say it: move `expires`, or set `status: retired`"
            yield Problem(f"`{rule.id}` {when}", rule.location, None, len(rule.id), mend, "expires", "warning")


def _twice(rules: Sequence[Rule]) -> Iterator[Problem]:
    ids: dict[str, Rule] = {}
    titles: dict[str, Rule] = {}
    for rule in rules:
        if (first := ids.setdefault(rule.id, rule)) is not rule:
            message = f"the id `{rule.id}` stands twice"
            mend = f"rename one; the first stands at {first.location}"
            yield Problem(message, rule.location, None, len(rule.id), mend, "duplicate-id")
        elif (first := titles.setdefault(rule.title.lower(), rule)) is not rule:
            message = f"`{rule.id}` has the title of `{first.id}`"
            yield Problem(message, rule.location, None, len(rule.id), "tell them apart", "same-title", "warning")


def _lost_successors(rules: Sequence[Rule], unread: Collection[str], *, whole: bool) -> Iterator[Problem]:
    ids = {rule.id: rule for rule in rules}
    for rule in rules:
        name = rule.replaced_by
        if not name or name in unread:
            continue
        if name not in ids:
            mend = suggest_rule(name, [one for one in ids if one != rule.id]) if len(ids) > 1 else "name another rule"
            elsewhere = "" if whole else "; where it stands in another file, check the folder"
            yield _of_successor(rule, "which is not there", mend + elsewhere, "error" if whole else "warning")
        elif ids[name].status in _SILENT and ids[name] is not rule:
            mend = "name a rule that fires, or set `status: retired`"
            yield _of_successor(rule, f"which is `{ids[name].status}` and does not fire", mend, "warning")


def _circles(rules: Sequence[Rule]) -> Iterator[Problem]:
    """Yield each circle of successors once, at its first rule."""
    ids = {rule.id: rule for rule in rules}
    done: set[str] = set()
    for rule in rules:
        way: list[str] = []
        one: Rule | None = rule
        while one is not None and one.id not in done:
            done.add(one.id)
            way.append(one.id)
            one = ids.get(one.replaced_by or "")
        if one is not None and one.id in way:
            first = min(way[way.index(one.id) :], key=list(ids).index)
            what = "that is by itself" if one.replaced_by == one.id else "and so in the end by itself"
            yield _of_successor(ids[first], what, "name a rule that fires", "error")


def _of_successor(rule: Rule, what: str, mend: str, severity: str) -> Problem:
    at = rule.successor_at or rule.location
    message = f"`{rule.id}` is replaced by `{rule.replaced_by}`, {what}"
    return Problem(message, at, None, len(rule.replaced_by or ""), mend, "lost-successor", severity)
