"""Deals out of exports: what columns and stages mean, dates and amounts of a column, and how many deals are won."""

from __future__ import annotations

import math
import random
from collections import Counter
from datetime import date, timedelta
from typing import get_args

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lifelines import AalenJohansenFitter

from simulator.evidence.amounts import amounts_of, decimal_sign
from simulator.evidence.columns import columns_of
from simulator.evidence.dates import MONTHS, dates_of
from simulator.evidence.deals import Deal, Deals, deals_in
from simulator.evidence.indices import shrunk, value_indices, win_rate_indices
from simulator.evidence.outcomes import decided_share, incidence_of, wilson
from simulator.evidence.pace import paces
from simulator.evidence.proposals import proposals
from simulator.evidence.table import read_table
from simulator.evidence.words import Outcome, outcome_of
from tests.browser import ROOT

CRM = ROOT.parent / "shared" / "data" / "crm"
days = st.dates(date(1990, 1, 1), date(2039, 12, 31))


@given(st.lists(days, min_size=1, max_size=30), st.sampled_from("/-."), st.booleans())
def test_a_column_has_one_order(values: list[date], sign: str, month_first: bool) -> None:
    """Days above 12 prove the order of the whole column; the rows that alone could be either follow it."""
    values = [*values, date(2026, 3, 25)]
    shape = f"%m{sign}%d{sign}%Y" if month_first else f"%d{sign}%m{sign}%Y"
    found = dates_of([day.strftime(shape) for day in values], usual="day first" if month_first else "month first")
    assert found.values == tuple(values)
    assert found.proved == {sign}


@given(st.lists(days, min_size=1, max_size=10))
def test_dates_are_read_however_they_are_written(values: list[date]) -> None:
    """Years first, with a time, with an hour of the clock or with the month's name give the same days."""
    names = {number: name for name, number in MONTHS.items()}
    for write in (
        lambda day: day.isoformat(), lambda day: f"{day.isoformat()}T09:30:00Z", lambda day: f"{day:%Y/%m/%d}",
        lambda day: f"{day.isoformat()}  10:55:00 PM", lambda day: f"{names[day.month].title()} {day.day}, {day.year}",
        lambda day: f"{day.day}. {names[day.month]} {day.year}",
        lambda day: f"{day.day} de {names[day.month]} de {day.year}",
    ):  # fmt: skip
        assert dates_of([write(day) for day in values]).values == tuple(values)


def test_what_is_no_date() -> None:
    """A day that the calendar has not is none and is never rolled over; where nothing proves the order it is said."""
    found = dates_of(["31/02/2026", "29/02/2025", "2026-13-01", "soon", "", "03/04/2026"])
    assert (found.values, found.proved) == ((None, None, None, None, None, date(2026, 4, 3)), {"/"})
    unproved = dates_of(["03/04/2026", "05/06/2026"], usual="month first")
    assert (unproved.values, unproved.proved) == ((date(2026, 3, 4), date(2026, 5, 6)), frozenset())


@pytest.mark.parametrize(
    ("cells", "read"),
    [
        (["1.364,82", "2.449,70", "900"], [1364.82, 2449.7, 900]),
        (["1,364.82", "2,449.70", "900"], [1364.82, 2449.7, 900]),
        (["1.000", "1.500,5"], [1000, 1500.5]),
        (["1.000", "2.5"], [1.0, 2.5]),
        (["1.000.000", "2.500"], [1_000_000, 2500]),
        (["$1,200", "€ 900", "1 200 EUR", "-110.7 €", "(15.00)", "R$ 5.50"], [1200, 900, 1200, -110.7, -15, 5.5]),
        (["3956.65x", "", "n/a", "0"], [None, None, None, 0]),
        (["1'250.50", "1 250.50"], [1250.5, 1250.5]),
    ],
)
def test_amounts_of_a_column(cells: list[str], read: list[float | None]) -> None:
    """The column as a whole tells what a dot means; a blank is unknown and not 0, and what is no amount is none."""
    assert list(amounts_of(cells)) == read


@given(st.lists(st.floats(0, 1e9).map(lambda value: round(value, 2)), min_size=1, max_size=20), st.sampled_from(".,"))
def test_amounts_come_back(values: list[float], decimal: str) -> None:
    """Amounts with thousands parted off are read exactly, in either way of writing them."""
    cells = [f"{value:,.2f}" for value in [*values, 1234.56]]
    if decimal == ",":
        cells = [cell.translate(str.maketrans(".,", ",.")) for cell in cells]
    assert decimal_sign(cells) == decimal
    assert amounts_of(cells)[:-1] == tuple(values)


@pytest.mark.parametrize(
    ("stage", "outcome"),
    [
        ("Closed Won", "won"), ("CLOSED-WON", "won"), ("closedwon", "open"), ("Ganha", "won"), ("Venda Fechada", "won"),
        ("Fechado", "won"), ("Não fechado", "open"), ("Not won yet", "open"), ("Closed Lost", "lost"),
        ("Perdida", "lost"),
        ("Verloren", "lost"), ("Gewonnen", "won"), ("Nicht gewonnen", "open"), ("Gagné", "won"), ("Perdue", "lost"),
        ("Ganado", "won"), ("Venda", "won"), ("Não compareceu", "open"), ("Negotiation", "open"), ("Unwonted", "open"),
        ("", None), ("-", None),
    ],
)  # fmt: skip
def test_stages_by_whole_words(stage: str, outcome: str | None) -> None:
    """A stage means what its whole words say, in five languages, and the contrary where they are denied."""
    assert outcome_of(stage) == outcome


def read(name: str) -> Deals:
    """The deals of a public export."""
    table = read_table(CRM / name)
    return deals_in(table, columns_of(table))


@pytest.mark.skipif(not CRM.exists(), reason="the public exports are not beside the project")
@pytest.mark.parametrize(
    ("name", "outcomes", "decided", "final", "mean"),
    [
        ("pipeline_us_dates.csv", (142, 83, 69), (63.1, 56.6, 69.1), 52.5, 2385.26),
        ("pipeline_sep_line.csv", (142, 83, 69), (63.1, 56.6, 69.1), 52.5, 2385.26),
        ("deals_no_amount.csv", (85, 127, 86), (40.1, 33.7, 46.8), 36.0, None),
        ("deals_footer.csv", (85, 127, 86), (40.1, 33.7, 46.8), 36.0, None),
        ("opportunities_mixed_dates.csv", (53, 41, 391), (56.4, 46.3, 66.0), None, 5656.35),
        ("funnel_portuguese.csv", (92, 129, 68), (41.6, 35.3, 48.2), 31.9, 1343.37),
        ("funnel_portuguese_utf16.txt", (92, 129, 68), (41.6, 35.3, 48.2), 31.9, 1343.37),
        *(
            (f"six_shapes/{name}.csv", (9, 7, 16), (56.2, 33.2, 76.9), final, 2568.98)
            for name, final in [
                ("agendor_negocios", 30.5), ("datacrazy_leads", None), ("datalitics_leads", None),
                ("hubspot_deals_export", 30.5), ("pipedrive_deals_export", None), ("rdstation_negociacoes", None),
            ]
        ),
    ],
)  # fmt: skip
def test_real_exports(
    name: str,
    outcomes: tuple[int, ...],
    decided: tuple[float, ...],
    final: float | None,
    mean: float | None,
) -> None:
    """Outcomes, rates and mean orders are those computed apart; undated decisions forbid a final rate."""
    found = read(name)
    counts = Counter(deal.outcome for deal in found.deals)
    assert tuple(counts[outcome] for outcome in ("won", "lost", "open")) == outcomes
    share = decided_share(found.deals)
    assert share is not None
    assert [round(100 * each, 1) for each in (share.value, share.low, share.high)] == pytest.approx(decided, abs=0.051)
    assert found.as_of is not None
    shown = incidence_of(found.deals, found.as_of).final
    assert shown is None if final is None else shown == pytest.approx(final / 100, abs=6e-4)
    amounts = [deal.amount for deal in found.deals if deal.outcome == "won" and deal.amount is not None]
    assert bool(amounts) == (mean is not None)
    assert not amounts or math.fsum(amounts) / len(amounts) == pytest.approx(mean, abs=0.01)
    assert found.rows == found.used + len(found.left_out) + len(found.unreadable)


TABLE = [
    ["Deal ID", "Status", "Created", "Closed", "Amount", "Deal type", "Source"],
    ["1", "Won", "2026-01-05", "2026-02-01", "100", "new", "Search"],
    ["2", "Won", "2026-01-06", "2026-02-03", "", "new", "Search"],
    ["1", "Won", "2026-01-05", "2026-02-01", "50", "new", "Search"],
    ["3", "Lost", "2026-01-07", "2026-01-02", "80", "new", "Fairs"],
    ["4", "Lost", "2026-01-07", "32.01.2026", "80", "new", "Fairs"],
    ["5", "Open", "2026-01-09", "2025-01-01", "90", "new", "Fairs"],
    ["6", "Won", "2026-01-09", "2026-02-09", "90", "Renewal", "Fairs"],
    ["Total", "", "", "", "490", "", ""],
]


def test_each_row_is_used_or_told() -> None:
    """Every row is a deal, left out or unreadable, the latter two with line and reason; a plan's date means nothing."""
    found = deals_in(TABLE, columns_of(TABLE))
    assert [deal.id for deal in found.deals] == ["1", "2", "5"]
    assert [(left.line, left.reason.split(":")[0]) for left in found.left_out] == [
        (4, "a further line of deal 1"), (8, "business with a customer one has"), (9, "a total, not a deal"),
    ]  # fmt: skip
    assert [(left.line, left.reason) for left in found.unreadable] == [
        (5, "it closed on 2026-01-02, before it began on 2026-01-07"), (6, "Closed is '32.01.2026', which is no date"),
    ]  # fmt: skip
    assert (found.rows, found.used) == (8, 3)
    assert [deal.amount for deal in found.deals] == [150, None, 90]
    assert found.deals[2].closed is None


def test_an_amount_without_a_currency_is_in_that_of_the_others() -> None:
    """Where some amounts name a currency and others none, orders have a worth in the one that is named."""
    rows = [["Status", "Amount"], ["Won", "EUR 100"], ["Won", "200"], ["Won", "300 €"], ["Lost", "7 kg"]]
    found = deals_in(rows, columns_of(rows))
    assert {each.fact: each.value for each in proposals(found).facts}["first_order"] == 200
    assert [deal.unread for deal in found.deals] == ["", "", "", "7 kg"]


def test_a_stage_means_what_its_owner_says() -> None:
    """What the words of a stage are taken for can be told otherwise."""
    moved = deals_in(TABLE, columns_of(TABLE), stages={"Won": "open", "Lost": "won"})
    assert [deal.outcome for deal in moved.deals] == ["open", "open", "open"]
    assert [left.line for left in moved.unreadable] == [5, 6]


@pytest.mark.parametrize(("won", "lost"), [(9, 0), (0, 7), (0, 0)])
def test_one_outcome_alone_tells_no_rate(won: int, lost: int) -> None:
    """A file of won deals only, or of sales only, has no win rate."""
    deals = [Deal(str(n), "won") for n in range(won)] + [Deal(str(n), "lost") for n in range(lost)]
    assert decided_share(deals) is None


@given(st.integers(0, 500), st.integers(1, 500))
def test_wilson_solves_its_equation(successes: int, trials: int) -> None:
    """Both ends of the interval are where the share lies just 1.96 standard errors away."""
    successes = min(successes, trials)
    share = wilson(successes, trials)
    for end in (share.low, share.high):
        distance = abs(share.value - end) - 1.959963984540054 * math.sqrt(end * (1 - end) / trials)
        assert distance == pytest.approx(0, abs=1e-7) or end in (0.0, 1.0)


def weighted(deals: list[Deal], as_of: date) -> float:
    """The share won by weights: a win counts by the inverse of its chance to be seen (Satten & Datta 2001)."""
    spans = sorted(
        ((deal.closed or as_of) - deal.created, deal.outcome == "open", deal.outcome) for deal in deals if deal.created
    )
    seen, at_risk, total = 1.0, len(spans), 0.0
    for _, censored, outcome in spans:
        total += (outcome == "won") / seen / len(spans)
        if censored:
            seen *= 1 - 1 / at_risk
        at_risk -= 1
    return total


@pytest.mark.parametrize("seed", range(20))
def test_open_deals_are_neither_lost_nor_won(seed: int) -> None:
    """Aalen–Johansen agrees with weighting each win by its chance to be seen, to 1e-12."""
    draw = random.Random(seed)
    as_of = date(2026, 6, 30)
    deals = []
    for n in range(200):
        created = as_of - timedelta(draw.randrange(200))
        outcome, span = draw.choice(["won", "lost", "lost"]), draw.randrange(120)
        over = created + timedelta(span) <= as_of
        deals.append(Deal(str(n), outcome if over else "open", created, created + timedelta(span) if over else None))
    found = incidence_of(deals, as_of).final
    assert found == pytest.approx(weighted(deals, as_of), abs=1e-12)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@given(st.lists(st.tuples(st.integers(0, 40), st.sampled_from(get_args(Outcome))), min_size=1, max_size=80))
@example([(3, "won"), (3, "lost"), (3, "open"), (3, "won"), (0, "lost"), (7, "open")])
def test_aalen_johansen_agrees_with_lifelines(ends: list[tuple[int, Outcome]]) -> None:
    """The share won by each day, and its standard error, are those of lifelines to 1e-12, ties and all."""
    as_of = date(2026, 6, 30)
    deals = [
        Deal(str(number), outcome, as_of - timedelta(days), None if outcome == "open" else as_of)
        for number, (days, outcome) in enumerate(ends)
    ]
    ours, theirs = incidence_of(deals, as_of), AalenJohansenFitter()
    # lifelines moves tied ends of different kinds apart by chance. Whoever is won, lost and left open on one day counts
    # the same when they come in that order; a day later, for it takes nobody to be decided at 0.
    within = {"won": 1.0, "lost": 1.25, "open": 1.5}
    theirs.fit([days + within[outcome] for days, outcome in ends],
               [("open", "won", "lost").index(outcome) for _, outcome in ends], event_of_interest=1)  # fmt: skip
    shares = theirs.cumulative_density_.iloc[:, 0]
    assert list(ours.days) == sorted({days for days, outcome in ends if outcome != "open"})
    assert list(ours.won) == pytest.approx([shares.asof(day + within["lost"]) for day in ours.days], abs=1e-12)
    # Where nobody is left, its last term is 0 times infinity.
    if not math.isnan(variance := theirs.variance_.iloc[-1]):
        assert ours.error**2 == pytest.approx(variance, abs=1e-12)


@given(st.lists(st.sampled_from(["won", "lost"]), min_size=2, max_size=200), st.randoms())
def test_without_open_deals_the_error_is_that_of_a_share(outcomes: list[str], draw: random.Random) -> None:
    """Where every deal is decided the share won is a plain share, with its plain standard error."""
    begun = date(2026, 1, 1)
    deals = [
        Deal(str(n), outcome, begun, begun + timedelta(draw.randrange(90)))  # type: ignore[arg-type]
        for n, outcome in enumerate(outcomes)
    ]
    found = incidence_of(deals, date(2026, 12, 31))
    share = outcomes.count("won") / len(outcomes)
    assert found.final == pytest.approx(share)
    assert found.error == pytest.approx(math.sqrt(share * (1 - share) / len(outcomes)), abs=1e-9)


def test_whole_months_alone() -> None:
    """The months that the file shows in part are named and left out, and each channel counts months without a deal."""
    begun = [date(2026, month, day) for month in (1, 2, 3, 4) for day in (2, 20) if (month, day) != (4, 20)]
    deals = [Deal(str(n), "open", day, channel="Search") for n, day in enumerate(begun)]
    deals.append(Deal("x", "open", date(2026, 2, 3), channel="Fairs"))
    found = paces(deals, date(2026, 4, 15))
    assert found.left_out == ((2026, 4),)
    assert [(pace.channel, pace.value, pace.months) for pace in found.channels] == [
        ("Search", 2.0, 3),
        ("Fairs", pytest.approx(1 / 3), 3),
    ]
    assert all(pace.low <= pace.value <= pace.high for pace in found.channels)
    assert paces([], date(2026, 4, 15)).channels == ()


@given(st.lists(st.lists(st.floats(1, 100), min_size=1, max_size=20), min_size=2, max_size=6))
def test_small_channels_are_drawn_towards_the_mean(groups: list[list[float]]) -> None:
    """No mean is moved beyond that of all, none away from it, and equal channels are all the mean."""
    found = {str(n): values for n, values in enumerate(groups)}
    every = [value for values in groups for value in values]
    mean = math.fsum(every) / len(every)
    for name, value in shrunk(found).items():
        own = math.fsum(found[name]) / len(found[name])
        assert min(own, mean) - 1e-9 <= value <= max(own, mean) + 1e-9
    alike = {"a": [1.0, 3.0, 2.0], "b": [3.0, 1.0, 2.0], "c": [2.0, 2.0, 2.0]}
    assert set(shrunk(alike).values()) == {2.0}


def test_indices_say_what_is_said_of_channels() -> None:
    """A channel that wins and sells more is above 1; a blank amount counts nowhere."""
    deals = [
        Deal(f"s{n}", "won" if n % 2 else "lost", amount=200.0 if n % 2 else None, channel="Search") for n in range(80)
    ]
    deals += [Deal(f"f{n}", "lost" if n % 4 else "won", amount=100.0, channel="Fairs") for n in range(80)]
    rates, values = win_rate_indices(deals), value_indices([*deals, Deal("x", "won", channel="Fairs")])
    assert 1.2 < rates["Search"].value < 1.34
    assert values["Search"].value > 1 > values["Fairs"].value
    assert all(each.low <= each.value <= each.high for each in (*rates.values(), *values.values()))
    assert win_rate_indices([Deal("1", "open")]) == {}


@pytest.mark.skipif(not CRM.exists(), reason="the public exports are not beside the project")
def test_what_real_exports_propose() -> None:
    """An export with dates gives rate, cycle, order and prospects by channel with ranges; one without says what not."""
    found = proposals(read("funnel_portuguese.csv"))
    facts = {proposal.fact: proposal for proposal in found.facts}
    assert facts["win_rate"].value == pytest.approx(0.319, abs=6e-4)
    assert facts["first_order"].value == pytest.approx(1343.37, abs=0.01)
    assert facts["sales_cycle_months"].value == 1.0
    assert {"channels.Google Ads.prospects", "channels.Google Ads.win_rate_index"} <= set(facts)
    assert all(p.low is None or p.high is None or p.low <= p.value <= p.high for p in found.facts)
    undated = proposals(read("six_shapes/rdstation_negociacoes.csv"))
    rate = next(proposal for proposal in undated.facts if proposal.fact == "win_rate")
    assert rate.value == pytest.approx(9 / 16)
    assert "sales_cycle_months" not in {proposal.fact for proposal in undated.facts}
    assert any("7 decided deals without a date" in note for note in undated.notes)


@pytest.mark.parametrize(
    ("deals", "said"),
    [
        ([Deal("1", "won", date(2026, 1, 2), date(2026, 1, 9), 5.0)], "says no win rate"),
        ([Deal("1", "won", date(2026, 1, 2), amount=None)], "No won deal has an amount"),
        (
            [
                Deal("1", "won", date(2026, 1, 2), date(2026, 1, 9), 5.0, "EUR"),
                Deal("2", "won", date(2026, 1, 2), date(2026, 1, 9), 5.0, "USD"),
            ],
            "in 2 currencies",
        ),
        ([Deal("1", None, date(2026, 1, 2))], "1 deal without a stage"),
        (
            [
                Deal("1", "won", date(2026, 1, 2), date(2026, 1, 9), 100.0),
                Deal("2", "won", date(2026, 1, 2), date(2026, 1, 9)),
            ],
            "1 of 2 won deals had no amount",
        ),
        (
            [
                Deal("1", "won", date(2026, 1, 2), date(2026, 1, 9), 100.0),
                Deal("2", "won", date(2026, 1, 2), date(2026, 1, 9), unread="12,5 kg"),
            ],
            "1 of 2 won deals had an amount that is none, such as “12,5 kg”",
        ),
        (
            [Deal("1", "won", date(2026, 1, 2), date(2026, 1, 9), unread="x" * 90)],
            f"that can be read, such as “{'x' * 40}…”, so nothing",
        ),
    ],
)
def test_what_is_not_said_is_told(deals: list[Deal], said: str) -> None:
    """Each thing that an export cannot tell is a sentence, and no figure stands for it."""
    found = proposals(Deals(tuple(deals), (), (), len(deals), date(2026, 1, 31), {}))
    assert any(said in note for note in found.notes)
    orders = [proposal.value for proposal in found.facts if proposal.fact == "first_order"]
    assert orders in ([], [5.0], [100.0])
    assert not any(proposal.fact == "win_rate" for proposal in found.facts)
