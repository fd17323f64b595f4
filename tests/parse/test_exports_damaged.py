"""Exports with values of any kind in any place: records or rejects, never an error of ours."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from exported import exports

from moderation.errors import InputError
from moderation.parse import parse, sniff
from moderation.records import Comment, Notice, Reject, as_json

SAID = [("Ann", "One."), ("Bo", "Two."), ("Cem", "Three.")]
STRANGE = (None, True, 0, -1, 1.5, 10**30, "", "x", "\x00", [], [1], ["a"], {}, {"a": 1}, {"$date": {"b": []}}, [[]])
DEEP, HERE = 2_000, "the next one"
JSON = {name: content for name, (_, content) in exports(SAID).items() if content[:1] in (b"{", b"[")}


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every (container, key) of a JSON value."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in list(pairs):
        yield value, key
        yield from _places(part)


def _damaged(content: bytes, chance: random.Random) -> bytes:
    lines = content.split(b"\n") if content.count(b"\n{") else [content]
    values = [json.loads(line) for line in lines]
    for _ in range(chance.randint(1, 4)):
        places = list(_places(values))
        if places:
            container, key = chance.choice(places)
            container[key] = copy.deepcopy(chance.choice(STRANGE))
    return b"\n".join(json.dumps(value).encode() for value in values)


@pytest.mark.parametrize("name", sorted(JSON))
def test_values_of_any_kind_are_read_or_refused(name: str, tmp_path: Path) -> None:
    """Each comment that comes out is whole; what is no comment says so with its place."""
    chance, path = random.Random(name), tmp_path / "export"
    for _ in range(150):
        path.write_bytes(_damaged(JSON[name], chance))
        try:
            records = list(parse(path, as_format=name))
        except InputError:
            continue
        for record in records:
            assert json.dumps(as_json(record))
            assert not isinstance(record, Comment) or (record.id and isinstance(record.text, str))


@pytest.mark.parametrize("name", sorted(exports(SAID).keys() - {"isso"}))
def test_what_stands_before_a_cut_is_kept_and_told_once(name: str, tmp_path: Path) -> None:
    """Two of three comments, and one warning or reject about the rest."""
    content = exports(SAID)[name][1]
    cut = content.rindex(b"Three") + 2
    path = tmp_path / "export"
    path.write_bytes(content[:cut])
    records = list(parse(path, as_format=name))
    comments = [record for record in records if isinstance(record, Comment)]
    told = [record for record in records if not isinstance(record, Comment) and "beside" not in str(record)]

    assert [comment.text for comment in comments if comment.text != "A bridge."][:2] == ["One.", "Two."]
    assert len([record for record in told if isinstance(record, Notice | Reject)]) == 1


@pytest.mark.parametrize("name", ["disqus", "wordpress"])
def test_an_xml_bomb_does_not_go_off(name: str, tmp_path: Path) -> None:
    """Entities are not expanded, and the comments are there."""
    bomb = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "' + b"&a;" * 50 + b'"><!ENTITY c "' + b"&b;" * 50 + b'">]>\n'
    head, _, rest = exports(SAID)[name][1].partition(b"?>\n")
    path = tmp_path / "bomb.xml"
    path.write_bytes(head + b"?>\n" + bomb + rest.replace(b"Bridge", b"&c;"))
    texts = [record.text for record in parse(path) if isinstance(record, Comment)]

    assert texts == ["One.", "Two.", "Three."]


@pytest.mark.parametrize("name", ["disqus", "wordpress"])
def test_characters_that_xml_forbids_are_passed_over_and_told(name: str, tmp_path: Path) -> None:
    """A vertical tab in a comment costs neither it nor the next."""
    path = tmp_path / "tab.xml"
    path.write_bytes(exports(SAID)[name][1].replace(b"Two.", b"T\x0bwo."))
    records = list(parse(path))

    assert [record.text[0] for record in records if isinstance(record, Comment)] == ["O", "T", "T"]
    assert any(isinstance(record, Notice) and "XML forbids" in record.message for record in records)


@pytest.mark.parametrize("name", ["reddit", "guardian", "hackernews", "remark42"])
def test_replies_of_any_depth_are_read(name: str, tmp_path: Path) -> None:
    """Ten thousand answers to answers, or what the JSON reader gives up on with one warning."""
    node = ""
    for number in range(DEEP, 0, -1):
        node = json.dumps(_reply(name, number, HERE if node else None)).replace(f'"{HERE}"', node)
    path = tmp_path / "deep.json"
    path.write_text(json.dumps(_wrapped(name)).replace(f'"{HERE}"', node))
    records = list(parse(path, as_format=name))
    comments = [record for record in records if isinstance(record, Comment)]
    told = [record for record in records if isinstance(record, Notice | Reject)]

    assert len(comments) == DEEP or told


def _reply(name: str, number: int, below: str | None) -> dict[str, Any]:
    under = [below] if below else []
    if name == "reddit":
        replies = {"kind": "Listing", "data": {"children": under}} if under else ""
        return {"kind": "t1", "data": {"id": f"c{number}", "body": "x y", "link_id": "t3_a", "replies": replies}}
    if name == "guardian":
        return {"id": number, "body": "x y", "status": "visible", "responses": under}
    if name == "hackernews":
        return {"id": number, "type": "comment", "text": "x y", "children": under}
    return {"comment": {"id": str(number), "text": "x y", "locator": {"url": "u"}}, "replies": under}


def _wrapped(name: str) -> Any:
    if name == "reddit":
        return {"kind": "Listing", "data": {"children": [HERE]}}
    if name == "guardian":
        return {"discussion": {"key": "k", "comments": [HERE]}}
    return {"comments": [HERE]} if name == "remark42" else HERE


TEXTS = ["One.", "Two.", "Three."]
# The database of Isso is no text.
TYPED = sorted(exports(SAID).keys() - {"isso"})


def _said(path: Path, name: str) -> tuple[list[str], list[Notice | Reject]]:
    records = list(parse(path, as_format=name))
    told = [record for record in records if isinstance(record, Notice | Reject) and "beside" not in str(record)]
    return [record.text for record in records if isinstance(record, Comment)], told


@pytest.mark.parametrize("name", TYPED)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_exports_in_wider_encodings_are_read(name: str, encoding: str, tmp_path: Path) -> None:
    """A shell of Windows redirects into UTF-16, an editor puts a mark before UTF-8; nothing is said about it."""
    path = tmp_path / "export"
    path.write_bytes(exports(SAID)[name][1].decode().replace('"utf-8"', '"UTF-16"').encode(encoding))
    assert _said(path, name) == (TEXTS, [])
    assert sniff(path) == name


@pytest.mark.parametrize("name", TYPED)
def test_bytes_that_are_no_utf8_cost_nothing(name: str, tmp_path: Path) -> None:
    """They are read as Windows-1252, once and with a line that is right; a lone surrogate in UTF-8 is three of them."""
    content = exports(SAID)[name][1]
    path = tmp_path / "export"
    path.write_bytes(content.replace(b"Two.", b"Tw\xf6 \x93ok\x94 \xed\xa0\x80.").replace(b"Three.", b"Thr\xe9\xe9."))
    texts, told = _said(path, name)

    assert texts == ["One.", "Tw\xf6 \u201cok\u201d \xed\xa0\u20ac.", "Thr\xe9\xe9."]
    assert [(note.line, "cp1252" in str(note)) for note in told] == [
        (content[: content.index(b"Two.")].count(b"\n") + 1, True)
    ]


@pytest.mark.parametrize("name", ["disqus", "wordpress"])
@pytest.mark.parametrize("encoding", ["windows-1251", "ISO-8859-1", "Shift_JIS", "no-such-code", "idna"])
def test_what_xml_declares_is_believed_where_it_can_be(name: str, encoding: str, tmp_path: Path) -> None:
    """After a mark and UTF-8; a name that nobody knows is passed over."""
    word = {"windows-1251": "\u041f\u0440\u0438\u0432\u0435\u0442", "Shift_JIS": "\u65e5\u672c\u8a9e"}.get(
        encoding, "\xe9t\xe9"
    )
    text = exports(SAID)[name][1].decode().replace("Two.", word).replace('"utf-8"', f'"{encoding}"')
    text = text.replace('"UTF-8"', f'"{encoding}"')
    path = tmp_path / "export"
    for content in (text.encode(encoding if word != "\xe9t\xe9" else "cp1252"), text.encode()):
        path.write_bytes(content)
        assert _said(path, name)[0][1] == word


@pytest.mark.parametrize("name", sorted(JSON))
def test_control_characters_in_json_cost_one_comment_at_most(name: str, tmp_path: Path) -> None:
    """In a document they are blanks, in lines one reject; both are told."""
    path = tmp_path / "export"
    path.write_bytes(exports(SAID)[name][1].replace(b"Two.", b"T\x0bwo."))
    texts, told = _said(path, name)

    assert texts in (["One.", "T wo.", "Three."], ["One.", "Three."])
    assert len(told) == 1
    assert "control character" in str(told[0])


@pytest.mark.parametrize("name", ["disqus", "wordpress"])
def test_entities_that_xml_does_not_know_cut_no_text(name: str, tmp_path: Path) -> None:
    """They stand in the text as they stood in the file, and what follows them, too."""
    content = exports(SAID)[name][1].replace(b"<![CDATA[<pre>Two.</pre>]]>", b"Two &nbsp;&euro; &#11;and &quux; more")
    path = tmp_path / "export"
    path.write_bytes(content)
    texts, told = _said(path, name)

    assert texts[1].startswith("Two \xa0\u20ac")
    assert texts[1].endswith("and &quux; more")
    assert texts[2] == "Three."
    assert ["4 entities and signs" in str(note) for note in told] == [True]


def test_a_damaged_document_says_which_item_and_why(tmp_path: Path) -> None:
    """The notice has the parser's reason, and none of the text that the parser quotes."""
    path = tmp_path / "list.json"
    path.write_text('[{"id": 1, "text": "one here"},\n {"id": 2, "text": "two here", "x": NaM}]')
    (note,) = (record for record in parse(path) if isinstance(record, Notice))

    assert (note.line, "invalid char" in note.message, "two here" in note.message) == (2, True, False)


def test_items_of_a_list_that_nobody_can_store_are_rejected_one_by_one(tmp_path: Path) -> None:
    """Depth without end costs its own item."""
    deep = "[" * 5_000 + "]" * 5_000
    path = tmp_path / "list.json"
    path.write_text(f'[{{"text": "one here"}}, {{"text": "two", "x": {deep}}}, 3, {{"text": "four here"}}]')
    told = [
        (record.line, record.reason) if isinstance(record, Reject) else record.text
        for record in parse(path)
        if isinstance(record, Reject | Comment)
    ]
    assert told == [
        "one here",
        (2, "not read: nested too deep"),
        (3, "expected an object, found int"),
        "four here",
    ]


@pytest.mark.parametrize("name", TYPED)
def test_a_text_without_end_ends_no_memory(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line that is too long is a reject and costs itself; a piece of a document ends the reading, and it is told."""
    monkeypatch.setattr("moderation.parse.encoding._LONGEST_LINE", 1 << 19)
    monkeypatch.setattr("moderation.parse.utf8._MOST_AT_ONCE", 1 << 19)
    path = tmp_path / "export"
    path.write_bytes(exports(SAID)[name][1].replace(b"Two.", b"word " * 400_000))
    texts, told = _said(path, name)

    assert "One." in texts
    assert max(map(len, texts)) < 1_000
    assert len(told) == 1
    assert any(words in str(told[0]) for words in ("MiB is not read", "too long", "damaged"))


@pytest.mark.parametrize(("name", "head"), [("a.csv", "id,text\n1,one\n2,"), ("a.jsonl", '{"text":"one"}\n{"text":"')])
def test_a_line_without_end_is_one_reject(
    name: str, head: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With its line, and the next one is read."""
    monkeypatch.setattr("moderation.parse.encoding._LONGEST_LINE", 1 << 16)
    path = tmp_path / name
    path.write_text(head + "word " * 100_000 + ("\n3,three\n" if name == "a.csv" else '"}\n{"text":"three"}\n'))
    records = [record for record in parse(path) if isinstance(record, Comment | Reject)]

    assert [record.text for record in records if isinstance(record, Comment)] == ["one", "three"]
    assert [record.line for record in records if isinstance(record, Reject)] == [head.count("\n") + 1]


def test_what_stands_behind_a_million_characters_is_kept(tmp_path: Path) -> None:
    """The rest of a very long comment loses its markup and nothing else."""
    path = tmp_path / "export"
    path.write_bytes(exports(SAID)["disqus"][1].replace(b"Two.", b"<p>word &amp; </p>" * 80_000 + b"<b>the end</b>"))
    texts, told = _said(path, "disqus")
    assert (texts[1].count("word &"), texts[1].endswith("the end"), told) == (80_000, True, [])
