"""What exporting systems write today beside the plain case: other versions, answers of APIs, rulings, entities."""

from __future__ import annotations

import gzip
import io
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from moderation.parse import parse, sniff
from moderation.records import Article, Comment, Notice, Record, Reject, Report

Read = Callable[..., list[Record]]
Comments = Callable[..., list[Comment]]
TIME = "2024-05-01T10:00:00Z"


def articles(records: list[Record]) -> list[tuple[str, str | None, str | None]]:
    """Return thread, title and address of each article."""
    return [(one.thread_id, one.title, one.url) for one in records if isinstance(one, Article)]


def lines(*values: Any) -> str:
    """Return JSON Lines."""
    return "\n".join(map(json.dumps, values))


def rulings(comment: Comment) -> list[tuple[str, str | None, str | None, str | None]]:
    """Return the past decisions of a comment."""
    return [(one.status, one.by, one.at, one.reason) for one in comment.past_decisions]


# --- WordPress ---


def wxr(items: str, channel: str = "") -> str:
    """Return a WXR file."""
    spaces = (
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/"'
        ' xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:media="http://search.yahoo.com/mrss/"'
    )
    return f'<?xml version="1.0" encoding="UTF-8" ?>\n<rss {spaces}><channel>{channel}{items}</channel></rss>'


def wp_comment(number: int, text: str, **more: str) -> str:
    """Return a comment of WXR."""
    fields = {"id": str(number), "approved": "1", "content": f"<![CDATA[{text}]]>", **more}
    return f"<wp:comment>{''.join(f'<wp:comment_{k}>{v}</wp:comment_{k}>' for k, v in fields.items())}</wp:comment>"


def test_the_first_post_has_its_own_title(read: Read):
    """The site and its image stand before the posts and have titles and links, too; media in a post have titles."""
    channel = "<title>The Site</title><link>https://a.example</link><image><title>Logo</title><link>x</link></image>"
    post = "<item><media:content><media:title>Photo</media:title></media:content><title>First</title><link>https://a.example/1</link>"
    post += f"<content:encoded>Body</content:encoded><wp:post_id>1</wp:post_id>{wp_comment(7, 'x')}</item>"
    assert articles(read(wxr(post, channel), "site.xml")) == [("1", "First", "https://a.example/1")]


def test_a_title_with_nothing_around_it(read: Read):
    """What is left of a file may begin anywhere."""
    assert read("<title>x</title>", "site.xml", as_format="wordpress") == []


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("one &amp; two\nthree\n\nfour", "one & two\nthree\n\nfour"),
        ("one <em>two</em>\nthree", "one two\nthree"),
        ("<p>one</p>\n<p>two</p>", "one\n\ntwo"),
        ("a < b\nc", "a < b\nc"),
        ("plain\nlines", "plain\nlines"),
    ],
    ids=["entities", "inline", "paragraphs", "less than", "plain"],
)
def test_line_ends_of_wordpress_are_paragraphs(comments: Comments, written: str, text: str):
    """Unless the comment has paragraphs of its own: entities and inline elements do not undo them."""
    item = f"<item><wp:post_id>1</wp:post_id>{wp_comment(7, written)}</item>"
    assert [one.text for one in comments(wxr(item), "site.xml")] == [text]


@pytest.mark.parametrize(
    ("approved", "kind", "status", "ours", "carried"),
    [
        ("1", "", "approved", "comment", {}),
        ("0", "comment", "pending", "comment", {}),
        ("spam", "trackback", "spam", "trackback", {}),
        ("trash", "", "deleted", "comment", {}),
        ("post-trashed", "", "deleted", "comment", {}),
        ("1", "review", "approved", "review", {}),
        ("1", "order_note", "approved", "system", {"comment_type": "order_note"}),
        ("1", "webmention", "approved", "comment", {"comment_type": "webmention"}),
        ("odd", "", "unknown", "comment", {}),
    ],
)
def test_states_and_types_of_wordpress(
    comments: Comments, approved: str, kind: str, status: str, ours: str, carried: dict[str, str]
):
    """Every state that WordPress has, and the types that plugins add."""
    item = f"<item><wp:post_id>1</wp:post_id>{wp_comment(7, 'x', approved=approved, type=kind, user_id='0')}</item>"
    (one,) = comments(wxr(item), "site.xml")
    assert (one.status, one.kind, dict(one.carried), one.author_id) == (status, ours, carried, None)


@pytest.mark.parametrize("space", ["http://wordpress.org/export/1.0/", "https://wordpress.org/export/1.1/", "urn:x"])
def test_any_namespace_of_wordpress(comments: Comments, space: str):
    """Names are matched without it; a file whose namespace says nothing is known by its version."""
    item = f"<item><wp:post_id>1</wp:post_id>{wp_comment(7, 'x', parent='3')}</item>"
    content = wxr(item, "<wp:wxr_version>1.2</wp:wxr_version>").replace("http://wordpress.org/export/1.2/", space)
    assert [(one.id, one.parent_id) for one in comments(content, "site.xml")] == [("7", "3")]


# --- Disqus ---


def test_disqus_import_format_is_wordpress(tmp_path: Path):
    """What Disqus takes in is WXR with elements of its own, not what it gives out."""
    item = (
        f"<item><dsq:thread_identifier>z</dsq:thread_identifier><wp:post_id>1</wp:post_id>{wp_comment(7, 'x')}</item>"
    )
    path = tmp_path / "import.xml"
    path.write_text(wxr(item).replace("<rss ", '<rss xmlns:dsq="http://www.disqus.com/" '))
    assert sniff(path) == "wordpress"


def test_posts_of_disqus_api(read: Read):
    """The API has what the export lacks: votes, approval, flags; threads as numbers or whole."""
    shared = {"createdAt": "2024-05-01T10:00:00", "forum": "f", "author": {"name": "Ann", "username": "ann"}}
    state = {"isSpam": False, "isDeleted": False, "isApproved": True, "isFlagged": False, "numReports": 0}
    thread = {"id": "9", "title": "Bridge", "link": "https://a.example/1", "forum": "f"}
    posts = [
        {
            "id": "1",
            "message": "<p>one</p>",
            "raw_message": "one",
            "likes": 3,
            "dislikes": 1,
            "thread": thread,
            **state,
        },
        {"id": "2", "message": "two", "parent": 1, "thread": "9", **state, "isApproved": False, "isFlagged": True},
        {"id": "3", "message": "three", "parent": 1, "thread": "9", **state, "isSpam": True},
        {"id": "4", "message": "", "thread": "9", **state, "isDeleted": True},
        {"id": "5"},
    ]
    document = {"cursor": {"hasNext": False}, "code": 0, "response": [{**shared, **post} for post in posts]}
    records = read(json.dumps(document), "posts.json")
    found = [one for one in records if isinstance(one, Comment)]

    assert articles(records) == [("9", "Bridge", "https://a.example/1")]
    assert [(one.id, one.parent_id, one.status) for one in found] == [
        ("1", None, "approved"),
        ("2", "1", "pending"),
        ("3", "1", "spam"),
        ("4", None, "deleted"),
    ]
    assert (found[0].likes, found[0].dislikes, found[0].created_at, found[0].site) == (3, 1, TIME, "f")
    assert found[1].reports == (Report("flagged"),)
    assert [one.line for one in records if isinstance(one, Reject)] == [5]


# --- Reddit ---


def reddit(**more: Any) -> dict[str, Any]:
    """Return a comment of Reddit."""
    return {"id": "a", "link_id": "t3_s", "parent_id": "t3_s", "subreddit": "s", "body": "x", "author": "Ann", **more}


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("&gt; no\n\nyes &amp;#x200B;", "> no\n\nyes \u200b"),
        ("a?x=1&copy=2 &amp;copy=3", "a?x=1&copy=2 &copy=3"),
        ("Tom &amp; Jerry &amp;amp; Spike &lt;3", "Tom & Jerry & Spike <3"),
        ("AT&T", "AT&T"),
    ],
    ids=["blank of no width", "addresses", "signs", "bare"],
)
def test_entities_of_reddit(comments: Comments, body: str, text: str):
    """The API escapes three signs; entities that are left are Markdown's, and an address keeps its parameters."""
    assert [one.text for one in comments(lines(reddit(body=body)), "RC.jsonl")] == [text]


@pytest.mark.parametrize(
    ("fields", "status", "ruled"),
    [
        ({"body": "[removed]"}, "deleted", [("rejected", None, None, None)]),
        ({"body": "[ Removed by Reddit ]"}, "deleted", [("rejected", None, None, None)]),
        (
            {"body": "[ Removed by Reddit on account of violating [it](/p). ]"},
            "deleted",
            [("rejected", None, None, None)],
        ),
        ({"body": "[deleted]", "author": "[deleted]"}, "deleted", []),
        ({"author": "[deleted]"}, "unknown", []),
        ({"spam": True, "banned_by": "m", "banned_at_utc": 1714557600}, "spam", [("spam", "m", TIME, None)]),
        ({"removed": True, "banned_by": "m"}, "rejected", [("rejected", "m", None, None)]),
        ({"approved": True, "approved_by": "m"}, "approved", [("approved", "m", None, None)]),
        ({"approved": False, "removed": False, "spam": False}, "unknown", []),
    ],
)
def test_rulings_of_reddit(comments: Comments, fields: dict[str, Any], status: str, ruled: list[Any]):
    """What was taken away says so in its text, the rest only to moderators."""
    (one,) = comments(lines(reddit(**fields)), "RC.jsonl")
    assert (one.status, rulings(one)) == (status, ruled)
    assert one.author == (None if fields.get("author") else "Ann")


def test_reports_of_reddit(comments: Comments):
    """Readers' reports have a count, moderators' a name; what is no such pair is passed over."""
    fields = {"user_reports": [["rude", 3, False, True], [None, 1], "x"], "mod_reports": [["spam", "AutoModerator"]]}
    (one,) = comments(lines(reddit(**fields)), "RC.jsonl")
    assert one.reports == (Report("rude"), Report("spam", "AutoModerator"))


@pytest.mark.parametrize("created", [1714557600, 1714557600.0, "1714557600", "1714557600.0"])
@pytest.mark.parametrize("parent", ["t3_s", 45568804275, None])
def test_times_and_parents_of_dumps(comments: Comments, created: Any, parent: Any):
    """Dumps have times of three types, and numbers for parents."""
    (one,) = comments(lines(reddit(created_utc=created, parent_id=parent, edited=1714557600.0)), "RC.jsonl")
    assert (one.created_at, one.edited_at) == (TIME, TIME)
    assert one.parent_id == (None if parent != 45568804275 else "45568804275")


# --- Hacker News ---


def test_hits_of_the_search(read: Read):
    """A hit says by its tags what it is; the story of a comment stands beside it, once."""
    story = {"objectID": "1", "title": "A story", "url": "https://x.example", "num_comments": 2, "_tags": ["story"]}
    hit = {"comment_text": "yes &amp; no<p>more", "author": "q", "story_id": 9, "story_title": "Other", "parent_id": 9}
    hits = [
        {**hit, "objectID": str(number), "_tags": ["comment", "story_9"], "_highlightResult": {}} for number in (2, 3)
    ]
    records = read(json.dumps({"hits": [story, *hits]}), "search.json")

    assert articles(records) == [
        ("1", "A story", "https://x.example"),
        ("9", "Other", "https://news.ycombinator.com/item?id=9"),
    ]
    assert [(one.id, one.thread_id, one.text) for one in records if isinstance(one, Comment)] == [
        ("2", "9", "yes & no\n\nmore"),
        ("3", "9", "yes & no\n\nmore"),
    ]


def test_a_tree_and_rows_of_hacker_news(comments: Comments, read: Read):
    """Algolia nests comments, the table names author and parent, what is deleted has neither name nor text."""
    below = {"id": 3, "type": "comment", "author": "b", "text": "<i>two</i>", "parent_id": 2, "story_id": 1}
    above = {
        "id": 2,
        "type": "comment",
        "author": "a",
        "text": "one",
        "parent_id": 1,
        "story_id": 1,
        "children": [below],
    }
    tree = {"id": 1, "type": "story", "title": "T", "created_at_i": 1714557600, "children": [above], "story_id": 1}
    assert [(one.id, one.parent_id, one.thread_id) for one in comments(json.dumps(tree), "t.json")] == [
        ("2", None, "1"),
        ("3", "2", "1"),
    ]
    row = {"id": 5, "by": "c", "author": "c", "time": 1714557600, "time_ts": "2024-05-01 10:00:00 UTC", "parent": 1}
    rows = lines(
        {**row, "text": "x", "ranking": 0, "dead": True}, {"id": 6, "deleted": True, "parent": 5, "ranking": 1}
    )
    found = [one for one in read(rows, "rows.jsonl", as_format="hackernews") if isinstance(one, Comment)]
    assert [(one.status, one.author, one.created_at) for one in found] == [
        ("rejected", "c", TIME),
        ("deleted", None, None),
    ]


# --- Isso ---


def test_an_answer_of_isso(comments: Comments):
    """Replies are nested in what they answer, texts are HTML, moderation is a number."""
    below = {
        "id": 2,
        "parent": 1,
        "text": "<p>yo</p>",
        "author": None,
        "mode": 2,
        "created": 1714557600.5,
        "replies": [],
    }
    above = {"id": 1, "parent": None, "text": "<p>hi <em>all</em></p>", "author": "Ann", "mode": 1, "likes": 2}
    document = {"id": None, "total_replies": 1, "hidden_replies": 0, "replies": [{**above, "replies": [below]}]}
    assert [
        (one.id, one.parent_id, one.text, one.status, one.likes) for one in comments(json.dumps(document), "a.json")
    ] == [
        ("1", None, "hi all", "approved", 2),
        ("2", "1", "yo", "pending", None),
    ]


def test_wrong_bytes_in_a_database_of_isso(tmp_path: Path):
    """Text that is no UTF-8 costs nothing."""
    path = tmp_path / "comments.db"
    base = sqlite3.connect(path)
    base.execute("CREATE TABLE threads (id INTEGER PRIMARY KEY, uri TEXT, title TEXT)")
    base.execute("CREATE TABLE comments (tid, id, parent, created, modified, mode, text, author, likes, dislikes)")
    base.execute("INSERT INTO threads VALUES (1, '/1', 'One')")
    base.execute("INSERT INTO comments VALUES (1, 1, NULL, 1714557600.0, NULL, 1, CAST(X'63E961' AS TEXT), 'A', 0, 0)")
    base.execute("INSERT INTO comments VALUES (1, 2, 1, 1714557600.0, NULL, 'x', 'two', X'00', 0, 0)")
    base.commit()
    base.close()
    found = [one for one in parse(path) if isinstance(one, Comment)]
    assert [(one.text, one.parent_id, one.status) for one in found] == [
        ("c\xe9a", None, "approved"),
        ("two", "1", "unknown"),
    ]


def test_comments_that_stand_only_in_the_journal_of_isso(tmp_path: Path):
    """A server that runs keeps the newest in `-wal`; the files are read as they lie, and stay so."""
    path = tmp_path / "comments.db"
    base = sqlite3.connect(path)
    base.execute("PRAGMA journal_mode = wal")
    base.execute("CREATE TABLE threads (id INTEGER PRIMARY KEY, uri TEXT, title TEXT)")
    base.execute("CREATE TABLE comments (tid, id, parent, created, modified, mode, text, author, likes, dislikes)")
    base.execute("INSERT INTO threads VALUES (1, '/1', 'One')")
    base.commit()
    base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    base.execute("INSERT INTO comments VALUES (1, 1, NULL, 1714557600.0, NULL, 1, 'newest', 'A', 0, 0)")
    base.commit()
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    found = [one.text for one in parse(path) if isinstance(one, Comment)]

    assert found == ["newest"]
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before

    moved = tmp_path / "elsewhere" / "comments.db.gz"
    moved.parent.mkdir()
    moved.write_bytes(gzip.compress(path.read_bytes()))
    (told,) = parse(moved)
    assert "`-wal`" in str(told)
    base.close()


def test_a_database_of_isso_from_a_pipe_tells_of_its_journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Nothing lies beside standard input."""
    path = tmp_path / "comments.db"
    base = sqlite3.connect(path)
    base.execute("PRAGMA journal_mode = wal")
    base.execute("CREATE TABLE threads (id INTEGER PRIMARY KEY, uri TEXT, title TEXT)")
    base.execute("CREATE TABLE comments (tid, id, parent, created, modified, mode, text, author, likes, dislikes)")
    base.commit()
    base.close()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(path.read_bytes())))
    (told,) = parse("-")
    assert "`-wal`" in str(told)


# --- Tables of systems ---


def test_the_table_of_hacker_news_from_bigquery(read: Read):
    """Its texts are HTML, stories are articles, and marks are words."""
    head = "title,url,text,dead,by,score,time,timestamp,type,id,parent,descendants,ranking,deleted\n"
    rows = (
        "Bridge,https://a.example,,,ann,57,1314211000,2011-08-24 18:36:40 UTC,story,1,,2,,\n"
        ',,"hi &amp; <p>bye, <i>all</i>",false,bo,,1314211127,2011-08-24 18:38:47 UTC,comment,2,1,,0,false\n'
        ",,flagged,true,cem,,1314211128,2011-08-24 18:38:48 UTC,comment,3,2,,0,\n"
        ",,,,,,1314211129,2011-08-24 18:38:49 UTC,comment,4,2,,0,true\n"
        ",,x,,dan,,,,comment,,2,,,\n"
    )
    article, one, two, three, reject = read(head + rows, "hn.csv")

    assert isinstance(article, Article)
    assert (article.title, article.declared_comments) == ("Bridge", 2)
    assert isinstance(one, Comment)
    assert (one.id, one.thread_id, one.parent_id, one.text) == ("2", "1", None, "hi &\n\nbye, all")
    assert (one.author, one.created_at, one.status) == ("bo", "2011-08-24T18:38:47Z", "unknown")
    assert isinstance(two, Comment)
    assert (two.parent_id, two.status) == ("2", "rejected")
    assert isinstance(three, Comment)
    assert three.status == "deleted"
    assert isinstance(reject, Reject)
    assert reject.line == 6


@pytest.mark.parametrize("indent", [None, 1])
def test_a_list_of_hacker_newss_items(read: Read, indent: int | None):
    """Whoever asked the API item by item may have kept the answers in one list."""
    items = [{"by": "pg", "id": 1, "type": "story", "title": "S", "time": 1160418111}]
    items += [{"by": "a", "id": n, "parent": 1, "text": "x &gt; y", "type": "comment"} for n in (2, 3)]
    article, *found = read(json.dumps(items, indent=indent), "hn.json")

    assert isinstance(article, Article)
    assert [(one.id, one.thread_id, one.text) for one in found if isinstance(one, Comment)] == [
        ("2", "1", "x > y"),
        ("3", "1", "x > y"),
    ]


def test_reddits_comments_in_a_table(read: Read):
    """Ids, tombstones and entities are what they are in a dump."""
    head = "id,author,body,created_utc,link_id,parent_id,score,subreddit\n"
    rows = "c1,joe,hi &gt; there,1500000000,t3_a,t3_a,5,news\nc2,[deleted],[removed],1500000001.0,t3_a,t1_c1,1,news\n"
    one, two = read(head + rows, "reddit.csv")

    assert isinstance(one, Comment)
    assert (one.thread_id, one.parent_id, one.text, one.likes) == ("a", None, "hi > there", 5)
    assert isinstance(two, Comment)
    assert (two.parent_id, two.author, two.status, two.created_at) == ("c1", None, "deleted", "2017-07-14T02:40:01Z")


def test_a_table_for_coral_has_no_header(read: Read):
    """Its columns stand in an order that Coral knows; bodies are HTML."""
    rows = (
        'c1,u1,s1,2020-01-01T00:00:00.000Z,"<p>Hi, <b>there</b></p>",,APPROVED,\n'
        "c2,u2,s1,2020-01-01T00:01:00.000Z,second,c1,REJECTED,\nc3,u2,s1\n"
    )
    notice, one, two, three = read(rows, "comments.csv")

    assert isinstance(notice, Notice)
    assert isinstance(one, Comment)
    assert (one.id, one.author_id, one.thread_id, one.text, one.status) == ("c1", "u1", "s1", "Hi, there", "approved")
    assert isinstance(two, Comment)
    assert (two.parent_id, two.created_at, two.status) == ("c1", "2020-01-01T00:01:00Z", "rejected")
    assert isinstance(three, Comment)
    assert three.text == ""


# --- Commento and Comentario ---

NOBODY = "00000000-0000-0000-0000-000000000000"


def test_an_export_of_comentario_today(read: Read):
    """Version 3: pages and names are looked up, and a state is three marks."""
    shared = {
        "pageId": "p1",
        "createdTime": TIME,
        "isApproved": False,
        "isPending": False,
        "isDeleted": False,
        "score": 2,
    }
    comments = [
        {
            "id": "a",
            "markdown": "one",
            "userCreated": "u1",
            "userModerated": "u1",
            "isApproved": True,
            "editedTime": TIME,
        },
        {
            "id": "b",
            "parentId": "a",
            "html": "<p>two</p>",
            "userCreated": NOBODY,
            "authorName": "Guest",
            "isPending": True,
        },
        {"id": "c", "markdown": "three", "userCreated": "u1", "userModerated": "u2", "moderatedTime": TIME},
        {"id": "d", "markdown": "", "userCreated": "u1", "userDeleted": "u2", "isDeleted": True, "deletedTime": TIME},
        {"id": "e", "markdown": "", "userCreated": "u1", "userDeleted": "u1", "isDeleted": True},
        {"odd": 1},
    ]
    url = {"url": "https://a.example/1#comentario-a"}
    document = {
        "version": 3,
        "pages": [{"id": "p1", "path": "/1", "title": "Bridge", "countComments": 5}],
        "comments": [{**shared, **url, **one} if "id" in one else one for one in comments],
        "commenters": [{"id": "u1", "name": "Ann"}, {"id": "u2", "name": "Mod"}],
    }
    records = read(json.dumps(document), "comentario.json")
    found = [one for one in records if isinstance(one, Comment)]

    assert articles(records) == [("p1", "Bridge", "https://a.example/1")]
    assert [(one.author, one.status, rulings(one)) for one in found] == [
        ("Ann", "approved", []),
        ("Guest", "pending", []),
        ("Ann", "rejected", [("rejected", "u2", TIME, None)]),
        ("Ann", "deleted", [("deleted", "u2", TIME, None)]),
        ("Ann", "deleted", []),
    ]
    assert [(one.text, one.parent_id, one.author_id) for one in found[:2]] == [("one", None, "u1"), ("two", "a", None)]
    assert [one.line for one in records if isinstance(one, Reject)] == [6]


def test_a_version_1_of_comentario(read: Read):
    """It calls the domain `host` and the page `path`, and has sixty-four noughts for nobody."""
    comment = {"commentHex": "a", "commenterHex": "0" * 64, "host": "a.example", "path": "/1", "parentHex": "root"}
    more = {"url": "https://a.example/1#commento-a", "markdown": "one", "state": "unapproved", "creationDate": TIME}
    records = read(json.dumps({"version": 1, "comments": [{**comment, **more}], "commenters": []}), "c.json")
    (one,) = (record for record in records if isinstance(record, Comment))
    assert articles(records) == [("a.example/1", None, "https://a.example/1")]
    assert (one.site, one.author, one.author_id, one.status) == ("a.example", None, None, "pending")


def test_nothing_is_said_of_threads_that_an_answer_completes(read: Read):
    """No notice where nothing is to be said."""
    assert not [one for one in read(lines(reddit()), "RC.jsonl") if isinstance(one, Notice)]


# --- Coral ---


def coral(**more: Any) -> dict[str, Any]:
    """Return a comment of Coral."""
    return {"id": "a", "storyID": "s1", "authorID": "u1", "status": "NONE", "revisions": [{"body": "x"}], **more}


def test_coral_without_its_own_ids(comments: Comments):
    """Where only some fields were exported: Mongo's own key counts, else an id is made; none is called `None`."""
    keyed = [coral(id=None, _id={"$oid": "64a"}), coral(id=None, _id="64b", parentID="64a")]
    bare = [coral(id=None, storyID=None), coral(id=None, storyID=None, authorID="u2")]
    first, second, *made = comments(lines(*keyed, *bare), "comments.json")

    assert [(one.id, one.parent_id) for one in (first, second)] == [("64a", None), ("64b", "64a")]
    assert {one.thread_id for one in made} == {"comments"}
    assert len({one.id for one in made} - {"None", "None#2"}) == 2


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        (TIME, TIME),
        ({"$date": TIME}, TIME),
        ({"$date": 1714557600000}, TIME),
        ({"$date": {"$numberLong": "1714557600000"}}, TIME),
        ({"$date": {"odd": 1}}, None),
    ],
)
def test_dates_of_mongoexport(comments: Comments, date: Any, expected: str | None):
    """Each version of the tool wraps them in its own way."""
    assert [one.created_at for one in comments(lines(coral(createdAt=date)), "comments.json")] == [expected]


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("NONE", "unknown"),
        ("APPROVED", "approved"),
        ("REJECTED", "rejected"),
        ("PREMOD", "pending"),
        ("SYSTEM_WITHHELD", "pending"),
    ],
)
def test_states_of_coral(comments: Comments, theirs: str, ours: str):
    """All five; one that nobody looked at is neither approved nor waiting."""
    assert [one.status for one in comments(lines(coral(status=theirs)), "comments.json")] == [ours]


def test_the_last_revision_of_coral_counts(comments: Comments):
    """Its text, its time and the score that Perspective gave it; reactions with or without their kinds."""
    revisions = [
        {"body": "<div>draft</div>", "createdAt": TIME, "metadata": {"perspective": {"score": 0.9}}},
        {"body": "<div>said <b>well</b></div>", "createdAt": TIME, "metadata": {"perspective": {"score": 0.25}}},
    ]
    counts = ({"REACTION": 4, "FLAG": {"total": 1}}, {"REACTION": {"total": 4}}, {})
    found = comments(
        lines(*(coral(id=str(n), revisions=revisions, actionCounts=count) for n, count in enumerate(counts))), "c.json"
    )
    assert [(one.text, one.edited_at, one.likes, dict(one.carried)) for one in found] == [
        ("said well", TIME, likes, {"perspective": 0.25}) for likes in (4, 4, None)
    ]


def test_the_fourth_version_of_coral(comments: Comments):
    """Names with underscores, a history of bodies and of states, tags one level down."""
    value = {
        "id": "a",
        "asset_id": "s1",
        "author_id": "u1",
        "parent_id": "p",
        "body": "now",
        "body_history": [{"body": "before", "created_at": TIME}, {"body": "now", "created_at": TIME}],
        "status": "ACCEPTED",
        "status_history": [{"type": "PREMOD", "created_at": TIME}, {"type": "ACCEPTED", "assigned_by": "m1"}],
        "tags": [{"tag": {"name": "STAFF"}}],
        "action_counts": {"respect": 3, "flag": 1},
        "metadata": {"perspective": {"TOXICITY": {"summaryScore": 0.5}}},
        "created_at": {"$date": TIME},
    }
    (one,) = comments(lines(value), "comments.json")
    assert (one.text, one.status, one.thread_id, one.parent_id, one.likes) == ("now", "approved", "s1", "p", 3)
    assert [past.status for past in one.past_decisions] == ["approved", "pending"]
    assert one.carried == {"tags": ["STAFF"], "perspective": 0.5}


@pytest.mark.parametrize("kind", ["FLAG", "DONT_AGREE", "ILLEGAL"])
def test_reports_of_coral(tmp_path: Path, kind: str):
    """Whatever readers can report a comment as; what is wrong in the file beside it is counted, and ends nothing."""
    (tmp_path / "comments.json").write_text(lines(coral()))
    action = {"commentID": "a", "actionType": kind, "userID": "u7", "createdAt": TIME}
    spoiled = f'{{"commentID": "a", "n": {"9" * 30}}}\n{{"commentID": '
    (tmp_path / "commentActions.json").write_text(f"{lines(action, {'odd': 1})}\n{spoiled}")
    (tmp_path / "users.json.gz").write_bytes(b"\x1f\x8b\x08nothing")
    (tmp_path / "users.json").write_bytes("\ufeff".encode() + json.dumps([{"id": "u1", "username": "Ann"}]).encode())
    (tmp_path / "stories.json").write_bytes(b"\x1f\x8b\x08nothing")
    records = list(parse(tmp_path / "comments.json"))
    (one,) = (record for record in records if isinstance(record, Comment))

    assert (one.reports, one.author) == ((Report(kind, "u7", TIME),), "Ann")
    assert [record.message for record in records if isinstance(record, Notice)][1:] == [
        "1 entry of stories beside the comments cannot be read",
        "3 entries of commentActions beside the comments cannot be read",
    ]


# --- the rest of what the formats have in store ---


def test_listings_of_reddit(read: Read):
    """Replies are nested or an empty string, posts stand beside, and what is left out is counted."""

    def listing(*children: dict[str, Any]) -> dict[str, Any]:
        return {"kind": "Listing", "data": {"children": list(children)}}

    below = {"kind": "t1", "data": reddit(id="b", parent_id="t1_a", replies="", permalink="/r/s/b")}
    stub = {"kind": "more", "data": {"count": 7, "children": ["x"]}}
    above = {"kind": "t1", "data": reddit(replies=listing(below, stub))}
    post = {"kind": "t3", "data": {"id": "s", "title": "Bridge", "selftext": "a &amp; b", "permalink": "/r/s/1"}}
    records = read(json.dumps([listing(post), listing(above, {"kind": "more", "data": {"count": 0}})]), "t.json")

    assert articles(records) == [("s", "Bridge", "https://www.reddit.com/r/s/1")]
    assert [(one.id, one.parent_id, one.url) for one in records if isinstance(one, Comment)] == [
        ("a", None, None),
        ("b", "a", "https://www.reddit.com/r/s/b"),
    ]
    assert [one.message.partition(":")[0] for one in records if isinstance(one, Notice)] == [
        "8 comments are not in the file"
    ]


def test_the_long_window_of_reddits_dumps(tmp_path: Path):
    """A frame that asks for a window of 2 GiB, sixteen times what the library gives by default."""
    content = lines(reddit()).encode()
    exponent, last_raw_block = 31 - 10, 1
    frame = b"\x28\xb5\x2f\xfd\x00" + bytes([exponent << 3])
    path = tmp_path / "RC_2024-05.zst"
    path.write_bytes(frame + (len(content) << 3 | last_raw_block).to_bytes(3, "little") + content)
    assert [one.id for one in parse(path) if isinstance(one, Comment)] == ["a"]


def test_a_file_of_yt_dlp(read: Read):
    """The video is the article, `root` is no parent, text is plain or HTML, and the formats cost nothing."""
    shared = {"author": "@ann", "author_id": "UC1", "timestamp": 1714557600, "like_count": 3, "is_pinned": True}
    comments = [
        {"id": "Ug1", "parent": "root", "text": "one &amp; all", **shared},
        {"id": "Ug1.2", "parent": "Ug1", "html": "two<br>lines", **shared},
        "odd",
    ]
    video = {"id": "dQw4w9WgXcQ", "title": "Bridge", "formats": [{"url": "x" * 9}] * 9, "channel": "News"}
    more = {"comments": comments, "comment_count": 9, "webpage_url": "https://v.example/1"}
    records = read(json.dumps({**video, "description": "About it", **more}), "v.info.json")
    found = [one for one in records if isinstance(one, Comment)]

    assert articles(records)[0][:2] == ("dQw4w9WgXcQ", "Bridge")
    assert [(one.id, one.parent_id, one.text, one.likes, one.created_at) for one in found] == [
        ("Ug1", None, "one &amp; all", 3, TIME),
        ("Ug1.2", "Ug1", "two\nlines", 3, TIME),
    ]
    assert [one.line for one in records if isinstance(one, Reject)] == [3]


def test_posts_of_discourse(read: Read):
    """Likes and flags stand among the actions; hidden and deleted posts, whispers, and what is missing."""
    actions = [{"id": 2, "count": 5}, {"id": 4, "count": 1}, {"id": 8, "can_act": True}, {"id": 6, "count": 1}]
    posts = [
        {"id": 70, "post_number": 1, "cooked": "<p>Topic</p>"},
        {"id": 71, "post_number": 2, "cooked": "<p>one</p>", "actions_summary": actions, "score": 99.5},
        {"id": 72, "post_number": 3, "cooked": "two", "hidden": True, "reply_to_post_number": 2, "version": 2},
        {"id": 73, "post_number": 4, "cooked": "three", "user_deleted": True, "reply_to_post_number": 1},
        {"id": 74, "post_number": 5, "cooked": "four", "post_type": 4, "reply_to_post_number": 99},
    ]
    shared = {"topic_id": 7, "username": "ann", "name": "", "created_at": TIME, "updated_at": "2024-05-02T10:00:00Z"}
    stream = {"posts": [{**shared, **post} for post in posts], "stream": list(range(70, 90))}
    records = read(json.dumps({"post_stream": stream, "id": 7, "title": "T", "posts_count": 20}), "t.json")
    found = [one for one in records if isinstance(one, Comment)]

    assert [(one.id, one.parent_id, one.status, one.kind, one.likes, one.author) for one in found] == [
        ("71", None, "unknown", "comment", 5, "ann"),
        ("72", "71", "rejected", "comment", None, "ann"),
        ("73", None, "deleted", "comment", None, "ann"),
        ("74", "#99", "unknown", "system", None, "ann"),
    ]
    assert [one.reports for one in found] == [(Report("inappropriate"),), (), (), ()]
    assert [one.edited_at for one in found] == [None, "2024-05-02T10:00:00Z", None, None]
    assert any("15 posts of the topic are not in the file" in str(one) for one in records)


def test_the_generic_format_of_isso(read: Read):
    """Ids are unique in their thread alone, and titles may be written as in an address."""
    comment = {
        "id": 1,
        "author": "Ann",
        "created": "2024-05-01 10:00:00",
        "text": "<p>one</p>",
        "remote_addr": "1.2.3.0",
    }
    threads = [{"id": f"/{n}", "title": "The+bridge%21", "comments": [comment, "odd"]} for n in (1, 2)]
    records = read(json.dumps([*threads, {"odd": 1}]), "isso.json")

    assert articles(records) == [("/1", "The bridge!", "/1"), ("/2", "The bridge!", "/2")]
    assert [(one.thread_id, one.id, one.created_at) for one in records if isinstance(one, Comment)] == [
        ("/1", "1", TIME),
        ("/2", "1", TIME),
    ]
    assert [one.line for one in records if isinstance(one, Reject)] == [1, 2, 3]


def test_a_tree_of_remark42(comments: Comments):
    """A deleted comment has a time of noughts; votes are counted, and without them the score is what there is."""
    place = {"locator": {"site": "a", "url": "https://a.example/1"}, "user": {"name": "Ann", "id": "u"}}
    gone = {"id": "b", "pid": "a", "text": "", "time": "0001-01-01T00:00:00Z", "delete": True, **place}
    votes = {
        "id": "a",
        "text": "<p>one</p>",
        "time": "2024-05-01T10:00:00.123456789Z",
        "votes": {"x": True, "y": False},
    }
    plain = {"id": "c", "text": "two", "time": TIME, "score": 4, "edit": {"time": TIME}}
    tree = [{"comment": {**votes, **place}, "replies": [{"comment": gone}]}, {"comment": {**plain, **place}}]
    found = comments(json.dumps({"comments": tree}), "tree.json")

    assert [(one.id, one.parent_id, one.status, one.likes, one.dislikes) for one in found] == [
        ("a", None, "unknown", 1, 1),
        ("b", "a", "deleted", None, None),
        ("c", None, "unknown", 4, None),
    ]
    assert [(one.created_at, one.edited_at) for one in found] == [
        ("2024-05-01T10:00:00.123456Z", None),
        (None, None),
        (TIME, TIME),
    ]


def test_what_posts_of_disqus_may_lack(read: Read):
    """Neither id nor text nor author; a deleted post keeps its text and its answers."""
    spaces = 'xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals"'
    thread = '<thread dsq:id="1"><id/><link>https://a.example/1</link></thread>'
    posts = [
        '<post><createdAt>2024-05-01T10:00:00</createdAt><thread dsq:id="1"/></post>',
        '<post dsq:id="2"><message>two</message><isDeleted>true</isDeleted><author/><thread dsq:id="1"/></post>',
        '<post dsq:id="3"><message>three</message><thread dsq:id="1"/><parent dsq:id="2"/></post>',
        '<post dsq:id="4"><message>four</message><thread><id/></thread></post>',
    ]
    records = read(f"<disqus {spaces}>{thread}{''.join(posts)}</disqus>", "forum.xml")
    found = [one for one in records if isinstance(one, Comment)]

    assert articles(records) == [("1", None, "https://a.example/1")]
    assert len({one.key for one in found}) == 4
    assert [(one.text, one.parent_id, one.status, one.thread_id) for one in found] == [
        ("", None, "unknown", "1"),
        ("two", None, "deleted", "1"),
        ("three", "2", "unknown", "1"),
        ("four", None, "unknown", "forum"),
    ]


def test_the_table_that_coral_imports(comments: Comments):
    """Eight columns in a fixed order, often in Windows-1252; with a header it is a table like any other."""
    header = "id,author_id,story_id,created_at,body,parent_id,status,rating"
    rows = 'a,u1,s1,2024-05-01T10:00:00Z,"caf\xe9, please",,APPROVED,\nb,u2,s1,2024-05-01T10:00:00Z,no,a,NONE,5\n'
    found = comments(f"{header}\n{rows}".encode("cp1252"), "comments.csv")
    assert [(one.id, one.text, one.parent_id, one.thread_id, one.author_id) for one in found] == [
        ("a", "caf\xe9, please", None, "s1", "u1"),
        ("b", "no", "a", "s1", "u2"),
    ]


# --- Lists and lines of bare items ---

THING = {
    "id": "c1",
    "body": "one",
    "link_id": "t3_a",
    "parent_id": "t3_a",
    "subreddit": "news",
    "created_utc": 1500000000,
}
THREAD = {
    "kind": "youtube#commentThread",
    "id": "c1",
    "snippet": {
        "videoId": "v",
        "topLevelComment": {"kind": "youtube#comment", "id": "c1", "snippet": {"textOriginal": "one"}},
    },
}
POST = {"id": "c1", "raw_message": "one", "message": "<p>one</p>", "isSpam": False, "isDeleted": False, "thread": "1"}
ANSWER = {"id": "c1", "body": "<p>one</p>", "status": "visible", "numRecommends": 1, "isHighlighted": False}
TOPICAL = {"id": "c1", "post_number": 2, "cooked": "<p>one</p>", "post_type": 1, "topic_id": 7}


@pytest.mark.parametrize(
    ("name", "document"),
    [
        ("reddit", [THING]),
        ("reddit", {"data": [THING], "metadata": {}}),
        ("reddit", [{"kind": "t1", "data": THING}]),
        ("youtube", [THREAD]),
        ("youtube", THREAD["snippet"]),
        ("disqus", [POST]),
        ("disqus", POST),
        ("guardian", [ANSWER]),
        ("guardian", {"status": "ok", "comments": [ANSWER]}),
        ("discourse", [TOPICAL]),
    ],
)
def test_items_without_what_the_api_puts_around_them(read: Read, name: str, document: object):
    """Whoever collects them keeps them in a list, or one on a line."""
    records = read(json.dumps(document), "kept.json")
    assert [(one.source, one.id, one.text) for one in records if isinstance(one, Comment)] == [(name, "c1", "one")]
    assert not [one for one in records if isinstance(one, Notice | Reject)]


@pytest.mark.parametrize("is_first", [True, False])
def test_several_topics_of_discourse_in_one_file(read: Read, is_first: bool):
    """Each has its title, and answers stay in their topic, whichever comes first, facts or posts."""
    lines = []
    for topic in (7, 8):
        facts = {"id": topic, "title": f"Topic {topic}", "posts_count": 3}
        posts = [{**TOPICAL, "id": topic * 10 + n, "post_number": n, "topic_id": topic} for n in (1, 2, 3)]
        posts[2]["reply_to_post_number"] = 2
        stream = {"post_stream": {"posts": posts, "stream": [post["id"] for post in posts]}}
        lines.append(json.dumps({**facts, **stream} if is_first else {**stream, **facts}))
    records = read("\n".join(lines), "topics.jsonl")

    assert [(one.thread_id, one.title) for one in records if isinstance(one, Article)] == [
        ("7", "Topic 7"),
        ("8", "Topic 8"),
    ]
    assert [(one.thread_id, one.id, one.parent_id) for one in records if isinstance(one, Comment)] == [
        ("7", "72", None),
        ("7", "73", "72"),
        ("8", "82", None),
        ("8", "83", "82"),
    ]
    assert not [one for one in records if isinstance(one, Notice | Reject)]
