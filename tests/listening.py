"""A page as a screen reader tells it: what Chromium's own accessibility tree holds, in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from playwright.sync_api import Page

CONTROLS = {
    "button", "checkbox", "combobox", "link", "listbox", "menuitem", "option", "radio", "radiogroup", "searchbox",
    "slider", "spinbutton", "switch", "tab", "textbox",
}  # fmt: skip
NAMED = CONTROLS | {"alertdialog", "dialog", "heading", "image", "img", "table", "timer"}
"""Roles that say nothing without a name."""
SOUNDS = re.compile(r"\S")


@dataclass(frozen=True)
class Heard:
    """One thing that is told: its role, its name, and what it holds."""

    role: str
    name: str
    value: str = ""
    level: int = 0
    states: frozenset[str] = frozenset()
    """Those that are on: checked, disabled, expanded, invalid, pressed, required, selected."""

    def __str__(self) -> str:
        parts = [self.role, self.name, self.value, *sorted(self.states)]
        return ", ".join(part for part in parts if part)


def told(page: Page) -> list[Heard]:
    """Return all that is told of a page from top to bottom."""
    session = page.context.new_cdp_session(page)
    session.send("Accessibility.enable")
    nodes: list[dict[str, Any]] = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    by_id = {node["nodeId"]: node for node in nodes}
    return [_heard(node) for node in _walk(nodes[0], by_id) if not node.get("ignored")]


def _walk(node: dict[str, Any], by_id: dict[str, dict[str, Any]]) -> Iterator[dict[str, Any]]:
    yield node
    for child in node.get("childIds", ()):
        if child in by_id:
            yield from _walk(by_id[child], by_id)


def _heard(node: dict[str, Any]) -> Heard:
    said = {each["name"]: each.get("value", {}).get("value") for each in node.get("properties", ())}
    states = {name for name in ("checked", "disabled", "expanded", "invalid", "pressed", "required", "selected")
              if said.get(name) in (True, "true", "mixed")}  # fmt: skip
    value = said.get("valuetext") or node.get("value", {}).get("value", "")
    return Heard(
        role=str(node.get("role", {}).get("value", "")),
        name=" ".join(str(node.get("name", {}).get("value", "")).split()),
        value=str(value),
        level=int(said.get("level") or 0),
        states=frozenset(states),
    )


def faults(page: Page) -> list[str]:
    """Return what a listener is told without a name, and headings out of order."""
    heard = told(page)
    found = [f"without a name: {each}" for each in heard if each.role in NAMED and not SOUNDS.search(each.name)]
    levels = [each.level for each in heard if each.role == "heading" and each.level]
    if levels[:1] != [1]:
        found.append(f"headings begin with {levels[:3]}, one of the first level is needed")
    found += [f"heading of level {after} after {before}" for before, after in pairwise(levels) if after > before + 1]
    return found
