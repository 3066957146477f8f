"""The same question the usual way: Streamlit's sliders and Altair charts built on every run. For comparison only."""

import altair as alt
import pandas as pd  # type: ignore[import-untyped]
import streamlit as st

from simulator import load_case, marginal_returns, simulate
from simulator.facts.plan import Plan

st.set_page_config(layout="wide")
business = load_case("northwind").business
today = business.plan
amounts = [st.slider(lever, 0, 17000, int(today[lever]), step=100) for lever in business.levers]
plan = Plan.of(business.levers, amounts)
now, then = simulate(business, plan), simulate(business, today)
months = range(1, 25)
lines = {"plan": now.revenue, "today": then.revenue}
revenue = pd.concat([pd.DataFrame({"month": months, "plan": name, "revenue": line}) for name, line in lines.items()])
st.metric("Revenue", f"{now.total_revenue:,.0f}")
st.altair_chart(alt.Chart(revenue).mark_line().encode(x="month:Q", y="revenue:Q", color="plan:N"))
board = pd.DataFrame(marginal_returns(business, plan).items(), columns=["lever", "brings"])
st.altair_chart(alt.Chart(board).mark_bar().encode(x="brings:Q", y="lever:N"))
new = dict(zip(now.channels, now.revenue_of_new, strict=True))
parts = {"today": now.revenue_of_today, "share": now.revenue_of_share, **new}
sources = pd.DataFrame([{"source": name, "revenue": part.sum()} for name, part in parts.items()])
st.altair_chart(alt.Chart(sources).mark_bar().encode(x="revenue:Q", y="source:N"))
