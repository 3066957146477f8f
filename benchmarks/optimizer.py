"""The best split: how fast, how sure, and how it compares with SciPy's solvers on the same problem."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, minimize

from benchmarks.companies import concave_task, mixed_company
from benchmarks.measure import Result, milliseconds
from benchmarks.problems import best_known, company_of, concave, s_shaped
from simulator import Business, list_cases, optimize
from simulator.model.funnel import run, spend_array
from simulator.model.outcome import value_of
from simulator.model.parameters import Funnel, funnel_of
from simulator.model.question import Question
from simulator.optimise.frontier import _frontier
from simulator.optimise.goal_seek import TARGETS, Target, least_budget, target_objective
from simulator.optimise.search import MetricOf
from simulator.optimise.solver import best_split
from simulator.optimise.splits import Limits, Objective

Floats = NDArray[np.float64]
TOLERANCES: dict[str, dict[str, Any]] = {"SLSQP": {"ftol": 1e-12}, "trust-constr": {"gtol": 1e-8, "xtol": 1e-10}}
"""Tight enough to be compared in value."""


@dataclass(frozen=True)
class Problem:
    """One budget to split, for any solver."""

    objective: Objective
    total: float
    levers: int

    @property
    def start(self) -> Floats:
        """An equal split."""
        return np.full(self.levers, self.total / self.levers)

    def ours(self) -> float:
        """Return the best value found here."""
        return best_split(self.objective, Limits.none(self.total, self.levers), self.start[None], concave=True).value

    def of_scipy(self, method: str) -> float:
        """Return the best value of a SciPy solver with exact gradients, shares of the total as variables."""
        size = abs(float(self.objective(self.start[None])[0][0]))

        def lost(shares: Floats) -> tuple[float, Floats]:
            values, gradients = self.objective(shares[None] * self.total)
            return -float(values[0]) / size, np.asarray(-gradients[0] * (self.total / size))

        found = minimize(  # type: ignore[call-overload]
            lost,
            np.full(self.levers, 1 / self.levers),
            jac=True,
            method=method,
            bounds=Bounds(np.zeros(self.levers), np.ones(self.levers), keep_feasible=True),
            constraints=[LinearConstraint(np.ones((1, self.levers)), 1, 1)],
            options={"maxiter": 500, **TOLERANCES[method]},
        )
        shares = np.clip(found.x, 0, None)
        return float(self.objective((shares / shares.sum() * self.total)[None])[0][0])


def stock_cases() -> list[Result]:
    """Time the stock cases, and show what their certificates leave open."""
    lines = []
    for case in list_cases():
        business = case.business
        spend, funnel = spend_array(business.levers, business.plan.amounts), funnel_of(business)
        best = optimize(business, business.plan.total, 24, "customer_equity")
        took, one = milliseconds(
            partial(optimize, business, business.plan.total, 24, "customer_equity"),
            partial(one_value, funnel, spend),
            repetitions=25,
        )
        proof = "no proof possible" if best.gap is None else f"gap {best.gap / abs(best.value):.1e} of the value"
        shown = f"{took:.1f} ms = {took / one:.0f} evaluations, {proof}"
        if best.gap is None:
            lines.append(Result(f"{case.id}, {len(business.levers)} levers", shown))
            continue
        met = took < 10 and best.gap <= 1e-6 * abs(best.value)
        lines.append(Result(f"{case.id}, {len(business.levers)} levers", shown, "< 10 ms, gap <= 1e-6", met))
    return lines


def one_value(funnel: Funnel, spend: Floats) -> None:
    """Evaluate one plan once."""
    value_of(run(funnel, spend, 24), "customer_equity")


def channels_alone(levers: int) -> Problem:
    """Return a problem of separate channels."""
    problem = concave(levers)
    return Problem(problem, problem.total, levers)


def whole_funnel(business: Business) -> Problem:
    """Return the problem of a company."""
    objective = MetricOf(funnel_of(business), 24, "customer_equity")
    return Problem(objective, business.plan.total, len(business.levers))


def against_scipy() -> list[Result]:
    """Compare value and time with SciPy's solvers."""
    problems = {f"{levers} channels alone": channels_alone(levers) for levers in (3, 5, 10)}
    cases = [case for case in list_cases() if funnel_of(case.business).concave]
    problems |= {f"funnel {case.id}, {len(case.business.levers)} levers": whole_funnel(case.business) for case in cases}
    lines = []
    for what, problem in problems.items():
        for method in TOLERANCES:
            ours, theirs = problem.ours(), problem.of_scipy(method)
            mine, other = milliseconds(
                problem.ours, partial(problem.of_scipy, method), repetitions=15 if method == "SLSQP" else 3
            )
            better = (ours - theirs) / abs(ours)
            faster = 3.0 if "alone" in what and problem.levers >= 5 else 0.0
            target = "never worse" + (f", >= {faster:g}x" if faster else "")
            shown = f"value {better:+.1e}, {other / mine:.1f}x ({mine:.1f} against {other:.1f} ms)"
            met = better >= -1e-12 and other >= faster * mine if method == "SLSQP" else None
            lines.append(Result(f"{what}, {method}", shown, target if method == "SLSQP" else "", met))
    return lines


def s_shapes(count: int = 200) -> list[Result]:
    """Solve random companies of S-shaped channels, and compare with a dynamic programme and polish."""
    short, times, scipys = [], [], []
    for seed in range(count):
        problem = s_shaped(seed)
        business, known = company_of(problem), best_known(problem)[1]
        start = perf_counter()
        best = optimize(business, problem.total, bounds={"conversion": (0, 0), "upsell": (0, 0)})
        times.append(1000 * (perf_counter() - start))
        short.append(1 - float(problem.values(np.array(best.plan.amounts[:-2]))) / known)
        theirs = Problem(problem, problem.total, len(business.channels)).of_scipy("SLSQP")
        scipys.append(1 - theirs / known)
    solved = sum(each <= 1e-4 for each in short)
    trapped = sum(each > 1e-3 for each in scipys)
    return [
        Result(
            f"{count} S-shaped problems within 1e-4 of the best known",
            f"{solved}, worst {max(short):.1e}, {median(times):.0f} ms each",
            f"all {count}",
            solved == count,
        ),
        Result(
            "the same with SLSQP from an equal split", f"{trapped} end more than 0.1 % short, worst {max(scipys):.0%}"
        ),
    ]


def any_companies(count: int = 1000) -> list[Result]:
    """Split the budgets of random companies of diminishing returns, and show what their certificates leave open."""
    open_, times = [], []
    for seed in range(count):
        task = concave_task(seed)
        start = perf_counter()
        best = optimize(task.business, task.total, task.months, task.metric, task.bounds)
        times.append(1000 * (perf_counter() - start))
        open_.append((best.gap or 0.0) / max(abs(best.value), 1e-300))
    proved = sum(each <= 1e-6 for each in open_)
    shown = f"{proved}, worst {max(open_):.1e}, {median(times):.0f} ms each"
    return [Result(f"{count} companies with locks, limits, idle and flat levers", shown, "all", proved == count)]


def many_budgets(channels: int = 12) -> list[Result]:
    """Time what asks for the best splits of many budgets, for a company of exponential and S-shaped channels."""
    business = mixed_company(channels, 0)
    total = business.plan.total
    goals = {target: 1.07 * least_value(business, target) for target in TARGETS}
    each: dict[str, Callable[[], object]] = {
        "best split": partial(optimize, business, total),
        "frontier": partial(_frontier.__wrapped__, Question.of(business), 2.5 * total, 25),
        **{f"goal in {t}": partial(least_budget.__wrapped__, business, t, goals[t], 24) for t in TARGETS},
    }
    lines = []
    for name, call in each.items():
        (took,) = milliseconds(call, repetitions=3)
        most = 50 if name == "best split" else 1000
        lines.append(Result(f"{name}, {channels} mixed channels", f"{took:.0f} ms", f"< {most} ms", took < most))
    return lines


def least_value(business: Business, target: Target) -> float:
    """Return what today's plan brings of what is sought."""
    return float(target_objective(funnel_of(business), target, 24)(np.array([business.plan.amounts]))[0][0])


def measure() -> list[Result]:
    """Return all lines of this part."""
    return stock_cases() + against_scipy() + s_shapes() + any_companies() + many_budgets()
