"""Which format an input is in, by its content."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable
from typing import Final

from moderation.errors import InputError, Location
from moderation.parse.encoding import decode
from moderation.parse.exports.delimited import table_export
from moderation.parse.exports.signatures import json_export, xml_export
from moderation.parse.tables.arrays import list_in
from moderation.parse.tables.columns import SYNONYMS, plain, text_column
from moderation.parse.tables.text import delimiter_of

# Text has next to none; random bytes have 11 % (28 of 256), most binary formats more.
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f\ufffd]")
_BINARY_SHARE: Final = 0.05
_UNPACK: Final = "unpack it, and name the file inside"
_OTHERWISE: Final = "export the comments as CSV or JSON, or save the page as HTML or text"
# How a file begins, what it is then, and what its owner can do.
_MAGIC: Final = (
    (b"%PDF-", "a PDF document", _OTHERWISE),
    (b"PK\x03\x04", "a ZIP archive that is no workbook", _UNPACK),
    (b"\x89PNG", "a PNG image", _OTHERWISE),
    (b"\xff\xd8\xff", "a JPEG image", _OTHERWISE),
    (b"\x1f\x8b", "gzip data within what was packed already", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "zstd data within what was packed already", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", _UNPACK),
    (b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (b"BZh", "bzip2 data", _UNPACK),
    (b"\xfd7zXZ\x00", "xz data", _UNPACK),
    (b"\xd0\xcf\x11\xe0", "an old Office document", _OTHERWISE),
)
# A tape archive says so further on.
_TAR: Final = (257, b"ustar")
_WORKBOOK_PARTS: Final = (b"xl/", b"[Content_Types].xml", b"application/vnd.oasis.opendocument.spreadsheet")
_WORKBOOK_ENDINGS: Final = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
# Text with these endings is a table: one whose header is missing is better told than taken for a page.
_BY_ENDING: Final = {".csv": "csv", ".tsv": "tsv"}
_JSON_LINES: Final = (".jsonl", ".ndjson")
# What is named so and reads as a page without comments was damaged, or is an error page that a server sent instead.
DATA_ENDINGS: Final = frozenset({
    *(".json", *_JSON_LINES, ".csv", ".tsv", ".parquet", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"),
})  # fmt: skip
# Saved pages may open with a comment, XHTML with its declaration.
_HTML: Final = re.compile(
    r"(?:<\?xml\b[^>]{0,200}>\s*|<!--(?:(?!-->).){0,2000}-->\s*){0,4}"
    r"<(?:!doctype html|html|head|body|title|meta|link|script|style|div|main|article|section|header|nav|form|table"
    r"|[uod]l|li|p|span|h[1-6]|a|img|center)(?=[\s>/])",
    re.IGNORECASE | re.DOTALL,
)
# What tools write above a table or JSON Lines, and the line by which a spreadsheet names its delimiter.
_REMARKS: Final = re.compile(r"\A(?:[sS]ep=\S?[^\S\n]*\n\s*)?(?:(?:#|//)[^\n]*\n\s*){0,20}")
_FIRST_ELEMENT: Final = re.compile(r"<([A-Za-z_][\w:.-]{0,40})")
# What a document of each kind could be, if its beginning does not tell.
_XML_READERS: Final = ("wordpress", "disqus", "html")
_JSON_READERS: Final = (
    *("jsonl", "coral", "disqus", "reddit", "youtube", "hackernews", "discourse", "guardian", "isso", "remark42"),
    "commento",
)
_KEY: Final = re.compile(r'"(\w{1,40})"\s*:')
_OTHER_LIST: Final = re.compile(r'\[\s*(?:"(?:[^"\\]|\\.){0,5000}"\s*(?:,\s*["\d]|\]\s*\Z)|\[\s*(?:["\d\[]|null))')
_LONG_LINE: Final = 60_000  # the head of 64 KiB cuts a longer one, which then is no JSON by itself
_LONGEST_HEADER_CELL: Final = 40
_ALL_SYNONYMS: Final = frozenset(name for names in SYNONYMS.values() for name in names)


def format_of(head: bytes, *, name: str, ending: str) -> str:
    """Return the name of the format that `head`, the first bytes of an input, is in.

    The content decides; `ending` (`.csv`) only where a table has unfamiliar columns, and where what is named as data
    could be nothing but a page of text. Content that no reader is for is an InputError that says what it looks like and
    how to insist.
    """
    found = _told_by_content(head, name=name, ending=ending)
    if found == "plain" and (ending in DATA_ENDINGS or ending == ".xml"):
        raise no_data(name, ending, "plain")
    return found


def no_data(name: str, ending: str, found: str) -> InputError:
    """Return the error for a page where the name of the file promises data."""
    what = "text" if found == "plain" else "a web page without comments"
    return InputError(
        f"looks like {what}, and its name ends in `{ending}`: damaged, or an error page in place of an export",
        at=Location(name),
        mend=f"export or fetch it again; if it is a page, say so: `--as {found}`",
    )


def _told_by_content(head: bytes, *, name: str, ending: str) -> str:
    if (table := _binary_table(head, ending)) is not None:
        return table
    if head.startswith(b"SQLite format 3\x00"):
        return "isso"  # the only system here that has one; another's database says so when it is read
    for magic, what, mend in _MAGIC:
        if head.startswith(magic):
            raise _unknown(what, name, mend=mend)
    if head.startswith(_TAR[1], _TAR[0]):
        raise _unknown("a tar archive", name, mend=_UNPACK)
    text = decode(head).text
    _refuse_binary(text, name)
    begin = text.lstrip("\ufeff \t\r\n")
    if begin[:1] in ("{", "["):
        return _json(begin, ending, name)
    # A copy may have lost the first character, or gained one.
    if "<" in begin[:10] and (export := xml_export(begin)) is not None:
        return export
    if _HTML.match(begin):
        return "html"
    if re.match(r"<\?xml\b", begin):
        first = _FIRST_ELEMENT.search(begin)
        what = f"an XML document of `{first[1]}`" if first else "an XML document"
        raise _unknown(what, name, _XML_READERS)
    return _table(begin, ending) or _under_remarks(begin, ending) or _BY_ENDING.get(ending, "plain")


def _under_remarks(begin: str, ending: str) -> str | None:
    rest = _REMARKS.sub("", begin, count=1)
    if ending in _JSON_LINES and any(map(_is_object, begin.split("\n")[:20])):
        return "jsonl"  # the lines that are none are rejects
    if rest[:1] == "{" and any(map(_is_object, rest.split("\n")[:20])):
        return json_export(rest) or "jsonl"
    return _table(rest, ending)


def _binary_table(head: bytes, ending: str) -> str | None:
    """Tell Parquet and workbooks by their first bytes; a workbook is an archive of sheets, or an old Office file."""
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"PK\x03\x04"):
        named = any(part in head for part in _WORKBOOK_PARTS)
        return "excel" if named or ending in _WORKBOOK_ENDINGS else None
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        named = "Workbook".encode("utf-16-le") in head
        return "excel" if named or ending in _WORKBOOK_ENDINGS else None
    return None


def _json(begin: str, ending: str, name: str) -> str:
    lines = [line for line in begin.split("\n")[:20] if line.strip()]
    if '"record"' not in lines[0] and (export := json_export(begin)) is not None:
        return export
    if begin[0] == "{" and (any(map(_is_object, lines)) or (len(lines) == 1 and len(begin) > _LONG_LINE)):
        return "jsonl"
    if ending in _JSON_LINES:
        return "jsonl"
    if list_in(begin.encode()) is not None:
        return "jsonl"
    if re.match(r"\{\s*(?:\"|\})", begin):
        keys = ", ".join(f"`{key}`" for key in dict.fromkeys(_KEY.findall(begin[:2_000]))) or "no fields"
        what = f"one JSON document without a list of comments that is known ({keys[:200]})"
        raise _unknown(what, name, _JSON_READERS)
    if _OTHER_LIST.match(begin):
        raise _unknown("a JSON list without objects", name, _JSON_READERS)
    return _table(begin, ending) or "plain"


def _is_object(line: str) -> bool:
    try:
        value, _ = json.JSONDecoder().raw_decode(line.strip())
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict)


def _table(begin: str, ending: str) -> str | None:
    """Return `csv` or `tsv` when the text is a table, None when it is prose."""
    header = begin.split("\n", 1)[0].rstrip("\r")
    sign = delimiter_of(header)
    kind = "tsv" if sign == "\t" else "csv"
    names = _cells(header, sign)
    if names is not None and (export := table_export(names)) is not None:
        return export
    if names is None or not all(names[1:]) or any(len(name) > _LONGEST_HEADER_CELL for name in names):
        return None  # only the first name may be missing: data frames write their index so
    if len(names) == 1:
        return kind if _one_column(header, ending) else None
    familiar = sum(plain(name) in _ALL_SYNONYMS for name in names)
    if text_column(names) is not None and (familiar >= 2 or _regular(begin, sign, len(names), rows=1)):
        return kind
    return kind if len(names) >= 3 and not _prose(names) and _regular(begin, sign, len(names), rows=3) else None


def _one_column(header: str, ending: str) -> bool:
    """A single column needs its usual name, spelled as columns are: `text`, not `Comments`."""
    usual = header.strip().strip('"') in ("text", "body", "comment", "comment_text", "message")
    return usual or (ending in (".csv", ".tsv") and text_column([header.strip().strip('"')]) is not None)


def _regular(begin: str, sign: str, width: int, *, rows: int) -> bool:
    """Tell whether at least `rows` rows below the header have as many cells as it, and at most one in five has not."""
    reader = csv.reader(begin.splitlines(keepends=True)[:200], delimiter=sign)
    seen = fitting = 0
    try:
        for number, row in enumerate(reader):
            if number and row:
                seen += 1
                fitting += len(row) == width
    except csv.Error:
        pass
    return fitting >= rows and fitting >= 0.8 * (seen - 1)  # the head may cut the last row


def _prose(names: list[str]) -> bool:
    return any(name[-1:] in (".", "!", "?") or len(name.split()) > 4 for name in names)


def _cells(line: str, sign: str) -> list[str] | None:
    try:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=sign, strict=True), [])]
    except csv.Error:
        return None


def _refuse_binary(text: str, name: str) -> None:
    control = len(_CONTROL.findall(text))
    if control > _BINARY_SHARE * max(len(text), 40):
        share = control / len(text)
        raise _unknown(f"binary data ({share:.0%} of the characters are no text)", name, mend=_OTHERWISE)


def _unknown(what: str, name: str, readers: Iterable[str] = ("FORMAT",), *, mend: str = "") -> InputError:
    """Return the error for content that no reader is for: how to mend it, and as what it could be read all the same."""
    options = ", ".join(f"`--as {reader}`" for reader in readers)
    said = f"if it is not, say what it is: {options}"
    return InputError(f"looks like {what}", at=Location(name), mend=f"{mend}; {said}" if mend else said)
