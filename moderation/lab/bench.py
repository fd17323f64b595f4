"""What each rule costs: on ordinary comments, and on texts made to keep it busy."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from moderation.normalise import fold
from moderation.records import Context, Folded
from moderation.rulebook import Rule, Rulebook
from moderation.rulebook.comment.block import MOST_CHARACTERS
from moderation.rulebook.program.compile import term_lists
from moderation.rulebook.rule import UNKNOWN_LANGUAGE, Regex, walk
from moderation.rulebook.terms import variants

ROUNDS: Final = 3
MOST_TEXTS: Final = 500
_ANYWHERE: Final = ("a", "a ", " ", "a.", "!", "a a", "1", "aA1 ", "\n")
_TERMS_EACH: Final = 3


@dataclass(frozen=True, slots=True)
class Cost:
    """What a rule costs beyond reading the text: microseconds of an ordinary comment, milliseconds of the worst text.

    `worst` says what the worst text repeats, `failed` whether a search ran into its time-out on any.
    """

    rule: str
    microseconds: float
    milliseconds: float
    worst: str
    failed: bool


def bench(rules: Iterable[Rule], texts: Sequence[str], *, rounds: int = ROUNDS) -> Iterator[Cost]:
    """Yield what each rule costs alone, in process time, the best of some rounds."""
    ordinary = [fold(text) for text in texts[:MOST_TEXTS]]
    nothing = Rulebook.of([])
    reading = _best(nothing, ordinary, rounds)
    for rule in rules:
        alone = Rulebook.of([rule], every_status=True)
        spent = _best(alone, ordinary, rounds) - reading
        worst, name, failed = _worst(alone, nothing, rule, rounds)
        each = max(0.0, spent) / max(1, len(ordinary)) * 1e6
        yield Cost(rule.id, round(each, 2), round(worst * 1e3, 2), name, failed)


def _worst(alone: Rulebook, nothing: Rulebook, rule: Rule, rounds: int) -> tuple[float, str, bool]:
    """Return the seconds that the worst text takes, what it repeats, and whether a search failed on any.

    Thirty texts a rule, each as long as a comment may be, are what a measurement costs. Each is matched once; how long
    reading it takes, and what it takes at best, is asked only of those that may be worse than the worst so far.
    """
    tried = [(*_timed(alone, _flood(name)), name) for name in pumps(rule)]
    worst, at = 0.0, tried[0][-1]
    for spent, _, name in sorted(tried, reverse=True):
        if spent <= worst:
            break
        text = _flood(name)
        if spent - _timed(nothing, text)[0] > worst:
            beyond = min(spent, _best(alone, text, rounds - 1)) - _best(nothing, text, rounds)
            worst, at = max((worst, at), (beyond, name))
    return worst, at, any(failures for _, failures, _ in tried)


def _flood(name: str) -> list[Folded]:
    return [fold((name * (MOST_CHARACTERS // len(name) + 1))[:MOST_CHARACTERS])]


def pumps(rule: Rule) -> tuple[str, ...]:
    """Return texts whose repetition keeps a rule busy: its words, its hints, its examples, and what floods anything."""
    words: list[str] = []
    for part in walk(rule.match):
        words += [_spelled(term) for terms in term_lists(part) for term in terms[:_TERMS_EACH]]
        words += part.hint[:_TERMS_EACH] if isinstance(part, Regex) else ()
    examples = [" ".join(example.text.split()) for example in rule.examples("match")]
    together = " ".join(words[:6])
    mixed = [f"{word} " for word in words] + [f"{together} "] * bool(words)
    return tuple(dict.fromkeys(text for text in (*_ANYWHERE, *mixed, *(f"{one} " for one in examples)) if text))


def _spelled(term: str) -> str:
    first = variants(term)[0]
    return first.raw or " ".join(first.words)


def _best(book: Rulebook, texts: Sequence[Folded], rounds: int) -> float:
    return min((_timed(book, texts)[0] for _ in range(rounds)), default=math.inf)


def _timed(book: Rulebook, texts: Sequence[Folded]) -> tuple[float, int]:
    """Return the processor's seconds that matching takes, and how many searches failed."""
    begin = time.process_time()
    _, failures = book.match(texts, [Context()] * len(texts), [UNKNOWN_LANGUAGE] * len(texts))
    return time.process_time() - begin, len(failures)
