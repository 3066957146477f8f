"""Compressed copies: what they hold, who gets them, and what is kept of them."""

from __future__ import annotations

import gzip
import time
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest

from pages.serving.copies import CODINGS, Copies, chosen

UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with two files, by an interpreter that keeps what it compiles."""
    folder = tmp_path / "static"
    (folder / "js").mkdir(parents=True)
    (folder / "js" / "one.js").write_text("export const one = 1;\n" * 200, encoding="utf-8")
    (folder / "js" / "none.js").write_bytes(b"")
    return folder


@pytest.fixture(autouse=True)
def keeping(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let copies be kept."""
    monkeypatch.setattr("sys.dont_write_bytecode", False)


def made(copies: Copies, name: str) -> dict[str, bytes]:
    """Return the copies of that file once they are there."""
    give_up = time.monotonic() + 20
    while time.monotonic() < give_up:
        if found := copies.of(name):
            return found
        time.sleep(0.01)
    raise AssertionError(f"no copies of {name}")


@pytest.mark.parametrize("name", ["js/one.js", "js/none.js"])
def test_copies_unpack_to_the_file(root: Path, tmp_path: Path, name: str) -> None:
    """Every coding on offer gives back exactly the file."""
    found = made(Copies(root, tmp_path / "kept"), name)
    assert found.keys() == CODINGS.keys() == UNPACK.keys()
    for coding, copy in found.items():
        assert UNPACK[coding](copy) == (root / name).read_bytes()


def test_a_second_start_makes_nothing(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Kept copies are there at once, with nothing compressed."""
    first = made(Copies(root, tmp_path / "kept"), "js/one.js")
    monkeypatch.setattr(Copies, "_make", lambda _self, name: pytest.fail(f"{name} was made again"))
    assert Copies(root, tmp_path / "kept").of("js/one.js") == first


def test_copies_made_beforehand_are_there_at_the_start(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What whoever installs the app has made once, a start that may write nothing has at once."""
    Copies(root, tmp_path / "kept").make("js/one.js", "js/none.js", "js/not_there.js")
    monkeypatch.setattr(Copies, "_make", lambda _self, name: pytest.fail(f"{name} was made again"))
    again = Copies(root, tmp_path / "kept")
    again.make("js/one.js")
    assert again.of("js/one.js")
    assert again.of("js/none.js")


def test_other_files_get_other_copies(root: Path, tmp_path: Path) -> None:
    """After an upgrade nobody is given a copy of what stood under that name before, and the old copies go."""
    made(Copies(root, tmp_path / "kept"), "js/one.js")
    (root / "js" / "one.js").write_text("export const one = 2;", encoding="utf-8")
    found = made(Copies(root, tmp_path / "kept"), "js/one.js")
    assert gzip.decompress(found["gzip"]) == b"export const one = 2;"
    assert len(list((tmp_path / "kept").iterdir())) == 1


def test_a_folder_that_cannot_be_written_costs_only_time(root: Path, tmp_path: Path) -> None:
    """Where nothing can be kept, copies are made anew by each start."""
    (tmp_path / "kept").write_text("a file where the folder would be", encoding="utf-8")
    assert made(Copies(root, tmp_path / "kept"), "js/one.js")


def test_a_file_that_is_not_there_stops_nobody(root: Path, tmp_path: Path) -> None:
    """A name without a file has no copies; those asked for after it are made all the same."""
    copies = Copies(root, tmp_path / "kept")
    assert copies.of("js/two.js") is None
    assert made(copies, "js/one.js")
    assert copies.of("js/two.js") is None


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("GZIP;q=0.5, BR;q=0", "gzip"),
        ("br ; q=0.0 , gzip ; q=0", None),
        ("*", "br"),
        ("br;q=0, *;q=0.1", "gzip"),
        ("identity", None),
        ("identity;q=0", None),
        ("zstd, deflate", None),
        ("gzip;q=much", None),
        ("bright, gzippy", None),
        ("", None),
    ],
)
def test_a_browser_gets_only_what_it_takes(accepted: str, coding: str | None) -> None:
    """The best coding among those that ``Accept-Encoding`` allows, else none."""
    assert chosen(accepted) == coding
