"""SCORM packages: the manifest names what is there, and a course learns whether a split was tried, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import get_args
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page, expect

from pages.ui.controls.scorm import MANIFEST, PAGE, Edition, package
from tests.course import Course, course
from tests.screens import LINK

API = {"1.2": "API", "2004": "API_1484_11"}
STATUS = {"1.2": "cmi.core.lesson_status", "2004": "cmi.completion_status"}
LMS = """<script>
kept = {}; calls = [];
const noted = (verb, answer) => (...given) => { calls.push([verb, ...given]); return answer(...given); };
const set = (name, value) => { kept[name] = value; return "true"; }, get = (name) => kept[name] ?? "";
const answers = { GetValue: get, LMSGetValue: get, SetValue: set, LMSSetValue: set };
for (const verb of ["Initialize", "Commit", "Terminate", "LMSInitialize", "LMSCommit", "LMSFinish"])
  answers[verb] = () => "true";
window.NAME = Object.fromEntries(Object.entries(answers).map(([verb, answer]) => [verb, noted(verb, answer)]));
</script><iframe id="sco" src="sco" width="900" height="900"></iframe>"""


@pytest.fixture(scope="module")
def site() -> Iterator[Course]:
    """The course software's site."""
    with course() as served:
        yield served


@pytest.mark.parametrize("edition", get_args(Edition))
def test_the_manifest_names_what_is_there(edition: Edition) -> None:
    """Every file it refers to is in the package, whatever the title, and the same gives the same bytes."""
    made = package(edition, "https://here.example/?a=1&b=2", "Smith & <Sons>", 760)
    assert made == package(edition, "https://here.example/?a=1&b=2", "Smith & <Sons>", 760)
    files = ZipFile(BytesIO(made))
    manifest = ElementTree.fromstring(files.read(MANIFEST))
    space = manifest.tag.partition("}")[0] + "}"
    (resource,) = manifest.iter(f"{space}resource")
    assert {resource.get("href"), *(each.get("href") for each in manifest.iter(f"{space}file"))} <= {*files.namelist()}
    assert any(name.lower().endswith("scormtype") and kind == "sco" for name, kind in resource.attrib.items())
    (item,) = manifest.iter(f"{space}item")
    assert item.get("identifierref") == resource.get("identifier")
    assert {each.text for each in manifest.iter(f"{space}title")} == {"Smith & <Sons>"}


@pytest.mark.parametrize("edition", get_args(Edition))
def test_a_course_learns_when_a_split_was_tried(page: Page, app_url: str, site: Course, edition: Edition) -> None:
    """The status is incomplete until a lever is moved, then completed, and no name is ever asked for."""
    made = package(edition, f"{app_url}/?embed=true&show=levers&{LINK}", "Next Dollar", 760)
    site.put("sco", ZipFile(BytesIO(made)).read(PAGE).decode())
    page.goto(site.put("lms", LMS.replace("NAME", API[edition])))
    levers = page.frame_locator("#sco").frame_locator("iframe")
    expect(levers.get_by_label("Sales team, exact amount")).to_have_value("$8,500")
    assert page.evaluate("kept") == {STATUS[edition]: "incomplete"}
    levers.get_by_role("button", name="Sales team: $100 more").click()
    page.wait_for_function("(name) => kept[name] === 'completed'", arg=STATUS[edition])
    page.evaluate("document.getElementById('sco').remove()")
    calls = page.evaluate("calls")
    assert calls[0][0].endswith("Initialize")
    assert {name for verb, name, *_ in calls if "Value" in verb} == {STATUS[edition]}


def test_without_a_course_it_is_still_shown(page: Page, app_url: str, site: Course) -> None:
    """Opened where there is no course software, the page shows the levers."""
    made = package("2004", f"{app_url}/?embed=true&show=levers&{LINK}", "Next Dollar", 760)
    page.goto(site.put("alone", ZipFile(BytesIO(made)).read(PAGE).decode()))
    expect(page.frame_locator("iframe").get_by_label("Sales team, exact amount")).to_be_visible()
