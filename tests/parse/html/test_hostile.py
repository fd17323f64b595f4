"""Pages that are broken or mean harm: records or nothing, and never an error."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation.parse.html.page import parse_html
from moderation.records import Page

PAGES = [path.read_bytes() for path in sorted((Path(__file__).parent / "pages").glob("*.html"))]
PIECES = [
    b"<",
    b"</div>",
    b'<div class="comment">',
    b'<li class="comment depth-1" id="comment-1">',
    b"\x00",
    b"\x0b",
    b"\xff",
    b"&#1;&#xD800;",
    b"<blockquote>",
    "\ue0f0\ue0f5".encode(),
    b"<form>",
    b"<!--",
    b'<script>x.STATE = {"comments":[{"text":"a","author":"b","id":1,"parent_id":1}]}</script>',
]


def check_lawful(page: Page | None) -> None:
    """Check what holds for any page."""
    keys = [comment.key for comment in page.comments] if page else []
    assert len(set(keys)) == len(keys)
    for comment in page.comments if page else ():
        comment.text.encode()
        assert "\x00" not in comment.text
        assert comment.parent_id != comment.id
        assert all(0 <= span.start < span.end <= len(comment.text) for span in comment.quotes)


@settings(max_examples=150)
@given(
    page=st.sampled_from(PAGES),
    edits=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 200), st.sampled_from(PIECES)), min_size=1, max_size=8),
)
def test_a_damaged_page_gives_lawful_records(page: bytes, edits: list[tuple[float, int, bytes]]):
    """Cutting out and putting in anything, anywhere, gives lawful records."""
    for where, cut, piece in edits:
        place = int(where * len(page))
        page = page[:place] + piece + page[place + cut :]
    check_lawful(parse_html(page, source=None, thread_id="t"))


@pytest.mark.parametrize(
    "page",
    [
        "<div class=comment>a text here" * 10_000,
        "<div class=comments>" + '<div class="comment"><b class=author>A</b> 1.2.2020 hello you' * 60 + "</div>" * 61,
        "<script>" + "state = { " * 100_000 + " comment</script>hello",
        '<script type="application/json">{"comments":' + "[" * 50_000 + "]" * 50_000 + "}</script>x",
        '<div class="' + "comment " * 100_000 + '">some text of mine</div>' * 2,
        "<div class=comment>" + " " * 500_000 + "<br> " * 50_000 + "</div>",
        "<div class=comment>" + "<blockquote>a " * 20_000 + "</div>",
        "".join(f'<div class="comment-x{n} kommentar{n}a">some words</div>' for n in range(5_000)),
        '<div class="comments"><div class="comment" id="' + "a-" * 200_000 + '!">some text here</div></div>' * 2,
        '<div class="comment ' + "a-" * 200_000 + '">some text here</div>' * 2,
        "<div class=comment><pre>a" + " " * 500_000 + "b</pre></div>" * 2,
        '<script type="application/json">{"comments":[{"author":"a","text":"' + "<p " * 200_000 + '"}]}</script>x',
    ],
    ids=[
        "depth",
        "nested comments",
        "assignments",
        "deep json",
        "many names",
        "blanks",
        "quotes",
        "many shapes",
        "long id",
        "long name",
        "blanks kept",
        "open tags",
    ],
)
def test_a_hostile_page_is_read(page: str):
    """Depth, repetition and size make no error."""
    check_lawful(parse_html(page.encode(), source=None, thread_id="t"))


def test_buttons_that_stand_in_the_body_itself():
    """Buttons without anything around them belong to no comment."""
    page = parse_html(
        b"<html><body><p>A page.</p>" + b"<button>Reply</button>" * 4 + b"</body></html>", source=None, thread_id="t"
    )
    assert page is not None
    assert page.comments == ()


def test_control_characters_around_a_signature_in_a_wiki():
    """A reference to a character that a tree cannot take, in the text or in the address of the user's page."""
    signed = '<a href="/wiki/User:An%0Bn" title="User:An&#11;n">Ann</a> 10:12, 3 May 2024 (UTC)'
    paragraphs = f"<p>Yes&#11; - {signed}</p><p><b>No</b>&#11; - {signed}</p><dl><dd>Why&#11; {signed}</dd></dl>"
    markup = f'<html><body class="ns-1 ns-talk"><div class="mw-parser-output">{paragraphs}</div></body></html>'
    page = parse_html(markup.encode(), source=None, thread_id="t")
    assert page is not None
    assert [comment.text.split()[0] for comment in page.comments] == ["Yes", "No", "Why"]


def test_names_of_attributes_that_no_tree_lets_one_write():
    """Templates leave braces on a term, damage leaves control characters: the list is read as if without them."""
    terms = "".join(
        f'<dt {{{{shown}}}} x\x0by="1" class="comment&#11;{n}" id="c{n}"><cite>Ann {n}</cite> 3 May 2024 10:1{n}</dt>'
        f"<dd><p>Words of number {n}, and more of them.</p></dd>"
        for n in range(3)
    )
    markup = f'<html><body><div id="comments"><h3>3 comments</h3><dl>{terms}</dl></div></body></html>'
    page = parse_html(markup.encode(), source=None, thread_id="t")
    assert page is not None
    assert [comment.author for comment in page.comments] == ["Ann 0", "Ann 1", "Ann 2"]
