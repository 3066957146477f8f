"""Every page stands alone: opened cold, for every case, and from links of many kinds."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from benchmarks.companies import concave_task
from pages.ui.frame.registry import PAGES
from simulator.cases import list_cases
from simulator.link.codec import encode
from simulator.workspace.scenario import Workspace
from tests.browser import ROOT

SCRIPTS = [page.script for page in PAGES]
ROOM = "pages/Training_room.py"
"""The one page that works on a room, not on the link's scenario."""
CASES = {case.id: encode(Workspace.of(case)) for case in list_cases()}
GOLDEN = json.loads((Path(__file__).parent / "data" / "golden_links_v1.json").read_text(encoding="utf-8"))


def opened(script: str, query: str = "") -> AppTest:
    """Run a page as the first request of a server's life."""
    test = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    if script != "app.py":
        test.switch_page(script)
    for name, values in parse_qs(query, keep_blank_values=True).items():
        test.query_params[name] = values
    return test.run()


def html_of(test: AppTest) -> str:
    """Return all HTML the page shows, and the data of its live words and pictures."""
    live = [element.proto.json for element in test.get("bidi_component")]
    return "\n".join([*(element.proto.body for element in test.get("html")), *live])


def test_every_page_is_listed() -> None:
    """Each script under pages/ has its place in the header, and each listed script exists."""
    found = {f"pages/{path.name}" for path in (ROOT / "pages").glob("[!_]*.py")} | {"app.py"}
    assert set(SCRIPTS) == found


@pytest.mark.parametrize("script", SCRIPTS)
def test_opens_cold(script: str) -> None:
    """A page opened alone says its answer and raises nothing."""
    test = opened(script)
    assert not test.exception
    shown = html_of(test)
    assert 'class="answer"' in shown or '"kind": "headline"' in shown


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("case", CASES)
def test_every_case_on_every_page(script: str, case: str) -> None:
    """Each stock case has a sensible page everywhere."""
    test = opened(script, CASES[case])
    assert not test.exception
    assert "nan" not in html_of(test).lower().replace("nance", "")


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("place", range(0, len(GOLDEN), 5))
def test_golden_links_on_every_page(script: str, place: int) -> None:
    """Links with many scenarios, locks and own facts open on each page without an adjustment."""
    test = opened(script, GOLDEN[place]["link"])
    assert not test.exception
    assert "could not be opened exactly" not in html_of(test)


@pytest.mark.parametrize("script", [script for script in SCRIPTS if script != ROOM])
@pytest.mark.parametrize("query", ["v=9", "v=1&case=nowhere.1", "v=1&plan=%00~x", "case", "v=1&months=-3&metric=luck"])
def test_bad_links_on_every_page(script: str, query: str) -> None:
    """A bad link opens the nearest valid state, says so, and raises nothing."""
    test = opened(script, query)
    assert not test.exception
    assert "could not be opened exactly" in html_of(test)


EXTREMES = [
    "plan=A~1e13~1e13~1e13~1e13",
    "plan=A~1e13~0~0~0",
    "plan=A~1e14~1e14~1e14~1e14",
    "plan=A~0~0~0~0",
    "plan=A~1e-300~0~0~1e-9",
    "conversion_spend=1e12&upsell_spend=1e12&channel=Search+ads~1e12&channel=Trade+fairs~1e12",
    "wallet=1e12&customers=1e9&first_order=1e12",
    "wallet=0&gross_margin=0&churn=0.99&customers=0",
    "churn=0&discount_rate=10&fixed_cost=1e12&months=120",
]


@pytest.mark.parametrize("script", [script for script in SCRIPTS if script != ROOM])
@pytest.mark.parametrize("facts", EXTREMES)
def test_extreme_links_on_every_page(script: str, facts: str) -> None:
    """What is legal for each figure is legal for their sums, products and ratios: no page breaks on it."""
    assert not opened(script, f"v=1&case=northwind.1&{facts}&total=held").exception


@pytest.mark.parametrize("script", [script for script in SCRIPTS if script != ROOM])
@pytest.mark.parametrize("seed", range(10))
def test_generated_companies_on_every_page(script: str, seed: int) -> None:
    """A company of one's own of any kind and size, another for each page, opens without a traceback or a "nan"."""
    business = concave_task(10 * SCRIPTS.index(script) + seed).business
    test = opened(script, encode(Workspace.of(business)))
    assert not test.exception
    assert not re.search(r"\b(nan|inf)\b", html_of(test).lower())
