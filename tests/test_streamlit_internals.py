"""All that leans on what Streamlit does not promise stands in one folder, and the pages work without it."""

from __future__ import annotations

import ast
import json
import logging
import math
import os
import re
import threading
import weakref
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
import streamlit as st
from playwright.sync_api import Page, Route, expect
from starlette.formparsers import MultiPartParser
from streamlit.proto.NewSession_pb2 import NewSession
from streamlit.runtime import app_session
from streamlit.runtime.media_file_manager import MediaFileManager, MediaFileMetadata
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.runtime.memory_session_storage import MemorySessionStorage

from pages.serving.memory import Crowd
from pages.serving.outline import PATIENCE_MS, page_document
from pages.ui.frame.registry import PAGES
from pages.ui.streamlit_internals import chunks, document, downloads, run, server, sessions, tcp_nodelay, theme, uploads
from pages.ui.streamlit_internals.fallback import fall_back
from pages.ui.streamlit_internals.names import DOM, STYLE, WORD, styled
from tests.browser import ROOT, serving
from tests.replicas import replica
from tests.test_steps_browser import START, expect_sales, set_sales
from tests.without_vega import hide_vega

HOME = ROOT / "pages" / "ui" / "streamlit_internals"
APPS = Path(__file__).with_name("apps")
OPENING_MS = 4500
"""Longer than the keyboard waits for what a button opens."""
SAID = "This Streamlit has no "
PROMISED = {name for name in dir(st) if not isinstance(getattr(st, name), ModuleType)} - {"__file__"} | {"components"}
NAMES = re.compile(r"data-test|\bst[A-Z]\w*Theme|static/js|streamlit/static|loadVegaEmbed|get_script_run_ctx")


def sources(*endings: str) -> list[Path]:
    """All files of the app with these endings, but for those of the one folder."""
    folders = [ROOT / name for name in ("next_dollar", "pages", "rooms", "simulator")]
    found = [file for folder in folders for file in folder.rglob("*") if file.suffix in endings]
    return sorted(file for file in [ROOT / "app.py", *found] if file.suffix in endings and HOME not in file.parents)


def private_uses(tree: ast.AST) -> Iterator[str]:
    """Modules below `streamlit` that are imported, and names of it that are no public functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names if name.name.startswith("streamlit."))
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "streamlit":
            yield from (f"{node.module}.{name.name}" for name in node.names if name.name not in PROMISED)
            yield from [str(node.module)] if node.module != "streamlit" else []
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "st":
            yield from [f"st.{node.attr}"] if node.attr not in PROMISED else []


@pytest.mark.parametrize(
    "code",
    ["from streamlit.runtime import get_instance", "import streamlit.web.bootstrap", "from streamlit import config",
     "import streamlit as st\nst.runtime.exists()", "import streamlit as st\nprint(st.__file__)"],
)  # fmt: skip
def test_private_uses_are_seen(code: str) -> None:
    """The search finds a private module however it is reached."""
    assert list(private_uses(ast.parse(code)))


def test_nobody_else_imports_what_is_private() -> None:
    """Only the one folder knows modules of Streamlit that are not its public functions."""
    found = {file: list(private_uses(ast.parse(file.read_text(encoding="utf-8")))) for file in sources(".py")}
    assert {str(file): uses for file, uses in found.items() if uses} == {}


def test_nobody_else_names_what_is_in_its_page() -> None:
    """Scripts, style sheets and documents name Streamlit's elements and files by the tables, all of which are used."""
    for file in sources(".py", ".js", ".css", ".html"):
        assert NAMES.findall(file.read_text(encoding="utf-8")) == [], file
    words = [found for file in sources(".css", ".html") for found in WORD.findall(file.read_text(encoding="utf-8"))]
    assert set(words) == set(STYLE)
    code = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "pages").rglob("*.js"))
    outline = (ROOT / "pages" / "serving" / "outline.html").read_text(encoding="utf-8")
    assert {name for name in DOM if f"NAMES.{name}" in code or f"${name}" in outline} == set(DOM)


def test_style_sheets_are_given_the_table_s_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new name in the table is all that a renamed element takes; longer names and keys stay what they are."""
    monkeypatch.setitem(STYLE, "stHtml", ".stMarkup")  # type: ignore[arg-type]
    assert styled(".stHtml > .stHtmlish, .st-key-stHtml { }") == ".stMarkup > .stHtmlish, .st-key-stHtml { }"


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> Iterator[Callable[[], list[str]]]:
    """What fallbacks have said since the test began."""
    fall_back.cache_clear()
    with caplog.at_level(logging.WARNING, "next_dollar.streamlit"):
        yield lambda: [record.getMessage() for record in caplog.records if record.name == "next_dollar.streamlit"]
    fall_back.cache_clear()


def test_without_the_context_of_a_run(monkeypatch: pytest.MonkeyPatch, log: Callable[[], list[str]]) -> None:
    """What it tells is taken from other signs, and that is said once for each thing."""
    monkeypatch.delattr("streamlit.runtime.scriptrunner.get_script_run_ctx")
    for _ in range(3):
        assert run.drawing(otherwise=True)
        assert not run.drawing(otherwise=False)
        assert run.came_by_history(otherwise=True)
        assert run.page_on_show() == ""
    assert len(log()) == 3


def test_without_parts_of_the_context(monkeypatch: pytest.MonkeyPatch, log: Callable[[], list[str]]) -> None:
    """A context that has lost its fields still tells that a page is being drawn."""
    monkeypatch.setattr("streamlit.runtime.scriptrunner.get_script_run_ctx", lambda **_: SimpleNamespace())
    for _ in range(3):
        assert run.drawing(otherwise=False)
        assert run.came_by_history(otherwise=True)
        assert run.page_on_show() == ""
    assert len(log()) == 2


@pytest.mark.parametrize("lost", ["streamlit.config.set_option", "streamlit.watcher.local_sources_watcher"])
def test_without_hooks_of_the_server(monkeypatch: pytest.MonkeyPatch, log: Callable[[], list[str]], lost: str) -> None:
    """The app is served where Streamlit was told to, and its watcher watches."""
    monkeypatch.setattr(st, "get_option", {"server.baseUrlPath": "told", "server.fileWatcherType": "none"}.get)
    if lost.endswith("set_option"):
        monkeypatch.delattr(lost)
        assert [server.serve_below("wanted") for _ in range(3)] == ["told"] * 3
    else:
        monkeypatch.setitem(__import__("sys").modules, lost, None)
        for _ in range(3):
            server.watch_nothing()
    assert len(log()) == 1


def test_without_a_count_of_visits(monkeypatch: pytest.MonkeyPatch, log: Callable[[], list[str]]) -> None:
    """Among the figures it is no number then."""
    monkeypatch.setattr("streamlit.runtime.get_instance", SimpleNamespace)
    assert all(math.isnan(sessions.open_sessions()) for _ in range(3))
    assert len(log()) == 1


def test_visits_that_are_over_are_let_go(monkeypatch: pytest.MonkeyPatch, log: Callable[[], list[str]]) -> None:
    """Once a visit cannot come back, nothing holds it, though nobody else leaves; without the store it is said."""

    class Visit(SimpleNamespace):
        """What a weak reference can be had of."""

    storage = MemorySessionStorage(ttl_seconds=0)
    gone = Visit(session=SimpleNamespace(id="gone"))
    held = weakref.ref(gone)
    storage.save(gone)  # type: ignore[arg-type]
    manager = SimpleNamespace(_session_storage=storage, _storage_lock=threading.Lock(), num_active_sessions=lambda: 3)
    monkeypatch.setattr("streamlit.runtime.get_instance", lambda: SimpleNamespace(_session_mgr=manager))
    del gone
    assert held() is not None
    assert sessions.held_sessions() == 3
    assert held() is None
    assert not log()
    monkeypatch.setattr("streamlit.runtime.get_instance", SimpleNamespace)
    for _ in range(3):
        assert math.isnan(sessions.held_sessions())
    assert len(log()) == 1


def test_memory_is_given_back_when_a_crowd_has_left() -> None:
    """Looking for what is left behind holds everyone up, so it is done after many have gone and not after each."""
    crowd = Crowd()
    asked = [(500, False), (480, False), (20, True), (18, False), (60, False), (math.nan, False), (5, True), (0, False)]
    assert [crowd.has_left(now) for now, _ in asked] == [left for _, left in asked]


def test_uploads_pass_through_no_file(monkeypatch: pytest.MonkeyPatch, log: Callable[[], list[str]]) -> None:
    """The parser of forms keeps the largest file in memory; without such a limit it is said."""
    monkeypatch.setattr(MultiPartParser, "spool_max_size", 1)
    uploads.keep_in_memory()
    assert MultiPartParser.spool_max_size > 50_000_000
    monkeypatch.delattr(MultiPartParser, "spool_max_size")
    for _ in range(3):
        uploads.keep_in_memory()
    assert len(log()) == 1


def test_a_file_stays_until_it_is_old(monkeypatch: pytest.MonkeyPatch, log: Callable[[], list[str]]) -> None:
    """What is made for a download outlives any number of runs for a while, then goes; without the mark that is said."""
    monkeypatch.setattr(MediaFileMetadata, "mark_for_delete", MediaFileMetadata.__dict__["mark_for_delete"])
    downloads.keep_until_fetched()
    downloads.keep_until_fetched()
    files = MediaFileManager(MemoryMediaFileStorage("/media"))
    monkeypatch.setattr("streamlit.runtime.media_file_manager._get_session_id", lambda: "visit")
    url = files.execute_deferred(files.add_deferred(lambda: b"file", "text/plain", "0.0", "a.txt"))
    name = url.rpartition("/")[2].partition(".")[0]
    for _ in range(5):
        files.remove_orphaned_files()
    assert files.read_file(name) is not None
    monkeypatch.setattr(downloads, "KEPT", 0.0)
    files.remove_orphaned_files()
    files.remove_orphaned_files()
    assert files.read_file(name) is None
    monkeypatch.delattr(MediaFileMetadata, "mark_for_delete")
    for _ in range(3):
        downloads.keep_until_fetched()
    assert len(log()) == 1


def test_the_theme_is_told_as_it_is_read(monkeypatch: pytest.MonkeyPatch, log: Callable[[], list[str]]) -> None:
    """Every run is told just what Streamlit reads, which it reads once; without its reader that is said."""
    read, count = app_session._populate_theme_msg, Counter[str]()
    monkeypatch.setattr(
        app_session,
        "_populate_theme_msg",
        lambda msg, section="theme": (count.update([section]), getattr(read, "__wrapped__", read)(msg, section)),
    )
    plain, ours = NewSession(), NewSession()
    sections = {"theme": lambda told: told.custom_theme, "theme.dark": lambda told: told.custom_theme.dark}
    for section, part in sections.items():
        app_session._populate_theme_msg(part(plain), section)
    theme.read_theme_once()
    for _ in range(3):
        ours = NewSession()
        for section, part in sections.items():
            app_session._populate_theme_msg(part(ours), section)
    assert ours == plain
    assert plain.custom_theme.ByteSize()
    assert set(count.values()) == {2}
    monkeypatch.delattr(app_session, "_populate_theme_msg")
    for _ in range(3):
        theme.read_theme_once()
    assert len(log()) == 1


def test_without_a_list_of_sockets(
    monkeypatch: pytest.MonkeyPatch, log: Callable[[], list[str]], tmp_path: Path
) -> None:
    """Where the system does not list what is open, nothing is changed."""
    monkeypatch.setattr(tcp_nodelay, "DESCRIPTORS", tmp_path / "none")
    for _ in range(3):
        tcp_nodelay.send_at_once()
    assert len(log()) == 1


def test_without_the_scripts_by_name(
    monkeypatch: pytest.MonkeyPatch, log: Callable[[], list[str]], tmp_path: Path
) -> None:
    """Nothing is asked for ahead, and charts are drawn by Streamlit's own element."""
    monkeypatch.setattr(chunks, "_FOLDER", tmp_path)
    for _ in range(3):
        assert chunks.element_chunks() == []
        assert chunks._vega_chunks() == (None, None)
    assert len(log()) == 2


@pytest.mark.parametrize("lost", ['rel="stylesheet"', 'as="font"', "<title>", "</head>", 'id="root"'])
def test_with_another_document(log: Callable[[], list[str]], lost: str) -> None:
    """What is not found in the document stays as Streamlit wrote it, all else is put in, and nothing is lost."""
    index = (document.ROOT / "index.html").read_text(encoding="utf-8")
    assert index.count(lost) == 1
    other = index.replace(lost, lost.replace("e", "E").replace("o", "O"))
    for _ in range(3):
        dressed = page_document(PAGES[0], other)
        for part in re.findall(r"<(?:script|link|div|meta)[^>]*>", other):
            assert part in dressed.replace('<link fetchpriority="low"', "<link")
        assert ("next-dollar-outline" in dressed) == (lost not in ("</head>", 'id="root"'))
    assert len(log()) == 1


def test_pages_work_without_any_of_it(page: Page, tmp_path: Path) -> None:
    """With no private module, script or document found, levers move charts, Back goes back, the log says it once."""
    path = f"{APPS / 'without_internals'}{os.pathsep}{ROOT}"
    with (tmp_path / "log").open("wb") as log, replica(log=log, PYTHONPATH=path) as running:
        page.goto(f"{running.address}/?{START}")
        expect(page.get_by_test_id("stVegaLiteChart").first).to_be_visible(timeout=40_000)
        headline = page.locator("h1").first.inner_text()
        for amount in (6000, 7000):
            set_sales(page, amount)
        expect(page.locator("h1").first).not_to_have_text(headline)
        page.go_back()
        expect_sales(page, 6000)
        expect(page.get_by_role("textbox", name="Sales team, exact amount")).to_have_value("$6,000")
        page.get_by_role("link", name="Channels", exact=True).click()
        page.wait_for_url("**/Channels?v=1*")
        expect_sales(page, 6000)
    said = Counter(re.findall(f"{SAID}(.*?):", (tmp_path / "log").read_text(encoding="utf-8")))
    assert set(said.values()) == {1}
    things = "context", "deletion", "index.html", "mark", "name", "reader", "script", "scripts", "search", "socket"
    # Visits that are over are looked for some seconds after the start: on a busy machine that is said too.
    assert {words.split()[0] for words in said} - {"store"} == {*things}


def renamed(route: Route) -> None:
    """Give the browser a Streamlit in which all names of the tables are others."""
    text = route.fetch().text()
    for name in set(re.findall(r"st[A-Z]\w*|data-test-\w+-state", json.dumps([DOM, STYLE]))) - {"stActiveTheme"}:
        text = re.sub(rf"\b{name}\b", f"{name}Anew", text)
    route.fulfill(body=text, content_type="text/javascript")


def heard(page: Page) -> list[str]:
    """What the browser's console is told of Streamlit from here on."""
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text) if "this Streamlit has no" in line.text else None)
    return said


def test_pages_work_with_other_names(page: Page, app_url: str) -> None:
    """With every element and state renamed the outline goes, levers move charts, and it is said once each."""
    said = heard(page)
    page.route("**/static/js/*.js", renamed)
    page.goto(f"{app_url}/?{START}")
    expect(page.locator("next-dollar-outline")).to_have_count(0, timeout=40_000 + PATIENCE_MS)
    expect(page.locator("svg.marks").first).to_be_visible(timeout=40_000)
    set_sales(page, 7000)
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Channels", exact=True).click()
    page.wait_for_url("**/Channels?v=1*")
    expect(page.locator("svg.marks").first).to_be_visible()
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Share", exact=True).press("Enter")
    expect(page.get_by_role("button", name="Copy link")).to_be_visible()
    page.wait_for_timeout(OPENING_MS)
    kinds = Counter(line.split("no ", 1)[1].split(":")[0] for line in said)
    assert kinds.pop("state of the script", 1) == 1  # Asked only where a press comes before an answer.
    assert kinds == {
        "sign that a page is drawn": 1, "box around an element": 1, "block around an element": 1,
        "main part of the page": 1, "place of what a button opened": 1,
    }  # fmt: skip


def test_charts_are_drawn_without_our_way_to_vega(page: Page, app_url: str) -> None:
    """Where the entry script has another name, Streamlit's own element draws the charts, and it is said once."""
    said = heard(page)
    hide_vega(page)
    page.goto(f"{app_url}/?{START}")
    expect(page.get_by_test_id("stVegaLiteChart").first).to_be_visible(timeout=40_000)
    set_sales(page, 7000)
    assert len(said) == 1


def test_live_parts_follow_the_theme(page: Page, app_url: str) -> None:
    """They turn dark with the page, and do so where no class tells of the theme any more, which is said once."""
    said = heard(page)
    dark = page.locator(".nd.words.dark")
    for lost in (False, True):
        if lost:
            page.add_init_script("""{
              const own = Object.getOwnPropertyDescriptor(Element.prototype, "className");
              const get = function () { return this.firstElementChild?.shadowRoot ? "" : own.get.call(this); };
              Object.defineProperty(Element.prototype, "className", { ...own, get });
            }""")
        page.emulate_media(color_scheme="light")
        page.goto(f"{app_url}/?{START}")
        expect(page.locator(".nd.words").first).to_be_visible(timeout=40_000)
        expect(dark).to_have_count(0)
        page.emulate_media(color_scheme="dark")
        expect(dark.first).to_be_visible()
        assert len(said) == lost


@pytest.fixture(scope="module")
def elements() -> Iterator[str]:
    """A page with one of each element that is looked for."""
    with serving(APPS / "elements_app.py", STREAMLIT_CLIENT_TOOLBAR_MODE="developer") as address:
        yield address


def test_every_name_is_there(page: Page, elements: str) -> None:
    """This Streamlit's page has each element and attribute by the name the tables give."""
    page.goto(elements)
    expect(page.locator(DOM["drawn"])).to_have_count(1, timeout=40_000)
    page.get_by_role("button", name="Popover").click()
    later = {"stStatusWidget"}
    parts = {name: DOM[name] for name in ("element", "component", "main", "opener", "opened")}
    for word, selector in {**STYLE, **parts}.items():
        if word not in later:
            expect(page.locator(selector).first, word).to_be_attached()
    for selector in [*DOM["block"].split(", "), DOM["form"].split(", ")[-1], f"[{DOM['run']}]"]:
        expect(page.locator(selector).first).to_be_attached()
    expect(page.locator(f"[{DOM['connection']}={DOM['connected']}]")).to_have_count(1)
    expect(page.locator(f'script[src*="{DOM["entry"][1:]}"]')).to_have_count(1)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Slow").click()
    expect(page.locator(STYLE["stStatusWidget"])).to_be_visible()


def test_the_chosen_theme_is_kept_under_its_name(page: Page, elements: str) -> None:
    """What a visitor chose in Streamlit's menu stands where the outline looks for it."""
    page.goto(elements)
    expect(page.locator(DOM["drawn"])).to_have_count(1, timeout=40_000)
    page.locator("[data-testid=stMainMenu] button, #MainMenu button").first.click()
    page.get_by_role("menuitemradio", name="Dark").click()
    kept = "name => Object.entries(localStorage).some(([key, value]) => key.startsWith(name) && /dark/i.test(value))"
    page.wait_for_function(kept, arg=f"{DOM['theme']}/-")
