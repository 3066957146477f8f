"""What all tests share: how hard Hypothesis looks, a running app and a browser to see it with."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.internal.conjecture import providers
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser import FLAGS, HINT, find_chromium, serving
from tests.room_app import deployed_rooms, room_app
from tests.room_store import clock, database, postgres_server, store
from tests.visitors import Lend, lend

__all__ = ["clock", "database", "deployed_rooms", "lend", "postgres_server", "room_app", "store"]

SLOW_TO_DRAW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]

settings.register_profile(
    "ci", max_examples=60, derandomize=True, deadline=None, suppress_health_check=SLOW_TO_DRAW,
    phases=[Phase.explicit, Phase.generate],
)  # fmt: skip
settings.register_profile("thorough", max_examples=2000, deadline=None, suppress_health_check=SLOW_TO_DRAW)
PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "ci")
settings.load_profile(PROFILE)
if PROFILE == "ci":
    # Hypothesis also tries constants of the modules loaded so far, which differ with the tests that ran before on the
    # same worker: examples that fail in one run would pass in the next.
    providers.__dict__["_get_local_constants"] = lambda found=providers._local_constants: found

expect.set_options(timeout=15_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """In CI a test in the browser that fails has another try; which ones needed it stands at the end of the run.

    Files with tests in the browser come first: they take longest, and at the end of a run on several workers the
    others wait for the last file that one of them has begun.
    """
    watched = [item for item in items if "browser" in getattr(item, "fixturenames", ())]
    files = {item.path for item in watched}
    items.sort(key=lambda item: item.path not in files)
    if os.environ.get("CI"):
        for item in watched:
            item.add_marker(pytest.mark.flaky(reruns=2))


@pytest.fixture(scope="session", autouse=True)
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where apps that name no database keep theirs: out of the way of this machine's user."""
    place = tmp_path_factory.mktemp("data")
    os.environ["XDG_DATA_HOME"] = str(place)
    return place


@pytest.fixture(scope="session")
def app_url(data_folder: Path) -> Iterator[str]:  # noqa: ARG001
    """The address of the running app."""
    with serving() as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium; without one the test fails in CI and is skipped elsewhere."""
    path = find_chromium()
    if path is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(HINT)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def context(lend: Lend) -> BrowserContext:
    """A fresh visitor: no cookies, no session."""
    return lend(viewport={"width": 1280, "height": 1000}, reduced_motion="reduce")


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page on which any uncaught script error fails the test."""
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    assert not errors, errors
