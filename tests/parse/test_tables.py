"""CSV, TSV and JSON Lines: columns, cells, and rows that are broken."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path

import pytest

from moderation.errors import InputError, UsageError
from moderation.parse import parse
from moderation.parse.tables.columns import SYNONYMS, column_map, plain
from moderation.records import Columns, Comment, Notice, Reject, Report

# --- columns ---


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["id", "text"], {"id": "id", "text": "text"}),
        (["Comment ID", "Comment_Text"], {"id": "Comment ID", "text": "Comment_Text"}),
        (["User Name", "commentBody"], {"author": "User Name", "text": "commentBody"}),
        (["message", "nick", "createDate"], {"text": "message", "author": "nick", "created_at": "createDate"}),
        (["body", "text"], {"text": "text"}),
        (["Kommentar", "Autor", "Datum"], {"text": "Kommentar", "author": "Autor", "created_at": "Datum"}),
        (["Identifiant", "Commentaire"], {"text": "Commentaire", "id": "Identifiant"}),
        (["inReplyTo", "comment", "score"], {"parent_id": "inReplyTo", "text": "comment", "likes": "score"}),
    ],
)  # fmt: skip
def test_columns_are_guessed(names: list[str], expected: dict[str, str]):
    """Columns are known by their usual names, however they are spelled."""
    assert column_map(names, None, file="a.csv") == expected


def test_told_columns_win():
    """What the caller maps is taken, and nothing else claims that column."""
    assert column_map(["text", "body"], {"text": "body"}, file="a.csv") == {"text": "body"}


@pytest.mark.parametrize(
    ("told", "error", "words"),
    [
        ({"text": "txet"}, InputError, ["a.csv:1", "`txet`", "`text`, `id`", "did you mean `text`"]),
        ({"texts": "text"}, UsageError, ["`texts`", "did you mean `text`"]),
    ],
)
def test_told_columns_that_do_not_exist(told: dict[str, str], error: type[Exception], words: list[str]):
    """A wrong name says what there is and which is nearest."""
    with pytest.raises(error) as caught:
        column_map(["text", "id"], told, file="a.csv")
    assert all(word in str(caught.value) for word in words)


def test_no_text_column_is_said(read):
    """A table without a text column names its columns and the way out."""
    with pytest.raises(InputError) as caught:
        read("alpha,beta\n1,2\n", "a.csv")
    assert all(word in str(caught.value) for word in ["a.csv:1", "`alpha`, `beta`", "--map text=COLUMN"])


def test_no_error_repeats_a_comment(read):
    """Where the header is missing, its place holds a comment, and the message does not show it."""
    secret = "somebody wrote this at some length and did not mean it for a log file"
    for options in ({}, {"columns": {"text": "body"}}):
        with pytest.raises(InputError) as caught:
            read(f"1,{secret}\n2,another\n", "a.csv", **options)
        assert secret[:20] not in str(caught.value)


def test_synonyms_are_spelled_as_they_are_compared():
    """Every synonym is what `plain` makes of it, so that none is dead."""
    assert [name for names in SYNONYMS.values() for name in names if plain(name) != name] == []


@pytest.mark.parametrize(
    "names",
    [
        ["Kommentar-ID", "Verfasser", "Nachricht", "Erstellt am", "Antwort auf"],
        ["N° commentaire", "Pseudo", "Contenu", "Date de création", "Réponse à"],
        ["ID comentario", "Usuario", "Contenido", "Fecha de creación", "Respuesta a"],
    ],
    ids=["german", "french", "spanish"],
)
def test_columns_in_other_languages(names: list[str]):
    """Newsrooms name columns in their own language."""
    found = column_map(names, None, file="a.csv")
    assert [found.get(field) for field in ("author", "text", "created_at", "parent_id")] == names[1:]


@pytest.mark.parametrize(
    ("dates", "first", "said"),
    [
        (["03/04/2024", "25/04/2024"], "2024-04-03T00:00:00Z", "dates are read as day/month/year"),
        (["03/04/2024 10:00", "04/25/2024 10:00"], "2024-03-04T10:00:00Z", "dates are read as month/day/year"),
        (["03/04/2024", "05/04/2024"], None, "dates such as 03/04/2024 stand in no clear order"),
        (["03/04/2024", "25/04/2024", "04/25/2024"], None, "dates such as 03/04/2024 stand in no clear order"),
        (["03.04.2024", "3. Mai 2024"], "2024-04-03T00:00:00Z", None),
    ],
    ids=["day first", "month first", "open", "contradiction", "dots"],
)
@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_the_column_tells_day_from_month(read, kind: str, dates: list[str], first: str | None, said: str | None):
    """Whether day or month stands first is told by the whole column, and said; where nothing tells, nothing is read."""
    rows = [json.dumps({"text": "x", "date": value}) for value in dates]
    content = "\n".join(rows if kind == "jsonl" else ["date,text", *(f"{value},x" for value in dates)])
    records = read(content, f"a.{kind}")
    assert next(r.created_at for r in records if isinstance(r, Comment)) == first
    told = [r.message for r in records if isinstance(r, Notice)]
    assert told == [] if said is None else told[0].startswith(said)


# --- delimited text ---


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"], ids=["comma", "semicolon", "tab", "bar"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_delimiters_and_line_ends(comments, sign: str, end: str):
    """The delimiter is that of the header; every line end ends a line, and inside quotes none does."""
    content = end.join([f"id{sign}text", f'1{sign}"a{end}b"', f"2{sign}c"])
    assert [(c.id, c.text) for c in comments(content, "a.csv", as_format="csv")] == [("1", f"a{end}b"), ("2", "c")]


def test_mark_on_the_first_header(comments):
    """A byte order mark is no part of the first column's name."""
    assert [c.id for c in comments(b"\xef\xbb\xbfid;text\n7;hello\n", "a.csv")] == ["7"]


def test_unbalanced_quotes_cost_one_row(read):
    """A quote that is not closed rejects its line, and the lines after it are read."""
    records = read('id,text\n1,fine\n2,"open\n3,fine too\n4,"closed"\n5,last\n', "a.csv")
    assert [(r.id if isinstance(r, Comment) else r.line) for r in records] == ["1", 3, "3", "4", "5"]
    assert records[1].raw == '2,"open'


def test_files_that_were_put_together(read):
    """`cat *.csv`: the mark and the header of the second file are no comment, and no part of an id."""
    records = read("\ufeffid,author,comment\n1,Ann,one\n\ufeffid,author,comment\n\ufeff2,Bob,two\n", "a.csv")

    assert [one.id for one in records if isinstance(one, Comment)] == ["1", "2"]
    assert [(one.line, one.reason[:16]) for one in records if isinstance(one, Reject)] == [(3, "the header again")]


def test_a_comment_may_say_what_its_column_is_called(comments):
    """Where there is one column, its name in a row is a comment."""
    assert [one.text for one in comments("comment\nhello\ncomment\n", "a.csv")] == ["hello", "comment"]


def test_marks_between_lines_of_json_are_no_part_of_them(comments):
    """A file with a byte order mark was put behind another: its first comment counts, too."""
    lines = "".join(f'\ufeff{{"id": {number}, "text": "hello"}}\n' for number in (1, 2))
    assert [one.id for one in comments(lines, "a.jsonl")] == ["1", "2"]


def test_a_name_above_two_columns_is_told(read):
    """The text of the second column is judged by nobody: whoever exported it should know."""
    records = read("id,comment,comment\n1,one,two\n", "a.csv")

    assert [one.text for one in records if isinstance(one, Comment)] == ["one"]
    told = [one.message for one in records if isinstance(one, Notice)]
    assert told == ["the name `comment` stands above another column, too, which is carried along as `comment.3`"]


def test_types_of_mongoexport_come_off(comments):
    """Ids and times of any collection are read as Coral's are; ids were digests, times were lost."""
    row = {
        "_id": {"$oid": "65a1"},
        "articleId": {"$numberLong": "77"},
        "body": "Good morning.",
        "createdAt": {"$date": {"$numberLong": "1704103200000"}},
    }
    (found,) = comments(json.dumps(row), "a.jsonl")

    assert (found.id, found.thread_id, found.created_at) == ("65a1", "77", "2024-01-01T10:00:00Z")


def test_too_many_cells_are_rejected(rejects):
    """A row with more cells than the header would lose text, so it is not guessed at."""
    (reject,) = rejects("id,text\n1,a,b\n2,c\n", "a.csv")
    assert (reject.line, reject.reason) == (2, "3 cells, the header has 2")


def test_short_rows_are_read(comments):
    """Spreadsheets drop empty cells at the end."""
    assert [c.text for c in comments("id,text,author\n1,a\n2,b,Bo\n", "a.csv")] == ["a", "b"]


def test_tabs_are_read_unquoted_too(comments):
    """Most tab-separated files never quote: a quote in a cell is then a quote."""
    content = 'id\ttext\n1\t"Open and never closed\n2\tsaid "no" twice\n3\t"quoted"\n'
    assert [c.text for c in comments(content, "a.tsv")] == ['"Open and never closed', 'said "no" twice', "quoted"]


@pytest.mark.parametrize(
    "content", ["id,text\n1,\n", "id,text\n1\n", "id,text\n1,   \n"], ids=["empty", "none", "blank"]
)
def test_missing_text_is_rejected(rejects, content: str):
    """A row without text is no comment."""
    assert [reject.line for reject in rejects(content, "a.csv")] == [2]


def test_a_very_long_comment(comments):
    """A megabyte in one cell is read whole, in every format."""
    text = "long " * 200_000 + "end"
    assert [len(c.text) for c in comments(f"id,text\n1,{text}\n", "a.csv")] == [1_000_003]
    assert [len(c.text) for c in comments(json.dumps({"id": 1, "text": text}), "a.jsonl")] == [1_000_003]
    assert comments(f"Ann says:\n{text}\n\nBo says:\nno\n", "page.txt")[0].text == text


# --- JSON Lines ---


def test_broken_lines_cost_one_row(read):
    """A line that is no JSON is rejected with the column, and the rest is read."""
    records = read(
        '{"id":1,"text":"a"}\n{"id":2,"text":\n[1]\n{"id":3}\n{"id":4,"text":5}\n{"id":6,"text":"b"}\n', "a.jsonl"
    )
    assert [(r.id if isinstance(r, Comment) else (r.line, r.reason)) for r in records] == [
        "1",
        (2, "not JSON: expecting value at column 16"),
        (3, "expected an object, found list"),
        (4, "no text"),
        (5, "the text is of type int, expected a string"),
        "6",
    ]


def test_glued_objects_are_two(comments):
    """Files put together without a line end in between still hold all their records."""
    assert [c.id for c in comments('{"id":1,"text":"a"}{"id":2,"text":"b"}\n', "a.jsonl")] == ["1", "2"]


@pytest.mark.parametrize(
    ("escaped", "text"),
    [
        ("\\ud800 x", "\ufffd x"),
        ("\\ud83d\\ude00", "😀"),
        ("a\\u0000b", "a\ufffdb"),
        ("\\udc00\\ud800", "\ufffd\ufffd"),
    ],
)
def test_surrogates_and_nul(comments, escaped: str, text: str):
    """A lone surrogate or NUL becomes U+FFFD; a pair is the character it stands for."""
    (comment,) = comments(f'{{"id":1,"text":"{escaped}","more":{{"{escaped}":["{escaped}"]}}}}', "a.jsonl")
    assert comment.text == text
    assert comment.carried == {"more": {text: [text]}}


@pytest.mark.parametrize(
    "line",
    ['{"text":"a","x":' + "[" * 5000 + "]" * 5000 + "}", '{"text":"a","x":' + "9" * 5000 + "}"],
    ids=["too deep", "too long a number"],
)
def test_json_that_nobody_can_store(rejects, line: str):
    """What no store takes is rejected."""
    assert [reject.line for reject in rejects(line, "a.jsonl")] == [1]


@pytest.mark.parametrize("name", ["a.jsonl", "a.json"])
def test_rows_whose_comment_is_an_object(comments, name: str):
    """`comment.text` is the text, and what stands beside it names the comment, not its article."""
    rows = [
        {"comment": {"id": 5, "text": "deep", "author": {"name": "Ann", "id": 9}}, "article": {"id": 1, "text": "x"}},
        {"comment": {"id": 6, "text": "two", "likes": 3}, "article": {"id": 1}},
    ]
    (first, second) = comments("\n".join(map(json.dumps, rows)) if name == "a.jsonl" else json.dumps(rows), name)

    assert (first.text, first.id, first.author, first.author_id) == ("deep", "5", "Ann", "9")
    assert (first.thread_id, first.carried) == ("1", {"article.text": "x"})
    assert (second.text, second.id, second.likes) == ("two", "6", 3)


def test_a_column_in_an_object_may_be_named(comments):
    """`--map text=data.said`; what is no object stays as it is."""
    line = '{"data": {"said": "deep", "by": "Ann"}, "text": "x", "author": {"name": "Bo"}}'
    (comment,) = comments(line, "a.jsonl", columns={"text": "data.said"})
    assert (comment.text, comment.carried) == ("deep", {"data.by": "Ann", "text": "x"})


def test_numbers_that_are_none_are_nothing(comments):
    """Data frames write NaN where they have no number: as in Parquet, it costs no comment."""
    (comment,) = comments('{"text":"a","x":NaN,"likes":Infinity,"more":[-Infinity,1]}', "a.jsonl")
    assert (comment.text, comment.likes, comment.carried) == ("a", None, {"x": None, "more": [None, 1]})


def test_a_deletion_mark_and_the_status_it_outranks_are_carried(comments):
    """What the input says beside the status that was made of it is not lost."""
    found = comments("id,text,deleted,status\n1,a,true,approved\n2,b,false,approved\n", "a.csv")
    assert [(c.status, dict(c.carried)) for c in found] == [
        ("deleted", {"deleted": "true", "status": "approved"}),
        ("approved", {"deleted": "false"}),
    ]


def test_reports_are_read_as_words_and_as_objects(comments):
    """What `score` wrote for a reported comment is a report when it is scored again."""
    found = comments('{"text":"a","reports":["spam"]}\n{"text":"b","reports":[{"reason":"spam","by":null}]}', "a.jsonl")
    assert [c.reports for c in found] == [(Report("spam"),)] * 2


def test_later_columns_do_not_move_the_map(comments):
    """Once the text is found in one column, a new column of a likelier name does not take its place."""
    rows = [{"body": f"b{n}"} for n in range(60)] + [{"body": "last", "text": "other"}]
    last = comments("\n".join(map(json.dumps, rows)), "a.jsonl")[-1]
    assert (last.text, last.carried) == ("last", {"text": "other"})


# --- cells ---


@pytest.mark.parametrize(
    ("cell", "field", "value"),
    [
        ({"id": 12345678901234567890}, "id", "12345678901234567890"),
        ({"id": 17.0}, "id", "17"),
        ({"id": "17.0"}, "id", "17"),
        ({"id": "007"}, "id", "007"),
        ({"parent_id": "0"}, "parent_id", None),
        ({"parent_id": "root"}, "parent_id", None),
        ({"parent_id": "NaN"}, "parent_id", None),
        ({"id": "a", "parent_id": "a"}, "parent_id", None),
        ({"parent_id": 3}, "parent_id", "3"),
        ({"author": " Ann "}, "author", "Ann"),
        ({"author": {"name": "Ann", "id": 3}}, "author", "Ann"),
        ({"likes": "12"}, "likes", 12),
        ({"likes": "3.0"}, "likes", 3),
        ({"likes": "4,0"}, "likes", 4),
        ({"likes": "1,000"}, "likes", 1000),
        ({"likes": "12\u202f204"}, "likes", 12204),
        ({"likes": "1'204'310"}, "likes", 1204310),
        ({"likes": "1.204"}, "likes", None),
        ({"likes": "0,204"}, "likes", None),
        ({"likes": "1,20,400"}, "likes", None),
        ({"likes": "many"}, "likes", None),
        ({"status": "Published"}, "status", "approved"),
        ({"status": "trash"}, "status", "deleted"),
        ({"status": "?"}, "status", "unknown"),
        ({"is_deleted": True}, "status", "deleted"),
        ({"is_deleted": "false"}, "status", "unknown"),
        ({"kind": "pingback"}, "kind", "pingback"),
        ({"reports": ["rude", "spam"]}, "reports", (Report("rude"), Report("spam"))),
        ({"reports": 4}, "reports", ()),
        ({"thread": "t9"}, "thread_id", "t9"),
        ({"permalink": "https://a.example/1"}, "url", "https://a.example/1"),
    ],
)
def test_cells_become_fields(comments, cell: dict, field: str, value: object):
    """Every cell is read as what its column means."""
    (comment,) = comments(json.dumps({"text": "x", **cell}), "a.jsonl")
    assert getattr(comment, field) == value


@pytest.mark.parametrize("row", ['{"id":1,"text":"","is_deleted":true}', '{"id":1,"text":null,"status":"removed"}'])
def test_deleted_comments_need_no_text(comments, row: str):
    """A comment that was taken away upstream is a record without a text, so that its removal can be followed."""
    (comment,) = comments(row + '\n{"id":2,"text":"x"}', "a.jsonl")[:1]
    assert (comment.status, comment.text) == ("deleted", "")


def test_parent_zero_is_a_comment_where_there_is_one(comments):
    """Exports that number from 0 have a comment 0 that can be answered."""
    found = comments("id,parent_id,text\n0,,a\n1,0,b\n", "a.csv")
    assert [c.parent_id for c in found] == [None, "0"]


def test_what_does_not_fit_is_carried(comments):
    """Unknown columns, and values that their field cannot hold, are kept unchanged."""
    row = {
        "text": "x",
        "date": "last week",
        "likes": "many",
        "shoe": 44,
        "tags": ["a"],
        "none": None,
        "author": ["A", "B"],
    }
    (comment,) = comments(json.dumps(row), "a.jsonl")
    assert comment.carried == {
        "date": "last week",
        "likes": "many",
        "shoe": 44,
        "tags": ["a"],
        "none": None,
        "author": ["A", "B"],
    }
    assert (comment.created_at, comment.likes, comment.author) == (None, None, None)


def test_missing_ids_are_digests(comments):
    """A comment without an id has one of its own, stable when others come before it."""
    first = comments("author,text\nAnn,yes\nBo,no\nAnn,yes\n", "a.csv")
    later = comments("author,text\nCy,new\nAnn,yes\nBo,no\nAnn,yes\n", "b.csv")
    assert len({c.id for c in first}) == 3
    assert [c.id for c in later[1:]] == [c.id for c in first]


def test_repeated_ids_keep_both(read):
    """An id that stands twice in a thread: both rows stay, the second under a number, and it is said."""
    records = read("thread,id,text\na,1,x\na,1,y\nb,1,z\na,1#2,w\na,1,v\n", "a.csv")
    assert [(c.thread_id, c.id) for c in records if isinstance(c, Comment)] == [
        ("a", "1"), ("a", "1#2"), ("b", "1"), ("a", "1#2#2"), ("a", "1#3"),
    ]  # fmt: skip
    assert [n.line for n in records if isinstance(n, Notice)] == [3, 5, 6]


def test_many_repeated_ids_are_summed_up(read):
    """A file that stands in itself twice gives a few notices and a sum, not one for each row."""
    notices = [r for r in read("id,text\n" + "1,x\n" * 30, "a.csv") if isinstance(r, Notice)]
    assert len(notices) == 6
    assert notices[-1].message == "29 ids stood in their thread before; all comments are kept"


@pytest.mark.parametrize("shape", ["chain", "circle"])
def test_deep_and_circular_replies(comments, shape: str):
    """Ten thousand replies in a row, or in a ring, are ten thousand comments."""
    last = 10_000
    rows = [f"{n},{n - 1 if n > 1 or shape == 'chain' else last},x" for n in range(1, last + 1)]
    found = comments("id,parent_id,text\n" + "\n".join(rows), "a.csv")
    assert len(found) == last
    assert found[-1].parent_id == str(last - 1)
    assert found[0].parent_id == (None if shape == "chain" else str(last))


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_memory_does_not_grow_with_the_file(tmp_path: Path, kind: str):
    """Reading a file of several megabytes takes the memory of a few records and the ids."""
    path = tmp_path / f"big.{kind}"
    row = ["{n}," + "word " * 80, json.dumps({"id": "@", "text": "word " * 80})][kind == "jsonl"]
    with path.open("w") as file:
        file.write("id,text\n" if kind == "csv" else "")
        file.writelines(row.replace("{n}", str(n)).replace('"@"', str(n)) + "\n" for n in range(12_000))
    tracemalloc.start()
    count = sum(isinstance(record, Comment) for record in parse(path))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 12_000
    assert peak < path.stat().st_size / 2


# --- our own output ---


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"text": None}, "no text"),
        ({"id": ""}, "`id` is missing"),
        ({"id": 3}, "`id` is not a string"),
        ({"likes": "3"}, "`likes` is not a whole number"),
        ({"status": "odd"}, "`status` is none of"),
        ({"created_at": "soon"}, "`created_at` is not a time"),
        ({"quotes": [{"start": 0, "end": 99}]}, "a quote is not a range of the text"),
        ({"confidence": {"author": 7}}, "`confidence` is not between 0 and 1"),
        ({"reports": "rude"}, "`reports` is not a list of objects"),
    ],
)
def test_own_records_are_checked(rejects, change: dict, reason: str):
    """A record in our form whose field does not fit is rejected by name."""
    record = {"record": "comment", "source": "s", "thread_id": "t", "id": "1", "text": "x", **change}
    (reject,) = rejects(json.dumps(record), "a.jsonl")
    assert reject.reason.startswith(reason)


def test_own_records_carry_more(comments):
    """A column beside our own is carried; an empty text of a deleted comment is one."""
    record = {"record": "comment", "source": "s", "thread_id": "t", "id": "1", "text": "", "status": "deleted", "x": 1}
    (comment,) = comments(json.dumps(record), "a.jsonl")
    assert (comment.key, comment.text, comment.carried) == (("s", "t", "1"), "", {"x": 1})


def test_a_column_named_record_is_only_a_column(comments):
    """A foreign table may have a column `record` too."""
    (comment,) = comments('{"record":"comment","text":"x"}', "a.jsonl")
    assert comment.carried == {"record": "comment"}


# --- what the columns were taken for ---


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.csv", "id,body,mood\n1,hello,sour\n", Columns(("id", "body", "mood"), {"text": "body", "id": "id"})),
        ("a.jsonl", '{"id":"1","body":"hello","mood":"sour"}\n', Columns((), {"text": "body", "id": "id"})),
    ],
    ids=["header", "keys"],
)
def test_a_table_says_first_what_its_columns_were_taken_for(tmp_path: Path, name: str, content: str, expected: Columns):
    """The first record of a table names the columns and what each field is read from."""
    path = tmp_path / name
    path.write_text(content)
    first, comment = parse(path)

    assert first == expected
    assert dict(comment.carried) == {"mood": "sour"}


@pytest.mark.parametrize(
    "content",
    [
        '[{"id": 1, "text": "one here"},\n {"id": 2, "text": "two here"}]',
        '{"total": 2, "next": null, "comments": [{"id": 1, "text": "one here"}, {"id": 2, "text": "two here"}]}',
        '{\n "items": [\n  {"id": 1, "text": "one here"},\n  {"id": 2, "text": "two here"}\n ]\n}',
        '{"ok": true, "data": {"page": 1, "comments": [{"id": 1, "text": "one here"}, {"id": 2, "text": "two here"}]}}',
    ],
    ids=["array", "object", "pretty", "answer"],
)
def test_a_document_that_holds_a_list_is_read_like_lines(tmp_path: Path, content: str):
    """One JSON document is a table too, whatever wraps its list."""
    path = tmp_path / "list.json"
    path.write_text(content)
    found = [(record.id, record.text) for record in parse(path) if isinstance(record, Comment)]
    assert found == [("1", "one here"), ("2", "two here")]


def test_a_list_that_is_cut_off_keeps_what_stood_before(tmp_path: Path):
    """And says so once."""
    path = tmp_path / "list.json"
    path.write_text('[{"id": 1, "text": "one here"}, {"id": 2, "te')
    records = list(parse(path))
    assert [record.text for record in records if isinstance(record, Comment)] == ["one here"]
    assert sum(isinstance(record, Notice) for record in records) == 1


# --- what stands above the header ---


@pytest.mark.parametrize("name", ["a.csv", "input"])
@pytest.mark.parametrize(
    ("above", "said"),
    [
        ("", None),
        ("\n\n \n", None),
        ("sep=;\r\n", None),
        ("# exported by a tool, 3 May\n# for the desk\n", "2 lines of remarks above the header passed over"),
    ],
    ids=["nothing", "blanks", "delimiter", "remarks"],
)
def test_lines_above_the_header(read, above: str, said: str | None, name: str):
    """Blank lines, the delimiter as spreadsheets name it and remarks are no header, and rejects keep their lines."""
    records = read(f"{above}id;text\n1;a\n2;b;c\n", name)
    assert [r.text for r in records if isinstance(r, Comment)] == ["a"]
    assert [r.line for r in records if isinstance(r, Reject)] == [above.count("\n") + 3]
    assert [r.message for r in records if isinstance(r, Notice)] == ([said] if said else [])


@pytest.mark.parametrize("header", ["#id,text", "#,text"])
def test_a_header_may_begin_like_a_remark(comments, header: str):
    """A column of numbers is often called `#`."""
    assert [c.text for c in comments(f"{header}\n1,a\n", "a.csv")] == ["a"]
    assert [c.text for c in comments("#,beta\n1,a\n", "a.csv", columns={"text": "beta"})] == ["a"]


@pytest.mark.parametrize("remark", ["# exported by a tool", "// exported"])
def test_remarks_above_lines_of_json_are_rejects(read, remark: str):
    """They are known as lines of JSON all the same."""
    records = read(f'{remark}\n{{"id":1,"text":"a"}}\n', "input")
    assert [(r.line if isinstance(r, Reject) else r.text) for r in records] == [1, "a"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", "id,text,parent_id\n1,a,3\n2,b,99\n3,c,1\n4,d,98\n"),
        (
            "a.jsonl",
            "".join(f'{{"id":{n},"text":"a","parent_id":{p}}}\n' for n, p in ((1, 3), (2, 99), (3, 1), (4, 98))),
        ),
    ],
)
def test_answers_to_comments_that_never_come_are_told(read, name: str, content: str):
    """Those that stand further down have come, in whatever order; the answers keep whom they answer."""
    records = read(content, name)
    assert [record.message for record in records if isinstance(record, Notice)] == [
        "2 answers are to comments that are not in the input"
    ]
    assert [record.parent_id for record in records if isinstance(record, Comment)] == ["3", "99", "1", "98"]
