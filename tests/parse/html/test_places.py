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
