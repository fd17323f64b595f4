"""What a page reader asks of each page once: its attributes, the length of a section, an element tried as a comment."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.parse.html.comment import nesting, readings
from moderation.parse.html.comment.nesting import depths_by_margins
from moderation.parse.html.comment.readings import Readings, nested_in
from moderation.parse.html.document.attributes import attributes_of
from moderation.parse.html.document.text import length, line, said
from moderation.parse.html.document.tree import Node, fragment
from moderation.parse.html.finding.state import _assigned
from moderation.parse.html.page import parse_html
from moderation.parse.html.page_facts import Facts

COMMENT = "<li class=comment id=c1><b class=author>Ann Lee</b> <time>3 May 2024</time><p>A word on this.</p></li>"


def tree(markup: str) -> Node:
    root = fragment(markup)
    assert root is not None
    return root


def test_the_attributes_of_a_page_are_its_names_and_what_they_are_given():
    """Values are kept of those that name things, each once."""
    found = attributes_of(tree('<p class=a id=x><i class=a data-k=v></i><a rel=next href="/">b</a></p>'))
    assert found.names == {"class", "id", "data-k", "rel", "href"}
    assert sorted(found.of("class", "id", "rel")) == ["a", "next", "x"]
    assert not [*found.of("itemprop")]


def test_a_page_whose_shape_is_believed_has_each_comment_read_once(monkeypatch: pytest.MonkeyPatch):
    """What was read to believe the shape is what is told of it."""
    read: Counter[Node] = Counter()
    read_item = readings.read_item

    def counted(item: Node, *rest, **named):
        read[item] += 1
        return read_item(item, *rest, **named)

    monkeypatch.setattr(readings, "read_item", counted)
    comments = "".join(COMMENT.replace("A word", word) for word in ("One word", "Two words", "Three words"))
    page = parse_html(f"<ul id=comments>{comments}</ul>".encode(), source=None, thread_id="x")
    assert page is not None
    assert len(page.comments) == 3
    assert set(read.values()) == {1}


def test_a_reading_may_be_changed_and_holds_for_the_same_nested_comments_alone():
    """Judges give names and take words off; a comment around another says less once that is known."""
    item = tree(f"<ul><li class=comment><p>Outer words.</p><ul>{COMMENT}</ul></li></ul>").find(".//li")
    nested = nested_in([item, item.find(".//li")])
    kept = Readings(Facts())
    kept.tried(item, ()).author = "somebody else"
    assert kept.read(item, (), readings.NOTHING).author == "Ann Lee"
    assert kept.read(item, nested[item], readings.NOTHING).said.text == "Outer words."


def test_a_section_is_counted_once_for_all_its_comments(monkeypatch: pytest.MonkeyPatch):
    """Its length is asked by each comment that looks for margins around it."""
    asked: Counter[Node] = Counter()

    def counted(node: Node) -> int:
        asked[node] += 1
        return length(node)

    monkeypatch.setattr(nesting, "length", counted)
    root = tree(
        '<div><p style="margin-left: 0px">a comment</p><p style="margin-left: 9px">another</p><p>more</p></div>'
    )
    assert depths_by_margins(list(root.iter("p"))) == [0, 1, 0]
    assert set(asked.values()) == {1}


@pytest.mark.parametrize("names", ["pingback trackback", "trackback", "comment pingback"])
def test_an_element_may_be_called_pingback_and_trackback(names: str):
    """It is read as a comment with either name, and no page fails for having both."""
    page = parse_html(
        f"<ol class=comments>{COMMENT.replace('=comment', f'={names!r}', 1) * 2}</ol>".encode(),
        source=None,
        thread_id="x",
    )
    assert page is not None
    assert len(page.comments) == 2


@pytest.mark.parametrize(
    ("script", "names"),
    [
        ("window.x = {}", ["window.x "]),
        ("var a == {}; b=[]; myState=[1]", ["State"]),
        ('initialData["comments"] = JSON.parse( "{}")', ['comments"] ']),
        ("comments =\n{} ; data=[]", ["comments ", "data"]),
        (f"data{'a' * 31}={{}}", []),
        ("state = {", ["state "]),
    ],
)
def test_the_variables_of_a_script_that_are_given_values(script: str, names: list[str]):
    """The name is what stands right before the sign of equality, as far as a variable for state is called."""
    found = list(_assigned(script))
    assert [name for name, _ in found] == names
    assert all(script[start] in '{["' for _, start in found)


@given(st.text(st.sampled_from(" \t\nab\u00a0\ue0f0\ue0f4"), max_size=30), st.sampled_from(["p", "pre", "b", "br"]))
def test_texts_have_no_blanks_at_the_ends_of_lines(words: str, tag: str):
    """However the blanks and breaks of a page stand, a line begins and ends with a word."""
    found = said(tree(f"<div>{words}<{tag}>{words}</{tag}>{words}</div>")).text if words.strip() else ""
    assert found == "\n".join(part.strip(" \t") for part in found.split("\n"))
    assert not any(mark in found for mark in "\ue0f0\ue0f4\ue0f5")
    assert "\n\n\n" not in found


@given(st.text(st.sampled_from(" \n\tab\u00a0\u2003é"), min_size=1, max_size=30))
def test_a_line_is_the_text_of_all_elements_below(words: str):
    """Blanks of every kind part words and nothing else."""
    root = tree(f"<div><b>{words}</b>{words}<i>{words}</i>x</div>")
    assert line(root) == " ".join("".join(root.itertext()).split())
