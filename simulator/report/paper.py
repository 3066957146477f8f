"""The report as a PDF of a few pages, set by Typst: no browser and no system libraries are needed."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import Any

from simulator.report import tables
from simulator.report.charts import pictures
from simulator.report.contents import Report
from simulator.report.page import SAFE_LINKS
from simulator.report.sentences import answer, reasons
from simulator.report.tables import Table
from simulator.report.writing import NOTHING

MAY_BREAK = "\u200b"
LONG_WORD = re.compile(r"\S{12,}")
LETTER = frozenset({"USD", "CAD", "MXN"})
"""Currencies of where people print on letter paper."""
OF_CHANNELS = ("spend", "prospects", "prospects_at_zero", "prospects_at_double", "carryover")
"""What is told of each channel on paper; the workbook has all of it."""


def paper(report: Report) -> bytes:
    """Return the PDF file."""
    import typst  # It takes a while, and only paper needs it.

    template = files(__package__).joinpath("paper.typ").read_bytes()
    data = json.dumps(_data(report), ensure_ascii=False)
    made: bytes = typst.compile(template, format="pdf", sys_inputs={"data": data})
    return made


def _data(report: Report) -> dict[str, Any]:
    made = f"Made with Next Dollar {report.version} on {report.made_on.isoformat()}"
    return {
        "title": f"{report.business.name} · Next Dollar",
        "author": f"Next Dollar {report.version}",
        "company": report.business.name,
        "made": made,
        "paper": "us-letter" if report.currency in LETTER else "a4",
        "answer": answer(report),
        "reasons": list(reasons(report)),
        "pictures": [{"phrase": each.phrase, "svg": each.svg, "alt": each.alt} for each in pictures(report)],
        "figures": _table(tables.figures(report)),
        "plans": _table(tables.plans(report)),
        "returns": _table(tables.returns(report)),
        "years": _table(tables.years(report)),
        "hanging": [_table(hanging)] if (hanging := tables.hanging(report, most=6)) else [],
        "facts": [_table(_company(report), (1, 2), (3, 1.3, 4)), _channels(report)],
        "assumptions": list(report.assumptions),
        "link": report.link,
        "broken": breakable(report.link),
        "address": report.link.startswith(SAFE_LINKS),
    }


def breakable(text: str) -> str:
    """Return a text whose long words may go on in a next line; nothing of it is seen."""
    return LONG_WORD.sub(lambda found: MAY_BREAK.join(re.findall(".{1,6}", found[0])), text)


def _table(table: Table, left: tuple[int, ...] = (), wide: tuple[float, ...] = ()) -> dict[str, Any]:
    rows = [[breakable(cell) for cell in row] for row in table.rows]
    header = [breakable(cell) for cell in table.header]
    return {"title": table.title, "header": header, "rows": rows, "left": list(left), "wide": list(wide)}


def _company(report: Report) -> Table:
    """Return the company's own facts; those of channels follow as one row each."""
    own = next(iter(tables.facts(report)))
    rows = tuple((name, value, _between(source, *ends)) for name, value, source, *ends in own.rows)
    return Table(own.title, own.header[:3], rows)


def _between(source: str, low: str, high: str) -> str:
    return source if NOTHING in (low, high) else f"{source}, between {low} and {high}"


def _channels(report: Report) -> dict[str, Any]:
    lines = {(line.owner, line.path.rpartition(".")[2]): line for line in report.facts if line.owner}
    rows = []
    for channel in report.business.channels:
        found = [lines.get((channel.name, fact)) for fact in OF_CHANNELS]
        values = [NOTHING if each is None else report.write.value(each.value, each.unit) for each in found]
        kinds = sorted(
            {each.source.partition(":")[0].partition(",")[0] for each in found if each and each.source != "usual"}
        )
        rows.append((channel.name, *values, ", ".join(kinds)))
    header = ("Channel, a month", "Spend", "Prospects", "at zero spend", "at double spend", "Carry-over", "From")
    return _table(Table("Channels", header, tuple(rows)), (6,), (2, 1, 1, 1, 1, 1, 1.4))
