"""Lists of articles below or instead of comments: titles and dates that look like names and headers."""

from __future__ import annotations

import pytest

from moderation.parse.plain.page import parse_page
from moderation.parse.plain.recurring.teasers import reads_as_title
from tests.parse.copies import BODY

TITLES = ("Tolls to rise in spring", "Ferry back in service", "Council elects new chair", "Old mill to become museum")
NAMES = ("Gus Ferris", "Mo Teal", "Ada Quill", "Ivo Dunn")


def each(shape: str) -> str:
    """Return four entries in a shape, with `$title`, `$name` and a number put in."""
    return "".join(
        shape.replace("$title", title).replace("$name", name).replace("$n", str(number))
        for number, (title, name) in enumerate(zip(TITLES, NAMES, strict=True), 1)
    )


LEAD = "The harbour board has decided on what it had put off for years, and nobody was surprised by it."


@pytest.mark.parametrize("top", ["", BODY + "\n\n"], ids=["alone", "below an article"])
@pytest.mark.parametrize(
    "shape",
    [
        f"$title\n$n hours ago\n{LEAD}\n\n",
        f"$title\nBy $name 2024-05-03 10:1$n\n{LEAD}\n\n",
        f"$title\n$name | 03.05.2024 10:1$n\n{LEAD}\nRead more\n",
        f"$title\nBy $name\nMay 3, 2024 at 6:5$n am\n★★★★\n{LEAD}\n",
        "$title\n$name\n3 May 2024, 10:1$n\n$n2 comments\n",
    ],
    ids=["dates", "by", "bar", "reviews", "counted"],
)
def test_lists_of_articles_are_no_comments(shape: str, top: str):
    """Titles are words in small letters, and `12 comments` stands to an article."""
    assert parse_page(top + each(shape), source="plain", thread_id="page").comments == ()


def test_titles_of_comments_with_buttons_to_answer_stay_comments():
    """What readers can answer is a reader's."""
    page = parse_page(
        f"{BODY}\n\n" + each(f"$title\nBy $name 2024-05-03 10:1$n\n{LEAD}\nReply\n\n"), source="plain", thread_id="page"
    )
    assert [comment.author for comment in page.comments] == list(NAMES)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Tolls to rise in spring", True),
        ("Jan van der Berg", False),
        ("The Count of Ashby", False),
        ("Grumpy Gran", False),
        ("I saw it coming, and said so.", False),
    ],
)
def test_what_reads_as_a_title(text: str, title: bool):
    """Three words or more, two of them small ones that no name has, and no end of a sentence."""
    assert reads_as_title(text) is title
