"""What each rule costs: on ordinary comments, and on texts made to keep it busy."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from moderation.normalise import fold
from moderation.records import Context, Folded, Language
from moderation.rulebook import Rule, Rulebook
from moderation.rulebook.compile import term_lists
from moderation.rulebook.match import MOST_CHARACTERS
from moderation.rulebook.rule import Regex, walk
from moderation.rulebook.terms import variants
from moderation.taxonomy import UNDETERMINED

ROUNDS: Final = 3
MOST_TEXTS: Final = 500
_UNKNOWN: Final = Language(UNDETERMINED, 0.0)
_ANYWHERE: Final = ("a", "a ", " ", "a.", "!", "a a", "1", "aA1 ", "\n")
_TERMS_EACH: Final = 3


@dataclass(frozen=True, slots=True)
class Cost:
    """What a rule costs beyond reading the text: microseconds of an ordinary comment, milliseconds of the worst text.

    `worst` says what the worst text repeats, `failed` whether a search ran into its time-out there.
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
    reading = min(_seconds(nothing, ordinary) for _ in range(rounds))
    for rule in rules:
        alone = Rulebook.of([rule], every_status=True)
        spent = min(_seconds(alone, ordinary) for _ in range(rounds)) - reading
        worst, name, failed = max(_pumped(alone, nothing, rule, rounds))
        each = max(0.0, spent) / max(1, len(ordinary)) * 1e6
        yield Cost(rule.id, round(each, 2), round(worst * 1e3, 2), name, failed)


def _pumped(alone: Rulebook, nothing: Rulebook, rule: Rule, rounds: int) -> Iterator[tuple[float, str, bool]]:
    for name in pumps(rule):
        text = [fold((name * (MOST_CHARACTERS // len(name) + 1))[:MOST_CHARACTERS])]
        spent = min(_seconds(alone, text) for _ in range(rounds)) - min(_seconds(nothing, text) for _ in range(rounds))
        _, failures = alone.match(text, [Context()], [_UNKNOWN])
        yield max(0.0, spent), name, bool(failures)


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


def _seconds(book: Rulebook, texts: Sequence[Folded]) -> float:
    begin = time.process_time()
    book.match(texts, [Context()] * len(texts), [_UNKNOWN] * len(texts))
    return time.process_time() - begin
