"""The same comments as each system exports them, in our own words: `exports(said)` gives a file of every format."""

from __future__ import annotations

import html
import json
import sqlite3
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

Said = Sequence[tuple[str, str]]
SECONDS = 1714557600
TIME = "2024-05-01T10:00:00Z"
_META = {"version": 1, "users": [], "posts": []}


def exports(said: Said) -> dict[str, tuple[str, bytes]]:
    """Return format -> (file name, content)."""
    return {
        "coral": ("comments.json", _lines(map(_coral, _numbered(said)))),
        "disqus": ("forum.xml", _disqus(said)),
        "wordpress": ("site.xml", _wordpress(said)),
        "reddit": ("RC_2024-05.jsonl", _lines(map(_reddit, _numbered(said)))),
        "youtube": ("threads.json", _document({"items": _youtube(said)})),
        "hackernews": ("items.jsonl", _lines(map(_hackernews, _numbered(said)))),
        "discourse": ("topic.json", _document(_discourse(said))),
        "guardian": ("discussion.json", _document({"discussion": _guardian(said)})),
        "isso": ("isso.db", _isso(said)),
        "remark42": ("backup.json", _lines([_META, *map(_remark42, _numbered(said))])),
        "commento": ("commento.json", _document(_commento(said))),
    }


def _numbered(said: Said) -> list[tuple[int, str, str]]:
    return [(number, name, text) for number, (name, text) in enumerate(said, 11)]


def _lines(values: Any) -> bytes:
    return "\n".join(json.dumps(value) for value in values).encode()


def _document(value: Any) -> bytes:
    return json.dumps(value, indent=1).encode()


def _pre(text: str) -> str:
    """Markup that keeps every blank of a text."""
    return f"<pre>{html.escape(text, quote=False)}</pre>"


def _coral(one: tuple[int, str, str]) -> dict[str, Any]:
    number, name, text = one
    return {
        "id": str(number),
        "storyID": "s1",
        "authorID": name,
        "author": {"username": name},
        "status": "APPROVED",
        "revisions": [{"body": "before"}, {"body": _pre(text)}],
        "createdAt": {"$date": TIME},
    }


def _disqus(said: Said) -> bytes:
    posts = "".join(
        f'<post dsq:id="{number}"><message><![CDATA[{_pre(text)}]]></message><createdAt>{TIME}</createdAt>'
        f"<isDeleted>false</isDeleted><isSpam>false</isSpam><author><name>{escape(name)}</name></author>"
        f'<thread dsq:id="1"/></post>'
        for number, name, text in _numbered(said)
    )
    thread = '<thread dsq:id="1"><id/><forum>f</forum><link>https://a.example/1</link><title>Bridge</title></thread>'
    spaces = 'xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals"'
    return f'<?xml version="1.0" encoding="utf-8"?>\n<disqus {spaces}>{thread}{posts}</disqus>'.encode()


def _wordpress(said: Said) -> bytes:
    comments = "".join(
        f"<wp:comment><wp:comment_id>{number}</wp:comment_id><wp:comment_author><![CDATA[{name}]]></wp:comment_author>"
        f"<wp:comment_date_gmt>2024-05-01 10:00:00</wp:comment_date_gmt>"
        f"<wp:comment_content><![CDATA[{_pre(text)}]]></wp:comment_content>"
        f"<wp:comment_approved>1</wp:comment_approved><wp:comment_parent>0</wp:comment_parent></wp:comment>"
        for number, name, text in _numbered(said)
    )
    item = f"<item><title>Bridge</title><link>https://a.example/1</link><wp:post_id>1</wp:post_id>{comments}</item>"
    space = 'xmlns:wp="http://wordpress.org/export/1.2/"'
    channel = f'<rss version="2.0" {space}><channel>{item}</channel></rss>'
    return f'<?xml version="1.0" encoding="UTF-8" ?>\n{channel}'.encode()


def _reddit(one: tuple[int, str, str]) -> dict[str, Any]:
    number, name, text = one
    return {
        "id": f"c{number}",
        "author": name,
        "body": html.escape(text, quote=False),
        "link_id": "t3_a",
        "parent_id": "t3_a",
        "created_utc": str(SECONDS),
        "score": 1,
        "subreddit": "bridges",
    }


def _youtube(said: Said) -> list[dict[str, Any]]:
    return [
        {
            "kind": "youtube#commentThread",
            "snippet": {
                "videoId": "v1",
                "totalReplyCount": 0,
                "topLevelComment": {
                    "id": f"Ug{number}",
                    "snippet": {"textOriginal": text, "authorDisplayName": name, "publishedAt": TIME},
                },
            },
        }
        for number, name, text in _numbered(said)
    ]


def _hackernews(one: tuple[int, str, str]) -> dict[str, Any]:
    number, name, text = one
    return {"by": name, "id": number, "parent": 1, "text": _pre(text), "time": SECONDS, "type": "comment"}


def _discourse(said: Said) -> dict[str, Any]:
    first = {"id": 1, "post_number": 1, "topic_id": 7, "username": "host", "cooked": "<p>A bridge.</p>", "post_type": 1}
    posts = [
        {
            "id": number,
            "post_number": number,
            "topic_id": 7,
            "name": name,
            "cooked": _pre(text),
            "created_at": "2024-05-01T12:00:00.000+02:00",
            "post_type": 1,
        }
        for number, name, text in _numbered(said)
    ]
    return {"post_stream": {"posts": [first, *posts]}, "id": 7, "title": "Bridge"}


def _guardian(said: Said) -> dict[str, Any]:
    comments = [
        {
            "id": number,
            "body": _pre(text),
            "isoDateTime": TIME,
            "status": "visible",
            "numRecommends": 2,
            "userProfile": {"userId": str(number), "displayName": name},
        }
        for number, name, text in _numbered(said)
    ]
    return {"key": "/p/1", "webUrl": "https://a.example/1", "title": "Bridge", "commentCount": 5, "comments": comments}


def _isso(said: Said) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "isso.db"
        database = sqlite3.connect(path)
        database.execute("CREATE TABLE threads (id INTEGER PRIMARY KEY, uri TEXT, title TEXT)")
        database.execute(
            "CREATE TABLE comments (tid, id INTEGER PRIMARY KEY, parent, created, modified, mode, remote_addr, text,"
            " author, email, website, likes, dislikes, voters, notification)"
        )
        database.execute("INSERT INTO threads VALUES (1, '/bridge', 'Bridge')")
        database.executemany(
            "INSERT INTO comments (tid, id, created, mode, text, author, likes) VALUES (1, ?, ?, 1, ?, ?, 0)",
            [(number, float(SECONDS), text, name) for number, name, text in _numbered(said)],
        )
        database.commit()
        database.close()
        return path.read_bytes()


def _remark42(one: tuple[int, str, str]) -> dict[str, Any]:
    number, name, text = one
    return {
        "id": str(number),
        "pid": "",
        "text": _pre(text),
        "user": {"name": name, "id": f"u{number}"},
        "locator": {"site": "a", "url": "https://a.example/1"},
        "time": TIME,
        "score": 0,
        "votes": {},
    }


def _commento(said: Said) -> dict[str, Any]:
    comments = [
        {
            "commentHex": f"{number:x}",
            "domain": "a.example",
            "url": "/1",
            "commenterHex": f"a{number}",
            "markdown": text,
            "parentHex": "root",
            "state": "approved",
            "creationDate": TIME,
            "deleted": False,
        }
        for number, name, text in _numbered(said)
    ]
    people = [{"commenterHex": f"a{number}", "name": name} for number, name, _ in _numbered(said)]
    return {"version": 1, "comments": comments, "commenters": people}
