"""The one search behind every best split: proved where it says so, and never short of what brute force finds."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.companies import Task, concave_task, mixed_company
from simulator import Business, Channel, Plan, load_case, optimize, simulate
from simulator.model.outcome import values
from simulator.model.parameters import funnel_of
from simulator.model.question import Question
from simulator.optimise.frontier import frontier
from simulator.optimise.goal_seek import least_budget
from simulator.optimise.recommendation import recommend

NORTHWIND = load_case("northwind").business


def without_any_effort() -> Business:
    """Return Northwind before it began: no spend on channels and sales, and nothing comes without."""
    channels = (each.changed(spend=0, reference_spend=each.spend, prospects_at_zero=0) for each in NORTHWIND.channels)
    return NORTHWIND.changed(
        channels=tuple(channels), win_rate_at_zero=0, conversion_spend=0, conversion_reference_spend=5000
    )


def with_radio() -> Business:
    """Return Northwind with a channel not yet used whose curve rises vertically from nothing."""
    radio = Channel(
        name="Radio", spend=0, reference_spend=3000, prospects=2, prospects_at_zero=0, prospects_at_double=2.2,
        prospects_ceiling=20, curve="adbudg",
    )  # fmt: skip
    return NORTHWIND.changed(channels=(*NORTHWIND.channels, radio))


def s_shaped() -> Business:
    """Return Northwind with an S-shaped channel."""
    search, fairs = NORTHWIND.channels
    return NORTHWIND.changed(
        channels=(search.changed(curve="adbudg", prospects_at_double=340.0, prospects_ceiling=380.0), fairs)
    )


def some_splits(task: Task, around: Plan, count: int, seed: int) -> list[Plan]:
    """Return allowed splits of a task's total: anywhere, some levers without money, and near ``around``."""
    rng, levers = np.random.default_rng(seed), task.business.levers
    ends = np.array([task.bounds.get(lever, (0.0, np.inf)) for lever in levers])
    found = []
    while len(found) < count:
        shares = rng.dirichlet(np.full(len(levers), rng.choice([0.2, 1.0])))
        part = rng.choice([0.0, 0.9, 0.99])
        amounts = part * np.array(around.amounts) + (1 - part) * shares * task.total
        for _ in range(50):
            amounts = np.clip(amounts, ends[:, 0], ends[:, 1])
            rest = task.total - amounts.sum()
            open_ = ends[:, 1] > amounts if rest > 0 else amounts > ends[:, 0]
            if abs(rest) <= 1e-12 * task.total or not open_.any():
                break
            amounts = amounts + rest * open_ / open_.sum()
        if abs(amounts.sum() - task.total) <= 1e-9 * task.total:
            found.append(Plan.of(levers, amounts))
    return found


def test_random_concave_companies_are_solved_and_proved() -> None:
    """Of 150 companies with locks, limits, idle and flat levers, none is left open by more than a millionth."""
    short = []
    for seed in range(150):
        task = concave_task(seed)
        best = optimize(task.business, task.total, task.months, task.metric, task.bounds)
        assert best.gap is not None
        if not best.gap <= 1e-6 * abs(best.value):
            short.append((seed, best.gap / abs(best.value)))
    assert not short


@pytest.mark.parametrize("batch", range(4))
def test_no_split_exceeds_what_is_proved(batch: int) -> None:
    """Splits drawn at random, anywhere and near the best, each simulated alone, bring at most value and gap."""
    for seed in range(1000 + 15 * batch, 1015 + 15 * batch):
        task = concave_task(seed)
        best = optimize(task.business, task.total, task.months, task.metric, task.bounds)
        assert best.gap is not None
        most = best.value + best.gap
        for plan in some_splits(task, best.plan, 60, seed):
            assert simulate(task.business, plan, task.months).total(task.metric) <= most + 1e-9 * abs(most)


def test_effort_that_pays_only_together_is_found() -> None:
    """Where neither prospects nor sales alone win anybody, the best split has both and is proved."""
    business = without_any_effort()
    best = optimize(business, 17_000, unit=1.0)
    together = Plan(prospecting={"Search ads": 3803, "Trade fairs": 2998}, conversion=8777, upsell=1422)
    brings = simulate(business, together).total_revenue
    assert brings == pytest.approx(2_785_172, abs=1)
    assert best.value >= brings
    assert best.gap is not None
    assert best.gap <= 1e-6 * best.value


def test_nothing_is_proved_where_two_levers_have_no_slope() -> None:
    """Where prospects and sales each seem to bring nothing, the bound still holds what both bring together."""
    business = without_any_effort()
    levers = business.levers
    start = Plan.of(levers, [0, 0, 0, 17_000])
    assert optimize(business, 17_000, start=start).value == pytest.approx(optimize(business, 17_000).value, rel=1e-6)
    few = {"Search ads": (0.0, 10.0), "Trade fairs": (0.0, 10.0), "conversion": (0.0, 10.0)}
    best = optimize(business, 17_000, bounds=few)
    assert best.gap is not None
    for amounts in np.random.default_rng(1).uniform(0, 10, (300, 3)):
        plan = Plan.of(levers, [*amounts, 17_000 - amounts.sum()])
        assert simulate(business, plan).total_revenue <= best.value + best.gap


def test_a_vertical_curve_does_not_stall_the_climb() -> None:
    """The best split by gross profit is that by revenue, also where a lever's slope at zero is infinite."""
    business = with_radio()
    by_revenue, by_profit = (optimize(business, 17_000, metric=metric) for metric in ("revenue", "gross_profit"))
    assert by_profit.value == pytest.approx(simulate(business, by_revenue.plan).total_gross_profit, rel=1e-9)
    assert by_profit.value >= 536_708
    for best in (by_revenue, by_profit):
        assert best.gap is not None
        assert best.gap <= 1e-6 * best.value


@pytest.mark.parametrize("business", [s_shaped(), mixed_company(5, 1), mixed_company(12, 2)])
def test_the_frontier_is_the_best_split_of_every_budget(business: Business) -> None:
    """With S-shaped curves too, each budget brings what `optimize` finds for it alone."""
    edge = frontier(Question.of(business), 2.5 * business.plan.total, 9)
    for budget, value in zip(edge.budgets, edge.values, strict=True):
        assert value == pytest.approx(optimize(business, float(budget)).value, rel=1e-6)
    assert (np.diff(edge.values) >= 0).all()


@pytest.mark.parametrize("business", [s_shaped(), mixed_company(4, 3), mixed_company(8, 4)])
def test_a_goal_takes_the_least_budget_whose_best_split_reaches_it(business: Business) -> None:
    """The budget reaches the goal, and the best split of 0.1 % less does not."""
    goal = optimize(business, 1.6 * business.plan.total).value
    reached = least_budget(business, "revenue", goal, 24)
    assert reached.plan is not None
    assert reached.value >= goal
    assert reached.plan.total <= 1.6 * business.plan.total + 5
    assert optimize(business, 0.999 * reached.plan.total).value < goal


def test_a_smaller_budget_suffices_beyond_the_threshold_of_an_s_curve() -> None:
    """3.9 million of revenue takes no more than 33,300 a month."""
    reached = least_budget(s_shaped(), "revenue", 3.9e6, 24)
    assert reached.plan is not None
    assert reached.plan.total <= 33_300


@pytest.mark.parametrize("budget", [0.5, 1.0, 2.0])
def test_mixed_curves_are_not_beaten_by_brute_force(budget: float) -> None:
    """Without a proof, 20,000 splits drawn at random bring less, for companies of one to six channels."""
    for seed in range(6):
        business = mixed_company(seed + 1, seed)
        total = budget * business.plan.total
        best = optimize(business, total)
        even = np.random.default_rng(seed).choice([0.3, 1.0], 20_000)
        shares = np.random.default_rng(seed).gamma(even[:, None], size=(20_000, len(business.levers)))
        plans = total * shares / shares.sum(axis=1, keepdims=True)
        assert values(funnel_of(business), plans, 24, "revenue").max() <= best.value


def test_amounts_in_thousands_are_not_rounded_to_whole_thousands() -> None:
    """A company whose money is counted in thousands is advised like the same company counted in dollars."""
    thousands = NORTHWIND.changed(
        channels=tuple(each.changed(spend=each.spend / 1000) for each in NORTHWIND.channels),
        conversion_spend=NORTHWIND.conversion_spend / 1000, upsell_spend=NORTHWIND.upsell_spend / 1000,
        wallet=NORTHWIND.wallet / 1000, first_order=NORTHWIND.first_order / 1000,
        fixed_cost=NORTHWIND.fixed_cost / 1000,
    )  # fmt: skip
    small, large = (recommend(Question.of(business)).optimum for business in (thousands, NORTHWIND))
    assert 1000 * np.array(small.plan.amounts) == pytest.approx(large.plan.amounts, abs=11)
    assert 1000 * small.value == pytest.approx(large.value, rel=1e-5)
