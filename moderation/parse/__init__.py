"""Outside formats to records: `parse(path)` yields articles, comments, warnings and rejects, one at a time."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from moderation.errors import UsageError, suggest
from moderation.parse.encoding import decode, storable
from moderation.parse.opening import opened, shown, stem
from moderation.parse.reading import Input, Reader, whole_page
from moderation.records import Comment, Notice, Record

if TYPE_CHECKING:
    from moderation.parse.plain.page import parse_page

__all__ = ["NOTHING", "READERS", "parse", "parse_page", "sniff"]


def __getattr__(name: str) -> Any:
    # The patterns of pages take a quarter of a second of CPU to compile, which dumps and the processes that score
    # them never need.
    if name == "parse_page":
        return importlib.import_module("moderation.parse.plain.page").parse_page
    raise AttributeError(f"module `{__name__}` has no attribute `{name}`")


def _read_html(source: Input) -> Iterator[Record]:
    from moderation.parse.html.page import read_html

    return read_html(source)


def _read_plain(source: Input) -> Iterator[Record]:
    """Yield the article, the comments and the notices of one page; a page is read whole, pages are small."""
    from moderation.parse.plain.page import parse_page

    decoded = decode(whole_page(source))
    if not decoded.text.strip():
        return
    page = parse_page(decoded.text, source=source.source or "plain", thread_id=source.stem)
    yield page.article
    yield from decoded.notices
    yield from page.notices
    yield from page.comments


def _reader(module: str, name: str) -> Reader:
    """Return a reader that is imported when it first reads: an input is in one format of eighteen."""

    def read(source: Input) -> Iterator[Record]:
        records: Iterator[Record] = getattr(importlib.import_module(f"moderation.parse.{module}"), name)(source)
        return records

    return read


# The one table of formats. Every reader takes an Input and yields records in the order of the input.
READERS: Final[dict[str, Reader]] = {
    "plain": _read_plain,
    "html": _read_html,
    "csv": _reader("tables.text", "read_csv"),
    "tsv": _reader("tables.text", "read_tsv"),
    "jsonl": _reader("tables.text", "read_jsonl"),
    "parquet": _reader("tables.parquet", "read_parquet"),
    "excel": _reader("tables.excel", "read_excel"),
    "coral": _reader("exports.coral", "read_coral"),
    "disqus": _reader("exports.disqus", "read_disqus"),
    "wordpress": _reader("exports.wordpress", "read_wordpress"),
    "reddit": _reader("exports.reddit", "read_reddit"),
    "youtube": _reader("exports.youtube", "read_youtube"),
    "hackernews": _reader("exports.hackernews", "read_hackernews"),
    "discourse": _reader("exports.discourse", "read_discourse"),
    "guardian": _reader("exports.guardian", "read_guardian"),
    "isso": _reader("exports.isso", "read_isso"),
    "remark42": _reader("exports.remark42", "read_remark42"),
    "commento": _reader("exports.commento", "read_commento"),
}
# A file of a byte order mark and blanks has no records in any format.
NOTHING: Final = b"\xef\xbb\xbf \t\r\n"
_TABLES: Final = frozenset({"csv", "tsv", "jsonl", "parquet", "excel"})


def sniff(path: Path) -> str:
    """Return the name of the format that the file is in, by its content; an InputError says what it saw instead."""
    with opened(path) as (head, _):
        return _sniffed(head, path)


def parse(
    source: str | Path,
    *,
    as_format: str | None = None,
    columns: Mapping[str, str] | None = None,
    source_name: str | None = None,
    opened: Callable[[BinaryIO], None] | None = None,
) -> Iterator[Record]:
    """Yield the records of `source`, a path or `-` for standard input, in the order of the input.

    `as_format` is a name of READERS, by default what the content looks like; `columns` maps fields of a comment to
    columns of a table; `source_name` replaces the records' source; `opened` is handed the file as it lies on the disk,
    for whoever wants to know how far reading is. Rows that cannot be read come as Rejects; a packed file that is cut
    off gives what stood before and a Notice. An unreadable input is an InputError, an unknown format a UsageError; both
    can come only once reading begins.
    """
    if as_format is not None and as_format not in READERS:
        raise UsageError(f"unknown format `{as_format}`", mend=suggest(as_format, READERS))
    if as_format is not None and columns and as_format not in _TABLES:
        raise UsageError(f"a column map has no meaning for `{as_format}`", mend="leave it out, or name a table format")
    return _parse(source, as_format, dict(columns or {}), source_name, opened)


def _parse(
    source: str | Path,
    as_format: str | None,
    columns: dict[str, str],
    source_name: str | None,
    told: Callable[[BinaryIO], None] | None,
) -> Iterator[Record]:
    damage: list[Notice] = []
    with opened(source, told, damage) as (head, stream):
        if not head.strip(NOTHING):
            return
        name = as_format or _sniffed(head, source)
        if columns and name not in _TABLES:
            name = "csv"  # whoever maps columns has a table, whatever its header looks like
        # A file name need not be valid UTF-8; what becomes a record must be.
        label = storable(source_name) if source_name else None
        records = READERS[name](Input(shown(source), storable(stem(source)), head, stream, label, columns))
        if name == "html" and as_format is None:
            records = _with_comments(records, source)
        yield from records
    yield from damage


def _with_comments(records: Iterator[Record], source: str | Path) -> Iterator[Record]:
    """Yield the records of a page; one named as data and without comments is an InputError, before any of them."""
    from moderation.parse.sniffing import DATA_ENDINGS, no_data

    if _ending(source) not in DATA_ENDINGS:
        yield from records
        return
    found = list(records)
    if not any(isinstance(record, Comment) for record in found):
        raise no_data(shown(source), _ending(source), "html")
    yield from found


def _sniffed(head: bytes, source: str | Path) -> str:
    from moderation.parse.sniffing import format_of

    return format_of(head, name=shown(source), ending=_ending(source)) if head.strip() else "plain"


def _ending(source: str | Path) -> str:
    """Return how the file's name ends (`.csv`), without the ending of what it is packed with."""
    path = Path(source)
    packed = path.suffix.casefold() in (".gz", ".zst")
    return (path.with_suffix("").suffix if packed else path.suffix).casefold()
