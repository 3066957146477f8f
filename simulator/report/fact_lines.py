"""A company's facts as a report lists them: value, unit, and where each comes from."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.facts.business import Business
from simulator.facts.channel import Channel
from simulator.facts.declaration import declaration
from simulator.facts.guesses import reason
from simulator.facts.origin import Origin
from simulator.facts.paths import path_of
from simulator.facts.plural import plural
from simulator.facts.sources import ends_of


@dataclass(frozen=True)
class FactLine:
    """One fact: whose it is (empty: the company's), what it is, its unit, and where it comes from."""

    path: str
    owner: str
    title: str
    unit: str
    value: float | str
    source: str
    low: float | None
    high: float | None
    usual: bool
    """Whether it stands at its default, so that it changes nothing."""


def fact_lines(business: Business) -> tuple[FactLine, ...]:
    """Return every fact that is stated: the company's, then channel by channel."""
    lines = [_fact(business, business, name) for name in Business.model_fields]
    for channel in business.channels:
        lines += [_fact(business, channel, name) for name in Channel.model_fields]
    return tuple(line for line in lines if line is not None)


def _fact(business: Business, owner: Business | Channel, name: str) -> FactLine | None:
    value = getattr(owner, name)
    if name in ("name", "currency", "channels", "origins") or value is None:
        return None
    declared, path = declaration(type(owner), name), path_of(owner, name)
    low, high = ends_of(business, path)
    channel = owner.name if isinstance(owner, Channel) else ""
    usual = value == declared["default"]
    return FactLine(
        path, channel, str(declared["title"]), str(declared.get("unit", "")), value,
        "usual" if usual and owner.origin(name).idle else source_of(owner.origin(name)), low, high, usual,
    )  # fmt: skip


def source_of(origin: Origin) -> str:
    """Return where a fact comes from, in words."""
    if origin.kind == "stated":
        return "stated"
    if origin.kind == "guessed":
        return f"guess: {reason(origin.source)}" if origin.source else "guess"
    rows = "" if origin.rows is None else f", {plural(f'{origin.rows:,}', 'row')}"
    when = "" if origin.read_on is None else f", read on {origin.read_on.isoformat()}"
    return f"{origin.source or 'read from data'}{rows}{when}"
