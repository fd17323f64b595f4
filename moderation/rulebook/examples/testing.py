"""The examples in rule files, run: what was expected, what came, and which condition decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from moderation.errors import Problem
from moderation.normalise import fold
from moderation.records import Folded, Hit
from moderation.rulebook.comment.view import View
from moderation.rulebook.examples.carets import placed, quoted, stands_there, steps_in_words, underlined
from moderation.rulebook.match import Rulebook
from moderation.rulebook.outcome import Outcome
from moderation.rulebook.rule import AllOf, Example, ExampleKind, Rule, is_below_not, parts_of

# Whether a rule is to match, and what it is when it does otherwise.
_EXPECTED: Final[dict[ExampleKind, tuple[bool, str, str]]] = {
    "match": (True, "the rule does not match", "make the rule match it, or move it to `known_miss`"),
    "no_match": (False, "the rule matches", "make the rule spare it, or move it to `known_fp`"),
    "known_fp": (True, "the rule no longer matches", "it was mended: move it to `no_match`"),
    "known_miss": (False, "the rule matches by now", "it was mended: move it to `match`"),
}


@dataclass(frozen=True, slots=True)
class Result:
    """How one example went. `decided` names the condition that decided; `problem` is None where all is well."""

    rule: Rule
    example: Example
    hit: Hit | None
    decided: str
    problem: Problem | None

    @property
    def passed(self) -> bool:
        """Whether the example went as the file says."""
        return self.problem is None

    @property
    def name(self) -> str:
        """Its name in reports: `tox.personal-insult::match[2]`."""
        return f"{self.rule.id}::{self.example.name}"


def run(rules: Iterable[Rule]) -> Iterator[Result]:
    """Yield the result of every example of every rule, whatever the rule's status; where an example names no
    language, none hinders."""
    for rule in rules:
        alone = Rulebook.of([rule], every_status=True)
        for example in rule.tests:
            yield run_example(alone, rule, example)


def run_example(alone: Rulebook, rule: Rule, example: Example) -> Result:
    """Return the result of one example; `alone` is the rulebook of just this rule, `every_status`."""
    folded = fold(example.text)
    hits, failures = alone.match([folded], [example.context], [example.language])
    hit = hits[0] if hits else None
    wanted, message, mend = _EXPECTED[example.kind]
    if failures:
        return Result(rule, example, None, "", _problem(rule, example, "a search ran into its time-out", "bound it"))
    steps, view = _steps(alone, folded, example)
    decided = _decided(folded, steps)
    if (hit is not None) is not wanted:
        more = _explained(rule, folded, hit, steps, view)
        mend = mend if hit else _allowed(rule, steps) or mend
        return Result(rule, example, hit, decided, _problem(rule, example, f"{message}: {decided}", mend, more))
    if hit and example.span is not None and example.span not in _marked(example, hit):
        texts = ", ".join(f"`{text}`" for text in _marked(example, hit)) or "nothing"
        message = f"the hit marks {texts}, not `{example.span}`"
        more = _explained(rule, folded, hit, steps, view)
        return Result(rule, example, hit, decided, _problem(rule, example, message, "correct `span` or the rule", more))
    return Result(rule, example, hit, decided, None)


Steps = list[tuple[str, Outcome]]


def _allowed(rule: Rule, steps: Steps) -> str | None:
    """Return what mends an example that a site's own `allow` frees: the rule and its example are not the site's."""
    allows = [one for one in rule.overridden if one.key == "allow"]
    if not allows or not isinstance(rule.match, AllOf):
        return None
    path, _ = _failed(steps)
    parts = [below for below, _ in parts_of(rule.match, steps[-1][0])][-len(allows) :]
    return next(
        (f"name what `allow` spares more narrowly at {one.location}, or accept it there: `tests: {{no_match: [..]}}`"
         for below, one in zip(parts, allows, strict=True) if below == path), None,
    )  # fmt: skip


def _marked(example: Example, hit: Hit) -> list[str]:
    return [example.text[span.start : span.end] for span in hit.spans]


def _problem(rule: Rule, example: Example, message: str, mend: str, more: Sequence[str] = ()) -> Problem:
    shown = [f"{rule.id} {example.name}: {message}", *(more or underlined(example.text, ()))]
    return Problem("\n    ".join(shown), at=example.location, mend=mend, code="example")


def _explained(rule: Rule, folded: Folded, hit: Hit | None, steps: Steps, view: View) -> list[str]:
    """Return the text with carets under what matched, or under what was there of the condition that was not met."""
    conditions = dict(placed(rule.match))
    if hit:
        spans = list(hit.spans)
    else:
        path, _ = _failed(steps)
        held = [folded.span(*found) for step, outcome in steps if outcome.truth and not is_below_not(step)
                for found in outcome.ranges]  # fmt: skip
        against = [folded.span(*found) for step, outcome in steps if outcome.truth and step.startswith(f"{path}.")
                   for found in outcome.ranges]  # fmt: skip
        # Of a `not`, what speaks against the match; else what was found, and what stood there of the rest.
        spans = against or held + stands_there(view, conditions[path])[0]
    said = steps_in_words(steps, folded, conditions, view, rule.skip)
    return [rule.title, *underlined(folded.original, spans), *said]


def _steps(alone: Rulebook, folded: Folded, example: Example) -> tuple[Steps, View]:
    steps: Steps = []
    _, view = alone.trace(
        folded, (example.context, example.language.code), 0, lambda path, found: steps.append((path, found))
    )
    return steps, view


def _failed(steps: Steps) -> tuple[str, Outcome]:
    """Conditions report from the inside out; the first one outside any `not` that does not hold is the reason."""
    return next(step for step in steps if not step[1].truth and not is_below_not(step[0]))


def _decided(folded: Folded, steps: Steps) -> str:
    """Return which condition decided, in words: those words that matched, or the condition that was not met."""
    last, outcome = steps[-1]
    if outcome.truth:
        marks = quoted(folded.original, (folded.span(*found) for found in outcome.ranges))
        return f"`{last}` holds" + (f" by {marks}" if marks else "")
    path, failed = _failed(steps)
    return f"`{path}` is {'not known' if failed.truth is None else 'not met'}"
