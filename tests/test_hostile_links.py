"""Amounts beyond every limit, in any parameter of any link: the nearest valid state, and never an error."""

from __future__ import annotations

import math
from collections.abc import Iterable

import pytest

from simulator.link.codec import decode
from simulator.link.facts import FACT_KEYS
from simulator.link.reader import LINK_KEYS
from simulator.model.question import Question
from tests.test_pages import SCRIPTS, opened

NUMBERS = [
    "1e300",
    "-1e300",
    "1e-320",
    "1e999",
    "-1",
    "nan",
    "inf",
    "9" * 400,
    "0x10",
    "1_0",
    "٩",
    "1e5~1e300",
    "~",
    "~~~",
]
FORMS = [
    "{key}={number}",
    "{key}=Search+ads~{number}",
    "{key}=conversion~{number}~{number}",
    "{key}=A" + "~{number}" * 4,
]
KEYS = sorted((FACT_KEYS | LINK_KEYS) - {"v", "case"})
TOLD = "v=1&case=northwind.1&"
ROOMS = ("from", "to", "controls", "room", "seat", "view")
"""What pages have in an address beside the link."""


def _all(keys: Iterable[str], number: str) -> str:
    return "&".join(f"{key}={number}" for key in keys)


@pytest.mark.parametrize("key", KEYS)
def test_no_number_in_a_parameter_is_an_error(key: str) -> None:
    """Whatever stands for a number, the link opens, and its company has figures."""
    for number in NUMBERS:
        for form in FORMS:
            workspace = decode(TOLD + form.format(key=key, number=number)).workspace
            scenario = workspace.scenario
            outcome = Question(scenario.business, scenario.plan, workspace.months, workspace.metric).value
            assert math.isfinite(outcome), form.format(key=key, number=number)


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("number", ["1e300", "-" + "9" * 400, "nan"])
def test_no_number_in_an_address_breaks_a_page(script: str, number: str) -> None:
    """Each page opens with the whole of an address beyond all limits, and with what it has beside the link."""
    for keys in (KEYS, ROOMS):
        assert not opened(script, TOLD + _all(keys, number)).exception
