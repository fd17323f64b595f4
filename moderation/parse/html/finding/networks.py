"""The known networks: a post and the answers below it, each marked up as the post is."""

from __future__ import annotations

from typing import Final

from moderation.parse.html.finding.system import System


def _said_once(name: str) -> str:
    """Return the selector of a name by its class, that of the nearest message above where a message has none."""
    named = f"*[attribute::class='{name}']"
    return f".{name} || ./preceding-sibling::*[.//{named}][1]//{named}"


NETWORKS: Final = (
    System(
        "mastodon",
        ("status__content",),
        item=".detailed-status, .status[data-id], .entry-reply .status",
        opening=True,
        body=".status__content",
        author=".display-name__account",
        time="time@datetime || .detailed-status__datetime",
        id="@data-id",
        url=".status__relative-time@href || .detailed-status__datetime@href",
    ),
    System(
        "x",
        ('data-testid="tweetText"',),
        item="article[data-testid='tweet']",
        opening=True,
        body="[data-testid='tweetText']",
        author="[data-testid='User-Name'] a",
        author_id="[data-testid='User-Name'] a@href",
        time="time@datetime",
        id="a:has(> time)@href",
        url="a:has(> time)@href",
        likes="[data-testid='like'] || [data-testid='unlike']",
    ),
    System(
        "netease",  # what a comment answers stands above it in floors
        ("single-tie",),
        item="div.single-tie",
        body=".bdy-inner > .tie-cnt",
        author=".bdy-inner > .tie-author .name || .bdy-inner > .tie-author .name-desp",
        time=".bdy-inner > .tie-author .tie-time",
        id="@data-post-id",
    ),
    System(
        "bluesky",
        ('data-testid="postThreadItem-by-',),
        item="[data-testid^='postThreadItem-by-']",
        opening=True,
        body="[data-testid='postText']",
        author="a[href^='/profile/']:not([href*='/post/']):not(:has(img))",
        author_id="a[href^='/profile/']:not([href*='/post/']):not(:has(img))@href",
        time="a[href*='/post/'][aria-label]@aria-label",
        id="a[href*='/post/']@href",
        url="a[href*='/post/']@href",
        likes="[data-testid='likeCount']",
    ),
    System(
        "tiktok",
        ('data-e2e="comment-level-',),
        item="[class*='DivCommentContentContainer'], [class*='DivCommentItemWrapper']",
        body="[data-e2e^='comment-level-']",
        author="[data-e2e^='comment-username-']",
        time="[data-e2e^='comment-time-']",
        id="@id",
        likes="[data-e2e='comment-like-count']",
    ),
    System(
        "telegram",  # a chat that was exported as a page: who goes on is named once
        ("chat_page",),
        item=".message.default",
        body=".body > .text",
        author=_said_once("from_name"),
        time=".date@title",
        id="@id",
        parent=".reply_to a@href",
    ),
    System(
        "discord",  # a channel that DiscordChatExporter wrote as a page: who goes on is named once
        ("chatlog__message-container",),
        item=".chatlog__message-container",
        body=".chatlog__content",
        author=_said_once("chatlog__author"),
        author_id=".chatlog__author@data-user-id",
        time=".chatlog__timestamp@title || .chatlog__short-timestamp@title",
        id="@data-message-id",
    ),
)
