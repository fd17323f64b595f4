"""Shapes of headers and lists that were read wrongly once: each with a text of our own."""

from __future__ import annotations

import pytest

from moderation.parse.plain.line.converted import unmarked
from moderation.parse.plain.line.headings import closes, heading_of
from moderation.parse.plain.line.lines import lines_of
from moderation.parse.plain.line.marks import mark_of
from moderation.parse.plain.page import parse_page
from moderation.records import Page

ARTICLE = "\n\n".join(
    f"Paragraph {number} of a report on the lock gates is as long as one in a paper, and ends as it should end."
    for number in range(1, 5)
)


def page_of(text: str) -> Page:
    return parse_page(text, source="plain", thread_id="page")


def said(page: Page) -> list[tuple[str | None, str]]:
    return [(comment.author, comment.text) for comment in page.comments]


# --- what stands below the last comment ---


@pytest.mark.parametrize(
    "line",
    [
        "The comments to this entry are closed.",
        "Comments for this thread are now closed",
        "Verify your Comment",
        "Previewing your Comment",
    ],
)
def test_headers_below_their_texts_are_known_by_the_end_of_the_page(line: str):
    """Each name goes to the text above it, and the line at the end is nobody's."""
    text = (
        f"{ARTICLE}\n\nIs the gate made of oak?\n\nPosted by: Gus Ferris | May 3, 2011 at 06:11 AM\n\n"
        f"Of greenheart.\n\nPosted by: Mo Teal | May 3, 2011 at 06:21 AM\n\nThank you.\n\n"
        f"Posted by: Gus Ferris | May 3, 2011 at 06:29 AM\n\n{line}\n"
    )
    page = page_of(text)
    assert said(page)[1:] == [("Mo Teal", "Of greenheart."), ("Gus Ferris", "Thank you.")]
    assert page.comments[0].author == "Gus Ferris"
    assert closes(line)


# --- headings ---


@pytest.mark.parametrize(
    ("line", "declared"),
    [
        ("305 comments sorted by", 305),
        ("12 comments sorted by best", 12),
        ("One comment", 1),
        ("One response so far", 1),
        ("One Response to “The gates of Corvel, and what they cost the harbour board in the end, all told”", 1),
        ("One thought on “The gates”", 1),
        ("Ein Gedanke zu „Die Tore“", 1),
        ("Une réponse à « Les portes »", 1),
        ("Un comentario en “Las puertas”", 1),
    ],
)
def test_headings_that_count(line: str, declared: int):
    """A sorted list is counted as any other, and one comment in words."""
    heading = heading_of(line)
    assert heading is not None
    assert heading.declared == declared


@pytest.mark.parametrize(
    "line",
    [
        "One thought on leadership",
        "Ein Kommentar von Mo Teal",
        "Ein Kommentar zu den Toren",
        "Une réponse à la crise",
        "One comment on the gates was read out by the clerk",
        "Un comentario",
    ],
)
def test_titles_are_no_headings(line: str):
    """Without a title in quotation marks the same words head an article."""
    assert heading_of(line) is None


def test_a_page_called_comments_heads_no_byline():
    """One line by somebody below the title `Comments` is the article's own; two are comments."""
    byline = "Posted by Mo Teal on 02/03/2009 at 20:01"
    assert page_of(f"Comments\n\n{byline}\n\n{ARTICLE}\n").comments == ()
    both = f"Comments\n\n{byline}\n\nOak, then.\n\nPosted by Gus on 02/03/2009 at 20:09\n\nGreenheart.\n"
    assert len(page_of(both).comments) == 2


# --- headers ---


def test_the_date_of_a_change_is_not_that_of_the_comment():
    """Headers with and without it are of one kind, and the first date counts."""
    page = page_of(
        f"{ARTICLE}\n\nGus May 3, 2014 at 10:12 (edited May 4, 2014 at 9:00)\nOak, surely.\n\n"
        "Una May 3, 2014 at 11:12\nGreenheart.\n\nIda May 3, 2014 at 11:19, edited 6 May 2014\nBoth.\n"
    )
    assert said(page) == [("Gus", "Oak, surely."), ("Una", "Greenheart."), ("Ida", "Both.")]
    assert [comment.created_at for comment in page.comments] == [
        "2014-05-03T10:12:00Z",
        "2014-05-03T11:12:00Z",
        "2014-05-03T11:19:00Z",
    ]


def test_a_score_is_no_part_of_the_name():
    """On boards that show a reader the score of his own comments alone, all headers are of one kind."""
    page = page_of(
        f"{ARTICLE}\n\n4 points by gusferris 7 minutes ago | parent | next | edit | delete [–]\n\nOak.\n\nreply\n\n"
        "moteal 5 hours ago | prev | next [–]\n\nGreenheart, I was told.\n\nreply\n\n"
        "1 point by gusferris 2 minutes ago | root | parent | next | edit | delete [–]\n\nBy whom?\n\nreply\n"
    )
    assert said(page) == [("gusferris", "Oak."), ("moteal", "Greenheart, I was told."), ("gusferris", "By whom?")]


@pytest.mark.parametrize(
    "names", [("Blogger Gus", "Anonymous Mo"), ("OpenID gus", "Blogger Mo", "Anonymous Anonymous")]
)
def test_the_kind_of_an_account_is_no_part_of_the_name(names: tuple[str, ...]):
    """Where every header names one, it is the site's word."""
    page = page_of(f"{ARTICLE}\n\n" + "\n\n".join(f"{name} said...\n\nIs it oak, then, {name}?" for name in names))
    assert [comment.author for comment in page.comments] == [name.split(" ", 1)[1] for name in names]


def test_a_name_that_only_looks_like_an_account_is_kept():
    """Where no header names an account that only a site would, or not all do, it may be somebody's name."""
    for first, second in (("Anonymous Mo", "Google Gus"), ("Blogger Gus", "Mo Teal")):
        page = page_of(f"{ARTICLE}\n\n{first} said...\n\nIs it oak?\n\n{second} said...\n\nGreenheart.\n")
        assert [comment.author for comment in page.comments] == [first, second]


@pytest.mark.parametrize("count", [1, 2])
def test_a_name_above_and_a_date_below(count: int):
    """`Comment from: Ann` opens a text that its date closes."""
    comments = "\n\n".join(
        f"Comment from: {name} [Visitor]\n\nIs the gate of oak, {name} asks.\n\n07/1{len(name)}/12 @ 14:10"
        for name in ("Gus", "Una")[:count]
    )
    page = page_of(f"{ARTICLE}\n\n{count} comment{'s' * (count > 1)}\n\n{comments}\n")
    expected = [(name, f"Is the gate of oak, {name} asks.") for name in ("Gus", "Una")]
    assert said(page) == expected[:count]


def test_a_short_year_belongs_to_the_date():
    """`May 3 '23` is a date, and so is what stands before a change."""
    mark = mark_of("gus_ferris Corvel May 3 '23 edited May 9 '23")
    assert mark is not None
    assert (mark.shape, mark.date, mark.name) == ("m 9 '9", "may 3 '23", "gus_ferris Corvel")


def test_a_date_below_each_text_is_that_of_the_text():
    """Where a date closes a text and the next name stands right below it, the date is none of the next comment's."""
    said_at = ("May 3, 2012 8:44 PM", "May 4, 2012 8:53 AM", "May 4, 2012 9:10 AM")
    names = ("Gus", "Una Teal", "Ida")
    body = "\n".join(f"{name} said...\n\n    Is it oak?\n    {at} " for name, at in zip(names, said_at, strict=True))
    page = page_of(f"{ARTICLE}\n\n{body}\n")
    assert said(page) == [(name, "Is it oak?") for name in names]
    written = ["2012-05-03T20:44:00Z", "2012-05-04T08:53:00Z", "2012-05-04T09:10:00Z"]
    assert [comment.created_at for comment in page.comments] == written


def test_a_date_above_each_name_stays_with_it():
    """The same lines with a date above the first name, and none below the last text."""
    dates = ("May 3, 2012 8:44 PM", "May 4, 2012 8:53 AM", "May 4, 2012 9:10 AM")
    names = ("Gus", "Una Teal", "Ida")
    body = "\n".join(f"    {at}\n{name} said...\n\n    Is it oak?" for name, at in zip(names, dates, strict=True))
    written = ["2012-05-03T20:44:00Z", "2012-05-04T08:53:00Z", "2012-05-04T09:10:00Z"]
    page = page_of(f"{ARTICLE}\n\n{body}\n")
    assert [comment.created_at for comment in page.comments] == written


def test_a_day_with_a_dot_is_no_bullet():
    """`20. Jul, 2012` set in is a date; `20. Oak` is an item of a list."""
    page = page_of(
        f"{ARTICLE}\n\n    20. Jul, 2012 / Gus says:\n\n    Oak.\n\n    21. Jul, 2012 / Una says:\n\n    Greenheart.\n"
    )
    assert said(page) == [("Gus", "Oak."), ("Una", "Greenheart.")]
    assert [comment.created_at for comment in page.comments] == ["2012-07-20T00:00:00Z", "2012-07-21T00:00:00Z"]
    (line,) = unmarked("    20. Oak", lines_of("    20. Oak"))
    assert line.text == "Oak"


def test_a_score_before_the_number_of_a_comment_is_taken_off_as_well():
    """`+1 #2 Gus 2011-07-14 13:14` is Gus's."""
    page = page_of(
        f"{ARTICLE}\n\n#1 Una 2011-06-02 13:28\nOak.\n\n+1 #2 Gus Ferris 2011-07-14 13:14\nGreenheart.\n\n"
        "0 #3 IDA 2011-07-14 13:19\nBoth, then.\n\n-2 #4 Una 2011-07-15 10:00\nNeither.\n"
    )
    assert [comment.author for comment in page.comments] == ["Una", "Gus Ferris", "IDA", "Una"]


@pytest.mark.parametrize("picture", ["{name}   ", "{name}'s picture\n", "picture of {name}"])
def test_an_id_before_the_name_and_a_portrait_below_the_header(picture: str):
    """The number of a comment on the site is no part of the name, and what a portrait is called none of a text."""
    names = ("Gus Ferris", "una_teal", "Ida", "gus")
    texts = ("Is it oak?", "Greenheart.", "Both, then, and old.", "Neither")
    body = "\n\n".join(
        f"Thu, 08/09/2012 - 14:3{place} | 26917{place}9 {name}\n{picture.format(name=name)}\n\n{text}"
        for place, (name, text) in enumerate(zip(names, texts, strict=True))
    )
    assert said(page_of(f"{ARTICLE}\n\n{body}\n")) == [*zip(names, texts, strict=True)]


def test_a_text_that_opens_with_its_writers_name_keeps_it():
    """One who signs above his text is no portrait."""
    body = "Gus\nMay 3, 2012 at 8:44 PM\n\nGus\nsays it is oak.\n\nUna\nMay 4, 2012 at 8:53 AM\n\nIs it?\nI doubt it.\n"
    assert said(page_of(f"{ARTICLE}\n\n{body}"))[0] == ("Gus", "Gus\nsays it is oak.")


def test_a_count_of_all_comments_of_a_writer_is_no_name():
    """It stands between the name and the time."""
    body = "\n\n".join(
        f"{name}\n\nTotal Comments ({count})\nMay {day}, 2012 01:4{day} PM ET\n\nIs it oak, {day}?"
        for day, (name, count) in enumerate((("gusferris", 1465), ("una_teal", 554), ("gusferris", 1465)), 1)
    )
    assert [comment.author for comment in page_of(f"{ARTICLE}\n\n{body}\n").comments] == [
        "gusferris",
        "una_teal",
        "gusferris",
    ]


CARDS = """
gusferris
152 Fans

23 seconds ago ( 4:28 PM)
Oak, I should say.

GATE WATCHER
una_teal
Keeper of the second lock
186 Fans

29 seconds ago ( 4:28 PM)
Greenheart. My father cut it!

GATE WATCHER
ida
387 Fans
1 minute ago ( 4:27 PM)
Both
then.

Josef Hale
Nobody's fool, nobody's clerk.
3664 Fans
2 minutes ago ( 4:26 PM)
Neither

gusferris
152 Fans
3 minutes ago ( 4:25 PM)
Why not?
"""


def test_cards_of_their_writers_stand_above_the_times():
    """The first line of a card is the name, whatever badge leads some and whatever motto is in others."""
    page = page_of(f"{ARTICLE}\n{CARDS}")
    assert said(page) == [
        ("gusferris", "Oak, I should say."),
        ("una_teal", "Greenheart. My father cut it!"),
        ("ida", "Both\nthen."),
        ("Josef Hale", "Neither"),
        ("gusferris", "Why not?"),
    ]


# --- numbered lists without names ---

LISTED = """
{heading}

  1. Oak, I should say.
    And old.

  2. Greenheart. My father cut it.

    1. Did he?

  3. Both, then.

{closing}
"""


@pytest.mark.parametrize(
    ("heading", "closing"),
    [
        ("4 thoughts on “The gates”", ""),
        ("5 comments", "Leave a Reply"),
        ("4 Responses to The gates", "Comments are closed."),
    ],
)
def test_numbered_comments_without_names(heading: str, closing: str):
    """What a list below the heading counts are comments, those of an inner list too, without their numbers."""
    page = page_of(ARTICLE + "\n" + LISTED.format(heading=heading, closing=closing))
    assert said(page) == [
        (None, "Oak, I should say.\n    And old."),
        (None, "Greenheart. My father cut it."),
        (None, "Did he?"),
        (None, "Both, then."),
    ]
    assert all(comment.confidence.author == 0 for comment in page.comments)


@pytest.mark.parametrize(
    ("heading", "closing"),
    [
        ("5 comments", ""),  # nothing tells that these are not the article's own points
        ("3 comments", "Leave a Reply"),  # more than are declared
        ("Comments", "Leave a Reply"),
    ],
)
def test_other_lists_are_no_comments(heading: str, closing: str):
    """A list is the article's where the heading does not count it, or no form and no title tells whose it is."""
    assert page_of(ARTICLE + "\n" + LISTED.format(heading=heading, closing=closing)).comments == ()


def test_a_broken_list_is_no_list_of_comments():
    """A number left out, or a list that begins further down, is something else."""
    text = ARTICLE + "\n" + LISTED.format(heading="5 comments", closing="Leave a Reply")
    assert page_of(text).comments != ()
    assert page_of(text.replace("  3. ", "  4. ")).comments == ()
    assert page_of(text.replace("  1. Oak", "Sorted.\n\nAgain.\n\n  1. Oak")).comments == ()
    assert page_of(text.replace(ARTICLE, "Short.")).comments == ()


# --- networks ---

POSTS = (
    ("Ann Alder", "May 1", "Four euros for three stops? Who is going to pay that.", "1\n12\n340"),
    ("Ben", "Apr 30", "I shall take it every day.", "1.2K"),
    ("Cy D.", "3h", "No. Simply no.", ""),
)


@pytest.mark.parametrize("sign", ["·\n", ""])
def test_posts_are_headed_by_a_name_and_its_handle(sign: str):
    """Dates without a year say little, and so do ages beside them; below `@name` both say enough."""
    opening = "City News\n@citynews\nThe new line opens in June. What of the fares?\n10:00 AM · May 1, 2024\n4,512\n"
    posts = "".join(f"{name}\n@{name[:2].lower()}_1\n{sign}{date}\n{text}\n{row}\n" for name, date, text, row in POSTS)
    page = page_of(opening + posts)
    assert said(page) == [(name, text) for name, _, text, _ in POSTS]
    assert "What of the fares?" in page.article.text


@pytest.mark.parametrize("handle", ["@{}@social.example", "\u202a@{}.bsky.social\u202c"])
def test_a_name_above_its_handle_ends_no_text(handle: str):
    """The name is the author's, also where the handle alone would do for one, in marks of its direction."""
    posts = "".join(
        f"{name}\n{handle.format(name[:2].lower())}\n· {number + 3}h\n{text}\n"
        for number, (name, _, text, _) in enumerate(POSTS)
    )
    assert said(page_of(f"{ARTICLE}\n\n{posts}")) == [(name, text) for name, _, text, _ in POSTS]


def test_what_one_does_for_a_living_is_no_name():
    """Between the name and the age stand how near one is to the writer, and the title of a job."""
    text = (
        f"{ARTICLE}\n\nAnn Alder\n • 3rd+\nEngineer at Trams Ltd\n3w\nFour euros?\nLike\nReply\n2 reactions\n"
        "Ben Birch\n   2nd degree connection\n2nd\nTeacher | Dad of two\n2w\nI shall take it.\nLike\n1\nReply\n"
        "Cy Dorn\n • 2nd\n5d\nYou can walk, then.\nLike\nReply\n"
    )
    assert said(page_of(text)) == [
        ("Ann Alder", "Four euros?"),
        ("Ben Birch", "I shall take it."),
        ("Cy Dorn", "You can walk, then."),
    ]


def test_a_handle_without_a_date_heads_nothing():
    """An address of the paper's own writers above the date of another article is no post."""
    text = f"{ARTICLE}\n\nGus Ferris\n@gusferris\n\nRead more on lock gates.\n\nMo Teal\n@moteal\n"
    assert page_of(text).comments == ()


def test_the_reactions_of_coral_are_buttons():
    """`Respect` stands below each of its comments, and in none."""
    one = "{}\n3 hours ago\n\n{}\n\nRespect\n12\n\nReply\n\nShare\n\nReport\n"
    pairs = [(name, text) for name, _, text, _ in POSTS]
    page = page_of(ARTICLE + "\n\nComments\n\n" + "".join(one.format(*pair) for pair in pairs))
    assert said(page) == pairs
