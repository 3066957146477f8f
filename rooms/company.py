"""A company of the facilitator's own as the case: kept with the room as the text of a link, and deleted with it."""

from __future__ import annotations

from functools import lru_cache

from simulator.cases import load_case
from simulator.facts.business import INDEX, Business
from simulator.facts.declaration import InvalidInput, Problem
from simulator.link.codec import decode, encode
from simulator.workspace.scenario import Workspace

TITLE = "Own company"
LONGEST = 20_000
"""Characters of a link that a room keeps; one of four channels has 900."""


def link_of(business: Business) -> str:
    """Return the text under which a room keeps a company: its facts, and no plan but today's."""
    return encode(Workspace.of(business))


def pasted(text: str) -> str:
    """Return what a room keeps of a link that was pasted, whole or from its question mark on.

    Raises:
        InvalidInput: it shows no company whose figures can be had.
    """
    return link_of(company_in(text.strip().partition("#")[0].rpartition("?")[2]))


@lru_cache(maxsize=256)
def company_in(link: str) -> Business:
    """Return the company of a link's query. `InvalidInput` where it is none that a room can play."""
    if len(link) > LONGEST:
        raise _refused(f"the link has {len(link):,} characters; up to {LONGEST:,} can be kept")
    if "=" not in link:
        raise _refused("paste the whole link of a scenario, as Share gives it")
    decoded = decode(link)
    if decoded.adjustments:
        raise _refused(f"the link cannot be used as it is: {decoded.adjustments[0]}")
    business = decoded.workspace.scenario.business
    if business.currency == INDEX:
        raise _refused("a private link holds indices and no figures; use the one with figures")
    return business


@lru_cache(maxsize=256)
def company_of(case: str, link: str) -> Business:
    """Return the company that a room plays: its own where it has one, else that of the stock case."""
    return company_in(link) if link else load_case(case).business


def _refused(why: str) -> InvalidInput:
    return InvalidInput(Problem("company", TITLE, None, "", f"{TITLE}: {why}."))
