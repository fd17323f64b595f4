"""Excel and Parquet: what a spreadsheet does to ids, numbers and dates, and sheets and files that are broken."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet
from workbook import DATE, workbook

from moderation.errors import InputError
from moderation.parse import parse, sniff
from moderation.records import Columns, Comment, Notice, Reject

HEADER = ["id", "author", "text", "created", "likes"]


def table(**columns: list[object]) -> bytes:
    out = io.BytesIO()
    parquet.write_table(pa.table(columns), out, row_group_size=100)
    return out.getvalue()


# --- Excel ---


def test_cells_of_a_sheet(comments: Callable[..., list[Comment]]):
    """Numbers, dates and texts come out as what they mean, whatever the cell's format."""
    (first, second) = comments(
        workbook([HEADER, [17, "Ann", 5, (DATE, 45415.5), 3.0], ["007", None, "=1+1\n2", 45415.25, "x"]]), "a.xlsx"
    )
    assert (first.id, first.author, first.text, first.created_at, first.likes) == (
        "17", "Ann", "5", "2024-05-03T12:00:00Z", 3,
    )  # fmt: skip
    assert (second.id, second.text, second.created_at) == ("007", "=1+1\n2", "2024-05-03T06:00:00Z")
    assert second.carried == {"likes": "x"}


def test_a_title_above_the_header_and_sheets_before_the_comments(read):
    """The header is the first row with a column of texts: titles and dates stand above, whole sheets before it."""
    about = [["Export of comments"], ["made by", "Ann"]]
    rows = [["Comments"], [None], ["of", (DATE, 45415.5)], HEADER, [17, "Ann", "five", None, 3], [18, "Bo", "six"]]
    records = read(workbook(about, rows), "a.xlsx")
    comments = [(record.id, record.text) for record in records if isinstance(record, Comment)]

    assert comments == [("17", "five"), ("18", "six")]
    assert [(record.message.split(":")[0], record.line) for record in records if isinstance(record, Notice)] == [
        ("sheet 1 of 2 is left out", None),
        ("2 rows above the header passed over", 4),
    ]


def test_a_name_above_two_columns_of_a_sheet_is_told(read):
    """As of a CSV file: only the first of them is looked at."""
    records = read(workbook([["id", "comment", "comment"], [1, "one", "two"]]), "a.xlsx")

    assert [one.text for one in records if isinstance(one, Comment)] == ["one"]
    assert "`comment` stands above another column, too" in next(r.message for r in records if isinstance(r, Notice))


def test_one_column_of_comments_without_more(comments: Callable[..., list[Comment]]):
    """A sheet of one column has its header in the first row, told or not."""
    assert [comment.text for comment in comments(workbook([["Comment"], ["one"], ["text"]]), "a.xlsx")] == [
        "one",
        "text",
    ]
    told = comments(
        workbook([["Title"], ["What they said", "x"], ["one", "y"]]), "a.xlsx", columns={"text": "What they said"}
    )
    assert [comment.text for comment in told] == ["one"]


def test_rounded_ids_are_told_and_never_merged(read):
    """Two ids that a spreadsheet has rounded to the same number stay two comments, each under an id of its own."""
    records = read(workbook([HEADER, [1234567890123456788, "A", "x"], [1234567890123456789, "B", "x"]]), "a.xlsx")
    comments = [record for record in records if isinstance(record, Comment)]
    assert len({comment.id for comment in comments}) == 2
    assert all(comment.carried["id"] == "1.23456789012346E+18" for comment in comments)
    assert [n.message.split(":")[0] for n in records if isinstance(n, Notice)] == [
        "a spreadsheet has rounded this id (as 1.23E+18)",
        "2 ids were rounded by a spreadsheet; export them as text to keep them",
    ]


@pytest.mark.parametrize("value", ["1.23E+18", "1,23E+18", "1.234567e18", "12345678901234567.0"])
def test_rounded_ids_in_text(read, value: str):
    """A CSV that went through a spreadsheet shows it; the comment is kept, under an id of its own."""
    records = read(f'id;text\n"{value}";a\n', "a.csv")
    assert [type(record) for record in records] == [Notice, Comment]
    assert records[1].carried == {"id": value}
    assert records[1].id != value


def test_sheets_with_other_columns_are_left_out_loudly(read):
    """Sheets of the same columns are read in order, others are told of."""
    records = read(workbook([["a", "b"], [1, 2]], [HEADER, [1, "A", "x"]], [], [HEADER, [2, "B", "y"]]), "a.xlsx")
    assert [record.text for record in records if isinstance(record, Comment)] == ["x", "y"]
    (notice,) = (record for record in records if isinstance(record, Notice))
    assert notice.message == "sheet 1 of 3 is left out: its columns are not those of the comments"


def test_rows_of_a_sheet_are_rejected_one_by_one(read):
    """A row without text, and one with more cells than the header, cost themselves alone; lines are the sheet's."""
    records = read(workbook([["id", "text"], [1, "a"], [], [2, None], [3, "b", "c"], [4, "d"]]), "a.xlsx")
    assert [(r.line, r.reason) for r in records if isinstance(r, Reject)] == [
        (4, "no text"), (5, "3 cells, the header has 2"),
    ]  # fmt: skip
    assert [r.id for r in records if isinstance(r, Comment)] == ["1", "4"]


def test_columns_of_a_sheet_can_be_told(tmp_path: Path):
    """`--map` works for a workbook as for a table of text."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook([["alpha", "beta"], ["x", "y"]]))
    found = list(parse(path, columns={"text": "beta"}))
    assert found[0] == Columns(("alpha", "beta"), {"text": "beta"})
    assert [record.text for record in found if isinstance(record, Comment)] == ["y"]
    with pytest.raises(InputError, match="--map text=COLUMN"):
        list(parse(path))


@pytest.mark.parametrize("content", [workbook([HEADER])[:400], b"PK\x03\x04 xl/ nothing", workbook([HEADER])[:-30]])
@pytest.mark.parametrize("reader", ["excel", "parquet"])
def test_broken_files_are_refused_in_words(tmp_path: Path, content: bytes, reader: str):
    """A workbook or table that is cut off says so and how to go on."""
    path = tmp_path / "a"
    path.write_bytes(content)
    with pytest.raises(InputError, match="damaged") as caught:
        list(parse(path, as_format=reader))
    assert caught.value.problems[0].mend


# --- Parquet ---


def test_types_of_a_parquet_file(comments):
    """Every type comes out as what its field needs or is carried as JSON can hold it."""
    content = table(
        id=[9007199254740993],
        text=["a\x00b"],
        created=[datetime(2024, 5, 3, 12, tzinfo=UTC)],
        likes=[3],
        day=[date(2024, 5, 3)],
        sum=[Decimal("1.50")],
        raw=[b"\xffx"],
        tags=[["a", "b"]],
        rate=[float("nan")],
    )
    (comment,) = comments(content, "a.parquet")
    assert (comment.id, comment.text, comment.created_at, comment.likes) == (
        "9007199254740993", "a\ufffdb", "2024-05-03T12:00:00Z", 3,
    )  # fmt: skip
    assert comment.carried == {"day": "2024-05-03", "sum": "1.50", "raw": "\ufffdx", "tags": ["a", "b"], "rate": None}


def test_rows_of_parquet_are_rejected_one_by_one(read):
    """A row without text is a reject with its number."""
    records = read(table(id=["1", "2", "3"], text=["a", None, "c"]), "a.parquet")
    assert [(r.line, r.reason) if isinstance(r, Reject) else r.id for r in records] == ["1", (2, "no text"), "3"]


def test_what_stands_before_a_damaged_part_is_kept(read):
    """A part of the file with wrong bytes ends the reading, the rows before it are kept and it is said."""
    rows = 5000
    content = bytearray(table(id=[str(n) for n in range(rows)], text=[f"comment {n * 7919}" for n in range(rows)]))
    middle = len(content) // 2
    content[middle : middle + 4000] = bytes(4000)
    records = read(bytes(content), "a.parquet")
    kept = [record for record in records if isinstance(record, Comment)]
    assert 0 < len(kept) < rows
    assert [record.message.split(";")[0] for record in records if isinstance(record, Notice)] == [
        f"the file is damaged behind row {len(kept)}"
    ]


def test_formats_are_told_by_content(tmp_path: Path):
    """A workbook and a Parquet file are known without their endings."""
    for name, content in (("excel", workbook([HEADER])), ("parquet", table(text=["a"]))):
        path = tmp_path / "unnamed"
        path.write_bytes(content)
        assert sniff(path) == name


def test_comments_in_a_column_of_objects(comments: Callable[..., list[Comment]]):
    """The text stands in a struct; a row without one has no text."""
    said: list[object] = [{"id": 5, "body": "deep", "author": {"name": "Ann", "id": 9}}, {"body": "two"}]
    (first, second) = comments(table(kind=["c", "c"], data=said, article=[{"text": "x", "y": [1]}, None]), "a.parquet")

    assert (first.text, first.id, first.author, first.author_id) == ("deep", "5", "Ann", "9")
    assert first.carried == {"kind": "c", "article.text": "x", "article.y": [1]}
    assert (second.text, second.author) == ("two", None)
