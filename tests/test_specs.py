"""Chart specs are what Altair builds, however they were kept."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from pages.ui.charts import spec_cache
from pages.ui.charts.spec_cache import specs_of
from pages.ui.frame.registry import PAGES

FOLDERS = [page.folder for page in PAGES]


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to keep specs in, by an interpreter that keeps what it compiles."""
    folder = tmp_path / "kept"
    monkeypatch.setattr(spec_cache, "KEPT", folder)
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    return folder


def again(folder: str) -> spec_cache.Specs:
    """Return the specs as a process that starts now gets them."""
    spec_cache._READY.pop(folder, None)
    return specs_of(folder)


@pytest.mark.parametrize("folder", FOLDERS)
def test_kept_specs_are_those_that_altair_builds(folder: str, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second start reads what the first one built, without building anything."""
    built = import_module(f"pages.{folder}.charts").specs()
    assert again(folder) == built
    monkeypatch.setattr(spec_cache, "import_module", lambda name: pytest.fail(f"{name} was imported again"))
    assert again(folder) == built
    assert len(list(kept.iterdir())) == 1


def test_changed_sources_build_anew(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Specs kept from other sources are neither used nor left lying about."""
    again("allocate")
    (before,) = kept.iterdir()
    before.write_text('{"revenue": {}}', encoding="utf-8")
    monkeypatch.setattr(spec_cache, "_digest", lambda: "other")
    assert again("allocate") == import_module("pages.allocate.charts").specs()
    assert not before.exists()
    assert len(list(kept.iterdir())) == 1


def test_digest_follows_every_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change in any page, in what pages share, or of Altair, changes the digest."""
    for name in ("ui", "one"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "charts.py").write_text("1", encoding="utf-8")
    monkeypatch.setattr(spec_cache, "PAGES", tmp_path)
    seen = {spec_cache._digest.__wrapped__()}
    for name in ("ui", "one"):
        (tmp_path / name / "charts.py").write_text("2", encoding="utf-8")
        seen.add(spec_cache._digest.__wrapped__())
    monkeypatch.setattr(spec_cache.metadata, "version", lambda _: "0")
    seen.add(spec_cache._digest.__wrapped__())
    assert len(seen) == 4


def test_a_damaged_file_is_built_anew(kept: Path) -> None:
    """A file cut short is replaced by a whole one."""
    whole = again("allocate")
    (file,) = kept.iterdir()
    file.write_text(file.read_text(encoding="utf-8")[:100], encoding="utf-8")
    assert again("allocate") == whole
    assert again("allocate") == whole


def test_nothing_is_kept_where_nothing_can_be(kept: Path) -> None:
    """A place that cannot be written costs a little time and nothing else."""
    kept.write_text("a file in the way", encoding="utf-8")
    assert again("allocate") == import_module("pages.allocate.charts").specs()
