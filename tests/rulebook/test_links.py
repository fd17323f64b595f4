"""Links, with and without a scheme."""

from __future__ import annotations

import pytest

from moderation.rulebook.program.links import find_links

HOSTS = {
    "scheme": ("see https://a.org/x?y=1.", ["a.org"]),
    "www": ("www.site.co/x and", ["site.co"]),
    "user and port": ("http://me@a.org:8080/", ["a.org"]),
    "bare": ("buy at cheap-pills.shop!", ["cheap-pills.shop"]),
    "short ending with path": ("t.me/abc", ["t.me"]),
    "short ending without path": ("believe.me", []),
    "in brackets": ("(https://a.org/x)", ["a.org"]),
    "markdown": ("[x](https://a.org/x)", ["a.org"]),
    "two": ("https://a.org http://b.com", ["a.org", "b.com"]),
    "e-mail": ("bob@site.org", []),
    "sentence without blank": ("the end.but no", []),
    "numbers": ("3.5 and 1.000.000", []),
    "file": ("notes.txt", []),
}


@pytest.mark.parametrize(("text", "hosts"), HOSTS.values(), ids=HOSTS)
def test_hosts(text: str, hosts: list[str]) -> None:
    """Links are found with their host; what only has a dot is none."""
    assert hosts == [link.host for link in find_links(text)]


def test_a_link_ends_before_the_sentence() -> None:
    """The full stop behind a link is not part of it."""
    text = "see https://a.org/x."

    (link,) = find_links(text)

    assert text[link.start : link.end] == "https://a.org/x"


def test_many_dots_are_quick() -> None:
    """Long runs that almost are names do not stall."""
    assert find_links("a." * 5000) == []
    assert find_links("a-" * 5000) == []
