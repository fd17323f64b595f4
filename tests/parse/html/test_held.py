"""A section named after comments is not one comment, and what stands around a comment's words is none of them."""

from __future__ import annotations

import pytest

from moderation.parse.html.page import parse_html

ARTICLE = (
    "<div class='story'><h1>Ferry late</h1>"
    + "<p>The council kept the ferry between the two banks for five more years, with a fine for each delay.</p>" * 4
    + "</div>"
)
PEOPLE = [
    ("Maud Tarrant", "10:12", "It is late each Monday since the captain is new."),
    ("gorse42", "11:40", "He is new, give him a month or two."),
    ("Ike Fenwick", "21:05", "My father took it for forty years, and it was late then."),
]


def said(item: str, around: str, people: int = 3) -> list[tuple[str | None, str]]:
    """Return author and text of each comment; `item` is one, with `$name`, `$time`, `$text`, `$n`."""
    rows = "".join(
        item.replace("$name", name).replace("$time", time).replace("$text", text).replace("$n", str(place))
        for place, (name, time, text) in enumerate(PEOPLE[:people], 1)
    )
    page = parse_html(
        f"<html lang='en'><body>{ARTICLE}{around.format(rows)}</body></html>".encode(), source=None, thread_id="t"
    )
    assert page is not None
    assert not any(text in page.article.text for _, _, text in PEOPLE)
    return [(comment.author, comment.text) for comment in page.comments]


WRITTEN = [(name, text) for name, _, text in PEOPLE]
ANSWERED = (
    "<div class='item clearfix'><div class='head'><img src='/$n.png'></div><div class='cont'><div class='info'>"
    "<span class='name'>$name</span> <i class='area'>Oldtown</i></div><div class='txt'>$text</div><div class='act'>"
    "<span class='when'>today $time</span> <a href='#'>Report</a> <a href='#'>Reply</a></div></div></div>"
)
SIGNED = (
    "<div class='dateStyle'>Fri, 03 May 2019 $time:00 GMT</div><div class='bodyStyle'>$text</div>"
    "<div class='authorStyle'><a href='http://x.example/'>$name</a></div>"
)


@pytest.mark.parametrize("people", [2, 3])
@pytest.mark.parametrize(
    ("item", "around"),
    [
        (
            ANSWERED,
            (
                "<div class='blk-comment'><div class='list-latest'><span class='name'>Hot comments</span>"
                "<div class='list'>{}</div></div></div>"
            ),
        ),
        (f"<div class='rowStyle'>{SIGNED}</div>", "<div class='commentViewBox'><div class='in'>{}</div></div>"),
    ],
    ids=["buttons", "names and times"],
)
def test_a_section_taken_for_one_comment_is_taken_apart(item: str, around: str, people: int):
    """Its rows have a button to answer each, or a name and a time each."""
    assert said(item, around, people) == WRITTEN[:people]


def test_a_comment_with_answers_that_nothing_names_stays_one_beside_them():
    """What says something of its own without its rows is a comment."""
    rows = f"<div class='rowStyle'>{SIGNED}</div>"
    own = (
        "<div class='comment'><div class='author'>Ada Quill</div><div class='date'>2 May 2019 09:00</div><p>Late"
        " again, and no word of why.</p><div class='below'>{}</div></div>"
    )
    assert said(rows, own, 2) == [("Ada Quill", "Late again, and no word of why."), *WRITTEN[:2]]


def test_a_section_in_which_nobody_has_written_is_no_comment():
    """It has a picture and a name all the same: those of whoever may write."""
    form = (
        "<div class='post_comment'><div class='bar'><form><textarea></textarea></form><img class='avatar' src='/a.png'>"
        "<span class='nickname'>Your name</span></div><p>{}Comments are those of their writers.</p>"
        "<div class='empty'><p>No comments yet</p></div></div>"
    )
    assert said("", form, 0) == []


MENU = "".join(
    f"<li><a href='#'>{what}</a></li>"
    for what in ("Edit", "Delete", "Follow $name", "Unfollow $name", "Block $name here", "Hide", "Dismiss", "Flag")
)


def test_menus_of_things_to_do_make_no_teasers():
    """A card about the writer in each comment is not what the writer says."""
    item = (
        "<article class='js_reply reply' id='reply_$n'><header><div class='meta-avatar js_author'><div class='img-30'>"
        "<div class='author-hovercard content small'><span class='avatar'><img src='/$n.png'></span><h4>$name</h4>"
        "<a class='button' href='/$n'>Profile</a><a class='button' href='#'>Follow</a></div></div><div class='txt'>"
        "<span class='display-name author vcard'><a class='fn url' href='/$n'>$name</a></span><div class='post-meta'>"
        f"<span class='publish-time'>5/03/19 $time</span></div></div></div><ul class='f-dropdown'>{MENU}</ul></header>"
        "<div class='reply-content post-content'><p>$text</p></div><div class='reply-tools'><a href='#'>Reply</a></div>"
        "</article>"
    )
    assert said(item, "<section class='js_replies'><div class='replies-wrapper'>{}</div></section>") == WRITTEN


@pytest.mark.parametrize(
    ("item", "around"),
    [
        (  # titles of answers are no names
            (
                "<div class='comment level1'><div class='comment-title'><b>Re: Ferry</b> <span>Authored by: "
                "<a href='/u?id=$n'>$name</a> on 3 May 2019 @ $time</span></div><p class='comment-body'>$text</p></div>"
            ),
            "<div id='commentarea'>{}</div>",
        ),
        (
            (
                "<div class='comment' id='c$n'><p class='commenthead'><span class='name'><b>Re: Ferry</b> by $name on "
                "3 May 2019 $time</span></p><p>$text</p></div>"
            ),
            "<h4>Comments</h4><div id='comments'>{}</div>",
        ),
        (  # name and age in one element, without a blank between
            (
                "<li class='comment' id='c$n'><div class='comment-author'><div class='avatar'><img src='/$n.png'></div>"
                "<div class='comment-meta'><span title='$name'><a href='/u$n'>$name</a></span><ul><li>"
                "<time datetime='2019-05-03T$time:00Z'>6 years ago</time></li></ul></div></div>"
                "<section class='comment-body'><p>$text</p></section></li>"
            ),
            "<ul id='comments' class='comment-list'>{}</ul>",
        ),
        (  # what is behind the name leads elsewhere
            (
                "<div class='comment'><a name='c$n'></a><p>$text</p><small><b>$name</b> (<a href='mailto:x@x.ex'>Email"
                "</a>) (<a href='http://x.example'>URL</a>) - 03.05.19 - $time</small></div>"
            ),
            "<h3>Comments</h3><div class='comments'>{}</div>",
        ),
        (  # a colon as wide as a letter of Chinese
            (
                "<div class='comment-item'><span class='user-name'>$name：</span><p class='comment-text'>$text</p>"
                "<span class='comment-time'>2019-05-03 $time</span></div>"
            ),
            "<div class='comment-list'>{}</div>",
        ),
        (  # a field to write in that shows when a button is pressed
            (
                "<div class='comment_q' id='comment$n'><h3><a href='/$n'>$name</a> <span>2019-05-03 $time</span></h3>"
                "<div class='cont'>$text</div><div class='fold' style='display:none'><textarea></textarea>"
                "<span>Mind your tongue</span><button>Send</button></div></div>"
            ),
            "<div id='list'>{}</div>",
        ),
        (  # `user_generated` is the text
            (
                "<dl class='comment vcard'><dt><span>Comment by <a class='fn url' href='/$n'>$name</a> on"
                " <span class='timestamp'>May 3, 2019 at $time</span></span></dt><dd><div class='xg_user_generated'>"
                "<p>$text</p></div></dd></dl>"
            ),
            "<div id='comments'>{}</div>",
        ),
        (  # a name whose element is called a link, and its age glued to it
            (
                "<li class='conversation-message' id='m$n'><div class='c_user'><span class='c_user-link'>$name</span>"
                "<span class='c_posted-at'>2 days ago</span></div><div class='c_body'><span class='c_text'>$text</span>"
                "</div><div class='c_actions'><button>Reply</button></div></li>"
            ),
            "<div><h3>Conversation</h3><ul class='comments-list'>{}</ul></div>",
        ),
        (  # the address behind a name is nobody's business
            (
                "<div class='comment'><span class='author'>$name &lt;x$n@x.example&gt;</span> <i class='date'>3 May"
                " 2019 $time</i><p>$text</p></div>"
            ),
            "<div class='comments'>{}</div>",
        ),
        (
            (
                "<div class='komentar-item' id='k$n'><div class='nama'>$name</div><div class='waktu'>03.05.2019 $time"
                " WIB</div><p class='isi'>$text</p><a href='#'>Balas</a></div>"
            ),
            "<h3>Komentar (3)</h3><div class='komentar-list'>{}</div>",
        ),
    ],
    ids=["title-authored", "title-by", "glued", "contacts", "colon", "field", "generated", "spans", "address", "malay"],
)
@pytest.mark.parametrize("people", [2, 3])
def test_names_and_texts_are_told_from_what_stands_beside_them(item: str, around: str, people: int):
    """Titles, ages, addresses and hidden fields are in neither."""
    assert said(item, around, people) == WRITTEN[:people]


def test_the_label_of_all_texts_is_in_none():
    """Guest books print it before each; what one writer puts before a colon is that writer's."""
    row = "<p><b>Name:</b> $name<br><b>Date:</b> May 3, 2019 $time<br><b>Comments:</b> $text</p><hr>"
    assert said(row, "<h2>Guestbook</h2><div>{}</div>") == WRITTEN
    item = "<div class='comment'><b class='author'>$name</b> <i class='date'>3 May 2019 $time</i><p>$text</p></div>"
    odd = [("Bo Teal", "Captain: new. Ferry: late."), *WRITTEN]
    around = item.replace("$name", odd[0][0]).replace("$time", "09:00").replace("$text", odd[0][1]) + "{}"
    assert said(item, f"<div class='comments'>{around}</div>") == odd


SYSTEMS = [
    (  # uCoz
        (
            "<div class='comEnt' id='comEnt$n'><table class='cBlock1'><tr><td><div><span class='cDate'>03.05.2019 $time"
            "</span> <a href='#'>Спам</a></div><a class='cNumber'>$n</a> <b class='cTop'><a class='post-u' href='/$n'>"
            "$name</a></b><div class='cMessage'>$text</div></td></tr></table></div>"
        ),
        "<div id='allEntries'>{}</div>",
    ),
    (  # Redmine
        (
            "<div id='change-$n' class='journal has-notes'><div id='note-$n'><h4><a href='#note-$n'>#$n</a> Updated by "
            "<a class='user active' href='/u/$n'>$name</a> <a title='2019-05-03 $time' href='/a'>over 6 years</a> ago"
            "</h4><ul class='details'><li><strong>Status</strong> changed from <i>New</i> to <i>Open</i></li></ul>"
            "<div class='wiki'><p>$text</p></div></div></div>"
        ),
        "<div id='history'><h3>History</h3>{}</div>",
    ),
    (  # NetEase: what is answered stands above in floors
        (
            "<div class='single-tie' data-post-id='p$n'><div><div class='bdy-inner'><div class='tie-author'>"
            "<span class='name-desp'><a class='name' href='/$n'>$name</a></span><span class='tie-time'>2019-05-03 $time"
            "</span></div><div class='floor-tie'><div class='tie-author'><a class='name' href='/u9'>Dee</a></div>"
            "<p class='tie-cnt'>Late again.</p></div><p class='tie-cnt'>$text</p></div></div></div>"
        ),
        "<div id='tieArea' class='post_comment'>{}</div>",
    ),
]


@pytest.mark.parametrize(("item", "around"), SYSTEMS, ids=["ucoz", "redmine", "netease"])
def test_systems_whose_names_say_nothing(item: str, around: str):
    """Each is known by what it writes."""
    assert said(item, around) == WRITTEN


def test_numbers_before_and_names_behind_texts_are_in_none():
    """`1. That is so. Bo (3 May 2019 10:12)` in one element, and a dash that led to the name."""
    talkback = (
        "<div class='talkback' id='tb$n'><div class='tbTitle'>$n. $text</div>"
        "<div class='tbInfo'>$name (03.05.2019 $time)</div></div>"
    )
    assert said(talkback, "<h3>Talkbacks</h3><div class='talkbacks'>{}</div>") == WRITTEN
    dash = (
        "<tr class='comment' id='comment-$n'><td class='comment-text'><div class='comment-body'>"
        "<span class='comment-copy'>$text</span> – <a class='comment-user' href='/u$n'>$name</a> <span"
        " class='comment-date'>2019-05-03 $time</span></div></td></tr>"
    )
    assert said(dash, "<div class='comments'><table>{}</table></div>") == WRITTEN


def test_numbers_that_do_not_count_are_the_writers():
    """Three people's `1. That is so.`, `4. Not so.` and `2. Maybe.` answer points of an article."""
    item = "<div class='comment'><b class='author'>$name</b> <i class='date'>3 May 2019 $time</i><p>$text</p></div>"
    points = "".join(
        item.replace("$name", name).replace("$time", time).replace("$text", f"{number}. {text}")
        for number, (name, time, text) in zip((1, 4, 2), PEOPLE, strict=True)
    )
    found = said("", f"<div class='comments'>{points}{{}}</div>", 0)
    assert [text[:2] for _, text in found] == ["1.", "4.", "2."]


def _rows(*rows: tuple[str, str, str]) -> str:
    return "".join(
        f"<li class='comment-item' id='c{number}'><b class='user-name'>{name}</b> <i class='date'>3 May 2019 10:12</i>"
        f"<p class='comment-text'>{text}</p>{more}</li>"
        for number, (name, text, more) in enumerate(rows)
    )


def _shown(name: str, text: str) -> str:
    inside = f"<b class='user-name'>{name}</b> <i class='date'>2 May 2019</i><p class='comment-text'>{text}</p>"
    return f"<ul class='floors'><li class='comment-item'>{inside}</li></ul>"


def _read(rows: str) -> list[tuple[str | None, str, str | None, int | None]]:
    page = parse_html(
        f"<html lang='en'><body>{ARTICLE}<ul class='comments'>{rows}</ul></body></html>".encode(),
        source=None,
        thread_id="t",
    )
    assert page is not None
    places = {comment.id: place for place, comment in enumerate(page.comments)}
    return [(c.author, c.text, c.reply_to, None if c.parent_id is None else places[c.parent_id]) for c in page.comments]


def test_what_an_answer_shows_again_is_what_it_answers():
    """It is no comment of its own, and the answer knows it, though it stands further down."""
    late, new, forty = ((name, text) for name, _, text in PEOPLE)
    rows = _rows((*forty, _shown(*new)), (*new, _shown(*late)), (*late, ""))
    assert _read(rows) == [(*forty, new[0], 1), (*new, late[0], 2), (*late, None, None)]


def test_who_says_the_same_twice_has_said_it_twice():
    """An answer of the same words as a comment, once on a page, is another comment."""
    late, new, forty = ((name, text) for name, _, text in PEOPLE)
    rows = _rows((*forty, _shown(*late)), (*new, ""), (*late, ""))
    assert [author for author, *_ in _read(rows)] == [forty[0], late[0], new[0], late[0]]
