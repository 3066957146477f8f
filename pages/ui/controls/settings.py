"""The choices about the plan: horizon, measure, total, and whether the total is held."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import streamlit as st

from pages.ui.controls.amount_field import amount_field
from pages.ui.state.session import Session
from pages.ui.state.shown_key import shown_key
from pages.ui.text import markup
from pages.ui.text.entry import money_entry
from pages.ui.text.formats import in_months, money_format
from pages.ui.text.glossary import helped
from pages.ui.text.units import note
from pages.ui.text.words import MEASURE_HELP, MEASURES, capital
from simulator.facts.measures import METRICS, Metric
from simulator.facts.plan import TOTAL_LIMIT

HORIZONS = (6, 12, 24, 36, 60)


def settings(visit: Session) -> None:
    """Draw the button that names horizon and measure, with the choices behind it; each is one step."""
    workspace = visit.workspace
    label = f"{in_months(workspace.months)}, {MEASURES[workspace.metric]}"
    opened = st.popover(label, key="settings", type="tertiary", on_change="rerun", help="Horizon, measure and total")
    if opened.open:
        with opened:
            _horizon(visit)
            _measure(visit)
            _total(visit)


def _total(visit: Session) -> None:
    total = visit.plan.total
    hold = shown_key("held", visit.workspace.held)

    def held() -> None:
        visit.commit(replace(visit.workspace, held=bool(st.session_state[hold])))

    money = money_format(visit.workspace.scenario.business.currency)
    entry = money_entry("Total a month", money, total, 0.0, TOTAL_LIMIT, whole=visit.unit == 1)
    amount_field(entry, visit.set_total, name="total", of=(*visit.on_show, total),
                 help=helped("Scales the unlocked levers in proportion."))  # fmt: skip
    if said := note("money"):
        st.html(markup.small(said))
    st.toggle("Hold it", visit.workspace.held, key=hold, on_change=held,
              help=helped("Held: moving one lever takes from the others. Free: each lever moves alone."))  # fmt: skip


def _horizon(visit: Session) -> None:
    months = visit.workspace.months
    key = shown_key("months", months)

    def chosen() -> None:
        visit.commit(replace(visit.workspace, months=int(st.session_state[key])))

    options = sorted({*HORIZONS, months})
    st.selectbox("Horizon", options, index=options.index(months), format_func=lambda number: f"{in_months(number)}",
                 key=key, on_change=chosen)  # fmt: skip


def _measure(visit: Session) -> None:
    metric = visit.workspace.metric
    key = shown_key("metric", metric)

    def chosen() -> None:
        visit.commit(replace(visit.workspace, metric=cast("Metric", st.session_state[key])))

    st.selectbox("Judge by", METRICS, index=METRICS.index(metric), format_func=lambda name: capital(MEASURES[name]),
                 key=key, on_change=chosen, help=helped(MEASURE_HELP))  # fmt: skip
