"""The header's parts that need no browser."""

from __future__ import annotations

import pytest

from pages.ui.frame.header import MINE, company_names
from simulator.cases import list_cases


@pytest.mark.parametrize("at", [None, *(case.ref for case in list_cases())])
@pytest.mark.parametrize("own", ["A firm of my own", *(case.business.name for case in list_cases())])
@pytest.mark.parametrize("changed", [False, True])
def test_no_two_companies_are_called_alike(at: str | None, own: str, changed: bool) -> None:
    """A company of one's own named as an example is told apart, or a click would open the example in its place."""
    names = company_names(at, own, changed=changed)
    assert len(set(names.values())) == len(names)
    assert names[at or ""].startswith(own) or not changed


def test_companies_of_one_s_own_keep_names_that_differ() -> None:
    """Two companies called alike, and one called as an example is, are each found by a name of their own."""
    taken = list_cases()[0].business.name
    names = company_names(list_cases()[1].ref, "", changed=False, own={"own 1": "My company", "own 2": "My company",
                                                                       "own 3": taken})  # fmt: skip
    assert len(set(names.values())) == len(names)
    assert all(names[ref].startswith(name) for ref, name in {"own 1": "My company", "own 3": taken}.items())
    assert MINE not in names.values()
