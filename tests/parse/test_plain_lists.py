"""Lists that are no comments: counted news, vacancies, people to write to, what people did."""

from __future__ import annotations

from tests.parse.copies import each, said

TITLES = ("Tolls to rise in spring", "Ferry back in service", "Council elects new chair", "Ferry back in service")


def news(count: int = 4) -> str:
    """Return entries of a list of news with writers, dates and numbers of comments, one of whose titles comes back."""
    names = ("Gus Ferris", "Mo Teal", "Ada Quill", "Ivo Dunn")
    entries = enumerate(zip(TITLES[:count], names, strict=False), 1)
    return "".join(f"{title}\n{name}\n2024-05-03 10:1{n}\n{n}4 comments\n" for n, (title, name) in entries)


def test_numbers_of_comments_at_even_distances_head_none():
    """`14 comments` stands to each entry of a list; what comes back below it, a title here, heads no comment."""
    assert said(news()) == []


def test_the_heading_below_counted_news_heads_its_comments():
    """A number of comments that stands out of the row is that of the page."""
    page = f"{news(3)}\nMost discussed this week\n4 comments\n\n" + each("$name\n$age ago\n$text\nReply\n\n")
    assert [author for author, _ in said(page)] == ["Gus Ferris", "Mo Teal", "Ada Quill", "Ivo Dunn"]
