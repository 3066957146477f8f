"""Tables as people export them, read back to the cells that were meant."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.evidence import Unreadable, read_table
from simulator.evidence import limits as evidence_limits
from tests.browser import ROOT

SHARED = ROOT.parent / "shared" / "data"
HEADER = ["Created", "Time", "Deals", "Reference", "Amount", "Product", "Note", "Link", "Remark"]
PRODUCTS = ['Table, round 48"', "Women's boots", "Lamp", "Cushion, wool", 'Frame 10" wide', "Kids' hat"]


def deals(number: int = 40) -> list[list[str]]:
    """Rows that make a reader stumble: delimiters and quotes inside cells, apostrophes, blanks, an empty column."""
    return [
        [
            f"{13 + n % 15}/0{1 + n // 15}/2026", f"{n % 24:02d}:15", str(n % 7), f"RF-{1000 + 37 * n}",
            f"${n * 3.25:.2f}", PRODUCTS[n % 6], f"Asked for {n}, by phone, and didn't hurry." if n % 3 else "None",
            f"https://example.com/{n}", "",
        ]
        for n in range(number)
    ]  # fmt: skip


TABLE = [HEADER, *deals()]


def quoted(cell: str, delimiter: str, quote: str, escape: str) -> str:
    """A cell as exports write it: in quotes where it must be."""
    if any(sign in cell for sign in (delimiter.strip() or delimiter, quote)):
        return quote + cell.replace(quote, escape + quote) + quote
    return cell


def lines(rows: list[list[str]], delimiter: str = ",", quote: str = '"', escape: str | None = None) -> list[str]:
    """The lines of a text file."""
    return [delimiter.join(quoted(cell, delimiter, quote, escape or quote) for cell in row) for row in rows]


def text(rows: list[list[str]], delimiter: str = ",", quote: str = '"', escape: str | None = None) -> str:
    """A text file with the line ends of a spreadsheet."""
    return "".join(line + "\r\n" for line in lines(rows, delimiter, quote, escape))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", ", ", " ", ":"])
def test_any_delimiter(delimiter: str) -> None:
    """The cells come back whatever separates them."""
    assert read_table(text(TABLE, delimiter).encode()) == TABLE


@pytest.mark.parametrize(("quote", "escape"), [("'", None), ('"', "\\"), ('"', "\0")])
def test_any_quote_and_escape(quote: str, escape: str | None) -> None:
    """The cells come back whatever stands around them, and however a quote within is told from it."""
    assert read_table(text(TABLE, quote=quote, escape=escape).encode()) == TABLE


@pytest.mark.parametrize("ends", ["\n", "\r", "\r\n"])
def test_any_line_end(ends: str) -> None:
    """Files of old and new systems have the same rows, with the last line's end or without."""
    content = ends.join(lines(TABLE))
    assert read_table(content.encode()) == read_table((content + ends + ends).encode()) == TABLE


@pytest.mark.parametrize(
    ("encoding", "word"),
    [
        ("utf-8", "Größe – naïve"), ("utf-8-sig", "Größe"), ("utf-16", "Größe"), ("utf-16-le", "Größe"),
        ("utf-16-be", "Größe"), ("cp1252", "Größe – façade für Käufer"), ("cp932", "株式会社の見積もりを送付しました"),
    ],
)  # fmt: skip
def test_any_encoding(encoding: str, word: str) -> None:
    """Letters come back as they were written, and a single sign beyond ASCII stops no import."""
    rows = [HEADER, *([*row[:5], word, *row[6:]] for row in deals())]
    assert read_table(text(rows).encode(encoding)) == rows


@pytest.mark.parametrize("encoding", ["cp1252", "cp1250", "cp1253", "cp1254"])
@pytest.mark.parametrize("amount", ["{} €", "{}€", "€ {}", "{} £", "£{}"])
@pytest.mark.parametrize("word", ["Waermepumpe", "Wärmepumpe – Größe"])
def test_the_currency_beside_numbers(encoding: str, amount: str, word: str) -> None:
    """In a file without a mark the sign beside its amounts is a currency, be it the only one beyond ASCII."""
    try:
        content = "\n".join(
            ["Deal;Product;Amount", *(f"{n};{word};{amount.format(f'1.{n},50')}" for n in range(100, 140))]
        )
        written = content.encode(encoding)
    except UnicodeEncodeError:
        pytest.skip("the encoding has no such sign")
    assert [row[2] for row in read_table(written)[1:]] == [amount.format(f"1.{n},50") for n in range(100, 140)]


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("cp1252", ["£584.00", "€ 12", "20 °C", "§ 5", "½ l", "3 m²", "Peña", "Não fechado", "à crédit", "x – y"]),
        ("cp1252", ["Søren, crème", "Škoda, crème", "þjónusta"]),
        ("cp1250", ["złoty", "příliš", "tükörfúrógép, tűrő", "časť, možnosť", "ţară însă"]),
        ("cp1254", ["müşteri sayısı", "şube"]),
        ("mac_roman", ["Société créée", "Größe", "Müller"]),
        ("cp1251", ["Продажи в июне"]), ("cp1253", ["Πελάτης"]), ("cp932", ["東京支店", "カタカナ"]),
        ("euc_kr", ["고객 이름"]),
    ],
)  # fmt: skip
def test_a_single_word_tells_the_encoding(encoding: str, words: list[str]) -> None:
    """One amount in pounds or one name with accents is read as it was written, whichever system wrote the file."""
    for word in words:
        rows = [HEADER, *deals(20), [*deals(1)[0][:5], word, *deals(1)[0][6:]]]
        assert read_table(text(rows).encode(encoding)) == rows, word


def test_a_stated_delimiter() -> None:
    """The line that tells a spreadsheet the delimiter is obeyed and is no row."""
    assert read_table(("\ufeffsep=;\r\n" + text(TABLE, ";")).encode()) == TABLE


def test_what_a_report_prints_around_a_table() -> None:
    """Titles above, blank rows, a footer below and a header said again are no rows."""
    body = lines(TABLE)
    wide = "Deals of the year" + "," * 8
    printed = ["Deals of the year", wide, "", *body[:20], "," * 8, body[0], *body[20:], "", "Exported by the system"]
    assert read_table("\n".join(printed).encode()) == TABLE


def test_a_header_of_several_rows() -> None:
    """A header said twice, or going on in a second row, is one: each column's words together."""
    assert read_table(text([HEADER, *TABLE]).encode())[0] == [f"{name} {name}" for name in HEADER]
    above = ["Channel", "Spend", "", "Result", ""]
    below = ["", "January", "February", "Prospects", "Wins"]
    rows = [["Search", "100", "110", "30", "3"], ["Fairs", "900", "950", "12", "4"], ["Mail", "50", "55", "9", "1"]]
    joined = ["Channel", "Spend January", "Spend February", "Result Prospects", "Result Wins"]
    assert read_table(text([above, below, *rows]).encode()) == [joined, *rows]


def test_a_header_whose_upper_rows_span_columns() -> None:
    """Words over several columns are said of each of them, and end where another group begins; titles are no part."""
    header = [
        ["Region", "Spend", "", "", "", "Deals", "", "", ""],
        ["", "Search", "", "Fairs", "", "Search", "", "Fairs", ""],
        ["", "Plan", "Spent", "Plan", "Spent", "Won", "Lost", "Won", "Lost"],
    ]
    rows = [[f"Region {n}", *(str(n * 7 + place) for place in range(8))] for n in range(1, 9)]
    joined = [
        "Region", "Spend Search Plan", "Spend Search Spent", "Spend Fairs Plan", "Spend Fairs Spent",
        "Deals Search Won", "Deals Search Lost", "Deals Fairs Won", "Deals Fairs Lost",
    ]  # fmt: skip
    titles = [["Spend and deals", *[""] * 8], ["Made for", "the board", *[""] * 7]]
    assert read_table(text([*titles, *header, *rows]).encode()) == [joined, *rows]
    ended = [header[0], header[2], *rows]
    ended[1] = ["", "Search", "Fairs", "Mail", "", "Won", "Lost", "Open", ""]
    ended[0] = ["Region", "Spend", "", "", "Total", "Deals", "", "", "Total"]
    names = ["Region", *(f"Spend {name}" for name in ("Search", "Fairs", "Mail")), "Total"]
    names += [*(f"Deals {name}" for name in ("Won", "Lost", "Open")), "Total"]
    assert read_table(text(ended).encode()) == [names, *rows]


def test_facts_above_a_narrow_table() -> None:
    """Lines of a name and its value above a table of three columns are no header."""
    facts = [["Export", "Deals"], ["Made for", "the board"], ["Owner", "sales"]]
    rows = [["Channel", "Spend", "Deals"], *([f"C{n}", str(n), "2"] for n in range(9))]
    assert read_table(text([*facts, *rows]).encode()) == rows
    units = [*facts, rows[0], ["", "EUR", "number"], *rows[1:]]
    assert read_table(text(units).encode()) == [["Channel", "Spend EUR", "Deals number"], *rows[1:]]


def test_a_row_of_units_under_the_header() -> None:
    """Units below the names of columns are part of them; a first row of data without a figure is not."""
    rows = [["Search", "100", "3", "web"], ["Fairs", "900", "12", "hall"], ["Mail", "50", "1", "post"]]
    names, units = ["Channel", "Spend", "Deals", "Place"], ["", "EUR", "per month", ""]
    found = read_table(text([names, units, *rows]).encode())
    assert found == [["Channel", "Spend EUR", "Deals per month", "Place"], *rows]
    months = [["Month", "Spend"], ["", "EUR"], *([f"{n:02d}.01.2026", str(n * 100)] for n in range(1, 12))]
    assert read_table(text(months).encode()) == [["Month", "Spend EUR"], *months[2:]]
    blank = ["", "n/a", "", ""]
    assert read_table(text([names, blank, *rows]).encode()) == [names, blank, *rows]


def test_apostrophes_around_cells_and_in_them() -> None:
    """Cells in apostrophes come back where those within are not doubled, and words that begin with one stay."""
    rows = [[*row[:5], "Kids' hat", *row[6:]] for row in TABLE]
    written = [",".join([*row[:6], f"'{row[6]}'", f"'{row[7]}'", row[8]]) for row in rows]
    assert read_table("\r\n".join(written).encode()) == rows
    years = [["Year", "Deals", "Word"], *([f"'{n % 90 + 10}", str(n), "so"] for n in range(40))]
    assert read_table(text(years).encode()) == years


NAMES = [["V1", "V2", "V3"], ["Jan 2026", "Feb 2026", "Mar 2026"], ["01.01.2026", "01.02.2026", "01.03.2026"]]


@pytest.mark.parametrize("names", NAMES)
def test_names_that_look_like_figures(names: list[str]) -> None:
    """Numbered columns, months and dates above numbers are a header, alone and beside names in words."""
    rows = [[str(n), str(n * 3 % 7), f"{n}.5"] for n in range(1, 30)]
    assert read_table(text([names, *rows]).encode()) == [names, *rows]
    wide = [["Channel", *names], *([f"Source {n}", *row] for n, row in enumerate(rows))]
    assert read_table(text(wide).encode()) == wide


def test_a_table_without_a_header() -> None:
    """Where the first row is data, nothing of it is lost and columns are numbered; years above numbers are a header."""
    found = read_table(text(deals()).encode())
    assert (found[0][:2], found[1:]) == (["Column 1", "Column 2"], deals())
    years = [["Channel", "2024", "2025"], ["Search", "10", "12"], ["Fairs", "7", "9"], ["Mail", "3", "4"]]
    assert read_table(text(years).encode()) == years


def test_small_and_empty_files() -> None:
    """A file of nothing has no rows; a header alone, one row and one column are tables."""
    assert read_table(b"") == read_table(b"\r\n\r\n") == read_table(b"\xef\xbb\xbf") == []
    assert read_table(text([HEADER]).encode()) == [HEADER]
    assert read_table(text(TABLE[:2]).encode()) == TABLE[:2]
    assert read_table(b"Name\nSearch\nFairs\n") == [["Name"], ["Search"], ["Fairs"]]


PLACES = [(row, column) for row in (0, 1, 7, 20, 40) for column in range(9)]


@pytest.mark.parametrize(("row", "column"), PLACES)
def test_a_stray_quote_costs_nothing(row: int, column: int) -> None:
    """A quote too many at the beginning of a cell is a sign of that cell, and no other cell or row is harmed."""
    cells = [quoted(cell, ",", '"', '"') for cell in TABLE[row]]
    broken = [*cells[:column], '"' + cells[column], *cells[column + 1 :]]
    content = lines(TABLE)
    content[row] = ",".join(broken)
    meant = [list(each) for each in TABLE]
    meant[row][column] = '"' + meant[row][column]
    assert read_table("\r\n".join(content).encode()) == meant


@pytest.mark.parametrize(("row", "column"), PLACES)
def test_a_delimiter_too_many_widens_its_row_only(row: int, column: int) -> None:
    """A row with a cell too many keeps it, and all others stay as they are."""
    meant = [list(each) for each in TABLE]
    meant[row].insert(column, "")
    assert read_table(text(meant).encode()) == meant


@pytest.mark.parametrize("other", [";", "\t", "|"])
@pytest.mark.parametrize("row", [0, 5, 40])
def test_a_row_with_another_delimiter(row: int, other: str) -> None:
    """One row that another system wrote has the cells it means."""
    content = lines(TABLE)
    content[row] = lines([TABLE[row]], other)[0]
    assert read_table("\n".join(content).encode()) == TABLE


def test_line_breaks_in_cells() -> None:
    """A note over several lines is one cell, also in a file with a stray quote elsewhere."""
    rows = [list(each) for each in TABLE]
    rows[4][6] = "First line\nsecond, with a comma\nthird"
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    assert read_table(stream.getvalue().encode()) == rows
    broken = stream.getvalue().replace("RF-1000", '"RF-1000')
    rows[1][3] = '"RF-1000'
    assert read_table(broken.encode()) == rows


def test_line_breaks_at_the_end_of_cells_and_blank_lines_in_them() -> None:
    """A cell keeps its blank lines, and one that is a line break stays a cell, in a file whose rows differ in width."""
    rows = [[*row[:8], "\n"] for row in deals()]
    rows[4][6] = "First line\n\nsecond\n"
    written = [
        ";".join(f'"{cell}"' for cell in row) for row in [HEADER[:8], *([*row[:5], "Lamp", *row[6:]] for row in rows)]
    ]
    assert read_table("\n".join(written).encode()) == [HEADER[:8], *([*row[:5], "Lamp", *row[6:]] for row in rows)]


cells = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=12).map(str.strip)


@given(st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=12))
def test_standard_files_come_back_as_they_were(words: list[tuple[str, str, str]]) -> None:
    """Whatever words stand in a standard file with numbers beside them, each cell comes back."""
    rows = [[f"D-{n}", f"{n}.50", *row] for n, row in enumerate([*words, *[("a", "b", "c")] * 25])]
    stream = io.StringIO()
    csv.writer(stream).writerows([["Id", "Amount", "Channel", "Stage", "Owner"], *rows])
    assert read_table(stream.getvalue().encode())[1:] == rows


@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """No file ends in anything but rows of text or a sentence."""
    try:
        rows = read_table(data)
    except Unreadable as error:
        rows = [[str(error)]]
    assert all(isinstance(cell, str) for row in rows for cell in row)


def workbook() -> openpyxl.Workbook:
    """A workbook with a cover, the table on the second sheet under a title, and a note."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["See the next sheet"])
    sheet = book.create_sheet("Deals")
    for row in (["Deals of the year"], [], HEADER, *deals()):
        sheet.append(row)
    book.create_sheet("Notes").append(["All figures in dollars"])
    return book


def test_a_workbook(tmp_path: Path) -> None:
    """The sheet with the table is found; numbers, dates and formulas are text that reads the same everywhere."""
    book = workbook()
    path = tmp_path / "deals.xlsx"
    book.save(path)
    assert read_table(path) == read_table(path.read_bytes()) == TABLE
    typed = openpyxl.Workbook()
    assert typed.active is not None
    for row in (["Day", "Amount", "Won"], ["=1+1", 1364.82, True], ["x", 12, False]):
        typed.active.append(row)
    typed.save(path)
    assert read_table(path)[2] == ["x", "12", "FALSE"]
    assert read_table(path)[1][1:] == ["1364.82", "TRUE"]


def opendocument(rows: list[list[str]]) -> bytes:
    """The least that is a spreadsheet of LibreOffice."""
    namespaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    body = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {namespaces}><office:body>'
        f'<office:spreadsheet><table:table table:name="Deals">{body}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    return data.getvalue()


def test_an_opendocument_spreadsheet() -> None:
    """LibreOffice's own files are read too."""
    rows = [["Channel", "Spend"], ["Search", "100"], ["Fairs", "900"]]
    assert read_table(opendocument(rows)) == rows


def packed(**parts: bytes) -> bytes:
    """An archive of such parts."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return data.getvalue()


def hostile() -> Iterator[tuple[str, bytes, str]]:
    """Files that are none, with a word of what is said of each."""
    yield "an archive", packed(a=b"b"), "no workbook"
    yield "a bomb", packed(**{"content.xml": bytes(50_000_000)}), "unpacks to 50 MB"
    yield "half a workbook", packed(**{"content.xml": b"<office"}), "cannot be read"
    yield "half an archive", b"PK\x03\x04 and so on", "cannot be unpacked"
    yield "a document", b"%PDF-1.7 ...", "no table"
    yield "a picture", b"\x89PNG\r\n\x1a\n", "no table"


@pytest.mark.parametrize(("data", "said"), [each[1:] for each in hostile()], ids=[each[0] for each in hostile()])
def test_what_is_no_table(data: bytes, said: str) -> None:
    """Wrong kinds and files made to exhaust who opens them are refused with a reason."""
    with pytest.raises(Unreadable, match=said):
        read_table(data)


def test_too_much(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Too large a file, too many rows or cells, and a file that is not there are said to be so."""
    with pytest.raises(Unreadable, match="cannot be opened"):
        read_table(tmp_path / "none.csv")
    with pytest.raises(Unreadable, match="more than 50 MB"):
        read_table(bytes(50_000_001))
    monkeypatch.setattr(evidence_limits, "MOST_ROWS", 20)
    with pytest.raises(Unreadable, match="more than 20 rows"):
        read_table(text(TABLE).encode())
    monkeypatch.setattr(evidence_limits, "MOST_ROWS", 1000)
    monkeypatch.setattr(evidence_limits, "MOST_CELLS", 200)
    with pytest.raises(Unreadable, match="369 cells"):
        read_table(text(TABLE).encode())


@pytest.mark.skipif(not SHARED.exists(), reason="the public exports are not beside the project")
@pytest.mark.parametrize(
    ("name", "rows", "columns"),
    [
        ("crm/pipeline_us_dates.csv", 294, 8), ("crm/pipeline_sep_line.csv", 294, 8),
        ("crm/deals_no_amount.csv", 298, 10), ("crm/deals_footer.csv", 298, 10),
        ("crm/opportunities_mixed_dates.csv", 500, 12),
        ("crm/funnel_portuguese.csv", 289, 11), ("crm/funnel_portuguese_utf16.txt", 289, 11),
        ("history/weekly_unit_media.csv", 179, 8), ("history/advertising.csv", 200, 5),
        ("history/monthly_history_no_effect.csv", 168, 7),
        *((f"crm/six_shapes/{name}.csv", 32, columns) for name, columns in [
            ("agendor_negocios", 10), ("datacrazy_leads", 13), ("datalitics_leads", 12), ("hubspot_deals_export", 11),
            ("pipedrive_deals_export", 11), ("rdstation_negociacoes", 10),
        ]),
    ],
)  # fmt: skip
def test_real_exports(name: str, rows: int, columns: int) -> None:
    """Files that real systems wrote have the rows and columns that were counted in them apart."""
    found = read_table(SHARED / name)
    assert (len(found) - 1, {len(row) for row in found}) == (rows, {columns})
