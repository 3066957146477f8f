"""Workbooks: XLSX, XLS and ODS, and which of their sheets holds the table."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from io import BytesIO

from python_calamine import CalamineError, CalamineWorkbook

from simulator.evidence.limits import MOST_RATIO, MOST_UNPACKED, Unreadable, check_extent

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def is_workbook(data: bytes) -> bool:
    """Return whether the bytes are packed as workbooks are."""
    return data.startswith((ZIP, OLE))


def sheets(data: bytes) -> dict[str, list[list[str]]]:
    """Return the cells of each sheet as text, by its name; formulas give what they had last come to."""
    if data.startswith(ZIP):
        _check_packing(data)
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        return {name: _cells(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names}
    except (CalamineError, OSError, ValueError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(
            "The workbook cannot be read: it is broken, locked by a password, or of another kind."
        ) from None


def fullest_first(found: dict[str, list[list[str]]]) -> dict[str, list[list[str]]]:
    """Return the sheets that hold anything, the one with the most filled cells first."""
    filled = {name: sum(1 for row in rows for cell in row if cell) for name, rows in found.items()}
    return {name: found[name] for name in sorted(found, key=lambda name: -filled[name]) if filled[name]}


def _check_packing(data: bytes) -> None:
    """Refuse an archive that is no workbook, or that would swell beyond measure."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile:
        raise Unreadable("The file is packed and cannot be unpacked: save it once more.") from None
    size = sum(part.file_size for part in parts)
    if size > min(MOST_UNPACKED, max(MOST_RATIO * len(data), 10_000_000)):
        raise Unreadable(f"The workbook unpacks to {size / 1e6:,.0f} MB, which is too much. Save the sheet as CSV.")
    names = {part.filename for part in parts}
    if not names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
        raise Unreadable("The file is packed but no workbook. Unpack it first, or save the sheet as XLSX, ODS or CSV.")


def _cells(rows: Iterable[Iterable[object]]) -> list[list[str]]:
    found = [[_text(cell) for cell in row] for row in rows]
    check_extent(len(found), max(map(len, found), default=0))
    return found


def _text(cell: object) -> str:
    """Return a cell as text that reads the same everywhere: dates as ISO 8601, numbers with a dot."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return f"{cell:.15g}"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return str(cell)
