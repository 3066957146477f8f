"""``next-dollar report``: the same report from the shell, and a clear line where it cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from next_dollar.command import main
from simulator.cases import load_case
from simulator.file.writer import file_text
from simulator.link.codec import encode
from simulator.report.forms import FORMS
from simulator.workspace.scenario import Workspace

WORKSPACE = Workspace.of(load_case("elmstreet"))
STARTS = {"pdf": b"%PDF", "html": b"<!doctype html>", "xlsx": b"PK", "pptx": b"PK", "py": b'"""Every figure'}


@pytest.mark.parametrize("ending", [form.ending for form in FORMS])
@pytest.mark.parametrize("source", ["link", "query", "file"])
def test_a_report_of_a_link_and_of_a_file(source: str, ending: str, tmp_path: Path) -> None:
    """Links, their query alone and saved files all give all forms, by the ending asked for."""
    file = tmp_path / "company.toml"
    file.write_text(file_text(WORKSPACE), encoding="utf-8")
    query = encode(WORKSPACE)
    given = {"link": f"https://next.example/Compare?{query}#top", "query": query, "file": str(file)}[source]
    to = tmp_path / f"plan.{ending.upper() if source == 'file' else ending}"
    main(["report", given, "-o", str(to)])
    assert to.read_bytes().startswith(STARTS[ending])


@pytest.mark.parametrize(("source", "to", "says"), [
    ("nowhere.toml", "plan.pdf", "nowhere.toml: No such file"), ("v=1&case=elmstreet.1&total=held", "plan.doc", ".pdf"),
    ("v=1&case=elmstreet.1&total=held", "no/such/folder/plan.py", "No such file"),
])  # fmt: skip
def test_what_cannot_be_is_said_in_one_line(
    source: str, to: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that is not there, a form there is none of and a place that cannot be written to end with one line."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        main(["report", source, "-o", to])
    assert ended.value.code == 1
    said = capsys.readouterr().err
    assert says in said
    assert said.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_a_broken_file_names_its_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each line that is wrong is named, as `check` names it, and nothing is written."""
    file = tmp_path / "company.toml"
    file.write_text(file_text(WORKSPACE).replace("churn = ", "churn = 7 # "), encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["report", str(file), "-o", str(tmp_path / "plan.pdf")])
    assert "company.toml:" in capsys.readouterr().err
    assert not (tmp_path / "plan.pdf").exists()


def test_a_link_that_had_to_be_adjusted_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What could not be opened exactly is said beside the report, as the page says it."""
    main(["report", "v=1&case=elmstreet.1&months=-3&total=held", "-o", str(tmp_path / "plan.html")])
    assert "Horizon" in capsys.readouterr().err
