"""Where texts end and names begin, in copies of pages of our own: what repeats by chance, what looks like a day."""

from __future__ import annotations

import pytest

from moderation.parse.plain.line.buttons import is_buttons
from moderation.parse.plain.line.headings import heading_of
from moderation.parse.plain.line.marks import mark_of
from moderation.parse.plain.page import parse_page
from tests.parse.copies import BODY, WRITTEN, each, said


@pytest.mark.parametrize(("to", "day"), [("Reply to ", "3 May 2024"), ("Antworten auf ", "3. Mai 2024")])
def test_a_button_to_answer_the_writer_is_in_no_text(to: str, day: str):
    """It reads otherwise below each comment, so that nothing repeats."""
    assert said(each(f"$name\n{day}, 10:1$n\n$text\n{to}$name\n\n")) == WRITTEN


def test_what_two_of_four_people_write_is_theirs():
    """What a site prints stands below more of them."""
    again = [(name, f"{text}\nWell said!" if number % 2 else text) for number, (name, text) in enumerate(WRITTEN)]
    assert said(each("$name - 3 May 2024, 10:1$n\n$text\n\n", again)) == again


def test_a_sentence_that_names_a_day_is_text():
    """Also where it ends a comment, and where two people say it."""
    sentence = "The board met on 3 May and nobody came."
    again = [(name, f"{text}\n{sentence}" if number % 2 else text) for number, (name, text) in enumerate(WRITTEN)]
    assert mark_of(sentence) is None
    assert said(each("$name, $n hours ago\n$text\n\n", again)) == again


def test_a_share_is_no_counter_of_a_button():
    """`100% agree` is all that somebody says, and his buttons are not."""
    short = [*WRITTEN[:2], ("Ann Reed", "100% agree"), ("Yan", "100% agree")]
    assert said(each("$name · 3 May 2024 10:1$n\n$text\nLike\nReply\n1$n\n\n", short)) == short


@pytest.mark.parametrize(
    "shape", ["$name 4/1$n/2009 3:26 pm\n$text\n\n", "By $name, April $n, 2009 at 3:26 pm\n$text\n\n"]
)
def test_names_that_are_days_as_well(shape: str):
    """`Sam` is a Saturday in France and `Mo` a Monday in Germany, but not where others have names in their place."""
    people = [*WRITTEN, ("Sam", "I would have paid for it."), ("Mo", "Nobody asked you.")]
    assert said(each(shape, people)) == people


def test_days_of_the_week_stay_days_where_all_headers_have_one():
    """The name stands above."""
    french = [(name, text) for name, text in WRITTEN if name != "Mo Teal"]
    assert said(each("$name\nsam 18 avril 2009 10:1$n\n$text\n\n", french)) == french


def test_the_date_of_the_article_is_no_header_among_headers_with_names():
    """It has no name, and stands above everything."""
    top = "The gates\nBy Hal Winter\nMay 2, 2024\n"
    assert said(each("$name - May $n, 2024\n$text\n\n"), top=top) == WRITTEN


@pytest.mark.parametrize("portrait", ["$letter", "$name's avatar"])
def test_portraits_stand_above_people(portrait: str):
    """Without a heading, a button or a time of day, dates alone might be those of news."""
    top = "Published 2 May 2024, 06:00\nShare\n\n"
    assert said(each(f"{portrait}\n$name\nMay $n, 2024\n$text\n"), top=top) == WRITTEN


def test_of_a_button_and_a_header_with_a_name_the_header_is_one():
    """`Reply` speaks for comments as much as a day without a year, and knows no names."""
    assert said("Comments\n" + each("$name March 1$n\n$text\nReply\n\n")) == WRITTEN


def test_three_names_below_their_dates():
    """As few as three are enough."""
    assert said("Comments\n" + each("$n hours ago\n$name\n$text\n", WRITTEN[:3])) == WRITTEN[:3]


def test_a_button_above_a_handle_is_no_name():
    """What stands above the handles is one line for all."""
    handles = [(f"@{name.split()[0].lower()}", text) for name, text in WRITTEN]
    assert said("Comments\n" + each("$name\n2024-05-03 10:1$n\n$text\nQuote\nReport post\n", handles)) == handles


@pytest.mark.parametrize("run", ["permalinkembedsavereportreply", "permalinkembedsaveparentreportreply"])
def test_buttons_without_blanks_between(run: str):
    """As copies of Reddit have them; a long word that only begins so is none."""
    assert is_buttons(run)
    assert not is_buttons("reportedlyunlikely")


@pytest.mark.parametrize(
    "head", ["$name, 3 May 2024 10:1$n", "$name\n$n hours ago", "$name wrote on 3 May 2024 10:1$n:"]
)
def test_whom_one_quotes_stays_above_the_words(head: str):
    """`Ann wrote:` is said by the site or by the writer, and without it the words seem to be the writer's own."""
    first = WRITTEN[0][0]
    quoting = [WRITTEN[0], *((name, f"{first} wrote:\nOf oak.\n{text}") for name, text in WRITTEN[1:])]
    assert said("Comments\n" + each(f"{head}\n$text\nReply\n\n", quoting)) == quoting


@pytest.mark.parametrize(
    "printed", ["[ad]", "Ad", "Article continues below", "Advertisement - scroll to continue", "Anzeige: weiter unten"]
)
def test_advertising_between_comments_is_in_none(printed: str):
    """However it is worded, and wherever it stands but once."""
    text = each("$name - 3 May 2024, 10:1$n\n$text\nReply\n\n").replace("Reply\n", f"Reply\n{printed}\n", 1)
    assert said(text) == WRITTEN


def test_titles_of_answers_are_no_texts_above_their_headers():
    """`Re: The gates` stands above each header, and a heading above that: no text stands below the last one."""
    assert (
        said("Comments\nSort by: Newest\n" + each("Re: The gates\n#$n $name 1$n Feb 2024\n$text\nReply Report\n\n"))
        == WRITTEN
    )


def test_titles_that_buttons_lead_to():
    """What stands between the buttons of one comment and the header of the next is the next one's title."""
    titles = ("Oak or not", "On greenheart", "The bill", "Sundays")
    parts = [
        f"{title}\nPosted by {name} on 3 May 2024\n{text}\nReply\n"
        for title, (name, text) in zip(titles, WRITTEN, strict=True)
    ]
    assert said("".join(parts)) == WRITTEN


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("Ann Lee 4 ago 2024 - 08:19", "Ann Lee"),
        ("Ann Lee 4-set-2024 08:19", "Ann Lee"),
        ("Ann Lee, 8 mag 2024 alle 08:19", "Ann Lee"),
        ("Ann Lee 4 gen 2024 08:19", "Ann Lee"),
        ("av Ann Lee 3 maj 2024 kl. 10:12", "Ann Lee"),
        ("03/05/2024 às 10h12 Ann Lee", "Ann Lee"),
        ("Ann Lee escribió el 28/07/2024 03:40h:", "Ann Lee"),
        ("Ann Lee wrote on 28/07/2024 03:40:", "Ann Lee"),
        ("Kommentar von Ann Lee am 3.5.2024 um 10:12", "Ann Lee"),
        ("annlee42 am 16.04.2024 um 23:59", "annlee42"),
    ],
)
def test_days_and_times_of_other_languages(head: str, name: str):
    """Short months that are words elsewhere, `h` behind a time, a colon behind it, `am` that is not before noon."""
    mark = mark_of(head)
    assert mark is not None
    assert (mark.name, mark.dated, mark.timed) == (name, True, True)


def test_short_months_stay_words_elsewhere():
    """`ago` without a year is English."""
    mark = mark_of("Ann Lee 4 days ago")
    assert mark is not None
    assert mark.ago
    assert mark_of("I set 4 traps, and one of them shut.") is None


@pytest.mark.parametrize(
    "line", ["Comentarios cerrados.", "Commentaires fermés", "Kommentare geschlossen", "I commenti sono chiusi"]
)
def test_closed_comments_end_the_last_one(line: str):
    """In the languages of the sites that say so."""
    assert said(each("$name, 3.5.2024 10:1$n\n$text\n") + line + "\n") == WRITTEN


@pytest.mark.parametrize(
    ("line", "declared"),
    [
        ("Discussion", None),
        ("Join the conversation", None),
        ("Conversation (3)", 3),
        ("Showing 3 of 12 comments", 12),
        ("Viewing 3 comments", 3),
        ("Comments · 3", 3),
        ("Ihre Meinung", None),
        ("Débat", None),
        ("Tu opinión", None),
    ],
)
def test_a_lone_comment_is_found_below_its_heading(line: str, declared: int | None):
    """However the site words it; without a heading, a lone dated line late on a page is mostly something else."""
    heading = heading_of(line)
    assert heading is not None
    assert heading.declared == declared
    assert said(f"{line}\n" + each("$name | $n days ago\n$text\nReply\n", WRITTEN[:1])) == WRITTEN[:1]


def test_a_button_that_nobody_knows_takes_no_paragraph_along():
    """`Kutip Balas` below each text is no title above the next header, nor is the paragraph above it."""
    written = [(name, f"{text}\n\nSo says my aunt in {name[:3]}town.") for name, text in WRITTEN]
    page = each("$name 0$n-05-2024 10:12\n$text\nKutip Balas\n", written)
    assert said(f"4 comments\n\n{page}\n© 2024 The Harbour Post") == written


def test_names_and_times_below_texts_are_told_by_the_end():
    """A text stands right below the heading, and none below the last time."""
    page = each("$text\n\n$name\n$n May 2024, 10:12\n0\nReply\n\n")
    assert said(f"4 comments\n\n{page}© 2024 The Harbour Post") == WRITTEN


def test_a_heading_that_counts_and_dates_is_no_header():
    """`6 条回复 • 2024-05-03` heads the comments, and `3 年前` is glued to the name."""
    page = each("$name\n2024-05-0$n 10:12\n$text\n")
    assert said(f"4 条回复 • 2024-05-06 14:07:00\n{page}") == WRITTEN
    glued = each("$name$n 年前\n$text\n回复\n")
    assert said(f"评论 (4)\n\n{glued}") == WRITTEN


@pytest.mark.parametrize(
    "shape",
    [
        "tide install gate$n\n```\n\n$text\n\n```bash\n",
        "<!-- YAML\nadded: v$n.5.0\n-->\n\n$text\n\n#### `gate.open($n)`\n\n",
        "### `gate.$letter()`\n\nadded: v$n.5.0\n\n$text\n\n",
    ],
    ids=["fences", "notes", "calls"],
)
def test_code_in_a_text_heads_no_comments(shape: str):
    """What opens and closes code comes back, and the calls and commands beside it are no names."""
    assert said(each(shape, WRITTEN * 2)) == []


@pytest.mark.parametrize(
    ("head", "time"),
    [
        ("$n ：$name：2024/05/0$n(金) 10:12:00 ID:ab$n", "2024-05-01T10:12:00Z"),
        ("$name\n$n. 5. 2024 10:12", "2024-05-01T10:12:00Z"),
        ("$name <$letter@x.example> 2024-05-0$nT10:12:00Z", "2024-05-01T10:12:00Z"),
    ],
    ids=["wide colons", "blanks in a date", "addresses"],
)
def test_names_and_days_of_boards_elsewhere(head: str, time: str):
    """A number of an account and an address are no names."""
    page = parse_page(f"{BODY}\n\n{each(head + chr(10) + '$text' + chr(10) * 2)}", source="s", thread_id="t")
    assert [(comment.author, comment.text) for comment in page.comments] == WRITTEN
    assert page.comments[0].created_at == time


def test_what_is_numbered_is_no_name():
    """`Episode 3: Gus Ferris` titles a recording; a number alone before a name is that of a comment."""
    shape = "$name\n$n May 2024 · 43 min\n$text\nPlay\nShare\n\n"
    episodes = [(f"Episode {number}: {name}", text) for number, (name, text) in enumerate(WRITTEN, 1)]
    assert said(each(shape, episodes)) == []
    assert len(said(each("#$n $name\n$n May 2024, 10:12\n$text\nReply\n\n"))) == len(WRITTEN)
