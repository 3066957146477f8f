"""What a page shows, as text: its sentences, tables, figures and chips, run by AppTest."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from streamlit.testing.v1 import AppTest

Table = list[list[str]]
"""Rows of text, the header first."""


class _Html(HTMLParser):
    """Tables by their caption, and all text, of a piece of HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: dict[str, Table] = {}
        self.words: list[str] = []
        self._in = ""
        self._rows: Table = []

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self._rows.append([])
        elif tag in ("th", "td"):
            self._rows[-1].append("")
        if tag in ("caption", "th", "td"):
            self._in = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == self._in:
            self._in = ""

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self._in == "caption":
            self.tables[data] = self._rows = []
        elif self._in in ("th", "td"):
            self._rows[-1][-1] += "" if data in ("●", "best: ") else data


@dataclass(frozen=True)
class Shown:
    """What one page shows: its sentences in one text, and its tables by caption or chart name."""

    text: str
    tables: dict[str, Table]
    figures: dict[str, str]
    chips: dict[str, str]

    def cell(self, table: str, row: str, column: str) -> str:
        """Return a cell by the name of its row and by how its column's header begins."""
        header, *rows = self.tables[table]
        place = next(place for place, name in enumerate(header) if name.startswith(column))
        return next(each[place] for each in rows if each[0] == row)

    def has(self, table: str) -> bool:
        """Return whether the page has that table with any row in it."""
        return len(self.tables.get(table, [])) > 1

    def said(self, pattern: str) -> str:
        """Return what the first group of a pattern finds in the sentences."""
        found = re.search(pattern, self.text)
        assert found, f"{pattern} in {self.text}"
        return found[1]


def shown_by(test: AppTest) -> Shown:
    """Return what a page that has run shows."""
    assert not test.exception
    html = _Html()
    html.feed(" ".join(str(block.proto.body) for block in test.get("html") if "<style" not in block.proto.body))
    parts = [json.loads(element.proto.json or "[]") for element in test.get("bidi_component")]
    return _collected(html, [part for each in parts for part in (each if isinstance(each, list) else [each])])


def _collected(html: _Html, parts: list[dict[str, Any]]) -> Shown:
    figures: dict[str, str] = {}
    chips: dict[str, str] = {}
    for part in parts:
        for chart in part.get("charts") or []:
            html.words.append(chart["title"])
            if chart["table"]:
                html.tables[chart["name"]] = [chart["table"]["header"], *chart["table"]["rows"]]
        for block in part.get("blocks") or []:
            html.words.append(block.get("text", ""))
            figures |= {each["label"]: each["value"] for each in block.get("figures", [])}
        for lever in part.get("levers") or []:
            if isinstance(lever, str):  # The name of a chart's data.
                continue
            chips[lever["label"]] = lever["chip"].rpartition("→ ")[2]
        if "html" in part:
            html.feed(str(part["html"]))
    return Shown(re.sub(r"\s+", " ", " ".join(html.words)), html.tables, figures, chips)
