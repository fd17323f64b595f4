"""Where comments say who wrote them and when: above, below, beside the text, and in old forums' tables."""

from __future__ import annotations

import pytest

from moderation.parse.html.page import parse_html

ARTICLE = (
    "<h1>Wehr gesperrt</h1>"
    + "<p>Das Wehr an der Mühle bleibt bis zum Herbst gesperrt, sagte der Kreis am Dienstag.</p>" * 3
)
PEOPLE = (
    ("Ilse Brandt", "10:12", "Das stimmt so nicht, gesperrt ist es schon seit dem Mai."),
    ("rudi42", "11:40", "Quatsch."),
    ("Jörg W.", "21:05", "Wer zahlt den Umweg? Ich jedenfalls nicht, und meine Nachbarn auch nicht."),
)


def comments_of(item: str, around: str = "<div class='comments'>{}</div>") -> list[tuple[str | None, str, str | None]]:
    """Return author, text and time of the comments of a page; `item` is one, with `$name`, `$time`, `$text`, `$n`."""
    rows = "".join(
        item.replace("$name", name).replace("$time", time).replace("$text", text).replace("$n", str(4100 + place))
        for place, (name, time, text) in enumerate(PEOPLE)
    )
    page = parse_html(
        f"<html lang='de'><body>{ARTICLE}{around.format(rows)}</body></html>".encode(), source=None, thread_id="t"
    )
    assert page is not None
    return [(comment.author, comment.text, comment.created_at) for comment in page.comments]


@pytest.mark.parametrize(
    ("item", "around"),
    [
        (
            (
                "<li id='comment-$n'><p>$text</p><p><cite>Kommentar von <a href='http://x.example' rel='nofollow'>"
                "$name</a> &#8212; 4. März 2019 @ <a href='#comment-$n'>$time</a></cite></p></li>"
            ),
            "<h2 id='comments'>3 Kommentare</h2><ol id='commentlist'>{}</ol>",
        ),
        (
            (
                "<div class='kommentar' id='kommentar-$n'><p>$text</p><small>Von <strong>$name</strong> am 04.03.2019 "
                "$time</small><details><summary>B</summary><form><textarea>$text</textarea></form></details></div>"
            ),
            "<section id='kommentare'>{}</section>",
        ),
        ("<div class='comment'><b>$name</b> sagte:<br>$text<br><small>4. März 2019, $time</small></div>", ""),
        ("<div class='comment'><p><strong>$name</strong> schrieb am 04.03.2019 um $time:</p><p>$text</p></div>", ""),
        ("<p id='c$n'><strong>$name</strong><br><em>04.03.2019 um $time</em><br>$text</p>", ""),
        (
            (
                "<article class='comment'><header><h3>$name</h3><p>am 4. März 2019 um $time Uhr</p></header>"
                "<div><p>$text</p></div></article>"
            ),
            "",
        ),
        (
            (
                "<div id='c$n' class='comment'><small><a href='#c$n'>#1</a> <time datetime='2019-03-04T$time'>Montag, "
                "$time</time> - <a rel='nofollow' href='x'>$name</a> schrieb:</small><blockquote>"
                "<p class='content_com'>$text</p></blockquote></div>"
            ),
            "",
        ),
        (
            "<tr><td class='kname'><b>$name</b><br>04.03.2019<br>$time</td><td class='ktext'>$text</td></tr>",
            "<h3>Kommentare</h3><table class='kommentare'>{}</table>",
        ),
        (
            (
                "<li class='posting_element' id='posting_$n'><div class='posting_head'><a class='posting_subject' "
                "href='/p-$n'>Titel</a><span class='pseudonym'><span>$name</span></span><time "
                "datetime='2019-03-04T$time'>4. März</time>"
                "</div><div class='post'><p>$text</p></div></li>"
            ),
            "<ol class='thread_tree'>{}</ol>",
        ),
        (
            "<dt id='c$n'><a href='#c$n'>#$n</a> <b>$name</b> am 04.03.2019, $time Uhr</dt><dd><p>$text</p></dd>",
            "<div id='comments'><h3>Kommentare</h3><dl>{}</dl></div>",
        ),
    ],
    ids=[
        "cite-below",
        "small-below",
        "date-below",
        "wrote-on",
        "breaks",
        "blocks",
        "link-wrote",
        "cells",
        "pseudonym",
        "terms",
    ],
)
def test_names_and_times_are_read_wherever_they_stand(item: str, around: str):
    """No part of a header stays in the text, and digits at the end of a name stay in the name."""
    wanted = [(name, text, f"2019-03-04T{time}:00Z") for name, time, text in PEOPLE]
    assert comments_of(item, around or "<div class='comments'>{}</div>") == wanted


BURNING_BOARD = (
    "<li id='post$n'><div class='message'><div class='messageInner'><div class='messageSidebar'><p class='userName'>"
    "<a href='u'><span>$name</span></a></p><p class='userTitle'>Müller</p></div><div class='messageContent'>"
    "<div class='messageHeader'><p class='messageCount'><a href='#post$n' class='messageNumber'>1</a></p>"
    "<p class='smallFont light'>4. März 2019, $time</p></div><h3 class='messageTitle'>RE: Wehr</h3>"
    "<div class='messageBody'><div id='postText$n'>$text</div></div></div></div></div></li>"
)
DISCUZ = (
    "<div id='post_$n'><table id='pid$n'><tr><td class='pls'><div class='authi'><a href='u' class='xw1'>$name</a></div>"
    "</td><td class='plc'><div class='authi'><em id='authorposton$n'>2019-03-04 $time</em></div>"
    "<table><tr><td class='t_f' id='postmessage_$n'>$text</td></tr></table></td></tr></table></div>"
)
PUN = (
    "<div class='post odd' id='p$n'><h3 class='hn post-ident'><span class='post-byline'>Reply by <strong>"
    "<a href='u'>$name</a></strong></span> <a class='permalink' href='#p$n'>2019-03-04 $time:00</a></h3>"
    "<div class='postbody'>"
    "<div class='post-author'><ul><li class='username'><a href='u'>$name</a></li>"
    "<li class='usertitle'>Member</li></ul></div>"
    "<div class='post-entry'><div class='entry-content'><p>$text</p></div></div></div></div>"
)


@pytest.mark.parametrize("item", [BURNING_BOARD, DISCUZ, PUN], ids=["burning-board", "discuz", "punbb"])
def test_the_first_post_of_an_old_forum_is_the_article(item: str):
    """The others are comments, with their writers and times."""
    wanted = [(name, text, f"2019-03-04T{time}:00Z") for name, time, text in PEOPLE[1:]]
    assert comments_of(item, "<div id='list'>{}</div>") == wanted


@pytest.mark.parametrize(
    ("names", "parents"),
    [
        ("class='comment comment-level-{}'", [None, 0, 1, None]),
        ("class='reader-comment depth{}'", [None, 0, 1, None]),
        ("class='beitrag ebene_{}'", [None, 0, 1, None]),
        ("class='comment user-level-{}'", [None, None, None, None]),  # a rank
        ("class='comment'><div style='padding-left: {}0px'", [None, 0, 1, None]),
    ],
)
def test_depths_stand_in_names_and_margins(names: str, parents: list[int | None]):
    """What says level 1 answers the level 0 above it; how far a member of the site has got says nothing."""
    rows = "".join(
        f"<div {names.format(depth)}><div class='h'><b class='name'>{name}</b> <span class='date'>4.3.2019 1{depth}:00"
        f"</span></div><p>Das ist die Meinung von {name}.</p>{'</div>' if 'style' in names else ''}</div>"
        for name, depth in (("Ilse", 0), ("Rudi", 1), ("Jörg", 2), ("Ole", 0))
    )
    page = parse_html(
        f"<html lang='de'><body>{ARTICLE}<div id='comments'>{rows}</div></body></html>".encode(),
        source=None,
        thread_id="t",
    )
    assert page is not None
    places = {comment.id: place for place, comment in enumerate(page.comments)}
    assert [places.get(comment.parent_id or "") for comment in page.comments] == parents
