"""The Compare page in a real browser, and the pure parts of it."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from pages.compare.candidates import Candidate
from pages.compare.figures import figure_table
from pages.compare.sentences import answer, cash_lines, decision_or_assumption, own_facts
from pages.ui.charts.contours import bands
from pages.ui.charts.label_layout import spread
from pages.ui.charts.split_map import point_at
from pages.ui.text.formats import money_format
from simulator.cases import load_case
from simulator.facts.measures import Metric
from simulator.facts.plan import Plan
from simulator.insight.attribution import attribution
from simulator.insight.comparison import cumulative_profit
from simulator.link.codec import decode, encode
from simulator.model.outcome import simulate
from simulator.model.question import Question
from simulator.optimise.recommendation import recommend
from simulator.optimise.split_map import shares_of, split_map
from simulator.workspace.differences import fact_changes, spend_changes
from simulator.workspace.scenario import Scenario, Workspace
from tests.screens import ask

CASE = load_case("northwind.1")
BUSINESS = CASE.business
MONEY = money_format("USD")
CHURN = BUSINESS.changed(churn=0.02)


def plan(*amounts: float) -> Plan:
    return Plan.of(BUSINESS.levers, amounts)


MORE_SALES = Scenario("More sales", BUSINESS, plan(4000, 2000, 8500, 2500))
SIX = (
    Scenario("Plan A", BUSINESS, BUSINESS.plan), MORE_SALES, Scenario("Loyal", CHURN, plan(3000, 6000, 5500, 2500)),
    Scenario("Care", BUSINESS, plan(5500, 1500, 4000, 6000)),
    Scenario("Bigger", BUSINESS, plan(7000, 4000, 9000, 3000)),
    Scenario("Lean", BUSINESS, plan(2500, 1500, 6000, 1500)),
)  # fmt: skip


def asked(scenario: Scenario, months: int = 24, metric: Metric = "revenue") -> Question:
    """What a scenario brings."""
    return Question(scenario.business, scenario.plan, months, metric)


def link(count: int, current: int = 0) -> str:
    """A link with the first so many of six scenarios."""
    return encode(Workspace(SIX[:count], current=current, case=CASE.ref))


def opened(page: Page, address: str) -> Page:
    """Open an address and wait for its pictures."""
    page.goto(address)
    expect(page.locator(".canvas").first.locator("svg, canvas").first).to_be_visible(timeout=40_000)
    return page


def workspace_in(page: Page) -> Workspace:
    """Return what the address bar's link opens, which must need no adjustment."""
    decoded = decode(urlsplit(page.evaluate("location.href")).query, {"from", "to"})
    assert not decoded.adjustments
    return decoded.workspace


def expect_answer(page: Page, one: Scenario, other: Scenario) -> None:
    """The sentence names both scenarios and the difference `simulate` gives."""
    before, after = (simulate(each.business, each.plan).total_revenue for each in (one, other))
    answer = page.locator("h1.answer")
    expect(answer).to_contain_text(f"{other.name} brings {MONEY.short(abs(after - before))}")
    expect(answer).to_contain_text(one.name)


def test_one_scenario_is_compared_with_the_best_split(page: Page, app_url: str) -> None:
    """Opened cold on today's plan, the page says what the best split would bring beyond it."""
    opened(page, f"{app_url}/Compare?{link(1)}")
    best = recommend(Question.of(BUSINESS)).optimum.plan
    expect_answer(page, SIX[0], Scenario("Best split", BUSINESS, best))


def test_a_cold_link_with_two_scenarios_shows_why(page: Page, app_url: str) -> None:
    """Two scenarios that differ in their plan alone: the decision explains it all, exact to the unit."""
    opened(page, f"{app_url}/Compare?{link(2, 1)}")
    expect_answer(page, SIX[0], MORE_SALES)
    expect(page.locator("p.why")).to_contain_text("Your decision, not an assumption")
    expect(page.get_by_text("Nothing: both rest on the same facts.")).to_be_visible()
    page.get_by_text("Show as table").first.click()
    rows = page.locator("details[open] table").first.get_by_role("row")
    for part in attribution(asked(SIX[0]), asked(MORE_SALES)).parts:
        expect(rows.filter(has_text=MONEY.exact(round(part.amount)))).to_have_count(1)


def test_a_cold_link_with_six_scenarios_opens_the_two_it_names(page: Page, app_url: str) -> None:
    """The link's from and to decide what is compared; only what differs is listed; all six stand side by side."""
    opened(page, f"{app_url}/Compare?{link(6)}&from=2&to=3")
    expect_answer(page, SIX[1], SIX[2])
    expect(page.locator("p.why")).to_contain_text("your assumptions (the facts)")
    facts = page.get_by_role("group", name="Facts", exact=True)
    expect(facts.get_by_role("rowheader")).to_have_text(["Churn"])
    header = page.get_by_role("group", name="Figures side by side").get_by_role("columnheader")
    for scenario in SIX:
        expect(header.filter(has_text=re.compile(rf"^{scenario.name}$"))).to_have_count(1)


def test_choosing_what_to_compare_stays_in_the_address(page: Page, app_url: str) -> None:
    """After swapping, the sentence turns round and the address carries the choice."""
    opened(page, f"{app_url}/Compare?{link(2, 1)}")
    page.get_by_role("button", name="Swap").click()
    expect_answer(page, MORE_SALES, SIX[0])
    expect(page).to_have_url(re.compile("from=2"))
    assert parse_qs(urlsplit(page.evaluate("location.href")).query)["to"] == ["1"]


def test_a_click_on_the_map_adopts_the_split_and_undo_takes_it_back(page: Page, app_url: str) -> None:
    """The clicked split, found from the pixel clicked, becomes the plan; undo restores the one before."""
    opened(page, f"{app_url}/Compare?{link(2, 1)}")
    canvas = page.locator(".canvas.clickable")
    expect(canvas.locator("svg, canvas").first).to_be_visible()
    box = canvas.bounding_box()
    assert box is not None
    wide, high = box["width"] - 58 - 24, box["height"] - 30 - 54
    page.wait_for_timeout(300)
    canvas.click(position={"x": 58 + 0.3 * wide, "y": 30 + 0.6 * high})
    expect(page).not_to_have_url(re.compile("8500"))
    chart = split_map(Question.of(BUSINESS), 17_000)
    adopted = workspace_in(page).scenario.plan
    assert shares_of(adopted) == pytest.approx([0.3, 0.4, 0.3], abs=0.011)
    assert adopted == chart.plan(chart.nearest(adopted))
    page.get_by_role("button", name="Undo").click()
    expect(page).to_have_url(re.compile("8500"))
    assert workspace_in(page).scenario.plan == MORE_SALES.plan


def test_buttons_do_what_the_map_does(page: Page, app_url: str) -> None:
    """By keyboard: 5 % more to account care, then the best split."""
    opened(page, f"{app_url}/Compare?{link(2, 1)}")
    page.get_by_role("button", name="more to account care").press("Enter")
    expect(page).not_to_have_url(re.compile("8500"))
    assert shares_of(workspace_in(page).scenario.plan)[2] == pytest.approx(2500 / 17_000 + 0.05, abs=0.011)
    page.get_by_role("button", name="Use the best split").press("Enter")
    best = recommend(Question(BUSINESS, MORE_SALES.plan)).optimum.plan
    expect(page.get_by_role("button", name="Use the best split")).to_be_disabled()
    expect(page).to_have_url(re.compile("~".join(f"{amount:.0f}" for amount in best.amounts)))
    assert workspace_in(page).scenario.plan == best


def test_scenarios_are_managed_from_the_header(page: Page, app_url: str) -> None:
    """Duplicate, rename and remove from the button that names the scenario; each is a step that undo takes back."""
    opened(page, f"{app_url}/?{link(1)}")
    page.get_by_role("button", name="Plan A", exact=True).click()
    page.get_by_role("button", name="Duplicate").click()
    name = page.get_by_role("textbox", name="Name")
    expect(name).to_have_value("Plan B")
    name.fill("More sales")
    name.press("Enter")
    page.wait_for_url(re.compile("More[+]sales"))
    expect(page.get_by_role("button", name="More sales")).to_be_visible()
    assert [scenario.name for scenario in workspace_in(page).scenarios] == ["Plan A", "More sales"]
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_role("button", name="Plan A", exact=True)).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="More sales")).to_be_visible()


@pytest.mark.parametrize("path", ["Compare", "Marginal_returns"])
def test_nothing_overflows_a_phone(page: Page, app_url: str, path: str) -> None:
    """At 320 pixels the page is no wider than the screen."""
    page.set_viewport_size({"width": 320, "height": 800})
    opened(page, f"{app_url}/{path}?{link(6, 2)}")
    assert ask(page, "sideways") == 0


def test_a_click_beyond_the_triangle_means_its_edge() -> None:
    """Clicks outside are moved to the nearest split on the rim."""
    chart = split_map(Question.of(BUSINESS), 17_000)
    assert chart.shares[point_at(chart, 0.9, 0.9)] == pytest.approx([0.5, 0.5, 0.0])
    assert chart.shares[point_at(chart, -0.3, 2.0)] == pytest.approx([0.0, 1.0, 0.0])


def test_bands_hold_exactly_the_splits_above_their_threshold() -> None:
    """A split lies inside a band's spans if and only if it brings at least the band's threshold."""
    chart = split_map(Question.of(BUSINESS), 17_000)
    for band in bands(chart, float(chart.values.max())):
        spans = {round(100 * x): (low, high) for x, low, high, _ in band.spans if abs(100 * x - round(100 * x)) < 1e-9}
        for (x, y, _), value in zip(chart.shares, chart.values, strict=True):
            low, high = spans.get(round(100 * x), (2.0, -2.0))
            assert (low - 1e-9 <= y <= high + 1e-9) == (value >= band.threshold)


def test_labels_keep_their_distance_and_order() -> None:
    """Labels pushed apart are at least the distance apart, in the order of their values, around their mean."""
    values = [5.0, 5.1, 5.2, 9.0, 1.0]
    places = spread(values, 1.0)
    order = np.argsort(values)
    assert (np.diff(np.array(places)[order]) >= 1 - 1e-9).all()
    assert np.mean(places) == pytest.approx(np.mean(values))
    assert places[3:] == [9.0, 1.0]


def test_the_best_of_a_row_is_marked_by_more_than_weight() -> None:
    """Best figures carry a dot and the word for screen readers; a figure all share carries none."""
    six = [Candidate(str(n), scenario.name, asked(scenario)) for n, scenario in enumerate(SIX, 1)]
    shown = figure_table(six, six[0])
    revenue = next(row for row in shown.split("<tr>") if "Revenue, 24 months" in row)
    assert revenue.count('class="best"') == revenue.count("best: ") == 1
    alike = figure_table([six[0], replace(six[0], key="2", name="Twin")], six[0])
    assert 'class="best"' not in alike


def test_decisions_and_assumptions_are_told_apart() -> None:
    """The quiet line says whether the split, the facts or both made the difference."""
    facts = attribution(asked(SIX[0]), asked(Scenario("B", CHURN, BUSINESS.plan)))
    assert decision_or_assumption(facts, MONEY).startswith("An assumption, not your decision")
    both = attribution(asked(SIX[0]), asked(SIX[2]))
    said = decision_or_assumption(both, MONEY)
    assert MONEY.signed(both.of("plan")) in said
    assert MONEY.signed(both.of("facts")) in said


def answered(one: Scenario, other: Scenario) -> str:
    """The sentence about two scenarios."""
    pair = Candidate("1", one.name, asked(one)), Candidate("2", other.name, asked(other))
    return answer(*pair, attribution(asked(one), asked(other)), spend_changes(one.plan, other.plan), MONEY)


def test_cash_says_under_whose_facts_a_plan_is_beside_todays() -> None:
    """A scenario with facts of its own is beside today's plan under these: they are named, few by name."""
    own = own_facts(fact_changes(BUSINESS, CHURN))
    assert "hurn" in own
    assert own_facts(fact_changes(BUSINESS, BUSINESS)) == ""
    best = recommend(asked(SIX[0])).optimum.plan
    flows = {name: cumulative_profit(Question(facts, best)) for name, facts in (("A", BUSINESS), ("B", CHURN))}
    said = " ".join(cash_lines(flows, 24, MONEY, {"B": own}))
    assert f"B under its own facts ({own}) " in said
    assert "A under" not in said
    assert own_facts(fact_changes(BUSINESS, load_case("olist").business)).endswith(" more")


def test_a_larger_budget_is_told_with_what_its_extra_money_brings() -> None:
    """A plan that brings more because it spends more says so, both ways round; equal totals say nothing of it."""
    bigger = SIX[4]
    before, after = (simulate(each.business, each.plan).total_revenue for each in (SIX[0], bigger))
    each = MONEY.short((after - before) / (6000 * 24))
    more = "it spends $6,000 a month more ($23,000 against $17,000)"
    assert f"; {more}: each $1 more brings {each}." in answered(SIX[0], bigger)
    less = "it spends $6,000 a month less ($17,000 against $23,000)"
    assert f"; {less}: each $1 saved costs {each}." in answered(bigger, SIX[0])
    assert "spends" not in answered(SIX[0], MORE_SALES)


def test_spending_more_for_less_is_not_told_as_a_gain() -> None:
    """More money on what brings next to nothing, taken from what brings much, has no price per unit."""
    waste = Scenario("Waste", BUSINESS, plan(18_000, 2000, 0, 0))
    assert ", although it spends $3,000 a month more ($20,000 against $17,000)." in answered(SIX[0], waste)
    assert ", and it spends $3,000 a month less ($17,000 against $20,000)." in answered(waste, SIX[0])


def test_facts_do_not_count_as_what_extra_money_brings() -> None:
    """Where facts differ too, only what the plan accounts for is set against the extra money."""
    lucky = Scenario("Lucky", CHURN, SIX[4].plan)
    decided = attribution(asked(SIX[0]), asked(lucky)).of("plan")
    assert f"each $1 more brings {MONEY.short(decided / (6000 * 24))}." in answered(SIX[0], lucky)


def test_the_table_shows_budgets_and_what_each_extra_unit_brings() -> None:
    """Budgets stand first, unmarked; what is spent beyond the first plan's is priced, on equal facts only."""
    six = [Candidate(str(n), scenario.name, asked(scenario)) for n, scenario in enumerate(SIX, 1)]
    rows = cells(figure_table(six, six[0]))
    assert rows["Budget a month"] == [MONEY.exact(scenario.plan.total) for scenario in SIX]
    revenue = [simulate(scenario.business, scenario.plan).total_revenue for scenario in SIX]
    bigger = MONEY.short((revenue[4] - revenue[0]) / (24 * (SIX[4].plan.total - SIX[0].plan.total)))
    assert rows["Revenue per $1 spent beyond Plan A"] == ["–", "–", "–", "–", bigger, "–"]
    assert not any(name.startswith("Revenue per") for name in cells(figure_table(six[:4], six[0])))


def cells(table: str) -> dict[str, list[str]]:
    """The rows of a table by name, without the marks of the best."""
    plain = table.replace('<i aria-hidden="true">●</i><span class="unseen">best: </span>', "")
    rows = (re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", row) for row in plain.split("<tr>")[1:])
    return {name: figures for name, *figures in rows}
