"""Plain pages: the sample pages against their gold, the shapes that comments come in, and what never gets lost."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from moderation.parse.encoding import decode, storable
from moderation.parse.plain.page import parse_page
from moderation.records import Page
from moderation.shipped import shipped

PAGES = ("cliff-path-long.txt", "cliff-path.txt", "ferry-adrift.txt", "pool-vote.txt", "tide-barrier.txt")
ARTICLE = "\n\n".join(
    f"Sentence {number} of a report about the harbour is long enough to look like one, and ends as it should."
    for number in range(1, 8)
)


def page_of(text: str) -> Page:
    return parse_page(text, source="plain", thread_id="page")


def sample(name: str) -> tuple[str, Page]:
    text = decode((shipped("seeds") / name).read_bytes()).text
    return text, page_of(text)


def said(page: Page) -> list[tuple[str | None, str]]:
    return [(comment.author, comment.text) for comment in page.comments]


# --- the sample pages ---


def test_gold_names_the_pages(gold: dict[str, Any]):
    """The gold file speaks of every sample page."""
    assert sorted(gold) == list(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_sample_comments_are_found(gold: dict[str, Any], name: str):
    """Author, text, offsets and addressee of every comment are those of the gold; four pages have none."""
    _, page = sample(name)
    found = [
        {"author": c.author, "start": c.start, "end": c.end, "text": c.text, "reply_to": c.reply_to}
        for c in page.comments
    ]
    assert found == [{key: comment[key] for key in found[0]} for comment in gold[name]["comments"]]


@pytest.mark.parametrize("name", PAGES)
def test_sample_lines_are_typed(gold: dict[str, Any], name: str):
    """The lines that the gold types are of that kind and outside the article's text; all others are body."""
    text, page = sample(name)
    typed = {entry["line"]: entry["kind"] for entry in gold[name]["lines"]}
    spoken = {comment.start for comment in page.comments}
    for block in page.article.blocks:
        assert block.start is not None
        line = text.count("\n", 0, block.start) + 1
        if line in typed:
            assert (line, block.kind) == (line, typed[line])
            assert block.text not in page.article.text.split("\n\n")
        elif not spoken:
            assert (line, block.kind) == (line, "body")


@pytest.mark.parametrize("name", PAGES)
def test_sample_count_is_read(gold: dict[str, Any], name: str):
    """The heading's count is kept, null where no heading stands."""
    assert sample(name)[1].article.declared_comments == gold[name]["declared_comments"]


def test_sample_parents_are_resolved(gold: dict[str, Any]):
    """A reply points at its comment; where that has lost its author, the parent is offered with little confidence."""
    _, page = sample("pool-vote.txt")
    ids = [comment.id for comment in page.comments]
    parents = [comment.parent_id and ids.index(comment.parent_id) for comment in page.comments]
    assert parents == [comment["parent"] for comment in gold["pool-vote.txt"]["comments"]]
    assert page.comments[5].confidence.parent >= 0.9
    assert page.comments[8].confidence.parent <= 0.5


def test_sample_count_that_does_not_fit_is_said():
    """Nine declared, twelve found: the notice says how that comes about, and where."""
    text, page = sample("pool-vote.txt")
    (notice,) = page.notices
    assert notice.message == "declared 9 comments, found 12 (9 top-level, 3 replies)"
    assert text.split("\n")[(notice.line or 0) - 1] == "Comments (9)"


def test_sample_marker_is_furniture():
    """The line that every comment carries is furniture: in no text, and a sign of nothing."""
    _, page = sample("pool-vote.txt")
    marker = [block for block in page.article.blocks if block.text.startswith("This contribution is folded")]
    assert len(marker) == 12
    assert {block.kind for block in marker} == {"furniture"}
    assert not any("folded" in comment.text for comment in page.comments)


def test_doubtful_names_carry_little_confidence():
    """No author is 0; a name that reads like a sentence is less sure than one that does not."""
    _, page = sample("pool-vote.txt")
    sure = {comment.author: comment.confidence.author for comment in page.comments}
    assert sure[None] == 0
    assert sure["Old Salt, Retired And Proud"] < sure["Jasper Nkemelu"]


MARKER = "This contribution is folded until it has been rated. Tap to unfold it."


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(MARKER, "Zorp the blint"),
        lambda text: text.replace(MARKER, "Reply · Report · Share"),
        lambda text: text.replace("Comments (9)\n", ""),
        lambda text: text.replace("Comments (9)\n", "").replace(MARKER, "Zorp the blint"),
        lambda text: text.replace("Comments (9)", "9 Kommentare"),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text[text.index("Comments (9)") :],
        lambda text: "\n".join(filter(str.strip, text.split("\n"))),
        lambda text: "\n\n".join(filter(str.strip, text.split("\n"))),
    ],
    ids=["words", "buttons", "no heading", "neither", "german", "crlf", "no article", "no blank lines", "all apart"],
)
def test_sample_is_known_by_its_structure(gold: dict[str, Any], change):
    """The comments are found whatever the words of the marker are, and without most other hints."""
    text = decode((shipped("seeds") / "pool-vote.txt").read_bytes()).text
    found = [comment.text.split()[0] for comment in page_of(change(text)).comments]
    assert found == [comment["text"].split()[0] for comment in gold["pool-vote.txt"]["comments"]]


# --- the shapes of headers ---

SHAPES = {
    "says": "{name} says:\n\n{text}\n",
    "said with dots": "{name} said...\n\n    {text}\n    May {n}, 2024 7:0{n} PM\n",
    "said with a comma": "{name} said,\n\n{text}\n",
    "says and date": "{name} says:\nMay {n}, 2024 at 7:0{n} pm\n\n{text}\n",
    "name and date": "{name} May {n}, 2024 at 7:0{n} pm\n\n    {text}\n",
    "name, bar, date": "{name} | 2024-05-0{n} 19:0{n}\n{text}\n",
    "wrote on": "{name} wrote on 0{n}.05.2024:\n{text}\n",
    "name above date": "{name}\nMay {n}th, 2024 at 7:0{n} pm\n\n{text}\n",
    "date before name": "on 1{n} May 2024 at 7:0{n} pm {name}\n\n{text}\n",
    "days ago": "{name}\n{n} days ago\n\n{text}\n\nReply\n",
    "hours ago with dot": "{name}  •  {n} hours ago\n{text}\n",
    "posted by, below": "{text}\n\nPosted by: {name} | May 0{n}, 2024 at 07:0{n} PM\n",
    "date and name, below": "{text}\nMay 1{n}, 2024 {name}\n",
    "name, text, date": "{name}\n\n{text}\nMay {n}, 2024 07:0{n} pm\n",
    "portrait": "{name}'s picture\n2024-05-0{n} 19:0{n} — {name}\n\n{text}\n",
    "numbered": "#{n} {name} 2024-05-0{n} 19:0{n}\n{text}\n\n+{n}\n",
    "german": "{name} schrieb am {n}. März 2024 um 19:0{n} Uhr:\n{text}\n",
    "french": "{name} a écrit le {n} juillet 2024 à 19h0{n}\n{text}\n",
    "spanish": "{name} dijo:\nhace {n} horas\n{text}\n",
}
PEOPLE = (
    ("Ann Lee", "The bridge should have been mended years ago, and everybody on the quay knows it."),
    ("boatswain7", "Not with my taxes."),
    ("Dr. Otto Krämer", "I was there. Two of the four cables were rusty through, you could see it from the pier."),
    ("Maire O'Dowd", "Does the ferry run on Sundays until then?"),
)


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_shapes_of_headers(shape: str):
    """Whatever a site prints around a comment, text and author come out of it."""
    thread = "\n".join(shape.format(name=name, text=text, n=n) for n, (name, text) in enumerate(PEOPLE, 1))
    page = page_of(f"{ARTICLE}\n\n{thread}")
    assert said(page) == list(PEOPLE)
    assert "bridge" not in page.article.text


@pytest.mark.parametrize(
    ("heading", "declared"),
    [
        ("4 Comments", 4),
        ("Comments (4)", 4),
        ("Comments: 1,204", 1204),
        ("4 Responses to “The bridge”", 4),
        ("Kommentare (4)", 4),
        ("4 Kommentare", 4),
        ("4 commentaires", 4),
        ("Comentarios (4)", 4),
        ("4 commenti", 4),
        ("Reader comments", None),
    ],
)
def test_headings_in_several_languages(heading: str, declared: int | None):
    """The heading is furniture, and its number is what the page declares."""
    thread = "\n".join(f"{name} says:\n{text}\n" for name, text in PEOPLE)
    page = page_of(f"{ARTICLE}\n\n{heading}\n\n{thread}")
    assert page.article.declared_comments == declared
    assert heading not in page.article.text
    assert [notice.message.split(",")[0] for notice in page.notices] == (
        ["declared 1204 comments"] if declared == 1204 else []
    )


def test_any_repeated_line_separates():
    """The line above the texts may have any words: it is known by coming back below a heading."""
    thread = "\n".join(f"{name}\nZorp the blint\n\n{text}" for name, text in PEOPLE)
    assert said(page_of(f"{ARTICLE}\n\nComments\n{thread}")) == list(PEOPLE)


def test_names_alone_count_when_the_heading_agrees():
    """Names without dates are believed where there are as many as the heading declares."""
    thread = "\n\n".join(f"{name}\n\n{text}" for name, text in PEOPLE)
    assert said(page_of(f"{ARTICLE}\n\n4 Comments\n\n{thread}")) == list(PEOPLE)
    assert said(page_of(f"{ARTICLE}\n\n9 Comments\n\n{thread}")) == []


HEADERS = [f"{name}, May {day}, 2024 at 10:1{day} am" for day, name in enumerate(("Ann Holm", "Bo Reyes", "Cem Ak"), 3)]
TEXTS = ["The old pier was never safe.", "Then why did nobody say so?", "The minutes were printed late."]


def test_one_header_below_its_text_moves_no_other():
    """Where headers follow the heading at once, the last may stand below its text, or may have lost it."""
    above = "\n\n".join(f"{header}\n{text}" for header, text in zip(HEADERS[:2], TEXTS[:2], strict=True))
    page = page_of(f"{ARTICLE}\n\n3 Comments\n\n{above}\n\n{TEXTS[2]}\n{HEADERS[2]}")
    names = ["Ann Holm", "Bo Reyes", "Cem Ak"]
    assert said(page) == list(zip(names, TEXTS, strict=True))
    lost = page_of(f"{ARTICLE}\n\n3 Comments\n\n{above}\n\n{HEADERS[2]}")
    assert said(lost) == list(zip(names[:2], TEXTS[:2], strict=True))


def test_headers_below_texts_stay_there_above_a_footer():
    """A text right below the heading is the first comment's, whatever follows the last header."""
    below = "\n\n".join(f"{text}\n{header}" for header, text in zip(HEADERS, TEXTS, strict=True))
    page = page_of(f"{ARTICLE}\n\n3 Comments\n\n{below}\n\nAbout us\nThe paper\nContact")
    assert [text for _, text in said(page)] == TEXTS


def test_depth_gives_parents():
    """A header set deeper than the one above it answers that comment."""
    page = page_of(
        f"{ARTICLE}\n\nAnn says:\nFirst of all, no.\n\n    Bo says:\n    Then what?\n\n"
        "        Cy says:\n        Nothing.\n\nDee says:\nSomething else entirely.\n"
    )
    ids = [comment.id for comment in page.comments]
    assert [comment.parent_id and ids.index(comment.parent_id) for comment in page.comments] == [None, 0, 1, None]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("@Ann Lee, no", "Ann Lee"),
        ("@ann lee no comma", "Ann Lee"),
        ("@boatswain7: see above", "boatswain7"),
        ("@Some Body, who left", "Some Body"),
        ("@nobody.here what", "nobody.here"),
        ("@", None),
        ("mail me @ home", None),
    ],
)
def test_who_is_addressed(text: str, name: str | None):
    """An `@` at the beginning names somebody, known here or not."""
    thread = "\n".join(f"{author} says:\n{words}\n" for author, words in (*PEOPLE, ("Zoe", text)))
    last = page_of(f"{ARTICLE}\n\n{thread}").comments[-1]
    assert last.reply_to == name
    assert (last.parent_id is not None) == (name in {author for author, _ in PEOPLE})


def test_buttons_do_not_eat_comments():
    """`+1` below a text is a counter; alone it is what somebody wrote."""
    page = page_of(f"{ARTICLE}\n\nAnn says:\n+1\n\nBo says:\nWell said.\nReply\n\nCy says:\nNo.\nReply\n")
    assert said(page) == [("Ann", "+1"), ("Bo", "Well said."), ("Cy", "No.")]


def test_texts_that_repeat_are_texts():
    """Three people who write the same are three comments."""
    page = page_of(f"{ARTICLE}\n\nAnn says:\nNo.\n\nBo says:\nNo.\n\nCy says:\nNo.\n")
    assert said(page) == [("Ann", "No."), ("Bo", "No."), ("Cy", "No.")]


@pytest.mark.parametrize("shape", ["{indent}U{n} says:\n{indent}@U{last}, no {n}\n", "U{n} says:\n@Gone, no {n}\n"])
def test_thousands_of_replies(shape: str):
    """A chain of thousands of replies is read in seconds, whoever is addressed."""
    thread = "".join(shape.format(n=n, last=n - 1, indent=" " * (n % 50)) for n in range(4000))
    page = page_of(f"{ARTICLE}\n\n{thread}")
    assert len(page.comments) == 4000


def test_what_stands_below_the_last_comment_is_no_comment():
    """The form and the legal line end the last comment."""
    thread = "\n".join(f"{name} says:\n{text}\n" for name, text in PEOPLE)
    page = page_of(f"{ARTICLE}\n\n{thread}\nLeave a Reply\nYour name\n© Somebody")
    assert said(page) == list(PEOPLE)
    assert [block.text for block in page.article.blocks[-3:]] == ["Leave a Reply", "Your name", "© Somebody"]


def test_headers_without_texts_are_counted():
    """A comment whose text the copy lost is no record, but it is mentioned."""
    page = page_of(f"{ARTICLE}\n\nAnn says:\nYes.\n\nBo says:\n\nCy says:\nNo.\n\nDee says:\nWhy?\n")
    assert [author for author, _ in said(page)] == ["Ann", "Cy", "Dee"]
    assert [notice.message for notice in page.notices] == ["1 comment header without a text"]


# --- pages without comments ---

QUIET = {
    "dateline": f"Posted by Ann Lee on May 3, 2024 at 7:12 pm\n\n{ARTICLE}",
    "byline below": f"{ARTICLE}\n\nPosted by Ann Lee at 7:12 PM",
    "officials declined": f"{ARTICLE}\n\nOfficials declined to comment. There was no immediate comment from the board.",
    "quotations": f'{ARTICLE}\n\n"No," she said.\n\nAs the minister said:\n\n{ARTICLE}',
    "timetable": f"{ARTICLE}\n\n9:00 am Doors\n10:00 am Talks\n11:00 am Break\n12:00 pm Lunch\n\n{ARTICLE}",
    "chronicle": ARTICLE + "".join(f"\n\nMay {n}\n\nThe pier was closed for a day." for n in range(2, 8)),
    "advertisements": f"Advertisement\n\n{ARTICLE}\n\nAdvertisement\n\n{ARTICLE}\n\nAdvertisement\n\n{ARTICLE}",
    "subheadings": "\n\n".join(f"Part {word}\n\n{ARTICLE}" for word in ("One", "Two", "Three", "Four")),
    "no comments yet": f"0 comments\n\n{ARTICLE}",
    "as somebody said": f"{ARTICLE}\n\nAs the minister of works said:\n\n{ARTICLE}\n\nAs the board said:\n\n{ARTICLE}",
    "one line": "Ann says:",
}


@pytest.mark.parametrize("text", QUIET.values(), ids=QUIET)
def test_articles_stay_articles(text: str):
    """Dates, quotations, lists and lines that come back do not make comments."""
    assert page_of(text).comments == ()


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Pictured: The pier at noon", "caption"),
        ("The pier was closed on Monday. Pictured: the crane", "caption"),
        ("In this file photo taken on May 3, 2021 boats lie at the pier", "caption"),
        ("The pier at low tide (Image: Harbour Archive)", "caption"),
        ("Additional reporting by Ann Lee in Varnholm", "credit"),
        ("By Ann Lee and Bo Krämer", "credit"),
        ("READ MORE", "promo"),
        ("Most read in the Packet", "promo"),
        ("Read the full article here", "promo"),
        ("To report an error, write to us", "furniture"),
        ("Select the text and press Ctrl + Enter", "furniture"),
        ("Advertisement", "furniture"),
        ("(Northshore Wire) The pier was closed on Monday after a storm.", "body"),
        ("By noon the pier was closed.", "body"),
        ("Related parties have until Friday to object to the closure, the board said in a long statement.", "body"),
        ("The minister declined to comment.", "body"),
    ],
)
def test_kinds_of_lines(line: str, kind: str):
    """A line among paragraphs is what news conventions make it, and body without one."""
    page = page_of(f"{ARTICLE}\n\n{line}\n\n{ARTICLE}")
    assert [block.kind for block in page.article.blocks if block.text == line] == [kind]


# --- what holds for every page ---

FRAGMENTS = (
    *("Ann says:\n", "Bo said...\n", "May 3, 2024 at 7:12 pm\n", "3 days ago\n", "Posted by: Cy | May 1, 2024\n"),
    *("Comments (2)\n", "Reply\n", "+1\n", "Leave a Reply\n", "Pictured: x\n", "http://a.example Bo\n", "zorp\n"),
    *("A sentence that goes on for a while.\n", "@Ann, ", "    ", "\n", "\r\n", "\r"),
    *("\u00a0", "\u2028", "\x00", "\ud800", "\x1f", "😀"),
)
fragments = st.sampled_from(FRAGMENTS)


@settings(max_examples=300)
@given(st.one_of(st.lists(fragments, max_size=60).map("".join), st.text(max_size=300)))
@example("Ann says:\n" * 3)
@example("Comments (2)\nBo said...\nComments (2)\nAnn says:\nBo said...\nReply\nComments (2)\n")
def test_nothing_is_lost(text: str):
    """Blocks and comments slice back to their texts, never overlap, and hold every character that is not blank."""
    page = page_of(text)
    clean = storable(text)
    spans = [(part.start, part.end, part.text) for part in (*page.article.blocks, *page.comments)]
    covered = [False] * len(clean)
    for start, end, part in spans:
        assert start is not None
        assert end is not None
        assert clean[start:end] == part
        assert not any(covered[start:end])
        covered[start:end] = [True] * (end - start)
    assert all(done or character.isspace() for done, character in zip(covered, clean, strict=True))


# --- headers on the line of their comment ---

SOURCES = "Ann Holt (May 3, 2024): The pier is safe.\nBo Lind (May 4, 2024): The pier is not safe."


def test_sources_in_an_article_are_no_comments():
    """`Name (date): text` is parted only below a heading of comments; an article lists its sources so."""
    assert page_of(f"{ARTICLE}\n\n{SOURCES}").comments == ()
    assert said(page_of(f"{ARTICLE}\n\nComments\n\n{SOURCES}")) == [
        ("Ann Holt", "The pier is safe."),
        ("Bo Lind", "The pier is not safe."),
    ]


def test_a_badge_may_be_a_name():
    """Where nobody is named above it, `Admin` is who wrote the comment."""
    text = f"{ARTICLE}\n\nComments\n\nAdmin\n3 May 2024, 12:30\nWe shall look.\n\nBo\n3 May 2024, 12:40\nThank you."
    assert said(page_of(text)) == [("Admin", "We shall look."), ("Bo", "Thank you.")]


def test_a_line_of_dates_that_opens_with_the_sign_of_a_change_is_read() -> None:
    """What stands before the sign is the comment's time: here, nothing."""
    page = parse_page("~3 may 2024 12:30 4 may 2024 13:30", source="plain", thread_id="t")
    assert [block.text for block in page.article.blocks] == ["~3 may 2024 12:30 4 may 2024 13:30"]
