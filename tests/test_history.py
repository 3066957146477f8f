"""What a history says of a company's facts, and where it says that it cannot tell."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from benchmarks.history import tried
from pages.ui.text.formats import money_format
from pages.your_business.history.pictures import history_chart
from simulator.evidence import Unreadable
from simulator.evidence.history.background import background
from simulator.evidence.history.finding import said_by
from simulator.evidence.history.fit import fit
from simulator.evidence.history.judgement import SALES, ChannelJudgement, judgement, per_month, per_step
from simulator.evidence.history.meanings import Meaning
from simulator.evidence.history.priors import Prior
from simulator.evidence.history.read import HistoryChoices, HistoryFinding, find_history
from simulator.evidence.history.sampling import sample
from simulator.evidence.history.series import Flow, History
from simulator.evidence.history.steps import steps_in
from simulator.evidence.history.telling import silence_of_spend
from simulator.evidence.history.template import template
from simulator.evidence.history_apart import HistoryReading
from simulator.facts.curves import Curve
from simulator.facts.origin import Origin
from tests.histories import Kind, Simulated, company, simulated, simulated_sales

PUBLIC = Path(__file__).parents[2] / "shared" / "data" / "history"
BUSINESS = company()
NAMES = [each.name for each in BUSINESS.channels]


@pytest.fixture(scope="module")
def pulsed() -> Simulated:
    """A history whose spend came in bursts."""
    return simulated("pulsed", 5)


def wide(made: Simulated) -> list[list[str]]:
    """Return a history as a table with a row for each month."""
    flows = made.history.flows
    header = ["Month", *(f"{name} {what}" for name in NAMES for what in ("spend", "prospects"))]
    months = [f"{day.year}-{day.month:02d}" for day in made.history.starts]
    rows = [
        [cell for flow in flows for name in NAMES if name in flow.spends
         for cell in (f"{flow.spends[name][n]:.2f}", f"{flow.results[n]:.0f}")]
        for n in range(len(months))
    ]  # fmt: skip
    return [header, *([month, *row] for month, row in zip(months, rows, strict=True))]


def long(made: Simulated) -> list[list[str]]:
    """Return the same with a row for each month and channel."""
    rows = [
        [f"{day.month:02d}/{day.year}", name, f"{flow.spends[name][n]:.2f}", f"{flow.results[n]:.0f}"]
        for n, day in enumerate(made.history.starts) for flow in made.history.flows for name in flow.spends
    ]  # fmt: skip
    return [["mes_referencia", "canal", "investimento_reais", "leads"], *rows]


def as_file(rows: list[list[str]]) -> bytes:
    """Return a table as a file."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def found_in(rows: list[list[str]], **choices: object) -> HistoryFinding:
    """Return what a table says of the company."""
    return find_history(as_file(rows), HistoryChoices(judgement(BUSINESS), **choices))  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["steady", "with demand", "after enquiries"])
def test_spend_that_tells_nothing_is_declined(kind: Kind) -> None:
    """Nine of ten channels whose spend is steady, or follows demand, are left as they were judged."""
    told = [each.declined for seed in range(12) for each in tried(kind, seed)]
    assert np.mean(told) >= 0.9


def test_bursts_give_the_facts_back() -> None:
    """Of bursts of spend few histories are declined, and the intervals mostly hold what they were made with."""
    found = [each for seed in range(8) for each in tried("pulsed", seed)]
    assert np.mean([each.declined for each in found]) <= 0.25
    assert np.mean([inside for each in found for inside in each.covered]) >= 0.75


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
@pytest.mark.parametrize(("either", "chance"), [(False, 0.9), (True, 0.95)])
def test_public_weeks_give_their_facts_back(either: bool, chance: float) -> None:
    """Carry-over and the spend of half the top effect lie in the intervals found of the weeks made with them.

    They were made with a curve that bends more sharply than either family: where both are tried, it is near the end.
    """
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
        assert inside(draws.carryover, carryover, chance)
        assert inside(_half(draws.curve(each.spend / 4.35)), half, chance)


def _half(curve: Curve) -> np.ndarray:
    """Return the spend of half the top effect, whatever the family of a draw."""
    return np.where(np.equal(curve.power, 1), curve.scale, curve.scale * np.log(2))


def inside(draws: np.ndarray, value: float, chance: float) -> bool:
    """Return whether a value lies in the middle of draws, of which that share lies there."""
    low, high = np.quantile(draws, ((1 - chance) / 2, (1 + chance) / 2))
    return bool(low <= value <= high)
