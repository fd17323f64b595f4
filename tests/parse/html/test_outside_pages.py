"""The page reader on pages that are not ours; collected only where MODERATION_DATA names them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from lxml import etree

from benchmarks.parse_html_pages import INSIDE, count, marked_pages
from moderation.parse.html.body import take_out
from moderation.parse.html.document.tree import tree_of
from moderation.parse.html.page import find_thread, parse_html
from moderation.parse.html.page_facts import facts_of

FOLDER = Path(os.environ["MODERATION_DATA"]) / "data" / INSIDE
THREADS = FOLDER.with_name("html_threads")


def test_marked_pages_keep_their_floor():
    """At least 95 % of the comment snippets in comments, 1 % at most in the body, 97 % of the body's kept."""
    gold = marked_pages(FOLDER)
    parsed = [parse_html((FOLDER / "pages" / entry["file"]).read_bytes(), source=None, thread_id="x") for entry in gold]
    pages = [page for page in parsed if page]
    counts = count(
        gold, [page.article.text for page in pages], [[comment.text for comment in page.comments] for page in pages]
    )
    assert counts.inside >= 0.95 * counts.comments
    assert counts.leaked <= 0.01 * counts.comments
    assert counts.kept >= 0.97 * counts.body


def test_pages_without_their_comments_have_none():
    """Once the comments are cut out, one page in twenty at most still seems to have some."""
    alarms = 0
    paths = sorted((FOLDER / "pages").glob("*.html"))
    for path in paths:
        tree = tree_of(path.read_bytes())
        assert tree is not None
        thread = find_thread(tree, facts_of(tree))
        take_out(thread.nodes() if thread else [])
        rest = parse_html(etree.tostring(tree.root, encoding="utf-8", method="html"), source=None, thread_id="x")
        alarms += bool(rest and rest.comments)
    assert alarms <= 0.05 * len(paths)


@pytest.mark.parametrize(
    ("name", "comments", "replies"),
    [
        ("blisterreview.com", 22, 10),
        ("www.linkedin.com", 10, 0),
        ("www.macrumors.com", 6, 0),
        ("www.thepoliticalinsider.com", 14, 4),
    ],
)
def test_long_threads_are_whole(name: str, comments: int, replies: int):
    """Counted by hand: every comment is there, each with its author, and each reply under what it answers."""
    page = parse_html((THREADS / f"{name}.html").read_bytes(), source=None, thread_id=name)
    assert page is not None
    assert len(page.comments) == comments
    assert sum(comment.parent_id is not None for comment in page.comments) == replies
    assert all(comment.author for comment in page.comments)
