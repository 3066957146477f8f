"""One table out of a file as people have it."""

from __future__ import annotations

from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from simulator.evidence.dialect import detected
from simulator.evidence.encoding import decode
from simulator.evidence.layout import table_in
from simulator.evidence.limits import MOST_BYTES, Unreadable, check_size
from simulator.evidence.records import records
from simulator.evidence.workbook import fullest_first, is_workbook, sheets

NO_TABLES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"{\\rtf")
"""How files begin that people choose by mistake."""
NO_TABLE = "The file is no table: CSV, TSV, XLSX, XLS and ODS are read."
LOOKED_AT, FEW = 20_000, 0.02
"""Signs by which text is told from pictures and programs, and the share of control characters that it may have."""


@dataclass(frozen=True)
class Sheet:
    """The table of one sheet, the header first, and the names of all that hold anything; a text file has none."""

    rows: list[list[str]]
    name: str = ""
    names: tuple[str, ...] = ()


def read_table(file: str | PathLike[str] | bytes) -> list[list[str]]:
    """Return the rows of the table in a file, the header first, every cell as the text that stands there.

    ``file`` is a path or the bytes of a CSV, TSV, XLSX, XLS or ODS file. Encoding, delimiter and quotes are recognised;
    titles, footers, blank rows and repeated headers are left out; of several sheets the fullest is taken. An empty file
    gives no rows. Raises `Unreadable` for what is too large or no table.
    """
    return read_sheet(file).rows


def read_sheet(file: str | PathLike[str] | bytes, wanted: str = "") -> Sheet:
    """Return the table in the sheet of that name, or in the fullest where there is none; see `read_table`."""
    data = file if isinstance(file, bytes) else _read(Path(file))
    check_size(data)
    if is_workbook(data):
        found = fullest_first(sheets(data))
        name = wanted if wanted in found else next(iter(found), "")
        return Sheet(table_in(found.get(name, [])), name, tuple(found))
    if data.startswith(NO_TABLES):
        raise Unreadable(NO_TABLE)
    text = decode(data)
    if _is_no_text(text):
        raise Unreadable(NO_TABLE)
    dialect, text = detected(text)
    return Sheet(table_in(records(text, dialect)))


def _is_no_text(text: str) -> bool:
    """Return whether what was decoded was never text: every tenth byte of a picture is a control character."""
    sample = text[:LOOKED_AT]
    odd = sum(1 for sign in sample if sign < " " and sign not in "\t\r\n\f\v")
    return odd > FEW * len(sample)


def _read(path: Path) -> bytes:
    try:
        # One byte more than is read tells that there is more.
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise Unreadable(f"The file cannot be opened: {error.strerror or error}.") from None
