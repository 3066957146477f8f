"""The browser code as code: checked and tested by the tools of its own language, where this machine has them."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from pages.serving import outline
from pages.ui.live import delivery, joined
from tests import curve_table
from tests.browser import ROOT

MODULES = sorted(ROOT.joinpath("pages").rglob("*.js"))
ENTRIES = [file for file in MODULES if "\nexport default" in file.read_text(encoding="utf-8")]
IN_THE_DOCUMENT = [outline.FRAME]
"""What stands in a page's own HTML."""
OLDEST_NODE = (20, 10)


def run(*command: str | Path) -> None:
    """Run a command in the checkout; what it says is the failure."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def node() -> str:
    """Node, for developers alone."""
    found = shutil.which("node")
    if found is None:
        pytest.skip("no node found: install Node.js to test the browser code without a browser")
    said = subprocess.run([found, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    if tuple(int(part) for part in said.removeprefix("v").split(".")[:2]) < OLDEST_NODE:
        pytest.skip(f"Node {said} is too old to test the browser code: {OLDEST_NODE[0]}.{OLDEST_NODE[1]} is enough")
    return found


def test_modules_pass_their_own_tests(node: str) -> None:
    """Outbox, money, keys, curves, following a room and the trail of steps do what `tests/js` says of them."""
    run(node, "--test", "--no-warnings", *sorted(ROOT.glob("tests/js/*.test.js")))


def test_modules_are_checked_by_types(node: str) -> None:
    """All browser code is right by its JSDoc types, strictly."""
    local = ROOT / "node_modules" / "typescript" / "bin" / "tsc"
    installed = shutil.which("tsc")
    if not local.is_file() and installed is None:
        pytest.skip("no TypeScript found: `npm install` in the checkout brings the one package.json names")
    run(*([node, local] if local.is_file() else [str(installed)]), "-p", "tests/js")


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda file: file.stem)
def test_joined_modules_are_one_module(node: str, entry: Path, tmp_path: Path) -> None:
    """What Streamlit is given is one module: no name stands twice in it, and nothing is imported any more."""
    code = delivery._CODE if entry.name == "loader.js" else joined(entry)
    assert not [line for line in code.splitlines() if line.startswith(("import ", "export {", "export const"))]
    (tmp_path / "joined.mjs").write_text(code, encoding="utf-8")
    run(node, "--check", tmp_path / "joined.mjs")


def test_each_module_comes_once_and_after_what_it_imports(tmp_path: Path) -> None:
    """Joined, a module stands behind those it needs, without comments, and JSON is a constant."""
    files = {
        "names.json": '{"a": 1}',
        "low.js": """// Low.
import NAMES from "./names.json" with { type: "json" };
export const low = NAMES.a;
""",
        "side.js": """import { low } from "./low.js";
/**
 * @param {number} x
 */
export function side(x) {
  return x + low;
}
""",
        "top.js": """import {
  low,
} from "./low.js";
import { side } from "./side.js";
export default () => /** @type {number} */ (side(low)); // 1 + 1
""",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert joined(tmp_path / "top.js") == (
        'const NAMES = {"a":1};\nconst low = NAMES.a;\nfunction side(x) {\n  return x + low;\n}\n'
        "export default () => (side(low)); // 1 + 1\n"
    )


def test_modules_in_a_circle_are_refused(tmp_path: Path) -> None:
    """Two modules that import each other have no order."""
    (tmp_path / "a.js").write_text('import { b } from "./b.js";\n', encoding="utf-8")
    (tmp_path / "b.js").write_text('import { a } from "./a.js";\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"a\.js imports itself through a\.js, b\.js"):
        joined(tmp_path / "a.js")


def test_curves_are_those_of_the_model() -> None:
    """The table that the browser's curves are held to is what the model gives today."""
    kept = json.loads(curve_table.FILE.read_text(encoding="utf-8"))
    assert kept["efforts"] == list(curve_table.EFFORTS)
    for row, now in zip(kept["curves"], curve_table.rows(), strict=True):
        assert (row["family"], row["facts"]) == (now["family"], now["facts"])
        assert row["results"] == pytest.approx(now["results"], rel=1e-12)


def test_every_module_is_used() -> None:
    """No module is left that no component, no page's HTML and no other module asks for."""
    texts = {file: file.read_text(encoding="utf-8") for file in MODULES}
    for file in MODULES:
        assert file in [*ENTRIES, *IN_THE_DOCUMENT] or any(f'/{file.name}"' in text for text in texts.values()), file
