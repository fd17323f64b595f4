"""Pages of our own making in the shapes of many systems, each with what a person would find in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from moderation.parse.html.page import parse_html
from moderation.records import Page

PAGES = Path(__file__).parent / "pages"
NAMES = sorted(path.stem for path in PAGES.glob("*.html"))


def page_and_gold(name: str) -> tuple[Page, dict[str, Any]]:
    page = parse_html((PAGES / f"{name}.html").read_bytes(), source=None, thread_id=name)
    assert page is not None
    return page, json.loads((PAGES / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_comments_are_those_of_the_gold(name: str):
    """Every comment's text, author, time and parent are what a person reads on the page, and there are no others."""
    page, gold = page_and_gold(name)
    places = {comment.id: place for place, comment in enumerate(page.comments)}
    found = [
        {
            "text": comment.text,
            "author": comment.author,
            "parent": places.get(comment.parent_id or ""),
            "created_at": comment.created_at,
        }
        for comment in page.comments
    ]
    assert found == gold["comments"]


@pytest.mark.parametrize("name", NAMES)
def test_body_is_the_article(name: str):
    """The article's text has its paragraphs, and neither comments nor captions."""
    page, gold = page_and_gold(name)
    body = " ".join(page.article.text.split())
    assert [part for part in gold["body_contains"] if part not in body] == []
    assert [part for part in gold["body_lacks"] if part in body] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_rest_is_that_of_the_gold(name: str):
    """Likes, quotes, kinds, states, addresses and the page's own claims are what the page shows."""
    page, gold = page_and_gold(name)
    if "declared" in gold:
        assert page.article.declared_comments == gold["declared"]
    assert page.article.embedded == gold.get("embedded")
    shown = {
        "ids": lambda comment: comment.id,
        "likes": lambda comment: comment.likes,
        "kinds": lambda comment: comment.kind,
        "statuses": lambda comment: comment.status,
        "urls": lambda comment: comment.url,
        "replies_to": lambda comment: comment.reply_to,
        "quotes": lambda comment: [comment.text[span.start : span.end] for span in comment.quotes],
    }
    for field, value in shown.items():
        wanted = gold.get(field, {})
        assert {place: value(page.comments[int(place)]) for place in wanted} == wanted
