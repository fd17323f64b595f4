"""JSON documents with damage in the middle: the damaged item is told, and what stands behind it is read."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from exported import exports

from moderation.parse import parse
from moderation.parse.exports.documents import Found, items
from moderation.records import Article, Comment, Notice, Record, Reject

ONE, THREE = '{"id": 1, "text": "one"}', '{"id": 3, "text": "three"}'
Read = Callable[[str], list[Record]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Return a function that reads a document."""

    def reading(content: str) -> list[Record]:
        path = tmp_path / "list.json"
        path.write_text(content)
        return list(parse(path))

    return reading


def _ids(records: list[Record]) -> list[str]:
    return [record.id for record in records if isinstance(record, Comment)]


@pytest.mark.parametrize(
    "second",
    [
        '{"id": 2, "text": "two", "score": NaN}',
        '{"id": 2, "text": "two", "score": -Infinity , "x": [NaN,NaN]}',
        '{"id": 2, "text": "two", "score": 12345678901234567890}',
        '{"id": 2, "text": "two", "score": 1e999, "x": 0.5}',
    ],
)
def test_numbers_that_json_does_not_know_cost_nothing(second: str, read: Read) -> None:
    """Data frames write NaN where they have no number, and ids have more digits than 64 bits."""
    records = read(f"[{ONE},\n{second},\n{THREE}]")
    assert _ids(records) == ["1", "2", "3"]
    assert not [record for record in records if isinstance(record, Notice | Reject)]


def test_long_ids_keep_their_digits(read: Read) -> None:
    """Twenty of them, in a document as on a line."""
    assert _ids(read('[{"id": 12345678901234567890, "text": "two"}]')) == ["12345678901234567890"]


def test_texts_that_speak_of_nan_stay(read: Read) -> None:
    """Only what stands outside quotes is a number, wherever the pieces of the file end."""
    said = 'a: NaN, "b": [NaN, \\ NaN]'
    records = read(json.dumps([{"id": n, "text": f"{said} {'x' * 997} {n}", "y": float("nan")} for n in range(2_000)]))
    texts = [record.text for record in records if isinstance(record, Comment)]

    assert len(texts) == 2_000
    assert all(text.startswith(said) for text in texts)


@pytest.mark.parametrize("end", ["\n", ""])
@pytest.mark.parametrize("second", ['{"id": 2, "text": "tw"o"}', '{"id": 2 "text": "two"}', '{"id": 2, "text": "two"]'])
def test_a_damaged_item_costs_itself(second: str, end: str, read: Read) -> None:
    """It is a reject with its number and its text; those before and behind it are there, each on its line or not."""
    records = read(f"[{ONE},{end}{second},{end}{THREE}]")
    (reject,) = (record for record in records if isinstance(record, Reject))

    assert _ids(records) == ["1", "3"]
    assert (reject.line, reject.raw, "damaged" in reject.reason) == (2, second, True)
    assert "tw" not in reject.reason
    assert not [record for record in records if isinstance(record, Notice)]


def test_the_first_item_may_be_damaged(read: Read) -> None:
    """What it begins with tells the next one."""
    records = read(f'[{{"id": 1, "text": "o"ne", "by": [{{"id": 9, "name": "Ann"}}]}}, {THREE}]')
    assert _ids(records) == ["3"]


def test_a_missing_comma_costs_nothing_and_is_told(read: Read) -> None:
    """Both its neighbours are there."""
    records = read(f"[{ONE}\n{THREE}]")
    assert _ids(records) == ["1", "3"]
    assert [record.line for record in records if isinstance(record, Notice)] == [1]


def test_a_comma_too_many_at_the_end_is_nothing_to_speak_of(read: Read) -> None:
    """A list cut off behind a comma is."""
    whole, cut = read(f"[{ONE},\n{THREE},\n]"), read(f"[{ONE},\n{THREE},\n")
    assert [_ids(records) for records in (whole, cut)] == [["1", "3"]] * 2
    assert [any(isinstance(record, Notice) for record in records) for records in (whole, cut)] == [False, True]


def test_much_damage_in_a_long_document_is_told_item_by_item(read: Read) -> None:
    """Every thousandth of forty thousand items, over many pieces of the file."""
    rows = [f'{{"id": {n}, "text": "a comment of some length, number {n}"}}' for n in range(40_000)]
    rows[::1000] = [row.replace("comment", 'com"ment') for row in rows[::1000]]
    records = read("[" + ",\n".join(rows) + "]")

    assert len(_ids(records)) == len(set(_ids(records))) == 39_960
    assert [record.line for record in records if isinstance(record, Reject)] == list(range(1, 40_001, 1_000))


def test_a_document_of_which_half_is_damaged(read: Read) -> None:
    """Every second item is a reject, but for the last, behind which nothing tells it from the end."""
    rows = [f'{{"id": {n}, "text": "a com{chr(34) * (n % 2)}ment, number {n}"}}' for n in range(20_000)]
    records = read("[" + ",".join(rows) + "]")

    assert _ids(records) == [str(n) for n in range(0, 20_000, 2)]
    assert sum(isinstance(record, Reject) for record in records) == 9_999
    assert [record.line for record in records if isinstance(record, Notice)] == [20_000]


class _Pieces(io.BytesIO):
    """A stream that gives a few bytes at a time."""

    def __init__(self, content: bytes, size: int) -> None:
        super().__init__(content)
        self._size = size

    def read(self, size: int | None = -1) -> bytes:
        return super().read(min(self._size, size) if size and size > 0 else self._size)


@pytest.mark.parametrize("size", range(1, 12))
def test_pieces_of_any_size_give_the_same(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever a piece ends: within a number that is none, behind a colon, between a backslash and a quote."""
    monkeypatch.setattr("moderation.parse.utf8._FIRST", size)
    monkeypatch.setattr("moderation.parse.exports.damage._BITE", size)
    said = ["a \\", '"NaN"', "x: NaN, y", "é [NaN]", "\\\\ \\"]
    numbers = {"x": float("nan"), "y": [-float("inf"), 0.5]}
    rows = [json.dumps({"id": n, "text": text, **numbers}) for n, text in enumerate(said)]
    rows.insert(2, '{"id": 9, "text": "w"o", "x": NaN}')
    rows.insert(4, rows.pop(4) + rows.pop(4))  # a missing comma
    found = list(items(_Pieces(f"[{', '.join(rows)}]".encode(), size), ("item",)))

    assert [one.value["text"] for one in found if isinstance(one, Found)] == said
    assert all(one.value["x"] is None and one.value["y"] == [None, 0.5] for one in found if isinstance(one, Found))
    assert [(type(one), one.line) for one in found if not isinstance(one, Found)] == [(Reject, 3), (Notice, 5)]


SAID = [("Ann", "One."), ("Bo", "Two."), ("Cem", "Three.")]
# Isso's items are whole threads: damage costs the thread that it is in.
LISTS = {"commento", "discourse", "guardian", "youtube", "reddit"}


@pytest.mark.parametrize("name", sorted(LISTS))
def test_exports_go_on_behind_a_damaged_comment(name: str, tmp_path: Path) -> None:
    """Whatever the items stand in is opened anew."""
    path = tmp_path / "export.json"
    path.write_bytes(exports(SAID)[name][1].replace(b"Two.", b'Tw"o.'))
    records = list(parse(path, as_format=name))
    texts = [record.text for record in records if isinstance(record, Comment)]

    assert [text for text in texts if text in ("One.", "Three.")] == ["One.", "Three."]
    assert len([record for record in records if isinstance(record, Reject)]) == 1
    assert all(isinstance(record, Article | Comment | Reject) for record in records)
