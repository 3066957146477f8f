"""Numbers as people type them: one table of cases that Python and the browser read alike."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest
from babel import Locale, localedata
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Page

from pages.ui.live import joined
from pages.ui.text.amounts import Manner, Reading, read
from pages.ui.text.entry import count_entry, money_entry, percent_entry
from pages.ui.text.formats import money_format
from pages.ui.text.locale import HOME, supported
from pages.ui.text.numbers import number_format
from tests.browser import ROOT

TABLE: dict[str, Any] = json.loads((Path(__file__).parent / "data" / "amounts.json").read_text(encoding="utf-8"))
CASES: list[dict[str, Any]] = TABLE["cases"]
ASSETS = ROOT / "pages" / "ui" / "live" / "assets"
TYPED = st.text(st.sampled_from([*"0123456789" * 3, *".,' +-=%$€krmbnKlaD\u00a0\u202f٫٬٧\t"]), max_size=12)
ANY = st.one_of(TYPED, st.text(max_size=80))
STOOD = st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False), st.sampled_from([0.0, 5.0, 8000.0]))
LOCALES = sorted(localedata.locale_identifiers())
CURRENCIES = [*HOME, "index", "EGP", "KWD"]


def manner(name: str) -> Manner:
    """A field of the table."""
    said = TABLE["fields"][name]
    return Manner(**{**said, "signs": tuple(said["signs"])})


def wanted(case: dict[str, Any]) -> Reading:
    """What the table says of a case."""
    amount = None if isinstance(case["read"], str) else case["read"]
    return Reading(amount, case["read"] == "blank", case.get("said", False))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['field']}: {case['typed']!r} at {case.get('stood')}")
def test_read_as_people_write(case: dict[str, Any]) -> None:
    """Python reads each case as the table says, and says how wherever it could be otherwise."""
    assert read(case["typed"], manner(case["field"]), case.get("stood")) == wanted(case)


def in_the_browser(page: Page, rows: list[list[Any]]) -> list[dict[str, Any]]:
    """What the browser's reader makes of rows of text, manner and what stood there."""
    code = joined(ASSETS / "amounts.js")
    return list(page.evaluate(f"(rows) => {{ {code}\n return rows.map((row) => readAmount(...row)); }}", rows))


def test_the_browser_reads_the_table_alike(page: Page) -> None:
    """JavaScript reads each case of the same table as it says."""
    rows = [[case["typed"], TABLE["fields"][case["field"]], case.get("stood")] for case in CASES]
    for case, found in zip(CASES, in_the_browser(page, rows), strict=True):
        assert Reading(**found) == wanted(case), case


def test_the_browser_reads_all_else_alike(page: Page) -> None:
    """Python and JavaScript agree on texts nobody thought of, in every field of the table."""
    texts: list[tuple[str, float | None]] = []

    @given(TYPED, STOOD)
    def collect(text: str, stood: float | None) -> None:
        texts.append((text, stood))

    collect()
    rows = [[text, field, stood] for text, stood in texts for field in TABLE["fields"].values()]
    names = [name for _ in texts for name in TABLE["fields"]]
    for row, name, found in zip(rows, names, in_the_browser(page, rows), strict=True):
        assert Reading(**found) == read(row[0], manner(name), row[2]), (row[0], name, row[2])


@given(ANY, st.sampled_from(sorted(TABLE["fields"])), STOOD, STOOD)
def test_reading_never_raises(text: str, field: str, stood: float | None, near: float | None) -> None:
    """Whatever is typed is a finite number, nothing, or unreadable."""
    found = read(text, manner(field), stood, near)
    assert found.amount is None or (abs(found.amount) < float("inf") and not found.blank)


@given(
    st.sampled_from(LOCALES), st.sampled_from(CURRENCIES), st.integers(0, 10**14), st.booleans(),
    st.sampled_from([None, 0.0, 1.0]),
)  # fmt: skip
def test_what_is_shown_is_read_as_it_is(
    locale: str, currency: str, cents: int, whole: bool, stood: float | None
) -> None:
    """An amount as any locale shows it is the same amount when it is typed back."""
    money, amount = money_format(currency, locale), float(cents // 100) if whole else cents / 100
    field = money_entry("Spend", money, stood, 0, 1e12, whole=whole, near=amount)
    assert field.read(money.exact(amount)).value == amount


@given(st.sampled_from(LOCALES), st.floats(0, 1e9).map(lambda number: float(f"{number:.6g}")))
def test_counts_and_shares_are_read_as_shown(locale: str, number: float) -> None:
    """A number and a per cent as any locale shows them are the same when typed back."""
    numbers = number_format(locale)
    own = Manner(numbers.group, numbers.decimal)
    assert read(numbers.plain(number, 12), own, None, number).amount == pytest.approx(number, rel=1e-11, abs=1e-11)
    part = min(number, 100.0)
    found = read(f"{numbers.plain(part, 12)}\u00a0%", Manner(numbers.group, numbers.decimal, percent=True), part)
    assert found.amount == pytest.approx(part, rel=1e-11, abs=1e-11)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_locale_can_be_written(locale: str) -> None:
    """Each locale has Latin digits, marks that differ, and no sign that turns the text round."""
    shown = money_format("BRL", locale).exact(-1234567.5) + number_format(locale).percent(-0.125, 1)
    assert {sign for sign in shown if sign.isdigit()} <= set("0123456789")
    assert not set(shown) & set("\u200e\u200f\u061c")
    assert number_format(locale).group != number_format(locale).decimal


def test_refusals_name_field_value_and_what_is_allowed() -> None:
    """What cannot be taken is refused in one sentence, and an empty field is not 0."""
    total = money_entry("Total a month", money_format("USD", "en_US"), 17000.0, 0, 20000, whole=True)
    assert total.read("lots").refusal == "Total a month: “lots” is not an amount. Type $0 to $20,000."
    assert total.read("99k").refusal == "Total a month: 99k is out of range. Type $0 to $20,000."
    assert total.read(" ").refusal == "Total a month is empty. Type $0 to $20,000."
    rate = percent_entry("Lowest win rate, %", None, 0, 3, blank=True)
    assert rate.read("").value is None
    assert rate.read("").refusal == ""
    assert rate.read("50").refusal == (
        "Lowest win rate, %: 50 is out of range. Type 0\u00a0% to 3\u00a0%, or leave it blank."
    )


def test_how_it_was_read_is_said() -> None:
    """A reading that could be another is told in the field's own words."""
    assert money_entry("Goal", money_format("USD", "en_US"), 2e6, 0, 1e9).read("3.500.000").note == "read as $3,500,000"
    assert percent_entry("Win rate", 5.0, 0, 100).read("0,5").note == "read as 0.5\u00a0%"


def test_a_number_shown_short_stays_what_it_is() -> None:
    """Leaving the shown text as it is does not round the number behind it."""
    field = count_entry("Prospects", 1234.56789012345, 0, 1e9)
    assert field.read(field.shown).value == 1234.56789012345


def test_browser_tags_are_understood() -> None:
    """A browser's tag gives its locale, its language alone where the territory is unknown, and else nothing."""
    assert [supported(tag) for tag in ("de-CH", "en-XX", "zh-Hans-CN", "xx", "", None, "C")] == [
        "de_CH", "en", "zh_Hans_CN", None, None, None, None,
    ]  # fmt: skip
    assert Locale.parse(supported("pt-BR") or "").territory == "BR"


def test_every_number_is_typed_into_the_one_field() -> None:
    """No page draws Streamlit's own number field, which reads 5.000 as 5."""
    found = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for file in sorted((ROOT / "pages").rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Attribute) and node.attr == "number_input")
        or (isinstance(node, ast.Constant) and node.value == "number_input")
    ]
    assert found == []
