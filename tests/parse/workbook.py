"""A workbook of one or more sheets as bytes: the least that Excel writes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
DATE = "date"  # a cell `(DATE, 45415.5)` is formatted as a date


def workbook(*sheets: Sequence[Sequence[object]]) -> bytes:
    """Return an .xlsx file; numbers are numbers, all else is text, None is an empty cell."""
    out = io.BytesIO()
    numbers = range(1, len(sheets) + 1)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        parts = [("/xl/workbook.xml", "sheet.main"), ("/xl/styles.xml", "styles")]
        parts += [(f"/xl/worksheets/sheet{number}.xml", "worksheet") for number in numbers]
        kinds = "".join(
            f"<Override PartName={quoteattr(p)} ContentType={quoteattr(f'{_KIND}.{k}+xml')}/>" for p, k in parts
        )
        default = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        archive.writestr("[Content_Types].xml", f'{_HEAD}<Types xmlns="{_TYPES}">{default}{kinds}</Types>')
        archive.writestr("_rels/.rels", _relations([("rId1", "officeDocument", "xl/workbook.xml")]))
        listed = "".join(f'<sheet name="Sheet{n}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
        archive.writestr(
            "xl/workbook.xml",
            f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}"><sheets>{listed}</sheets></workbook>',
        )
        related = [(f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in numbers]
        archive.writestr("xl/_rels/workbook.xml.rels", _relations([*related, ("rId99", "styles", "styles.xml")]))
        formats = '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="22" applyNumberFormat="1"/></cellXfs>'
        archive.writestr("xl/styles.xml", f'{_HEAD}<styleSheet xmlns="{_MAIN}">{formats}</styleSheet>')
        for number, rows in zip(numbers, sheets, strict=True):
            body = "".join(_row(index, row) for index, row in enumerate(rows, 1))
            sheet = f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData></worksheet>'
            archive.writestr(f"xl/worksheets/sheet{number}.xml", sheet)
    return out.getvalue()


def _relations(entries: Sequence[tuple[str, str, str]]) -> str:
    inside = "".join(
        f'<Relationship Id="{name}" Type="{_DOCUMENT}/{kind}" Target="{target}"/>' for name, kind, target in entries
    )
    return f'{_HEAD}<Relationships xmlns="{_RELATIONS}">{inside}</Relationships>'


def _row(number: int, cells: Sequence[object]) -> str:
    inside = "".join(
        _cell(f"{chr(65 + column)}{number}", cell) for column, cell in enumerate(cells) if cell is not None
    )
    return f'<row r="{number}">{inside}</row>'


def _cell(place: str, cell: object) -> str:
    if isinstance(cell, tuple):
        return f'<c r="{place}" s="1"><v>{cell[1]!r}</v></c>'
    if isinstance(cell, int | float):
        return f'<c r="{place}"><v>{cell!r}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(str(cell))}</t></is></c>'
