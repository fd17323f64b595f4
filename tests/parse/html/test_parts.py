"""The parts of the page reader: encodings, depths, names of classes, dates, lines, texts, embeds and circles."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from moderation.parse.html.comment import labels
from moderation.parse.html.comment.addresses import comment_id, number
from moderation.parse.html.comment.dates import moment
from moderation.parse.html.comment.lines import clean_name, is_button, is_gone
from moderation.parse.html.comment.linking import comments_of
from moderation.parse.html.comment.refrain import without_refrain
from moderation.parse.html.document.text import Said, said
from moderation.parse.html.document.tree import fragment, tree_of
from moderation.parse.html.document.vocabulary import names_comment, names_comments, names_widget, role, words
from moderation.parse.html.embeds import embedded_in
from moderation.parse.html.found import Found, Thread
from moderation.parse.html.page import parse_html
from moderation.parse.sniffing import format_of
from moderation.records import Span


def text_of(page: bytes) -> str:
    tree = tree_of(page)
    assert tree is not None
    return " ".join("".join(tree.root.itertext()).split())


@pytest.mark.parametrize(
    ("page", "text", "notices"),
    [
        ("<p>Grüße".encode(), "Grüße", 0),
        ("<p>Grüße".encode("utf-16"), "Grüße", 0),
        (b"\xef\xbb\xbf" + "<meta charset=latin1><p>Grüße".encode(), "Grüße", 0),
        ('<meta charset="iso-8859-2"><p>Łódź'.encode("iso-8859-2"), "Łódź", 0),
        ('<meta http-equiv="Content-Type" content="text/html; charset=windows-1251"><p>Да'.encode("cp1251"), "Да", 0),
        ('<?xml version="1.0" encoding="koi8-r"?><html><p>Да'.encode("koi8-r"), "Да", 0),
        ("<meta charset=iso-8859-1><p>“Grüße”".encode("cp1252"), "“Grüße”", 0),
        ("<meta charset=utf-8><p>“Grüße”".encode("cp1252"), "“Grüße”", 1),
        ("<p>Grüße".encode("cp1252"), "Grüße", 1),
        (b"<p>a\x00b", "a\ufffdb", 1),
    ],
)
def test_a_page_is_decoded(page: bytes, text: str, notices: int):
    """A mark decides, then strict UTF-8, then what the page declares, then Windows-1252 with a notice."""
    tree = tree_of(page)
    assert tree is not None
    assert text_of(page) == text
    assert len(tree.notices) == notices


@pytest.mark.parametrize(
    "page",
    [
        "<p>first</p>" + "<div>" * 10_000 + "<p>deep</p>" + "</div>" * 10_000 + "<p>last</p>",
        "<p>first</p>" + "<ul><li>" * 3_000 + "deep" + "</li></ul>" * 3_000 + "<p>last</p>",
        "<p>first</p>" + "<font>" * 400 + "<p>deep</p><p>last</p>",
        "<p>first</p>" + "<table><tr><td>" * 400 + "deep" + "</td></tr></table>" * 400 + "<p>last</p>",
        "<p>first</p>" + "x" * 11_000_000 + "deep<p>last</p>",
        "<p>first</p><i " + "a b=1 " * 30_000 + ">deep</i><p>last</p>",
    ],
    ids=["divs", "lists", "fonts", "tables", "one long text", "one crowded tag"],
)
def test_nothing_is_lost_below_the_limits(page: str):
    """Depth, length and attributes beyond what the parser takes cost structure, never text."""
    text = text_of(page.encode())
    assert text.startswith("first")
    assert "deep" in text
    assert text.endswith("last")


@pytest.mark.parametrize("page", [b"", b"<!-- nothing -->", b"<?pi ?>"])
def test_no_element_no_tree(page: bytes):
    """What holds no element and no text is no page."""
    assert tree_of(page) is None


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("MtnCommentContent", ("mtn", "comment", "content")),
        ("c-comment-card__text", ("c", "comment", "card", "text")),
        ("commentlist", ("comment", "list")),
        ("kommentarmodul", ("kommentar", "modul")),
        ("comment--2fK9xQ1a", ("comment",)),
        ("sect_commentlinks", ("sect", "comment", "links")),
        ("commentary", ("commentary",)),
    ],
)
def test_names_are_taken_apart(name: str, parts: tuple[str, ...]):
    """Camel case, hyphens, glued words and what compilers of style sheets add are seen through."""
    assert words(name) == parts


@pytest.mark.parametrize(
    "name",
    [
        "comment",
        "comment-42",
        "li-comment-7",
        "kb-comment",
        "mo-comment-card",
        "comments__item",
        "leserbrief",
        "kommentar_2766706",
        "commentEntry",
        "forum-fil",
        "Comment--1g2iCC-R",
        "posting",
    ],
)
def test_names_of_a_comment(name: str):
    """These are names of one comment."""
    assert names_comment(name)


@pytest.mark.parametrize(
    "name",
    [
        "comments",
        "comment-list",
        "comment-content",
        "comment-form-comment",
        "comment-author-bob",
        "comment-count",
        "comment-respond",
        "commentary",
        "kommentarbereich",
        "recent-comments",
        "content",
    ],
)
def test_names_of_no_comment(name: str):
    """These are names of parts, containers, or of something else."""
    assert not names_comment(name)


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("comment-author", "author"),
        ("MtnCommentAccountName", "author"),
        ("message-user", "author"),
        ("leserbrief_meta", "aside"),
        ("texte-commentaire", "body"),
        ("comment-date", "time"),
        ("user-content", "body"),
        ("comment-awaiting-moderation", "pending"),
        ("subcomments", "replies"),
        ("wpd-vote-result", "likes"),
        ("d-flex", None),
    ],
)
def test_the_last_word_decides_the_role(name: str, part: str | None):
    """A compound is what its last known word says."""
    assert role(name) == part


@pytest.mark.parametrize(
    "head",
    [
        "<!DOCTYPE html><title>x</title>",
        "\n<HTML lang=de>",
        "<!-- saved from url=(0020)https://example.org/ -->\n<html>",
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x">',
        "<div class='a'>a piece of a page</div>",
    ],
)
def test_pages_are_told_by_their_beginning(head: str):
    """Comments and declarations before the first element, or no doctype at all, make a page no less one."""
    assert format_of(head.encode(), name="x", ending="") == "html"


def test_sections_and_widgets():
    """A section of comments is told from a column of recent ones."""
    assert names_comments("comments-area")
    assert names_comments("section-kommentare")
    assert not names_comments("content-area")
    assert names_widget("widget widget_recent_comments")
    assert names_widget("teaser teaser--kommentar")
    assert not names_widget("comments-area")


@pytest.mark.parametrize(
    ("text", "language", "time"),
    [
        ("12. März 2020 um 14:33", "", "2020-03-12T14:33:00Z"),
        ("12 mars 2020 à 14h33", "", "2020-03-12T14:33:00Z"),
        ("le 1er août 2019 | 9 h 05", "", "2019-08-01T09:05:00Z"),
        ("March 3, 2020 at 5:01 pm", "", "2020-03-03T17:01:00Z"),
        ("17:12 Uhr, 09.04.2020", "", "2020-04-09T17:12:00Z"),
        ("15.03.20, 14.33 Uhr", "", "2020-03-15T14:33:00Z"),
        ("3 de mayo de 2021 12:00", "", "2021-05-03T12:00:00Z"),
        ("2020-03-03T12:00:00+01:00", "", "2020-03-03T11:00:00Z"),
        ("2021-06-01T10:00:00 1622541600", "", "2021-06-01T10:00:00Z"),
        ("1622541600", "", "2021-06-01T10:00:00Z"),
        ("03/04/2024", "fr", "2024-04-03T00:00:00Z"),
        ("03/04/2024", "en", None),
        ("04/23/2024 8:15 AM", "en", "2024-04-23T08:15:00Z"),
        ("01.05.2024 10:00:00 UTC+02:00", "", "2024-05-01T08:00:00Z"),
        ("May 1, 2024 10:00 PM (GMT-5)", "", "2024-05-02T03:00:00Z"),
        ("1. Mai 2024 10:00 GMT+14:59", "de", "2024-04-30T19:01:00Z"),
        ("31.02.2020", "", None),
        ("vor 5 Minuten", "de", None),
        ("12 comments", "", None),
    ],
)
def test_dates_of_pages(text: str, language: str, time: str | None):
    """Dates are read in the order of their language, and left out where two readings are possible."""
    assert moment(text, language) == time


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hedwig Pohl sagt:", "Hedwig Pohl"),
        ("par Jean R.", "Jean R."),
        ("Posted by Walter Finch on", "Walter Finch"),
        ("Walter Finch said...", "Walter Finch"),
        ("Ann, 3 May 2024 at 7:12 pm", "Ann"),
        ("Boulanger (non vérifié)", "Boulanger"),
        ("Reply", None),
        ("3. Mai 2020", None),
        ("https://example.org", None),
        ("…", None),
        ("x" * 200, None),
    ],
)
def test_names_are_cleaned(text: str, name: str | None):
    """What stands around a name is taken off, and what is no name is none."""
    assert clean_name(text) == name


def test_buttons_and_tombstones():
    """Rows of buttons and lines in place of deleted comments are told from short comments."""
    assert all(
        map(is_button, ["Reply", "2 Antworten", "Like | Répondre · Signaler", "Score: 9 Votes (Like | Disagree)"])
    )
    assert not any(map(is_button, ["I agree", "Like I said", "Auf Wiedersehen", "5", ""]))
    assert all(
        map(is_gone, ["[deleted]", "This comment was removed by a moderator.", "Dieser Kommentar wurde gelöscht."])
    )
    assert not is_gone("The comment was removed? By whom?")


def test_a_hostile_line_is_judged_at_once():
    """Lines made of almost only buttons do not make the expression go back and forth."""
    assert not is_button("reply to " * 17 + "!")
    assert not is_button("like|" * 31 + "x")


@pytest.mark.parametrize(
    ("markup", "text", "quoted"),
    [
        ("<p>a</p><p>b</p>", "a\n\nb", []),
        ("a<br>b<br/><br>c", "a\nb\n\nc", []),
        ("<div>a</div><div>b</div>", "a\nb", []),
        ("<ul><li>a</li><li>b</li></ul>c", "a\nb\n\nc", []),
        ("a <b>b</b>  \n c", "a b c", []),
        ("<p>x</p><blockquote><p>y</p><p>z</p></blockquote>w", "x\n\ny\n\nz\n\nw", ["y\n\nz"]),
        ("<blockquote>a<blockquote>b</blockquote></blockquote>c", "a\n\nb\n\nc", ["a\n\nb"]),
        ("<blockquote> </blockquote>c", "c", []),
        ("a\ue0f0b", "ab", []),
        ("<script>x</script>a<style>y</style>", "a", []),
        ("&lt;b&gt; &amp;amp;", "<b> &amp;", []),
    ],
)
def test_elements_to_text(markup: str, text: str, quoted: list[str]):
    """Paragraphs come out a blank line apart, breaks as line ends, quotes as ranges, entities as what they mean."""
    root = fragment(f"<section>{markup}</section>")
    found = said(root)
    assert found.text == text
    assert [found.text[span.start : span.end] for span in found.quotes] == quoted


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ('<div id="disqus_thread"></div>', "disqus"),
        ('<script src="https://x.disqus.com/count.js"></script>', None),
        ('<div class="row fb-comments" data-href="x">', "facebook"),
        ('<script src="https://connect.facebook.net/sdk.js"></script>', None),
        ('<script src="https://launcher.spot.im/spot/sp_1"></script>', "openweb"),
        ('<div id="coral_thread"></div>', "coral"),
        ("fyre.conv.load({})", "livefyre"),
        ('<vf-conversations id="1">', "viafoura"),
        ('<hyvor-talk-comments website-id="1">', "hyvor"),
        ('<div id="commento"></div>', "commento"),
        ('<script src="https://giscus.app/client.js">', "giscus"),
        ('<script src="https://utteranc.es/client.js">', "utterances"),
        ('<section id="isso-thread">', "isso"),
        ("var remark_config = {}", "remark42"),
        ('<div class="talkyard-comments">', "talkyard"),
        ("<p>We wrote about Disqus and coral reefs.</p>", None),
    ],
)
def test_embeds_are_named(source: str, name: str | None):
    """A page that loads its comments later is told from one that only counts or mentions them."""
    assert embedded_in(source) == name


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("li-comment-923", "923"),
        ("comment-6a00d8", "6a00d8"),
        ("c7818214978921193094", "7818214978921193094"),
        ("t1_daqsgpm", "daqsgpm"),
        ("CommentTopMeta--Created--t1_c95fjfq", "c95fjfq"),
        ("comments", None),
        ("respond", None),
        (None, None),
    ],
)
def test_ids_of_elements(name: str | None, wanted: str | None):
    """The page's own id of a comment is what its element's id ends in."""
    assert comment_id(name) == wanted


def test_what_every_comment_ends_with_is_taken_off():
    """A line below all texts is a button nobody listed; a text that is nothing else keeps it, and so do quotes."""
    texts = ["One.\nKeep this", "Two.\n\nKeep this", "Keep this", "More: a\nb\nKeep this", "x\nKeep this"]
    found = [Found(Said(text)) for text in texts]
    found[3].said = Said(texts[3], (Span(6, 9),))
    without_refrain(found)
    assert [comment.said.text for comment in found] == ["One.", "Two.", "Keep this", "More: a\nb", "x"]
    assert found[3].said.quotes == (Span(6, 9),)


def test_numbers_as_shown():
    """Separators of thousands and typographic signs are understood."""
    assert [number(text) for text in ("1,204 likes", "2.310", "−3", "+7", "none", None)] == [
        1204,
        2310,
        -3,
        7,
        None,
        None,
    ]


@settings(max_examples=200)
@given(
    st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from([None, *"abcdex"]), st.integers(0, 3)), max_size=12)
)
def test_parents_never_go_in_circles(rows: list[tuple[str, str | None, int]]):
    """Whatever a page refers to, following parents ends, ids are unique, and a parent is a comment of the thread."""
    found = [
        Found(Said(f"t{place}"), id=name, parent=parent, depth=depth)
        for place, (name, parent, depth) in enumerate(rows)
    ]
    comments = comments_of(Thread("shape", found), source="html", site=None, thread_id="t")
    parents = {comment.id: comment.parent_id for comment in comments}
    assert len(parents) == len(rows)
    for comment in comments:
        steps, place = 0, comment.parent_id
        while place is not None:
            steps, place = steps + 1, parents[place]
            assert steps <= len(rows)


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("3 likes", 3),
        ("1 like", 1),
        ("1,204 likes. Like this comment", 1204),
        ("Like (3)", 3),
        ("Likes: 12", 12),
        ("7 reactions; see who reacted to this", 7),
        ("4 people like this", 4),
        ("5 Gefällt mir-Angaben", 5),
        ("2 mentions J’aime", 2),
        ("8 me gusta", 8),
        ("Like", None),
        ("3 replies", None),
        ("Like comment 1234", None),
        ("3 days ago", None),
    ],
)
def test_likes_in_labels(label: str, expected: int | None):
    """A number that a label says is likes, in the languages of the shapes."""
    item = lxml_html.fromstring(
        f'<div class="comment"><p>I like 9 of them</p><button aria-label="{label}">x</button></div>'
    )
    assert labels.likes(item, ()) == expected


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Comment by Ann Lee", "Ann Lee"),
        ("Comment by Ann Lee 3 days ago", "Ann Lee"),
        ("Comment by Ann Lee, a week ago", "Ann Lee"),
        ("Reply by Bo to Ann Lee's comment 2 hours ago", "Bo"),
        ("Kommentar von Jörg Klein vor 3 Tagen", "Jörg Klein"),
        ("Commentaire de Zoé il y a 2 jours", "Zoé"),
        ("Comentario de Íñigo hace 5 h", "Íñigo"),
        ("Comment", None),
        ("Comment by", None),
    ],
)
def test_names_in_labels(label: str, expected: str | None):
    """Who wrote a comment may stand in its label alone."""
    item = lxml_html.fromstring("<div>x</div>")
    item.set("aria-label", label)
    assert labels.writer(item) == expected


def test_a_page_of_facebook():
    """Nothing but labels says what is a comment there, whose, and how many like it."""
    said = [
        ("Comment by Ann Lee 3 days ago", "The bridge is closed."),
        ("Reply by Bo to Ann Lee's comment 1 day ago", "No."),
    ]
    items = "".join(
        f'<div class="x1n2onr6"><div role="article" aria-label="{label}"><a href="/u"><img alt=""></a>'
        f'<span dir="auto">somebody</span><div dir="auto">{text}</div>'
        f'<div role="button" aria-label="{number} reactions; see who reacted to this">{number}</div></div></div>'
        for number, (label, text) in enumerate(said, 4)
    )
    article = "<p>The council met on Monday and talked about the bridge.</p>" * 5
    markup = f"<html><body><h1>Bridge</h1>{article}<div>{items}</div></body></html>"
    page = parse_html(markup.encode(), source=None, thread_id="t")
    assert page is not None
    assert [(one.author, one.text, one.likes) for one in page.comments] == [
        ("Ann Lee", "The bridge is closed.", 4),
        ("Bo", "No.", 5),
    ]


@pytest.mark.parametrize(
    "shown",
    [
        '<li class="like_count smalltext">3 people like this</li>',
        '<span class="likes-count">3</span>',
        '<a class="like-button" role="button" aria-label="Like (3)"><svg></svg></a>',
        '<button aria-label="3 likes"></button>',
    ],
)
def test_likes_of_pages(shown: str):
    """Likes beside a comment, in a class or in a label; the text has none of it."""
    comment = (
        '<div class="comment"><span class="author">Ann</span><time datetime="2024-05-01T10:00:00Z">May</time>'
        '<div class="comment-body">{}</div><ul>{}</ul></div>'
    )
    texts = ["I took the bus on Monday.", "The bridge is closed again.", "No, it opened in May."]
    items = "".join(comment.format(text, shown) for text in texts)
    article = "<p>The council met on Monday and talked about the bridge.</p>" * 5
    page = parse_html(
        f"<html><body>{article}<div class='comments'>{items}</div></body></html>".encode(), source=None, thread_id="t"
    )
    assert page is not None
    assert [(one.text, one.likes) for one in page.comments] == [(text, 3) for text in texts]


@pytest.mark.parametrize(
    ("title", "heading", "headline"),
    [
        ("Bridge closed for months - The Gazette", "The old bridge stays closed over winter", "heading"),
        ("Bridge closed - The Gazette", "Bridge closed", "heading"),
        ("Bridge closed for months", "The Gazette", "title"),
    ],
    ids=["another wording", "the same", "the name of the site"],
)
def test_the_headline_is_told_from_the_title(title: str, heading: str, headline: str):
    """A heading that says what the title says is the headline, and stands in no article's text."""
    text = "The council has closed the old bridge, because one of its piers has cracks that grow with every frost."
    article = f"<article><h1>{heading}</h1><p>{text}</p></article>"
    markup = f"<html><head><title>{title}</title></head><body>{article}</body></html>"
    page = parse_html(markup.encode(), source=None, thread_id="t")

    assert page is not None
    assert page.article.title == (heading if headline == "heading" else title)
    assert headline == "title" or heading not in page.article.text
    assert text in page.article.text
