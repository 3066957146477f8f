"""Charts whose data change in place."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

import streamlit as st

from pages.ui.streamlit_internals.chunks import VEGA_CHUNK

from .delivery import entry, mounted, spec_of
from .still import STILL, still_spec, still_style

Columns = Mapping[str, Sequence[object]]
Rows = Sequence[Mapping[str, object]]

_NOTES: list[Callable[[Any], str]] = []
_TERMS: list[Callable[[str], Mapping[str, str]]] = []
Around = Callable[[str, str, Any, Any], tuple[str, str]]
_AROUND: list[Around] = []
_PICTURE = st.components.v2.component("next_dollar_picture", js=entry("picture"))


@dataclass(frozen=True)
class ChartTable:
    """The chart's figures as text, for "Show as table". The first cell of each row names the row.

    A cell written short may be a text that has its whole as ``in_full``: that is what is taken into a sheet.
    """

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    label: str = "Show as table"

    def data(self) -> dict[str, Any]:
        """The JSON the browser gets, the whole of what is short by row and column."""
        full = [
            (row, column, whole)
            for row, cells in enumerate(self.rows)
            for column, cell in enumerate(cells)
            if (whole := getattr(cell, "in_full", cell)) != cell
        ]
        return {**vars(self), "full": full}


@dataclass(frozen=True)
class ChartState:
    """One chart as it is now. Figures must be finite or None."""

    name: str
    """Name under which its spec was shipped; unique within one `picture`."""
    alt: str
    """What a screen reader says in place of the picture."""
    datasets: Mapping[str, Columns | Rows]
    """Per dataset name of the spec: columns {"month": [1, 2], "value": [3, 4]} or a list of rows. Lists, not arrays."""
    title: str = ""
    """Plain phrase above the chart; empty leaves the line out."""
    signals: Mapping[str, object] = field(default_factory=dict[str, object])
    """Values of the spec's top-level params (axis ends, ticks, prefixes); each must be declared in the spec."""
    table: ChartTable | None = None
    height: int | None = None
    """Pixels, in place of the spec's height; for boards whose number of rows varies."""
    unit: str = "money"
    """What its figures are, for the note on their unit: money, people, both or ratio."""
    clickable: bool = False
    """Whether a click on it comes back to Python; its spec then has continuous scales x and y."""


@dataclass(frozen=True)
class Click:
    """Where a chart was clicked, in units of its scales x and y."""

    chart: str
    x: float
    y: float


@dataclass(frozen=True)
class Picture:
    """Charts one below the other, which change in place."""

    charts: Sequence[ChartState]

    def data(self) -> dict[str, Any]:
        """The JSON the browser gets."""
        return {"charts": [chart_data(chart) for chart in self.charts]}

    def show(self, key: str, on_click: Callable[[], None] | None = None) -> None:
        """Draw them at this place, whose key is unique.

        ``on_click`` runs before the rerun that a click on a clickable chart causes; it reads `read_click(key)`.
        Falls back to `st.vega_lite_chart` when the browser cannot load the Vega that Streamlit ships.
        """
        moving = can_move(key)
        if VEGA_CHUNK is not None:
            data = mounted(key, self.data() if moving else {"charts": []})
            _PICTURE(key=key, data=data, on_unavailable_change=_nothing, on_click_change=on_click or _nothing)
        if not moving:
            for chart in self.charts:
                _still(chart, key)


def picture(charts: Sequence[ChartState], *, key: str, on_click: Callable[[], None] | None = None) -> None:
    """Draw charts that nothing but a rerun of this call changes; see `Picture.show`."""
    Picture(charts).show(key, on_click)


def can_move(key: str) -> bool:
    """Whether the `Picture` of that key can change in place, rather than be drawn by `st.vega_lite_chart`."""
    return VEGA_CHUNK is not None and not _unavailable(key)


def read_click(key: str) -> Click | None:
    """The click on the `picture` mounted under `key` that caused this run; None when it cannot be read."""
    state: object = st.session_state.get(key)
    raw = state.get("click") if isinstance(state, Mapping) else None  # pyright: ignore[reportUnknownMemberType]
    if not isinstance(raw, Mapping):
        return None
    chart, x, y = raw.get("chart"), raw.get("x"), raw.get("y")  # pyright: ignore[reportUnknownMemberType]
    if not (isinstance(chart, str) and isinstance(x, int | float) and isinstance(y, int | float)):
        return None
    return Click(chart, float(x), float(y)) if isfinite(x) and isfinite(y) else None


def chart_data(chart: ChartState) -> dict[str, Any]:
    """The JSON the browser gets for one chart."""
    table = chart.table
    terms = _TERMS[0](chart.title) if _TERMS else {}
    return {**vars(chart), "note": _note(chart), "terms": terms, "table": None if table is None else table.data()}


def explain(note: Callable[[Any], str], terms: Callable[[str], Mapping[str, str]], around: Around) -> None:
    """Let the page say what its charts need explained.

    ``note`` gives what stands behind the title of a chart in a unit, if anything; ``terms`` what words of it mean;
    ``around``, of title, alt, unit and table, the HTML above and below a chart that Streamlit's own element draws.
    """
    _NOTES[:], _TERMS[:], _AROUND[:] = [note], [terms], [around]


def _note(chart: ChartState) -> str:
    return _NOTES[0](chart.unit) if _NOTES else ""


def _still(chart: ChartState, key: str) -> None:
    table = chart.table and (chart.table.header, chart.table.rows, chart.table.label)
    above, below = _AROUND[0](chart.title, chart.alt, chart.unit, table) if _AROUND else ("", "")
    with st.container(key=f"{STILL}{key}_{chart.name}"):
        st.html(f"<style>{still_style()}</style>{above}")
        spec = still_spec(spec_of(chart.name), chart.datasets, chart.signals, chart.height)
        st.vega_lite_chart(None, spec, theme=None, alt=chart.alt)
        if below:
            st.html(below)


def _unavailable(key: str) -> bool:
    state: object = st.session_state.get(key)
    return isinstance(state, Mapping) and bool(state.get("unavailable"))  # pyright: ignore[reportUnknownMemberType]


def _nothing() -> None:
    """Streamlit keeps a component's state only when it is given a callback."""
