"""What accepting a proposal changes: the fact, what hangs on it as a guess, and where both come from then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from simulator.evidence.proposals import Proposal
from simulator.facts.business import Business
from simulator.facts.channel import Channel
from simulator.facts.curve_facts import CHANNEL_CURVE, CHURN_CURVE, SHARE_CURVE, WIN_RATE_CURVE, CurveFacts
from simulator.facts.declaration import declaration
from simulator.facts.names import NAME_LIMIT, SEPARATOR, looks, typed
from simulator.facts.origin import Origin
from simulator.facts.paths import owner_at, path_of

LONGEST_NAME = 60
"""Signs of a file's name that are kept: they travel in links."""
CURVES: dict[str, tuple[CurveFacts, str]] = {
    "win_rate": (WIN_RATE_CURVE, "conversion_spend"), "prospects": (CHANNEL_CURVE, "spend"),
    "share_of_wallet": (SHARE_CURVE, "upsell_spend"), "churn": (CHURN_CURVE, "upsell_spend"),
}  # fmt: skip
"""The curves whose level a proposal is, by its fact, and the spend each stands on."""


@dataclass(frozen=True)
class Evidence:
    """The file that proposals come from, and the day it was read."""

    file: str
    read_on: date

    @property
    def source(self) -> str:
        """The file's name as an origin may keep it."""
        return _plain(self.file, LONGEST_NAME) or "a file"


@dataclass(frozen=True)
class Acceptance:
    """The facts to change and where they come from then, both by path."""

    changes: dict[str, float]
    origins: dict[str, Origin]


def acceptance(business: Business, proposal: Proposal, evidence: Evidence, *, whole_curve: bool = False) -> Acceptance:
    """Return what accepting a proposal changes.

    On a response curve a proposal is its level: what guesses say of zero and double moves in proportion, and with
    ``whole_curve`` also what was stated of them. `KeyError` where the company has no such channel.
    """
    owner, fact = owner_at(business, at_today(business, proposal.fact))
    declared = declaration(type(owner), fact)
    value = min(max(_short(proposal.value), declared["low"]), declared["high"])
    read = Origin(fact=fact, kind="read", source=evidence.source, rows=proposal.of, read_on=evidence.read_on)
    low, high = (None if end is None else _short(end) for end in (proposal.low, proposal.high))
    path = path_of(owner, fact)
    changes, origins = {path: value}, {path: read.between(low, high, value, declared)}
    for name in _moved(owner, fact, proposal.fact, whole_curve=whole_curve):
        before, path = getattr(owner, name), path_of(owner, name)
        changes[path] = _short(before / getattr(owner, fact) * value)
        origins[path] = owner.origin(name).about(before, changes[path], declaration(type(owner), name))
    return Acceptance(changes, origins)


def at_today(business: Business, path: str) -> str:
    """Return the path of the fact that a figure of today is: where nothing is spent, what stands at zero."""
    owner, fact = owner_at(business, path)
    curve, spend = CURVES.get(fact, (None, ""))
    if curve is None or getattr(owner, spend) or (curve.family and getattr(owner, curve.family) == "flat"):
        return path
    zero = curve.fields["zero"]
    return path if getattr(owner, zero) is None else path_of(owner, zero)


def _moved(owner: Business | Channel, fact: str, proposed: str, *, whole_curve: bool) -> Iterator[str]:
    """Yield the other points of the curve that move with the one at ``fact``."""
    curve, _ = CURVES.get(proposed.rpartition(".")[2], (None, ""))
    if curve is None or not getattr(owner, fact):
        return
    for name in curve.fields.values():
        stated = owner.origin(name).kind != "guessed"
        if name != fact and getattr(owner, name) is not None and (whole_curve or not stated):
            yield name


def _short(value: float) -> float:
    """Return a figure in four digits: no export tells more, and links stay short."""
    return float(f"{value:.4g}")


def plain_name(channel: str) -> str:
    """Return a file's name of a channel as a company may call one."""
    return _plain(channel, NAME_LIMIT)


def _plain(text: str, longest: int) -> str:
    """Return a text of a file without signs that names may not have, so long at most."""
    plain = "".join(sign if sign.isprintable() and sign != SEPARATOR else " " for sign in text)
    return typed(typed(plain)[:longest])


def channel_of(proposal: Proposal) -> str | None:
    """Return which of the file's channels a proposal is about, a blank one where it names none; None: about all."""
    owner = proposal.fact.rpartition(".")[0]
    return owner.removeprefix("channels.") if owner else None


def at_home(business: Business, found: Iterable[Proposal]) -> tuple[tuple[Proposal, ...], tuple[Proposal, ...]]:
    """Return the proposals at the paths of a company's own facts, and those about channels that it has not.

    Names that look alike are the same channel, of which the first is told of. A file that names none is about a
    company's only channel.
    """
    found = tuple(found)
    mine = {looks(channel.name): channel.name for channel in business.channels}
    if len(mine) == 1 and not any(channel_of(each) for each in found):
        mine[""] = business.channels[0].name
    here: dict[str, Proposal] = {}
    elsewhere = []
    for each in found:
        channel = channel_of(each)
        if channel is None:
            here.setdefault(each.fact, each)
        elif name := mine.get(looks(plain_name(channel))):
            path = f"channels.{name}.{each.fact.rpartition('.')[2]}"
            here.setdefault(path, replace(each, fact=path))
        else:
            elsewhere.append(each)
    return tuple(here.values()), tuple(elsewhere)
