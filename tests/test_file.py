"""Files: a company with its plans as one small text, exactly; what is broken is named by line and changes nothing."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from next_dollar.command import main
from simulator.cases import list_cases, load_case
from simulator.facts.origin import Origin
from simulator.facts.sources import with_origins
from simulator.file import document
from simulator.file.faults import BrokenFile
from simulator.file.reader import Opened, read_file
from simulator.file.writer import case_text, file_text
from simulator.link.codec import decode, encode
from simulator.workspace.scenario import Scenario, Workspace
from tests.origins import with_some_origins
from tests.strategies import workspaces

NORTHWIND = load_case("northwind")
TEXT = case_text("northwind")


def with_origins_in(data: st.DataObject, workspace: Workspace) -> Workspace:
    """Return the workspace with where the facts of its first scenarios come from, some alike and some not."""
    known: dict[Any, Any] = {}
    scenarios = []
    for scenario in workspace.scenarios:
        if scenario.business not in known:
            known[scenario.business] = data.draw(with_some_origins(scenario.business))
        scenarios.append(Scenario(scenario.name, known[scenario.business], scenario.plan))
    return replace(workspace, scenarios=tuple(scenarios))


@given(st.data())
def test_round_trip(data: st.DataObject) -> None:
    """Any workspace comes back from its file exactly, with where its facts come from, and has one file."""
    workspace = with_origins_in(data, data.draw(workspaces()))
    text = file_text(workspace)
    assert read_file(text.encode()) == Opened(workspace)
    assert file_text(read_file(text).workspace) == text


@pytest.mark.parametrize("ref", [case.ref for case in list_cases()])
def test_stock_cases_convert_in_one_call(ref: str) -> None:
    """Each stock case is a file of its own, small enough to read."""
    text = case_text(ref)
    assert read_file(text) == Opened(Workspace.of(load_case(ref)))
    assert len(text) < 3000


def test_a_file_reads_like_a_form() -> None:
    """Each fact stands on a line of its own, as a person would type it, with its unit; defaults are left out."""
    assert "win_rate = 0.03 # share\n" in TEXT
    assert "conversion_spend = 5000 # money per month\n" in TEXT
    assert "discount_rate" not in TEXT
    assert (
        TEXT.index("format = ") < TEXT.index("[company]") < TEXT.index("[[company.channels]]") < TEXT.index("[[plans]]")
    )
    guessed = Origin(fact="churn", kind="guessed", source="steady", low=0.01)
    text = file_text(Workspace.of(with_origins(NORTHWIND.business, {"churn": guessed})))
    assert '[company.origins]\nchurn = {kind = "guessed", source = "steady", low = 0.01}\n' in text


def test_a_file_and_a_link_hold_the_same() -> None:
    """What a file opens has the link it was saved beside."""
    workspace = Workspace.of(NORTHWIND)
    assert encode(read_file(file_text(workspace)).workspace) == encode(workspace)
    assert decode(encode(workspace)).workspace == read_file(file_text(workspace)).workspace


def changed(*pairs: tuple[str, str], text: str = TEXT) -> str:
    """Return the file with some of its text replaced."""
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def line_of(words: str, text: str) -> int:
    """Return the number of the first line with these words."""
    return next(number for number, line in enumerate(text.splitlines(), 1) if words in line)


CHANNELS = "[[company.channels]]"
ORIGINS = "[company.origins]\n"
BROKEN: list[tuple[tuple[str, str], str, str]] = [
    (("churn = 0.03", "churn = "), "churn =", "Invalid value"),
    (("[view]", "[view"), "[view", "Expected ']'"),
    (("[view]", "[company]"), "", "Cannot declare"),
    (("churn = 0.03", "churn = 3"), "churn = 3", "Churn is 3: a number from 0 to 0.99 is allowed."),
    (("churn = 0.03", 'churn = "3 %"'), "churn =", "Churn is '3 %': a number from 0 to 0.99 is allowed."),
    (("win_rate_at_double = 0.044", "win_rate_at_double = 0.02"), "win_rate_at_double", "it must be above today's"),
    (("wallet = 2100", "# wallet = 2100"), "[company]", "Wallet is missing: a number"),
    (("prospects = 60", "prospects = 600"), "prospects_at_double = 88", "Trade fairs: Prospects at double spend is 88"),
    (('name = "Trade fairs"', 'name = "search Ads"'), 'name = "search Ads"', "each channel needs a name of its own"),
    (('"Trade fairs" = 2000', '"Trade fair" = 2000'), '"Trade fair" = 2000', "this company's channels are"),
    (("conversion = 5000", "conversion = -5"), "conversion = -5", "Sales team is -5"),
    (("held = true", "held = 1"), "held = 1", "true or false is allowed"),
    (("held = true", "months = 0"), "months = 0", "whole months from 1 to 120 are allowed"),
    (("held = true", 'months = "12"'), 'months = "12"', "a whole number is needed"),
    (("held = true", 'metric = "fame"'), "metric", "one of revenue"),
    (("held = true", "shown = 3"), "shown = 3", "Scenario on show"),
    (("held = true", 'locked = ["Posters"]'), "locked", "Locked lever is 'Posters'"),
    (("held = true", 'locked = "Posters"'), "locked", "a list of names"),
    (("[[plans]]", "[plans]"), "[plans]", "a list of tables is needed"),
    (("[view]", '[[limits]]\nlever = "upsell"\nleast = 5\nmost = 2\n[view]'), "most = 2", "cannot be below the least"),
    (("[view]", "[[limits]]\nleast = 5\n[view]"), "[[limits]]", "needs the name of its lever"),
    ((CHANNELS, ORIGINS + 'churn = {kind = "heard"}\n' + CHANNELS), "heard", "'guessed'"),
    ((CHANNELS, ORIGINS + "turnover = {}\n" + CHANNELS), "turnover", "no fact of a business"),
    (("version = 1", "version = 0"), "version = 0", "a whole number from 1"),
    (('format = "next-dollar"', 'format = "pickle"'), "format", "none of Next Dollar"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "words", "reason"), BROKEN, ids=[case[2][:40] for case in BROKEN])
def test_a_broken_file_says_line_and_reason(change: tuple[str, str], words: str, reason: str) -> None:
    """One fault, on the line where it stands, as a sentence."""
    text = changed(change)
    with pytest.raises(BrokenFile) as broken:
        read_file(text)
    (fault,) = broken.value.faults
    assert reason in fault.reason
    assert fault.reason.endswith(".")
    assert not words or fault.line == line_of(words, text)
    assert str(broken.value).startswith(f"Line {fault.line}: ")


def test_all_that_is_wrong_is_named_at_once() -> None:
    """Faults of two channels and a plan stand side by side, each with its line."""
    text = changed(("carryover = 0.2", "carryover = 2"), ("carryover = 0.5", "carryover = -1"))
    with pytest.raises(BrokenFile) as broken:
        read_file(text)
    assert [fault.line for fault in broken.value.faults] == [
        line_of("carryover = 2", text),
        line_of("carryover = -1", text),
    ]


def test_what_is_no_text_is_refused() -> None:
    """A picture, an empty file and one of a hundred megabytes are no companies, and each says so."""
    for data in (b"\x89PNG\r\n\x1a\n\x00", b"", b"#" * 10**7, "[" * 100_000, 'a = "' + "é" * 10):
        with pytest.raises(BrokenFile):
            read_file(data)
    with pytest.raises(BrokenFile, match=r"Line 2: There are signs here that are no text"):
        read_file(b"format = 1\n# \xff")


def test_unknown_parts_are_named_and_left_out() -> None:
    """What this version does not know is kept out and said, with its line; all else opens."""
    text = changed(
        ("churn = 0.03", "churn = 0.03\nmood = 5"),
        ("[view]", "[view]\ncolour = 1"),
        ("format =", "author = 'me'\nformat ="),
    )
    opened = read_file(text)
    assert opened.workspace == Workspace.of(NORTHWIND)
    assert set(opened.notes) == {
        f"Line {line_of('mood', text)}: 'mood' is no part of [company], so it is left out.",
        f"Line {line_of('colour', text)}: 'colour' is no part of [view], so it is left out.",
        f"Line {line_of('author', text)}: 'author' is no part of a file, so it is left out.",
    }
    assert read_file(changed(("northwind.1", "southwind.1"))).workspace.case is None


def test_a_file_of_the_facts_alone_opens() -> None:
    """Plans, view and limits can be left out: today's plan is shown."""
    text = TEXT[: TEXT.index("[view]")]
    assert read_file(text).workspace == replace(Workspace.of(NORTHWIND), case=None)


def test_a_byte_order_mark_and_windows_lines_are_read() -> None:
    """An editor's marks change nothing."""
    assert read_file(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode()) == Opened(Workspace.of(NORTHWIND))


def test_older_versions_migrate(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of an older version goes through each step to the newest; one of a newer opens, and says so."""

    def renamed(older: dict[str, Any]) -> dict[str, Any]:
        company = dict(older["company"])
        company["churn"] = company.pop("loss")
        return {**older, "company": company}

    monkeypatch.setattr(document, "VERSION", 3)
    monkeypatch.setattr(document, "MIGRATIONS", {1: renamed, 2: lambda older: older})
    older = changed(("churn = 0.03", "loss = 0.03"))
    assert read_file(older) == Opened(Workspace.of(NORTHWIND))
    newer = read_file(changed(("version = 1", "version = 9")))
    assert newer.workspace == Workspace.of(NORTHWIND)
    assert "a newer version" in newer.notes[0]


def test_every_version_has_its_step() -> None:
    """From each version ever written there is a way to the newest."""
    assert set(document.MIGRATIONS) == set(range(1, document.VERSION))


def damaged(chance: random.Random) -> str:
    """Return the file of a stock case with one to three things done to it."""
    text = TEXT
    for _ in range(chance.randrange(1, 4)):
        start = chance.randrange(len(text))
        end = start + chance.randrange(1, 30)
        pieces = [
            "",
            "\n",
            "[",
            '"',
            "= 1e999",
            "\x00",
            "true",
            "0x1F",
            "2025-01-01",
            "[[company.channels]]\n",
            "é" * 5,
        ]
        text = text[:start] + chance.choice(pieces) + text[chance.choice([start, end]) :]
    return text


def test_no_file_breaks_the_reader() -> None:
    """Thousands of damaged files each open as a valid workspace or are refused with sentences."""
    chance = random.Random(13)
    refused: list[str] = []
    for _ in range(2000):
        try:
            workspace = read_file(damaged(chance)).workspace
            assert read_file(file_text(workspace)).workspace == workspace
        except BrokenFile as broken:
            refused += [fault.reason for fault in broken.faults]
    assert len(refused) > 200
    assert all(re.fullmatch(r"[^\n]+\.", reason) for reason in refused)


def test_check_names_what_a_file_holds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``next-dollar check`` says in one line what a sound file holds, and ends well."""
    file = tmp_path / "northwind.toml"
    file.write_text(changed(("churn = 0.03", "churn = 0.03\nmood = 5")), encoding="utf-8")
    main(["check", str(file)])
    said = capsys.readouterr().out
    assert "Northwind Supply: 2 channels, 1 plan, 0 guesses, 0 facts read from data" in said
    assert "'mood' is no part of [company]" in said


def test_check_refuses_a_broken_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It names file, line and reason, and ends in an error that a script can see."""
    file = tmp_path / "broken.toml"
    file.write_text(changed(("churn = 0.03", "churn = 3")), encoding="utf-8")
    for name, words in ((file, "broken.toml:21: Churn is 3"), (tmp_path / "none.toml", "none.toml: ")):
        with pytest.raises(SystemExit) as stopped:
            main(["check", str(name)])
        assert stopped.value.code == 1
        assert words in capsys.readouterr().err
