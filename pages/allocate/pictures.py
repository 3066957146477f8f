"""From the figures of a plan to what the charts show."""

from __future__ import annotations

from pages.ui.charts.axes import Axis, bar_ends, held
from pages.ui.charts.label_layout import BAR_STEP, columns
from pages.ui.figures import Figures
from pages.ui.live import ChartState, ChartTable
from pages.ui.state.session import Session
from pages.ui.text.formats import in_months
from pages.ui.text.words import MEASURES, title
from simulator.facts.plan import function_of


def board(visit: Session, figures: Figures) -> ChartState:
    """Return what the next step on each lever would bring, the most first."""
    money, ranking = figures.money, figures.ranking
    scale = held(visit, "board", list(figures.next_step.values()), bar_ends)
    rows = []
    for place, lever in enumerate(ranking):
        brings = figures.next_step[lever]
        note = "← the bottleneck" if lever == figures.bottleneck else ""
        rows.append(_bar(title(lever), place, function_of(lever), brings, scale, money.short(brings), note))
    step = money.exact(figures.step)
    return ChartState(
        name="board",
        title=f"What the next {step} a month would add to {MEASURES[figures.metric]} over {in_months(figures.months)}"
        + _pays(figures),
        alt=f"{MEASURES[figures.metric]} from the next {step} a month: "
        + ", ".join(f"{row['label']} {row['text']}" for row in rows),
        datasets={"bars": columns(rows)},
        signals={"lo": scale.low, "hi": scale.high},
        table=ChartTable(
            ["Lever", f"Next {step} a month adds", f"Next {money.exact(1)} spent brings back"],
            [
                [title(lever), money.exact(round(figures.next_step[lever])), money.short(figures.marginal[lever])]
                for lever in ranking
            ],
        ),
        height=BAR_STEP * len(rows),
    )


def _pays(figures: Figures) -> str:
    """Return what the step must add to pay for itself; nothing where the measure has paid for it, or nothing does."""
    margin = figures.business.gross_margin
    if figures.metric != "revenue" or not margin:
        return ""
    return f" ({figures.money.short(figures.step * figures.months / margin)} pays for itself)"


def sources(visit: Session, figures: Figures) -> ChartState:
    """Return where the revenue of the horizon comes from, today's as a tick."""
    money, now, then = figures.money, figures.outcome, figures.today
    parts: list[tuple[str, str, float, float]] = [
        ("Today's customers", "today", now.revenue_of_today.sum(), then.revenue_of_today.sum()),
        ("Their share of wallet", "upsell", now.revenue_of_share.sum(), then.revenue_of_share.sum()),
    ]
    new, new_then = now.revenue_of_new.sum(axis=1), then.revenue_of_new.sum(axis=1)
    parts += [
        (f"New from {name}", "prospecting", float(a), float(b))
        for name, a, b in zip(now.channels, new, new_then, strict=True)
    ]
    numbers = [number for part in parts for number in part[2:]]
    scale = held(visit, "sources", numbers, bar_ends)
    rows = [
        _bar(
            name,
            place,
            kind,
            float(a),
            scale,
            money.short(a),
            f"{money.signed(a - b)}" if money.short(a - b) != money.short(0.0) else "",
            float(b),
        )
        for place, (name, kind, a, b) in enumerate(parts)
    ]
    return ChartState(
        name="sources",
        title=f"Where the revenue of {in_months(figures.months)} comes from",
        alt="Revenue by source: " + ", ".join(f"{row['label']} {row['text']}" for row in rows),
        datasets={"bars": columns(rows)},
        signals={"lo": scale.low, "hi": scale.high},
        table=ChartTable(
            ["Source", "Today", "This plan"],
            [[name, money.exact(round(b)), money.exact(round(a))] for name, _, a, b in parts],
        ),
        height=BAR_STEP * len(rows),
    )


def _bar(
    label: str,
    rank: int,
    kind: str,
    value: float,
    scale: Axis,
    text: str,
    note: str,
    today: float | None = None,
) -> dict[str, object]:
    return {
        "label": label, "rank": rank, "role": kind, "value": value, "zero": 0.0,
        "start": scale.low, "full": scale.high, "text": text, "note": note, "today": today,
    }  # fmt: skip
