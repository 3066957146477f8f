"""Nothing typed is lost: in every field of every page a text that is refused stays, with its reason, for as long as
the field is about the same."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui.state.session import KEY, Session
from simulator.facts.limits import SpendLimit
from simulator.facts.plan import Plan
from simulator.workspace.operations import added, duplicated
from tests.browser import ROOT

PLACES = ["app.py", "app.py plain", "Your_business", "Diagnose", "Compare", "Marginal_returns", "Channels"]
POPOVERS = ("scenarios", "settings", "limits", "changes", "sharing", "about_company")
WRONG = "~"
"""Neither a name nor a number."""


def opened(place: str) -> AppTest:
    """Return a page that has run, with all that its header's buttons open."""
    test = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    if not place.startswith("app.py"):
        test.switch_page(f"pages/{place}.py")
    if place.endswith("plain"):
        test.query_params["controls"] = "plain"
    for popover in POPOVERS:
        test.session_state[popover] = True
    return run(test)


def run(test: AppTest) -> AppTest:
    test.run()
    assert not test.exception
    return test


def texts(test: AppTest) -> dict[str, str]:
    """Return what stands in each field, by its label and which of that label it is."""
    labels: list[str] = []
    found = {}
    for each in test.text_input:
        labels.append(each.label)
        found[f"{each.label} {labels.count(each.label)}"] = str(each.value)
    return found


def type_into(test: AppTest, name: str, text: str) -> None:
    list(test.text_input)[list(texts(test)).index(name)].set_value(text)
    run(test)


def refusals(test: AppTest) -> list[str]:
    """Return the reasons that stand beside fields."""
    return re.findall('class="refusal"[^>]*>([^<]*)', " ".join(str(each.proto.body) for each in test.get("html")))


def visit_of(test: AppTest) -> Session:
    found: Session = test.session_state[KEY]
    return found


@pytest.mark.parametrize("place", PLACES)
def test_what_is_refused_stays_in_its_field(place: str) -> None:
    """Every field keeps a text it refuses, with one reason beside it, through an edit of something else."""
    test = opened(place)
    fields = list(texts(test))
    assert "Name 1" in fields
    assert "Total a month 1" in fields
    for number, name in enumerate(fields):
        test = opened(place)
        type_into(test, name, WRONG)
        after = texts(test)
        assert after[name] == WRONG, name
        assert len(refusals(test)) == 1, name
        visit = visit_of(test)
        visit.commit(
            replace(visit.workspace, locked=frozenset({"upsell"}) if number % 2 else frozenset({"conversion"}))
        )
        run(test)
        assert (texts(test)[name], len(refusals(test))) == (WRONG, 1), name


def test_what_is_half_typed_of_a_new_channel_stays() -> None:
    """The name and figures of a new channel outlast other edits, other answers and a visit to another page."""
    test = opened("Channels")
    for name, text in (("Name 2", "Webinars"), ("Spend a month 1", "3200"), ("Prospects a month 1", "many")):
        type_into(test, name, text)
    type_into(test, "Name of Search ads 1", "Google ads")
    visit = visit_of(test)
    visit.commit(added(visit.workspace, Plan.of(visit.plan.levers, [1, 2, 3, 4])))
    run(test)
    test.radio("new_kind").set_value("free")
    run(test)
    assert texts(test)["Name 2"] == "Webinars"
    test.switch_page("pages/Diagnose.py").run()
    test.switch_page("pages/Channels.py").run()
    test.radio("new_kind").set_value("paid")
    run(test)
    now = texts(test)
    assert (now["Name 2"], now["Spend a month 1"], now["Prospects a month 1"]) == ("Webinars", "$3,200", "many")


def test_a_new_channel_is_added_once_all_fits() -> None:
    """A figure that another one makes impossible is refused beside its field, and taken once the other is mended."""
    test = opened("Channels")
    for name, text in (("Name 2", "Webinars"), ("Spend a month 1", "1000"), ("Prospects a month 1", "10"),
                       ("Prospects with no spend 1", "20"), ("Prospects at double spend 1", "15")):  # fmt: skip
        type_into(test, name, text)
    add = "Add channel"
    next(each for each in test.button if each.label == add).click().run()
    assert refusals(test) == ["Prospects with no spend is 20: it must be below 10, what the spend brings."]
    assert texts(test)["Prospects with no spend 1"] == "20"
    type_into(test, "Prospects a month 1", "30")
    type_into(test, "Prospects at double spend 1", "39")
    next(each for each in test.button if each.label == add).click().run()
    assert not test.exception
    assert not refusals(test)
    assert visit_of(test).plan.levers[2] == "Webinars"
    assert [texts(test)[name] for name in ("Name 2", "Spend a month 1", "Prospects with no spend 1")] == ["", "", ""]


def test_a_total_the_locks_forbid_stays_in_its_field() -> None:
    """The refused total stands where it was typed, with what stands in its way; unlocking and retyping takes it."""
    test = opened("app.py")
    visit = visit_of(test)
    visit.commit(replace(visit.workspace, locked=frozenset({"Search ads"})))
    run(test)
    type_into(test, "Total a month 1", "5000")
    assert texts(test)["Total a month 1"] == "5000"
    assert refusals(test) == [
        "The total cannot be $5,000: Search ads is locked at $7,500. $7,500 is the least it can be."
    ]
    type_into(test, "Total a month 1", "8000")
    assert not refusals(test)
    assert visit.plan.total == 8000


def test_a_limit_waits_for_the_other() -> None:
    """A least above the most is refused and stays; a higher most then lets both stand."""
    test = opened("app.py")
    type_into(test, "The most on Sales team 1", "5500")
    type_into(test, "The least on Sales team 1", "5200")
    assert texts(test)["The least on Sales team 1"] == "5200"
    assert refusals(test) == ["Sales team stands at $5,000, below a least of $5,200: move it there first."]
    type_into(test, "The least on Sales team 1", "")
    assert not refusals(test)
    type_into(test, "The least on Sales team 1", "4000")
    assert visit_of(test).workspace.limit_of("conversion") == SpendLimit("conversion", 4000, 5500)


def test_another_scenario_has_fields_of_its_own() -> None:
    """A text refused for one scenario does not stand in the fields of the next."""
    test = opened("app.py")
    type_into(test, "Total a month 1", WRONG)
    visit = visit_of(test)
    visit.commit(duplicated(visit.workspace))
    run(test)
    assert (texts(test)["Total a month 1"], refusals(test)) == ("$17,000", [])


def test_a_press_that_comes_with_what_was_typed_is_about_that() -> None:
    """On a slow line a press arrives before the page was drawn with the goal just typed: the plan is that goal's."""
    plans = []
    for drawn_between in (True, False):
        test = opened("Marginal_returns")
        field = next(each for each in test.text_input if each.label == "At least")
        field.set_value("3.2m")
        if drawn_between:
            run(test)
        test.button(key="use_goal").click()
        run(test)
        plans.append(visit_of(test).plan)
    assert plans[0] == plans[1]
    assert plans[0] != visit_of(opened("Marginal_returns")).plan
