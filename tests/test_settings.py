"""Settings from outside: read in one place, checked there, and documented as they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from next_dollar.settings import Settings, documented, read_settings
from tests.browser import ROOT


def test_a_strange_list_of_frames_is_refused() -> None:
    """A setting that would break out of the header stops the start and is named."""
    with pytest.raises(ValueError, match="NEXT_DOLLAR_FRAME_ANCESTORS"):
        read_settings({"NEXT_DOLLAR_FRAME_ANCESTORS": "https://course.example; script-src *"})


def test_a_blank_variable_is_as_good_as_none() -> None:
    """An environment file with a line left empty gives the defaults."""
    assert read_settings({"NEXT_DOLLAR_FRAME_ANCESTORS": " ", "NEXT_DOLLAR_DATABASE": ""}) == Settings()


def test_rooms_are_kept_apart_from_the_code() -> None:
    """Where no place is named, the database lies in the user's data folder."""
    place = Path(Settings().database_place)
    assert place.is_absolute()
    assert ROOT not in place.parents


def test_each_setting_is_documented_as_it_is() -> None:
    """The table in deploy/README.md has each setting's variable, meaning and default, word for word."""
    text = (ROOT / "deploy" / "README.md").read_text(encoding="utf-8")
    rows = [
        tuple(cell.strip() for cell in line.strip("| ").split(" | ")) for line in text.splitlines() if line[:1] == "|"
    ]
    for setting in documented():
        assert setting in rows


def test_environment_variables_are_read_in_one_place() -> None:
    """No other module of the app looks at the environment."""
    reading = re.compile(r"os\.environ|getenv")
    sources = [
        source for folder in ("next_dollar", "pages", "rooms", "simulator") for source in (ROOT / folder).rglob("*.py")
    ]
    found = {
        source.relative_to(ROOT).as_posix() for source in sources if reading.search(source.read_text(encoding="utf-8"))
    }
    assert found == {"next_dollar/settings.py", "next_dollar/command.py"}
