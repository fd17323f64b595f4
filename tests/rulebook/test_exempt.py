"""What is said with somebody else's words."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.records import Context, Hit, Span
from moderation.rulebook.deciding.frames import words_before

CONDITION = "{terms: [idiot(s), idiotic]}"
QUOTED = {
    "quoted line": "> you idiot\nplease keep it civil",
    "quoted line further down": "well\n  > you idiot\nno",
    "escaped quoted line": "&gt; you idiot\nno",
    "straight marks": 'he is "an idiot" to you?',
    "curly marks": "who wrote “you idiot” here?",
    "low marks": "wer schrieb „you idiot“ hier?",
    "angle marks": "qui dit « idiot » ?",
    "single marks": "'You idiot,' the caller said.",
}
NOT_QUOTED = {
    "plain": "you idiot",
    "behind the quotation": '"well" you idiot',
    "line after the quotation": "> well\nyou idiot",
    "one mark alone": '5" of snow, idiot',
    "reply reference": ">>12345 you idiot",
    "angry face": ">:( idiot",
    "apostrophes": "that's an idiot's hat",
    "over an empty line": '"well\n\nidiot"',
}
REPORTED = {
    "called me": "He called me an idiot and you did nothing.",
    "calling people": "Stop calling people idiots.",
    "they call us": "They call us idiots.",
    "being called": "I am tired of being called an idiot",
    "she said": "She said you are an idiot.",
    "told me": "My boss told me I was an idiot.",
    "people say": "people say he is an idiot",
    "calls my": "she calls my brother an idiot",
    "I was called": "I was called an idiot here yesterday",
    "told somebody to": "He told the young doctor to shut up like an idiot would",
    "in a row": "I was pushed, spat at, called an idiot and asked for change",
    "denied": "It isn't true that he is an idiot",
    "not said": "I'm not saying that he is an idiot",
    "not believed": "she does not believe that he is an idiot",
    "never thought": "I have never thought that he is an idiot",
    "false": "it is simply false that he is an idiot",
    "refused": "I refuse to believe that he is an idiot",
    "tired of it": "I am tired of hearing that he is an idiot",
    "how can one": "how can a grown man write that he is an idiot",
    "a promise": "the flyer promised that the idiot goes",
    "tell your own": "would you tell your own daughter that she is an idiot",
    "tell you": "don't let anyone tell you that you are an idiot",
    "sprayed": "somebody had sprayed idiot across the bridge",
    "over the phone": "she read me the threat over the phone: you idiot",
    "a colon": "under my picture someone had typed: idiot, go home",
    "according to him": "according to him, the mayor is an idiot",
    "far from": "far from being an idiot he saw it first",
    "a leaflet": "the leaflet says the mayor is an idiot",
    "a letter": "The letter began with you idiot and went on like that",
    "a rumour": "his tweet that the mayor is an idiot was deleted",
    "told the radio": "a caller told the radio that the mayor is an idiot",
    "used to tell": "my teacher used to tell us that I was an idiot",
    "according to": "according to the poster the mayor is an idiot",
    "what they called": "he was what they called an idiot",
    "speaks of as": "he speaks of the mayor as an idiot",
}
NOT_REPORTED = {
    "plain": "you are an idiot",
    "the author calls": "I call him an idiot",
    "the author says": "I said you are an idiot",
    "next sentence": "She said hello. You idiot.",
    "turns around": "He called me rude but you are the idiot",
    "turns to you": "He called me rude and you are an idiot",
    "that said": "that said, you are an idiot",
    "like he said": "like he said you are an idiot",
    "let me tell you": "let me tell you that you are an idiot",
    "a pronoun": "if you believe that, you are an idiot",
    "the author holds it": "I think that he is an idiot",
    "behind what others hold": "She believes that it rains, idiot",
    "the author's own message": "my message: idiot",
    "outrage": "I can't believe that this idiot is mayor",
    "turns behind a comma": "It isn't true that, you idiot",
    "the author thinks": "I think of the mayor as an idiot",
    "the author tells": "I told the mayor that he is an idiot",
    "the author's own idea": "my idea that he is an idiot holds",
    "reads like": "your comment reads like an idiot wrote it",
    "judges the thinker": "anyone who thinks that is an idiot",
    "no distance": "far from the river an idiot sits",
    "too far behind": "He called me about the meeting that we had planned for next Tuesday with all the idiots",
}


@pytest.mark.parametrize("text", QUOTED.values(), ids=QUOTED)
def test_quotations_are_skipped(hits: Callable[..., list[Hit]], text: str) -> None:
    """A rule that skips quotations finds nothing in one, and would find it otherwise."""
    assert hits(CONDITION, text, more="  skip: [quote]\n") == []
    assert len(hits(CONDITION, text)) == 1


@pytest.mark.parametrize("text", NOT_QUOTED.values(), ids=NOT_QUOTED)
def test_what_is_no_quotation(hits: Callable[..., list[Hit]], text: str) -> None:
    """What stands outside a quotation is found."""
    assert len(hits(CONDITION, text, more="  skip: [quote]\n")) == 1


@pytest.mark.parametrize("text", REPORTED.values(), ids=REPORTED)
def test_reported_speech_is_skipped(hits: Callable[..., list[Hit]], text: str) -> None:
    """Who tells of an insult does not insult."""
    assert hits(CONDITION, text, more="  skip: [reported]\n") == []
    assert len(hits(CONDITION, text)) == 1


@pytest.mark.parametrize("text", NOT_REPORTED.values(), ids=NOT_REPORTED)
def test_what_is_no_report(hits: Callable[..., list[Hit]], text: str) -> None:
    """The author's own insult is found."""
    assert len(hits(CONDITION, text, more="  skip: [reported]\n")) == 1


def test_ranges_of_the_export_are_skipped(hits: Callable[..., list[Hit]]) -> None:
    """Quotations that the export marks are skipped, whatever they look like."""
    text = "You idiot! No, please do not."

    assert hits(CONDITION, text, context=Context(quotes=(Span(0, 10),)), more="  skip: [quote]\n") == []
    assert len(hits(CONDITION, text, context=Context(quotes=(Span(10, 20),)), more="  skip: [quote]\n")) == 1


@pytest.mark.parametrize(
    ("article", "text", "found"),
    [
        ("The mayor called the plan an idiotic waste of money.", "The plan an idiotic waste of money? No.", False),
        ("The mayor called the plan an idiotic waste of money.", "What an idiotic plan", True),
        ("The mayor called the plan an idiotic waste of money.", "an idiotic waste", True),
        (None, "The plan an idiotic waste of money? No.", True),
        ("", "The plan an idiotic waste of money? No.", True),
    ],
    ids=["four words of it", "own words", "three words of it", "no article known", "empty article"],
)
def test_the_articles_words_are_skipped(
    hits: Callable[..., list[Hit]], article: str | None, text: str, found: bool
) -> None:
    """Four words in a row from the article are a quotation of it."""
    hit = hits(CONDITION, text, context=Context(article_text=article), more="  skip: [article_quote]\n")

    assert found == bool(hit)


def test_not_looks_into_quotations(hits: Callable[..., list[Hit]]) -> None:
    """What speaks for innocence counts wherever it stands."""
    condition = "{terms: [idiot], not: {terms: [sorry]}}"

    assert hits(condition, 'idiot "sorry"', more="  skip: [quote]\n") == []


@given(st.lists(st.text("ab' .", max_size=150)), st.integers(0, 400), st.integers(1, 5))
def test_the_last_words_are_found_without_reading_all_before_them(parts: list[str], end: int, most: int) -> None:
    """Words of any length, and however few: what a look from the beginning finds."""
    text = "".join(parts)

    assert words_before(text, end, most) == re.findall(r"[^\W_]+(?:'[^\W_]+)?", text[:end])[-most:]
