"""Small pieces of HTML that Streamlit has no element for; every text that comes in is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from pages.ui.text.formats import Shortened, percent
from pages.ui.text.glossary import explained
from pages.ui.text.units import Kind, note
from pages.ui.text.words import title
from simulator.facts.plan import Function, Plan, function_of

Way = Literal["copy", "csv", "png", "svg"]
WAYS: Mapping[Way, tuple[str, str]] = {
    "copy": ("Copy", "Copy the table"),
    "csv": ("CSV", "CSV file of the table"),
    "png": ("PNG", "PNG picture"),
    "svg": ("SVG", "SVG picture"),
}
"""What is pressed to take a table or a chart, in the order shown: its word, and what it does for a screen reader."""
TABLE_WAYS: Sequence[Way] = ("copy", "csv")


@dataclass(frozen=True)
class SplitPart:
    """One part of a split bar; ``share`` of the whole, 0 to 1."""

    name: str
    role: Function
    share: float
    text: str


@dataclass(frozen=True)
class Ranked:
    """One bar of a ranked list; ``share`` of the longest, 0 to 1. ``kept`` of it is drawn solid, the rest pale."""

    name: str
    figure: str
    remark: str
    role: Function | None
    share: float
    kept: float | None = None


def answer(sentence: str, why: str) -> str:
    """Return the page's one sentence and the quiet line under it."""
    said = f'<h1 class="answer">{escape(sentence)}</h1><p class="why">{explained(why)}</p>'
    return f'<div class="first" aria-live="polite">{said}</div>'


def noted(text: str, kind: Kind) -> str:
    """Return a quiet remark with, behind it, what figures of that kind are measured in where that is an index."""
    return " · ".join(filter(None, (text, note(kind))))


def heading(text: str, aside: str = "") -> str:
    """Return a heading with a quiet remark behind it."""
    named = escape(", ".join(filter(None, (text, aside))))
    said = f"{escape(text)}<small>{explained(aside)}</small>"
    return f'<div class="total" role="heading" aria-level="2" aria-label="{named}">{said}</div>'


def phrase(text: str, aside: str = "") -> str:
    """Return the plain phrase above a picture, with a quiet remark behind it."""
    said = f" <small>{escape(aside)}</small>" if aside else ""
    return f'<p class="phrase" role="heading" aria-level="2">{explained(text)}{said}</p>'


def small(*lines: str) -> str:
    """Return quiet lines."""
    return "".join(f'<p class="small">{explained(line)}</p>' for line in lines if line)


def notice(first: str, items: Iterable[str]) -> str:
    """Return a notice with its reasons."""
    listed = "".join(f"<li>{escape(item)}</li>" for item in items)
    return f'<div class="notice" role="status">{escape(first)}<ul>{listed}</ul></div>'


def parts_of(plan: Plan) -> list[SplitPart]:
    """Return the parts of a plan's bar: each lever's share of the total."""
    total = plan.total or 1.0
    return [
        SplitPart(title(lever), function_of(lever), plan[lever] / total, percent(plan[lever] / total))
        for lever in plan.levers
    ]


def splits(rows: Sequence[tuple[str, Sequence[SplitPart]]]) -> str:
    """Return named bars split into their parts."""
    drawn = []
    for name, parts in rows:
        spoken = ", ".join(f"{part.name} {part.text}" for part in parts)
        inner = "".join(
            f'<i class="{part.role}" style="flex:{max(part.share, 0):.5f} 1 0"'
            f' title="{escape(part.name)} {escape(part.text)}">'
            f"<span>{escape(part.text)}</span></i>"
            for part in parts
            if part.share > 0
        )
        drawn.append(
            f'<span class="name">{escape(name)}</span>'
            f'<div class="bar" role="img" aria-label="{escape(name)}: {escape(spoken)}">{inner}</div>'
        )
    return f'<div class="splits">{"".join(drawn)}</div>'


def ranked(bar: Ranked) -> str:
    """Return one ranked bar: its name and figure, the bar itself, and a quiet remark."""
    role = bar.role or "whole"
    left = "" if bar.kept is None else f'<i class="{role}" style="width:{100 * min(max(bar.kept, 0.0), 1.0):.2f}%"></i>'
    pale = "" if bar.kept is None else " pale"
    return (
        f'<div class="ranked"><span class="name">{escape(bar.name)}</span><b>{escape(bar.figure)}</b>'
        f'<div class="rail"><i class="{role}{pale}" style="width:{100 * min(max(bar.share, 0.0), 1.0):.2f}%"></i>'
        f"{left}</div><small>{escape(bar.remark)}</small></div>"
    )


def named(lead: str, rest: str) -> str:
    """Return a line that opens with what it is about."""
    return f'<p class="named"><b>{escape(lead)}</b> {explained(rest)}</p>'


def question(text: str, remark: str) -> str:
    """Return a question with what its control tries."""
    return f'<p class="question">{explained(text)}</p><p class="small">{explained(remark)}</p>'


def refusal(reason: str) -> str:
    """Return why an input was not taken, to stand beside its control."""
    return f'<p class="refusal" role="alert">{escape(reason)}</p>'


def table(
    caption: str,
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    best: Iterable[tuple[int, int]] = (),
    kind: Kind = "both",
    *,
    taken: bool = True,
) -> str:
    """Return a table with a caption for screen readers; the first cell of each row names it.

    Cells in ``best`` (row, column of the figures) are bold and carry a dot, which is read as "best". ``kind`` says what
    its figures are: where they are an index, the caption is seen and says so. It is ``taken`` by buttons of its own.
    """
    marked = set(best)

    def cell(row: int, column: int, text: str) -> str:
        whole = f' data-full="{escape(text.in_full)}"' if isinstance(text, Shortened) and text.in_full != text else ""
        if (row, column) in marked:
            sign = '<i aria-hidden="true">●</i><span class="unseen">best: </span>'
            return f'<td class="best"{whole}>{sign}{escape(text)}</td>'
        return f"<td{whole}>{escape(text)}</td>"

    def line(row: int, name: str, cells: Sequence[str]) -> str:
        figures = "".join(cell(row, column, text) for column, text in enumerate(cells))
        return f'<tr><th scope="row">{explained(name)}</th>{figures}</tr>'

    head = "".join(f'<th scope="col">{explained(name)}</th>' for name in header)
    body = "".join(line(row, name, cells) for row, (name, *cells) in enumerate(rows))
    return (
        f'<div class="tabled">{take(caption, note(kind)) if taken else ""}'
        f'<div class="scroll" tabindex="0" role="group" aria-label="{escape(caption)}"><table class="table">'
        f"{_caption(caption, note(kind))}"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div></div>"
    )


def take(title: str, unit: str, alt: str = "", ways: Iterable[Way] = TABLE_WAYS) -> str:
    """Return the buttons with which a table or a chart is taken; `take.js` hears them. ``alt`` says what is drawn."""
    buttons = "".join(
        f'<button type="button" data-take="{way}" aria-label="{WAYS[way][1]}: {escape(title)}">{WAYS[way][0]}</button>'
        for way in ways
    )
    said = '<span role="status" class="unseen"></span>'
    told = f'data-title="{escape(title)}" data-note="{escape(unit)}" data-alt="{escape(alt)}"'
    return f'<div class="take" {told}>{buttons}{said}</div>'


def _caption(caption: str, seen: str) -> str:
    if not seen:
        return f'<caption class="unseen">{escape(caption)}</caption>'
    return f'<caption><span class="unseen">{escape(caption)}, </span>{escape(seen)}</caption>'


def changes(named: str, rows: Sequence[Sequence[str]], header: Sequence[str] = (), kind: Kind = "both") -> str:
    """Return a small table, named for screen readers, of rows without a header: name, today, now, change.

    With a ``header``, which screen readers and a sheet get, it can be taken like any other table.
    """
    body = "".join(
        f'<tr><th scope="row">{escape(name)}</th>' + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"
        for name, *cells in rows
    )
    if not header:
        return f'<table class="changes" aria-label="{escape(named)}">{body}</table>'
    head = "".join(f'<th scope="col" class="unseen">{escape(name)}</th>' for name in header)
    table = f'<table class="changes from_to" aria-label="{escape(named)}"><tr>{head}</tr>{body}</table>'
    return f'<div class="tabled">{take(named, note(kind))}{table}</div>'
