"""The Channels page: which channels to lean on, what each costs and brings, and the channels themselves."""

from __future__ import annotations

import streamlit as st

from pages.channels import words
from pages.channels.pictures import header, origins, returns, table, value_to_cost
from pages.ui import live
from pages.ui.controls.channel_list import edit_channels
from pages.ui.frame.about import about
from pages.ui.state.session import Session
from pages.ui.text import markup
from pages.ui.text.formats import in_months, money_format
from pages.ui.text.returns import Returns
from simulator.insight.channel_economics import channel_economics


def channels_page(visit: Session) -> None:
    """Draw the page."""
    workspace, scenario = visit.workspace, visit.workspace.scenario
    business, money = scenario.business, money_format(scenario.business.currency)
    found = channel_economics(visit.question)
    each = Returns(workspace.metric, workspace.months, money, business.gross_margin)
    st.html(markup.answer(words.answer(found, each), words.why(found, money)))
    about(visit)
    left, right = st.columns(2, gap="large")
    with left:
        live.picture([returns(found, each), value_to_cost(found, workspace.months, money)], key="channel_bars")
        if lines := words.advice(found, each):
            st.html("".join(markup.named(*line) for line in lines))
    with right:
        live.picture([origins(found, workspace.months, money)], key="origins_picture")
    st.html(markup.phrase(f"Each channel, in month {workspace.months}"))
    st.html(markup.table("Channels", header(each.one), table(found, money)))
    st.html(
        markup.small(
            f"What {each.one} spent brings is {each.measured}. "
            "Cost per customer: the channel's spend and the sales effort its prospects get, per win. Customer value: "
            "gross margin over a customer's life, discounted, less the account care it gets. Payback counts from "
            f"the first order, {in_months(business.sales_cycle_months)} after the win."
        )
    )
    with st.container(key="on_screen_channels"):
        edit_channels(visit)
