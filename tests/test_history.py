"""What a history says of a company's facts, and where it says that it cannot tell."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import get_args

import numpy as np
import pytest

from benchmarks.history import tried, tried_as_held, tried_customers
from pages.ui.text.formats import money_format
from pages.your_business.history import words
from pages.your_business.history.pictures import history_chart
from simulator import simulate
from simulator.evidence import Unreadable
from simulator.evidence.acceptance import Evidence, acceptance
from simulator.evidence.history.background import background
from simulator.evidence.history.customers import of_customers as flows_of_customers
from simulator.evidence.history.finding import OfChannel, said_by
from simulator.evidence.history.fit import fit, model_of
from simulator.evidence.history.judgement import (
    SALES,
    STAYING,
    UPSELL,
    WALLET,
    ChannelJudgement,
    judgement,
    per_month,
    per_step,
)
from simulator.evidence.history.meanings import Meaning
from simulator.evidence.history.model import PER_CHANNEL, Draws
from simulator.evidence.history.priors import Prior
from simulator.evidence.history.read import HistoryChoices, HistoryFinding, find_history
from simulator.evidence.history.sampling import sample
from simulator.evidence.history.series import Flow, History
from simulator.evidence.history.steps import steps_in
from simulator.evidence.history.telling import Silence, silence_of_spend
from simulator.evidence.history.template import template
from simulator.evidence.history.wallet import START_OFF
from simulator.evidence.history_apart import HistoryReading
from simulator.evidence.proposals import Proposal
from simulator.facts.curves import Curve
from simulator.facts.origin import Origin
from tests.histories import Kind, Simulated, company, simulated, simulated_customers, simulated_sales
from tests.history_files import as_file, long, of_customers, wide

PUBLIC = Path(__file__).parents[2] / "shared" / "data" / "history"
BUSINESS = company()
NAMES = [each.name for each in BUSINESS.channels]
S_SHAPED = judgement(company(s_shaped=True))


@pytest.fixture(scope="module")
def pulsed() -> Simulated:
    """A history whose spend came in bursts."""
    return simulated("pulsed", 3)


def found_in(rows: list[list[str]], **choices: object) -> HistoryFinding:
    """Return what a table says of the company."""
    return find_history(as_file(rows), HistoryChoices(judgement(BUSINESS), **choices))  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["steady", "with demand", "after enquiries", "every December"])
def test_spend_that_tells_nothing_is_declined(kind: Kind) -> None:
    """Nine of ten channels whose spend is steady, or follows demand, are left as they were judged."""
    told = [each.declined for seed in range(12) for each in tried(kind, seed)]
    assert np.mean(told) >= 0.9


def test_bursts_give_the_facts_back() -> None:
    """Of bursts of spend few histories are declined, and the intervals mostly hold what they were made with."""
    found = [each for seed in range(8) for each in tried("pulsed", seed)]
    assert np.mean([each.declined for each in found]) <= 0.25
    assert np.mean([inside for each in found for inside in each.covered]) >= 0.75


@pytest.mark.parametrize("which", ["channels", "customers"])
def test_results_that_come_as_is_held_lie_in_their_intervals(which: str) -> None:
    """Of facts, seasons and chance drawn as the fit holds them, nine of ten facts lie in their 90 % interval."""
    found = [inside for seed in range(30) for each in tried_as_held(which, seed) for inside in each.covered]
    assert 0.84 <= np.mean(found) <= 0.96


def test_no_effect_is_declined() -> None:
    """Where spend brings nothing, the judgement of what it brings is left alone."""
    assert np.mean([each.declined for seed in range(6) for each in tried("no effect", seed)]) >= 0.9


def test_bursts_of_sales_spend_give_the_win_rate_back() -> None:
    """Where spend on sales came in bursts, the win rate's facts mostly lie in their intervals."""
    found = [each for seed in range(16) for each in tried(SALES, seed) if not each.declined]
    assert len(found) >= 5
    assert np.mean([inside for each in found for inside in each.covered[:3]]) >= 0.7


def test_sales_are_read_beside_channels() -> None:
    """Spend on sales and wins in a table are held against the win rate, and what is told has its path."""
    made = simulated_sales(4)
    (flow,) = made.history.flows
    assert flow.heads is not None
    rows = [["Month", "Search spend", "Prospects", "Sales spend", "Wins"]]
    for n, day in enumerate(made.history.starts):
        rows.append([f"{day:%Y-%m}", "4000", f"{flow.heads[n]:.0f}", f"{flow.spends[SALES][n]:.0f}",
                     f"{flow.results[n]:.0f}"])  # fmt: skip
    said = found_in(rows).said
    assert said is not None
    search, sales = said.channels
    assert (search.channel, search.silence) == ("Search", "steady")
    assert sales.channel == SALES
    assert sales.silence in (None, "wide")
    assert {told.path for told in sales.told} <= {"win_rate", "win_rate_at_zero", "win_rate_at_double"}
    assert sales.picture is not None
    assert all(0 <= share <= 1 for share in sales.picture.judged)


def test_an_s_shaped_curve_gives_its_facts_back() -> None:
    """A curve of which little spend does nothing is corrected too, and each stated point of it is proposed."""
    found = [each for seed in range(8) for each in tried("S-shaped", seed)]
    assert np.mean([each.declined for each in found]) <= 0.25
    assert np.mean([inside for each in found for inside in each.covered]) >= 0.75
    told = {each.path for each in said_by(simulated("pulsed", 5, s_shaped=True).history, S_SHAPED).channels[0].told}
    fields = ("prospects", "prospects_at_zero", "prospects_at_double", "prospects_ceiling", "carryover")
    assert told == {f"channels.Search.{field}" for field in fields}


def test_bursts_of_account_care_give_the_facts_of_customers_back() -> None:
    """Churn, the share of wallet's curve and the wallet mostly lie in their intervals, and some are told."""
    found = [tried_customers("pulsed", seed) for seed in range(10)]
    for subject, most in ((STAYING, 0.1), (UPSELL, 0.7), (WALLET, 0.5)):
        own = [each[subject] for each in found]
        assert np.mean([each.declined for each in own]) <= most
        assert np.mean([inside for each in own for inside in each.covered]) >= 0.75


@pytest.mark.parametrize("kind", ["steady", "with demand", "after enquiries", "no effect"])
def test_account_care_that_tells_nothing_is_declined(kind: Kind) -> None:
    """Where its spend is steady, follows revenue or brings nothing, the judgement of the share's curve is left."""
    assert np.mean([tried_customers(kind, seed)[UPSELL].declined for seed in range(8)]) >= 0.85


def test_customers_are_read_beside_channels() -> None:
    """A table of customers alone is read, and what is told of it has the paths of the company's facts."""
    made = simulated_customers("pulsed", 3)
    found = found_in(of_customers(made))
    assert found.missing == ""
    assert found.said is not None
    by_name = {each.channel: each for each in found.said.channels}
    assert list(by_name) == [STAYING, UPSELL, WALLET]
    assert [told.path for told in by_name[STAYING].told] == ["churn"]
    low, _, high = by_name[STAYING].told[0].after
    assert low < made.facts["churn"] < high
    assert by_name[UPSELL].picture is not None
    assert {told.path for each in by_name.values() for told in each.told} <= set(type(BUSINESS).model_fields)
    assert found.said.backtest is None
    assert found.said.of_revenue is not None


def test_customers_that_contradict_those_won_say_no_churn() -> None:
    """Where more customers stay than there can have been, the columns do not go together, and that is said."""
    made = simulated_customers("pulsed", 3)
    rows = of_customers(made)
    for row in rows[1:]:
        row[2] = "0"
    said = found_in(rows).said
    assert said is not None
    assert said.channels[0].silence == "stock"


def test_churn_that_account_care_lowers_has_its_curve() -> None:
    """Where its owner holds that account care keeps customers, a history is asked about that curve, which falls."""
    judged = {each.channel: each for each in judgement(BUSINESS.changed(churn_at_zero=0.035, churn_at_double=0.016))}
    held = judged[STAYING]
    assert held.fitted
    draws = Draws(np.full(1, 0.02), np.full(1, 1.75), np.full(1, 4 / 15), np.zeros(1), np.zeros(1))
    assert {name: float(each[0]) for name, each in draws.points().items()} == pytest.approx(
        {"zero": 0.035, "today": 0.02, "double": 0.016}
    )
    made = simulated_customers("pulsed", 3)
    staying = Flow({STAYING: made.columns["upsell"]}, made.history.flows[0].results, made.history.flows[0].heads)
    found = fit(made.history, staying, [held], count=256)
    assert np.all(np.diff(found.draws[0].curve(held.spend).at(np.array([[0.0], [3.0], [9.0]])), axis=0) <= 0)


def test_what_a_month_adds_to_the_wallet_is_the_models() -> None:
    """The revenue that a history is held to is the kernel's own of the same facts and the same customers."""
    kernel = simulate(BUSINESS, BUSINESS.plan, 24)
    stock = np.append(kernel.customers, np.nan)
    joined = kernel.new_customers
    stock[-1] = stock[-2] * (1 - BUSINESS.churn) + joined[-1]
    spend = np.full(24, BUSINESS.upsell_spend)
    columns = {"upsell": spend, "customers": stock[1:], "wins": joined, "revenue": kernel.revenue}
    (held,) = [each for each in judgement(BUSINESS) if each.channel == UPSELL]
    flow = flows_of_customers(columns, [held, judgement(BUSINESS)[-2]], "month")[1]
    flow = replace(flow, heads=kernel.customers)
    model = model_of(History("month", simulated("steady", 1, months=24).history.starts, (flow,)), flow, [held])
    places = np.zeros((model.numbers, 1))
    assert held.wallet is not None
    beside = held.wallet
    exact = {
        0: held.remains.place(0.3 / 0.4), 1: held.bend.place(0.06 / 0.1), 2: held.carryover.place(0.8),
        3: beside.share.place(0.4), PER_CHANNEL: beside.wallet.place(200), PER_CHANNEL + 1: beside.new.place(0.3),
        PER_CHANNEL + 2: beside.first.place(400),
    }  # fmt: skip
    for number, place in exact.items():
        places[number] = place
    orders = 400 * joined

    def revenue() -> np.ndarray:
        return model.response(places)[:, 0] * model.per_step

    # The history knows nothing of the share at its start but what was spent then; here it is today's.
    at_first = (kernel.revenue - orders)[0] / (revenue() - orders)[0]
    places[PER_CHANNEL + 3] = np.log(at_first) / START_OFF
    assert revenue() == pytest.approx(kernel.revenue, rel=1e-3)


def test_a_channel_that_is_the_sum_of_others_cannot_be_told() -> None:
    """A channel that moves with two others together, and with neither alone, is declined; one apart is not."""
    rng = np.random.default_rng(3)
    starts = simulated("steady", 1).history.starts
    one, two, apart = (rng.uniform(500, 5000, len(starts)) for _ in range(3))
    spends = {"one": one, "two": two, "both": one + two, "apart": apart}
    flow = Flow(spends, rng.poisson(200, len(starts)).astype(float))
    history = History("month", starts, (flow,))
    assert [silence_of_spend(history, flow, name) for name in spends] == ["together"] * 3 + [None]


@pytest.mark.parametrize("form", ["week", "blanks"])
def test_weeks_and_blanks_give_the_facts_back(form: str) -> None:
    """Weekly bursts tell a curve, and so do months of which some figures are unknown."""
    made = simulated("pulsed", 5)
    flow = made.history.flows[0]
    if form == "blanks":
        results, spend = flow.results.copy(), flow.spends["Search"].copy()
        results[[4, 11, 12]] = spend[[20, 21]] = np.nan
        history = replace(made.history, flows=(Flow({"Search": spend}, results),))
    else:
        rng = np.random.default_rng(4)
        starts = tuple(date(2022, 1, 3) + timedelta(days=7 * week) for week in range(150))
        spend = 4000 / 4.35 * rng.choice([0.2, 0.6, 1.0, 2.4], 150)
        curve = BUSINESS.channels[0]
        rate = curve.prospects_at_zero + (curve.prospects - curve.prospects_at_zero) * np.sqrt(spend / (4000 / 4.35))
        history = History("week", starts, (Flow({"Search": spend}, rng.poisson(rate / 4.35).astype(float)),))
    (found,) = said_by(history, judgement(BUSINESS)[:1]).channels
    assert found.silence is None
    zero = next(each for each in found.told if each.path.endswith("at_zero"))
    assert zero.after[0] < 48 * 1.3
    assert zero.narrowed < 0.8


def test_a_share_of_wallet_that_is_taken_moves_its_guesses() -> None:
    """What is guessed of a curve's ends goes with its level; a churn that no spend moves is taken alone."""
    guessed = Origin(fact="share_at_zero", kind="guessed", source="selling")
    business = BUSINESS.changed(origins=(*(each for each in BUSINESS.origins if each.fact != guessed.fact), guessed))
    file = Evidence("history.csv", date(2025, 1, 6))
    share = acceptance(business, Proposal("share_of_wallet", 0.36, 0.33, 0.4, 36), file)
    assert share.changes == {"share_of_wallet": 0.36, "share_at_zero": pytest.approx(0.27)}
    idle = business.changed(upsell_spend=0, upsell_reference_spend=900)
    assert acceptance(idle, Proposal("churn", 0.018, 0.015, 0.02, 36), file).changes == {"churn": 0.018}


def test_what_is_told_of_customers_is_worded() -> None:
    """Each reason for silence has its words, and what is no channel has a name of its own."""
    for name in (UPSELL, STAYING, WALLET):
        for silence in get_args(Silence):
            text = words.not_told(OfChannel(name, silence, (), None))
            assert "~" not in text
            assert "cannot tell" in text


def test_what_is_told_is_narrower_and_proposed(pulsed: Simulated) -> None:
    """Each fact that is told has its range before and after, and is proposed with the months it rests on."""
    said = said_by(pulsed.history, judgement(BUSINESS))
    told = [each for channel in said.channels for each in channel.told]
    fields = ("prospects", "prospects_at_zero", "prospects_at_double", "carryover")
    assert {each.path for each in told} == {f"channels.{name}.{field}" for name in NAMES for field in fields}
    assert min(each.narrowed for each in told) < 0.8
    assert all(low <= middle <= high for each in told for low, middle, high in (each.before, each.after))
    assert {each.of for each in said.proposals()} == {len(pulsed.history)}
    assert said.distinct > 0.9 * said.draws


def test_the_background_is_the_whole_likelihood() -> None:
    """Integrating out level, trend and season gives the density of the normal distribution that they imply."""
    rng = np.random.default_rng(1)
    years, phase, known = np.arange(-29, 1) / 12, np.arange(30) / 12 % 1, np.ones(30, bool)
    known[[7, 8, 20]] = False
    behind = background(years, phase, known, np.full(30, 40.0), 0.3)
    rest, lingers, noise = rng.standard_normal((27, 1)), 0.5, 0.2
    runs = np.cumsum(behind.begins)
    apart = np.abs(np.subtract.outer(np.arange(27), np.arange(27)))
    kept = np.where(np.equal.outer(runs, runs), lingers**apart, 0) / (1 - lingers**2)
    covariance = noise**2 * kept * np.outer(behind.weights, behind.weights)
    covariance += behind.design @ np.diag(behind.spread**2) @ behind.design.T
    by_hand = -0.5 * (rest[:, 0] @ np.linalg.solve(covariance, rest[:, 0]) + np.linalg.slogdet(covariance)[1])
    ours = behind.log_likelihood(rest, np.array([lingers]), np.array([noise]))
    other = behind.log_likelihood(0 * rest, np.array([lingers]), np.array([noise]))
    nothing = -0.5 * np.linalg.slogdet(covariance)[1]
    assert ours[0] - other[0] == pytest.approx(by_hand - nothing, rel=1e-9)


def test_sampling_finds_a_known_answer() -> None:
    """Draws weighted by a normal likelihood have the mean and spread of the normal distribution that follows."""
    found = sample(lambda draws: -0.5 * ((draws[0] - 3) / 0.2) ** 2, 2, count=4096)
    variance = 1 / (1 + 1 / 0.04)
    assert found.draws[0].mean() == pytest.approx(3 * variance / 0.04, abs=4 * (variance / 1000) ** 0.5)
    assert found.draws[0].std() == pytest.approx(variance**0.5, rel=0.1)
    assert abs(found.draws[1].mean()) < 0.15
    assert found.draws[1].std() == pytest.approx(1, rel=0.1)


def test_a_judgement_may_be_contradicted() -> None:
    """A fact that its owner was sure of leaves room for others, and its place and value belong together."""
    prior = Prior(0.3, 0.4, 0.5, 0.1)
    assert prior.between(0.5)[0] > 0.3
    assert prior.at(np.array([4.0]))[0] > 0.9
    assert prior.at(np.array([prior.place(0.42)]))[0] == pytest.approx(0.42, abs=1e-6)


def test_nothing_is_learnt_twice_of_one_file() -> None:
    """A fact that was read from a file is held as loosely as a guess when the same file is read again."""
    search = BUSINESS.channels[0]
    read = Origin(fact="prospects_at_zero", kind="read", source="history.csv", rows=36, low=46.0, high=50.0)
    others = tuple(each for each in search.origins if each.fact != "prospects_at_zero")
    business = BUSINESS.changed(channels=(search.changed(origins=(read, *others)), *BUSINESS.channels[1:]))
    again, other = (judgement(business, name)[0].remains for name in ("history.csv", "deals.csv"))
    assert np.ptp(again.between(0.9)) > 2 * np.ptp(other.between(0.9))


def test_a_weekly_carry_over_is_a_monthly_one() -> None:
    """Carry-over is the same whether told by the week or by the month."""
    assert per_step(per_month(0.8, "week"), "week") == pytest.approx(0.8)
    assert per_month(0.4, "week") < 0.4 == per_month(0.4, "month")


@pytest.mark.parametrize("form", [wide, long])
def test_both_forms_say_the_same(form: Callable[[Simulated], list[list[str]]], pulsed: Simulated) -> None:
    """A history read wide or long is the one that was written."""
    found = found_in(form(pulsed), channels={})
    assert found.missing == ""
    assert found.said is not None
    assert [each.channel for each in found.said.channels] == NAMES
    assert (found.said.first, found.said.last) == (pulsed.history.starts[0], pulsed.history.starts[-1])
    assert found.said.channels[0].told == said_of(pulsed).channels[0].told


def said_of(made: Simulated):  # type: ignore[no-untyped-def]
    """Return what is said of a history as it is written with two decimals."""
    flows = tuple(
        Flow({name: np.round(spend, 2) for name, spend in each.spends.items()}, each.results)
        for each in made.history.flows
    )
    return said_by(replace(made.history, flows=flows), judgement(BUSINESS))


def test_a_blank_is_unknown_and_not_zero(pulsed: Simulated) -> None:
    """Months without figures change what is said little; months of zero prospects change it much."""

    def level(cell: str) -> float:
        rows = [list(row) for row in wide(pulsed)]
        for row in rows[10:14]:
            row[2] = cell
        said = found_in(rows).said
        assert said is not None
        assert said.channels[0].picture is not None
        return len(said.channels[0].picture.seen)

    assert level("") == len(pulsed.history) - 4
    assert level("0") == len(pulsed.history)


def test_all_prospects_in_one_column_are_shared_out(pulsed: Simulated) -> None:
    """Where only all prospects are known, channels are told together, and each has its curve."""
    rows = wide(pulsed)
    joined = [[row[0], row[1], row[3], "Prospects" if not n else str(int(row[2]) + int(row[4]))]
              for n, row in enumerate(rows)]  # fmt: skip
    said = found_in(joined).said
    assert said is not None
    assert [each.channel for each in said.channels] == NAMES
    assert all(each.picture is not None for each in said.channels)


def test_what_is_missing_is_said() -> None:
    """A table that lacks a month, spend or prospects says which column to choose."""
    rows = [["Month", "Search spend"], ["2024-01", "5"], ["2024-02", "6"], ["2024-03", "7"]]
    assert "prospects" in found_in(rows).missing
    assert "month" in found_in([["A", "B"], ["x", "1"], ["y", "2"]]).missing
    chosen: Mapping[int, Meaning | None] = {1: None}
    assert "spent" in found_in([*rows], meanings=chosen).missing
    with pytest.raises(Unreadable, match="no table"):
        found_in([["Month"]])


def test_few_months_tell_nothing(pulsed: Simulated) -> None:
    """A year of months is too short to part an effect from the season."""
    said = found_in(wide(pulsed)[:13]).said
    assert said is not None
    assert {each.silence for each in said.channels} == {"few"}
    assert said.proposals() == ()


def test_months_spread_over_weeks_tell_nothing() -> None:
    """Spend that is the same in all weeks of a month was no weekly decision."""
    starts = tuple(date(2023, 1, 2) + timedelta(days=7 * week) for week in range(120))
    rng = np.random.default_rng(2)
    monthly = rng.uniform(100, 900, 40)
    spend = np.array([monthly[(day.year - 2023) * 12 + day.month - 1] for day in starts])
    flow = Flow({"Search": spend}, rng.poisson(30, 120).astype(float))
    assert silence_of_spend(History("week", starts, (flow,)), flow, "Search") == "spread"


def test_channels_that_move_together_cannot_be_told_apart(pulsed: Simulated) -> None:
    """Two channels whose spend rises and falls together say nothing where only all prospects are known."""
    one, other = pulsed.history.flows
    spends = {"Search": one.spends["Search"], "Fairs": 2 * one.spends["Search"]}
    flow = Flow(spends, one.results + other.results)
    history = replace(pulsed.history, flows=(flow,))
    assert silence_of_spend(history, flow, "Fairs") == "together"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-03", date(2024, 3, 1)), ("03/2024", date(2024, 3, 1)), ("März 2024", date(2024, 3, 1)),
        ("Mar-24", date(2024, 3, 1)), ("2024-W10", date(2024, 3, 4)), ("2024-03-31", date(2024, 3, 31)),
        ("2024-13", None), ("total", None),
    ],
)  # fmt: skip
def test_months_are_read_as_people_write_them(text: str, day: date | None) -> None:
    """A month or week is found in each of the ways it is written, and an impossible one is none."""
    assert steps_in([text]).values == (day,)


def test_the_template_is_read_as_it_is_written() -> None:
    """Each column of the template is known, and without figures it says that there are none."""
    found = find_history(template(NAMES, date(2025, 4, 5)), HistoryChoices(judgement(BUSINESS)))
    assert found.columns[0].means == Meaning("when")
    assert found.said is None
    assert found.missing


def test_a_history_is_read_in_a_process_of_its_own(pulsed: Simulated) -> None:
    """What comes back from the process is what is found in the file, and a picture is refused in words."""
    data, choices = as_file(wide(pulsed)), HistoryChoices(judgement(BUSINESS))
    reading = HistoryReading(data, choices)
    assert reading.done(120)
    assert reading.result() == find_history(data, choices)
    wrong = HistoryReading(b"%PDF-1.4 something", choices)
    assert wrong.done(60)
    with pytest.raises(Unreadable, match="no table"):
        wrong.result()


def test_the_picture_shows_what_is_said(pulsed: Simulated) -> None:
    """A corrected curve has its name and its ends in the table; where the judgement stands, that is all there is."""
    judged = judgement(BUSINESS)
    told, silent = (said_by(made.history, judged).channels[0] for made in (pulsed, simulated("steady", 5)))
    for found, names in ((told, ["judgement", "corrected"]), (silent, ["judgement"])):
        assert found.picture is not None
        chart = history_chart(found, found.picture, money_format("EUR"))
        columns = chart.datasets["names"]
        assert isinstance(columns, dict)
        assert columns["text"] == names
        assert chart.table is not None
        assert len(chart.table.header) == (5 if len(names) > 1 else 2)
        assert all(len(row) == len(chart.table.header) for row in chart.table.rows)


def anything(name: str, spend: float, prospects: float) -> ChannelJudgement:
    """Return a channel of which nothing is held but that it may be anything."""
    nothing = (Prior(0, 0.5, 1, 1.0), Prior(0.1, 0.5, 0.9, 1.0, 0.02, 0.98), Prior(0, 0, 0, 1.0, 0, 0.95, 2.0))
    return ChannelJudgement(name, "exponential", spend, prospects, 0.35, *nothing, False, True)


@pytest.mark.skipif(not PUBLIC.exists(), reason="public histories are not here")
def test_public_data_without_effect_are_declined() -> None:
    """Where spend and prospects were drawn apart, no channel is told of."""
    data = (PUBLIC / "monthly_history_no_effect.csv").read_bytes()
    names = list(dict.fromkeys(row["channel"] for row in csv.DictReader(io.StringIO(data.decode()))))
    said = find_history(data, HistoryChoices(tuple(anything(name, 1000, 30) for name in names))).said
    assert said is not None
    assert len(said.channels) == len(names) == 7
    assert all(each.silence for each in said.channels)


@pytest.mark.skipif(not PUBLIC.exists(), reason="public histories are not here")
@pytest.mark.parametrize("either", [False, True])
def test_public_weeks_give_their_facts_back(either: bool) -> None:
    """Carry-over and the spend of half the top effect lie in the intervals found of the weeks made with them."""
    rows = list(csv.DictReader((PUBLIC / "weekly_unit_media.csv").read_text().splitlines()))
    months = [row["date_week"].split("/") for row in rows]
    starts = tuple(date(int(year), int(month), int(day)) for month, day, year in months)
    spends = {name: np.array([float(row[name]) for row in rows]) for name in ("x1", "x2")}
    flow = Flow(spends, np.array([float(row["y"]) for row in rows]))
    judged = [
        replace(anything(name, 4.35 * spend[-13:].mean(), 9000), either_family=either) for name, spend in spends.items()
    ]
    found = fit(History("week", starts, (flow,)), flow, judged, count=2048)
    for each, draws, carryover, half in zip(judged, found.draws, (0.4, 0.2), (0.275, 0.366), strict=True):
        assert inside(draws.carryover, carryover, 0.9)
        assert inside(_half(draws.curve(each.spend / 4.35)), half, 0.9)


def _half(curve: Curve) -> np.ndarray:
    """Return the spend of half the top effect, whatever the family of a draw."""
    return np.where(np.equal(curve.power, 1), curve.scale, curve.scale * np.log(2))


def inside(draws: np.ndarray, value: float, chance: float) -> bool:
    """Return whether a value lies in the middle of draws, of which that share lies there."""
    low, high = np.quantile(draws, ((1 - chance) / 2, (1 + chance) / 2))
    return bool(low <= value <= high)
