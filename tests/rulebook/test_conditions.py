"""Each condition, its edges, and the three values of logic."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from moderation.records import Context, Hit

# condition, text, whether it matches
CASES = {
    "near: within": ("{near: {of: [fool], to: [you], words: 2}}", "you big fool", True),
    "near: the other way round": ("{near: {of: [fool], to: [you], words: 2}}", "fool are you", True),
    "near: too far": ("{near: {of: [fool], to: [you], words: 2}}", "you are a fool", False),
    "near: a contraction is one word": ("{near: {of: [fool], to: [you], words: 2}}", "you're a fool", True),
    "near: not itself": ("{near: {of: [fool], to: [fool], words: 5}}", "fool", False),
    "near: not a part of itself": ("{near: {of: [old fool], to: [fool], words: 5}}", "old fool", False),
    "near: disguised ends": ("{near: {of: [fool], to: [you], words: 3}}", "y0u f00l", True),
    "count: enough": ("{count: {of: [never, always], min: 2}}", "never, always", True),
    "count: too few": ("{count: {of: [never, always], min: 2}}", "never ever", False),
    "count: overlapping once": ("{count: {of: [new york, york], min: 2}}", "new york", False),
    "regex": ("{regex: {pattern: 'earn \\$\\d+', hint: [earn]}}", "I EARN $500", True),
    "regex: no hit": ("{regex: {pattern: 'earn \\$\\d+', hint: [earn]}}", "I earn well", False),
    "regex: on the folded text": ("{regex: {pattern: 'earn \\$\\d+', hint: [earn]}}", "ｅarn $500", True),
    "links: one": ("{links: {min: 1}}", "see https://a.org/x.", True),
    "links: bare": ("{links: {min: 1}}", "see cheap-pills.shop today", True),
    "links: none": ("{links: {min: 1}}", "end.of sentence, 3.5 e.g. this", False),
    "links: most": ("{links: {max: 0}}", "no link", True),
    "links: most exceeded": ("{links: {max: 0}}", "www.a.org", False),
    "links: domain": ("{links: {domain: [bit.ly]}}", "at https://bit.ly/x", True),
    "links: below the domain": ("{links: {domain: [example.com]}}", "at http://a.example.com/", True),
    "links: only resembles": ("{links: {domain: [bit.ly]}}", "at https://rabbit.ly/x", False),
    "links: domain with an umlaut": ("{links: {domain: [bücher.example]}}", "at https://bücher.example/x", True),
    "links: domain with an umlaut, as a browser copies it": (
        "{links: {domain: [bücher.example]}}",
        "at https://xn--bcher-kva.example/x",
        True,
    ),
    "links: domain with an umlaut, given in code": (
        "{links: {domain: [xn--bcher-kva.example]}}",
        "at www.bücher.example",
        True,
    ),
    "links: bare domain of the rule": ("{links: {domain: [t.me]}}", "join t.me now", True),
    "links: an address is none": ("{links: {min: 1}}", "mail bob@site.org", False),
    "caps": ("{caps: {ratio: 0.7, letters: 20}}", "THIS IS ALL WRITTEN IN CAPITALS", True),
    "caps: too short": ("{caps: {ratio: 0.7, letters: 20}}", "NASA AND ESA", False),
    "caps: too few": ("{caps: {ratio: 0.7, letters: 20}}", "This is all written in Capitals", False),
    "caps: cyrillic": ("{caps: {ratio: 0.7, letters: 20}}", "ЭТО ВСЁ НАПИСАНО БОЛЬШИМИ БУКВАМИ", True),
    "repeat: letters": ("{repeat: {char: 8}}", "noooooooo", True),
    "repeat: too few": ("{repeat: {char: 8}}", "nooooooo", False),
    "repeat: signs": ("{repeat: {char: 8}}", "what!!!!!!!!", True),
    "repeat: emoji": ("{repeat: {char: 4}}", "😂😂😂😂", True),
    "repeat: a drawn line": ("{repeat: {char: 8}}", "----------", False),
    "repeat: words": ("{repeat: {word: 3}}", "buy Buy, BUY", True),
    "repeat: words apart": ("{repeat: {word: 3}}", "buy now buy now buy", False),
    "length: most": ("{length: {max: 3}}", "abc", True),
    "length: exceeded": ("{length: {max: 3}}", "abcd", False),
    "length: in words": ("{length: {min: 3, words: true}}", "a b c", True),
    "length: too few words": ("{length: {min: 3, words: true}}", "abc def", False),
    "via": ("{terms: [idiot], via: [leet]}", "1diot", True),
    "via: another": ("{terms: [idiot], via: [leet]}", "idiot", False),
    "map is and": ("{terms: [a], length: {max: 3}}", "a b c", False),
    "list is or": ("[{terms: [a]}, {terms: [b]}]", "b", True),
    "any": ("{any: [{terms: [a]}, {terms: [b]}]}", "c", False),
    "not": ("{terms: [a], not: {terms: [b]}}", "a", True),
    "not: there": ("{terms: [a], not: {terms: [b]}}", "a b", False),
    "inflection": ("{terms: ['word(s|er|ing)']}", "wording", True),
    "inflection: the word itself": ("{terms: ['word(s|er|ing)']}", "word", True),
    "inflection: another": ("{terms: ['word(s|er|ing)']}", "worded", False),
}


@pytest.mark.parametrize(("condition", "text", "expected"), CASES.values(), ids=CASES)
def test_condition(hits: Callable[..., list[Hit]], condition: str, text: str, expected: bool) -> None:
    """A condition holds where it says so and nowhere else."""
    assert expected == bool(hits(condition, text))


NEW = "author: {comments: {max: 0}}"
KNOWN, UNKNOWN, REGULAR = Context(author_comments=0), Context(), Context(author_comments=9)
LOGIC = {
    "true": (f"{{{NEW}}}", KNOWN, True),
    "false": (f"{{{NEW}}}", REGULAR, False),
    "unknown is false": (f"{{{NEW}}}", UNKNOWN, False),
    "not false": (f"{{terms: [a], not: {{{NEW}}}}}", REGULAR, True),
    "not true": (f"{{terms: [a], not: {{{NEW}}}}}", KNOWN, False),
    "not unknown is unknown": (f"{{terms: [a], not: {{{NEW}}}}}", UNKNOWN, False),
    "not not unknown": (f"{{terms: [a], not: {{not: {{{NEW}}}}}}}", UNKNOWN, False),
    "unknown or true": (f"[{{{NEW}}}, {{terms: [a]}}]", UNKNOWN, True),
    "unknown or false": (f"[{{{NEW}}}, {{terms: [b]}}]", UNKNOWN, False),
    "not (unknown or true)": (f"{{terms: [a], not: {{any: [{{{NEW}}}, {{terms: [a]}}]}}}}", UNKNOWN, False),
    "not (unknown and false)": (f"{{terms: [a], not: {{terms: [b], {NEW}}}}}", UNKNOWN, True),
    "not (unknown and true)": (f"{{terms: [a], not: {{terms: [a], {NEW}}}}}", UNKNOWN, False),
    "least": ("{author: {approved: {min: 3}}}", Context(author_approved=3), True),
    "share": ("{author: {rejected_percent: {min: 50}}}", Context(author_approved=1, author_rejected=1), True),
    "share of nothing": (
        "{terms: [a], not: {author: {rejected_percent: {min: 50}}}}",
        Context(author_approved=0, author_rejected=0),
        False,
    ),
    "young account": ("{author: {age_days: {max: 7}}}", Context(author_age_days=7), True),
    "words of the title": ("{article: {title: [elections]}}", Context(article_title="After the Elections: ..."), True),
    "phrase of the title": ("{article: {title: [the vote]}}", Context(article_title="The vote-count"), True),
    "part of a word of the title": ("{article: {title: [elect]}}", Context(article_title="Elections"), False),
    "no title": ("{terms: [a], not: {article: {title: [x]}}}", Context(article_text="x"), False),
    "words of the text": ("{article: {text: ['100%', vote]}}", Context(article_text="all 100% of it"), True),
    "site": ("{article: {site: [example.org]}}", Context(article_url="https://www.news.example.org/a"), True),
    "site by its name": ("{article: {site: [Daily]}}", Context(article_site="daily"), True),
    "another site": ("{article: {site: [example.org]}}", Context(article_url="https://badexample.org/a"), False),
    "section": ("{article: {section: [politics]}}", Context(article_url="https://a.org/uk/politics/42"), True),
    "not that section": ("{terms: [a], not: {article: {section: [sport]}}}", Context(article_url="a.org/x/"), True),
    "address that is none": ("{article: {section: [a]}}", Context(article_url="http://[a/"), False),
    "two facts of an article": (
        "{article: {title: [vote], section: [news]}}",
        Context(article_title="Vote", article_url="https://a.org/news/1"),
        True,
    ),
    "reply": ("{thread: {reply: true}}", Context(is_reply=True), True),
    "no reply": ("{thread: {reply: false}}", Context(is_reply=True), False),
    "reply or not": ("{terms: [a], not: {thread: {reply: true}}}", UNKNOWN, False),
    "depth": ("{thread: {depth: {min: 2}}}", Context(depth=2), True),
    "among the first": ("{thread: {position: {max: 3}, reply: false}}", Context(position=4, is_reply=False), False),
    "at once": ("{author: {threads: {min: 3}}}", Context(author_threads=3), True),
    "copied": ("{copied: {times: {min: 9}, authors: {min: 3}}}", Context(copied_times=9, copied_authors=3), True),
    "copied by few": (
        "{copied: {times: {min: 9}, authors: {min: 3}}}",
        Context(copied_times=9, copied_authors=2),
        False,
    ),
    "copies unknown": ("{terms: [a], not: {copied: {times: {min: 9}}}}", UNKNOWN, False),
    "two facts": ("{author: {approved: {min: 3}, rejected: {max: 0}}}", Context(author_approved=3), False),
}


@pytest.mark.parametrize(("condition", "context", "expected"), LOGIC.values(), ids=LOGIC)
def test_missing_facts(hits: Callable[..., list[Hit]], condition: str, context: Context, expected: bool) -> None:
    """What nobody knows makes a condition false, also under `not`, and spoils nothing else."""
    assert expected == bool(hits(condition, "a", context=context))


@pytest.mark.parametrize(("code", "is_hit"), [("de", True), ("en", False), ("und", False)])
def test_language(hits: Callable[..., list[Hit]], code: str, is_hit: bool) -> None:
    """A condition on the language wants it known; one that cannot be told holds neither way."""
    assert bool(hits("{terms: [a], language: [de, fr]}", "a", code=code)) is is_hit
    assert bool(hits("{terms: [a], not: {language: [de, fr]}}", "a", code=code)) is (code == "en")


def test_spans_of_all_that_speaks(hits: Callable[..., list[Hit]]) -> None:
    """A hit marks every range that speaks for it, in order and once."""
    text = "you fool, what a fool you are"

    (hit,) = hits("{near: {of: [fool], to: [you], words: 2}}", text)

    assert [text[span.start : span.end] for span in hit.spans] == ["you", "fool", "fool", "you"]


def test_shape_needs_no_span(hits: Callable[..., list[Hit]]) -> None:
    """A hit by capitals alone marks nothing and is fully trusted."""
    (hit,) = hits("{caps: {}}".replace("{}", "{letters: 5}"), "SHOUTING")

    assert (hit.spans, hit.via, hit.weight) == ((), "exact", 0.5)


def test_worst_of_two_words_counts(hits: Callable[..., list[Hit]]) -> None:
    """Where two words are needed, the less trusted one sets the weight."""
    (hit,) = hits("{near: {of: [idiot], to: [you], words: 3}}", "you id*ot")

    assert hit.via == "mask"
