"""The published results of the How it works page: computed anew, and not by printing what was published."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pages.how.words import STEPS
from simulator.cases import list_cases
from simulator.facts.guesses import REASONS
from simulator.insight import published
from simulator.insight.published import Check, published_checks
from tests.test_pages import CASES, html_of, opened

HOW = "pages/How_it_works.py"


@pytest.mark.parametrize("check", published_checks(), ids=lambda check: check.title)
def test_each_published_result_comes_out(check: Check) -> None:
    """Every number agrees to its last printed digit, and would not if it were one digit off."""
    assert check.results
    for each in check.results:
        assert each.agrees, (each.what, each.computed)
        assert not replace(each, computed=each.computed + 3 * 10.0**-each.digits).agrees


def test_a_wrong_model_is_told_on_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Were a curve off by a thousandth, the page would say that results differ."""
    numbers = sum(len(check.results) for check in published_checks())
    assert f"{numbers} of {numbers} published results" in html_of(opened(HOW))
    true = published.calibrate
    published_checks.cache_clear()
    monkeypatch.setattr(published, "calibrate", lambda *given, **facts: _off(true(*given, **facts)))
    try:
        shown = html_of(opened(HOW))
        assert ">differs<" in shown
        assert f"{numbers} of {numbers} published results" not in shown
    finally:
        published_checks.cache_clear()


def _off(curve: published.Curve) -> published.Curve:
    return replace(curve, ceiling=curve.ceiling * 1.001)


@pytest.mark.parametrize("case", [case.id for case in list_cases()])
def test_the_page_says_all_there_is_to_know(case: str) -> None:
    """Each step of a month, each ground for a guess, the case's assumptions and how far its best split is proved."""
    shown = html_of(opened(HOW, CASES[case]))
    for text in (*(step.equation.split(" ")[0] for step in STEPS), "Apache License", "What the model leaves out"):
        assert text in shown
    assert all(reason.split(":")[0].split(".")[0] in shown for reason in REASONS.values())
    assert "the best split is the best found" in shown or "no split brings more than" in shown
