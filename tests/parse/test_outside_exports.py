"""Exports of real systems that are not ours; collected only where MODERATION_DATA names them."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from moderation.parse import parse, sniff
from moderation.records import Comment, Reject

EXPORTS = Path(os.environ["MODERATION_DATA"]) / "data" / "parser" / "exports"
# File -> format, comments, those with a parent, statuses; counted by hand once.
COUNTED: dict[str, tuple[str, int, int, dict[str, int]]] = {
    "wordpress_wxr/themeunittestdata.wordpress.xml": ("wordpress", 33, 10, {"approved": 30, "pending": 3}),
    "wordpress_wxr/64-block-test-data.xml": ("wordpress", 2, 1, {"approved": 2}),
    "wordpress_wxr/isso-wordpress.xml": ("wordpress", 8, 3, {"approved": 8}),
    "disqus_xml/disqus.xml": ("disqus", 6, 0, {"unknown": 5, "spam": 1}),
    "disqus_xml/disqus-deleted-post.xml": ("disqus", 6, 0, {"unknown": 4, "spam": 1, "deleted": 1}),
    "disqus_xml/isso-disqus.xml": ("disqus", 6, 2, {"unknown": 5, "deleted": 1}),
    "reddit/test_comments.json": ("reddit", 27, 9, {"unknown": 23, "deleted": 4}),
    "guardian/discussion.json": ("guardian", 51, 1, {"approved": 46, "deleted": 5}),
    "guardian/comment.json": ("guardian", 5, 4, {"approved": 4, "deleted": 1}),
    "guardian/legacyDiscussionWithoutThreading.json": ("guardian", 45, 0, {"approved": 45}),
    "guardian/discussionWithNoComments.json": ("guardian", 0, 0, {}),
    "hackernews/items.jsonl": ("hackernews", 1, 0, {"unknown": 1}),
    "isso/generic.json": ("isso", 2, 0, {"unknown": 2}),
    "remark42/tree.json": ("remark42", 12, 8, {"unknown": 12}),
    "remark42/tree_del.json": ("remark42", 9, 7, {"unknown": 8, "deleted": 1}),
    "remark42/tree_bench.json": ("remark42", 58, 31, {"unknown": 58}),
    "commento/remark42-commento.json": ("commento", 3, 1, {"approved": 3}),
    "commento/remark42-api-commento.json": ("commento", 7, 2, {"approved": 7}),
    "youtube/comment_threads_by_video_paged_1.json": ("youtube", 5, 0, {"unknown": 5}),
    "youtube/comments_by_parent_paged_1.json": ("youtube", 2, 2, {"unknown": 2}),
    "discourse/topic.json": ("discourse", 3, 0, {"unknown": 3}),
    "discourse/posts_latest.json": ("discourse", 4, 0, {"unknown": 4}),
}


@pytest.mark.parametrize("name", sorted(COUNTED))
def test_an_export_has_what_a_person_counted(name: str) -> None:
    """Format told by content; comments, parents and states exact; nothing rejected."""
    told, comments, parents, statuses = COUNTED[name]
    records = list(parse(EXPORTS / name))
    found = [record for record in records if isinstance(record, Comment)]

    assert sniff(EXPORTS / name) == told
    assert (len(found), sum(comment.parent_id is not None for comment in found)) == (comments, parents)
    assert Counter(comment.status for comment in found) == statuses
    assert not [record for record in records if isinstance(record, Reject)]


def test_pingbacks_and_trackbacks_are_no_readers() -> None:
    """WordPress' own test file has two of each."""
    records = parse(EXPORTS / "wordpress_wxr/themeunittestdata.wordpress.xml")
    kinds = Counter(record.kind for record in records if isinstance(record, Comment))

    assert kinds == {"comment": 29, "pingback": 2, "trackback": 2}


def _listings() -> Iterator[tuple[str, Any]]:
    """Yield the listings that recorded answers of Reddit's API hold."""
    for path in sorted((EXPORTS / "reddit").glob("Test*.json")):
        for number, one in enumerate(json.loads(path.read_text())["interactions"]):
            body = one["response"]["body"].get("string", "")
            if '"t1"' in body:
                yield f"{path.stem}-{number}", json.loads(body)


def _kinds(value: Any) -> Counter[str]:
    found: Counter[str] = Counter()
    if isinstance(value, dict):
        if value.get("kind") in ("t1", "more") and isinstance(value.get("data"), dict):
            found[value["kind"]] += 1 if value["kind"] == "t1" else max(1, value["data"].get("count") or 0)
        parts: Any = value.values()
    else:
        parts = value if isinstance(value, list) else ()
    for part in parts:
        found += _kinds(part)
    return found


@pytest.mark.parametrize(
    ("name", "listing"), list(_listings()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_listing_of_reddit_gives_every_comment_and_counts_the_rest(name: str, listing: Any, tmp_path: Path) -> None:
    """As many comments as there are, and the number that its stubs speak of."""
    path = tmp_path / "listing.json"
    path.write_text(json.dumps(listing))
    wanted = _kinds(listing)
    records = list(parse(path))
    found = [record for record in records if isinstance(record, Comment)]

    assert len(found) == wanted["t1"]
    assert not wanted["more"] or any(f"{wanted['more']} comments are not in the file" in str(r) for r in records)
