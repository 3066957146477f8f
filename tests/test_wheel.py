"""The wheel: what is installed serves the app from any folder, with nothing of the checkout beside it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import ROOT, free_port, wait_until_up


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as it would be published."""
    place = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(place)], cwd=ROOT, check=True,
                   capture_output=True)  # fmt: skip
    return next(place.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of an environment with the wheel and, of this one, only what the wheel depends on."""
    place = tmp_path_factory.mktemp("installed") / "environment"
    venv.create(place, with_pip=False, symlinks=os.name != "nt")
    subprocess.run([sys.executable, "-m", "pip", "--python", str(place), "install", "-q", "--no-deps", "--no-index",
                    str(wheel)], check=True)  # fmt: skip
    packages = next(place.glob("[Ll]ib/**/site-packages"))
    # A folder named in a .pth file lends its packages, and does not say where an editable checkout is.
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return place / ("Scripts" if os.name == "nt" else "bin")


@contextmanager
def command_serving(installed: Path, folder: Path, *options: str) -> Iterator[str]:
    """Run the installed command in ``folder`` until the block ends; yield its address."""
    port = free_port()
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    process = subprocess.Popen([installed / "next-dollar", "--port", str(port), *options], cwd=folder, env=environment)
    path = options[options.index("--base-path") + 1] if "--base-path" in options else ""
    address = f"http://127.0.0.1:{port}/{path}".rstrip("/")
    try:
        wait_until_up(f"{address}/_stcore/health", process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


def test_the_wheel_holds_all_that_runs_and_nothing_else(wheel: Path) -> None:
    """Pages, browser code, migrations, cases, the guide and type marks are in it; tests and tools are not."""
    names = zipfile.ZipFile(wheel).namelist()
    for needed in (
        "next_dollar/app.py", "next_dollar/.streamlit/config.toml", "next_dollar/pages/Compare.py",
        "next_dollar/pages/ui/live/assets/levers.js", "next_dollar/pages/ui/frame/style.css",
        "next_dollar/docs/facilitator-guide.md", "rooms/migrations/env.py", "simulator/cases/northwind.v1.json",
        "simulator/report/paper.typ", "simulator/report/page.css", "simulator/py.typed", "rooms/py.typed",
    ):  # fmt: skip
        assert needed in names
    packages = {name.split("/")[0] for name in names}
    assert {name for name in packages if not name.endswith(".dist-info")} == {"next_dollar", "rooms", "simulator"}
    assert not [name for name in names if "__pycache__" in name]


def test_the_command_serves_pages_and_a_room_from_any_folder(installed: Path, tmp_path: Path, page: Page) -> None:
    """Started in an empty folder below a path of its own, it shows the home page and opens a room in the named file."""
    place = tmp_path / "kept" / "rooms.sqlite3"
    with command_serving(installed, tmp_path, "--database", str(place), "--base-path", "what-if") as address:
        page.goto(address)
        expect(page.get_by_text("Today's split brings about")).to_be_visible(timeout=60_000)
        page.goto(f"{address}/Training_room")
        page.get_by_role("button", name="Open a room", exact=True).click()
        expect(page.locator(".joining .code")).to_have_text(re.compile(r"^\w{4}-\w{4}$"))
    assert place.is_file()


def test_the_command_says_its_version(installed: Path, wheel: Path, tmp_path: Path) -> None:
    """The version is the wheel's own."""
    said = subprocess.run(
        [installed / "next-dollar", "--version"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert said.stdout.split() == ["next-dollar", wheel.name.split("-")[1]]


@pytest.mark.parametrize("options", [["--port", "0"], ["--port", "eighty"]])
def test_a_port_that_cannot_be_is_refused(installed: Path, tmp_path: Path, options: list[str]) -> None:
    """The command ends with one line that names the value and what is allowed."""
    said = subprocess.run(
        [installed / "next-dollar", *options], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert said.returncode == 2
    assert options[1] in said.stderr
    assert "1 to 65535" in said.stderr


def test_the_model_runs_without_the_app(installed: Path, tmp_path: Path) -> None:
    """`simulator` needs none of the pages: it is a package of its own."""
    code = (
        "import sys, simulator; c = simulator.load_case('northwind'); simulator.simulate(c.business, c.business.plan); "
        "assert not {'streamlit', 'altair', 'pages'} & set(sys.modules)"
    )
    subprocess.run([installed / "python", "-c", code], cwd=tmp_path, check=True)


def test_the_command_writes_reports_and_their_script_runs(installed: Path, tmp_path: Path) -> None:
    """Installed, with nothing of the checkout beside it, each form is made, and the script finds all it needs."""
    link = "https://next.example/?v=1&case=northwind.1&total=held"
    for name in ("plan.pdf", "plan.html", "plan.xlsx", "plan.pptx", "plan.py"):
        subprocess.run([installed / "next-dollar", "report", link, "-o", name], cwd=tmp_path, check=True)
        assert (tmp_path / name).stat().st_size > 1000
    said = subprocess.run([installed / "python", "plan.py"], cwd=tmp_path, check=True, capture_output=True, text=True)
    assert '"Revenue": 2737698.05' in said.stdout


def test_the_command_shows_the_key_of_courses(installed: Path, tmp_path: Path) -> None:
    """Installed, it finds what it belongs to beside the app, and names the key that signs."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    show = [installed / "next-dollar", "--database", "rooms.sqlite3", "lti-key", "show"]
    (tmp_path / "rooms.sqlite3").touch()
    said = subprocess.run(show, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    assert re.fullmatch(r"[\w-]{43}  signs now\n", said.stdout)
