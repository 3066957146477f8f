"""The Allocate page in a real browser: what is shown is what `simulate` says, and nothing gets lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from pages.ui.text.formats import count, money_format, percent
from simulator.cases import list_cases, load_case
from simulator.facts.limits import SpendLimit
from simulator.facts.plan import Plan
from simulator.link.codec import decode, encode
from simulator.model.next_return import marginal_returns
from simulator.model.outcome import simulate
from simulator.model.question import Question
from simulator.optimise.rebalance import move
from simulator.optimise.recommendation import recommend
from simulator.workspace.scenario import Scenario, Workspace

NORTHWIND = load_case("northwind.1").business
TODAY = "plan=Plan+A~7500~2000~5000~2500"
MONEY = money_format("USD")
LEVERS = NORTHWIND.levers


def opened(page: Page, address: str) -> Page:
    """Open an address and wait for its pictures."""
    page.goto(address)
    expect(page.locator("svg.marks").first).to_be_visible(timeout=40_000)
    return page


def workspace_in(page: Page) -> Workspace:
    """Return what the address bar's link opens, which must need no adjustment."""
    return opening(page.url)


def opening(address: str) -> Workspace:
    """Return what a link opens, its page's own parameter left out; it must need no adjustment."""
    decoded = decode(urlsplit(address).query, page_keys={"controls"})
    assert not decoded.adjustments
    return decoded.workspace


def expect_plan(page: Page, holds: Callable[[Plan], bool]) -> None:
    """Wait until this holds of the plan that the address bar's link opens: it is written after the page is."""
    page.wait_for_url(lambda address: holds(opening(address).scenario.plan))


def figures_for(plan: Plan) -> list[str]:
    """Return the four figures as `simulate` gives them."""
    outcome = simulate(NORTHWIND, plan, 24)
    return [
        MONEY.short(outcome.total_revenue),
        MONEY.short(outcome.total_gross_profit),
        count(outcome.customers_at_end),
        percent(outcome.share_of_wallet_at_end, 1),
    ]


def expect_figures(page: Page, plan: Plan) -> None:
    """The figures and every month of the table are those of ``plan``."""
    expect_totals(page, plan)
    page.get_by_text("Show as table").first.click()
    rows = page.get_by_role("table").first.get_by_role("row")
    outcome, today = simulate(NORTHWIND, plan, 24), simulate(NORTHWIND, NORTHWIND.plan, 24)
    expect(rows).to_have_count(25)
    for month in (0, 11, 23):
        cells = f"{month + 1}{MONEY.exact(round(today.revenue[month]))}{MONEY.exact(round(outcome.revenue[month]))}"
        expect(rows.nth(month + 1)).to_have_text(cells)
    page.get_by_text("Show as table").first.click()


def expect_totals(page: Page, plan: Plan) -> None:
    """The figures are those of ``plan``."""
    shown = page.locator("dl.figures dd")
    for place, text in enumerate(figures_for(plan)):
        expect(shown.nth(place)).to_contain_text(text)


def slider(page: Page, name: str) -> Locator:
    """Return the slider of a lever."""
    return page.get_by_role("slider", name=name, exact=True)


def field(page: Page, name: str) -> Locator:
    """Return the number field of a lever."""
    return page.get_by_role("textbox", name=f"{name}, exact amount")


def test_opens_on_today(page: Page, app_url: str) -> None:
    """A first visit shows a stock case at today's plan, and its link stands in the address."""
    opened(page, app_url)
    expect(page.locator("h1")).to_contain_text("Today's split brings about")
    expect(page).to_have_url(re.compile(re.escape(TODAY)))
    expect_figures(page, NORTHWIND.plan)


def test_link_opens_cold(page: Page, app_url: str) -> None:
    """A link opens exactly the plan, horizon and measure that it carries."""
    plan = Plan(prospecting={"Search ads": 4000, "Trade fairs": 3000}, conversion=8000, upsell=2000)
    link = encode(Workspace((Scenario("Plan A", NORTHWIND, plan),), case="northwind.1", locked=frozenset({"upsell"})))
    opened(page, f"{app_url}/?{link}")
    expect_figures(page, plan)
    expect(page.get_by_role("button", name="Lock Account care")).to_have_attribute("aria-pressed", "true")


def test_keyboard_moves_a_lever(page: Page, app_url: str) -> None:
    """Arrow keys on a slider change the plan, hold the total, and show what `simulate` says."""
    opened(page, app_url)
    slider(page, "Sales team").focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile("~5300~"))
    plan = workspace_in(page).scenario.plan
    assert plan.conversion == 5300
    assert plan.total == 17000
    expect_figures(page, plan)
    # Said once to be seen, and once to be heard.
    expect(page.get_by_text(re.compile(r"Search ads gave \$")).first).to_be_visible()


def test_typing_moves_a_lever(page: Page, app_url: str) -> None:
    """A typed amount is taken exactly; the others give way in proportion, and are named."""
    opened(page, app_url)
    field(page, "Account care").fill("4,000")
    field(page, "Account care").press("Enter")
    expect(page).to_have_url(re.compile("~4000&"))
    plan = workspace_in(page).scenario.plan
    assert plan.upsell == 4000
    assert plan.total == 17000
    expect_figures(page, plan)


@pytest.mark.parametrize("typed", ["lots", "-99999", "1e30", "99999999"])
def test_bad_amount_is_said_beside_the_field(page: Page, app_url: str, typed: str) -> None:
    """An amount that cannot be is named with what is allowed; the plan and what was typed stay."""
    opened(page, app_url)
    field(page, "Trade fairs").fill(typed)
    field(page, "Trade fairs").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Trade fairs")
    expect(page.get_by_role("alert")).to_contain_text("$17,000")
    expect(field(page, "Trade fairs")).to_have_value(typed)
    expect(page).to_have_url(re.compile(re.escape(TODAY)))


def test_everything_follows_the_hand(page: Page, app_url: str) -> None:
    """While a lever is still held all of the page shows that plan; undone, it shows the one before."""
    opened(page, app_url)
    track = slider(page, "Sales team").bounding_box()
    assert track
    level = track["y"] + track["height"] / 2
    page.mouse.move(track["x"] + 0.3 * track["width"], level)
    page.mouse.down()
    page.mouse.move(track["x"] + 0.55 * track["width"], level, steps=8)
    held = float(slider(page, "Sales team").input_value())
    assert held > NORTHWIND.plan.conversion
    plan = move(NORTHWIND.plan, "conversion", held, frozenset(), unit=1.0).plan
    expect(page.get_by_text("held · 4 changes from today")).to_be_visible()
    expect_totals(page, plan)
    ends = MONEY.short(simulate(NORTHWIND, plan, 24).revenue[-1])
    expect(page.get_by_role("img", name=re.compile(f"this plan ends at {re.escape(ends)}"))).to_be_visible()
    gain = recommend(Question(NORTHWIND, plan)).gain
    expect(offered(page, "Use the best split")).to_have_text(f"Use the best split, {MONEY.signed(gain)}")
    expect(page.get_by_text(f"Best split of the same $17,000: {MONEY.short(gain)} more")).to_be_visible()
    expect(page.locator("h1")).not_to_contain_text("Today's split")
    expect(page).to_have_url(re.compile(re.escape(TODAY)))
    page.mouse.up()
    expect(page).not_to_have_url(re.compile(re.escape(TODAY)))
    expect_plan(page, lambda shown: shown == plan)
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.locator("h1")).to_contain_text("Today's split")
    expect_figures(page, NORTHWIND.plan)


def test_undo_redo_reset(page: Page, app_url: str) -> None:
    """Undo, redo and reset walk through the plans and leave nothing behind."""
    opened(page, app_url)
    undo, redo = (page.get_by_role("button", name=name, exact=True) for name in ("Undo", "Redo"))
    expect(undo).to_be_disabled()
    field(page, "Sales team").fill("9000")
    field(page, "Sales team").press("Enter")
    expect(page).to_have_url(re.compile("~9000~"))
    undo.click()
    expect(page).to_have_url(re.compile(re.escape(TODAY)))
    redo.click()
    expect(page).to_have_url(re.compile("~9000~"))
    expect(page.get_by_text("held · 4 changes from today")).to_be_visible()
    page.get_by_role("button", name="Changes from today").click()
    expect(page.get_by_role("row", name=re.compile(r"Sales team \$5,000 →\$9,000 \+\$4,000"))).to_be_visible()
    page.get_by_role("button", name="Reset to today").click()
    expect(page).to_have_url(re.compile(re.escape(TODAY)))
    expect(page.locator("h1")).to_contain_text("Today's split")
    expect(undo).to_be_enabled()


def test_lock_holds_a_lever(page: Page, app_url: str) -> None:
    """A locked lever gives nothing, and the best split says what unlocking it is worth."""
    opened(page, app_url)
    page.get_by_role("button", name="Lock Search ads").click()
    expect(page).to_have_url(re.compile("lock=Search"))
    expect(slider(page, "Search ads")).to_be_disabled()
    field(page, "Sales team").fill("7000")
    field(page, "Sales team").press("Enter")
    expect(page).to_have_url(re.compile("~7000~"))
    expect_plan(page, lambda shown: shown["Search ads"] == 7500)
    expect(page.get_by_text(re.compile("Search ads is locked; unlocking it is worth"))).to_be_visible()


def offered(page: Page, words: str) -> Locator:
    """Return the button under the levers that begins with these words."""
    return page.get_by_role("button", name=re.compile(f"^{words}"))


def test_all_levers_locked(page: Page, app_url: str) -> None:
    """With every lever locked the page says what that costs, and one button lets go what its words name."""
    opened(page, f"{app_url}/?{encode(replace(Workspace.of(load_case('northwind')), locked=frozenset(LEVERS)))}")
    locks = recommend(Question.of(NORTHWIND), frozenset(LEVERS))
    free = recommend(Question.of(NORTHWIND))
    assert locks.unlocking_all == pytest.approx(free.gain)
    marginal = MONEY.short(marginal_returns(NORTHWIND, NORTHWIND.plan, 24, "revenue")["conversion"])
    expect(
        page.get_by_text(
            f"has nowhere to go: every lever is locked or at its most. The sales team would bring {marginal}"
        )
    ).to_be_visible()
    expect(page.get_by_text(f"Your locks cost {MONEY.short(free.gain)}")).to_be_visible()
    expect(offered(page, "This is the best split with all 4 levers locked")).to_be_disabled()
    unlock = offered(page, "Unlock all")
    expect(unlock).to_have_text(f"Unlock all, {MONEY.signed(free.gain)}")
    unlock.click()
    expect(page).not_to_have_url(re.compile("lock="))
    expect(offered(page, "Use the best split")).to_have_text(f"Use the best split, {MONEY.signed(free.gain)}")
    expect(unlock).to_be_hidden()
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page).to_have_url(re.compile("lock=Search"))


def test_a_total_that_locks_do_not_allow(page: Page, app_url: str) -> None:
    """A total below what is locked is refused beside the field, with the locked levers and the least allowed."""
    opened(page, f"{app_url}/?v=1&case=northwind.1&lock=Search+ads~conversion")
    page.get_by_role("button", name="24 months, revenue").click()
    total = page.get_by_role("textbox", name=re.compile("Total a month"))
    total.fill("9000")
    total.press("Enter")
    refusal = page.get_by_role("alert").filter(has_text="The total cannot be $9,000")
    expect(refusal).to_contain_text("Search ads is locked at $7,500 and Sales team is locked at $5,000")
    expect(refusal).to_contain_text("$12,500 is the least it can be")
    expect_plan(page, lambda shown: shown == load_case("northwind").business.plan)


def test_limits_are_set_marked_and_kept(page: Page, app_url: str) -> None:
    """A most stops the lever and is named, stands in the link and on the track; what contradicts is refused."""
    opened(page, app_url)
    page.get_by_role("button", name="Limits", exact=True).click()
    least, most = (page.get_by_role("textbox", name=f"The {end} on Sales team") for end in ("least", "most"))
    most.fill("$6,000")
    most.press("Enter")
    expect(page).to_have_url(re.compile(r"limit=conversion~~6000&total=held"))
    expect(most).to_be_focused()
    least.fill("7k2")
    least.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("The least on Sales team: “7k2” is not an amount.")
    least.fill("7,000")
    least.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("Sales team: the least, $7,000, is above the most, $6,000.")
    expect(least).to_have_value("7,000")
    least.fill("5,500")
    least.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Sales team stands at $5,000, below a least of $5,500")
    page.keyboard.press("Escape")
    slider(page, "Sales team").focus()
    page.keyboard.press("End")
    expect(page).to_have_url(re.compile("~6000~"))
    expect(page.get_by_text("Sales team is at its most of $6,000.")).to_be_visible()
    expect(slider(page, "Sales team")).to_have_accessible_description(re.compile(r"at most \$6,000"))
    field(page, "Sales team").fill("6500")
    field(page, "Sales team").press("Enter")
    expect(page.get_by_role("alert").filter(has_text="out of range")).to_contain_text("$6,000")
    offered(page, "Use the best split").click()
    best = recommend(Question.of(NORTHWIND), frozenset(), (SpendLimit("conversion", most=6000),)).optimum
    expect(offered(page, "This is the best split")).to_be_visible()
    expect_plan(page, lambda shown: shown == best.plan)
    price = MONEY.short(best.binding[-1].price)
    expect(
        page.get_by_text(f"Sales team stands at its most of $6,000: each $1 more there would bring {price} more")
    ).to_be_visible()


def test_best_split_is_adopted(page: Page, app_url: str) -> None:
    """One click puts the levers at the best split, which is the optimiser's, with its proof; one undo takes it back."""
    page.set_viewport_size({"width": 1280, "height": 800})
    opened(page, app_url)
    best = recommend(Question.of(NORTHWIND)).optimum
    expect(page.get_by_text(re.compile("Proved: no split brings over"))).to_be_visible()
    use = offered(page, "Use the best split")
    expect(use).to_have_text(
        f"Use the best split, {MONEY.signed(best.value - simulate(NORTHWIND, NORTHWIND.plan, 24).total_revenue)}"
    )
    place = use.bounding_box()
    assert place
    assert place["y"] + place["height"] <= 800
    use.click()
    expect(page.get_by_text("you have it")).to_be_visible()
    expect_plan(page, lambda shown: shown == best.plan)
    expect(offered(page, "This is the best split")).to_be_disabled()
    expect_figures(page, best.plan)
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page).to_have_url(re.compile(re.escape(TODAY)))


@pytest.mark.parametrize("case", [case.ref for case in list_cases()])
def test_the_best_split_is_offered_above_the_fold(page: Page, app_url: str, case: str) -> None:
    """However many levers a company has, the button stands in sight at 1280 by 800."""
    page.set_viewport_size({"width": 1280, "height": 800})
    opened(page, f"{app_url}/?v=1&case={case}")
    button = offered(page, "Use the best split|This is the best split")
    expect(button).to_be_visible()
    place = button.bounding_box()
    assert place
    assert place["y"] + place["height"] <= 800


def test_back_and_forward(page: Page, app_url: str) -> None:
    """The browser's back and forward walk through the plans."""
    opened(page, app_url)
    expect(page).to_have_url(re.compile(re.escape(TODAY)))
    field(page, "Sales team").fill("8000")
    field(page, "Sales team").press("Enter")
    expect(page).to_have_url(re.compile("~8000~"))
    page.go_back()
    expect(page.locator("h1")).to_contain_text("Today's split")
    expect(field(page, "Sales team")).to_have_value("$5,000")
    page.go_forward()
    expect(field(page, "Sales team")).to_have_value("$8,000")
    expect_figures(page, workspace_in(page).scenario.plan)


def test_copied_link_opens_the_same(page: Page, app_url: str, context: BrowserContext) -> None:
    """The copied link shows a new visitor exactly the same."""
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened(page, app_url)
    field(page, "Trade fairs").fill("3500")
    field(page, "Trade fairs").press("Enter")
    expect(page).to_have_url(re.compile("~3500~"))
    page.get_by_role("button", name="Share").click()
    page.get_by_role("button", name="Copy link", exact=True).click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    assert context.browser is not None
    stranger = context.browser.new_context()
    other = opened(stranger.new_page(), link)
    assert other.locator("h1").inner_text() == page.locator("h1").inner_text()
    assert other.locator("dl.figures").inner_text() == page.locator("dl.figures").inner_text()
    stranger.close()


def test_private_link_hides_the_figures(page: Page, app_url: str) -> None:
    """A private link shows the same percentages, and none of the company's figures."""
    opened(page, app_url)
    offered(page, "Use the best split").click()
    expect(page.get_by_text("you have it")).to_be_visible()
    gain = re.search(r"\(.*\)", page.locator("h1").inner_text())
    shares = page.get_by_role("img", name=re.compile("^best")).get_attribute("aria-label")
    page.get_by_role("button", name="Share").click()
    link = page.get_by_role("textbox", name="Private link").input_value()
    assert gain is not None
    assert "northwind" not in link.lower()
    opened(page, link)
    expect(page.locator("h1")).to_contain_text(gain.group())
    assert page.get_by_role("img", name=re.compile("^best")).get_attribute("aria-label") == shares


def test_bad_link_says_what_was_adjusted(page: Page, app_url: str) -> None:
    """A tampered link opens the nearest valid state and says what was adjusted."""
    opened(page, f"{app_url}/?v=1&case=northwind.1&churn=often&plan=Plan+A~7500~2000~oops~2500&total=held")
    notice = page.get_by_role("status").filter(has_text="could not be opened exactly")
    expect(notice).to_contain_text("often")
    expect(notice).to_contain_text("oops")
    expect_figures(page, NORTHWIND.plan)
    page.get_by_role("button", name="Understood").click()
    expect(notice).to_have_count(0)


def test_case_horizon_and_measure(page: Page, app_url: str) -> None:
    """Company, horizon and measure can be chosen, and each choice undone."""
    opened(page, app_url)
    page.get_by_role("button", name="24 months, revenue").click()
    page.get_by_role("combobox", name=re.compile("Horizon")).click()
    page.get_by_role("option", name="12 months").click()
    expect(page.locator("h1")).to_contain_text("over 12 months")
    page.get_by_role("button", name="12 months, revenue").click()
    page.get_by_role("combobox", name=re.compile("Judge by")).click()
    page.get_by_role("option", name="Gross profit").click()
    expect(page.locator("h1")).to_contain_text("gross profit")
    page.get_by_role("combobox", name=re.compile("Company")).click()
    page.get_by_role("option", name=load_case("tallgrass").business.name).click()
    expect(page).to_have_url(re.compile(r"case=tallgrass\.1.*months=12&metric=gross_profit"))
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page).to_have_url(re.compile(r"case=northwind\.1"))


def test_total_can_be_changed_and_let_free(page: Page, app_url: str) -> None:
    """A new total scales the plan; let free, a lever moves alone."""
    opened(page, app_url)
    page.get_by_role("button", name="24 months, revenue").click()
    total = page.get_by_role("textbox", name=re.compile("Total a month"))
    total.fill("34000")
    total.press("Enter")
    expect(page).to_have_url(re.compile("~15000~4000~10000~5000"))
    page.get_by_text("Hold it").click()
    expect(page).to_have_url(re.compile("total=free"))
    field(page, "Sales team").fill("12000")
    field(page, "Sales team").press("Enter")
    expect(page).to_have_url(re.compile("~15000~4000~12000~5000"))


def test_plain_controls_do_the_same(page: Page, app_url: str) -> None:
    """Without the live levers, plain sliders and fields move the same plan."""
    page.goto(f"{app_url}/?controls=plain")
    amount = page.get_by_role("textbox", name=re.compile("Sales team, exact amount"))
    amount.fill("7000")
    amount.press("Enter")
    expect(page).to_have_url(re.compile("~7000~"))
    expect_plan(page, lambda shown: shown.total == 17000)
    offered(page, "Use the best split").click()
    expect(page.get_by_text("This is the best split")).to_be_visible()
    best = recommend(Question.of(NORTHWIND)).optimum
    expect_plan(page, lambda shown: shown == best.plan)


@pytest.mark.parametrize("query", ["", "?embed=true"])
def test_fits_a_phone(page: Page, app_url: str, query: str) -> None:
    """At 320 pixels nothing needs scrolling sideways, embedded or not."""
    page.set_viewport_size({"width": 320, "height": 640})
    opened(page, app_url + "/" + query)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    expect(slider(page, "Sales team")).to_be_visible()
