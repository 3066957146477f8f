"""The best split beside this plan: what it is, how far it is proved, what one more unit brings, what limits it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from pages.ui.controls.choices import gains
from pages.ui.figures import Figures
from pages.ui.text import markup
from pages.ui.text.formats import in_months
from pages.ui.text.limits import restrictions, with_locks
from pages.ui.text.returns import Returns
from pages.ui.text.words import MEASURES, capital, listed, spoken, title
from simulator.facts.limits import bounds_of
from simulator.optimise.optimizer import Binding
from simulator.optimise.recommendation import Recommendation
from simulator.workspace.scenario import Workspace


def best_split(figures: Figures, advice: Recommendation, workspace: Workspace) -> str:
    """Return the bars of this plan and the best with what there is to say about the best."""
    parts = [("this plan", markup.parts_of(figures.plan)), ("best", markup.parts_of(advice.optimum.plan))]
    said = [
        " ".join(
            filter(
                None,
                [
                    _certificate(figures, advice, restrictions(bool(advice.unlocking), bool(workspace.limits))),
                    _price(figures, advice, workspace),
                ],
            )
        ),
        _locks(figures, advice),
        " ".join(bindings([each for each in advice.optimum.binding if each.lever not in advice.unlocking], figures)),
    ]
    return markup.phrase(_title(figures, advice, workspace)) + markup.splits(parts) + markup.small(*said)


def _title(figures: Figures, advice: Recommendation, workspace: Workspace) -> str:
    held = with_locks(figures.plan, workspace.locked)
    total = f"Best split of the same {figures.money.exact(figures.plan.total)}{held}"
    if not gains(figures, advice):
        return f"{total}: you have it"
    return (
        f"{total}: {figures.money.short(advice.gain)} more {MEASURES[figures.metric]} over {in_months(figures.months)}"
    )


def _certificate(figures: Figures, advice: Recommendation, keeping: str) -> str:
    beyond = advice.optimum.beyond
    if len(advice.unlocking) >= len(figures.plan.levers) - 1:
        return "With these locks there is no other split."
    if beyond is None:
        return "Best found by a wide search; these curves allow no proof that nothing is better."
    more = figures.money.exact(beyond)
    return f"Proved: no split {f'that keeps {keeping} ' if keeping else ''}brings over {more} more."


def _price(figures: Figures, advice: Recommendation, workspace: Workspace) -> str:
    """Return what one more unit of total brings where a lever may take it, or which lever would want it most."""
    each, best = Returns(figures.metric, figures.months, figures.money), advice.optimum.plan
    one = each.one
    bounds = bounds_of(figures.plan, workspace.limits, workspace.locked)
    if any(best[lever] < bounds.get(lever, (0.0, math.inf))[1] for lever in best.levers):
        where = "One more" if not advice.unlocking else "On the unlocked levers one more"
        return f"{where} {one} of total budget would bring {each.in_full(advice.optimum.shadow_price)}."
    lever = max(figures.marginal, key=lambda name: figures.marginal[name])
    return (
        f"One more {one} of total budget has nowhere to go: every lever is locked or at its most. "
        f"{capital(spoken(lever))} would bring {each.in_full(figures.marginal[lever])} for it."
    )


def _locks(figures: Figures, advice: Recommendation) -> str:
    """Return what the locks cost, together and each alone."""
    least, money = advice.least, figures.money
    alone = [
        f"{title(lever)} is locked; unlocking it is worth {money.short(worth)}."
        for lever, worth in advice.unlocking.items()
        if worth > least
    ]
    if len(advice.unlocking) > 1 and advice.unlocking_all > least:
        cost = f"Your locks cost {money.short(advice.unlocking_all)}: so much more the best split would bring without."
        return " ".join([cost, *alone])
    return " ".join(alone)


def bindings(limits: Sequence[Binding], figures: Figures) -> list[str]:
    """Return what holds the best split at limits: all levers that get nothing together, the others one by one."""
    unfunded = [limit for limit in limits if limit.limit == "floor" and limit.amount == 0]
    said = [_binding(limit, figures) for limit in limits if limit not in unfunded]
    if not unfunded:
        return said
    names = listed([title(limit.lever) for limit in unfunded])
    get, their = ("gets", "its") if len(unfunded) == 1 else ("get", "their")
    first = figures.money.exact(1)
    return [f"{names} {get} nothing: even {their} first {first} brings less than elsewhere.", *said]


def _binding(limit: Binding, figures: Figures) -> str:
    money, name = figures.money, title(limit.lever)
    end, verb = ("least", "less") if limit.limit == "floor" else ("most", "more")
    return (
        f"{name} stands at its {end} of {money.exact(limit.amount)}: "
        f"each {money.exact(1)} {verb} there would bring {money.short(abs(limit.price))} more."
    )
