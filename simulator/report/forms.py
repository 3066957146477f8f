"""The forms in which a report is taken away, by the ending of their file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.report.contents import Report

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
"""Media types of workbooks and slides."""


@dataclass(frozen=True)
class Form:
    """One form: the ending of its files, what it is called, its media type, and what makes it."""

    ending: str
    title: str
    mime: str
    make: Callable[[Report], bytes]


# What each form needs is imported once it is made: nobody else waits for it.
def _pdf(report: Report) -> bytes:
    from simulator.report.paper import paper

    return paper(report)


def _html(report: Report) -> bytes:
    from simulator.report.page import page

    return page(report).encode()


def _xlsx(report: Report) -> bytes:
    from simulator.report.workbook import workbook

    return workbook(report)


def _py(report: Report) -> bytes:
    from simulator.report.script import script

    return script(report).encode()


def _pptx(report: Report) -> bytes:
    from simulator.report.deck import deck

    return deck(report)


FORMS = (
    Form("pdf", "Report as PDF", "application/pdf", _pdf),
    Form("html", "Report as a page", "text/html", _html),
    Form("xlsx", "Workbook", XLSX, _xlsx),
    Form("pptx", "Slides", PPTX, _pptx),
    Form("py", "Python script", "text/x-python", _py),
)


def form_of(ending: str) -> Form | None:
    """Return the form with that ending, in any case and with or without its point; None where there is none."""
    wanted = ending.lower().removeprefix(".")
    return next((form for form in FORMS if form.ending == wanted), None)


def file_name(company: str, ending: str) -> str:
    """Return a name for a company's file that every system takes: its plain letters and figures."""
    plain = unicodedata.normalize("NFKD", company).encode("ascii", "ignore").decode().lower()
    return f"{re.sub('[^a-z0-9]+', '-', plain).strip('-') or 'company'}.{ending}"
