"""The pictures of a report as SVG: the same for page and paper, drawn without a browser and with no scripts in them.

Each is a text of its own with colours and sizes in it. Names are escaped; what a picture shows stands in a table too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from simulator.facts.names import lever_title
from simulator.facts.plan import function_of
from simulator.facts.plural import plural
from simulator.facts.round_step import axis_ends
from simulator.report.alternatives import Alternative, Role
from simulator.report.contents import Report
from simulator.report.palette import INK, LINE, OF_FUNCTION, OF_ROLE, PAPER, QUIET
from simulator.report.writing import Writing

WIDTH = 720
FONT = "Libertinus Serif, Georgia, serif"
STROKE: dict[Role, str] = {
    "today": f'stroke="{OF_ROLE["today"]}" stroke-width="1.6" stroke-dasharray="5 4"',
    "scenario": f'stroke="{OF_ROLE["scenario"]}" stroke-width="2.4"',
    "best": f'stroke="{OF_ROLE["best"]}" stroke-width="1.8"',
}
CLOSE = 0.25
"""Share of the highest value that all lines must cover for the axis to begin at nothing."""
LONGEST = 22
"""Signs of a name beside a line or a bar; the table has all of it."""


@dataclass(frozen=True)
class Picture:
    """One picture: the plain phrase above it, the drawing, and what it shows in a sentence."""

    phrase: str
    svg: str
    alt: str
    months: Months | None = None
    """What it says of each month, where it shows months."""


@dataclass(frozen=True)
class Months:
    """Where each month stands in a picture, in its pixels, and what is to be said of it, line by line."""

    at: tuple[float, ...]
    said: tuple[tuple[str, ...], ...]


def pictures(report: Report) -> tuple[Picture, ...]:
    """Return the pictures in the order in which they are read."""
    return revenue_of(report.main, report.write), _splits(report), _returns(report)


def revenue_of(shown: Sequence[Alternative], write: Writing) -> Picture:
    """Draw revenue month by month: today's plan dashed, the one on show in ink, the best split in green."""
    months = shown[0].question.months
    low, high, amounts = _round_ends(
        [float(end) for each in shown for end in (each.outcome.revenue.min(), each.outcome.revenue.max())]
    )
    axis = Axis(low, high, 210, 16)
    left = 10 + 6.4 * max(len(write.money(amount)) for amount in amounts)
    across = Axis(1.0, max(float(months), 2.0), left, WIDTH - 150)
    lines = [_line(each, axis, across) for each in shown]
    ends = _apart([axis.at(float(each.outcome.revenue[-1])) for each in shown], 14)
    labels = [
        f'<text x="{WIDTH - 142}" y="{end + 4:.1f}" fill="{INK}">{escape(_short(each.name))}</text>'
        for each, end in zip(shown, ends, strict=True)
    ]
    ticks = [_text(across.at(month), 230, str(month), "middle") for month in _months(months)]
    body = [*_grid(axis, amounts, left, write), *lines, *labels, *ticks, _text(WIDTH - 132, 230, "month", colour=QUIET)]
    said = "; ".join(f"{each.name} ends at {write.about(float(each.outcome.revenue[-1]))} a month" for each in shown)
    every = range(1, months + 1)
    brings = [[f"{each.name}: {write.money(float(value))}" for value in each.outcome.revenue] for each in shown]
    read = Months(
        tuple(round(across.at(month), 1) for month in every),
        tuple((f"Month {month}", *(each[month - 1] for each in brings)) for month in every),
    )
    alt = f"Revenue a month over {plural(str(months), 'month')}: {said}."
    return Picture("Revenue a month", _svg(236, body), alt, read)


def _line(each: Alternative, axis: Axis, across: Axis) -> str:
    points = [(across.at(month), axis.at(float(value))) for month, value in enumerate(each.outcome.revenue, 1)]
    if len(points) == 1:
        points.append((across.to, points[0][1]))
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline fill="none" {STROKE[each.role]} points="{path}"><title>{escape(each.name)}</title></polyline>'


def _splits(report: Report) -> Picture:
    """Draw how each plan is split over the levers: one bar each, in the functions' colours."""
    body, said = [], []
    for place, each in enumerate(report.main):
        at, y, total = 150.0, 6 + 34 * place, each.plan.total
        body.append(_text(0, y + 17, _short(each.name)))
        parts = []
        for lever, amount in zip(each.plan.levers, each.plan.amounts, strict=True):
            share = amount / total if total else 0.0
            width = share * (WIDTH - 150)
            text = report.write.percent(share, 0)
            parts.append(f"{lever_title(lever)} {text}")
            if width > 0:
                body += _part(lever_title(lever), text, (at, y, width), OF_FUNCTION[function_of(lever)])
            at += width
        said.append(f"{each.name}: {', '.join(parts)}")
    phrase = "How each plan is split: channels blue, sales team orange, account care green"
    return Picture(phrase, _svg(6 + 34 * len(report.main), body), f"{'; '.join(said)}.")


def _part(name: str, text: str, box: tuple[float, float, float], colour: str) -> Iterator[str]:
    at, y, width = box
    yield (
        f'<rect x="{at:.1f}" y="{y}" width="{max(width - 1.5, 0.5):.1f}" height="26" fill="{colour}">'
        f"<title>{escape(name)}: {escape(text)}</title></rect>"
    )
    said = next((each for each in (f"{_short(name)} {text}", text) if width > 7 * len(each) + 8), "")
    if said:
        yield f'<text x="{at + width / 2:.1f}" y="{y + 17}" text-anchor="middle" fill="{PAPER}">{escape(said)}</text>'


def _returns(report: Report) -> Picture:
    """Draw what the next unit of money brings back on each lever, under the plan on show."""
    shown, write = report.shown, report.write
    returns = sorted(shown.marginal.items(), key=lambda each: -each[1])
    most = max((abs(value) for _, value in returns), default=0.0) or 1.0
    body = []
    for place, (lever, value) in enumerate(returns):
        y, width = 4 + 24 * place, abs(value) / most * (WIDTH - 280)
        body.append(_text(0, y + 14, _short(lever_title(lever))))
        colour = OF_FUNCTION[function_of(lever)]
        text = f"{lever_title(lever)}: {write.money(round(value, 2))}"
        body.append(
            f'<rect x="150" y="{y}" width="{max(width, 0.5):.1f}" height="18" fill="{colour}">'
            f"<title>{escape(text)}</title></rect>"
        )
        body.append(_text(158 + width, y + 14, write.money(round(value, 2))))
    said = ", ".join(f"{lever_title(lever)} {write.money(round(value, 2))}" for lever, value in returns)
    phrase = f"What the next {write.money(1)} spent brings back, in {report.returned}: {shown.name}"
    return Picture(phrase, _svg(8 + 24 * len(returns), body), f"{said}.")


@dataclass(frozen=True)
class Axis:
    """A straight scale: ``low`` stands at ``start``, ``high`` at ``to``, in pixels."""

    low: float
    high: float
    start: float
    to: float

    def at(self, value: float) -> float:
        """Return where a value stands."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.to - self.start)


def _grid(axis: Axis, amounts: Sequence[float], left: float, write: Writing) -> Iterator[str]:
    """Yield a few pale lines at round amounts."""
    for amount in amounts:
        y = axis.at(amount)
        ends = f'x1="{left:.1f}" x2="{WIDTH - 150}" y1="{y:.1f}" y2="{y:.1f}"'
        yield f'<line {ends} stroke="{LINE}" stroke-width="0.7"/>'
        yield _text(left - 6, y + 4, write.money(amount), "end", QUIET)


def _round_ends(values: Sequence[float]) -> tuple[float, float, list[float]]:
    """Return round ends and ticks for these values, from nothing unless that would press them together."""
    low, high = min(values), max(values)
    return axis_ends(0.0 if high - low > CLOSE * high else low, high or 1.0)


def _months(months: int) -> list[int]:
    step = next(each for each in (1, 2, 3, 6, 12, 24) if months / each <= 12)
    return [*range(step, months + 1, step)] or [months]


def _apart(places: Sequence[float], least: float) -> list[float]:
    """Return places, in their order from top to bottom, moved down so that none lies on another."""
    found, last = [0.0] * len(places), -1e9
    for place in sorted(range(len(places)), key=lambda each: places[each]):
        last = found[place] = max(places[place], last + least)
    return found


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1].rstrip()}…"


def _text(x: float, y: float, text: str, anchor: str = "start", colour: str = INK) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{escape(text)}</text>'


def _svg(height: int, body: Sequence[str]) -> str:
    inner = "".join(body)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'font-family="{FONT}" font-size="12.5">{inner}</svg>'
    )
