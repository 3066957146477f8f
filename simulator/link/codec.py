"""Links: everything a visitor sees, as a short query string a person can read and edit.

    v=1&case=northwind.1&churn=0.02&channel=Trade+fairs~2500&plan=More+sales~7000~2500~5500~2500&total=held

Version 1, in the order in which `encode` writes it:

=========  ============================================================================================
``v``      version of the format, 1
``case``   stock case and its version; the facts that follow are those that differ from it. Without a
           case all facts follow, except those that have their declared default
facts      ``churn=0.02``: fields of `Business` by name; ``none`` for an optional fact left empty
channels   names in order, joined by ``~``; only where they are not those of the case followed by the
           new ones of ``channel``
channel    one for each channel that differs: its name, then the other fields of `Channel` in declared
           order, joined by ``~``; blank: as in the case (a new channel: the default); trailing blanks cut
guess      where facts come from that are not stated: a reason, then the facts it is the reason of, joined by
           ``~``; numbers behind a fact are those of channels: ``start~share_adjustment~carryover.1.2``
read       the same for facts read from data: file, rows, day, then the facts
range      low and high: fact, low and high, and so on, joined by ``~``; blank where one is not known
2.churn    facts of the second scenario (to ``6.``) that differ from those of the first, coded alike
plan       one for each scenario: its name, then the money per month on each channel, conversion and upsell
at         number of the scenario on show, from 1; not written for the first
months     horizon; not written for 24
metric     what plans are compared by; not written for ``revenue``
lock       levers that keep their amount, joined by ``~``; not written where there are none
limit      one for each lever with limits: its name, the least and the most per month, joined by ``~``;
           blank: none; trailing blanks cut
seed       number of the draws of uncertain facts; not written for 0
total      ``held`` or ``free``: whether the total budget is held. Always written and always last, so that
           a link that was cut on its way is known by its missing end
=========  ============================================================================================

Numbers are the shortest digits that read back as the same number, so links are exact, and equal
workspaces have the same link. What cannot be used is replaced by what comes nearest, and said.
New fields may join `Channel` and `Business` only at their ends, with a default that changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote_plus, urlencode

from simulator.cases import load_case
from simulator.facts.limits import SpendLimit
from simulator.facts.measures import DEFAULT_MONTHS, DEFAULT_SEED
from simulator.facts.names import SEPARATOR
from simulator.link.facts import write_facts
from simulator.link.origins import write_origins
from simulator.link.reader import read_workspace
from simulator.link.text import Notes, fact_text
from simulator.workspace.scenario import Scenario, Workspace

VERSION = 1
LONGEST = 200_000
"""Characters of a link that are read: twelve channels with 40 letters of four bytes each still fit."""
MOST_PARAMETERS = 600

Params = dict[str, list[str]]


@dataclass(frozen=True)
class Decoded:
    """What a link opens, and a sentence for each thing that had to be adjusted."""

    workspace: Workspace
    adjustments: tuple[str, ...] = ()


def encode(workspace: Workspace) -> str:
    """Return the link's query string, without the question mark."""
    return urlencode(encode_params(workspace), doseq=True)


def encode_params(workspace: Workspace) -> Params:
    """Return the link's parameters in order, each with its values."""
    first = workspace.scenarios[0]
    case = load_case(workspace.case).business if workspace.case else None
    params: Params = {"v": [str(VERSION)]}
    if workspace.case:
        params["case"] = [workspace.case]
    params |= write_facts(first.business, case) | write_origins(first.business, None)
    for number, scenario in enumerate(workspace.scenarios[1:], 2):
        differing = write_facts(scenario.business, first.business) | write_origins(scenario.business, first.business)
        params |= {f"{number}.{name}": values for name, values in differing.items()}
    params["plan"] = [_plan_text(scenario) for scenario in workspace.scenarios]
    return params | _view(workspace)


def _plan_text(scenario: Scenario) -> str:
    return SEPARATOR.join([scenario.name, *map(fact_text, scenario.plan.amounts)])


def _view(workspace: Workspace) -> Params:
    params: Params = {}
    if workspace.current:
        params["at"] = [str(workspace.current + 1)]
    if workspace.months != DEFAULT_MONTHS:
        params["months"] = [str(workspace.months)]
    if workspace.metric != "revenue":
        params["metric"] = [workspace.metric]
    if workspace.locked:
        params["lock"] = [SEPARATOR.join(lever for lever in workspace.levers if lever in workspace.locked)]
    if limits := [text for lever in workspace.levers if (text := _limit_text(workspace.limit_of(lever)))]:
        params["limit"] = limits
    if workspace.seed != DEFAULT_SEED:
        params["seed"] = [str(workspace.seed)]
    return params | {"total": ["held" if workspace.held else "free"]}


def _limit_text(limit: SpendLimit) -> str:
    """Return ``Search~2000~8000``, ``Search~2000`` or ``Search~~8000``; nothing where all is allowed."""
    ends = [fact_text(limit.least) if limit.least else "", "" if limit.most is None else fact_text(limit.most)]
    return "" if limit.idle else SEPARATOR.join([limit.lever, *ends]).rstrip(SEPARATOR)


def decode(query: str, page_keys: Collection[str] = ()) -> Decoded:
    """Return what a query string opens; never raises. ``page_keys`` are a page's own parameters."""
    params: Params = {}
    for pair in query[:LONGEST].removeprefix("?").split("&", MOST_PARAMETERS)[:MOST_PARAMETERS]:
        name, _, value = pair.partition("=")
        if pair:
            params.setdefault(unquote_plus(name), []).append(unquote_plus(value))
    return decode_params(params, page_keys)


def decode_params(params: Mapping[str, str | Sequence[str]], page_keys: Collection[str] = ()) -> Decoded:
    """Return what parsed parameters open (``st.query_params`` with all values of each key); never raises."""
    notes = Notes()
    lists = {name: [given] if isinstance(given, str) else list(given) for name, given in params.items()}
    workspace = read_workspace(lists, VERSION, page_keys, notes)
    return Decoded(workspace, notes.summary())
