"""Files made in a process of their own: the same files, whatever becomes of the process."""

from __future__ import annotations

import os
import signal
import time
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings

from simulator.cases import load_case
from simulator.link.codec import encode
from simulator.report.apart import Failed, Maker
from simulator.report.contents import Report
from simulator.report.forms import FORMS, form_of
from simulator.workspace.scenario import Workspace
from tests.strategies import workspaces

START = Workspace.of(load_case("northwind"))
SCRIPT = next(form for form in FORMS if form.ending == "py")


def about(workspace: Workspace) -> tuple[object, ...]:
    return workspace, encode(workspace), "1.0", date(2026, 3, 31), "de"


@pytest.fixture(scope="module")
def maker() -> Maker:
    """One process for all files here."""
    return Maker()


@pytest.mark.parametrize("ending", ["html", "py"])
def test_a_file_made_apart_is_the_one_made_here(maker: Maker, ending: str) -> None:
    """Byte for byte, in the reader's locale."""
    form = form_of(ending)
    assert form is not None
    assert maker.made(form, *about(START)) == form.make(Report(*about(START)))  # type: ignore[arg-type]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(workspaces())
def test_any_company_goes_there_and_back(maker: Maker, workspace: Workspace) -> None:
    """Whatever the company, its script says the same as if it had been made beside the page."""
    assert maker.made(SCRIPT, *about(workspace)) == SCRIPT.make(Report(*about(workspace)))  # type: ignore[arg-type]


def test_a_process_that_was_ended_is_replaced() -> None:
    """Whoever runs short of memory may end it: the next file is made all the same."""
    maker = Maker()
    first = maker.made(SCRIPT, *about(START))
    process = maker._process
    assert process is not None
    os.kill(process.pid, signal.SIGTERM)
    process.wait()
    assert maker.made(SCRIPT, *about(START)) == first
    maker.end()
    assert maker._process is None


def test_a_process_nobody_asks_ends() -> None:
    """After a while without a file its memory is given back."""
    maker = Maker(idle=0.1)
    maker.made(SCRIPT, *about(START))
    until = time.monotonic() + 10
    while maker._process is not None and time.monotonic() < until:
        time.sleep(0.05)
    assert maker._process is None


def test_what_cannot_be_made_or_takes_too_long_is_said_by_its_name(maker: Maker) -> None:
    """It is an error with the form's title, and the next file is made again."""
    with pytest.raises(Failed, match="Python script"):
        maker.made(SCRIPT, "no workspace", "", "1.0", date(2026, 3, 31), "de")
    assert maker.made(SCRIPT, *about(START))
    hasty = Maker(longest=0.01)
    with pytest.raises(Failed, match="Python script"):
        hasty.made(SCRIPT, *about(START))
    hasty.end()


def test_the_process_is_told_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """It makes files without knowing what opens a database."""
    monkeypatch.setenv("NEXT_DOLLAR_DATABASE", "postgresql://secret")
    fresh = Maker()
    fresh.made(SCRIPT, *about(START))
    assert fresh._process is not None
    if os.path.exists(f"/proc/{fresh._process.pid}/environ"):
        with open(f"/proc/{fresh._process.pid}/environ", "rb") as told:
            assert b"secret" not in told.read()
    fresh.end()
