"""Texts as converters of pages write them: what marks they put in is no part of names, buttons and dates."""

from __future__ import annotations

import pytest

from moderation.parse.plain.line.stamps import kind_of, stamps_in
from moderation.parse.plain.page import parse_page

ARTICLE = "The pier was closed for the day, the harbour board said on Monday, and nobody was surprised.\n" * 5


def told(thread: str) -> list[tuple[str | None, str, str | None]]:
    """Return author, text and time of the comments below an article."""
    page = parse_page(f"{ARTICLE}\n2 Comments\n\n{thread}", source="s", thread_id="t")
    return [(comment.author, " ".join(comment.text.split()), comment.created_at) for comment in page.comments]


EXPECTED = [("Ann Lee", "They never say why.", "2024-05-03T10:12:00Z"), ("Bo", "Wind.", "2024-05-03T11:40:00Z")]


@pytest.mark.parametrize(
    "thread",
    [
        # html2text
        (
            "  1. ![](/a.png)\n\n[**Ann Lee**](/ann) May 3, 2024 at 10:12 am\n\nThey never say why.\n\n[Reply](#r1)\n\n"
            "     * ![](/b.png)\n\n[**Bo**](/bo) May 3, 2024 at 11:40 am\n\nWind.\n\n[Reply](#r2)\n"
        ),
        # lynx
        (
            "    1. [1]Ann Lee on [2]May 3, 2024 at 10:12 am\n       They never say why.\n       [3]Reply\n"
            "          + [4]Bo on [5]May 3, 2024 at 11:40 am\n            Wind.\n            [6]Reply\n"
        ),
        # w3m
        (
            " 1. Ann Lee May 3, 2024 at 10:12 am\n    [i]\n    They never say why.\n      □ Reply\n"
            " 2. Bo May 3, 2024 at 11:40 am\n    [i]\n    Wind.\n      □ Reply\n"
        ),
        # the text of elements without what parts them
        "Ann Lee3 May 2024 10:12\nThey never say why.\nReplyShare\n\nBo3 May 2024 11:40\nWind.\nReplyShare\n",
        # a letter where there is no portrait, glued or not
        "A\nAnn Lee\n3 May 2024 10:12\nThey never say why.\n3ReplyFlag\nb\nBo\n3 May 2024 11:40\nWind.\n12ReplyFlag\n",
    ],
    ids=["html2text", "lynx", "w3m", "glued", "letters"],
)
def test_marks_of_converters_are_no_words(thread: str):
    """Names, times and the ends of texts are found among links, bullets, pictures and glued buttons."""
    assert told(thread) == EXPECTED


def test_double_spaced_copies_are_read_as_others():
    """A blank line above every line parts nothing: the name above a time is still the name."""
    thread = "".join(
        f"{name}\n\n{votes} points\n\n3 May 2024\n\nIn reply to {other}\n\n{text}\n\nReply\n\n"
        for votes, (name, other, text) in enumerate(
            (("Ann", "Bo", "Why?"), ("Bo", "Ann", "Wind."), ("Cy", "Bo", "So.")), 3
        )
    )
    page = parse_page(ARTICLE.replace("\n", "\n\n") + thread, source="s", thread_id="t")
    assert [(comment.author, comment.text, comment.reply_to) for comment in page.comments] == [
        ("Ann", "Why?", "Bo"),
        ("Bo", "Wind.", "Ann"),
        ("Cy", "So.", "Bo"),
    ]


def test_a_title_of_the_texts_own_words_is_no_text():
    """Some systems make a title of a comment's first words."""
    thread = (
        "Ann\n3 May 2024\nThey never…\nThey never say why.\nReply\n\nBo\n3 May 2024\nIt was…\nIt was the wind.\nReply\n"
    )
    assert [text for _, text, _ in told(thread)] == ["They never say why.", "It was the wind."]


def test_a_number_says_which_comment_is_answered():
    """`#1` at the beginning of a text is the comment that the page numbers so."""
    thread = (
        "Ann\n3 May 2024 10:12\n#1\nWhy?\nBo\n3 May 2024 11:00\n#2\nWind.\nCy\n3 May 2024 11:40\n#3\n#1 So they say.\n"
    )
    page = parse_page(f"{ARTICLE}\n3 Comments\n\n{thread}", source="s", thread_id="t")
    assert [comment.parent_id for comment in page.comments] == [None, None, page.comments[0].id]


def test_levels_are_depths():
    """`level 2` below `level 1` answers it."""
    thread = "".join(
        f"level {level}\n{name}\n·\n3 yr. ago\n{text}\n{votes}\nReply\nShare\n"
        for level, name, text, votes in ((1, "ann", "Why is it shut?", 3), (2, "bo", "It was the wind.", 4))
    )
    page = parse_page(f"{ARTICLE}\n2 comments\n{thread}", source="s", thread_id="t")
    assert [(comment.author, comment.parent_id) for comment in page.comments] == [
        ("ann", None),
        ("bo", page.comments[0].id),
    ]


@pytest.mark.parametrize(
    "names",
    [("Ann English", "Bo English", "Cy English"), ("Member: Ann", "Member: Bo", "Member: Cy")],
    ids=["behind", "before"],
)
def test_what_all_names_share_is_no_name(names: tuple[str, ...]):
    """A language, a rank or a label stands with every name alike."""
    thread = "\n".join(
        f"{name}\n{place} days ago\nThis is the text number {place} of them.\nReply"
        for place, name in enumerate(names, 1)
    )
    assert [author for author, _, _ in told(thread)] == ["Ann", "Bo", "Cy"]


@pytest.mark.parametrize(
    "age", ["2 年前", "8 か月前", "3 天前", "2 시간 전", "20 godz. temu", "1 Jahr zuvor", "last year"]
)
def test_ages_in_more_languages(age: str):
    """An age heads a comment in any of them."""
    assert [kind_of(stamp) for stamp in stamps_in(age)] == ["ago"]


@pytest.mark.parametrize(
    "page",
    [
        "Vacancies\n" + "".join(f"{job}\nPosted on {day} March 2022\n32 hours\n{text}\n" for day, job, text in [
            (12, "Harbour hand", "You tie up boats and are not afraid of the weather or of those who sail in it."),
            (10, "Toll clerk", "You take the toll, count the toll and write down in the book what you have counted."),
            (2, "Gatekeeper", "You open the gate, shut the gate and know who went through it in between."),
        ]),
        "What is on\n" + "".join(f"{day} August 2022, 7:30 pm\n{title}\n{text}\n" for day, title, text in [
            (2, "Quiz night", "Teams of up to six, two pounds a head, and the sausage rolls are on the house."),
            (3, "Tide talk", "How the harbour master works out the tides and why the printed tables are wrong."),
            (4, "Rehearsal", "Come and hear the new marches before the carnival; children are welcome."),
        ]),
    ],
    ids=["vacancies", "programme"],
)  # fmt: skip
def test_lists_of_dated_entries_are_no_comments(page: str):
    """Dates that stand to the entries of a list, which is all of the page, are nobody's."""
    assert parse_page(page, source="s", thread_id="t").comments == ()


MARKDOWN = [
    ("### **$name** — May 3, 2024 at $clock ([permalink](/pier#comment-$n))\n\n> $text\n>\n", "## Archived Comments"),
    ("### $name\n*May 3, 2024 $clock*\n\n$text\n", "## Comments"),
    ("### Comment by [@$name](https://x.example/$name) — 2024-05-03T$clock:00Z\n\n$text\n", "## Discussion"),
    (
        (
            "### Comment by @$name\n\n**Date:** 2024-05-03T$clock:00Z\n**URL:** https://x.example/issues/52#c$n\n\n"
            "$text\n\n---\n"
        ),
        "## Comments (2)",
    ),
    ("#### Comment by $name on 2024-05-03 $clock ####\n$text\n", "## Comments ##"),
    ("**$name said:**\n*3 May, 2024 at $clock*\n\n$text\n", "* * *\n\n## Old comments from before"),
    ("**$name** _(2024-05-03 $clock)_:\n$text\n", "### Comments:"),
    ("> **$name** — 2024-05-03 $clock\n>\n> $text\n", "## Old Comments"),
]


@pytest.mark.parametrize(("shape", "heading"), MARKDOWN, ids=range(len(MARKDOWN)))
def test_archives_in_markdown(shape: str, heading: str):
    """Signs of headings, of strong words and of what is set in are in no name, and make no quotation of a text."""
    people = [
        ("annlee", "10:12", "They never say why, and nobody asks."),
        ("bo-teal", "11:40", "Wind, as each spring."),
    ]
    thread = "\n".join(
        shape.replace("$name", name).replace("$clock", clock).replace("$text", text).replace("$n", str(number))
        for number, (name, clock, text) in enumerate(people)
    )
    page = parse_page(f"# Pier closed\n\n{ARTICLE}\n---\n\n{heading}\n\n{thread}", source="s", thread_id="t")
    found = [(comment.author, comment.text, comment.created_at) for comment in page.comments]
    assert found == [(name, text, f"2024-05-03T{clock}:00Z") for name, clock, text in people]
    assert not any(comment.quotes for comment in page.comments)


def test_what_one_of_many_quotes_stays_a_quotation():
    """Only where all stand set in is that the converter's doing."""
    thread = "Ann Lee, May 3, 2024 10:12\n\nIt was the wind.\n\nBo, May 3, 2024 11:40\n\n> It was the wind.\n\nNo.\n"
    page = parse_page(f"{ARTICLE}\n2 Comments\n\n{thread}", source="s", thread_id="t")
    assert [len(comment.quotes) for comment in page.comments] == [0, 1]
