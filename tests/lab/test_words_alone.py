"""Words alone under every disguise, and honest words that are none."""

from __future__ import annotations

import time

import pytest

from moderation.lab.disguise.words_alone import alarms, honest_lines, look_alikes, mean, words_alone
from moderation.normalise import fold
from moderation.records import Context, Hit, Language
from moderation.rulebook import Rule, Rulebook
from moderation.rulebook.files.load import read_rules
from moderation.rulebook.rule import AllOf, Not, Terms
from moderation.shipped import shipped

RUDE = (
    "arsehole", "asshole", "bastard", "bellend", "bitch", "bollocks", "bullshit", "cocksucker", "cretin", "cunt",
    "dickhead", "douchebag", "dumbass", "faggot", "fuck", "fucking", "fuckwit", "idiot", "imbecile", "jackass", "moron",
    "motherfucker", "numbskull", "piss", "prick", "pussy", "retard", "scumbag", "shit", "shithead", "slut", "tosser",
    "twat", "wanker", "whore", "wog",
)  # fmt: skip


def _book(*rules: Rule) -> Rulebook:
    return Rulebook.of(rules)


def _rule(match: Terms | AllOf) -> Rule:
    return Rule("tox.w", "w", "toxicity", "toxicity", 0.5, match, (), status="stable")


def _hits(book: Rulebook, text: str) -> list[Hit]:
    return book.match([fold(text)], [Context()], [Language("und", 0.0)])[0]


def test_rude_words_are_found_under_nine_disguises_of_ten() -> None:
    """The promise of `rules evade`, on words of our own: the study's transforms and the further ones."""
    found = words_alone(RUDE)

    assert mean(found.study) >= 0.97
    assert mean(found.further) >= 0.95
    assert (found.alarms.words, found.alarms.lines) == ((), ())


def test_no_honest_word_or_line_is_caught_by_the_shipped_rules() -> None:
    """Look-alikes and lines with the marks of a disguise, many of them."""
    found = alarms(Rulebook.of(read_rules(shipped("rules")).rules))

    assert (found.words, found.lines) == ((), ())
    assert len(look_alikes()) > 300
    assert len(honest_lines()) > 60


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("you fcuk", True),
        ("shti happens", True),
        ("Ich habe das Buch gelesen und fand es fuk und gut und lang und sehr schwer", False),
        ("I think that this fuk person over there is going to be a problem for us", True),
    ],
)
def test_another_language_is_no_disguise(text: str, found: bool) -> None:
    """Unknown words among unknown words are words of another language."""
    assert bool(_hits(_book(_rule(Terms(("fuck", "shit")))), text)) is found


def test_an_exemption_is_spelt_right() -> None:
    """A word that only resembles an exemption frees nobody."""
    book = _book(_rule(AllOf((Terms(("cow",)), Not(Terms(("farm",)))))))

    assert not _hits(book, "the cow of the farm")
    assert _hits(book, "the cow frm way back")


def test_what_was_told_before_changes_no_answer() -> None:
    """A word is read the same the first time, the second time, and in a book that has seen others."""
    old, fresh = _book(_rule(Terms(RUDE))), _book(_rule(Terms(RUDE)))
    texts = ["you fcuk", "Trudeau and the idoit", "a qwertz zzyx"]
    first = [_hits(old, text) for text in texts]

    assert first == [_hits(old, text) for text in texts] == [_hits(fresh, text) for text in reversed(texts)][::-1]


@pytest.mark.parametrize("pump", ["a**********b ", "(", "a(", "a|/\\*(#@ ", "fu ck uc ", "a😂b", "ᗩᗷᑕ "], ids=ascii)
def test_hostile_marks_cost_little(pump: str) -> None:
    """Ten thousand characters full of signs take no longer than a glance: stars alone took five seconds."""
    book, text = _book(_rule(Terms(RUDE))), (pump * 10_000)[:10_000]
    began = time.process_time()

    _hits(book, text)

    assert time.process_time() - began < 2
