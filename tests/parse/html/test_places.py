"""Comments whose names nothing calls so, and whose times can be read in two ways: told by where they stand."""

from __future__ import annotations

import pytest

from moderation.parse.html.page import parse_html

ARTICLE = (
    "<article><h1>Pier closed</h1>"
    + "<p>The pier was closed for the day, the harbour board said, and nobody wondered.</p>" * 4
    + "</article>"
)
PEOPLE = [
    ("Ann Lee", "They never say why, and nobody asks them."),
    ("Bo Teal", "It was the wind, as it is each spring."),
    ("Cyril", "Again? The tickets were sold already."),
    ("Dee Quill", "Then walk along the beach, it costs nothing."),
]


def said(shape: str, *, section: str = "comments", heading: str = "") -> list[tuple[str | None, str]]:
    """Return author and text of the comments on a page of elements in a shape."""
    rows = "".join(
        shape.replace("$name", name).replace("$text", text).replace("$n", str(number))
        for number, (name, text) in enumerate(PEOPLE, 1)
    )
    inside = f"<div class='{section}'>{heading}<div class='items'>{rows}</div></div>"
    markup = f"<html lang='en'><body>{ARTICLE}{inside}</body></html>"
    page = parse_html(markup.encode(), source=None, thread_id="t")
    assert page is not None
    return [(comment.author, comment.text) for comment in page.comments]


def told(rows: str) -> list[tuple[str | None, str]]:
    """Return author and text of the comments among `rows` below an article."""
    page = parse_html(f"<html><body>{ARTICLE}<div>{rows}</div></body></html>".encode(), source=None, thread_id="t")
    assert page is not None
    return [(comment.author, comment.text) for comment in page.comments]


TIME = "<div class='date'>$n May 2024, 10:12</div>"
NAME = "<div class='u1'>$name</div>"
TEXT = "<p>$text</p>"


@pytest.mark.parametrize(
    "parts",
    [(NAME, TIME, TEXT), (TIME, NAME, TEXT), (TEXT, NAME, TIME), (TEXT, TIME, NAME)],
    ids=["first", "behind the time", "below the text", "last"],
)
def test_a_name_stands_beside_the_time(parts: tuple[str, ...]):
    """Above the text or below it, before the time or behind it."""
    assert said(f"<div class='q7'>{''.join(parts)}<div><a href='#'>Reply</a></div></div>") == PEOPLE


@pytest.mark.parametrize("when", ["0$n/05/2024 10:12", "$n hours ago"])
def test_a_time_that_cannot_be_told_is_a_time_all_the_same(when: str):
    """`03/05/2024` is a day in May or in March; that somebody wrote then speaks for a comment."""
    shape = f"<h4 class='user'>$name</h4><div class='z3'>$text</div><span class='date'>{when}</span>"
    assert said(f"<article class='q7'>{shape}</article>", section="discussion") == PEOPLE


def test_the_number_behind_a_button_is_in_no_text():
    """How many pressed it, in an element without a name."""
    shape = (
        "<div class='comment'><b class='author'>$name</b> <i class='date'>$n May 2024</i><p class='z3'>$text</p> "
        "<button>Like</button><button>Reply</button><span>1$n</span></div>"
    )
    assert said(shape) == PEOPLE


def test_a_number_that_somebody_wrote_stays():
    """No button stands before it."""
    shape = "<b class='author'>$name</b> <i class='date'>$n May 2024</i><p>$text <span>12</span></p>"
    assert said(f"<div class='comment'>{shape}</div>") == [(name, f"{text} 12") for name, text in PEOPLE]


@pytest.mark.parametrize("called", ["by", "writer", "schrijver"])
def test_what_writers_are_called(called: str):
    """In English and elsewhere."""
    shape = f"<div class='comment'><p>$text</p><span class='{called}'>$name</span></div>"
    assert said(shape) == PEOPLE


@pytest.mark.parametrize(
    "row",
    ["<p>$text</p> <b>$name</b> <abbr>$n May 2024</abbr>", "<p>$name</p> <p>$text</p> <abbr>$n May 2024</abbr>"],
    ids=["name and date below", "date below"],
)
def test_a_signature_in_elements_without_names_is_in_no_text(row: str):
    """The last line of each text is the writer's name, the date, or both."""
    shape = f"<article>{row} <a href='#'>Reply</a></article>"
    assert said(shape, section="z9", heading="<h2>Comments (4)</h2>") == PEOPLE


def test_answers_stand_in_comments_that_nothing_names():
    """A button right in a comment with answers has nothing around it that holds no other button."""
    (ann, asked), (bo, answered), *others = PEOPLE
    row = "<article><h4>{}</h4><time>3 May 2024</time><p>{}</p><a href='#'>Reply</a>{}</article>"
    first = row.format(ann, asked, f"<div>{row.format(bo, answered, '')}</div>")
    rest = "".join(row.format(name, text, "") for name, text in others)
    markup = f"<html><body>{ARTICLE}<div><h2>Comments (4)</h2><div>{first}{rest}</div></div></body></html>"
    page = parse_html(markup.encode(), source=None, thread_id="t")
    assert page is not None
    assert [(comment.author, comment.text) for comment in page.comments] == PEOPLE
    assert page.comments[1].parent_id == page.comments[0].id


def test_a_section_of_answers_alone_is_not_all_of_the_comments():
    """What nothing names stands below comments of its own shape, told by ids that differ in their numbers."""
    row = "<div id='c-{}'><b>{}</b> <span>3 May 2024, 10:12</span><p>{}</p><a href='#'>Reply</a>{}</div>"
    rows = ""
    for number in (0, 2):
        answer = row.format(number + 2, *PEOPLE[number + 1], "")
        rows += row.format(number + 1, *PEOPLE[number], f"<div class='replies'>{answer}</div>")
    assert told(rows) == PEOPLE


def test_answers_stand_in_rows_below_a_heading():
    """No button, no name of a class: answers begin as the rows do which they stand in."""
    row = "<li><b>{}</b> <span>3 May 2024, 10:12</span><p>{}</p>{}</li>"
    first = row.format(*PEOPLE[0], f"<ul>{row.format(*PEOPLE[1], '')}</ul>")
    rest = "".join(row.format(*person, "") for person in PEOPLE[2:])
    assert told(f"<h2>Comments (4)</h2><ul>{first}{rest}</ul>") == PEOPLE


@pytest.mark.parametrize("text", ["so sad", "100% agree", "lol"])
def test_a_text_as_short_as_a_name_is_none(text: str):
    """The names of the others stand in another element, right above the time, and so does this one."""
    people = [*PEOPLE[:2], ("Ed Stone", text)]
    buttons = "<ul class='tools'><li><a href='#'>Quote</a></li><li><a href='#'>Flag</a></li></ul>"
    row = f"<article><p>{{1}}</p> <b>{{0}}</b> <i>{{2}} days ago</i> {buttons}</article>"
    assert told("".join(row.format(*person, age) for age, person in enumerate(people, 2))) == people


@pytest.mark.parametrize(
    "time", ["<span>3.05.2024 10:12</span>", "<time datetime='2024-05-03T10:12:00Z'>3.05.2024 10:12</time>"]
)
def test_names_that_end_all_texts_are_in_none(time: str):
    """`<cite>` tells who wrote, and nothing tells where the text above it ends."""
    row = f"<li id='c-{{}}'><p>{{2}}</p> <cite>{{1}}</cite> {time} <a href='#'>Reply</a></li>".replace("{}", "{0}")
    assert told("".join(row.format(number, *person) for number, person in enumerate(PEOPLE))) == PEOPLE


def test_who_signs_is_left_the_name():
    """One of four writes the own name below what she says, and the page has printed it above."""
    people = [*PEOPLE[:3], ("Dee Quill", "Then walk along the beach.\n\nDee Quill")]
    row = "<div class='comment'><b class='author'>{}</b> <i class='date'>3 May 2024</i><p>{}</p></div>"
    rows = "".join(row.format(name, text.replace("\n\n", "</p><p>")) for name, text in people)
    assert told(f"<div class='comments'>{rows}</div>") == people
