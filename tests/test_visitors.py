"""A visitor that is lent to one test after the other brings nothing along."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.visitors import Visitors

LEAVES = """() => {
  document.cookie = "left=1";
  localStorage.left = 1;
  sessionStorage.left = 1;
  return new Promise((done) => { indexedDB.open("left").onsuccess = () => done(); });
}"""
FINDS = """async () => [
  document.cookie, localStorage.length, sessionStorage.length, (await indexedDB.databases()).length,
  (await navigator.permissions.query({ name: "clipboard-read" })).state, window.name, innerWidth,
]"""


def test_a_visitor_comes_back_as_good_as_new(browser: Browser, app_url: str) -> None:
    """Nothing that is stored, granted, caught on its way or opened by one test is found by the next."""
    visitors = Visitors(browser)
    found = []
    for _ in range(3):
        visitor = visitors.lend(viewport={"width": 1280, "height": 1000})
        page = visitor.context.new_page()
        page.goto(f"{app_url}/_stcore/health")
        found.append(page.evaluate(FINDS))
        page.evaluate(LEAVES)
        visitor.context.grant_permissions(["clipboard-read"])
        visitor.context.route("**/*", lambda route: route.abort())
        page.set_viewport_size({"width": 400, "height": 400})
        visitors.take_back(visitor)
    assert len(visitor.context.pages) == 1
    assert found[0][:4] == ["", 0, 0, 0]
    assert found == found[:1] * 3
    visitors.close()
