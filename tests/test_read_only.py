"""Results are computed once and handed to all who ask again: nobody can write to them."""

from __future__ import annotations

import copy
import dataclasses
import json
import pickle
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel
from strategies import businesses, plans

from simulator import load_case, marginal_returns, optimize, simulate
from simulator.facts.declaration import InvalidInput
from simulator.facts.frozen_map import FrozenMap
from simulator.facts.measures import METRICS, Metric
from simulator.insight.attribution import attribution
from simulator.insight.break_even import break_even
from simulator.insight.channel_economics import channel_economics
from simulator.insight.comparison import cumulative_profit
from simulator.insight.dangers import dangers
from simulator.insight.diagnosis import diagnose
from simulator.insight.elsewhere import elsewhere, last_unit
from simulator.insight.levels import levels
from simulator.insight.opportunities import opportunities
from simulator.insight.ranking import marginal_ranking
from simulator.insight.reach import reach
from simulator.insight.response import known_until, responses
from simulator.insight.sensitivity import sensitivity
from simulator.model.question import Question
from simulator.optimise.frontier import frontier
from simulator.optimise.goal_seek import least_budget
from simulator.optimise.recommendation import recommend
from simulator.optimise.split_map import split_map
from simulator.workspace.scenario import Scenario

NORTHWIND = load_case("northwind").business


ABOUT_A_QUESTION: tuple[Callable[[Question], Any], ...] = (
    *(break_even, channel_economics, cumulative_profit, dangers, diagnose, elsewhere, known_until, last_unit, levels),
    *(marginal_ranking, opportunities, reach, recommend, responses, sensitivity),
)


def results(question: Question) -> Iterator[Any]:
    """All that the model, the searches and the insights hand out."""
    business, plan, months, metric = question.business, question.plan, question.months, question.metric
    total = plan.total or 100.0
    yield question.outcome
    yield question.marginal
    yield optimize(business, total, months, metric)
    yield frontier(question, 2 * total, 5)
    yield split_map(question, total, 4)
    yield least_budget(business, "revenue", 1.0, months)
    yield attribution(question, question.today)
    for answer in ABOUT_A_QUESTION:
        yield answer(question)


def parts(value: Any, path: str = "", seen: set[int] | None = None) -> Iterator[tuple[str, Any]]:
    """All values within a result, its properties too, by where they stand."""
    seen = set() if seen is None else seen
    if id(value) in seen or isinstance(value, Question):
        return
    seen.add(id(value))
    yield path, value
    if isinstance(value, (tuple, frozenset)):
        inner = [(str(place), each) for place, each in enumerate(value)]
    elif isinstance(value, FrozenMap):
        inner = [(str(key), each) for key, each in value.items()]
    elif dataclasses.is_dataclass(value):
        public = [name for name in dir(type(value)) if not name.startswith("_")]
        inner = [(name, getattr(value, name)) for name in public if not callable(getattr(type(value), name))]
        inner += [(field.name, getattr(value, field.name)) for field in dataclasses.fields(value)]
    else:
        inner = []
    for name, each in inner:
        yield from parts(each, f"{path}.{name}", seen)


@settings(max_examples=8)
@given(data=st.data(), metric=st.sampled_from(METRICS))
def test_nothing_handed_out_can_be_written_to(data: st.DataObject, metric: Metric) -> None:
    """In no result of any company is there an array, list, dictionary or set that can be changed."""
    business = data.draw(businesses().filter(lambda each: len(each.channels) <= 3))
    for result in results(Question(business, data.draw(plans(business)), 12, metric)):
        for path, value in parts(result, type(result).__name__):
            assert not isinstance(value, (list, dict, set)), path
            assert not (isinstance(value, np.ndarray) and value.flags.writeable), path


def test_writing_to_a_result_is_refused_and_poisons_nothing() -> None:
    """Whoever writes to revenue, or to what lies behind it, is told so, and the next to ask gets the right figures."""
    outcome = simulate(NORTHWIND, NORTHWIND.plan)
    before = outcome.total_revenue
    for array in (outcome.revenue, outcome.run.revenue, outcome.run.wallet_won, outcome.run.funnel.carryover):
        with pytest.raises(ValueError, match="read-only"):
            array[:] = 0
    with pytest.raises(TypeError):
        marginal_returns(NORTHWIND, NORTHWIND.plan)["conversion"] = 0  # type: ignore[index]
    assert simulate(NORTHWIND, NORTHWIND.plan).total_revenue == before


@pytest.mark.parametrize("case", ["northwind", "nordhafen"])
def test_results_can_be_copied_and_pickled(case: str) -> None:
    """Every result survives a deep copy and a pickle: it can be sent to another process or kept in a file."""
    for result in results(Question.of(load_case(case).business, 12, "gross_profit")):
        for again in (copy.deepcopy(result), pickle.loads(pickle.dumps(result))):
            assert type(again) is type(result)


@given(data=st.data())
def test_plans_and_facts_can_be_copied_pickled_and_dumped(data: st.DataObject) -> None:
    """A plan, its company and a scenario of both come back equal from a copy, a pickle and plain data."""
    business = data.draw(businesses())
    plan = data.draw(plans(business))
    values: tuple[BaseModel, ...] = (plan, business)
    for value in values:
        assert copy.deepcopy(value) == copy.copy(value) == pickle.loads(pickle.dumps(value)) == value
        assert type(value)(**value.model_dump()) == value
        assert json.loads(value.model_dump_json()) == json.loads(json.dumps(value.model_dump()))
    scenario = Scenario("Any", business, plan)
    assert dataclasses.asdict(scenario)["plan"] == plan
    assert pickle.loads(pickle.dumps(scenario)) == copy.deepcopy(scenario) == scenario


def test_a_plan_cannot_be_changed() -> None:
    """What a plan spends on a channel is fixed; another plan is another object."""
    with pytest.raises(TypeError):
        NORTHWIND.plan.prospecting["Search ads"] = 0  # type: ignore[index]


@pytest.mark.parametrize("months", [np.int64(24), np.int8(24), np.uint16(24)])
def test_whole_numbers_of_numpy_are_months(months: Any) -> None:
    """A horizon counted by NumPy is a horizon; a yes or no, or a number with a fraction, is none."""
    assert (
        simulate(NORTHWIND, NORTHWIND.plan, months).total_revenue == simulate(NORTHWIND, NORTHWIND.plan).total_revenue
    )
    assert marginal_returns(NORTHWIND, NORTHWIND.plan, months) == marginal_returns(NORTHWIND, NORTHWIND.plan)
    for wrong in (np.bool_(True), np.float64(24), np.int64(0), True):
        with pytest.raises(InvalidInput, match="Horizon"):
            simulate(NORTHWIND, NORTHWIND.plan, wrong)  # type: ignore[arg-type]
