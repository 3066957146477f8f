"""The script: a short program that reproduces every figure of a report with the package `simulator` alone.

It holds the facts and the plans as they are, with all their digits, and prints the figures as JSON. Names stand in it
only as Python writes strings, so that none can be code.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simulator.cases import load_case
from simulator.facts.business import Business
from simulator.facts.channel import Channel
from simulator.facts.declaration import declaration
from simulator.facts.measures import DEFAULT_SEED
from simulator.facts.plan import Plan
from simulator.report.contents import Report

HEAD = '''"""Every figure of a report made with Next Dollar {version} on {date}, computed anew.

It needs the package next-dollar and nothing else, and prints JSON: the figures of each plan, its months by channel,
and what the next unit of money brings back.
"""

import json

from simulator import Business, Channel, Plan, load_case, marginal_returns, simulate
from simulator.facts.limits import SpendLimit
from simulator.insight.comparison import scenario_figures
from simulator.model.question import Question
from simulator.optimise.recommendation import recommend
from simulator.ranges.certainty import certainty

MONTHS, METRIC = {months!r}, {metric!r}
'''

TAIL = '''

def figures(name, business, plan):
    """What one plan brings over the horizon."""
    outcome = simulate(business, plan, MONTHS)
    compared = scenario_figures(Question(business, plan, MONTHS, METRIC))
    return {
        "name": name,
        "plan": dict(zip(plan.levers, plan.amounts)),
        "figures": {
            "Budget": plan.total,
            "Revenue": outcome.total_revenue,
            "Gross profit": outcome.total_gross_profit,
            "Customer equity": outcome.customer_equity,
            "New customers": float(outcome.new_customers.sum()),
            "Customers at the end": outcome.customers_at_end,
            "Share of wallet at the end": outcome.share_of_wallet_at_end,
            "Cost per new customer": compared.cost_per_new_customer,
            "Paid for itself by month": None if plan == business.plan else compared.payback,
            "Deepest cash point against today": compared.deepest_shortfall,
        },
        "revenue": outcome.revenue.tolist(),
        "gross profit": outcome.gross_profit.tolist(),
        "revenue by channel": dict(zip(outcome.channels, outcome.revenue_by_channel.tolist())),
        "marginal returns": dict(marginal_returns(business, plan, MONTHS, METRIC)),
    }


found = [figures(*each) for each in plans]
print(json.dumps({"plans": found, "proved to within": best.gap, "chance of a lead over today": sure}, indent=1))
'''


def script(report: Report) -> str:
    """Return the program's text."""
    workspace = report.workspace
    head = HEAD.format(
        version=report.version, date=report.made_on.isoformat(), months=workspace.months, metric=workspace.metric
    )
    return "".join([head, *_companies(report), *_plans(report), TAIL])


def _companies(report: Report) -> Iterator[str]:
    """Yield each company that a plan is about."""
    case = load_case(report.workspace.case) if report.workspace.case else None
    for business, name in _names(report).items():
        known = case is not None and business == case.business
        yield f"\n{name} = {f'load_case({case.ref!r}).business' if known and case else _company(business)}\n"


def _plans(report: Report) -> Iterator[str]:
    """Yield the best split, found anew, and the list of all plans."""
    names, workspace = _names(report), report.workspace
    company = names[report.business]
    seed = "" if workspace.seed == DEFAULT_SEED else f", seed={workspace.seed}"
    limits = "".join(f"SpendLimit({each.lever!r}, {each.least!r}, {each.most!r}), " for each in workspace.limits)
    yield (
        f"\nshown = {_plan(report.question.plan)}\nbest = recommend(\n    Question({company}, shown, MONTHS, METRIC),\n"
        f"    locked=frozenset({sorted(workspace.locked)!r}),\n    limits=({limits}),\n).optimum\n"
        f"hoped = {'best.plan' if report.hoped.role == 'best' else 'shown'}\n"
        f"sure = certainty(Question({company}, shown, MONTHS, METRIC), hoped, {company}.plan{seed}).chance.better\n"
        "\nplans = [\n"
    )
    for each in report.alternatives:
        plan = {"best": "best.plan", "today": f"{company}.plan"}.get(each.role, _plan(each.plan))
        yield f"    ({each.name!r}, {names[each.question.business]}, {plan}),\n"
    yield "]\n"


def _names(report: Report) -> dict[Business, str]:
    """Return what the script calls each company: the first one plainly, others by number."""
    found = dict.fromkeys(each.question.business for each in report.alternatives)
    return {business: f"company_{number}" if number > 1 else "company" for number, business in enumerate(found, 1)}


def _company(business: Business) -> str:
    channels = "".join(f"        Channel({', '.join(_facts(each))}),\n" for each in business.channels)
    facts = "".join(f"    {each},\n" for each in _facts(business))
    return f"Business(\n{facts}    channels=(\n{channels}    ),\n)"


def _facts(owner: Business | Channel) -> Iterator[str]:
    """Yield the facts that are not at their default, as arguments."""
    for name, field in type(owner).model_fields.items():
        value: Any = getattr(owner, name)
        if name in ("channels", "origins") or (
            not field.is_required() and value == declaration(type(owner), name)["default"]
        ):
            continue
        yield f"{name}={value!r}"


def _plan(plan: Plan) -> str:
    return f"Plan(prospecting={dict(plan.prospecting)!r}, conversion={plan.conversion!r}, upsell={plan.upsell!r})"
