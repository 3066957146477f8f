"""The documentation: it can be made, leads nowhere in vain, says what the app says, and its examples run."""

from __future__ import annotations

import re
from html import escape, unescape
from pathlib import Path

import pytest

import simulator
from docs.__main__ import main
from docs.examples import EXAMPLE, ExampleFailed, ran
from docs.links import broken
from docs.site import GUIDES, TOLD, body, lead, pages
from docs.told import told
from next_dollar.settings import documented
from pages.ui.frame.registry import PAGES
from pages.ui.text.glossary import GLOSSARY
from simulator.facts.business import Business
from simulator.facts.channel import Channel
from simulator.report.assumptions import DISTRUST, LEFT_OUT
from tests.browser import ROOT


@pytest.fixture(scope="module")
def site() -> dict[str, str]:
    """All pages; making them runs every example."""
    return pages()


def words(page: str) -> str:
    """Return what a reader sees of a page, without its marks."""
    return unescape(re.sub(r"<[^>]*>", "", page.split("<main>")[1]))


def test_no_link_leads_nowhere(site: dict[str, str]) -> None:
    """Each link among the pages leads to one, and to a place that is on it."""
    assert broken(site) == []


def test_links_that_lead_nowhere_are_found() -> None:
    """A missing page, a missing place and a place named twice are each said with the page they are on."""
    made = {"a.html": '<a href="b.html#there"></a><a href="c.html"></a><a href="#no"></a><i id="x"></i><i id="x"></i>',
            "b.html": '<i id="here"></i><a href="https://example.org/c.html">'}  # fmt: skip
    found = broken(made)
    assert len(found) == 4
    assert all(each.startswith("a.html: ") for each in found)
    assert {where for where in ("#there", "c.html", "#no", "'x'") if any(where in each for each in found)} == {
        "#there", "c.html", "#no", "'x'",
    }  # fmt: skip


def test_pages_open_offline(site: dict[str, str]) -> None:
    """They load no script, style, font or picture from anywhere."""
    for page in site.values():
        assert not re.search(r"<(?:script|link|img|iframe)\b|url\(", page.split("<main>")[0] + "".join(
            re.findall(r"<[^>]*>", page)))  # fmt: skip


def test_the_library_s_guide_is_run_and_shows_what_it_printed(site: dict[str, str]) -> None:
    """Each example that prints has its output below it, and the figures are those of the model."""
    text = ROOT.joinpath("docs", "guides", "library.md").read_text(encoding="utf-8")
    assert site["library.html"].count('class="language-output"') == len(
        [code for code in EXAMPLE.findall(text) if "print" in code]
    )
    business = simulator.load_case("northwind").business
    assert f"{simulator.simulate(business, business.plan).total_revenue:,.0f} of revenue" in site["library.html"]


def test_an_example_that_no_longer_runs_stops_the_making() -> None:
    """What fails is named with its page and its code; examples before it are known to it."""
    text = "```python\na = 1\n```\n\n```python\nprint(a + 1)\n```\n"
    assert ran(text, "A guide").endswith("```output\n2\n```\n")
    with pytest.raises(ExampleFailed, match=r"'A guide' does not run: NameError.*\nprint\(b\)"):
        ran(f"{text}```python\nprint(b)\n```\n", "A guide")


def test_the_example_of_the_readme_runs() -> None:
    """What the first page of the project shows in Python works."""
    assert "```output" in ran(ROOT.joinpath("README.md").read_text(encoding="utf-8"), "README")


def test_guides_say_what_the_app_says(site: dict[str, str]) -> None:
    """Words, questions of pages, limits, settings and facts stand in the pages as they stand in the code."""
    assert all(f"{term}\n{meaning}" in words(site["words.html"]) for term, meaning in GLOSSARY.items())
    assert all(page.question in words(site["owners.html"]) for page in PAGES)
    assert all(text in words(site["model.html"]) for pair in LEFT_OUT for text in pair)
    assert all(line in words(site["owners.html"]) for line in DISTRUST)
    assert all(meaning.replace("`", "") in words(site["deploy.html"]) for _, meaning, _ in documented())


def test_the_reference_holds_every_public_name(site: dict[str, str]) -> None:
    """Each name of the package has its place, with its docstring; each field of a company and a channel is there."""
    page = site["reference.html"]
    for name in simulator.__all__:
        assert f'<h2 id="{name.lower()}">' in page
        first = (getattr(simulator, name).__doc__ or "").strip().splitlines()[0]
        assert re.sub(r"`", "", first) in words(page)
    for field in (*Business.model_fields, *Channel.model_fields):
        assert field in ("origins", "name", "currency", "channels") or f"<code>{field}</code>" in page


def test_every_document_is_a_page() -> None:
    """No Markdown of the project is left out, but the README, which the site has in its own words."""
    listed = {guide.source for guide in GUIDES}
    found = {
        path.relative_to(ROOT).as_posix()
        for place in ("*.md", "docs/**/*.md", "deploy/*.md")
        for path in ROOT.glob(place)
    }
    assert found - listed == {"README.md"}


def test_nothing_told_is_left_untold(site: dict[str, str]) -> None:
    """Each thing the code tells is asked for by some page, and no mark stands unread."""
    texts = [ROOT.joinpath(guide.source).read_text("utf-8") for guide in GUIDES if guide.source]
    asked = {name for text in texts for name in TOLD.findall(text)}
    assert told().keys() - asked <= {"company facts", "channel facts"}
    assert not [name for name, page in site.items() if "<p>&lt;!--" in page]


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "a <b onclick=x>b</b>"])
def test_html_in_a_guide_is_text(text: str) -> None:
    """What looks like markup in a docstring or a guide is shown, not run."""
    assert escape(text, quote=False) in body(text).replace("&quot;", '"')


@pytest.mark.parametrize(("address", "source", "page"), [
    ("docs/architecture.md", "CONTRIBUTING.md", "architecture.html"), ("../../deploy/README.md#settings",
     "docs/guides/courses.md", "deploy.html#settings"), ("#here", "CHANGELOG.md", "#here"),
    ("https://example.org", "CHANGELOG.md", "https://example.org"), ("../gone.md", "docs/glossary.md", "../gone.md"),
])  # fmt: skip
def test_links_between_files_become_links_between_pages(address: str, source: str, page: str) -> None:
    """A file that is a page is led to as one; what is none stays as it is, and is found as broken."""
    assert lead(address, source) == page


def test_one_command_writes_the_pages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It names the page to begin with, and writes no page but those listed."""
    assert main([str(tmp_path / "site")]) == 0
    assert str(tmp_path / "site" / "index.html") in capsys.readouterr().out
    assert {path.name for path in (tmp_path / "site").iterdir()} == {guide.name for guide in GUIDES}
