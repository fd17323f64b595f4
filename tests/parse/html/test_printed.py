"""Pages whose elements tell nothing of comments: they are read by the lines that they print."""

from __future__ import annotations

from moderation.parse.html.page import parse_html

ARTICLE = (
    "<h1>Pier closed</h1>" + "<p>The pier was closed for the day, the harbour board said, and nobody wondered.</p>" * 4
)
PEOPLE = (("Ann Lee", "10:12", "They never say why."), ("Bo", "11:40", "It was the wind."), ("Cy", "12:05", "Again."))


def comments_of(rows: str) -> tuple[list[tuple[str | None, str, str | None]], str]:
    """Return author, text and time of the comments of a page, and its article's text."""
    page = parse_html(f"<html><body>{ARTICLE}{rows}</body></html>".encode(), source=None, thread_id="t")
    assert page is not None
    return [(comment.author, comment.text, comment.created_at) for comment in page.comments], page.article.text


def test_texts_parted_by_breaks_are_comments():
    """Old pages set name, date and text into one cell, with breaks between."""
    rows = "".join(f"<b>Re: pier</b><br>by <b>{n}</b> on 3 May 2024 {t}<br><br>{text}<hr>" for n, t, text in PEOPLE)
    found, body = comments_of(f"<table><tr><td>{rows}</td></tr></table>")
    assert found == [(n, text, f"2024-05-03T{t}:00Z") for n, t, text in PEOPLE]
    assert "wind" not in body
    assert "harbour board" in body


def test_labels_without_blanks_between_are_lines():
    """Compiled style sheets lay out name, place and time; in the page they stand glued to each other."""
    rows = "".join(
        f'<div class="x{n[0]}1"><div class="q9"><span>{n}</span><span>Leeds</span><time datetime="2024-05-03T{t}:00Z">'
        f"May 3</time></div><div class='z4'>{text}</div></div>"
        for n, t, text in PEOPLE
    )
    found, _ = comments_of(f"<h2>Comments (3)</h2><div>{rows}</div>")
    assert [(text, when) for _, text, when in found] == [(text, f"2024-05-03T{t}:00Z") for _, t, text in PEOPLE]


def test_lines_of_a_board_are_no_comments():
    """Names above dates without a time of day, a button or a heading are people, not readers."""
    rows = "".join(f"<div><b>{n}</b><br>born 01.03.1984<br>{text}</div>" for n, _, text in PEOPLE)
    assert comments_of(rows)[0] == []


def test_headlines_with_the_number_of_their_comments_are_none():
    """A list of articles has a name, a date and a line of its own for each, and every one of these is a link."""
    rows = "".join(
        f"<div><h3><a href='/{n[0]}'>{n} opens</a></h3><p>Written on 3 May 2024 {t}</p>"
        f"<p><a href='/{n[0]}#comments'>4 comments</a></p></div>"
        for n, t, _ in PEOPLE
    )
    spoken = rows.replace("4 comments</a>", "</a>They never say why.")
    assert comments_of(f"<h2>Comments</h2>{rows}")[0] == []
    assert len(comments_of(f"<h2>Comments</h2>{spoken}")[0]) == 3


def test_margins_are_depths():
    """What is set in further answers what stands above it."""
    rows = "".join(
        f'<div style="margin-left: {depth}px"><div class="comment"><b class="author">{n}</b>'
        f'<span class="date">3 May 2024 {t}</span><p>{text}</p></div></div>'
        for depth, (n, t, text) in zip((0, 30, 0), PEOPLE, strict=True)
    )
    page = parse_html(f"<html><body>{ARTICLE}{rows}</body></html>".encode(), source=None, thread_id="t")
    assert page is not None
    assert [comment.parent_id for comment in page.comments] == [None, page.comments[0].id, None]


def test_what_leads_to_other_pages_is_no_comment():
    """The board of a forum and a list of teasers have names and times, and a link to another page in each entry."""
    entry = "<div><a href='/t/{n}'>Where {n} moors</a><br>by <b>{n}</b><br>3 May 2024 {t}</div>"
    teasers = "".join(
        f"<div><b>{n}</b> 3 May 2024 {t}<p><a href='/{n[0]}'>{text}</a></p><p>{text[::-1]} {text}</p></div>"
        for n, t, text in PEOPLE
    )
    said = teasers.replace("href", "name")
    assert comments_of("".join(entry.format(n=n, t=t) for n, t, _ in PEOPLE))[0] == []
    assert comments_of(teasers)[0] == []
    assert len(comments_of(said)[0]) == 3


def test_the_index_of_a_forum_has_no_comments():
    """Its columns are headed by words for topics and for last posts."""
    rows = "".join(f"<div><b>{n}</b> 3 May 2024 {t}<br>{text}</div>" for n, t, text in PEOPLE)
    assert len(comments_of(rows)[0]) == 3
    assert comments_of(f"<table><tr><td>Темы</td><td>Последнее сообщение</td></tr></table>{rows}")[0] == []


def test_one_label_above_each_entry_is_no_name():
    """`Published on` above the date of each article of an archive."""
    rows = "".join(f"<div>Publicado el<br>3 May 2024 {t} | <br>{text}</div>" for _, t, text in PEOPLE)
    assert comments_of(rows)[0] == []


def test_how_long_a_film_is_dates_nothing():
    """Films stand in a list with a name and `03:29` each, and the article goes on below the last."""
    rows = "".join(f"<div>Now playing<br>{n}<br>0{t[4]}:{t[3:]}<br>{text}</div>" for n, t, text in PEOPLE)
    found, body = comments_of(f"{rows}<p>The harbour board will meet again on Monday to talk about the wind.</p>")
    assert found == []
    assert "meet again on Monday" in body


def test_the_foot_of_a_page_is_not_the_last_comment():
    """Comments stand in one element; what stands below it, or in another shape beside it, is none of the last one."""
    rows = "".join(f"<div><p><b>{n}</b> 3 May 2024 {t}</p><p>{text}</p></div>" for n, t, text in PEOPLE)
    foot = "<p>All times are those of the pier</p><p>Who is online</p>"
    flat = "".join(f"<p><b>{n}</b> 3 May 2024 {t}</p><p>{text}</p>" for n, t, text in PEOPLE)
    assert comments_of(f"<div>{rows}</div><div>{foot}</div>")[0][-1][1] == "Again."
    assert comments_of(f"<div>{rows}<div>{foot}</div></div>")[0][-1][1] == "Again."
    assert comments_of(f"<div>{flat}<p>And again.</p><ul><li>Contact us</li></ul></div>")[0][-1][1] == (
        "Again.\n\nAnd again."
    )


def test_entries_under_headlines_are_no_comments():
    """A list of a paper's own opinions: each has a headline with a link, a name and a time; names have links, too."""
    rows = "".join(
        f"<div><h3><a href='/{n[0]}'>{{}}</a></h3><p>by {n}</p><time>3 May 2024 {t}</time><p>{text} {text}</p></div>"
        for n, t, text in PEOPLE
    )
    assert comments_of("<h2>Opinion</h2>" + rows.format(*(f"Why {n} is right" for n, _, _ in PEOPLE)))[0] == []
    named = "".join(
        f"<div><h3><a href='/u/{n[0]}'>{n}</a></h3><p>3 May 2024 {t}</p><p>{text} {text}</p></div>"
        for n, t, text in PEOPLE
    )
    assert len(comments_of(f"<h2>Comments</h2>{named}")[0]) == 3


def test_comments_on_other_pages_are_none_of_this_one():
    """The newest comments of a site link to a page each; those of one page all link to it."""
    row = (
        "<div class='{}'><b class='author'>{}</b> <span class='date'>3 May 2024 {}</span><p>{} "
        "<a href='/{}#comment-12'>more</a></p></div>"
    )
    for name in ("comment", "x1"):
        newest = "".join(row.format(name, n, t, text, n[0]) for n, t, text in PEOPLE)
        own = "".join(row.format(name, n, t, text, "pier") for n, t, text in PEOPLE)
        assert comments_of(f"<div>{newest}</div>")[0] == []
        assert len(comments_of(f"<div>{own}</div>")[0]) == 3


def test_words_behind_a_body_that_ends_too_early_are_read():
    """They stand in the root itself, which stands in nothing."""
    rows = "".join(f"{n}, 3 May 2024 {t}<div>{text}</div>" for n, t, text in PEOPLE)
    found, _ = comments_of(f"<ul><li></body>{rows}")
    assert found == [(n, text, f"2024-05-03T{t}:00Z") for n, t, text in PEOPLE]
