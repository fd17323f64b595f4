"""The known systems: where each puts its comments, and the parts that their class names do not tell.

A line is enough for a new one. `needs` are pieces of the page's source, any of which must be there: they keep the
selectors of forty systems from being tried on every page. A field is `css`, `css@attribute`, or `@attribute` of the
comment itself, alternatives with `||` between; what is left out is found by the vocabulary.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class System:
    """One system. `opening`: the first post of a thread is the article; `starts`: a comment is this element and the
    siblings behind it up to the next, not an element of its own.
    """

    name: str
    needs: tuple[str, ...]
    item: str = ""
    starts: str = ""
    opening: bool = False
    body: str = ""
    author: str = ""
    author_id: str = ""
    time: str = ""
    id: str = ""
    url: str = ""
    parent: str = ""
    depth: str = ""
    likes: str = ""
    dislikes: str = ""

    def fields(self) -> dict[str, str]:
        """Return the selectors of the parts, by the name of the part."""
        names = ("body", "author", "author_id", "time", "id", "url", "parent", "depth", "likes", "dislikes")
        return {name: value for name in names if (value := getattr(self, name))}


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
        item=".comment[class*='depth-'], .pingback[class*='depth-'], .trackback[class*='depth-']",
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
        "spip",
        ("forum-fil", "forum-message", "comment-fil"),
        item="li[class*='forum-fil'], li.comment-fil",
        body=".forum-texte || .comment-texte || .comment-message .texte",
        time="abbr.dtreply@title || time@datetime || abbr[title]@title",
        id=".comment-message@id || a[id^='forum']@id || @id",
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
        ("ytd-comment",),
        item="ytd-comment-view-model, ytd-comment-renderer",
        body="#content-text",
        author="#author-text",
        author_id="#author-text@href",
        time="#published-time-text",
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

_FORUMS: Final = (
    System(
        "mastodon",
        ("status__content",),
        item=".detailed-status, .status[data-id]",
        opening=True,
        body=".status__content",
        author=".display-name__account",
        time="time@datetime || .detailed-status__datetime",
        id="@data-id",
        url=".status__relative-time@href || .detailed-status__datetime@href",
    ),
    System(
        "discourse",
        ("crawler-post", "data-post-id"),
        item=".crawler-post, article[data-post-id]",
        opening=True,
        body=".cooked || .post[itemprop='text']",
        author=".names .username || .creator [itemprop='name'] || .username",
        author_id="@data-user-id",
        time=".post-date .relative-date@data-time || time@datetime",
        id="@id",
        likes=".like-count || [itemprop='userInteractionCount']@content",
    ),
    System(
        "xenforo",
        ("message--post", "messageText"),
        item="article.message--post, li.message[data-author]",
        opening=True,
        body=".message-body .bbWrapper || .bbWrapper || .messageText",
        author="@data-author",
        author_id=".message-userDetails a.username@data-user-id || .message-name a@data-user-id",
        time="time.u-dt@datetime || abbr.DateTime@data-time || .DateTime@title",
        id="@data-content || @id",
    ),
    System(
        "phpbb",
        ("postbody",),
        item="div.post[id^='p']",
        opening=True,
        body=".postbody .content",
        author=".postprofile .username || .postprofile .username-coloured || .author .username || .author strong",
        time=".author time@datetime || .author",
        id="@id",
    ),
    System(
        "phpbb",  # 2: a row of a table for each post, the text cut up by the quotations in it
        ("postdetails",),
        item=".//tr[td/span[@class='name'] and .//*[@class='postbody']]",
        opening=True,
        body="td:has(> .postbody)",
        author=".name",
        time="td td .postdetails",
        id=".name a[name]@name",
    ),
    System(
        "vbulletin",
        ("post_message_", "js-post__content-text", "postcontainer"),
        item="li.postcontainer, li.b-post, table[id^='post'].tborder",
        opening=True,
        body=".postcontent || .js-post__content-text || [id^='post_message_']",
        author=".username || .bigusername || .author",
        time=".postdate .date || time@datetime || td.thead",
        id="@id",
    ),
    System(
        "smf",
        ("post_wrapper",),
        item="div.post_wrapper",
        opening=True,
        body=".inner",
        author=".poster h4 a || .poster h4",
        time=".keyinfo .smalltext || .postinfo .smalltext",
        id=".inner@id",
    ),
    System(
        "mybb",
        ("post_body",),
        item="div.post[id^='post_'], table[id^='post_']",
        opening=True,
        body=".post_body",
        author=".author_information .largetext || .author_information a",
        time=".post_date",
        id="@id",
    ),
    System(
        "invision",
        ("ipsComment", "cPost"),
        item="article.cPost, article.ipsComment, div.ipsComment[data-commentid]",
        opening=True,
        body="[data-role='commentContent']",
        author=".cAuthorPane_author || .ipsComment_author a || .ipsComment_header a.ipsType_break",
        time="time@datetime",
        id="@data-commentid || @id",
    ),
    System(
        "woltlab",
        ("wbbPost",),
        item="article.wbbPost",
        opening=True,
        body=".messageText",
        author=".messageSidebar .username || .username",
        time="time@datetime",
        id="@data-object-id || @id",
    ),
    System(
        "fluxbb",
        ("postmsg",),
        item="div.blockpost",
        opening=True,
        body=".postmsg",
        author=".postleft dt strong",
        time="h2 a",
        id="@id",
    ),
    System(
        "vanilla",
        ("ItemComment",),
        item="li.ItemComment",
        body=".Message",
        author="a.Username",
        time="time@datetime",
        id="@id",
    ),
    System(
        "bbpress",
        ("bbp-reply-content", "bbp-topic-content"),
        starts=".bbp-reply-header",
        opening=True,
        body=".bbp-reply-content || .bbp-topic-content",
        author=".bbp-author-name || .bbp-reply-author a",
        time=".bbp-reply-post-date",
        id=".bbp-reply-header@id || @id",
    ),
    System(
        "flarum",
        ("CommentPost", "flarum-content"),
        item="article.CommentPost, #flarum-content article",
        opening=True,
        body=".Post-body",
        author=".username || h3",
        time="time@datetime",
    ),
    System(
        "nodebb",
        ("data-pid",),
        item="[component='post'][data-pid]",
        opening=True,
        body="[component='post/content']",
        author="@data-username",
        author_id="@data-uid",
        time="@data-timestamp || .timeago@title",
        id="@data-pid",
        parent="@data-toPid",
        likes="@data-votes || [component='post/vote-count']@data-votes",
    ),
)

SYSTEMS: Final = (*_COMMENTS, *_FORUMS)
