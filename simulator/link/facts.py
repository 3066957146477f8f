"""Facts in a link: only those that differ from the facts they are stated against."""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic_core import PydanticUndefined

from simulator.facts.business import Business
from simulator.facts.channel import Channel
from simulator.facts.declaration import declaration
from simulator.facts.names import SEPARATOR
from simulator.facts.sources import without_origins
from simulator.link.origins import KEYS as ORIGIN_KEYS
from simulator.link.text import fact_text

Model = type[Business] | type[Channel]
BUSINESS_FACTS = tuple(name for name in Business.model_fields if name not in ("channels", "origins"))
CHANNEL_FACTS = tuple(name for name in Channel.model_fields if name not in ("name", "origins"))
FACT_KEYS = frozenset({*BUSINESS_FACTS, "channels", "channel", *ORIGIN_KEYS})


def write_facts(business: Business, against: Business | None) -> dict[str, list[str]]:
    """Return the facts that differ from those of ``against``, or from the defaults where it is None."""
    business, against = without_origins(business), against and without_origins(against)
    params = {
        name: [fact_text(value)]
        for name in BUSINESS_FACTS
        if (value := getattr(business, name)) != _standing(against, Business, name)
    }
    known = {channel.name: channel for channel in against.channels} if against else {}
    changed = [channel for channel in business.channels if channel != known.get(channel.name)]
    names = [channel.name for channel in business.channels]
    if names != list(dict.fromkeys([*known, *(channel.name for channel in changed)])):
        params["channels"] = [SEPARATOR.join(names)]
    if changed:
        params["channel"] = [_channel_text(channel, known.get(channel.name)) for channel in changed]
    return params


def _channel_text(channel: Channel, against: Channel | None) -> str:
    cells = [
        "" if (value := getattr(channel, name)) == _standing(against, Channel, name) else fact_text(value)
        for name in CHANNEL_FACTS
    ]
    return SEPARATOR.join([channel.name, *cells]).rstrip(SEPARATOR)


def _standing(against: Business | Channel | None, model: Model, name: str) -> object:
    return default_of(model, name) if against is None else getattr(against, name)


@cache
def default_of(model: Model, name: str) -> Any:
    """Return the declared default; `PydanticUndefined` where there is none."""
    return model.model_fields[name].default


@cache
def required(model: Model, name: str) -> bool:
    """Return whether a field has no default."""
    return default_of(model, name) is PydanticUndefined


@cache
def bounds_of(model: Model, name: str) -> tuple[float, float] | None:
    """Return the least and greatest number allowed; None where the field is no number."""
    declared = declaration(model, name)
    return (declared["low"], declared["high"]) if "low" in declared else None
