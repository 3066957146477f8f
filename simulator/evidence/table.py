"""One table out of a file as people have it."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from simulator.evidence.dialect import detected
from simulator.evidence.encoding import decode
from simulator.evidence.layout import table_in
from simulator.evidence.limits import MOST_BYTES, Unreadable, check_size
from simulator.evidence.records import records
from simulator.evidence.workbook import fullest, is_workbook, sheets

NO_TABLES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"{\\rtf")
"""How files begin that people choose by mistake."""


def read_table(file: str | PathLike[str] | bytes) -> list[list[str]]:
    """Return the rows of the table in a file, the header first, every cell as the text that stands there.

    ``file`` is a path or the bytes of a CSV, TSV, XLSX, XLS or ODS file. Encoding, delimiter and quotes are recognised;
    titles, footers, blank rows and repeated headers are left out; of several sheets the fullest is taken. An empty file
    gives no rows. Raises `Unreadable` for what is too large or no table.
    """
    data = file if isinstance(file, bytes) else _read(Path(file))
    check_size(data)
    if is_workbook(data):
        return table_in(fullest(sheets(data)))
    if data.startswith(NO_TABLES):
        raise Unreadable("The file is no table: CSV, TSV, XLSX, XLS and ODS are read.")
    dialect, text = detected(decode(data))
    return table_in(records(text, dialect))


def _read(path: Path) -> bytes:
    try:
        # One byte more than is read tells that there is more.
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise Unreadable(f"The file cannot be opened: {error.strerror or error}.") from None
