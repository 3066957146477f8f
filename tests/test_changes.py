"""What is listed as changed: the plan against today's, the facts against the case's."""

from __future__ import annotations

from dataclasses import replace

from pages.ui.controls.changes import fact_rows, facts_changed
from pages.ui.text.formats import money_format
from simulator.cases import load_case
from simulator.workspace.scenario import Workspace


def test_facts_changed_from_the_case_are_listed_as_a_person_reads_them() -> None:
    """Each fact that differs stands there in its unit, before and after; a channel's with the channel's name."""
    start = Workspace.of(load_case("northwind.1"))
    business = start.scenario.business
    first = business.channels[0].changed(prospects=250.0)
    own = business.changed(churn=0.021, channels=(first, *business.channels[1:]))
    changed = facts_changed(start.replaced(replace(start.scenario, business=own)))
    rows = fact_rows(changed, money_format("USD", "en_US"))
    assert [row[0] for row in rows] == ["Churn", "Search ads: Prospects"]
    assert [row[2] for row in rows] == ["2.1\u00a0% a month", "250 a month"]


def test_nothing_is_listed_where_nothing_differs_or_there_is_no_case() -> None:
    """An untouched case has no changes, and a company of one's own has no case to differ from."""
    start = Workspace.of(load_case("northwind.1"))
    assert facts_changed(start) == ()
    assert facts_changed(Workspace.of(start.scenario.business.changed(churn=0.021))) == ()
