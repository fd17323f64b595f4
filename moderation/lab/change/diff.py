"""OLD and NEW on a corpus: what is newly caught, newly freed and sent elsewhere, and what of it to look at first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from moderation.batch.request import Progress
from moderation.errors import UsageError
from moderation.lab.change.budget import Budget, Overrun, overruns
from moderation.lab.change.compare import Compare, changed_rules, standing
from moderation.lab.change.sides import Side
from moderation.lab.change.surprise import distance, profile
from moderation.lab.change.tally import Change, Effect, Sighting, Tally
from moderation.lab.corpora.chunks import Reading
from moderation.lab.corpora.corpus import Corpus, Source, open_corpus, over
from moderation.lab.corpora.judging import classifier
from moderation.lab.corpora.work import work_out
from moderation.lab.precision import Precision, precision, rulings_on, standing_rulings
from moderation.normalise import fold
from moderation.policy import Policy
from moderation.records import Span
from moderation.rulebook import Rulebook
from moderation.rulebook.rule import UNKNOWN_LANGUAGE, Rule
from moderation.store import Store
from moderation.taxonomy import LABELS

EXAMPLES: Final = 20
# What is no farther from another example than this reads like it.
COPY: Final = 0.2
_NOTABLE: Final[tuple[Change, ...]] = ("caught", "freed", "moved")


@dataclass(frozen=True, slots=True)
class Asked:
    """What to compare, on what, within which budgets; `examples` is the most to show, `jobs` how many processes."""

    old: Side
    new: Side
    source: Source
    budgets: tuple[Budget, ...] = ()
    jobs: int = 1
    examples: int = EXAMPLES


@dataclass(frozen=True, slots=True)
class Example:
    """A comment that changed hands; `surprise` is 1 for what lies far from all that the rule had to do with so far."""

    seen: Sighting
    surprise: float


@dataclass(frozen=True, slots=True)
class Past:
    """What people decided of the comments that a rule matched before and matches after, and of those it gained."""

    before: Precision
    after: Precision
    gained: Precision


@dataclass(frozen=True, slots=True)
class CauseDiff:
    """What changed through one rule, or one label's threshold; `how` is `added changed removed threshold`."""

    cause: str
    title: str
    how: str
    effect: Effect
    past: Past | None = None


@dataclass(frozen=True, slots=True)
class Diff:
    """The whole report.

    `matched` is how many rules had to be matched anew for it, `failed` how many comments a rule or the classifier
    could not judge.
    """

    old: str
    new: str
    comments: int
    caught: int
    freed: int
    routes: Mapping[str, int]
    causes: tuple[CauseDiff, ...]
    examples: tuple[Example, ...]
    budgets: tuple[Budget, ...]
    overruns: tuple[Overrun, ...]
    matched: int
    failed: int

    @property
    def route_changes(self) -> int:
        """How many comments are sent elsewhere."""
        return sum(self.routes.values())


def diff(asked: Asked, store: Store | None = None, progress: Progress | None = None) -> Diff:
    """Return what the change does to the corpus; `store` gives the rulings that precision is from."""
    told, old, new = progress or Progress(), asked.old, asked.new
    with open_corpus(asked.source, _reading(old.policy, new.policy), asked.jobs, told) as corpus:
        return _of_corpus(asked, corpus, store, told)


def _of_corpus(asked: Asked, corpus: Corpus, store: Store | None, told: Progress) -> Diff:
    old, new, jobs = asked.old, asked.new, asked.jobs
    names = list(dict.fromkeys([old.classifier, new.classifier]))
    kept = work_out(corpus, (*old.rules, *new.rules), names, jobs, told)
    compare = Compare(kept, *(standing(side.rules, side.policy, side.classifier) for side in (old, new)))
    tally = Tally()
    for part in over(corpus, compare, jobs if compare.everything else 1, told):
        tally.add(part)
    changed = changed_rules(old.rules, new.rules)
    counts = {"newly_caught": tally.caught, "newly_freed": tally.freed, "route_changes": tally.routes.total()}
    return Diff(
        old=old.name,
        new=new.name,
        comments=corpus.comments,
        caught=tally.caught,
        freed=tally.freed,
        routes=dict(sorted(tally.routes.items())),
        causes=_causes(tally, changed, _past(store, changed)),
        examples=_examples(tally, changed, (old, new), corpus, asked.examples),
        budgets=asked.budgets,
        overruns=overruns(asked.budgets, corpus.comments, counts, tally.routes),
        matched=kept.matched_now,
        failed=tally.failed,
    )


def _reading(old: Policy, new: Policy) -> Reading:
    """Both sides have to read a comment alike, or nothing of it could be compared."""
    for name in ("max_characters", "site_language"):
        if getattr(old, name) != getattr(new, name):
            raise UsageError(
                f"the two policies differ in `{name}`, so every comment is read otherwise",
                mend=f"compare them with the same `{name}`; what that setting does shows `moderation score --estimate`",
            )
    return Reading(new.max_characters, new.site_language)


Changed = Mapping[str, tuple[Rule | None, Rule | None]]


def _past(store: Store | None, changed: Changed) -> dict[str, Past]:
    if store is None:
        return {}
    decided = standing_rulings(store)
    was, now = (
        rulings_on(decided, [rule for pair in changed.values() if (rule := pair[side]) is not None]) for side in (0, 1)
    )
    found = {}
    for name in changed:
        before, after = was.get(name, {}), now.get(name, {})
        gained = {place: rejected for place, rejected in after.items() if place not in before}
        found[name] = Past(precision(before), precision(after), precision(gained))
    return found


def _causes(tally: Tally, changed: Changed, past: Mapping[str, Past]) -> tuple[CauseDiff, ...]:
    """Return every changed rule, those without any effect included, then the thresholds that something crossed."""
    found = []
    for name, (before, after) in changed.items():
        how = "added" if before is None else "removed" if after is None else "changed"
        title = (after or before).title  # type: ignore[union-attr] # one of the two is there
        effect = tally.effects.get(name, Effect())
        found.append(CauseDiff(name, title, how, effect, past.get(name)))
    for name in sorted(tally.effects.keys() - changed.keys()):
        label = name.removeprefix("threshold:")
        found.append(CauseDiff(name, f"{label} reaches its threshold", "threshold", tally.effects[name]))
    found.sort(key=lambda one: (-(one.effect.caught + one.effect.freed), -one.effect.routes.total(), one.cause))
    return tuple(found)


def _examples(
    tally: Tally, changed: Changed, sides: tuple[Side, Side], corpus: Corpus, most: int
) -> tuple[Example, ...]:
    """Return the comments to look at, the most surprising of every rule and kind of change by turns."""
    ranked: list[list[Example]] = []
    for (cause, change), seen in sorted(tally.sightings.items()):
        if change in _NOTABLE:
            ranked.append(_ranked(seen, change, _usual(cause, changed, tally)))
    turns = max(map(len, ranked), default=0)
    taken = [some[turn] for turn in range(turns) for some in ranked if turn < len(some)][:most]
    taken = [_explained(one, sides[one.seen.change != "freed"], corpus) for one in taken]
    return tuple(sorted(taken, key=lambda one: (-one.surprise, one.seen.cause, one.seen.place)))


def _usual(cause: str, changed: Changed, tally: Tally) -> list[frozenset[int]]:
    """Return the profiles of what the rule has to do with so far: its examples, and what it goes on to catch."""
    rule = next((rule for rule in changed.get(cause, ()) if rule is not None), None)
    kept = [profile(seen.text, seen.spans) for seen in tally.sightings.get((cause, "kept"), [])]
    return [*kept, *_of_examples(rule)] if rule else kept


def _of_examples(rule: Rule) -> Iterator[frozenset[int]]:
    examples = rule.examples("match")
    texts, contexts = [fold(one.text) for one in examples], [one.context for one in examples]
    hits, _ = Rulebook.of([rule], every_status=True).match(texts, contexts, [UNKNOWN_LANGUAGE] * len(examples))
    yield from (profile(examples[hit.row].text, hit.spans) for hit in hits)


def _ranked(seen: Sequence[Sighting], change: Change, usual: Sequence[frozenset[int]]) -> list[Example]:
    found = []
    for one in seen:
        round_it = profile(one.text, one.spans)
        if not usual:
            surprise = one.distance
        else:
            far = distance(round_it, usual)
            # What is freed surprises by lying near to what the rule goes on to catch.
            surprise = round(1 - far, 4) if change == "freed" else far
        found.append((Example(one, surprise), round_it))
    found.sort(key=lambda pair: (-pair[0].surprise, pair[0].seen.place))
    return _copies_last(found)


def _copies_last(ranked: Sequence[tuple[Example, frozenset[int]]]) -> list[Example]:
    """Return the examples in their order, those that read like one before them behind all that do not.

    Spam comes in copies, and twenty of one tell a reviewer no more than the first. So many are compared as are shown.
    """
    new: list[Example] = []
    copies: list[Example] = []
    read: list[frozenset[int]] = []
    for example, round_it in ranked:
        is_copy = len(read) < EXAMPLES and distance(round_it, read) < COPY
        (copies if is_copy else new).append(example)
        if not is_copy and len(read) < EXAMPLES:
            read.append(round_it)
    return new + copies


def _explained(example: Example, side: Side, corpus: Corpus) -> Example:
    """Return an example that no rule caught with the words that speak for its label."""
    label = example.seen.cause.removeprefix("threshold:")
    judge = classifier(side.classifier)
    if example.seen.spans or label not in LABELS or label not in judge.labels:
        return example
    text = fold(example.seen.text[: corpus.reading.max_characters])
    words = sorted(judge.explain(text, label), key=lambda one: -one.weight)[:5]
    spans = tuple(sorted(Span(one.start, one.end) for one in words))
    return replace(example, seen=replace(example.seen, spans=spans))
