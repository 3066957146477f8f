"""The form of all facts: every fact has its place, and whatever is typed is taken or refused with a way out."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.ui.controls.fact_entry import Fact, entry_of
from pages.ui.state.session import Session
from pages.ui.text.formats import money_format
from pages.your_business.curve_picture import Drawing, bend_of, can_be_drawn, state_of, top_of
from pages.your_business.groups import groups_of, paths_in
from pages.your_business.taking import completed, take, ways_out
from pages.your_business.turning import with_turns
from simulator.cases import Case, list_cases, load_case
from simulator.facts.business import Business
from simulator.facts.contradictions import contradictions, mended
from simulator.facts.declaration import InvalidInput
from simulator.facts.origin import WITHOUT
from simulator.facts.paths import owner_at
from simulator.facts.sources import origin_of, with_origin
from simulator.insight.guesses import turns
from simulator.model.question import Question
from simulator.workspace.scenario import Workspace
from tests.strategies import businesses
from tests.test_guesses import guessing

CASES = [pytest.param(case, id=case.ref) for case in list_cases()]


def numbers_in(business: Business) -> list[str]:
    """The paths of all facts that are numbers."""
    paths = [path for group in groups_of(business) for path in paths_in(group)]
    return [path for path in paths if not path.endswith("curve")]


@pytest.mark.parametrize("case", CASES)
def test_every_fact_stands_in_one_group(case: Case) -> None:
    """No fact of a company or a channel is missing from the form, and none stands there twice."""
    business = case.business
    paths = [path for group in groups_of(business) for path in paths_in(group)]
    own = [fact for fact in Business.model_fields if fact not in {*WITHOUT, "currency"}]
    of_channels = [
        f"channels.{channel.name}.{fact}"
        for channel in business.channels
        for fact in type(channel).model_fields
        if fact not in WITHOUT
    ]
    assert sorted(paths) == sorted([*own, *of_channels])


@given(businesses(), st.data())
def test_a_field_holds_to_the_declared_bounds_of_its_fact(business: Business, data: st.DataObject) -> None:
    """Both ends of what is declared can be typed as the field itself writes them, and what lies beyond is refused."""
    fact = Fact(business, data.draw(st.sampled_from(numbers_in(business))))
    entry = entry_of(fact, money_format("EUR", "de_DE"))
    for end in ("low", "high"):
        taken = entry.read(entry.write(getattr(entry, end)))
        assert taken.value is not None
        assert fact.meant(taken.value) == pytest.approx(fact.declared[end])
    assert entry.read(entry.write(entry.high * 2 + 1)).refusal
    if fact.value is not None:
        assert fact.meant(entry.read(entry.shown).value) == pytest.approx(fact.value, rel=1e-11)


@given(businesses(), st.data())
def test_what_is_typed_is_taken_or_refused_with_a_way_out(business: Business, data: st.DataObject) -> None:
    """A value that fits is there and stated; one that does not changes nothing, and what is offered instead fits."""
    visit = Session(Workspace.of(business))
    path = data.draw(st.sampled_from(numbers_in(business)))
    fact = Fact(business, path)
    ends = float(fact.declared["low"]), float(fact.declared["high"])
    near = [] if fact.value is None else [0.5 * fact.value, 0.97 * fact.value, 1.03 * fact.value, 3 * fact.value]
    value = data.draw(st.sampled_from([*ends, 2 * ends[1] + 1, *near]))
    changes: dict[str, Any] = completed(business, {path: value})
    if ways_out(business, changes):
        with pytest.raises(InvalidInput, match=r"\.$"):
            take(visit, {path: value})
        assert visit.workspace == Workspace.of(business)
        assert not visit.past
        way = ways_out(business, {path: value})[0]
        assert not contradictions(business, mended(business, {**changes, way.field: way.nearest}))
    else:
        take(visit, {path: value})
        after = visit.workspace.scenario.business
        owner, name = owner_at(after, path)
        assert getattr(owner, name) == value
        if value != fact.value:
            assert origin_of(after, path).kind == "stated"
            visit.undo()
        assert visit.workspace.scenario.business == business


def test_a_guess_that_is_changed_is_stated_and_undo_brings_the_guess_back() -> None:
    """Origins go with the facts through a change and its undoing."""
    guessed = with_origin(list_cases()[0].business, "churn", "guessed", source="start")
    visit = Session(Workspace.of(guessed))
    take(visit, {"churn": 0.031})
    assert origin_of(visit.workspace.scenario.business, "churn").kind == "stated"
    visit.undo()
    assert origin_of(visit.workspace.scenario.business, "churn").source == "start"


def test_a_tick_says_where_the_verdict_turns() -> None:
    """A guessed point bears a tick with its words just where its range turns the verdict; the alt text says it too."""
    business = guessing(load_case("harbourlane.1").business)
    question, drawing = Question.of(business), Drawing(business, bend_of(business, "conversion"))
    state = with_turns(state_of(drawing, top_of(drawing, None)), drawing, question)
    ticks = {point.name: list(point.turns) for point in state.points if point.turns}
    below, above = turns(question, "win_rate_at_zero")[0], turns(question, "win_rate_at_double")[1]
    assert below is not None
    assert above is not None
    assert ticks == {
        "zero": [(pytest.approx(100 * below), f"turns under {100 * below:.3g}\u00a0%")],
        "double": [(pytest.approx(100 * above), f"turns above {100 * above:.3g}\u00a0%")],
    }
    assert f"turns above {100 * above:.3g}\u00a0% if you doubled" in state.alt
    stated = Drawing(load_case("harbourlane.1").business, drawing.bend)
    plain = with_turns(state_of(stated, top_of(stated, None)), stated, Question.of(stated.business))
    assert not any(point.turns for point in plain.points)
    assert "turns" not in plain.alt


@given(businesses())
def test_every_curve_can_be_drawn_and_each_point_stands_within_its_stops(business: Business) -> None:
    """Any company's curves have an axis that holds their points, ends to drag between, and their figures as a table."""
    for bend in (bend for group in groups_of(business) for bend in group.bends if can_be_drawn(bend)):
        drawing = Drawing(business, bend)
        state = state_of(drawing, top_of(drawing, None))
        assert len(state.table.rows) == len(state.points) >= 3
        for point in state.points:
            assert point.low <= point.value * (1 + 1e-9) + 1e-12
            assert point.value <= point.high * (1 + 1e-9) + 1e-12
            assert point.value <= state.top * (1 + 1e-9)
