"""Next Dollar's model: what a company's budget brings under any split of it."""

from simulator.business import Business
from simulator.cases import list_cases, load_case
from simulator.channel import Channel
from simulator.marginal import marginal_returns
from simulator.optimizer import optimize
from simulator.outcome import simulate
from simulator.plan import Plan

__all__ = [
    "Business",
    "Channel",
    "Plan",
    "list_cases",
    "load_case",
    "marginal_returns",
    "optimize",
    "simulate",
]
