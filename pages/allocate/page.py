"""The Allocate page: levers at the left, what they bring at the right."""

from __future__ import annotations

import streamlit as st

from pages.allocate.pictures import board, sources
from pages.allocate.sentences import answer, why
from pages.ui import live
from pages.ui.charts.revenue import revenue
from pages.ui.controls.editor import TOTAL, edit_plan, heading, levers_of
from pages.ui.figures import Figures, figures_of
from pages.ui.frame.frame import rested
from pages.ui.quantities import CUSTOMERS_AT_END, GROSS_PROFIT, REVENUE, SHARE_AT_END
from pages.ui.state.session import Session
from pages.ui.text import markup
from pages.ui.text.formats import percent
from pages.ui.text.words import MEASURES, role, title
from simulator.facts.plan import Plan
from simulator.optimise.optimizer import Binding
from simulator.optimise.recommendation import Advice, advise


def allocate(visit: Session) -> None:
    """Draw the page."""
    drawn = scene(visit)
    drawn.parts["answer"].show("answer")
    left, right = st.columns([500, 664], gap="large")
    with left:
        drawn.parts[TOTAL].show(TOTAL)
        edit_plan(visit, drawn, lambda: scene(visit), lambda: rested(visit))
    with right:
        for key in ("figures", "pictures"):
            drawn.parts[key].show(key)
        with st.container(key="best"):
            drawn.parts["best_split"].show("best_split")
            st.button(
                "Use it", key="use_best", on_click=_use_best, args=(visit,), help="Put the levers at the best split"
            )


def scene(visit: Session) -> live.Scene:
    """Return all that changes with the levers, as it is now."""
    figures, advice = figures_of(visit.workspace), _advice(visit)
    said = answer(figures)
    charts = [revenue(visit, figures), board(visit, figures), sources(visit, figures)]
    parts: dict[str, live.Part] = {
        "answer": live.Words([live.Line(said, "headline"), live.Line(why(figures), "quiet")], said),
        TOTAL: heading(visit, figures),
        "figures": live.Words([_figures(figures)]),
        "pictures": live.Picture(charts),
        "best_split": live.Markup(_best(figures, advice)),
    }
    return live.Scene(levers_of(visit, figures, advice.optimum.plan), parts)


def _advice(visit: Session) -> Advice:
    scenario, workspace = visit.workspace.scenario, visit.workspace
    return advise(scenario.business, scenario.plan, workspace.months, workspace.metric, workspace.locked)


def _figures(figures: Figures) -> list[live.Figure]:
    return [
        _figure(
            quantity.label(figures.months),
            quantity.text(figures.outcome, figures.money),
            quantity.change(figures.outcome, figures.today, figures.money),
        )
        for quantity in (REVENUE, GROSS_PROFIT, CUSTOMERS_AT_END, SHARE_AT_END)
    ]


def _figure(label: str, value: str, change: str) -> live.Figure:
    if not any(digit in "123456789" for digit in change):
        return live.Figure(label, value)
    return live.Figure(label, value, change, "good" if change.startswith("+") else "bad")


def _best(figures: Figures, advice: Advice) -> str:
    parts = [("this plan", _parts(figures.plan)), ("best", _parts(advice.optimum.plan))]
    mark = '<span class="reached"></span>' if advice.optimum.plan == figures.plan else ""
    title = markup.phrase(_best_title(figures, advice))
    return mark + title + markup.splits(parts) + markup.small(*_reasons(figures, advice))


def _use_best(visit: Session) -> None:
    visit.put_plan(_advice(visit).optimum.plan)


def _reasons(figures: Figures, advice: Advice) -> tuple[str, str]:
    """Return the proof with the price of each lock, and what limits the best split."""
    worthwhile = 0.0005 * abs(advice.optimum.value)
    locks = [
        f"{title(lever)} is locked; unlocking it is worth {figures.money.short(worth)}."
        for lever, worth in advice.unlocking.items()
        if worth > worthwhile
    ]
    limits = [_binding(limit, figures) for limit in advice.optimum.binding if limit.lever not in advice.unlocking]
    return " ".join([_certificate(figures, advice), *locks]), " ".join(limits)


def _best_title(figures: Figures, advice: Advice) -> str:
    total = f"Best split of the same {figures.money.exact(figures.plan.total)}"
    if figures.money.short(advice.gain) == figures.money.short(0.0):
        return f"{total}: you have it"
    return f"{total}: {figures.money.short(advice.gain)} more {MEASURES[figures.metric]}"


def _certificate(figures: Figures, advice: Advice) -> str:
    gap, money = advice.optimum.gap, figures.money
    price = f"One more {money.exact(1)} of total budget would bring {money.short(advice.optimum.shadow_price)}."
    if gap is None:
        return f"Best found by a wide search; these curves allow no proof that nothing is better. {price}"
    return f"Proved: no split brings over {money.exact(max(round(gap), 1))} more. {price}"


def _binding(limit: Binding, figures: Figures) -> str:
    if limit.limit == "floor" and limit.amount == 0:
        return f"{title(limit.lever)} gets nothing: even its first {figures.money.exact(1)} brings less than elsewhere."
    return f"{title(limit.lever)} stands at its limit of {figures.money.exact(limit.amount)}."


def _parts(plan: Plan) -> list[markup.Part]:
    total = plan.total or 1.0
    return [
        markup.Part(title(lever), role(lever), plan[lever] / total, percent(plan[lever] / total))
        for lever in plan.levers
    ]
