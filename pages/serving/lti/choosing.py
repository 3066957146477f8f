"""The form by which a course author chooses what stands in a course (deep linking)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from pages.serving.lti.refusals import Refused
from pages.serving.lti.targets import Target, read_target, room_target
from pages.ui.controls.embed import SHOWN
from pages.ui.state.framing import PAGE, Framing, frame_query
from simulator.cases import Case, list_cases
from simulator.link.codec import encode
from simulator.workspace.scenario import Workspace

PARTS = {**SHOWN, PAGE: "The whole page"}
WORTHS = {
    "done": "100 once a split is submitted",
    "share": "The part of the possible gain that the split makes, once the best is shown",
}
TITLE = "Where should the next dollar go?"
LONGEST_TITLE = 120


class Unclear(Exception):
    """What was chosen cannot be made out; its text stands above the form."""


def fields(sent: Mapping[str, str], wrong: str) -> dict[str, str]:
    """Return what the form is filled with: as it was sent, with what is wrong about it."""
    what = sent.get("what", "case")
    companies = [(case.ref, case.title) for case in list_cases()]
    return {
        "wrong": f'<p class="wrong" role="alert">{escape(wrong)}</p>' if wrong else "",
        "ticket": escape(sent.get("ticket", "")),
        **{f"is_{name}": "checked" if name == what else "" for name in ("case", "link", "room")},
        "cases": _options(companies, sent.get("case", "")),
        "parts": _options(PARTS.items(), sent.get("show", "")),
        "worths": _options(WORTHS.items(), sent.get("worth", "")),
        "hide": "checked" if sent.get("hide") == "yes" else "",
        **{name: escape(sent.get(name, "")) for name in ("link", "room", "title")},
    }


def read(sent: Mapping[str, str], base: str) -> tuple[Target, str]:
    """Return what was chosen, and what the course calls it; `Unclear` says which field is wrong, and what it takes.

    Args:
        sent: the form.
        base: of the app, with a slash at its end.
    """
    title = " ".join(sent.get("title", "").split()) or TITLE
    if len(title) > LONGEST_TITLE or not title.isprintable():
        raise Unclear(f"The title has {len(title)} characters: 1 to {LONGEST_TITLE} are allowed.")
    what = sent.get("what", "")
    if what == "case":
        return _company(sent), title
    try:
        if what == "link":
            return read_target(sent.get("link", "").strip(), base), title
        if what == "room":
            return room_target(sent.get("room", ""), by_share=sent.get("worth") == "share"), title
    except Refused as refused:
        said = f"The link is {sent.get('link', '')[:80]!r}: {refused.told}."
        raise Unclear(said if what == "link" else refused.said) from None
    raise Unclear("Nothing is chosen: a company, a link or a room is allowed.")


def _company(sent: Mapping[str, str]) -> Target:
    part = sent.get("show", PAGE)
    case = next((each for each in list_cases() if each.ref == sent.get("case")), None)
    if case is None or part not in PARTS:
        raise Unclear("The company or what is shown of it is not one of those on the list.")
    return Target("", _query(case, Framing(part, sent.get("hide") != "yes")))


def _query(case: Case, framing: Framing) -> str:
    workspace = Workspace.of(case)
    asked = frame_query(framing, workspace.levers, "").removeprefix("embed=true&")
    return f"{asked}&{encode(workspace)}"


def _options(named: Iterable[tuple[str, str]], chosen: str) -> str:
    return "".join(
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(name)}</option>'
        for value, name in named
    )
