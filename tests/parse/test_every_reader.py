"""One suite for all readers: the same comments in every format, and the laws that hold for any input at all."""

from __future__ import annotations

import csv
import gzip
import html
import io
import json
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pytest
import zstandard
from exported import exports
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet
from workbook import workbook

from moderation.errors import InputError
from moderation.parse import READERS, parse, sniff
from moderation.records import Columns, Comment, Notice, Record, Reject, as_json

SAID = [
    ("Ann Lee", "The bridge should stay open on Sundays."),
    ("Bo", 'He said "no", and that was that.'),
    ("Çelik Ünal", "One line,\nand a second one; both mine."),
    ("Dee", "=1+1 is not a formula here"),
    ("Ann Lee", "😀 and a tab\there"),
]


def _delimited(sign: str) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=sign)
    writer.writerow(["id", "author", "text", "created"])
    writer.writerows([number, name, text, "2024-05-01T12:00:00+02:00"] for number, (name, text) in enumerate(SAID, 1))
    return out.getvalue().encode()


def _jsonl() -> bytes:
    rows = [
        {"id": number, "author": name, "text": text, "created": 1714557600}
        for number, (name, text) in enumerate(SAID, 1)
    ]
    return "\n".join(map(json.dumps, rows)).encode()


def _excel() -> bytes:
    rows = [[number, name, text, "2024-05-01T12:00:00+02:00"] for number, (name, text) in enumerate(SAID, 1)]
    return workbook([["id", "author", "text", "created"], *rows])


def _parquet() -> bytes:
    out = io.BytesIO()
    columns = {
        "id": range(1, len(SAID) + 1),
        "author": [name for name, _ in SAID],
        "text": [text for _, text in SAID],
        "created": [datetime(2024, 5, 1, 10, tzinfo=UTC)] * len(SAID),
    }
    parquet.write_table(pa.table({name: list(column) for name, column in columns.items()}), out)
    return out.getvalue()


def _plain() -> bytes:
    article = "The council met on Monday and talked about the bridge for two hours.\n\n" * 6
    return (article + "\n".join(f"{name} says:\n{text}\n" for name, text in SAID)).encode()


def _html() -> bytes:
    comments = "".join(
        f'<li class="comment depth-1" id="comment-{number}"><cite class="fn">{name}</cite>'
        f'<time datetime="2024-05-01T12:00:00+02:00">noon</time>'
        f'<div class="comment-content"><pre>{html.escape(text)}</pre></div></li>'
        for number, (name, text) in enumerate(SAID, 1)
    )
    article = "<p>The council met on Monday and talked about the bridge for two hours.</p>" * 6
    page = f"<!DOCTYPE html><html><body><h1>Bridge</h1>{article}<ol class='comment-list'>{comments}</ol></body></html>"
    return page.encode()


# Every reader needs a line here: `test_every_reader_is_here` fails for one without.
SAMPLES = {
    "plain": ("page.txt", _plain()),
    "html": ("page.html", _html()),
    "csv": ("table.csv", _delimited(",")),
    "tsv": ("table.tsv", _delimited("\t")),
    "jsonl": ("lines.jsonl", _jsonl()),
    "excel": ("book.xlsx", _excel()),
    "parquet": ("table.parquet", _parquet()),
    **exports(SAID),
}


@pytest.fixture(params=sorted(SAMPLES))
def sample(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, Path]:
    """A format and a file in it."""
    name, content = SAMPLES[request.param]
    path = tmp_path / name
    path.write_bytes(content)
    return request.param, path


def comments_in(records: Iterator[Record]) -> list[Comment]:
    return [record for record in records if isinstance(record, Comment)]


def test_every_reader_is_here():
    """The suite knows a sample of every format that is offered."""
    assert set(SAMPLES) == set(READERS)


def test_content_decides_the_format(sample: tuple[str, Path]):
    """The format is told by content, whatever the file is called."""
    name, path = sample
    bare = path.with_name("unnamed")
    path.rename(bare)
    assert sniff(bare) == name


def test_texts_and_authors_come_in_order(sample: tuple[str, Path]):
    """What people wrote comes out word for word, in the order of the input."""
    found = comments_in(parse(sample[1]))
    assert [(comment.author, comment.text) for comment in found] == SAID


def test_ids_are_strings_and_unique(sample: tuple[str, Path]):
    """Within a thread no two comments share an id, and every id is a string."""
    keys = [comment.key for comment in comments_in(parse(sample[1]))]
    assert len(set(keys)) == len(keys)
    assert all(isinstance(part, str) and part for key in keys for part in key)


def test_a_second_reading_gives_the_same(sample: tuple[str, Path]):
    """Reading is deterministic, ids included."""
    assert list(parse(sample[1])) == list(parse(sample[1]))


def test_streaming_gives_the_whole(sample: tuple[str, Path]):
    """Records taken one by one are those of the whole."""
    stream = parse(sample[1])
    one_by_one = list(iter(lambda: next(stream, None), None))
    assert one_by_one == list(parse(sample[1]))


def test_times_are_utc(sample: tuple[str, Path]):
    """Every time ends in Z; the tables' noon in Berlin is ten o'clock."""
    times = {comment.created_at for comment in comments_in(parse(sample[1]))}
    assert times == ({None} if sample[0] == "plain" else {"2024-05-01T10:00:00Z"})


def test_the_source_can_be_named(sample: tuple[str, Path]):
    """`source_name` replaces the default, which is the format."""
    assert {comment.source for comment in comments_in(parse(sample[1]))} == {sample[0]}
    assert {comment.source for comment in comments_in(parse(sample[1], source_name="desk"))} == {"desk"}


@pytest.mark.parametrize(
    ("ending", "pack"), [(".gz", gzip.compress), (".zst", lambda data: zstandard.ZstdCompressor().compress(data))]
)
def test_compression_is_taken_off(sample: tuple[str, Path], ending: str, pack):
    """A compressed file gives what the file gives, under the same thread names."""
    packed = sample[1].with_name(sample[1].name + ending)
    packed.write_bytes(pack(sample[1].read_bytes()))
    assert list(parse(packed)) == list(parse(sample[1]))


def test_standard_input_is_read(sample: tuple[str, Path], standard_input):
    """`-` reads standard input."""
    standard_input(sample[1].read_bytes())
    texts = [comment.text for comment in comments_in(parse("-"))]
    assert texts == [text for _, text in SAID]


def test_own_output_reads_back(sample: tuple[str, Path], tmp_path: Path):
    """What `moderation parse` prints is read back as the same records."""
    records = [record for record in parse(sample[1]) if not isinstance(record, Columns)]
    printed = tmp_path / "printed.jsonl"
    printed.write_bytes(b"\n".join(orjson.dumps(as_json(record)) for record in records))
    assert [as_json(record) for record in parse(printed)] == [as_json(record) for record in records]


@pytest.mark.parametrize("reader", sorted(READERS))
@pytest.mark.parametrize("content", [b"", b"\n \n\t\n", b"\xef\xbb\xbf"], ids=["empty", "blank", "mark alone"])
def test_an_empty_file_has_no_records(tmp_path: Path, reader: str, content: bytes):
    """Nothing in, nothing out, and no error."""
    path = tmp_path / "empty"
    path.write_bytes(content)
    assert list(parse(path, as_format=reader)) == []
    assert list(parse(path)) == []


def attempt(call: Callable[[], Any]) -> Any:
    """Return what `call` returns, or the InputError that it raises."""
    try:
        return call()
    except InputError as error:
        return error


def check_lawful(records: list[Record]) -> None:
    """Check what holds for the records of any input."""
    seen: set[tuple[str, str, str]] = set()
    for record in records:
        assert isinstance(record, Record)
        if isinstance(record, Reject):
            assert record.line >= 1
            assert record.reason
            continue
        orjson.dumps(as_json(record))  # no lone surrogate, no number that JSON cannot hold
        if isinstance(record, Comment):
            assert record.key not in seen
            seen.add(record.key)
            assert "\x00" not in record.text
            assert record.parent_id != record.id
            assert record.created_at is None or record.created_at.endswith("Z")
            assert all(0 <= part <= 1 for part in (record.confidence.author, record.confidence.parent))


def check_answer(answer: Any) -> None:
    """Check what `attempt` gave: lawful records, or a refusal that says what is wrong."""
    if isinstance(answer, InputError):
        assert answer.problems[0].message
    else:
        check_lawful(answer)


any_input = st.one_of(
    st.binary(max_size=400),
    st.text(max_size=400).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.lists(
        st.sampled_from([*'id,text;"\n\r\t{}[]:\\ab@0', "é", "\x00", '"text"', "says:\n", "2 May 2024\n"]), max_size=80
    ).map(lambda parts: "".join(parts).encode()),
    st.lists(
        st.dictionaries(
            st.sampled_from(
                ["id", "text", "author", "parent_id", "date", "likes", "record", "thread_id", "status", "x"]
            ),
            st.one_of(
                st.none(),
                st.booleans(),
                st.integers(),
                st.floats(),
                st.text(max_size=8),
                st.just("comment"),
                st.lists(st.text(max_size=3), max_size=2),
            ),
        ),
        max_size=6,
    ).map(lambda rows: "\n".join(map(json.dumps, rows)).encode()),
)


@pytest.mark.parametrize("reader", sorted(READERS))
@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(content=any_input, head=st.sampled_from([b"", b"id,text\n", b"id\ttext\n"]))
def test_any_input_gives_lawful_records(reader: str, content: bytes, head: bytes):
    """Whatever the bytes, a reader yields lawful records or says in an InputError what it misses."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "any")
        path.write_bytes(head + content)
        answer = attempt(lambda: list(parse(path, as_format=reader)))
    check_answer(answer)
    assert not isinstance(answer, InputError) or answer.problems[0].at is not None


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A valid sample with some bytes changed, put in, taken out or cut off."""
    name = draw(st.sampled_from(sorted(SAMPLES)))
    content = bytearray(SAMPLES[name][1])
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(content) - 1))
        match draw(st.sampled_from(["change", "insert", "remove", "cut", "repeat"])):
            case "change":
                content[place] = draw(st.integers(0, 255))
            case "insert":
                content[place:place] = draw(st.binary(max_size=8))
            case "remove":
                del content[place : place + draw(st.integers(1, 40))]
            case "cut":
                del content[max(1, place) :]
            case _:
                content[place:place] = content[place : place + 60]
        content = content or bytearray(b"x")
    return bytes(content)


@pytest.mark.parametrize("reader", sorted(READERS))
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(content=damaged())
def test_damaged_samples_give_lawful_records(reader: str, content: bytes):
    """A file of any format with some bytes wrong, read as any format: lawful records, or an InputError."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "damaged")
        path.write_bytes(content)
        answer = attempt(lambda: list(parse(path, as_format=reader)))
    check_answer(answer)


MAGIC = [b"PK\x03\x04", b"PAR1", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"\xff\xfe"]


@settings(max_examples=120)
@given(magic=st.sampled_from(MAGIC), rest=st.binary(max_size=200), copies=st.integers(1, 40))
def test_magic_heads_promise_nothing(magic: bytes, rest: bytes, copies: int):
    """Bytes that open as a known format does are read or refused in words."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "magic")
        path.write_bytes(magic + rest * copies)
        answer = attempt(lambda: list(parse(path)))
    check_answer(answer)


@pytest.mark.parametrize("name", sorted({"csv", "tsv", "jsonl"} & set(READERS)))
def test_what_stands_before_damage_is_kept(tmp_path: Path, name: str):
    """A compressed file that is cut gives the records before the cut, then a warning that says so."""
    content = SAMPLES[name][1]
    if name == "jsonl":
        content += b"\n"
    body = content + content.split(b"\n", 1)[-1] * 3000 if name != "jsonl" else content * 3000
    path = tmp_path / "cut.gz"
    path.write_bytes(gzip.compress(body)[: -len(gzip.compress(body)) // 3])
    seen = list(parse(path, as_format=name))
    assert sum(isinstance(record, Comment) for record in seen) > 100
    assert isinstance(seen[-1], Notice)
    assert "damaged or cut off" in seen[-1].message


@pytest.mark.parametrize("reader", sorted(READERS))
def test_a_file_of_nul_is_no_traceback(tmp_path: Path, reader: str):
    """A file of NUL bytes, as a full disk leaves behind, is refused or read as nothing much."""
    path = tmp_path / "nul"
    path.write_bytes(bytes(1 << 18))
    answer = attempt(lambda: list(parse(path, as_format=reader)))
    check_answer(answer)
    assert isinstance(attempt(lambda: sniff(path)), InputError)


@settings(max_examples=150)
@given(content=any_input)
def test_any_input_is_told_or_refused(content: bytes):
    """Without a format the content decides, or an InputError says how to name one."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "any")
        path.write_bytes(content)
        answer = attempt(lambda: sniff(path))
    assert answer.problems[0].mend if isinstance(answer, InputError) else answer in READERS
