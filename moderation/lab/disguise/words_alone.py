"""Words alone, each disguised once in a sentence, as the study measured; and honest words and lines taken for one."""

from __future__ import annotations

import random
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from moderation.lab.baseline import Share
from moderation.lab.matching import hits_in
from moderation.rulebook import Rule, Rulebook
from moderation.rulebook.examples.evasion import TRANSFORMS, Transform
from moderation.rulebook.examples.further import FURTHER
from moderation.rulebook.rule import Terms

_CARRIERS: Final = (
    "You are such a {} today.", "What a {}!", "{}, that is what I read here", "I think the {} over there is wrong.",
    "nobody asked this {} about the weather",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class WronglyCaught:
    """Honest look-alike words and lines that were caught, of how many."""

    words: tuple[str, ...]
    lines: tuple[str, ...]
    of_words: int
    of_lines: int


@dataclass(frozen=True, slots=True)
class Alone:
    """What a rulebook of nothing but single words makes of them: by transform, the study's and the further ones."""

    words: int
    study: dict[str, Share]
    further: dict[str, Share]
    alarms: WronglyCaught


def words_alone(words: Sequence[str], *, seed: int = 0) -> Alone:
    """Disguise each of `words` once in a sentence, by every transform, and count what a list of them still finds.

    This is how the study measured: a word of the list counts as found where a hit touches the place that it stands in.
    """
    rule = Rule("tox.words", "Words", "toxicity", "toxicity", 0.5, Terms(tuple(words)), (), status="stable")
    book = Rulebook.of([rule])
    study, further = (
        {name: _found(book, words, name, transform, seed) for name, transform in transforms.items()}
        for transforms in (TRANSFORMS, FURTHER)
    )
    return Alone(len(words), study, further, alarms(book, disguised_only=True))


def _found(book: Rulebook, words: Sequence[str], name: str, transform: Transform, seed: int) -> Share:
    found = tried = 0
    for at, word in enumerate(words):
        form = transform(word, random.Random(zlib.crc32(f"{seed} {word} {name}".encode())))
        if form != word or name == "plain":
            before, _, after = _CARRIERS[at % len(_CARRIERS)].partition("{}")
            place = range(len(before), len(before) + len(form))
            spans = (span for hit in hits_in(book, before + form + after) for span in hit.spans)
            tried += 1
            found += any(span.start < place.stop and span.end > place.start for span in spans)
    return Share(found, tried)


def alarms(book: Rulebook, *, disguised_only: bool = False) -> WronglyCaught:
    """Return the look-alikes and honest lines in which `book` finds something, on request only by seeing a disguise."""
    words, lines = look_alikes(), honest_lines()

    def caught(text: str) -> bool:
        return any(hit.spans and not (disguised_only and hit.via == "exact") for hit in hits_in(book, text))

    return WronglyCaught(
        tuple(word for word in words if caught(f"They mentioned {word} once. {word.upper()}; {word.lower()}")),
        tuple(line for line in lines if caught(line)), len(words), len(lines),
    )  # fmt: skip


@lru_cache(maxsize=1)
def look_alikes() -> tuple[str, ...]:
    """Return honest words that hold rude ones or look or sound like them."""
    return tuple(dict.fromkeys(word for line in _lines("look_alikes.txt") for word in line.split()))


@lru_cache(maxsize=1)
def honest_lines() -> tuple[str, ...]:
    """Return honest lines that have the marks of a disguise."""
    return tuple(_lines("benign.txt"))


def _lines(name: str) -> list[str]:
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def mean(shares: Mapping[str, Share]) -> float:
    """Return the mean of the shares, each transform counting the same; 1 where nothing was tried."""
    tried = [share.good / share.all for share in shares.values() if share.all]
    return sum(tried) / len(tried) if tried else 1.0
