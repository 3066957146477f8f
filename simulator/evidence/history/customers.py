"""The customers of a history as flows: those who left of those there were, and the revenue of those there are.

A table has the customers at the end of each step; what leaves or brings revenue in a step are those of its start.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from simulator.evidence.history.judgement import STAYING, UPSELL, ChannelJudgement
from simulator.evidence.history.meanings import Role
from simulator.evidence.history.series import A_MONTH, Floats, Flow, Step


def of_customers(series: Mapping[Role, Floats], judged: Sequence[ChannelJudgement], step: Step) -> list[Flow]:
    """Return the flow of who left and that of revenue, each where the figures it needs are known.

    ``series``: figures of all channels together, (steps,) each, customers at the end of each step.
    """
    held = {each.of: each for each in judged}
    customers, spend = series.get("customers"), series.get("upsell")
    if customers is None or "churn" not in held:
        return []
    start, flows = np.append(np.nan, customers[:-1]), []
    joined = series.get("wins")
    if joined is not None:
        cause = spend if held["churn"].fitted else np.zeros(len(customers))
        if cause is not None:
            flows.append(Flow({STAYING: cause}, start + joined - customers, start))
    if spend is not None and "revenue" in series and "share" in held:
        churn = held["churn"].prospects / A_MONTH[step]
        new = joined if joined is not None else np.maximum(customers - (1 - churn) * start, 0.0)
        flows.append(Flow({UPSELL: spend}, series["revenue"], start, new))
    return flows
