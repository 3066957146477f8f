"""Amounts as people of the company write them."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any, cast

import pytest
from babel import localedata
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from pages.ui.quantities import CUSTOMERS_AT_END
from pages.ui.text.facts import fact_text, spanned
from pages.ui.text.formats import count, money_format, percent, points, signed_percent
from pages.ui.text.numbers import number_format
from simulator.facts.round_step import axis_ends, nice_step
from simulator.report.writing import Writing

USD = money_format("USD")


@pytest.mark.parametrize(
    ("currency", "exact", "short"),
    [
        ("USD", "$17,000", "$2.66M"),
        ("EUR", "€17,000", "€2.66M"),
        ("BRL", "R$\u00a017.000", "R$\u00a02,66M"),
        ("SEK", "17\u00a0000\u00a0kr", "2,66M\u00a0kr"),
        ("CHF", "CHF\u00a017’000", "CHF\u00a02.66M"),
        ("index", "17,000", "2.66M"),
    ],
)
def test_currencies(currency: str, exact: str, short: str) -> None:
    """Where nobody knows the visitor's locale, symbol and separators are those of the currency's home."""
    money = money_format(currency)
    assert (money.exact(17000), money.short(2656789)) == (exact, short)


@pytest.mark.parametrize(
    ("locale", "exact", "short", "counted", "share"),
    [
        ("en_US", "€1,234,567", "€2.66M", "1,234", "12.5"),
        ("fr_FR", "1\u202f234\u202f567\u00a0€", "2,66M\u00a0€", "1\u202f234", "12,5"),
        ("de_DE", "1.234.567\u00a0€", "2,66M\u00a0€", "1.234", "12,5"),
        ("de_CH", "EUR\u00a01’234’567", "EUR\u00a02.66M", "1’234", "12.5"),
        ("en_IN", "€12,34,567", "€2.66M", "1,234", "12.5"),
        ("pt_BR", "€\u00a01.234.567", "€\u00a02,66M", "1.234", "12,5"),
        ("ar_EG", "1,234,567\u00a0€", "2.66M\u00a0€", "1,234", "12.5"),
    ],
)
def test_one_locale_for_all_numbers(locale: str, exact: str, short: str, counted: str, share: str) -> None:
    """Money, counts and per cents follow one locale; the currency stays the company's."""
    money, numbers = money_format("EUR", locale), number_format(locale)
    assert (money.exact(1234567), money.short(2656789)) == (exact, short)
    assert (numbers.count(1234), numbers.percent(0.125, 1)) == (counted, f"{share}\u00a0%")


@given(st.sampled_from(sorted(localedata.locale_identifiers())), st.integers(0, 10**12))
def test_whole_amounts_are_as_babel_writes_them(locale: str, amount: int) -> None:
    """Separators and groups are those of CLDR, read independently."""
    ours = number_format(locale).fixed(amount)
    assert ours == format_decimal(amount, locale=locale, numbering_system="latn")


def test_short_amounts() -> None:
    """Short amounts have two to three significant digits at every size."""
    sizes = [0.004, 0.5, 4.1, 9.999, 36.2, 310, 1234, 9999, 309876, 999999, 2656789, 3.1e9, 2e12]
    shown = "$0 $0.50 $4.10 $10 $36 $310 $1,230 $10.0k $310k $1.00M $2.66M $3.10B $2.00T"
    assert [USD.short(size) for size in sizes] == shown.split()


def test_signs() -> None:
    """Changes carry a sign, and nothing is neither plus nor minus."""
    assert [USD.signed(by) for by in (1234, -1234, 0.001, 0)] == ["+$1,230", "−$1,230", "$0", "$0"]
    assert [signed_percent(by) for by in (0.131, -0.004, 0.0)] == ["+13\u00a0%", "−0.4\u00a0%", "0.0\u00a0%"]
    assert [points(by) for by in (-0.0123, 0.0)] == ["−1.2\u00a0pt", "0.0\u00a0pt"]
    assert (USD.exact(-0.001), percent(-0.001)) == ("$0", "0\u00a0%")
    assert (count(231.3), count(2.25)) == ("231", "2.3")


@pytest.mark.parametrize(
    ("amount", "whole"),
    [(2400.5, "2,401"), (62.5, "63"), (1.005, "1.01"), (0.125, "0.13"), (18750.0, "18.8k"), (-4.35, "−4.35")],
)
def test_a_half_goes_up_as_in_a_browser(amount: float, whole: str) -> None:
    """One amount is not 2,400 on one page and 2,401 on another: fields in the browser round a half up."""
    money = money_format("index")
    shown = {money.short(amount), money.told(amount), money.exact(amount)}
    assert whole in shown
    assert number_format("en_US").fixed(2.5) == "3"
    assert Writing("index").money(2400.5) == "2,401"


def test_ticks_drop_idle_zeros() -> None:
    """Round axis amounts stand with all their digits, and without decimals that say nothing."""
    assert [USD.tick(tick) for tick in (80000, 100000, 2500000, 0)] == ["$80k", "$100k", "$2.5M", "$0"]


@given(st.floats(-1e12, 1e12), st.floats(0.01, 1e12))
def test_axis_holds_its_values(low: float, spread: float) -> None:
    """The ends hold both values, and the ticks are evenly spaced from end to end."""
    first, last, ticks = axis_ends(low, low + spread)
    slack = 1e-9 * max(abs(low), spread)
    assert first <= low + slack
    assert last >= low + spread - slack
    assert 2 <= len(ticks) <= 8
    assert (ticks[0], ticks[-1]) == (first, last)


@given(st.floats(1, 1e10))
def test_steps_are_round(total: float) -> None:
    """One press of + is a round amount of about half a per cent of the total."""
    step = nice_step(round(total), 1.0)
    assert step >= 1
    assert float(f"{step:.1g}") == step
    assert step <= max(1, total / 40)


@given(st.floats(0, 5000), st.floats(0, 5000))
def test_a_change_of_people_is_the_difference_of_what_is_shown(then: float, now: float) -> None:
    """233 customers that become 284 are 51 more, whatever the fractions behind them are."""
    shown, before = (float(count(each).replace(",", "")) for each in (now, then))
    outcome, today = (SimpleNamespace(customers_at_end=each) for each in (now, then))
    change = CUSTOMERS_AT_END.change(cast("Any", outcome), cast("Any", today), money_format("USD"))
    told = float(change.replace(",", "").replace("\u2212", "-"))
    # Beside a number below ten, written with a tenth, a change of more than ten is written whole.
    assert told == pytest.approx(shown - before, abs=1e-9 if min(now, then) > 10 else 0.51)


def test_sentences_hold_no_cents_of_large_amounts() -> None:
    """11.369,20 € in a sentence is 11.369 €; small amounts and round ones stay as they are."""
    money = money_format("EUR", "de_DE")
    assert [money.told(amount) for amount in (11369.2, 12.5, 2500.0)] == [
        "11.369\u00a0€",
        "12,50\u00a0€",
        "2.500\u00a0€",
    ]


@pytest.mark.parametrize("currency", ["USD", "EUR", "SEK", "BRL"])
@given(ends=st.tuples(st.integers(0, 20_000), st.integers(0, 20_000)))
def test_a_range_says_its_unit_once_and_both_figures_whole(currency: str, ends: tuple[int, int]) -> None:
    """96–150 a month, not 96 a month–150 a month; whatever the currency writes before, between or behind digits."""
    money = money_format(currency)
    for unit, behind in (("people per month", " a month"), ("money per month", " a month"), ("share", "\u00a0%")):
        low, high = (fact_text(end / 100 if unit == "share" else end, unit, money) for end in sorted(ends))
        written = spanned(low, high)
        assert written.count(behind) == 1
        assert written.endswith(f"–{high}")
        assert low.startswith(written.removesuffix(f"–{high}"))
        assert re.sub(r"\D", "", written) == re.sub(r"\D", "", low + high)
    assert spanned("1 month", "3 months") == "1–3 months"
