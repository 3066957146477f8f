"""Whose company this is: one quiet line, and its story, facts and assumptions behind it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from html import escape

import streamlit as st

from pages.ui.frame.registry import FACTS
from pages.ui.state.session import Session
from pages.ui.text.facts import fact_text
from pages.ui.text.formats import money_format
from pages.ui.text.glossary import explained
from pages.ui.text.words import title
from simulator.cases import load_case
from simulator.facts.business import INDEX, Business
from simulator.facts.channel import Channel
from simulator.facts.declaration import declaration
from simulator.workspace.differences import NOT_IN_THE_MODEL
from simulator.workspace.scenario import Workspace

INVENTED = "An illustrative company: "
"""How the stock cases begin that describe no real company."""
Row = tuple[str, str]


def about(visit: Session) -> None:
    """Draw whose company this is, to stand under the page's answer."""
    workspace = visit.workspace
    name, what = who(workspace)
    line = f"{name}, {what}"
    with st.container(key="about", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(
            f'<p class="about" title="{escape(line)}"><bdi>{escape(name)}</bdi>, {escape(what)}</p>', width="content"
        )
        behind = "Its facts" if workspace.case is None else "Its story, facts and assumptions"
        opened = st.popover(behind, key="about_company", type="tertiary", on_change="rerun")
        own = workspace.case is None and workspace.scenario.business.currency != INDEX
        leads = "Change its facts" if own else "Put in my own"
        if not visit.framing.alone and st.button(leads, key="put_in_own", type="tertiary"):
            visit.open_own()
            st.switch_page(FACTS.script)
    if opened.open:
        with opened:
            st.html(_sheet(workspace.case, name, workspace.scenario.business))


def who(workspace: Workspace) -> tuple[str, str]:
    """Return the company's name, and what it is: an example, an example with other facts, or none of the examples."""
    business = workspace.scenarios[0].business
    if business.currency == INDEX:
        return "A company shown as an index", "today's budget is 100 and every other amount in proportion to it"
    if workspace.case is None:
        return business.name, "a company with facts of its own"
    case = load_case(workspace.case)
    what = case.company.removeprefix(INVENTED)
    kind = "an example" if what != case.company else "a real case"
    changed = ", with changed facts" if business != case.business else ""
    known_as = case.title.partition(":")[0]
    return business.name, f"{kind}{changed}: {what.removeprefix(f'{known_as}, ')}"


@lru_cache(maxsize=64)
def _sheet(ref: str | None, name: str, business: Business) -> str:
    """Return the company's story, what is assumed about it, and its facts."""
    story = assumed = ""
    if ref is not None:
        case = load_case(ref)
        story = f"<p>{escape(case.story)}</p>"
        items = "".join(f"<li>{escape(item)}</li>" for item in case.assumptions)
        assumed = f"<h3>What is assumed</h3><ul>{items}</ul>"
    parts = "".join(f"<h3>{escape(part)}</h3><dl>{_listed(rows)}</dl>" for part, rows in _facts(business))
    return f'<div class="company"><h2>{escape(name)}</h2>{story}{assumed}{parts}</div>'


def _listed(rows: Iterator[Row]) -> str:
    return "".join(f"<dt>{explained(name)}</dt><dd>{escape(value)}</dd>" for name, value in rows)


def _facts(business: Business) -> Iterator[tuple[str, Iterator[Row]]]:
    """Yield each part of the facts with its rows: today's budget, the company, channel by channel."""
    money = money_format(business.currency)
    plan = business.plan
    yield "Today's budget a month", ((title(lever), money.exact(plan[lever])) for lever in plan.levers)
    yield "The company", _rows(business, business.currency)
    for channel in business.channels:
        yield channel.name, _rows(channel, business.currency)


def _rows(owner: Business | Channel, currency: str) -> Iterator[Row]:
    """Yield the facts that are stated; today's budget names what is spent already."""
    for name, field in type(owner).model_fields.items():
        value = getattr(owner, name)
        if name in NOT_IN_THE_MODEL or name.endswith("spend") or value is None:
            continue
        unit = declaration(type(owner), name).get("unit", "")
        yield field.title or name, fact_text(value, unit, money_format(currency))
