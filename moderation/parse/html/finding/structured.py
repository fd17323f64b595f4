"""Comments that the page itself marks as such: microdata and RDFa of schema.org and SIOC, and microformats."""

from __future__ import annotations

from typing import Final

from moderation.parse.html.document.select import Picker, compiled
from moderation.parse.html.document.tree import Node, Tree
from moderation.parse.html.found import Candidate

_TYPES: Final = (
    "comment",
    "usercomments",
    "answer",
    "sioct:comment",
    "sioc:comment",
    "schema:comment",
    "discussionforumposting",
)
_PICKER: Final = Picker(
    {
        "body": "[itemprop='text'] || [itemprop='commentText'] || [property='content:encoded']"
        " || [property='schema:text'] || [property='text'] || .e-content || .p-content",
        "time": "[itemprop='dateCreated']@datetime || [itemprop='dateCreated']@content"
        " || [itemprop='datePublished']@datetime || [itemprop='datePublished']@content"
        " || [itemprop='commentTime']@datetime || [itemprop='commentTime']@content"
        " || .dt-published@datetime || [property~='dc:created']@content"
        " || [property$='dateCreated']@datetime || [property$='dateCreated']@content"
        " || [property$='datePublished']@datetime || [property$='datePublished']@content",
        "author": "[itemprop='author'] [itemprop='name'] || [itemprop='author']@content"
        " || [itemprop='creator'] [itemprop='name'] || [itemprop='author'] || [itemprop='creator']"
        " || .p-author .p-name || .p-author"
        " || [property$='author'] [property$='name'] || [property$='author']"
        " || [property$='creator'] [property$='name']",
        "url": "[itemprop='url'][href*='#']@href || .u-url@href",
        "likes": "[itemprop='upvoteCount']@content || [itemprop='upvoteCount']"
        " || [itemprop='interactionStatistic'] [itemprop='userInteractionCount']@content",
        "dislikes": "[itemprop='downvoteCount']@content || [itemprop='downvoteCount']",
        "parent": "[itemprop='parentItem']@href || [itemprop='parentItem'] [itemprop='url']@href"
        " || a.u-in-reply-to[href*='#']@href",
    }
)


def marked_comments(tree: Tree) -> Candidate | None:
    """Return the comments that the page's own markup names, or None when it names none."""
    members: list[Node] = []
    if "itemtype" in tree.attributes.names or "typeof" in tree.attributes.names:
        members = [node for node in compiled(".//*[@itemtype or @typeof]")(tree.root) if _is_comment(node)]
    if not members and any("h-cite" in name or "u-comment" in name for name in tree.attributes.of("class")):
        members = compiled(".u-comment.h-cite, .p-comment.h-cite, .h-feed .u-comment, .u-comment.h-entry")(tree.root)
    if not members:
        return None
    return Candidate("structured", members, _PICKER, opening=_kind(members[0]) == "discussionforumposting")


def _kind(node: Node) -> str:
    for name in f"{node.get('itemtype') or ''} {node.get('typeof') or ''}".split():
        short = name.rstrip("/").rpartition("/")[2].lower()
        if short in _TYPES:
            return short
    return ""


def _is_comment(node: Node) -> bool:
    return bool(_kind(node)) and node.tag not in ("html", "body")
