"""What ranges cost: two plans under many futures, all answers of the page, and a picture while a hand drags."""

from __future__ import annotations

from benchmarks.kernel import five_channels
from benchmarks.measure import Result, milliseconds
from simulator import load_case
from simulator.facts.plan import Plan
from simulator.model.question import Question
from simulator.optimise.recommendation import recommend
from simulator.ranges.candidates import candidate_splits
from simulator.ranges.certainty import Certainty
from simulator.ranges.chances import chance, dots
from simulator.ranges.futures import FEW, Futures
from simulator.ranges.outcomes import values_of

DRAWS, MONTHS = 10_000, 24


def two_plans() -> list[Result]:
    """Time two plans under 10,000 futures with quantiles, drawn anew, the points once drawn; and under few."""
    business = five_channels()
    plan = business.plan
    other = Plan.of(plan.levers, [amount * (0.7 + 0.1 * place) for place, amount in enumerate(plan.amounts)])

    def compared(count: int) -> None:
        now, then = values_of(Futures(business, count), [plan, other], MONTHS, "revenue")
        chance(then, now)
        dots(then - now)

    many, few = milliseconds(lambda: compared(DRAWS), lambda: compared(FEW), repetitions=20)
    return [
        Result("two plans, 10,000 futures, 24 months, quantiles", f"{many:.1f} ms", "< 40 ms", many < 40),
        Result(f"the same with {FEW} futures, as during a drag", f"{few:.1f} ms", "< 20 ms", few < 20),
    ]


def all_answers() -> list[Result]:
    """Time all that the page asks of a stock company, its best split known."""
    question = Question.of(load_case("northwind").business, MONTHS)
    best = recommend(question).optimum.plan

    def asked() -> None:
        candidate_splits.cache_clear()
        found = Certainty(question, best, question.plan, (question.plan, best))
        _ = (
            found.chance,
            found.dots,
            found.each_plan,
            found.lead,
            found.levers,
            found.tornado,
            found.to_learn,
        )
        _ = found.resplitting

    (all_,) = milliseconds(asked, repetitions=5)
    return [Result("all answers of the page, a stock company", f"{all_:.0f} ms", "< 500 ms", all_ < 500)]


def measure() -> list[Result]:
    """Return all lines of this part."""
    return two_plans() + all_answers()
