"""Harness for test_live_browser.py: three levers, one chart, and the moves Python received, as JSON."""

import json
import os
import time
from dataclasses import asdict

import streamlit as st

from pages.ui import live

SLOWNESS_SECONDS = float(os.environ.get("LIVE_APP_SLOWNESS", "0"))
TOP = os.environ.get("LIVE_APP_TOP", "top")
"""The end of the chart's scale, as an expression of Vega."""
LABELS = {"search": "Search ads", "team": "Sales team", "care": "Account care"}
ROLES = {"search": "prospecting", "team": "conversion", "care": "upsell"}
TODAY = {"search": 4000.0, "team": 8000.0, "care": 3000.0}
TOTAL = sum(TODAY.values())
SPEC = {
    "data": {"name": "revenue"},
    "params": [{"name": "top", "value": 100}],
    "mark": {"type": "line", "color": "var(--nd-ink)"},
    "height": 120,
    "padding": {"left": 40, "right": 10, "top": 10, "bottom": 30},
    "autosize": {"type": "none"},
    "encoding": {
        "x": {"field": "month", "type": "quantitative"},
        "y": {"field": "value", "type": "quantitative", "scale": {"domain": [0, {"expr": TOP}]}},
    },
}

memory = st.session_state
if "plan" not in memory:
    memory.plan, memory.locked, memory.moves, memory.full_runs = dict(TODAY), set(), [], 0
memory.full_runs += 1


def on_move() -> None:
    time.sleep(SLOWNESS_SECONDS)
    move = live.read_move("levers")
    if move is None:
        return
    memory.moves.append(asdict(move))
    plan = memory.plan
    if move.kind == "lock":
        (memory.locked.add if move.locked else memory.locked.discard)(move.lever)
    elif move.kind == "shift":
        plan[move.other] += plan[move.lever] - move.amount
        plan[move.lever] = move.amount
    else:
        give_way(plan, move.lever, move.amount)


def give_way(plan: dict[str, float], lever: str, amount: float) -> None:
    """Sets one lever; the first unlocked other one takes the difference, as far as it can."""
    other = next(key for key in plan if key != lever and key not in memory.locked)
    taken = min(amount - plan[lever], plan[other])
    plan[lever] += taken
    plan[other] -= taken


def state() -> live.LeversState:
    levers = [
        live.Lever(
            key=key,
            label=label,
            role=ROLES[key],
            amount=memory.plan[key],
            max=TOTAL,
            today=TODAY[key],
            best=5000.0,
            locked=key in memory.locked,
            chip="next $1 → $2.00",
        )
        for key, label in LABELS.items()
    ]
    return live.LeversState(revision=len(memory.moves), levers=levers, note=f"{len(memory.moves)} moves so far.")


def chart() -> live.ChartState:
    end = memory.plan["team"] / 100
    months = list(range(1, 13))
    values = [end * month / 12 for month in months]
    return live.ChartState(
        "revenue",
        title="Revenue by month",
        alt=f"Revenue rises to {end:.0f}.",
        datasets={"revenue": {"month": months, "value": values}},
        signals={"top": 150},
        table=live.ChartTable(
            ["Month", "Revenue"], [[str(month), f"{value:.0f}"] for month, value in zip(months, values, strict=True)]
        ),
    )


def specs() -> live.Specs:
    return {"revenue": SPEC}


live.load(specs)


@st.fragment
def work() -> None:
    live.Words([live.Line(f"Sales team {memory.plan['team']:.0f}", "headline")]).show("words")
    live.levers(state(), key="levers", on_move=on_move)
    live.picture([chart()], key="picture")
    st.text(json.dumps({"moves": memory.moves, "plan": memory.plan, "full_runs": memory.full_runs}))


work()
live.ship(specs)
