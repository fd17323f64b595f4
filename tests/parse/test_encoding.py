"""Bytes to text: what is guessed, what is said about it, and that nothing is dropped."""

from __future__ import annotations

import codecs
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.parse.encoding import decode, storable, text_lines
from moderation.records import Notice

TEXT = "Der Kran fiel – „heute“ – in die See\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16-be"),
        (codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), "utf-32-le"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
    ],
    ids=["utf-8", "utf-8 marked", "utf-16-le", "utf-16-be", "utf-32-le", "utf-16-le bare", "utf-16-be bare"],
)
def test_certain_encodings(data: bytes, encoding: str):
    """A mark or strict UTF-8 settles the encoding without a word."""
    found = decode(data)
    assert (found.text, found.encoding, found.notices) == (TEXT, encoding, ())


def test_last_resort_is_said():
    """What is neither is read as Windows-1252, with a notice that names the first such line."""
    found = decode(b"one\ntwo \x96 \x93three\x94\n")
    assert found.text == "one\ntwo – “three”\n"
    assert found.notices == (Notice("neither UTF-8 nor a byte order mark, read as cp1252", line=2),)


def test_declared_encoding_comes_before_the_last_resort():
    """A declaration is used where UTF-8 fails, and ignored where its name or the bytes are wrong."""
    russian = "Привет, мир".encode("cp1251")
    assert decode(russian, declared="windows-1251").text == "Привет, мир"
    assert decode(russian, declared="no-such-code").encoding == "cp1252"
    assert decode("é".encode(), declared="latin-1").text == "é"


@pytest.mark.parametrize(
    ("text", "expected"), [("a\x00b", "a�b"), ("a\ud800b", "a�b"), ("\udfff", "�"), ("plain", "plain")]
)
def test_unstorable_characters_are_replaced_one_for_one(text: str, expected: str):
    """NUL and lone surrogates become U+FFFD and keep every offset."""
    assert storable(text) == expected


@given(st.binary(max_size=300))
def test_any_bytes_decode(data: bytes):
    """Decoding never fails, and its text can be written and stored."""
    text = decode(data).text
    text.encode("utf-8")
    assert "\x00" not in text


@given(st.text(alphabet="ab\n\ré😀", max_size=80), st.sampled_from(["utf-8", "utf-16-le", "utf-16-be", "utf-32-be"]))
def test_lines_join_to_the_text(text: str, encoding: str):
    """Streaming by lines gives the text of the whole, in every encoding with a mark."""
    mark = "\ufeff".encode(encoding)
    assert "".join(text_lines(io.BytesIO(mark + text.encode(encoding)), [])) == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("head", ["text", "id,text"])
def test_a_short_first_line_tells_utf_16_without_its_mark(head: str, encoding: str):
    """A stream is judged by its first line, and the header of a table is short; `ü` is no UTF-8 in it."""
    lines = [f"{head}\n", "1,für dich\n"]
    assert list(text_lines(io.BytesIO("".join(lines).encode(encoding)), [])) == lines


def test_one_bad_line_spoils_no_other():
    """In a stream only the lines that are no UTF-8 are read as Windows-1252; it is said once."""
    notices: list[Notice] = []
    lines = list(text_lines(io.BytesIO("é\n".encode() + b"\xe9\n" + "é\n".encode() + b"\xe9"), notices))
    assert lines == ["é\n", "é\n", "é\n", "é"]
    assert [notice.line for notice in notices] == [2]
