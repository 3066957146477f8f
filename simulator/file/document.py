"""The parts of a file and their names, in one place for the writer and the reader.

format = "next-dollar"        always the first line, then
version = 1
[company]                     facts of `Business` by name, those at their default left out
[company.origins]             by fact: kind, source, rows, read_on, low, high
[[company.channels]]          facts of `Channel`, each with its own [company.channels.origins]
[view]                        months, metric, held, locked levers, scenario on show from 1, stock case
[[limits]]                    lever, least, most
[[plans]]                     name, prospecting by channel, conversion, upsell; company: facts of its own, all of
                              them, where they are others than those above
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from simulator.facts.business import Business
from simulator.facts.channel import Channel
from simulator.facts.origin import Origin
from simulator.facts.plan import Plan

FORMAT = "next-dollar"
VERSION = 1
Document = dict[str, Any]

COMPANY = frozenset(Business.model_fields)
CHANNEL = frozenset(Channel.model_fields)
ORIGIN = frozenset(Origin.model_fields) - {"fact"}
PLAN = frozenset({"name", "company", *Plan.model_fields})
VIEW = frozenset({"months", "metric", "held", "locked", "shown", "case"})
LIMIT = frozenset({"lever", "least", "most"})
TOP = frozenset({"format", "version", "company", "view", "limits", "plans"})

MIGRATIONS: Mapping[int, Callable[[Document], Document]] = {}
"""For each older version, what makes its documents those of the next."""


def migrated(document: Document, version: int) -> Document:
    """Return the document as the newest version writes it; one of the newest, or of a newer, as it is."""
    for older in range(version, VERSION):
        document = MIGRATIONS[older](document)
    return document
