"""Inputs that are not what they should be: each is said in words, with the way out."""

from __future__ import annotations

import gzip
import json
import random
import sys
from pathlib import Path

import pytest
import zstandard

from moderation.errors import InputError, UsageError
from moderation.parse import parse, sniff
from moderation.records import Article, Comment, Notice, Reject

TABLE = b"id,text\n" + b"".join(b"%d,some words\n" % n for n in range(50_000))


def said_about(path: Path | str, **options) -> str:
    with pytest.raises(InputError) as caught:
        list(parse(path, **options))
    return str(caught.value)


def test_a_missing_file(tmp_path: Path):
    """A name that does not exist offers the nearest that does."""
    (tmp_path / "comments.csv").write_text("text\nx\n")
    assert "did you mean `comments.csv`" in said_about(tmp_path / "coments.csv")
    assert "there is no such file" in said_about(tmp_path / "elsewhere" / "x.csv")


def test_a_folder(tmp_path: Path):
    """A folder names a file to take instead."""
    (tmp_path / "page.txt").write_text("x")
    assert "is a folder, expected a file" in said_about(tmp_path)
    assert str(tmp_path / "page.txt") in said_about(tmp_path)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (random.Random(1).randbytes(3000), "binary data"),
        (b"%PDF-1.7 and so on", "a PDF document"),
        (b"PK\x03\x04rest", "a ZIP archive"),
        (b"<?xml version='1.0'?><feed/>", "an XML document of `feed`"),
        (
            b'{\n  "id": 1,\n  "text": "a"\n}',
            "one JSON document without a list of comments that is known (`id`, `text`)",
        ),
        (b'["one", "two"]', "a JSON list without objects"),
        (b'[["id", "text"], [1, "a"]]', "a JSON list without objects"),
        (gzip.compress(gzip.compress(b"id,text\n1,a\n")), "gzip data within what was packed already"),
        (b"7z\xbc\xaf\x27\x1c\x00\x04", "a 7z archive"),
        (b"Rar!\x1a\x07\x01\x00", "a RAR archive"),
    ],
    ids=["junk", "pdf", "zip", "xml", "pretty json", "strings", "rows", "packed twice", "7z", "rar"],
)
def test_content_that_no_reader_is_for(tmp_path: Path, content: bytes, what: str):
    """The message says what the content looks like and how to go on."""
    path = tmp_path / "input"
    path.write_bytes(content)
    message = said_about(path)
    assert f"looks like {what}" in message
    assert "if it is not, say what it is: `--as " in message


@pytest.mark.parametrize(
    ("content", "mend"),
    [
        (b"%PDF-1.7 and so on", "save the page as HTML or text"),
        (b"PK\x03\x04rest", "unpack it, and name the file inside"),
        (b"comments.csv" + b"\x00" * 245 + b"ustar\x00", "unpack it, and name the file inside"),
        (b"<?xml version='1.0'?><rss><channel/></rss>", "`--as wordpress`, `--as disqus`"),
        (b'{\n  "name": 1\n}', "`--as jsonl`, `--as coral`"),
    ],
    ids=["pdf", "zip", "tar", "xml", "json"],
)
def test_the_way_out_fits_the_content(tmp_path: Path, content: bytes, mend: str):
    """An archive is to be unpacked, and an XML document can be two exports and no table."""
    path = tmp_path / "input"
    path.write_bytes(content)
    assert mend in said_about(path)


def test_junk_can_be_insisted_on(tmp_path: Path):
    """With a format named, even junk is read without a traceback."""
    path = tmp_path / "input"
    path.write_bytes(random.Random(1).randbytes(3000))
    assert list(parse(path, as_format="plain"))


def test_a_few_control_characters_are_no_junk(tmp_path: Path):
    """A page with some NULs is a page."""
    path = tmp_path / "page.txt"
    path.write_bytes(b"A sentence about the harbour.\n" * 20 + b"\x00\x00\x00")
    assert sniff(path) == "plain"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("Yes, we can\nNo, you cannot\nHello, world\n", "plain"),
        ("Comments\nA sentence.\n", "plain"),
        ("Well, text, she said, is patient\nIt waits\n", "plain"),
        ("[Name withheld] wrote to us.\n", "plain"),
        ("{curly} start of a page\n", "plain"),
        ("text\nhello\n", "csv"),
        ("id;kommentar\n1;hallo\n", "csv"),
        ("a,b,c\n1,2,3\n4,5,6\n7,8,9\n", "csv"),
        (",count,tweet\n0,3,hello\n", "csv"),
        ("id\ttext\n1\thello\n", "tsv"),
        ('{"id":1,"text":"a"}\n', "jsonl"),
        ('\ufeff{"id":1,"text":"a"}', "jsonl"),
        ('{"broken":\n{"id":1,"text":"a"}\n', "jsonl"),
        ("[[Talk:Bridge]] is a page\n", "plain"),
        ('["No comment"], she said\n', "plain"),
        ("id,author,text\n", "csv"),
        ("<p>One</p>\n<p>Two</p>\n", "html"),
        ('\n\n<ul class="comments"><li>One</li></ul>', "html"),
        ("<script>x()</script><b>y</b>", "html"),
        ("<3 this page\n", "plain"),
        ("<pseudonym> wrote:\nNo.\n", "plain"),
    ],
)
def test_prose_tables_and_json(tmp_path: Path, content: str, expected: str):
    """Commas and brackets alone make neither table nor JSON."""
    path = tmp_path / "input"
    path.write_text(content, encoding="utf-8")
    assert sniff(path) == expected


@pytest.mark.parametrize("spoil", [lambda data: data[:-20], lambda data: data[:-2000], lambda data: data + b"more"])
@pytest.mark.parametrize("pack", [gzip.compress, lambda data: zstandard.ZstdCompressor().compress(data)])
def test_damaged_compression(tmp_path: Path, pack, spoil):
    """A file cut off in the middle, or with something behind it, gives its beginning and then a warning."""
    path = tmp_path / "comments.csv.packed"
    path.write_bytes(spoil(pack(TABLE)))
    records = list(parse(path))
    assert sum(isinstance(record, Comment) for record in records) > 30_000
    assert [record.message for record in records if isinstance(record, Notice)][-1].startswith(
        f"the {'gzip' if pack is gzip.compress else 'zstd'} data is damaged or cut off"
    )


def test_small_damaged_files_keep_what_they_hold(tmp_path: Path):
    """What fits into the first look at a file is not lost to the damage behind it, whatever the reader."""
    for name, content in (
        ("a.json", b'[{"id": 1, "text": "one here"},\n {"id": 2, "text": "two'),
        ("a.csv", TABLE[:60]),
    ):
        path = tmp_path / f"{name}.gz"
        path.write_bytes(gzip.compress(content)[:-9])
        assert [record.text for record in parse(path) if isinstance(record, Comment)]


def test_a_file_that_is_nothing_but_damage(tmp_path: Path):
    """Where nothing can be read at all, the file is refused."""
    path = tmp_path / "comments.csv.gz"
    path.write_bytes(gzip.compress(TABLE)[:12])
    assert "damaged or cut off" in said_about(path)


def test_zstandard_is_optional(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Without its library a zstd file says what to install."""
    path = tmp_path / "comments.jsonl.zst"
    path.write_bytes(zstandard.ZstdCompressor().compress(b'{"id":1,"text":"a"}'))
    monkeypatch.setitem(sys.modules, "zstandard", None)
    assert "pip install zstandard" in said_about(path)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"as_format": "cvs"}, "did you mean `csv`"),
        ({"as_format": "plain", "columns": {"text": "body"}}, "no meaning for `plain`"),
    ],
)
def test_misuse_is_told_at_once(options: dict, words: str):
    """A wrong format or a column map for a page is a UsageError before anything is opened."""
    with pytest.raises(UsageError, match=words):
        parse("no-such-file", **options)


def test_a_column_map_means_a_table(tmp_path: Path):
    """Whoever maps columns has a table, whatever the header looks like."""
    path = tmp_path / "input"
    path.write_text("What people said, in their own words\nhello\n")
    _, comment = parse(path, columns={"text": "What people said"})
    assert comment.text == "hello"


def test_a_file_name_that_is_no_text(tmp_path: Path):
    """A file name need not be UTF-8; the thread that it names is."""
    path = tmp_path / "page\udcff.txt"
    path.write_text("Only an article.")
    (article,) = parse(path)
    assert article.thread_id == "page\ufffd"


HELD = {"guild": {"id": "1", "name": "G"}, "channel": {"id": "2"}, "dateRange": {"after": None}}
TOLD = {"name": "Channel", "type": "private_supergroup", "id": 1}
PIECES = ["so ", {"type": "bold", "text": "closed"}, " again"]


def test_exports_of_messengers_are_tables(tmp_path: Path):
    """Messages in a list below what they belong to; a text in pieces, and times in seconds, which have a zone."""
    discord = {"id": "7", "timestamp": "2024-05-01T12:00:00+02:00", "timestampEdited": None, "content": "yes"}
    telegram = {"id": 8, "date": "2024-05-01T13:00:00", "date_unixtime": "1714557600", "from": "Bo", "from_id": "u1"}
    path = tmp_path / "messages.json"
    found = []
    for document in (
        {**HELD, "messages": [{**discord, "author": {"id": "9", "name": "Ann"}}], "messageCount": 1},
        {**TOLD, "messages": [{**telegram, "reply_to_message_id": 7, "text": PIECES}, {**telegram, "text": []}]},
    ):
        path.write_text(json.dumps(document, indent=1))
        records = list(parse(path))
        found += [(one.id, one.parent_id, one.author, one.text) for one in records if isinstance(one, Comment)]
        assert {one.created_at for one in records if isinstance(one, Comment)} == {"2024-05-01T10:00:00Z"}
    assert found == [("7", None, "Ann", "yes"), ("8", "7", "Bo", "so closed again")]
    assert [one.reason for one in records if isinstance(one, Reject)] == ["the text is of type list, expected a string"]


@pytest.mark.parametrize("ending", ["txt", "html"])
def test_a_page_larger_than_any_is_refused_before_it_is_read(ending: str, tmp_path: Path, monkeypatch):
    """A page is read whole, so a file of a dump's size is not taken for one; the words say how to read a dump."""
    monkeypatch.setattr("moderation.parse.reading.LARGEST_PAGE", 1 << 16)
    page = tmp_path / f"page.{ending}"
    page.write_text("<html><body>" * (ending == "html") + "Some words of a page.\n" * 4000)
    assert "is larger than" in said_about(page)
    assert "--as jsonl" in said_about(page)


@pytest.mark.parametrize(
    "content", ['<p>broken\0 {"a": NaM', "<html><body>502 Bad Gateway</body></html>", "Too many calls.\n"]
)
@pytest.mark.parametrize("name", ["comments.json", "comments.jsonl.gz", "comments.parquet"])
def test_a_page_without_comments_in_place_of_an_export(tmp_path: Path, content: str, name: str):
    """What is named as data and reads as no more than a page is refused, and may be insisted on."""
    path = tmp_path / name
    path.write_bytes(gzip.compress(content.encode()) if name.endswith(".gz") else content.encode())
    said = said_about(path)

    kind = "html" if content.startswith("<") else "plain"
    assert f"its name ends in `{Path(name.removesuffix('.gz')).suffix}`" in said
    assert f"`--as {kind}`" in said
    assert any(isinstance(record, Article) for record in parse(path, as_format=kind))


def test_a_page_with_comments_may_have_any_name(tmp_path: Path):
    """The content decides."""
    path = tmp_path / "page.json"
    comment = (
        "<div class=comment id=c{0}><b class=author>Ann</b><time>2026-01-0{0}</time><p>A walk, number {0}.</p></div>"
    )
    path.write_text("<html><body><h1>News</h1>" + "".join(map(comment.format, range(1, 6))) + "</body></html>")

    assert sum(isinstance(record, Comment) for record in parse(path)) == 5


def test_json_lines_may_begin_with_a_line_that_is_none(tmp_path: Path):
    """A word of the tool that wrote them is a reject, and no page."""
    path = tmp_path / "d.jsonl"
    path.write_text('fetched 1 comment\n{"id": 1, "text": "a walk"}\n')
    kinds = [type(record) for record in parse(path)]

    assert (kinds.count(Reject), kinds.count(Comment)) == (1, 1)
