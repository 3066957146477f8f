"""Harness for test_curve_browser.py: one curve of three points and one with a ceiling, and what Python was told."""

import json

import streamlit as st

from pages.ui import live
from simulator.facts.curves import CurveError, check

PERCENT = live.Money(prefix="", suffix="\u00a0%", decimals=1)
LABELS = {"zero": "if you stopped", "today": "today", "double": "if you doubled", "ceiling": "the most"}
LIMITS = {"zero": (0.0, 16.5), "today": (24.0, 36.0), "double": (29.0, 45.0), "ceiling": (42.0, 90.0)}
KINDS = {"zero": "stated", "today": "read", "double": "guessed", "ceiling": "guessed"}
EFFORT = {"zero": "€0", "today": "€5,500 a month", "double": "€11,000", "ceiling": ""}

memory = st.session_state
if "facts" not in memory:
    memory.facts, memory.drags, memory.error = {"zero": 9.0, "today": 28.0, "double": 38.0}, [], ""


def dragged() -> None:
    drag = live.read_drag("curve")
    if drag is None:
        return
    memory.drags.append([drag.point, drag.value])
    wanted = {**memory.facts, drag.point: drag.value}
    try:
        check("exponential", **wanted)
    except CurveError as error:
        memory.error = error.allowed
    else:
        memory.facts, memory.error = wanted, ""


def state() -> live.CurveState:
    points = [
        live.CurvePoint(
            name, LABELS[name], EFFORT[name], value, KINDS[name], *LIMITS[name],
            f"{LABELS[name]}: no less than that", f"{LABELS[name]}: no more than that",
            (36.0, 41.0) if name == "double" else None,
        )
        for name, value in memory.facts.items()
    ]  # fmt: skip
    rows = [[LABELS[name], f"{value:g} %"] for name, value in memory.facts.items()]
    return live.CurveState(
        "Orders from 100 enquiries", "Orders from 100 enquiries by sales spend", "exponential", "conversion", points,
        60.0, [(0.0, "0"), (20.0, "20 %"), (40.0, "40 %"), (60.0, "60 %")], 0.5, PERCENT,
        live.ChartTable(["", "Orders from 100"], rows, "as a table"), "drag, or type below", memory.error,
    )  # fmt: skip


live.load(dict)


@st.fragment
def work() -> None:
    live.curve(state(), key="curve", on_drag=dragged)
    st.text(json.dumps({"facts": memory.facts, "drags": memory.drags}))


work()
live.ship(dict)
