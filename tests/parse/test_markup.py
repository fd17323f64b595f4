"""Bodies in HTML to text: what is there only for the eye is put into words."""

from __future__ import annotations

import pytest

from moderation.parse.markup import said_in

FAR = "https://buy.example/pills/cheap?ref=17"


@pytest.mark.parametrize("short", ["https://buy.example/pil...", "buy.example/pills/che\u2026", "www.buy.example/p..."])
def test_a_shortened_link_is_written_out(short: str) -> None:
    """Disqus and Hacker News cut the name of a link; rules and readers want to know where it leads."""
    assert said_in(f'<p>see <a href="{FAR}" rel="nofollow">{short}</a> now</p>').text == f"see {FAR} now"


@pytest.mark.parametrize(
    "name", ["here...", "https://other.example/pil...", "https://buy.example/pills", "e.g. this..."]
)
def test_links_with_names_of_their_own_keep_them(name: str) -> None:
    """Only a name that is the beginning of the address is one cut short."""
    assert said_in(f'<p>see <a href="{FAR}">{name}</a> now ...</p>').text == f"see {name} now ..."


def test_an_empty_line_of_an_editor_is_one() -> None:
    """Coral's editor writes a break in a block of its own."""
    assert said_in("<div>one</div><div><br></div><div>two</div><div>three</div>").text == "one\n\ntwo\nthree"
    assert said_in("<div>one<br></div><div>two<br>three</div>").text == "one\ntwo\nthree"
