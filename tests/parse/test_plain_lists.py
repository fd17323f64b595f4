"""Lists that are no comments: counted news, vacancies, people to write to, what people did."""

from __future__ import annotations

import pytest

from tests.parse.copies import WRITTEN, each, said

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


VACANCIES = "".join(
    f"{job}\nAshby Council\nPosted 3 May 2024, 10:1{n}\n$button\n"
    for n, job in enumerate(("Lock keeper", "Bus driver", "Clerk", "Cook", "Diver"))
)


@pytest.mark.parametrize("button", ["Apply", "Apply now", "Jetzt bewerben", "Postuler"])
def test_vacancies_are_no_comments(button: str):
    """A council that stands above five dates is no writer where one can apply at each."""
    assert said(VACANCIES.replace("$button", button)) == []


@pytest.mark.parametrize("button", ["Play", "Tickets", "Add to cart"])
def test_what_is_offered_is_no_comment(button: str):
    """Nobody buys a comment, nor plays one."""
    assert said(each(f"$name\nTown Hall\n3 May 2024, 10:1$n\n$text\n{button}\n")) == []


def test_a_comment_may_say_what_buttons_say():
    """One writer of four says no more than `Play`, and is no list."""
    written = [*WRITTEN[:3], ("Ivo Dunn", "Play")]
    assert said(each("$name\n3 May 2024, 10:1$n\n$text\n", written)) == written


STAFF = "".join(
    f"{name}\n$role\n{name.split(maxsplit=1)[0].lower()}@courier.example\n$joined 3 May 20{number}\n"
    for number, name in enumerate(("Gus Ferris", "Mo Teal", "Ada Quill", "Ivo Dunn", "Petra Moss", "Sam Reed"), 10)
)


@pytest.mark.parametrize(("role", "joined"), [("Editor", "Joined"), ("Editor", "Since"), ("Reporter", "Joined on")])
def test_people_to_write_to_are_no_comments(role: str, joined: str):
    """`Editor` comes back below many names, as a button does below comments, but an address stands to each."""
    assert said(STAFF.replace("$role", role).replace("$joined", joined)) == []


def test_guests_with_addresses_stay_guests():
    """Guestbooks print an address, too, below the name and above its date."""
    page = each("$name\n$letter@ferry.example\n3 May 2024, 10:1$n\n$text\n\n")
    assert [text for _, text in said(page)] == [text for _, text in WRITTEN]


@pytest.mark.parametrize("did", ["committed", "uploaded on", "released"])
def test_what_somebody_did_is_no_header(did: str):
    """`Ann committed 3 May` says what Ann did; the title above it is no comment of hers."""
    titles = each("$title\n$name " + did + " 3 May 2024, 10:1$n\n")
    for title in TITLES:
        titles = titles.replace("$title", title, 1)
    assert said(titles) == []


def test_what_somebody_wrote_is_one():
    """A verb of saying heads comments still, and a name may sound like a verb."""
    written = [("Gus Merged", WRITTEN[0][1]), *WRITTEN[1:]]
    assert said(each("$name wrote on 3 May 2024, 10:1$n\n$text\n\n", written)) == written


def test_whose_picture_it_is_heads_no_comment():
    """`Photo: Ann Lee/3 May 2024` stands below a picture, and the next title below that."""
    pictures = each("The lock gates at noon. Photo: $name/3 May 2024 10:1$n\n")
    assert said(f"More pictures\n{pictures}") == []
    assert said(each("Pictures from the lock\nFoto: $name, 3 May 2024 10:1$n\n")) == []
