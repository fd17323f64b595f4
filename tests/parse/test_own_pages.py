"""Pages of our own in the shapes that sites print, against their gold: every comment, author, parent and time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation.parse.encoding import decode
from moderation.parse.plain.page import parse_page
from moderation.records import Page

PAGES = Path(__file__).parent / "pages"
NAMES = sorted(path.stem for path in PAGES.glob("*.json"))
# What no convention tells: a title without a cue, a caption without one.
KNOWN = {("forum-phpbb", "Diesel will not start when cold"), ("forum-phpbb", "Engines")}
KNOWN |= {("tabloid-places", "Swan-upmanship: a guard offers it a piece of his sandwich")}
KNOWN |= {("b-discourse-like", "General"), ("b-foro-es", "Ruido de la grúa"), ("b-likes-first", "What do you think?")}
KNOWN |= {("b-zeitung-de", "Diskutieren Sie mit")}


def told(page: Page) -> list[dict[str, Any]]:
    ids = [comment.id for comment in page.comments]
    return [
        {
            "text": comment.text,
            "author": comment.author,
            "parent": None if comment.parent_id is None else ids.index(comment.parent_id),
            "created_at": comment.created_at,
        }
        for comment in page.comments
    ]


def read(name: str) -> tuple[str, Page, dict[str, Any]]:
    text = (PAGES / f"{name}.txt").read_text(encoding="utf-8")
    gold = json.loads((PAGES / f"{name}.json").read_text(encoding="utf-8"))
    return text, parse_page(text, source="plain", thread_id=name), gold


@pytest.mark.parametrize("name", NAMES)
def test_every_comment_is_a_record(name: str):
    """Texts, authors, parents and times are those of the gold; pages without comments have none."""
    _, page, gold = read(name)
    assert told(page) == gold["comments"]


@pytest.mark.parametrize("name", NAMES)
def test_the_body_is_the_article(name: str):
    """The paragraphs are in the article's text, the furniture round them is not."""
    _, page, gold = read(name)
    lines = page.article.text.split("\n\n")
    assert [piece for piece in gold["body_contains"] if piece not in lines] == []
    assert [piece for piece in gold["body_lacks"] if piece in lines and (name, piece) not in KNOWN] == []


@pytest.mark.parametrize("change", ["crlf", "cr", "bom", "utf-16"])
@pytest.mark.parametrize("name", ["wordpress-says", "nachladen-de", "points-board"])
def test_offsets_are_those_of_the_decoded_input(name: str, change: str):
    """Line ends, a byte order mark and the encoding change no comment, and offsets point into the decoded text."""
    text, _, gold = read(name)
    if change in ("crlf", "cr"):
        text = text.replace("\n", {"crlf": "\r\n", "cr": "\r"}[change])
    data = text.encode({"bom": "utf-8-sig", "utf-16": "utf-16"}.get(change, "utf-8"))
    decoded = decode(data).text
    page = parse_page(decoded, source="plain", thread_id=name)
    assert [comment.text.replace("\r\n", "\n").replace("\r", "\n") for comment in page.comments] == [
        comment["text"] for comment in gold["comments"]
    ]
    assert all(decoded[comment.start : comment.end] == comment.text for comment in page.comments)


@settings(max_examples=60)
@given(
    name=st.sampled_from(NAMES),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    mark=st.sampled_from(["", "\ufeff"]),
    cuts=st.lists(
        st.tuples(st.integers(0, 3000), st.sampled_from(["", "\x00", "\u2028", "😀", "\t", "@", ">", "\n\n"]))
    ),
)
def test_offsets_stay_exact_on_damaged_pages(name: str, end: str, mark: str, cuts: list[tuple[int, str]]):
    """Whatever is put into a page, every block, comment and quotation is the slice that its offsets name."""
    text = mark + (PAGES / f"{name}.txt").read_text(encoding="utf-8").replace("\n", end)
    for place, piece in cuts:
        text = text[:place] + piece + text[place:]
    decoded = decode(text.encode()).text
    page = parse_page(decoded, source="plain", thread_id=name)
    for part in (*page.article.blocks, *page.comments):
        assert decoded[part.start : part.end] == part.text
    for comment in page.comments:
        assert all(0 <= quote.start < quote.end <= len(comment.text) for quote in comment.quotes)


def test_quotations_are_ranges_of_the_text():
    """What a comment repeats of another is marked, with who wrote it before."""
    _, page, _ = read("forum-zitat-de")
    comment = page.comments[2]
    (quote,) = comment.quotes
    assert comment.text[quote.start : quote.end] == "Zitat von laubfrosch:\nMein Nachbar bläst jeden Sonntag um acht."
    assert comment.reply_to == "laubfrosch"
    assert comment.confidence.parent >= 0.9


@pytest.mark.parametrize("name", ["headless", "nachladen-de", "disqus-copy"])
def test_what_is_not_told_is_not_guessed(name: str):
    """No author and no time where the page names none: an age alone is no time."""
    _, page, _ = read(name)
    assert {comment.created_at for comment in page.comments} == {None}
    assert all((comment.author is None) == (comment.confidence.author == 0) for comment in page.comments)


@pytest.mark.parametrize(
    "line",
    [
        "Ann → Bo",
        "Ann ► Bo",
        "Ann replied to Bo",
    ],
)
def test_arrows_name_who_is_answered(line: str):
    """A header with two names says who answers whom."""
    article = "The pier was closed for the day, the harbour board said on Monday, and nobody was surprised.\n" * 5
    page = parse_page(f"{article}\nBo\n3 days ago\nWhy?\n\n{line}\n2 days ago\nWind.\n", source="s", thread_id="t")
    answer = page.comments[1]
    assert (answer.author, answer.reply_to, answer.parent_id) == ("Ann", "Bo", page.comments[0].id)
