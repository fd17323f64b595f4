"""Terms as rule files write them, and the literals they stand for."""

from __future__ import annotations

import re
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.rulebook import terms
from moderation.rulebook.files import slips
from moderation.rulebook.terms import TermError, expand, variants

EXPANDED = {
    "plain": ("word", ["word"]),
    "inflection": ("word(s|er|ing)", ["word", "words", "worder", "wording"]),
    "phrase": ("shut(s) up", ["shut up", "shuts up"]),
    "two groups": ("a(b) c(d)", ["a c", "a cd", "ab c", "ab cd"]),
}


@pytest.mark.parametrize(("term", "expected"), EXPANDED.values(), ids=EXPANDED)
def test_inflection(term: str, expected: list[str]) -> None:
    """Brackets stand for what may follow."""
    assert expected == list(expand(term))


MARKED = {
    "joke!": "joke", "joke(s)?!": "joke(s)", "a joke ...": "a joke", "joke…": "joke", "Dr. No": "Dr No",
    "no, you": "no you", '"a joke"': "a joke", "“joke”": "joke", "« joke »": "joke", "'joke'": "joke", "¿joke?": "joke",
    "Get lost! Now!": "Get lost Now", "joke": None, "U.S.A.": None, "the U.S.A. is": None, "e.g.": None, "t.me": None,
    ".ru": None, "100%": None, "C++": None, "source:": None, "sapiens'": None, "don't": None, "half-wit": None,
    "no!no": None, "?!": None, "...": None, "<3": None, "\U0001f600!": None,
}  # fmt: skip


@pytest.mark.parametrize(("term", "bare"), MARKED.items())
def test_marks_of_a_sentence(term: str, bare: str | None) -> None:
    """They are no part of what is meant; marks that make a word what it is are."""
    assert slips.without_marks(term) == bare
    if bare is not None:
        # What the warning promises: as it stands it is looked for sign by sign, without them as words.
        assert any(literal.raw for literal in variants(term))
        assert not any(literal.raw for literal in variants(bare))
        assert slips.without_marks(bare) is None


DISGUISED = {
    "id1ot": "idiot", "sh1t head": "shit head", "m4yor m0use": "mayor mouse", "f0ol": "fool", "mp3": None,
    "4chan": None, "covid19": None, "h8": None, "1st": None, "19th": None, "1488": None, "g20": None, "5g": None,
    "100%": None, "fool": None, "5 a day": None,
}  # fmt: skip


@pytest.mark.parametrize(("term", "plain"), DISGUISED.items())
def test_terms_in_disguise(term: str, plain: str | None) -> None:
    """A word that its digits hide is told with the word; names and numbers with letters are none."""
    told = list(slips.slips(term))

    assert [code for _, _, code in told] == (["term-disguised"] if plain else [])
    assert slips.undisguised(term) == (plain or term)


OPERATORS = {
    "mayor AND mouse": True, "mayor OR mouse": True, "NOT mouse": True, "mayor mouse~3": True, "mayor and mouse": False,
    "DO NOT TOUCH": False, "OR": False, "NOTE to self": False, "do or die": False,
}  # fmt: skip


@pytest.mark.parametrize(("term", "doubted"), OPERATORS.items())
def test_operators_of_search_engines_in_terms(term: str, doubted: bool) -> None:
    """A term is words one after the other; one in capitals throughout is a cry."""
    assert [code for _, _, code in slips.slips(term)] == (["term-operator"] if doubted else [])


WORDS = {
    "phrase": ("Kill yourself", {("kill", "yourself")}),
    "hyphen": ("half-wit", {("half", "wit")}),
    "contraction": ("don't", {("don", "t"), ("dont",)}),
    "contraction without apostrophe": ("youre", {("youre",), ("you", "re")}),
    "another word without apostrophe": ("we're", {("we", "re")}),
    "umlaut": ("blöd", {("blod",), ("bloed",)}),
    "umlaut in two characters": ("Blo\u0308dmann", {("blodmann",), ("bloedmann",)}),
    "letter of the North": ("Tøs", {("tos",), ("toes",)}),
}


@pytest.mark.parametrize(("term", "expected"), WORDS.values(), ids=WORDS)
def test_words(term: str, expected: set[tuple[str, ...]]) -> None:
    """A term is looked for as words, with and without apostrophes."""
    assert expected == {literal.words for literal in variants(term)}


@pytest.mark.parametrize("term", ["t.me", "100%", "c++", "🖕", "笨蛋", "@everyone", "9/11"])
def test_terms_with_marks_of_their_own(term: str) -> None:
    """Such terms are looked for as they stand."""
    assert [term] == [literal.raw for literal in variants(term)]


@pytest.mark.parametrize(
    "term", ["", "  ", "\u200b", "word(s", "word)s(", "a b c d e f g h i j k l m", "a(b|c|d|e)" * 4]
)
def test_terms_that_cannot_be_found_are_refused(term: str) -> None:
    """A term with nothing in it, broken brackets or too many words raises with a mend."""
    with pytest.raises(TermError) as error:
        variants(term)

    assert error.value.mend


PLAIN_TERMS = st.from_regex(r"[a-z0-9]{1,6}(?:[ -][a-z0-9]{1,6}){0,3}(?:\([a-z|]{0,5}\))?", fullmatch=True)


@given(PLAIN_TERMS | st.sampled_from(["youre", "im in", "dont do it", "hell", "id", "are not", "its here"]))
def test_the_short_way_of_plain_terms_leads_to_the_same(term: str) -> None:
    """A term without signs and capitals is not folded; what it stands for is what the long way gives."""
    with patch.object(terms, "_PLAIN", re.compile("(?!)")):
        by_the_long_way = variants.__wrapped__(term)

    assert variants.__wrapped__(term) == by_the_long_way
