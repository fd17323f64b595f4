"""Regular expressions: what is refused, and what happens to those that run away."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import regex

from moderation.normalise import fold
from moderation.records import Context, Failure, Language
from moderation.rulebook import Rulebook, patterns
from moderation.rulebook.comment.finders import Unit
from moderation.rulebook.comment.rewritten import rewritten
from moderation.rulebook.patterns import faults, search
from moderation.rulebook.rule import Regex, Rule

FIT = {
    "classes and counts": r"\b(?:earn|made|make)\W{1,3}\$?\d[\d,.]{1,9}\b",
    "bounded outer": r"cure\W+(?:\w+\W+){0,8}cancer",
    "one open dot": r"buy.*now",
    "alternation repeated": r"(?:ha|he){3,}",
    "escaped signs": r"\(a\+\)\+ \{2,\}",
    "class of signs": r"[+*(]{2,5}x[)]+",
    "look-behind": r"(?<!\w)win\+?(?!\w)",
    "anchor behind a count": r"x\s{1,8}$",
    "property by name": r"\p{Script=Latin}{2,9}!",
    "escaped brace": r"\{sender\} won",
}
UNFIT = {
    "nested plus": (r"(a+)+b", "repetition inside"),
    "nested star": (r"(?:\w+\s?)*x", "repetition inside"),
    "nested deep": (r"((?:ab*)c)+d", "repetition inside"),
    "nested open count": (r"(?:a{2,}b?){3,}", "repetition inside"),
    "wide outer": (r"(?:\w+\W+){0,80}x", "repetition inside"),
    "two dots": (r"a.*b.*c", "more than one open"),
    "before the end": (r"x\s+$", "before `$`"),
    "fuzzy": (r"(?:word){e<=2}", "fuzzy"),
    "fuzzy without a bound": (r"(?:word){e}", "fuzzy"),
    "fuzzy between bounds": (r"(?:word){1<=i<=3}", "fuzzy"),
    "empty": (r"a*", "empty text"),
    "backspace": ("\bjoke of\b", "control character stands in the pattern, U+0008"),
    "broken": (r"(a", "does not compile"),
    "too long": ("a" * 401, "401 characters"),
}


@pytest.mark.parametrize("pattern", FIT.values(), ids=FIT)
def test_fit(pattern: str) -> None:
    """Honest patterns have no fault."""
    assert faults(pattern) == []


@pytest.mark.parametrize(("pattern", "message"), UNFIT.values(), ids=UNFIT)
def test_unfit(pattern: str, message: str) -> None:
    """Patterns that may run away, or match nothing, are refused with a mend."""
    (first, *_) = faults(pattern)

    assert message in first[0]
    assert first[1]


@pytest.mark.parametrize("pattern", FIT.values(), ids=FIT)
def test_fit_patterns_are_quick_on_pumped_text(pattern: str) -> None:
    """What the lint lets through stays within the time-out on long runs of what it repeats."""
    pumps = ("a", " ", "ha", "buy ", "earn $1", "cure a ", "(+", "win")

    assert [pump for pump in pumps if _runs_away(pattern, (pump * 10_000)[:10_000])] == []


def test_what_runs_away_is_noticed() -> None:
    """The test above would find a pattern that the lint should have refused."""
    assert _runs_away(r"(?:a|a)+(?:a|aa)+$", "a" * 3000 + "b")


def _runs_away(pattern: str, text: str) -> bool:
    try:
        search(pattern, text)
    except TimeoutError:
        return True
    return False


def test_a_time_out_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    """A search that takes too long is neither a hit nor a clean text; the other rules go on."""
    monkeypatch.setattr(patterns, "SECONDS", 0.02)
    slow = Rule("tox.slow", "s", "toxicity", "toxicity", 0.5, Regex(r"(?:a|a)+(?:a|aa)+$", ("a",)), (), status="stable")
    quick = Rule("tox.quick", "q", "toxicity", "toxicity", 0.5, Regex(r"aab", ("aab",)), (), status="stable")
    texts = [fold("a" * 3000 + "b"), fold("nothing here")]

    hits, failures = Rulebook.of([slow, quick]).match(texts, [Context()] * 2, [Language("und", 0.0)] * 2)

    assert [Failure(0, "rule:tox.slow", "TimeoutError")] == failures
    assert [hit.rule for hit in hits] == ["tox.quick"]


def _compute(seconds: float) -> None:
    begin = time.thread_time()
    while time.thread_time() - begin < seconds:
        pass


class _Interrupted:
    """A compiled pattern during whose first search another thread computes for twice the time-out."""

    searches = 0

    def finditer(self, text: str, timeout: float) -> Iterator[Any]:
        self.searches += 1
        matches = regex.compile("ab").finditer(text, timeout=timeout)
        if self.searches == 1:
            other = threading.Thread(target=_compute, args=(2 * timeout,))
            other.start()
            other.join()
        return matches


def test_what_other_threads_compute_is_not_the_search_s_own_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of a time-out is that of the process; a comment's score depends on the comment alone."""
    interrupted = _Interrupted()
    monkeypatch.setattr(patterns, "compiled_pattern", lambda _pattern: interrupted)

    assert search("ab", "xabx" * 5000)[:2] == [(1, 3), (5, 7)]
    assert interrupted.searches == 2


WRITTEN_OUT = """
format: 1
rules:
- {id: tox.noun, title: N, category: toxicity, score: 0.5, match: {terms: [moron(s), you]},
   tests: {match: [moron], no_match: [x]}}
- {id: tox.plural, title: P, category: toxicity, score: 0.5,
   match: {regex: {pattern: '\\byou (?:all )?are morons\\b', hint: [moron]}},
   tests: {match: [you are morons], no_match: [x]}}
- {id: tox.exempt, title: E, category: toxicity, score: 0.5,
   match: {terms: [moron(s)], not: {regex: {pattern: 'no morons', hint: [moron]}}},
   tests: {match: [morons], no_match: [no morons]}}
"""


@pytest.mark.parametrize("gated", [True, False])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("all of you are m0rons, all", ("you are m0rons", "leet")),
        ("you are m*o*r*o*n*s", ("you are m*o*r*o*n*s", "spaced")),
        ("you all are m\u00f4r\u043ens", ("you all are m\u00f4r\u043ens", "fold")),
        ("you are mor*ns", ("you are mor*ns", "mask")),
        ("youmorons", None),
        ("you are m0re", None),
    ],
)
def test_patterns_read_words_in_disguise(
    text: str, expected: tuple[str, str] | None, rules_of: Callable[[str], list[Rule]], *, gated: bool
) -> None:
    """`you are morons` is found where the word stands in signs, with the range that it has in the original."""
    book = Rulebook.of(rules_of(WRITTEN_OUT), gated=gated)
    hits, _ = book.match([fold(text)], [Context()], [Language("und", 0.0)])
    found = [hit for hit in hits if hit.rule == "tox.plural"]

    assert [(text[one.start : one.end], hit.via) for hit in found for one in hit.spans] == (
        [expected] if expected else []
    )


def test_a_pattern_under_not_exempts_what_is_spelt_as_such(rules_of: Callable[[str], list[Rule]]) -> None:
    """A disguised word is no reason to let another rule pass."""
    texts = [fold("no morons"), fold("no m0rons")]
    hits, _ = Rulebook.of(rules_of(WRITTEN_OUT)).match(texts, [Context()] * 2, [Language("und", 0.0)] * 2)

    assert [hit.row for hit in hits if hit.rule == "tox.exempt"] == [1]


@pytest.mark.parametrize("text", ["you m0ron", "y0u m0ron, y0u", "a y0um0ron b", "i d i o t", "x y0u", "y0u"])
def test_every_range_of_a_rewritten_text_comes_from_the_old_one(text: str) -> None:
    """Offsets lie in the old text and a range that is longer in the new one is no shorter in the old."""
    words = [Unit("you", *found.span(), "leet") for found in re.finditer("y0u", text)]
    words += [Unit("moron", *found.span(), "leet") for found in re.finditer("m0ron", text)]
    new = rewritten(text, sorted(words, key=lambda unit: unit.start))

    for start in range(len(new.text)):
        before = 0
        for end in range(start + 1, len(new.text) + 1):
            origin = new.origin(start, end)
            if origin:
                assert 0 <= origin[0] < origin[1] <= len(text)
                assert origin[1] >= before
                before = origin[1]
    assert "0" not in new.text
