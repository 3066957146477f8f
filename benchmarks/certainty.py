"""What ranges cost: two plans under many futures, all answers of the page, and a picture while a hand drags."""

from __future__ import annotations

import json
import threading
import time
from statistics import median
from time import perf_counter

from benchmarks.kernel import five_channels
from benchmarks.latency import bursts, chromium, drag_along, opened, settle
from benchmarks.measure import Result, milliseconds, p95
from pages.allocate.page import scene
from pages.certainty.pairs import named_plans, pairs_of
from pages.certainty.view import View
from pages.ui.state.session import Session
from pages.ui.text.formats import money_format
from simulator import load_case
from simulator.facts.plan import Plan
from simulator.model.question import Question
from simulator.optimise.recommendation import recommend
from simulator.ranges.candidates import candidate_splits
from simulator.ranges.certainty import Certainty
from simulator.ranges.chances import chance, dots
from simulator.ranges.futures import FEW, Futures
from simulator.ranges.outcomes import values_of
from simulator.ranges.robust_splits import robust_splits
from simulator.workspace.fact_edits import with_range
from simulator.workspace.scenario import Workspace
from tests.browser import served

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
    """Time all that the page asks of a stock company, its best split known; splits are tried once the rest is out."""
    question = Question.of(load_case("northwind").business, MONTHS)
    best = recommend(question).optimum.plan

    def asked() -> Certainty:
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
        return found

    def split() -> None:
        candidate_splits.cache_clear()
        robust_splits.cache_clear()
        _ = asked().resplitting

    first, all_ = milliseconds(asked, split, repetitions=5)
    return [
        Result("all answers of the page but those about splits, a stock company", f"{first:.0f} ms", "< 500 ms",
               first < 500),
        Result("those about splits, after the page", f"{all_ - first:.0f} ms"),
    ]  # fmt: skip


def dragged() -> list[Result]:
    """Time the message with all pictures that follow a range while it is dragged, each place a new one."""
    workspace = Workspace.of(load_case("northwind"))
    business, named = workspace.scenario.business, named_plans(workspace)
    pair, money = pairs_of(named)[0], money_format(business.currency)
    at_rest = Certainty(workspace.question, pair.plan.plan, pair.than.plan, tuple(each.plan for each in named))
    view, places = View(at_rest, pair, named, money), iter(range(10_000))
    shown = view.most_telling(all_of_them=False)

    def followed() -> None:
        high = business.wallet * (1.1 + 0.001 * (next(places) % 500))
        now = view.under(with_range(workspace, "wallet", (None, high)), few=True)
        json.dumps([view.dots(now).data(), view.facts(now, shown).data()])

    (each,) = milliseconds(followed, repetitions=30)
    rate = 1000 / each
    return [Result(f"pictures a second while a range is dragged, {FEW} futures", f"{rate:.0f}", ">= 15", rate >= 15)]


def in_the_browser() -> list[Result]:
    """Count the pictures a second while a mouse drags the high end of a range, from the hand to what Chromium draws."""
    rates = []
    with served() as (address, _), chromium() as browser, opened(browser, f"{address}/Certainty") as page:
        high = page.get_by_role("slider", name="High", exact=True)
        high.wait_for(timeout=60_000)
        time.sleep(3)
        for turn in range(4):
            high.scroll_into_view_if_needed()
            box = high.bounding_box()
            assert box is not None
            x, level = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
            seconds = drag_along(page, x, x + (60 if turn % 2 == 0 else -60), level)
            rates.append(len(bursts(page.evaluate("probe.charts"))) / seconds)
            page.mouse.up()
            settle(page)
            time.sleep(2)
    rate = median(rates)
    return [Result("pictures a second in Chromium while a range is dragged", f"{rate:.1f}", ">= 15", rate >= 15)]


def meanwhile() -> list[Result]:
    """Time another visitor's moves while 10,000 futures and what learning is worth are worked out beside them."""
    question, done = Question.of(load_case("olist").business, MONTHS), threading.Event()
    best = recommend(question).optimum.plan

    def work() -> None:
        for seed in range(1, 1000):
            if done.is_set():
                return
            found = Certainty(question, best, question.plan, (question.plan, best), count=DRAWS, seed=seed)
            _ = (found.chance, found.lead, found.tornado, found.to_learn, found.resplitting)

    visit, taken = Session(Workspace.of(load_case("northwind"))), []
    beside = threading.Thread(target=work)
    beside.start()
    for place in range(60):
        start = perf_counter()
        visit.set_lever("conversion", 5000.0 + 10 * place)
        scene(visit)
        taken.append(1000 * (perf_counter() - start))
    done.set()
    beside.join()
    shown = f"{p95(taken):.0f} ms at p95, {max(taken):.0f} ms at most"
    return [Result("another visitor's move meanwhile", shown, "< 100 ms", max(taken) < 100)]


def measure() -> list[Result]:
    """Return all lines of this part."""
    return two_plans() + all_answers() + dragged() + in_the_browser() + meanwhile()
