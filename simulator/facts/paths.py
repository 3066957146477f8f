"""Facts by their path: ``churn`` of the company, ``channels.Search.spend`` of a channel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from simulator.facts.business import Business
from simulator.facts.channel import Channel
from simulator.facts.declaration import InvalidInput, Problem


def owner_at(business: Business, path: str) -> tuple[Business | Channel, str]:
    """Return what the fact at ``path`` is of, and the fact's name; `KeyError` where there is no such channel."""
    owner, _, fact = path.rpartition(".")
    return (business.channel(owner.removeprefix("channels.")) if owner else business), fact


def path_of(owner: Business | Channel, fact: str) -> str:
    """Return the path of a fact of ``owner``."""
    return fact if isinstance(owner, Business) else f"channels.{owner.name}.{fact}"


def changed_at(business: Business, changes: Mapping[str, Any]) -> Business:
    """Return the company with the facts at these paths replaced.

    `InvalidInput` names what is wrong with the company and with each of its channels, all at once and by the paths
    of ``business``, whatever names the channels are given.
    """
    channels, problems = [], []
    for channel in business.channels:
        try:
            channels.append(channel_with(channel, changes))
        except InvalidInput as error:
            problems += [_at(path_of(channel, ""), each) for each in error.problems]
    own = {path: value for path, value in changes.items() if "." not in path}
    try:
        changed: Business = business.changed(**own, channels=business.channels if problems else tuple(channels))
    except InvalidInput as error:
        raise InvalidInput(*problems, *(_as_shown(changes, each) for each in error.problems)) from None
    if problems:
        raise InvalidInput(*problems)
    return changed


def channel_with(channel: Channel, changes: Mapping[str, Any]) -> Channel:
    """Return the channel with those of the changes that are of it."""
    stem = path_of(channel, "")
    facts = {path.rpartition(".")[2]: value for path, value in changes.items() if path.rpartition(".")[0] == stem[:-1]}
    changed: Channel = channel.changed(**facts)
    return changed


def _at(stem: str, problem: Problem) -> Problem:
    return replace(problem, field=stem + problem.field.rpartition(".")[2])


def _as_shown(changes: Mapping[str, Any], problem: Problem) -> Problem:
    """Return the problem at the path where the channel still stands under its old name."""
    for path, name in changes.items():
        if path.endswith(".name") and problem.field.startswith(f"channels.{name}."):
            return _at(path.removesuffix("name"), problem)
    return problem
