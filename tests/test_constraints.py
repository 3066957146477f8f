"""The file of constraints: it names all that the project installs, at the versions the tests run with."""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, packages_distributions, requires, version

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.browser import ROOT


def _declared() -> list[Requirement]:
    """What pyproject.toml asks for, with the extras that are for tests."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [line for lines in project["optional-dependencies"].values() for line in lines]
    return [Requirement(line) for line in (*project["dependencies"], *extras) if not line.startswith("next-dollar")]


def _closure() -> dict[str, str]:
    """The version of each distribution that an installation brings, by canonical name."""
    found: dict[str, str] = {}
    open_ones = [(each, extra) for each in _declared() for extra in (*each.extras, "")]
    while open_ones:
        wanted, extra = open_ones.pop()
        name = canonicalize_name(wanted.name)
        if wanted.marker and not wanted.marker.evaluate({"extra": extra}):
            continue
        try:
            found[name] = version(name)
        except PackageNotFoundError:  # Of another platform or Python.
            continue
        open_ones += [
            (needed, given)
            for needed in map(Requirement, requires(name) or ())
            for given in (*wanted.extras, "")
            if canonicalize_name(needed.name) not in found
        ]
    return found


def test_constraints_name_all_that_is_installed() -> None:
    """Whoever installs with the constraints gets just the versions that the tests passed with."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {canonicalize_name(name): at for name, at in (line.split("==") for line in lines if "==" in line)}
    missing = {name: at for name, at in _closure().items() if pinned.get(name) != at}
    assert not missing


def test_what_the_app_imports_is_declared() -> None:
    """Each third-party package that the app's own modules import is a dependency it names."""
    own = {"next_dollar", "pages", "rooms", "simulator", "tests"}
    imported: set[str] = set()
    for folder in ("next_dollar", "pages", "rooms", "simulator"):
        for source in (ROOT / folder).rglob("*.py"):
            text = source.read_text(encoding="utf-8")
            imported |= {match[1] for match in re.finditer(r"^\s*(?:from|import) (\w+)", text, re.MULTILINE)}
    third = imported - own - set(sys.stdlib_module_names)
    declared = {canonicalize_name(each.name) for each in _declared()}
    distributions = packages_distributions()
    brought_by = {name: {canonicalize_name(each) for each in distributions.get(name, [])} for name in third}
    assert third
    assert not {name for name, brings in brought_by.items() if not declared & brings}
