"""Reading facts in a link: the nearest valid ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from simulator.facts.business import MAX_CHANNELS, Business
from simulator.facts.channel import Channel
from simulator.facts.declaration import Problem, shown
from simulator.facts.names import SEPARATOR, apart, taken_by_a_lever
from simulator.facts.plan import CONVERSION, UPSELL
from simulator.facts.repair import Changes, nearest, title_of
from simulator.link import left_out
from simulator.link.facts import BUSINESS_FACTS, CHANNEL_FACTS, Model, bounds_of, default_of, required
from simulator.link.text import NONE, Notes, allowed_numbers, read_name, read_number, worded


@dataclass
class FactsReader:
    """Reads the facts of one scenario, stated against valid ones.

    ``complete``: the link means to state all facts, so what it leaves out is the default, and
    ``against`` only fills gaps.
    """

    against: Business
    complete: bool
    notes: Notes
    slots: tuple[str, ...] = ()
    """For each amount of a plan, the channel it is for; empty where that channel is left out."""
    channels: dict[str, Channel] = field(default_factory=dict)
    """The channels that stand where the link says nothing else."""
    changes: dict[str, Any] = field(default_factory=dict)
    implied: set[str] = field(default_factory=set)
    """Changes the link does not state: nobody misses them."""
    left_out: list[str] = field(default_factory=list)
    """Facts a company must have and the link does not state."""
    problems: list[Problem] = field(default_factory=list)
    built: dict[tuple[Any, ...], Channel] = field(default_factory=dict)
    """Channels once built, by name and changes: the search for the nearest facts meets them often."""

    def read(self, params: Mapping[str, Sequence[str]]) -> Business:
        """Return the nearest valid facts, and set ``slots``."""
        self._read_channels(params)
        for name in BUSINESS_FACTS:
            if name in params:
                self._take(name, Business, name, params[name][-1])
            elif self.complete:
                self._leave_out(name, Business, name)
        if self.complete:
            self._fill_gaps()
        business, given_up = nearest(self._build, self.changes)
        missed = [problem for problem in given_up if problem.field not in self.implied]
        for problem in (*self.problems, *missed):
            self.notes.instead(problem, _stated(business, problem.field))
        if self.left_out:
            taken = [f"{title_of(key)} {worded(_stated(business, key))}" for key in self.left_out]
            self.notes.listed(f"Not stated, so taken from {self.against.name} or in its proportions: ", taken)
        return business

    def _fill_gaps(self) -> None:
        """Put facts in proportion beside stated ones: those of another company might contradict them."""
        stated = {key: value for key, value in self.changes.items() if key not in self.implied}
        cells: dict[str, Changes] = {name: {} for name in self.slots if name}
        for key, value in stated.items():
            owner, _, fact = key.rpartition(".")
            if owner.removeprefix("channels.") in cells:
                cells[owner.removeprefix("channels.")][fact] = value
        of_company = {key: value for key, value in stated.items() if key in BUSINESS_FACTS}
        filled = left_out.of_business(of_company, self.against, list(cells.values()))
        for name, of_channel in cells.items():
            found = left_out.of_channel(of_channel, self.against.channels[0])
            filled |= {f"channels.{name}.{fact}": value for fact, value in found.items()}
        self.left_out += [key for key in filled if key not in self.left_out]
        self.changes |= filled
        self.implied |= filled.keys()

    def _read_channels(self, params: Mapping[str, Sequence[str]]) -> None:
        texts = [text.split(SEPARATOR, len(CHANNEL_FACTS) + 1) for text in params.get("channel", ())]
        listed = params["channels"][-1].split(SEPARATOR, MAX_CHANNELS * 2) if "channels" in params else []
        stated, all_names = self._names([cells[0] for cells in texts]), self._names(listed)
        known = {channel.name: channel for channel in self.against.channels}
        if self.complete and any((*stated, *all_names)):
            self.slots = all_names or stated
            self.channels = {name: _idle(name) for name in self.slots if name}
            known = {}
        else:
            if self.complete:
                self.problems.append(Problem("channels", "Channels", None, "the link states none"))
            stated = self._without_strangers(stated, texts, {*known, *all_names})
            self.slots = all_names or tuple(dict.fromkeys([*known, *filter(None, stated)]))
            self.channels = known
            if any(all_names):
                self.changes["channels"] = tuple(filter(None, all_names))
        self._read_channel_facts(stated, texts, known)

    def _read_channel_facts(
        self, names: Sequence[str], texts: Sequence[list[str]], known: Mapping[str, Channel]
    ) -> None:
        cells_of = {name: cells[1:] for name, cells in zip(names, texts, strict=True) if name}
        unstated: dict[str, list[str]] = {name: [] for name in self.slots if name and name not in known}
        for name, cells in {**unstated, **cells_of}.items():
            if len(cells) > len(CHANNEL_FACTS):
                self.notes.add(f"Channel {shown(name)} has more facts than there are: the last are left out.")
            for place, fact in enumerate(CHANNEL_FACTS):
                key = f"channels.{name}.{fact}"
                if place < len(cells) and cells[place]:
                    self._take(key, Channel, fact, cells[place])
                elif name not in known:
                    self._leave_out(key, Channel, fact)

    def _names(self, texts: Sequence[str]) -> tuple[str, ...]:
        """Return a usable name for each text; an empty one for a channel that is to be left out."""
        names: list[str] = []
        taken = {CONVERSION, UPSELL}
        for place, text in enumerate(texts, 1):
            name = read_name("Channel name", text, f"Channel {place}", self.notes)
            if title := taken_by_a_lever(name):
                problem = Problem("name", "Channel name", name, f"{title!r} is the name of another lever")
                name = apart(name)
                self.notes.instead(problem, name)
            if name.casefold() in taken or len(taken) - 2 == MAX_CHANNELS:
                self.notes.add(
                    f"Channel {shown(text)} is left out: each needs a name of its own, "
                    f"and at most {MAX_CHANNELS} are allowed."
                )
                name = ""
            else:
                taken.add(name.casefold())
            names.append(name)
        return tuple(names)

    def _without_strangers(
        self, names: Sequence[str], texts: Sequence[list[str]], expected: set[str]
    ) -> tuple[str, ...]:
        """Return the names without new channels that do not say what they are: most likely misspelt."""
        kept = []
        for name, cells in zip(names, texts, strict=True):
            facts = dict(zip(CHANNEL_FACTS, cells[1:], strict=False))
            whole = all(facts.get(fact) for fact in CHANNEL_FACTS if required(Channel, fact))
            if name and name not in expected and not whole:
                self.notes.add(f"Channel {shown(name)} is left out: it is none of this company's channels.")
                name = ""
            kept.append(name)
        return tuple(kept)

    def _take(self, key: str, model: Model, name: str, text: str) -> None:
        bounds = bounds_of(model, name)
        if bounds is None:
            self.changes[key] = text
        elif text == NONE and default_of(model, name) is None:
            self.changes[key] = None
        else:
            found, value = read_number(text, *bounds)
            if value != found:
                self.problems.append(Problem(key, title_of(key), found, allowed_numbers(*bounds)))
            if value is not None:
                self.changes[key] = value

    def _leave_out(self, key: str, model: Model, name: str) -> None:
        if required(model, name):
            self.left_out.append(key)
        else:
            self.changes[key] = default_of(model, name)
            self.implied.add(key)

    def _build(self, kept: Mapping[str, Any]) -> Business:
        if not kept and self.channels == {channel.name: channel for channel in self.against.channels}:
            return self.against
        facts: dict[str, Any] = {}
        of_channel: dict[str, dict[str, Any]] = {}
        for key, value in kept.items():
            if key.startswith("channels."):
                name, _, fact = key.removeprefix("channels.").rpartition(".")
                of_channel.setdefault(name, {})[fact] = value
            else:
                facts[key] = value
        all_names: Iterable[str] = facts.get("channels") or dict.fromkeys([*self.channels, *of_channel])
        facts["channels"] = tuple(self._channel(name, of_channel.get(name, {})) for name in all_names)
        business: Business = self.against.changed(**facts)
        return business

    def _channel(self, name: str, changes: Mapping[str, Any]) -> Channel:
        known = (name, *changes.items())
        if known not in self.built:
            standing = self.channels.get(name) or _idle(name)
            self.built[known] = standing.changed(**changes) if changes else standing
        return self.built[known]


@lru_cache(maxsize=256)
def _idle(name: str) -> Channel:
    """Return the channel of which nothing is known: it costs and brings nothing."""
    return Channel(name=name, spend=0.0, prospects=0.0, prospects_at_zero=0.0, curve="flat")


def _stated(business: Business, key: str) -> object:
    if key == "channels":
        return ", ".join(channel.name for channel in business.channels)
    owner, _, fact = key.rpartition(".")
    names = [channel.name for channel in business.channels]
    if owner and owner.removeprefix("channels.") not in names:
        return "nothing"
    return getattr(business.channel(owner.removeprefix("channels.")) if owner else business, fact)
