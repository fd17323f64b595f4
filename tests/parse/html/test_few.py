"""Comments in shapes of boards, newspapers and home-made pages, three of them, two, or a single one."""

from __future__ import annotations

import pytest

from moderation.parse.html.page import parse_html

ARTICLE = (
    "<div class='article'><h1>Bac en retard</h1>"
    + "<p>Le conseil a gardé le bac entre les deux rives pour cinq années de plus, avec une amende par retard.</p>" * 3
    + "</div>"
)
PEOPLE = (
    ("Maud Tarrant", "10:12", "Le bac est en retard chaque lundi depuis que le capitaine est nouveau."),
    ("gorse_42", "11:40", "Il est nouveau, laissez-lui un mois ou deux."),
    ("Ike Fenwick", "21:05", "Mon père l'a pris pendant quarante ans, et il était déjà en retard."),
)
Read = list[tuple[str | None, str, str | None]]


def comments_of(item: str, around: str, people: int = 3, article: str = ARTICLE) -> Read:
    """Return author, text and time of each comment; `item` is one, with `$name`, `$time`, `$text`, `$n`."""
    rows = "".join(
        item.replace("$name", name).replace("$time", time).replace("$text", text).replace("$n", str(4100 + place))
        for place, (name, time, text) in enumerate(PEOPLE[:people])
    )
    page = parse_html(
        f"<html lang='fr'><body>{article}{around.format(rows)}</body></html>".encode(), source=None, thread_id="t"
    )
    assert page is not None
    return [(comment.author, comment.text, comment.created_at) for comment in page.comments]


def said(first: int = 0, last: int = 3, *, dated: bool = True) -> Read:
    """Return what the people from `first` to before `last` say."""
    return [(name, text, f"2019-05-03T{time}:00Z" if dated else None) for name, time, text in PEOPLE[first:last]]


@pytest.mark.parametrize(
    ("item", "around"),
    [
        (  # since when somebody is a member is another date
            (
                "<div class='media comment' id='c$n'><div class='media-body'><h4 class='media-heading'>Par : $name "
                "<small>Inscrit depuis le : 01/02/2011</small></h4><p>$text</p><small>Le 3 mai 2019 à "
                "$time</small></div></div>"
            ),
            "<h3>Commentaire(s)</h3>{}",
        ),
        (  # `profil_comment` and `date_comment` are no comments
            (
                "<article><div class='profil_comment'><span> $name </span><div class='date_comment'><span>3 mai 2019 "
                "à $time"
                "</span></div></div><p>$text</p><a href='/'>Répondre à ce commentaire</a></article>"
            ),
            (
                "<section class='section_comment'><div class='section_comment_review'><h2>3 "
                "commentaires</h2>{}</div></section>"
            ),
        ),
        (  # a title above `by`
            (
                "<table width='99%'><tr><td><a name='$n'></a><a href='/c/$n#$n'><b>Encore</b></a> (3.00 / 2) (#$n)<br>"
                "by <a href='/user/$n'>$name</a> on 3 mai 2019, $time</td></tr><tr><td>$text</td></tr>"
                "<tr><td>[ <a href='#'>Reply to This</a> | <a href='#'>Parent</a> ]</td></tr></table>"
            ),
            "<div class='comments'>{}</div>",
        ),
        (  # the text first, the article not in it
            (
                "<div class='comment'>$text<br><b>$name</b> | <a href='mailto:x@x.example'>Email</a> | <a "
                "href='http://x.example'>"
                "Homepage</a> | 3 mai 2019, $time | <a href='#$n'>#</a></div><hr>"
            ),
            "<div class='comments'>{}</div>",
        ),
        (
            (
                "<div class='bComment'><div class='bCommentTitle'>Comment from: $name [Visitor]</div><div "
                "class='bCommentText'>"
                "<p>$text</p></div><div class='bCommentSmallPrint'>3 mai 2019 à $time</div></div>"
            ),
            "<div class='bFeedback'><h4>3 comments</h4>{}</div>",
        ),
        (
            (
                "<ul class='comment'><li class='title'>Bac</li><li class='author'><span class='by'>Authored by:</span> "
                "<a href='/u/$n'>$name</a> on <span class='date'>3 mai 2019 à $time</span></li>"
                "<li class='text'>$text</li>"
                "<li class='actions'>[ <a href='#'>Reply to This</a> ]</li></ul>"
            ),
            "<div class='comments-section'>{}</div>",
        ),
        (
            (
                "<div class='comment'><div class='title'><a href='#comment-$n'>Encore</a></div><div "
                "class='credit'>Submitted by "
                "$name on 3 mai 2019 - $time.</div><div class='body'><p>$text</p></div></div>"
            ),
            "{}",
        ),
        (  # `+12` counts votes
            (
                "<li class='iC'><div class='wblock dC' data-id='$n'><div><div class='author ellipsis'><a "
                "class='showProfileSummary'>"
                "<b>$name</b></a> <a href='#comment-$n'><small><time datetime='2019-05-03T$time:00Z'>3 "
                "mai</time></small></a>"
                "<p class='vC'><b><span>+12</span></b></p></div><div class='text'><p>$text</p></div></div></div></li>"
            ),
            "<ul class='comments-stream'>{}</ul>",
        ),
        (  # the innermost line tells the name
            (
                "<article class='post' id='msg-$n'><header class='post__header'><h3>Re: Bac</h3><p "
                "class='post__meta'>Auteur: "
                "<a href='#'>$name</a> 3 mai 2019 à $time</p></header><div class='post__body'><p>$text</p></div>"
                "<ul class='post__toolbar'><li><a href='#'>Répondre</a></li></ul></article>"
            ),
            "<section class='thread'>{}</section>",
        ),
        (  # a number, a name and a year are no date
            (
                "<li class='comment-item' id='comment$n'><p class='info'>2. $name "
                "<a href='/c/$n/'>2019/05/03 $time</a></p>"
                "<div class='body lv3'>$text</div></li>"
            ),
            "<ul class='list-comment'>{}</ul>",
        ),
    ],
)
def test_three_comments(item: str, around: str):
    """All three are read with their names and times, and nothing else is in their texts."""
    assert comments_of(item, around) == said()


def test_a_line_below_says_who_wrote():
    """`écrit par : X` is no text, and a comment needs no date."""
    item = (
        "<div class='comment'><div class='comment-content'><p>$text</p><p>écrit par : <a "
        "href='/u'>$name</a></p></div></div>"
    )
    assert comments_of(item, "<div><h2>Commentaires</h2>{}</div>") == said(dated=False)


def test_a_short_text_between_name_and_time_is_the_text():
    """It is no badge of the writer's, though it is as short as one; breaks in it stay."""
    item = (
        "<div class='comment-item'><div class='comment-name'>$name</div><div class='comment-words'>$text</div>"
        "<div class='comment-date'>3 mai 2019 $time</div><div class='comment-x'>Bravo encore</div></div>"
    )
    texts = [text for _, text, _ in comments_of(item, "<div class='comments'>{}</div>")]
    assert [text.split("\n")[0] for text in texts] == [text for _, _, text in PEOPLE]
    broken = comments_of(item.replace("$text", "$text<br><br>$n fois."), "<div class='comments'>{}</div>")
    assert ["\n\n41" in text for _, text, _ in broken] == [True, True, True]


def test_a_heading_beside_the_time_is_the_name():
    """Templates that are bought by the thousand give it no name of its own."""
    item = (
        "<div class='comment-list'><div class='single-comment d-flex'><div class='user d-flex'><div class='thumb'>"
        "<img></div><div class='desc'><h5><a href='#'>$name</a></h5><p class='date'>3 mai 2019 à $time </p>"
        "<p class='comment'>$text</p></div></div><div class='reply-btn'>"
        "<a href='' class='btn-reply'>reply</a></div></div></div>"
    )
    assert comments_of(item, "<div class='comments-area'><h4>03 Comments</h4>{}</div>") == said()


ROWS = [
    (
        (
            "<li><div class='comment-text'><p>$text</p></div><p class='comment-author'>(<strong>$name</strong>, "
            "3 mai 2019 $time)</p></li>"
        ),
        "<div id='comments'><ol>{}</ol></div>",
    ),
    (
        (
            "<div class='itemcomment id$n'><h3 class='comment-user'><a href='http://x.example/'>$name</a> wrote:</h3>"
            "<div class='commentbody'>$text</div><div class='commentinfo'>3 mai 2019 $time</div></div>"
        ),
        "<div class='comments'>{}</div>",
    ),
]


@pytest.mark.parametrize("people", [1, 2])
@pytest.mark.parametrize(("item", "around"), ROWS)
def test_few_comments_in_a_section_of_their_own(item: str, around: str, people: int):
    """A section named after comments tells even one of no known name."""
    assert comments_of(item, around, people) == said(last=people)


@pytest.mark.parametrize(
    ("item", "around"),
    [
        ("<p><b>$name</b> (3 mai 2019, $time)<br>$text</p>", "<h3>1 commentaire</h3>{}"),
        (
            "<tr><td class='cname'>$name<br><small>3 mai 2019, $time</small></td><td class='ctext'>$text</td></tr>",
            "<h3>1 commentaire</h3><table>{}</table>",
        ),
    ],
)
def test_a_heading_counts_one(item: str, around: str):
    """What stands below `1 comment` is it, whatever it is called."""
    assert comments_of(item, around, 1) == said(last=1)


@pytest.mark.parametrize(
    "around",
    [
        "<div class='comments'>{}</div>",  # no name and no time
        "<div class='sidebar'><div class='comments'>{}</div></div>",
        "<div class='post comments-open'>{}</div>",
        "<form class='comments-form'><div class='comments'>{}</div></form>",
    ],
)
def test_one_text_alone_is_no_comment(around: str):
    """A policy in a section of comments, a column beside the page and a form are none."""
    named = "" if around.startswith("<div class='comments'") else "<span class='author'>$name</span> 3 mai 2019 $time"
    assert comments_of(f"<div class='c'>{named}<p>$text</p></div>", around, 1) == []


@pytest.mark.parametrize(
    "item",
    [
        (
            "<tr><td class='windowbg'><table><tr><td width='20%'><a name='$n'></a><a "
            "href='?action=viewprofile;username=u$n'><b>"
            "$name</b></a><br><span class='small'>Full Member<br>Posts: 120</span></td><td><b>Re: Bac</b><br><span "
            "class='small'>"
            "<b>Reply #1 - </b>3 mai 2019, $time</span><hr><div class='message'>$text</div></td></tr></table></td></tr>"
        ),
        (
            "<tr><td><table class='t_inner'><tr><td class='subjecttable' colspan='2'>"
            "<a href='?Number=$n#Post$n'>#$n</a> - "
            "<span class='date'>3 mai 2019 $time</span> <b>Re: Bac</b></td></tr><tr><td class='author-content'><span "
            "class='author-name'><a href='#'>$name</a></span><br>member</td><td class='post-content'><div "
            "class='post_inner'>"
            "<div id='body0'>$text</div></div></td></tr></table></td></tr>"
        ),
    ],
)
def test_the_boards_of_the_first_years(item: str):
    """Their first post is the article."""
    assert comments_of(item, "<table class='bordercolor'>{}</table>", article="<h1>Bac</h1>") == said(first=1)


def test_korean_and_taiwanese_boards():
    """gnuboard's comments are articles below the text, PTT's are lines of it."""
    gnuboard = (
        "<article id='c_$n'><header><h2>$name님의 댓글</h2><span class='sv_member'>$name</span>"
        "<span class='bo_vc_hdinfo'>작성일 <time datetime='2019-05-03T$time:00Z'>19-05-03</time></span></header>"
        "<div class='cmt_contents'><p>$text</p></div><footer><a href='#'>답변</a></footer></article>"
    )
    assert comments_of(gnuboard, "<section id='bo_vc'><h2>댓글목록</h2>{}</section>") == said()
    ptt = (
        "<div class='push'><span class='hl push-tag'>推 </span><span class='f3 hl push-userid'>$name</span>"
        "<span class='f3 push-content'>: $text</span><span class='push-ipdatetime'> 05/03 $time\n</span></div>"
    )
    assert comments_of(ptt, "<div id='main-content' class='bbs-screen'>{}</div>") == said(dated=False)


def test_headers_below_their_texts_leave_the_article_whole():
    """The first text ends above where the list of comments begins."""
    item = (
        "<li data-id='$n'><div class='content'>$text</div><footer><a class='entry-date' href='/e/$n'>3 mai 2019 "
        "$time</a> "
        "<a class='entry-author' href='/b'>$name</a></footer></li>"
    )
    assert comments_of(item, "<h1>Bac</h1><ul id='list'>{}</ul>", article="") == said()


@pytest.mark.parametrize(
    "around",
    [
        "<h1>Films</h1>{}",
        "<h1>En direct</h1><div class='live-posts'>{}</div>",
    ],
)
def test_lists_of_films_and_events_as_they_happen_are_no_comments(around: str):
    """`12 comments` below each film heads nothing, and a live blog is its editors'."""
    item = (
        "<div class='item'><a href='/v/$n'>Film $n</a><span class='user'>$name</span><span class='date'>3 May "
        "2019</span>"
        "<p>$text</p><span>12 comments</span></div>"
        if "Films" in around
        else "<div class='live-post'><time datetime='2019-05-03T$time:00Z'>3 May 2019 $time</time>"
        "<span class='author'>$name</span><p>$text</p></div>"
    )
    assert comments_of(item, around) == []
