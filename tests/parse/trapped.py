"""An export of every system with what its format has in store for a reader.

Later ones are the same with one text edited and one comment gone. What is expected of each stands beside the test.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

TIME = "2024-05-01T10:00:00Z"


def write(folder: Path, *, later: bool = False) -> dict[str, Path]:
    """Write an export of every format into its own folder and return format -> the file to import."""
    made = {
        "coral": ("comments.json", _lines(_coral(later=later))),
        "disqus": ("forum.xml", _disqus(later=later).encode()),
        "wordpress": ("site.xml", _wordpress(later=later).encode()),
        "reddit": ("RC_2024-05.jsonl", _lines(_reddit(later=later))),
        "youtube": ("threads.json", _document(_youtube(later=later))),
        "hackernews": ("items.jsonl", _lines(_hackernews(later=later))),
        "discourse": ("topic.json", _document(_discourse(later=later))),
        "guardian": ("discussion.json", _document(_guardian(later=later))),
        "remark42": ("backup.json", _lines(_remark42(later=later))),
        "commento": ("commento.json", _document(_commento(later=later))),
    }
    paths = {}
    for name, (file, content) in made.items():
        paths[name] = folder / name / file
        paths[name].parent.mkdir(parents=True, exist_ok=True)
        paths[name].write_bytes(content)
    for file, values in _beside_coral().items():
        (folder / "coral" / file).write_bytes(_lines(values))
    paths["isso"] = folder / "isso" / "isso.db"
    paths["isso"].parent.mkdir(exist_ok=True)
    _isso(paths["isso"], later=later)
    return paths


def _lines(values: Iterable[Any]) -> bytes:
    return "\n".join(json.dumps(value) for value in values).encode()


def _document(value: Any) -> bytes:
    return json.dumps(value, indent=1).encode()


def _edited(*, later: bool) -> str:
    return "the bridge opens in June" if later else "the bridge opens in May"


def _coral(*, later: bool) -> list[dict[str, Any]]:
    """Several revisions, of which the last counts; dates as mongoexport wraps them; a comment that was deleted."""
    first = [
        {"body": "<div>a draft</div>"},
        {"body": f"<div>{_edited(later=later)}</div>", "createdAt": {"$date": TIME}},
    ]
    gone = {"deletedAt": {"$date": TIME}, "revisions": []} if later else {"revisions": [{"body": "I took the bus"}]}
    shared = {
        "storyID": "s1",
        "siteID": "varnholm",
        "authorID": "u1",
        "createdAt": {"$date": {"$numberLong": "1714557600000"}},
    }
    return [
        {"id": "a", "status": "REJECTED", "revisions": first, "tags": [{"type": "FEATURED"}], **shared},
        {"id": "b", "status": "NONE", "parentID": "a", **gone, **shared},
    ]


def _beside_coral() -> dict[str, list[dict[str, Any]]]:
    flag = {
        "commentID": "a",
        "actionType": "FLAG",
        "reason": "COMMENT_REPORTED_OFFENSIVE",
        "createdAt": {"$date": TIME},
    }
    return {
        "stories.json": [{"id": "s1", "url": "https://a.example/1", "metadata": {"title": "The bridge"}}],
        "users.json": [{"id": "u1", "username": "Ann"}],
        # A flag without a user is one of Coral's own phases, no reader's word.
        "commentActions.json": [{**flag, "userID": "u7"}, {**flag, "userID": None, "reason": "COMMENT_DETECTED_TOXIC"}],
        "commentModerationActions.json": [
            {"commentID": "a", "status": "APPROVED", "moderatorID": "m1", "createdAt": {"$date": TIME}},
            {
                "commentID": "a",
                "status": "REJECTED",
                "moderatorID": "m2",
                "createdAt": {"$date": "2024-05-02T10:00:00Z"},
            },
        ],
    }


def _disqus(*, later: bool) -> str:
    """An empty thread, a duplicate one, a post without text, spam, `<id/>` empty, and parents by `dsq:id` alone."""

    def post(number: str, text: str, *, spam: bool = False, deleted: bool = False, parent: str = "") -> str:
        message = f"<message><![CDATA[{text}]]></message>" if text else ""
        return (
            f'<post dsq:id="{number}"><id/>{message}<createdAt>2024-05-01T10:00:00</createdAt>'
            f"<isDeleted>{str(deleted).lower()}</isDeleted><isSpam>{str(spam).lower()}</isSpam>"
            f'<author><name>Ann</name><isAnonymous>true</isAnonymous></author><thread dsq:id="1"/>{parent}</post>'
        )

    threads = "".join(
        f'<thread dsq:id="{number}"><id/><forum>f</forum><link>https://a.example/1</link><title>Bridge</title></thread>'
        for number in (1, 2)
    )
    posts = [
        post("a", f"<p>{_edited(later=later)}<br>and closes</p>"),
        post("b", "<p>I took the bus</p>", deleted=later, parent='<parent dsq:id="a"/>'),
        post("c", "<p>cheap watches</p>", spam=True),
    ]
    spaces = 'xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals"'
    return f'<?xml version="1.0" encoding="utf-8"?>\n<disqus {spaces}>{threads}{"".join(posts)}</disqus>'


def _wordpress(*, later: bool) -> str:
    """The namespace of the official test file, a pingback, a date of noughts, plain text with paragraphs."""

    def comment(number: int, text: str, approved: str, kind: str = "", parent: int = 0) -> str:
        written = "0000-00-00 00:00:00" if number == 3 else "2024-05-01 10:00:00"
        return (
            f"<wp:comment><wp:comment_id>{number}</wp:comment_id><wp:comment_author>Ann</wp:comment_author>"
            f"<wp:comment_date>2024-05-01 12:00:00</wp:comment_date>"
            f"<wp:comment_date_gmt>{written}</wp:comment_date_gmt>"
            f"<wp:comment_content><![CDATA[{text}]]></wp:comment_content><wp:comment_approved>{approved}"
            f"</wp:comment_approved><wp:comment_type>{kind}</wp:comment_type>"
            f"<wp:comment_parent>{parent}</wp:comment_parent></wp:comment>"
        )

    comments = [
        comment(1, f"{_edited(later=later)}\nand closes", "1"),
        comment(2, "I took the bus", "trash" if later else "0", parent=1),
        comment(3, "cheap watches", "spam"),
        comment(4, "[...] a post elsewhere [...]", "1", "pingback"),
    ]
    item = f"<item><title>The bridge</title><link>https://a.example/1</link><wp:post_id>9</wp:post_id>{''.join(comments)}</item>"
    space = 'xmlns:wp="https://wordpress.org/export/1.2/"'
    return f'<?xml version="1.0" encoding="UTF-8" ?>\n<rss version="2.0" {space}><channel>{item}</channel></rss>'


def _reddit(*, later: bool) -> list[dict[str, Any]]:
    """Times as text, a whole number for a parent, escaped Markdown, a body that a moderator removed."""
    shared = {"link_id": "t3_s", "subreddit": "varnholm", "created_utc": "1714557600", "score": 3}
    gone = {"author": "[deleted]", "body": "[deleted]"} if later else {"author": "Bo", "body": "I took the bus"}
    return [
        {"id": "a", "parent_id": "t3_s", "author": "Ann", "body": f"&gt; May?\n\n{_edited(later=later)}", **shared},
        {"id": "b", "parent_id": "t1_a", **gone, **shared},
        {"id": "c", "parent_id": 45568804275, "author": "Cy", "body": "[removed]", **shared},
    ]


def _youtube(*, later: bool) -> dict[str, Any]:
    """More replies than the answer holds; the plain text beside the one with markup."""

    def comment(number: str, text: str, **more: Any) -> dict[str, Any]:
        shown = {"textOriginal": text, "textDisplay": f"<b>{text}</b>", "authorDisplayName": "Ann", "publishedAt": TIME}
        return {"kind": "youtube#comment", "id": number, "snippet": {**shown, **more}}

    status = {"moderationStatus": "rejected"} if later else {}
    thread = {"videoId": "v", "totalReplyCount": 5, "topLevelComment": comment("a", _edited(later=later))}
    replies = {"comments": [comment("a.b", "I took the bus", parentId="a", **status)]}
    return {"items": [{"kind": "youtube#commentThread", "snippet": thread, "replies": replies}]}


def _hackernews(*, later: bool) -> list[dict[str, Any]]:
    """`<p>` between paragraphs, entities, and one that is deleted, without author and text."""
    gone = {"deleted": True} if later else {"by": "Bo", "text": "I took the bus"}
    return [
        {"id": 1, "type": "story", "by": "host", "title": "The bridge", "kids": [2], "time": 1714557600},
        {
            "id": 2,
            "type": "comment",
            "by": "Ann",
            "parent": 1,
            "text": f"{_edited(later=later)}<p>isn&#x27;t it",
            "time": 1,
        },
        {"id": 3, "type": "comment", "parent": 2, "time": 1714557700, **gone},
    ]


def _discourse(*, later: bool) -> dict[str, Any]:
    """Answers by post number, not by id; a quotation kept apart; what a moderator did, which nobody wrote."""
    quote = '<aside class="quote"><blockquote><p>May?</p></blockquote></aside>'
    posts = [
        {"id": 70, "post_number": 1, "cooked": "<p>A bridge.</p>", "post_type": 1},
        {"id": 71, "post_number": 2, "cooked": f"{quote}<p>{_edited(later=later)}</p>", "post_type": 1},
        {
            "id": 72,
            "post_number": 3,
            "reply_to_post_number": 2,
            "cooked": "<p>I took the bus</p>",
            "post_type": 1,
            "deleted_at": TIME if later else None,
        },
        {"id": 73, "post_number": 4, "cooked": "", "post_type": 3, "action_code": "closed.enabled"},
    ]
    shared = {"topic_id": 7, "username": "Ann", "created_at": "2024-05-01T12:00:00.000+02:00"}
    return {
        "post_stream": {"posts": [{**shared, **post} for post in posts], "stream": [70, 71, 72, 73]},
        "id": 7,
        "title": "B",
    }


def _guardian(*, later: bool) -> dict[str, Any]:
    """Answers nested, and a blocked comment whose text is the moderator's."""
    removed = "This comment was removed by a moderator because it didn't abide by our community standards."
    shared = {"isoDateTime": TIME, "numRecommends": 2, "userProfile": {"userId": "5", "displayName": "Ann"}}
    answer = {"id": 2, "body": removed if later else "I took the bus", "status": "blocked" if later else "visible"}
    first = {
        "id": 1,
        "body": f"<p>{_edited(later=later)}</p>",
        "status": "visible",
        "responses": [{**answer, **shared}],
    }
    discussion = {"key": "/p/1", "webUrl": "https://a.example/1", "title": "The bridge", "commentCount": 2}
    return {"discussion": {**discussion, "comments": [{**first, **shared}]}}


def _remark42(*, later: bool) -> list[dict[str, Any]]:
    """A line of its own for what the file is; a deleted comment keeps its place and loses its text."""
    shared = {"locator": {"site": "a", "url": "https://a.example/1"}, "time": TIME, "score": 0, "votes": {}}
    user = {"name": "Ann", "id": "u1"}
    gone = {"text": "", "orig": "", "delete": True} if later else {"text": "<p>I took the bus</p>"}
    return [
        {"version": 1, "users": [], "posts": []},
        {"id": "a", "pid": "", "text": f"<p>{_edited(later=later)}</p>", "user": user, **shared},
        {"id": "b", "pid": "a", "user": user, **gone, **shared},
    ]


def _commento(*, later: bool) -> dict[str, Any]:
    """Authors in a list of their own, `root` and `anonymous` for none, a flagged comment."""
    shared = {"domain": "a.example", "url": "/1", "creationDate": TIME, "score": 1}
    comments = [
        {
            "commentHex": "a",
            "commenterHex": "x",
            "markdown": _edited(later=later),
            "parentHex": "root",
            "state": "flagged",
        },
        {
            "commentHex": "b",
            "commenterHex": "anonymous",
            "markdown": "I took the bus",
            "parentHex": "a",
            "state": "approved",
        },
    ]
    deleted = [False, later]
    told = [{**comment, **shared, "deleted": gone} for comment, gone in zip(comments, deleted, strict=True)]
    return {"version": 1, "comments": told, "commenters": [{"commenterHex": "x", "name": "Ann"}]}


def _isso(path: Path, *, later: bool) -> None:
    """Modes 1, 2 and 4: accepted, pending, deleted."""
    path.unlink(missing_ok=True)
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE threads (id INTEGER PRIMARY KEY, uri TEXT, title TEXT)")
    database.execute(
        "CREATE TABLE comments (tid, id INTEGER PRIMARY KEY, parent, created, modified, mode, remote_addr, text,"
        " author, email, website, likes, dislikes, voters, notification)"
    )
    database.execute("INSERT INTO threads VALUES (1, '/bridge', 'The bridge')")
    rows = [
        (1, 1, None, 1714557600.5, 1, _edited(later=later), "Ann"),
        (1, 2, 1, 1714557700.5, 4 if later else 2, "" if later else "I took the bus", None),
    ]
    database.executemany(
        "INSERT INTO comments (tid, id, parent, created, mode, text, author) VALUES (?,?,?,?,?,?,?)", rows
    )
    database.commit()
    database.close()
