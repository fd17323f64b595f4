"""What tells one system's export from another's by the beginning of its content."""

from __future__ import annotations

import re
from typing import Final

# System and what must stand in the first 64 KiB, all of it; the surest first, several lines for one system.
_JSON: Final = (
    ("commento", r'"comment(?:er)?Hex"\s*:'),
    ("commento", r'\A\{\s*"version"\s*:\s*3\s*,\s*"pages"\s*:'),
    ("commento", r'"pageId"\s*:', r'"isApproved"\s*:', r'"createdTime"\s*:'),
    ("disqus", r'"raw_message"\s*:', r'"(?:isSpam|isDeleted|isApproved)"\s*:'),
    ("remark42", r'\A\{"version":\s*\d+,\s*"users":\s*\['),
    ("remark42", r'"locator"\s*:\s*\{\s*"(?:site|url)"'),
    ("guardian", r"discussion\.guardianapis\."),
    ("guardian", r'"(?:isHighlighted|topLevelCommentCount|numRecommends)"\s*:'),
    ("youtube", r'"kind"\s*:\s*"youtube#comment'),
    ("discourse", r'"(?:post_stream|latest_posts|cooked|post_number)"\s*:'),
    ("coral", r'"(?:storyID|asset_id)"\s*:', r'"(?:revisions|body_history|authorID|author_id)"\s*:'),
    ("reddit", r'"(?:link_id|parent_id)"\s*:\s*"t[13]_'),
    ("reddit", r'"kind"\s*:\s*"(?:Listing|t1|t3|more)"'),
    ("reddit", r'"subreddit(?:_id)?"\s*:', r'"body"\s*:'),
    ("isso", r'\A\{[^{\[]{0,200}"(?:total|hidden)_replies"\s*:'),
    ("isso", r'"remote_addr"\s*:', r'"comments"\s*:'),
    ("hackernews", r'"_highlightResult"\s*:'),
    ("hackernews", r'"story_id"\s*:', r'"(?:children|comment_text)"\s*:'),
    ("hackernews", r'"by"\s*:', r'"type"\s*:\s*"(?:comment|story|poll|job)"'),
    ("hackernews", r'"(?:by|author)"\s*:', r'"ranking"\s*:'),
    ("youtube", r'\A\{\s*"id"\s*:\s*"[\w-]{6,20}"\s*,\s*"title"\s*:', r'"(?:formats|thumbnails|webpage_url)"\s*:'),
    ("youtube", r'"extractor(?:_key)?"\s*:\s*"[Yy]outube'),
)
_XML: Final = (
    ("disqus", r"<disqus\b"),
    ("wordpress", r"wordpress\.org/export/|<wp:(?:wxr_version|comment)\b"),
)


def json_export(begin: str) -> str | None:
    """Return the name of the system whose export begins like this JSON, None for anybody's own."""
    return _first(_JSON, begin)


def xml_export(begin: str) -> str | None:
    """Return the name of the system whose export begins like this XML, None for others."""
    return _first(_XML, begin)


def _first(signatures: tuple[tuple[str, ...], ...], begin: str) -> str | None:
    return next((name for name, *marks in signatures if all(re.search(mark, begin) for mark in marks)), None)
