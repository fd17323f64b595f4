"""The known systems: where each puts its comments, and the parts that their class names do not tell.

A line is enough for a new one. `needs` are pieces of the page's source, any of which must be there: they keep the
selectors of forty systems from being tried on every page. A field is `css`, `css@attribute`, or `@attribute` of the
comment itself, alternatives with `||` between; what is left out is found by the vocabulary.
"""

from __future__ import annotations

from typing import Final

from moderation.parse.html.finding.boards import BOARDS
from moderation.parse.html.finding.forums import FORUMS
from moderation.parse.html.finding.networks import NETWORKS
from moderation.parse.html.finding.system import System

_COMMENTS: Final = (
    System(
        "wpdiscuz",
        ("wpd-comment", "wc-comment"),
        item="div.wpd-comment, div.wc-comment",
        body=".wpd-comment-text || .wc-comment-text",
        author=".wpd-comment-author || .wc-comment-author",
        time=".wpd-comment-date@title || .wpd-comment-date || .wc-comment-date",
        id=".wpd-comment-right@id || .wpd-comment-wrap@id || .wc-comment-right@id || @id",
        likes=".wpd-vote-result || .wc-vote-result",
    ),
    System(
        "wordpress",  # what its comment_class() writes on every theme's elements
        ("thread-even", "thread-odd", "depth-1"),
        item="[class*='depth-']:is(.comment, .pingback, .trackback)",
    ),
    System(
        "blogger",
        ("comment-block",),
        item="#comments li.comment",
        body=".comment-block > .comment-content",
        author=".comment-header .user",
        time=".comment-header .datetime || .datetime",
        id="@id",
        url=".datetime a@href",
    ),
    System(
        "blogger",  # themes before 2011
        ("comments-block",),
        starts="#comments-block > dt, #comments-block > .comment-author",
        body=".comment-body",
        author=".comment-author a[rel], .comment-author",
        time=".comment-timestamp",
        id=".comment-author@id || a[name]@name",
    ),
    System(
        "disqus",
        ("post-message", "dsq-comment"),
        item="li.post[id^='post-'], li[id^='dsq-comment-']",
        body=".post-message || [id^='dsq-comment-message']",
        author=".post-byline .author || .author || [id^='dsq-author-user'] || cite",
        time=".time-ago@title",
        id="@id",
        likes=".vote-up .count || .vote-up@data-count",
    ),
    System(
        "intensedebate",
        ("idc-c-t",),
        item="div.idc-c",
        body=".idc-c-t-inner || .idc-c-t",
        author=".idc-name a || .idc-name",
        id="@id",
    ),
    System(
        "spip",
        ("forum-fil", "forum-message", "comment-fil"),
        item="li[class*='forum-fil'], li.comment-fil",
        body=".forum-texte || .comment-texte || .comment-message .texte",
        time="abbr.dtreply@title || time@datetime || abbr[title]@title",
        id=".comment-message@id || a[id^='forum']@id || @id",
    ),
    System(
        "forem",
        ("single-comment-node",),
        item="div.single-comment-node",
        body=".comment__body",
        author=".js-comment-username || .comment__header > a",
        time=".comment-date time@datetime",
        id="@data-comment-id",
        url=".comment-date@href",
        likes=".reactions-count",
    ),
    System(
        "ghost",
        ('data-testid="comment-component"',),
        item="[data-testid='comment-component']",
        body="div:has(> [data-testid='comment-content'])",  # paragraphs in a paragraph, which a parser moves out of it
        author="h4",
        time="span[title]@title",
        likes="[data-testid='like-button']",
    ),
    System(
        "facebook",  # its comments plugin, saved with its frame
        ("UFICommentActorName",),
        item=".//*[.//*[contains(@class, 'UFICommentActorName')] and .//abbr[@data-utime] and ./*/a/img]",
        body="span[class='_5mdd'] || .UFICommentBody",
        author="a.UFICommentActorName || .UFICommentActorName",
        time="abbr@data-utime",
    ),
    System(
        "facebook",  # its own pages, whose class names mean nothing: labels say what is a comment, and whose
        (
            'aria-label="Comment by',
            'aria-label="Kommentar von',
            'aria-label="Commentaire de',
            'aria-label="Comentario de',
        ),
        item=".//*[@role='article'][starts-with(@aria-label, 'Comment by ') or starts-with(@aria-label, 'Reply by ')"
        " or starts-with(@aria-label, 'Kommentar von ') or starts-with(@aria-label, 'Antwort von ')"
        " or starts-with(@aria-label, 'Commentaire de ') or starts-with(@aria-label, 'Réponse de ')"
        " or starts-with(@aria-label, 'Comentario de ') or starts-with(@aria-label, 'Respuesta de ')]",
        body="div[dir='auto']",
    ),
    System(
        "drupal",
        ("comment-wrapper", "comment_body", "comment-body", "comment__content"),
        item="article[typeof~='sioc:Comment'], div[typeof~='sioc:Comment'], [typeof~='sioct:Comment'],"
        " article[data-comment-user-id], article[id^='comment-'].comment[about]",
        body="[property='content:encoded'] || .field-name-comment-body || .field--name-comment-body"
        " || .field-type-text-long",
        author=".username || .comment__author",
        time="[property~='dc:created']@content || time@datetime",
    ),
    System(
        "stackexchange",
        ("js-comment", "answercell"),
        item="div.answer[data-answerid], li.comment[data-comment-id], li.js-comment",
        body=".js-post-body || .comment-copy",
        author=".comment-user || .post-signature:last-child .user-details [itemprop='name']"
        " || .post-signature:last-child .user-details > a",
        author_id=".comment-user@href || .post-signature:last-child .user-details > a@href",
        time=".comment-date .relativetime-clean@title || .post-signature:last-child .relativetime@title",
        id="@data-answerid || @data-comment-id",
        url=".comment-link@href || .js-share-link@href",
        likes="[itemprop='upvoteCount']@data-value || .js-vote-count || .comment-score",
    ),
    System(
        "guardian",
        ("d-comment",),
        item="li.d-comment",
        body=".d-comment__body",
        author="@data-comment-author || .d-comment__author",
        author_id="@data-comment-author-id",
        time="time@datetime || @data-comment-timestamp",
        id="@data-comment-id",
        likes=".d-comment__recommend-count--old || @data-recommend-count",
    ),
    System(
        "hackernews",
        ("comtr",),
        item="tr.comtr",
        body=".commtext || .comment",
        author="a.hnuser",
        author_id="a.hnuser@href",
        time=".age@title",
        id="@id",
        url=".age a@href",
        depth="td.ind@indent",
    ),
    System(
        "slashdot",
        ("comment_body_",),
        item="li.comment",
        body="div[id^='comment_body_']",
        author="span.by",
        time="span.otherdetails",
        id="div[id^='comment_body_']@id",
    ),
    System(
        "reddit",  # old.reddit.com
        ("data-fullname",),
        item="div.thing.comment",
        body=".entry .usertext-body",
        author=".entry .tagline .author",
        author_id="@data-author-fullname",
        time=".entry .tagline time@datetime",
        id="@data-fullname",
        url=".entry .bylink@href",
        likes=".entry .score.unvoted@title || .entry .score.unvoted",
    ),
    System(
        "reddit",  # since 2023
        ("<shreddit-comment",),
        item="shreddit-comment",
        body="[slot='comment']",
        author="@author",
        time="time@datetime || @created",
        id="@thingid",
        parent="@parentid",
        depth="@depth",
        url="@permalink",
        likes="@score",
    ),
    System(
        "reddit",  # 2018 to 2023
        ("CommentTopMeta", "RichTextJSON-root"),
        item="div.Comment",
        body="[data-test-id='comment'] || [data-testid='comment'] || .RichTextJSON-root",
        author="a[data-testid='comment_author_link'] || a[href*='/user/']",
        id="[id^='CommentTopMeta--Created--']@id || @id",
        url="[id^='CommentTopMeta--Created--']@href || a[data-testid='comment_timestamp']@href",
        depth=".//span[starts-with(., 'level ')]",
        likes=".//span[contains(., ' point') and string-length(.) < 30]",
    ),
    System(
        "youtube",
        ("ytd-comment", "<ytd-comment"),
        item="ytd-comment-view-model, ytd-comment-renderer",
        body="#content-text",
        author="#author-text",
        author_id="#author-text@href",
        time="#published-time-text",
        id="#published-time-text a@href",
        url="#published-time-text a@href",
        likes="#vote-count-middle",
    ),
    System(
        "livejournal",
        ("b-leaf", "ljcmt"),
        item="div.b-leaf, div.ljcmt_full",
        body=".b-leaf-article || .comment-text",
        author=".b-leaf-username-name || .i-ljuser-username || .ljuser",
        time=".b-leaf-createdtime",
        id="@data-tid || @id",
    ),
    System(
        "hypothesis",
        ("AnnotationBody", "annotation-body"),
        item=".ThreadCard article, .Thread article, article.Annotation",
        body=".AnnotationBody || .annotation-body",
        author=".AnnotationUser || .annotation-user",
        time="time@datetime",
    ),
    System(
        "giscus",
        ("gsc-comment",),
        item=".gsc-comment, .gsc-reply",
        body=".gsc-comment-content || .gsc-reply-content",
        author=".gsc-comment-author-avatar || .gsc-reply-author || .gsc-comment-author",
        time="time@datetime",
    ),
    System(
        "isso",
        ("isso-comment",),
        item="div.isso-comment",
        body=".isso-text || .text",
        author=".isso-author || .author",
        time="time@datetime",
        id="@id",
    ),
    System(
        "coral",
        ("coral-comment",),
        item=".coral-comment",
        body=".coral-comment-content",
        author=".coral-comment-username || .coral-username",
        time=".coral-comment-timestamp@datetime || time@datetime",
    ),
    System(
        "openweb",
        ("data-spot-im-class",),
        item="[data-spot-im-class='message-view']",
        body="[data-spot-im-class='message-text']",
        author="[data-spot-im-class='message-username']",
        time="[data-spot-im-class='message-timestamp']",
    ),
    System(
        "viafoura",
        ("vf3-comment", "vf-comment"),
        item=".vf3-comment-container, .vf-comment-container",
        body=".vf3-comment-content || .vf-comment-content",
        author=".vf3-comment-author__name || .vf-comment-header__username",
        time="time@datetime",
    ),
)

SYSTEMS: Final = (*_COMMENTS, *NETWORKS, *FORUMS, *BOARDS)
