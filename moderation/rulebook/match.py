"""The rulebook: rules that fire on comments."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from moderation.records import Context, Failure, Folded, Hit, Language, Span
from moderation.records.quick import open_twin
from moderation.rulebook.comment.block import Block
from moderation.rulebook.comment.view import View
from moderation.rulebook.deciding.decide import decider
from moderation.rulebook.deciding.look import Decide
from moderation.rulebook.outcome import Outcome, Trace
from moderation.rulebook.program.compile import Program, compile_rules
from moderation.rulebook.rule import TRUST, Rule, digest, walk
from moderation.rulebook.uncollected import uncollected
from moderation.taxonomy import UNDETERMINED

AT_ONCE: Final = 64  # comments that are read together
_OPEN_HIT: Final[Any] = open_twin(Hit)


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Rules ready to match. `rules` are all of them in file order; those that are not live do not fire.

    Keeps no state of a comment: the same comment gets the same hits alone, in any batch and any order.
    """

    # A notebook shows what a cell ends with: with its rules and their examples a pipeline was 2.6 MB of text.
    rules: tuple[Rule, ...] = field(repr=False)
    digest: str
    _program: Program = field(repr=False, compare=False)
    _deciders: tuple[Decide, ...] = field(repr=False, compare=False)
    _options: tuple[bool, bool] = field(repr=False, compare=False)

    @classmethod
    @uncollected()
    def of(cls, rules: Sequence[Rule], *, every_status: bool = False, gated: bool = True) -> Rulebook:
        """Return the rulebook of `rules`; `every_status` lets drafts and deprecated rules fire, for their tests."""
        firing = [rule for rule in rules if rule.live or every_status]
        program = compile_rules(firing, gated=gated)
        deciders = tuple(decider(program, index) for index in range(len(firing)))
        return cls(tuple(rules), digest(rules), program, deciders, (every_status, gated))

    def __reduce__(self) -> tuple[Callable[..., Rulebook], tuple[Any, ...]]:
        """Travel to another process as rules; the automaton, which cannot, is built anew there."""
        every_status, gated = self._options
        return partial(Rulebook.of, every_status=every_status, gated=gated), (self.rules,)

    @property
    def words(self) -> tuple[str, ...]:
        """Words of four letters or more that one of the rules looks for by themselves, everyday ones left out."""
        return tuple(sorted(self._program.lexicon.strong))

    def match(
        self, texts: Sequence[Folded], contexts: Sequence[Context], languages: Sequence[Language]
    ) -> tuple[list[Hit], list[Failure]]:
        """Return the hits, ordered by row and rule, and the rules that could not judge a row.

        The three sequences run in parallel. A rule with languages fires on those and on `und`: short insults have
        too few letters to tell. Only the first 10,000 characters of a comment are read. A search that runs into its
        time-out is a failure of that rule on that row, neither a hit nor a clean text.
        """
        hits: list[Hit] = []
        failures: list[Failure] = []
        for start in range(0, len(texts), AT_ONCE):
            rows = slice(start, start + AT_ONCE)
            around = [
                (context, language.code) for context, language in zip(contexts[rows], languages[rows], strict=True)
            ]
            with uncollected():  # what is made for these comments is gone before the collector would have looked at it
                block = Block(self._program, texts[rows], around)
                for at, present in enumerate(block.present):
                    chosen = self._program.candidates(present)
                    if chosen:
                        self._judge(start + at, block.view(at), chosen, hits, failures)
                del block  # before the collector goes to work again
        return hits, failures

    def _judge(self, row: int, view: View, chosen: Sequence[int], hits: list[Hit], failures: list[Failure]) -> None:
        """Add the hits of the chosen rules on one comment, and those that could not judge it."""
        code = view.language
        for index in chosen:
            rule = self._program.rules[index]
            if rule.lang and code not in rule.lang and code != UNDETERMINED:
                continue
            try:
                outcome = self._deciders[index](view)
            except TimeoutError as error:
                failures.append(Failure(row, f"rule:{rule.id}", type(error).__name__))
                continue
            if outcome.truth:
                hits.append(_hit(row, rule, view, outcome))

    def asks(self, condition: type) -> bool:
        """Tell whether a firing rule has such a condition anywhere: facts that none asks for need not be looked up."""
        return any(isinstance(part, condition) for rule in self._program.rules for part in walk(rule.match))

    def trace(
        self, folded: Folded, around: tuple[Context, str], index: int, trace: Trace | None = None
    ) -> tuple[Outcome, View]:
        """Decide the firing rule number `index` alone, without its gate, and tell `trace` of each condition.

        `around` is what surrounds the comment and the code of its language.
        """
        view = Block(self._program, [folded], [around]).view(0)
        decide = decider(self._program, index, trace) if trace else self._deciders[index]
        return decide(view), view

    def decide(self, view: View, index: int) -> Outcome:
        """Decide the firing rule number `index` on a view of a comment."""
        return self._deciders[index](view)


def _hit(row: int, rule: Rule, view: View, outcome: Outcome) -> Hit:
    via = outcome.via or "exact"
    hit: Hit = _OPEN_HIT(row, rule.id, rule.label, rule.action, rule.score * TRUST[via], _spans(view, outcome), via)
    hit.__class__ = Hit
    return hit


def _spans(view: View, outcome: Outcome) -> tuple[Span, ...]:
    """Return the ranges of the original in order, without those that lie inside another."""
    if len(outcome.ranges) == 1:
        ((start, end),) = outcome.ranges
        return (view.folded.span(start, end),)
    kept: list[Span] = []
    found = (view.folded.span(start, end) for start, end in outcome.ranges)
    for span in sorted(found, key=lambda span: (span.start, -span.end)):
        if not kept or span.end > kept[-1].end:
            kept.append(span)
    return tuple(kept)
