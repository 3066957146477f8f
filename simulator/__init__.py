"""Next Dollar's model: what a company's budget brings under any split of it."""

from simulator.cases import list_cases, load_case
from simulator.facts.business import Business
from simulator.facts.channel import Channel
from simulator.facts.plan import Plan
from simulator.model.next_return import marginal_returns
from simulator.model.outcome import simulate
from simulator.optimise.optimizer import optimize

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
